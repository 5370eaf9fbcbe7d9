"""Date cells where a figure was meant: Excel makes a date of 4-5 and 4/5, and of odd formats."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from indicators.spreadsheets.files.reading import Cell
from indicators.spreadsheets.understanding.doubts import between, share
from indicators.spreadsheets.understanding.figures import Number
from indicators.spreadsheets.understanding.understood import (
    Reading,
    Understood,
    bare,
    in_doubt,
)

MESSAGE: Final = "is a date where a figure is expected: type the figure as text."
DAY_ZERO: Final = date(1899, 12, 30)
FIRST_1904: Final = 1904  # from then on the number depends on which day the workbook counts from
LEAP_BUG: Final = date(1900, 3, 1)  # Excel counts a 29 February 1900
_QUOTED: Final = re.compile(r'\[[^\]]*\]|"[^"]*"|\\.')


def date_figure(cell: Cell, day: date) -> Understood:
    """What a date can have been typed as."""
    first, second = _typed(cell, day)
    numbers = Number(Decimal(first), 0), Number(Decimal(second), 0)
    found = bare(cell)
    counted = replace(found, numerator=numbers[0].value, denominator=numbers[1].value)
    readings = (
        Reading("range", f"A range: {first} to {second}", between(found, *numbers)),
        Reading("percent", f"A share: {first} out of {second}", share(counted)),
        *_serial(found, day),
        Reading("date", "A date: no figure", found.wrong(MESSAGE)),
    )
    question = (
        f"A date, {cell.text}, stands where a figure is meant: Excel makes one of "
        f"{first}-{second} and of {first}/{second}. What was typed?"
    )
    return in_doubt(found, "date-range", question, *readings)


def _typed(cell: Cell, day: date) -> tuple[int, int]:
    """The two figures that Excel took for a date: day and month, or month and year."""
    shows_day = "d" in _QUOTED.sub("", cell.number_format).lower()
    is_month_year = day.day == 1 and not shows_day and cell.number_format != "General"
    return (day.month, day.year % 100) if is_month_year else (day.day, day.month)


def _serial(found: Understood, day: date) -> tuple[Reading, ...]:
    """The number itself, where a small one stands in a cell with a date's format."""
    if day.year >= FIRST_1904:
        return ()
    number = (day - DAY_ZERO).days - (day < LEAP_BUG)
    meaning = replace(found, value=Decimal(number))
    return (Reading("number", f"The number {number}, in a date's format", meaning),)
