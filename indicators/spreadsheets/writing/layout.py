"""How wide columns and how high rows must be for their text, since not every program fits them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import ceil
from typing import Final

from indicators.spreadsheets.writing.describing import Kind, Number, Table

Filled = str | int | Number | date
NARROWEST, WIDEST = 12, 44
#: Room for the filter's arrow beside a heading, and for letters larger than Excel counts in.
ARROW, SCALE = 4, 1.2
LETTER: Final = 1.1
LINE: Final = 16.0
TITLE_LINE: Final = 24.0
HIGHEST: Final = 409.0
LONGEST_DATE: Final = "30 September 2017"


def widths(table: Table, rows: Sequence[Sequence[Filled]]) -> list[float]:
    """A width for each column: its longest line within reason; the rest wraps."""
    found = []
    for index, (column, header) in enumerate(zip(table.columns, table.headers, strict=True)):
        word = max(len(each) for each in header.split())
        longest = max([word + ARROW, NARROWEST, *(_longest_line(row[index]) for row in rows)])
        found.append(min(longest * SCALE, WIDEST if column.kind is Kind.TEXT else WIDEST / 2))
    return found


def height(values: Sequence[Filled], widths: Sequence[float]) -> float:
    """The height of a row whose text wraps within these widths."""
    lines = [_lines(value, width) for value, width in zip(values, widths, strict=True)]
    return min(HIGHEST, LINE * max(lines, default=1))


def _lines(value: Filled, width: float) -> int:
    if not isinstance(value, str):
        return 1
    return sum(max(1, ceil(len(line) * LETTER / width)) for line in value.split("\n"))


def _longest_line(value: Filled) -> int:
    if isinstance(value, Number):
        return len(f"{value.value:,.{value.decimals}f}") + 1
    if isinstance(value, date):
        return len(LONGEST_DATE)
    return max(len(line) for line in str(value).split("\n"))
