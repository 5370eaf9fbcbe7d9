"""Reads the day that a cell names in the British way, and names days that there can't be."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from indicators.spreadsheets.files.reading import Cell
from indicators.spreadsheets.understanding.periods_named import MONTH_NAMES, MONTHS, four_digits
from indicators.spreadsheets.words import DASHES, one_line

MONTHS_OF_YEAR: Final = 12
FIRST_YEAR: Final = 1900
_I: Final = re.IGNORECASE
_WEEKDAY: Final = r"(?:(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s)?"
_TIME: Final = r"(?:[T ,]\s?\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|\s?[ap]m)?)?"
_YEAR: Final = r"'?(?P<year>\d{4}|\d\d)"
_NUMBERS: Final = re.compile(
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})\s?(?P<by>[/.{DASHES}-])\s?(?P<month>\d{{1,2}})\s?(?P=by)\s?"
    rf"{_YEAR}{_TIME}",
    _I,
)
_ISO: Final = re.compile(
    rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){_TIME}", _I
)
_WORDS: Final = re.compile(
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s?of)?[\s{DASHES}./-]*"
    rf"(?P<name>{MONTH_NAMES})\.?,?[\s{DASHES}./-]*{_YEAR}{_TIME}",
    _I,
)
_MONTH_FIRST: Final = re.compile(
    rf"{_WEEKDAY}(?P<name>{MONTH_NAMES})\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s{_YEAR}{_TIME}",
    _I,
)


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day, or why there is no such day and which one may be meant."""

    day: date | None = None
    message: str = ""
    suggestion: date | None = None


def read_day(cell: Cell | str) -> NamedDay | None:
    """The day that a cell names; None if it names none, so that it may be read otherwise."""
    if isinstance(cell, Cell) and isinstance(cell.value, date):
        return NamedDay(cell.value)
    text = one_line(cell.text if isinstance(cell, Cell) else cell)
    for pattern in (_NUMBERS, _ISO, _WORDS, _MONTH_FIRST):
        if found := pattern.fullmatch(text):
            return _day(found, text)
    return None


def in_words(day: date) -> str:
    """30 September 2017."""
    return f"{day.day} {day:%B %Y}"


def _day(found: re.Match[str], text: str) -> NamedDay:
    parts = found.groupdict()
    name, number = parts.get("name"), parts.get("month")
    month = MONTHS.index(name[:3].lower()) + 1 if name else int(number or 0)
    day, year = int(found["day"]), four_digits(found["year"])
    if year < FIRST_YEAR:
        return NamedDay(message=f"The year of {text} is before {FIRST_YEAR}: check it.")
    if month > MONTHS_OF_YEAR:
        return _no_such_month(text, year, month, day)
    last = calendar.monthrange(year, month)[1] if month else 0
    if not month or not day:
        return NamedDay(message=f"{text} names no day: write it like 30 September 2017.")
    if day > last:
        return _no_such_day(year, month, day, last)
    return NamedDay(date(year, month, day))


def _no_such_month(text: str, year: int, month: int, day: int) -> NamedDay:
    """A month above 12: probably the American order, month before day."""
    is_american = day <= MONTHS_OF_YEAR and day and month <= calendar.monthrange(year, day)[1]
    if not is_american:
        return NamedDay(message=f"{text} names no day: write it like 30 September 2017.")
    meant = date(year, day, month)
    return NamedDay(
        message=f"There is no month {month} in {text}. Is it written in the American order, month "
        f"first: {in_words(meant)}?",
        suggestion=meant,
    )


def _no_such_day(year: int, month: int, day: int, last: int) -> NamedDay:
    name = calendar.month_name[month]
    if day > 31:  # noqa: PLR2004 - no month at all has it
        return NamedDay(message=f"No month has {day} days: write the day like 30 September 2017.")
    meant = date(year, month, last)
    in_year = f" in {year}" if month == 2 else ""  # noqa: PLR2004 - February
    return NamedDay(
        message=f"There is no {day} {name} {year}: {name} has {last} days{in_year}. "
        f"Is {in_words(meant)} meant?",
        suggestion=meant,
    )
