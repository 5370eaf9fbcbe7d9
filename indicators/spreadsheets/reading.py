"""Reads a workbook's visible sheets into cells, as their reader sees them."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Final

from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.cell import (
    column_index_from_string,
    coordinate_from_string,
    get_column_letter,
    range_boundaries,
)
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from indicators.spreadsheets.archive import LIMITS, Unreadable, open_package
from indicators.spreadsheets.parts import Book, read_book
from indicators.spreadsheets.sheet_part import RawCell, SheetPart
from indicators.spreadsheets.showing import shown
from indicators.spreadsheets.words import clean

EXTERNAL: Final = re.compile(r"\[[^\[\]]+\][^!\[\]]*!")
MERGED_LIMIT: Final = 300_000
EXCEL_DIGITS: Final = 15

Value = Decimal | str | bool | date | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; in a merged block each place has the value of the block's first cell."""

    address: str
    row: int
    column: int
    value: Value = None
    text: str = ""  # as shown, cleaned
    number_format: str = "General"
    hidden: bool = False
    origin: str = ""  # the block's first cell, if it is merged into one
    is_error: bool = False  # an error value such as #N/A
    no_result: bool = False  # a formula without a stored result
    is_formula: bool = False
    external: bool = False  # a formula that looks into another workbook

    @property
    def blank(self) -> bool:
        """Whether its reader sees nothing and nothing is wrong with it."""
        return not self.text and not self.no_result


@dataclass(frozen=True)
class Sheet:
    """A sheet's cells that are not blank, by row and column; hidden sheets are not read."""

    name: str
    visible: bool
    cells: Mapping[tuple[int, int], Cell]
    hidden_columns: frozenset[int] = frozenset()
    hidden_rows: frozenset[int] = frozenset()

    @cached_property
    def rows(self) -> dict[int, dict[int, Cell]]:
        """Cells by column, by row, both in order."""
        found: dict[int, dict[int, Cell]] = defaultdict(dict)
        for (row, column), cell in sorted(self.cells.items()):
            found[row][column] = cell
        return dict(found)

    def cell(self, row: int, column: int) -> Cell:
        """The cell there, blank if need be."""
        if cell := self.cells.get((row, column)):
            return cell
        return Cell(f"{get_column_letter(column)}{row}", row, column)


def read_workbook(data: bytes) -> tuple[Sheet, ...]:
    """All sheets of an .xlsx workbook; raises `Unreadable` with what to do."""
    package = open_package(data)
    book = read_book(package)
    sheets = []
    for entry in book.sheets:
        part = SheetPart()
        if entry.visible and package.has(entry.part):
            package.parse(entry.part, part)
        sheets.append(_sheet(entry.name, entry.visible, part, book))
    return tuple(sheets)


def _sheet(name: str, visible: bool, part: SheetPart, book: Book) -> Sheet:  # noqa: FBT001
    cells: dict[tuple[int, int], Cell] = {}
    for raw in part.cells:
        cell = _cell(raw, book, part)
        if not cell.blank:
            _refuse_beyond_limits(cell, name)
            cells[cell.row, cell.column] = cell
    rows = sorted({row for row, _ in cells})
    if len(rows) > LIMITS.rows + LIMITS.columns:
        raise Unreadable(f"The sheet {name} has more than {LIMITS.rows:,} rows: split it.")
    cells.update(_merged(part.merged, cells, rows))
    return Sheet(name, visible, cells, frozenset(part.hidden_columns), frozenset(part.hidden_rows))


def _refuse_beyond_limits(cell: Cell, sheet: str) -> None:
    if cell.column > LIMITS.columns:
        raise Unreadable(
            f"The sheet {sheet} has text in {cell.address}, beyond column "
            f"{get_column_letter(LIMITS.columns)}: clear it."
        )
    if len(cell.text) > LIMITS.text:
        raise Unreadable(
            f"The text in cell {cell.address} of the sheet {sheet} is longer than "
            f"{LIMITS.text:,} characters: shorten it."
        )


def _cell(raw: RawCell, book: Book, part: SheetPart) -> Cell:
    column_letters, row = coordinate_from_string(raw.address)
    column = column_index_from_string(column_letters)
    code = book.formats[raw.style] if raw.style < len(book.formats) else "General"
    value = _value(raw, code, book)
    return Cell(
        address=raw.address,
        row=row,
        column=column,
        value=value,
        text=clean(_text(value, code)),
        number_format=code,
        hidden=row in part.hidden_rows or column in part.hidden_columns,
        is_error=raw.kind == "e",
        no_result=raw.formula is not None and not raw.text and raw.kind != "str",
        is_formula=raw.formula is not None,
        external=bool(raw.formula and EXTERNAL.search(raw.formula)),
    )


def _value(raw: RawCell, code: str, book: Book) -> Value:
    if raw.kind == "s":
        index = int(raw.text) if raw.text.isdigit() else len(book.texts)
        if index >= len(book.texts):
            raise Unreadable(f"The text of cell {raw.address} is missing: save it again in Excel.")
        return book.texts[index]
    if raw.kind == "b":
        return raw.text == "1"
    if raw.kind == "n":
        return _number(raw, code, book)
    return raw.text


def _number(raw: RawCell, code: str, book: Book) -> Value:
    """The stored number to Excel's fifteen digits, or the date that it stands for."""
    try:
        number = float(raw.text)
    except ValueError:
        return raw.text
    if not math.isfinite(number):
        return raw.text
    if is_date_format(code):
        epoch = CALENDAR_MAC_1904 if book.since_1904 else CALENDAR_WINDOWS_1900
        try:
            return _day(from_excel(number, epoch), raw.text)
        except (ValueError, OverflowError):
            return raw.text
    return Decimal(f"{number:.{EXCEL_DIGITS}g}")


def _day(found: datetime | date | time | timedelta | None, text: str) -> date | str:
    if isinstance(found, datetime):
        return found.date()
    return found if isinstance(found, date) else text


def _text(value: Value, code: str) -> str:
    if isinstance(value, Decimal):
        return shown(value, code)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    return value or ""


def _merged(
    ranges: Iterable[str], cells: Mapping[tuple[int, int], Cell], rows: list[int]
) -> dict[tuple[int, int], Cell]:
    """The cells that merged blocks cover, on rows that hold something."""
    found: dict[tuple[int, int], Cell] = {}
    for block in ranges:
        left, top, right, bottom = range_boundaries(block)
        if left is None or top is None or right is None or bottom is None:
            continue
        first = cells.get((top, left))
        if first is None:
            continue
        for row in (each for each in rows if top <= each <= bottom):
            for column in range(left, min(right, LIMITS.columns) + 1):
                if (row, column) not in cells or (row, column) == (top, left):
                    address = f"{get_column_letter(column)}{row}"
                    found[row, column] = replace(
                        first, address=address, row=row, column=column, origin=first.address
                    )
        if len(found) > MERGED_LIMIT:
            raise Unreadable("The workbook has too many merged cells: unmerge them.")
    return found
