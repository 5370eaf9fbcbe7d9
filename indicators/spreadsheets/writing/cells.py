"""Cells of a workbook being written: text stays text, figures stay figures, dates dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.hyperlink import Hyperlink

from indicators.spreadsheets.writing.describing import Number
from indicators.spreadsheets.writing.looks import Look, dress
from indicators.spreadsheets.writing.placed import PlacedSheet
from indicators.spreadsheets.writing.texts import for_excel, looks_like_formula

PLAIN: Final = Look()
DATE_FORMAT: Final = "d mmmm yyyy"


def number_format(decimals: int) -> str:
    """Thousands parted, and so many decimals."""
    return f"#,##0.{'0' * decimals}" if decimals else "#,##0"


def text_cell(sheet: PlacedSheet, text: str, look: Look = PLAIN) -> Cell:
    """A cell of text, whatever its text looks like."""
    cell: Cell = WriteOnlyCell(sheet)
    cell.value = written = for_excel(text)
    cell.data_type = "s"
    quoted = looks_like_formula(written)
    return dress(sheet, cell, replace(look, quoted=True) if quoted else look)


def typed_cell(
    sheet: PlacedSheet, value: Decimal | date | None, code: str, look: Look = PLAIN
) -> Cell:
    """A cell of a number or a date in a number format, or a blank one."""
    cell: Cell = WriteOnlyCell(sheet)
    cell.value = value
    same = code == look.number_format
    return dress(sheet, cell, look if same else replace(look, number_format=code))


def value_cell(sheet: PlacedSheet, value: str | int | Number | date, look: Look = PLAIN) -> Cell:
    """A cell of a table, by what its value is."""
    if isinstance(value, str):
        return text_cell(sheet, value, look)
    if isinstance(value, date):
        return typed_cell(sheet, value, DATE_FORMAT, look)
    given = value if isinstance(value, Number) else Number(Decimal(value))
    return typed_cell(sheet, given.value, number_format(given.decimals), look)


def link_to(cell: Cell, address: str, sheet: str, place: str) -> Cell:
    """Lead from a cell at `address` to a cell of a sheet of this workbook."""
    quoted = sheet.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=address, location=f"'{quoted}'!{place}", display=str(cell.value))
    cell.hyperlink.ref = address
    return cell
