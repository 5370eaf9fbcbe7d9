"""Reads what the example council is made of from the files `fixtures/demo_*`."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings

from indicators.rules.periods import FinancialYear, Quarter

FIXTURES = Path(settings.BASE_DIR) / "fixtures"

At = tuple[str, Quarter]  # a measure's ref and the quarter, or the outturn
Row = dict[str, Any]


def read_json(name: str) -> dict[str, Any]:
    """A whole file of `fixtures/`."""
    found: dict[str, Any] = json.loads((FIXTURES / name).read_text(encoding="utf-8"))
    return found


def read_csv(name: str) -> list[dict[str, str]]:
    """The rows of a table of `fixtures/`."""
    with (FIXTURES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def each_at(rows: Iterable[Row]) -> Iterator[tuple[At, Row]]:
    """A row for each of the quarters that it names."""
    for row in rows:
        for name in row["quarters"]:
            yield (row["ref"], Quarter.parse(name)), row


@dataclass(frozen=True)
class Figures:
    """Every measure's figure of every quarter, as the table has it."""

    quarters: tuple[Quarter, ...]
    cells: dict[At, str]

    @classmethod
    def read(cls) -> Figures:
        rows = read_csv("demo_figures.csv")
        names = [name for name in rows[0] if name not in {"ref", "measure"}]
        return cls(
            tuple(Quarter.parse(name) for name in names),
            {(row["ref"], Quarter.parse(name)): row[name] for row in rows for name in names},
        )


def parts_of(cell: str) -> dict[str, Any]:
    """A figure, or its numerator and denominator, as an entry takes it."""
    numerator, stroke, denominator = cell.partition("/")
    if stroke:
        return {"numerator": Decimal(numerator), "denominator": Decimal(denominator)}
    return {"value": Decimal(cell)}


@dataclass(frozen=True)
class ExampleTarget:
    """A year's target that no report gives; a Goldilocks one is low to high."""

    ref: str
    year: FinancialYear
    target: Decimal | None
    low: Decimal | None
    high: Decimal | None
    profile: str
    profile_start: Decimal | None

    @classmethod
    def read_all(cls) -> list[ExampleTarget]:
        return [cls.of(row) for row in read_csv("demo_targets.csv")]

    @classmethod
    def of(cls, row: dict[str, str]) -> ExampleTarget:
        low, is_range, high = row["target"].partition(" to ")
        return cls(
            ref=row["ref"],
            year=FinancialYear.parse(row["year"]),
            target=None if is_range else Decimal(low),
            low=Decimal(low) if is_range else None,
            high=Decimal(high) if is_range else None,
            profile=row["profile"],
            profile_start=Decimal(row["profile_start"]) if row["profile_start"] else None,
        )
