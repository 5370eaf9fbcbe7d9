"""Which columns of a table hold the targets of which year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from indicators.rules.periods import FinancialYear
from indicators.spreadsheets.kinds.targets.vocabulary import ANNUAL, HIGH, LOW, MONTH, QUARTER
from indicators.spreadsheets.tables.headings import TARGET

DATED: Final = re.compile(r"(?P<prefix>quarter_|month_)(?P<number>\d+)(?:_(?P<year>\d{4})\w*)?")
JANUARY_TO_MARCH: Final = range(1, 4)


@dataclass
class Slots:
    """The fields that hold one year's targets."""

    annual: str = ""
    low: str = ""
    high: str = ""
    quarters: dict[int, str] = field(default_factory=dict)
    months: dict[int, str] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[str, ...]:
        """All of them."""
        single = tuple(each for each in (self.annual, self.low, self.high) if each)
        return (*single, *self.quarters.values(), *self.months.values())


def layout_of(fields: Iterable[str]) -> Mapping[FinancialYear | None, Slots]:
    """The fields by year; None for those whose year the row, or the table, has to say."""
    found: dict[FinancialYear | None, Slots] = {}
    for name in fields:
        if name.startswith((QUARTER, MONTH)):
            _place_dated(found, name)
        elif name == ANNUAL:
            found.setdefault(None, Slots()).annual = name
        elif name in {LOW, HIGH}:
            setattr(found.setdefault(None, Slots()), name, name)
        elif name.startswith(TARGET):
            start = int(name.removeprefix(TARGET)[:4])
            found.setdefault(FinancialYear(start), Slots()).annual = name
    return found


def _place_dated(found: dict[FinancialYear | None, Slots], name: str) -> None:
    parts = DATED.fullmatch(name)
    if parts is None:
        return
    number, year = int(parts["number"]), _year(parts)
    slots = found.setdefault(year, Slots())
    (slots.quarters if parts["prefix"] == QUARTER else slots.months)[number] = name


def _year(parts: re.Match[str]) -> FinancialYear | None:
    """The financial year: a month's own year is the calendar's."""
    if not parts["year"]:
        return None
    year = int(parts["year"])
    is_early = parts["prefix"] == MONTH and int(parts["number"]) in JANUARY_TO_MARCH
    return FinancialYear(year - 1 if is_early else year)


def with_year(
    found: Mapping[FinancialYear | None, Slots], year: FinancialYear | None
) -> dict[FinancialYear, Slots]:
    """The layout of a row: what names no year is of the row's own."""
    own = {each: slots for each, slots in found.items() if each is not None}
    undated = found.get(None)
    if undated is None or year is None:
        return own
    dated = own.get(year, Slots())
    own[year] = Slots(
        annual=dated.annual or undated.annual,
        low=undated.low,
        high=undated.high,
        quarters={**undated.quarters, **dated.quarters},
        months={**undated.months, **dated.months},
    )
    return own
