"""Reads the period that a heading or cell names: a quarter, a month or a financial year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from indicators.rules.periods import OUTTURN, FinancialYear, Quarter
from indicators.spreadsheets.files.reading import Cell
from indicators.spreadsheets.words import DASHES, one_line

MONTHS: Final = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MONTH_NAMES: Final = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
APRIL: Final = 4
CENTURY: Final = 100
NINETEEN_HUNDREDS: Final = 70  # two digits from here on are of the last century
DASH: Final = rf"[{DASHES}-]"


@dataclass(frozen=True, slots=True)
class Month:
    """A month; its year may be left open."""

    number: int
    year: int | None = None

    @property
    def name(self) -> str:
        """Its name as in the keys of questions: nov."""
        return MONTHS[self.number - 1]

    def of(self, year: FinancialYear) -> Month:
        """The month in a financial year, where its own year is open."""
        if self.year is not None:
            return self
        return Month(self.number, year.start + (self.number < APRIL))


@dataclass(frozen=True, slots=True)
class SomeQuarter:
    """A quarter whose financial year isn't sure: none is named, or one calendar year alone."""

    number: int
    calendar_year: int | None = None

    def of(self, year: FinancialYear) -> Quarter:
        """The quarter in a financial year."""
        return Quarter(year.start, self.number)

    @property
    def could_be(self) -> tuple[Quarter, ...]:
        """What "Q3 2017" can mean: the year begins or ends in 2017, or starts in January."""
        if self.calendar_year is None:
            return ()
        year, last = self.calendar_year, self.number * 3
        calendar = Quarter.of(date(year, last, 1))
        return Quarter(year, self.number), Quarter(year - 1, self.number), calendar


Named = Quarter | FinancialYear | Month | SomeQuarter

_YEAR: Final = (
    rf"(?:F\.?Y\.?\s?)?'?(?P<start>(?:19|20)?[0-9]{{2}})\s?(?:/|{DASH})\s?"
    rf"(?P<end>(?:19|20)?[0-9]{{2}})(?![0-9/]|{DASH}[0-9])"
)
_QUARTER: Final = (
    r"(?:q(?:tr|uarter)?\.?\s?(?P<after>[1-4])|(?P<before>[1-4])(?:st|nd|rd|th)\s(?:qtr|quarter)"
    r"|q(?:tr|uarter)\s(?P<counted>one|two|three|four)"
    r"|(?P<ordinal>first|second|third|fourth|last|final)\s(?:qtr|quarter))(?![0-9])"
)
_NUMBERS: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4,
    "first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4,
}  # fmt: skip
_LONE: Final = r"(?:'?(?P<lone>(?:19|20)?[0-9]{2}))(?![0-9])"
_I: Final = re.IGNORECASE
YEAR: Final = re.compile(rf"(?<![0-9/-]){_YEAR}", _I)
QUARTER: Final = re.compile(rf"\b{_QUARTER}", _I)
LONE_YEAR: Final = re.compile(r"(?<![0-9/-])(?:19|20)[0-9]{2}(?![0-9/])")
OUTTURN_WORDS: Final = re.compile(
    rf"\b(?:(?:year{DASH}?\s?end\s)?out{DASH}?turn|(?:end of year|year{DASH}?\s?end|full year))\b",
    _I,
)
SPAN: Final = re.compile(
    rf"\b(?P<first>{MONTH_NAMES})\.?\s?(?:'?(?P<early>(?:19|20)?[0-9]{{2}}))?\s?"
    rf"(?:{DASH}|/|to|until)\s?(?P<last>{MONTH_NAMES})\b\.?(?:[\s{DASHES}-]*{_LONE})?",
    _I,
)
MONTH: Final = re.compile(rf"\b(?P<month>{MONTH_NAMES})\b\.?(?:\s?(?:{DASH}|/|,)?\s?{_LONE})?", _I)
ISO_MONTH: Final = re.compile(r"(?P<year>(?:19|20)[0-9]{2})-(?P<month>0[1-9]|1[0-2])")
SLASH_MONTH: Final = re.compile(r"(?P<month>0?[1-9]|1[0-2])/(?P<year>(?:19|20)[0-9]{2})")
BESIDE: Final = re.compile(
    r"[()\[\],:*†‡]|\b(?:e|est|p|prov|estimated?|provisional|actuals?|values?|results?|figures?|"
    r"performance|ytd|year to date|as at|end of|to end|period|quarterly|monthly|data|the|of)\b\.?",
    _I,
)
# A second period beside the first makes a span of them that is no period here.
_NAMES_ONE: Final = re.compile(rf"{QUARTER.pattern}|\b(?:{MONTH_NAMES})\b|{LONE_YEAR.pattern}", _I)
DAY_IN_FORMAT: Final = re.compile(r"d", _I)


def read_period(cell: Cell | str, year: FinancialYear | None = None) -> Named | None:
    """The period that the whole of a cell or heading names, or None if it is something else.

    `year` completes a quarter or month whose own year is left open.
    """
    if isinstance(cell, Cell) and isinstance(cell.value, date):
        return _of_date_cell(cell, cell.value)
    found = find_period(cell.text if isinstance(cell, Cell) else cell)
    if found is None or BESIDE.sub(" ", found[1]).strip(f" .{DASHES}-"):
        return None
    named = found[0]
    if year and isinstance(named, SomeQuarter) and named.calendar_year is None:
        return named.of(year)
    return named.of(year) if year and isinstance(named, Month) else named


def find_period(text: str) -> tuple[Named, str] | None:
    """The period that a heading names somewhere, and its other words: "Q3 2017/18 Target"."""
    line = one_line(text)
    for find in _FINDERS:
        if found := find(line):
            return None if _NAMES_ONE.search(found[1]) else found
    return None


def four_digits(year: str) -> int:
    """2017 for "2017" and for "17", 1999 for "99"."""
    number = int(year)
    if number >= CENTURY:
        return number
    return number + (2000 if number < NINETEEN_HUNDREDS else 1900)


def _of_date_cell(cell: Cell, day: date) -> Named | None:
    """A date that stands for its month: shown without its day, or the month's first or last."""
    shows_day = bool(DAY_IN_FORMAT.search(re.sub(r'\[[^\]]*\]|"[^"]*"', "", cell.number_format)))
    tomorrow = date.fromordinal(day.toordinal() + 1) if day < date.max else day
    if shows_day and day.day != 1 and tomorrow.day != 1:
        return None
    return Month(day.month, day.year)


def _without(text: str, *found: re.Match[str] | None) -> str:
    """The words beside what was found."""
    for each in found:
        if each:
            text = text[: each.start()] + " " * len(each[0]) + text[each.end() :]
    return one_line(text)


def _financial_year(text: str) -> tuple[FinancialYear, re.Match[str]] | None:
    found = YEAR.search(text)
    if not found:
        return None
    start, end = four_digits(found["start"]), four_digits(found["end"])
    is_short = len(found["start"]) == len(found["end"]) == 2  # noqa: PLR2004
    if end != start + 1 and not (end % CENTURY == (start + 1) % CENTURY and is_short):
        return None
    return FinancialYear(start), found


def _iso(text: str) -> tuple[Named, str] | None:
    bare = one_line(BESIDE.sub(" ", text))
    found = ISO_MONTH.fullmatch(bare) or SLASH_MONTH.fullmatch(bare)
    if not found or _financial_year(bare):
        return None
    return Month(int(found["month"]), int(found["year"])), ""


def _quarter(text: str) -> tuple[Named, str] | None:
    found = QUARTER.search(text)
    if not found:
        return None
    number = _quarter_number(found)
    rest = _without(text, found)
    span = SPAN.search(rest)
    if span and _span_number(span) == number:
        rest = _without(rest, span)
        if years := _years_of_span(span):
            return Quarter.of(years), _without(rest, YEAR.search(rest))
    if year := _financial_year(rest):
        return Quarter(year[0].start, number), _without(rest, year[1])
    lone = LONE_YEAR.search(rest)
    return SomeQuarter(number, int(lone[0]) if lone else None), _without(rest, lone)


def _quarter_number(found: re.Match[str]) -> int:
    digit = found["after"] or found["before"]
    word = found["counted"] or found["ordinal"] or ""
    return int(digit) if digit else _NUMBERS[word.lower()]


def _number_of(month: str) -> int:
    return MONTHS.index(month[:3].lower()) + 1


def _span_number(found: re.Match[str]) -> int | None:
    """The quarter that two months span, if they are its first and last."""
    first, last = _number_of(found["first"]), _number_of(found["last"])
    if last != first + 2 or (first - APRIL) % 3:
        return None
    return (first - APRIL) // 3 % 4 + 1


def _years_of_span(found: re.Match[str]) -> date | None:
    """A day in the quarter that two months and a calendar year name."""
    year = found["lone"] or found["early"]
    return date(four_digits(year), _number_of(found["last"]), 1) if year else None


def _span(text: str) -> tuple[Named, str] | None:
    found = SPAN.search(text)
    number = _span_number(found) if found else None
    if not found or number is None:
        return None
    year = _financial_year(text)
    if year and year[1].start() >= found.start("last"):
        return Quarter(year[0].start, number), _without(text, found, year[1])
    day = _years_of_span(found)
    named = Quarter.of(day) if day else SomeQuarter(number)
    return named, _without(text, found)


def _month(text: str) -> tuple[Named, str] | None:
    found = MONTH.search(text)
    if not found or SPAN.search(text):
        return None
    month = _number_of(found["month"])
    if year := _financial_year(text):
        return Month(month).of(year[0]), _without(text, found, year[1])
    named = Month(month, four_digits(found["lone"]) if found["lone"] else None)
    return named, _without(text, found)


def _year(text: str) -> tuple[Named, str] | None:
    year = _financial_year(text)
    if not year:
        return None
    rest = _without(text, year[1])
    outturn = OUTTURN_WORDS.search(rest)
    if outturn:
        return Quarter(year[0].start, OUTTURN), _without(rest, outturn)
    return year[0], rest


_FINDERS: Final = (_iso, _quarter, _span, _month, _year)
