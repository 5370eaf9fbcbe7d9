"""The days, periods and words that a cell of due dates holds."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from indicators.rules.periods import FinancialYear, Quarter
from indicators.spreadsheets.files.sheets import Cell
from indicators.spreadsheets.understanding.dates_named import NamedDay, read_day
from indicators.spreadsheets.understanding.missing_words import missing_figure
from indicators.spreadsheets.understanding.periods_named import (
    MONTH_NAMES,
    MONTHS,
    SPAN,
    Month,
    SomeQuarter,
    four_digits,
    read_period,
)
from indicators.spreadsheets.words import DASHES, one_line

_I: Final = re.IGNORECASE
DAY: Final = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?:\sof)?[\s{DASHES}.-]*(?:{MONTH_NAMES})\b\.?,?[\s{DASHES}.-]*"
    rf"'?(?:\d{{4}}|\d\d)\b|\b\d{{1,2}}[/.]\d{{1,2}}[/.](?:\d{{4}}|\d\d)\b|\b\d{{4}}-\d\d-\d\d\b",
    _I,
)
_BESIDE: Final = re.compile(r"\b(?:by|and|due|on|or before|end of|the|to)\b|[,;:&.()/\s]", _I)
_BY: Final = re.compile(r"\s*\b(?:(?:due )?(?:by|on)(?: the)?(?: end of)?|end of)\s*$", _I)
_LEADING: Final = re.compile(r"^(?:by|before|due|due by|(?:by )?(?:the )?end of)\s+", _I)
_IN_FORMAT: Final = re.compile(r'\[[^\]]*\]|"[^"]*"|\\.')


@dataclass(frozen=True, slots=True)
class FoundDay:
    """A day as a cell writes it, with the words before it."""

    text: str
    named: NamedDay
    label: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """What a cell says of when: days, or a period with its last day, or words alone."""

    text: str
    days: tuple[FoundDay, ...] = ()
    is_only_days: bool = True  # there are no words beside them
    period_end: date | None = None
    quarter: SomeQuarter | None = None  # asked which

    @property
    def says_nothing(self) -> bool:
        return not (self.days or self.period_end or self.quarter)


def read_due(cell: Cell, year: FinancialYear | None) -> Due:
    """What one cell says; `year` completes a month or quarter that names none."""
    text = one_line(cell.text)
    if isinstance(cell.value, date):
        return _of_date(cell, cell.value, text)
    if named := read_day(_LEADING.sub("", text)):
        return Due(text, (FoundDay(text, named),), is_only_days=True)
    if days := days_in(text):
        return Due(text, days, is_only_days=not _BESIDE.sub("", DAY.sub("", text)))
    return _of_period(text, year)


def days_in(text: str) -> tuple[FoundDay, ...]:
    """Every day that a text writes, with the words between it and the day before."""
    found: list[FoundDay] = []
    last = 0
    for match in DAY.finditer(text):
        if named := read_day(match[0]):
            label = _BY.sub("", text[last : match.start()]).strip(f" ,;:().{DASHES}-")
            found.append(FoundDay(match[0], named, label))
            last = match.end()
    return tuple(found)


def is_missing(text: str) -> bool:
    """Whether a text says that there is none: a dash, N/A, TBC."""
    return not text or missing_figure(Cell("", 0, 0, value=text, text=text)) is not None


def _of_date(cell: Cell, day: date, text: str) -> Due:
    """A cell that holds a date; one that shows its month alone means all of the month."""
    shows = _IN_FORMAT.sub("", cell.number_format).lower()
    if "m" in shows and "d" not in shows:
        return Due(text, period_end=_last_of(day.year, day.month))
    return Due(text, (FoundDay(text, NamedDay(day)),))


def _of_period(text: str, year: FinancialYear | None) -> Due:
    bare = _LEADING.sub("", text)
    named = read_period(bare, year)
    if isinstance(named, Quarter):
        return Due(text, period_end=named.end)
    if isinstance(named, FinancialYear):
        return Due(text, period_end=named.last_day)
    if isinstance(named, SomeQuarter):
        return Due(text, quarter=named if named.could_be else None)
    if isinstance(named, Month):
        return Due(text, period_end=_last_of(named.year, named.number) if named.year else None)
    span = SPAN.fullmatch(bare)
    return Due(text, period_end=_end_of_span(span, year) if span else None)


def _end_of_span(span: re.Match[str], year: FinancialYear | None) -> date | None:
    """The last day of "April/May 2016"."""
    number = MONTHS.index(span["last"][:3].lower()) + 1
    if span["lone"]:
        return _last_of(four_digits(span["lone"]), number)
    month = Month(number).of(year) if year else Month(number)
    return _last_of(month.year, number) if month.year else None


def _last_of(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
