"""Reads what the example council is made of from the files `fixtures/demo_*`."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings

from indicators.returns.entering import Entry, PlannedAction
from indicators.rules.periods import FinancialYear, Quarter

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
NO_CASES, PUBLISHED_LATER = "no cases", "published later"

At = tuple[str, Quarter]  # a measure's ref and the quarter


def read_json(name: str) -> dict[str, Any]:
    """A whole file of `fixtures/`."""
    found: dict[str, Any] = json.loads((FIXTURES / name).read_text(encoding="utf-8"))
    return found


def read_csv(name: str) -> list[dict[str, str]]:
    """The rows of a table of `fixtures/`."""
    with (FIXTURES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


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

    def entry(self, at: At, story: Story) -> Entry | None:
        """What is entered in a quarter; None where the table has nothing."""
        cell = self.cells.get(at, "")
        if not cell:
            return None
        return Entry(
            **_figure(cell, story.expected.get(at)),
            **story.explained.get(at, {}),
            commentary=story.commentary.get(at, ""),
            quality=story.quality.get(at, "FINAL"),
        )


def _figure(cell: str, expected_on: date | None) -> dict[str, Any]:
    if cell == NO_CASES:
        return {"no_value_reason": "NO_CASES"}
    if cell == PUBLISHED_LATER:
        return {"no_value_reason": "PUBLISHED_LATER", "expected_on": expected_on}
    numerator, stroke, denominator = cell.partition("/")
    if stroke:
        return {"numerator": Decimal(numerator), "denominator": Decimal(denominator)}
    return {"value": Decimal(cell)}


@dataclass(frozen=True)
class Revision:
    """A target that is agreed anew while a quarter's returns are already approved."""

    ref: str
    quarter: Quarter
    target: Decimal
    why: str


@dataclass(frozen=True)
class Story:
    """The words of returns, and whatever does not go its usual way."""

    commentary: dict[At, str] = field(default_factory=dict)
    explained: dict[At, dict[str, Any]] = field(default_factory=dict)
    quality: dict[At, str] = field(default_factory=dict)
    expected: dict[At, date] = field(default_factory=dict)
    missing: dict[At, str] = field(default_factory=dict)
    waived: dict[At, str] = field(default_factory=dict)
    sent_back: dict[At, str] = field(default_factory=dict)
    revisions: tuple[Revision, ...] = ()
    drafts: frozenset[At] = frozenset()
    unapproved: frozenset[At] = frozenset()

    @classmethod
    def read(cls) -> Story:
        texts, events = read_json("demo_texts.json"), read_json("demo_events.json")
        return cls(
            commentary=dict(_by_quarter(texts["commentary"], "text")),
            explained={at: _explanation(red) for at, red in _each(texts["reds"])},
            quality=dict(_by_quarter(events["quality"], "quality")),
            expected={
                at: date.fromisoformat(row["expected_on"])
                for at, row in _each(events["published_later"])
            },
            missing=dict(_by_quarter(events["missing"], "reason")),
            waived=dict(_by_quarter(events["waived"], "reason")),
            sent_back=dict(_by_quarter(events["sent_back"], "reason")),
            revisions=tuple(
                Revision(row["ref"], at[1], Decimal(row["target"]), row["why"])
                for at, row in _each(events["targets_agreed_anew"])
            ),
            drafts=frozenset(at for at, _ in _each(events["drafts"])),
            unapproved=frozenset(at for at, _ in _each(events["not_yet_approved"])),
        )


def _each(rows: list[dict[str, Any]]) -> Iterator[tuple[At, dict[str, Any]]]:
    """A row for each of the quarters that it names."""
    for row in rows:
        for name in row["quarters"]:
            yield (row["ref"], Quarter.parse(name)), row


def _by_quarter(rows: list[dict[str, Any]], key: str) -> Iterator[tuple[At, str]]:
    for at, row in _each(rows):
        yield at, row[key]


def _explanation(red: dict[str, Any]) -> dict[str, Any]:
    """What an exception report holds, as a return takes it."""
    return {
        "cause": red["cause"],
        "key_risks": red["key_risks"],
        "mitigation": red["mitigation"],
        "expected_recovery": Quarter.parse(red["expected_recovery"]),
        "actions": tuple(
            PlannedAction(each["text"], each["owner_post"], date.fromisoformat(each["due_on"]))
            for each in red["actions"]
        ),
    }


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
