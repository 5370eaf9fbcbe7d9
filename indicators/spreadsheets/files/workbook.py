"""Reads a workbook's visible sheets; of hidden ones it tells only that they are there."""

from __future__ import annotations

from indicators.spreadsheets.files.archive import Package, open_package
from indicators.spreadsheets.files.limits import Allowance
from indicators.spreadsheets.files.parts import Book, SheetEntry, read_book
from indicators.spreadsheets.files.sheet_part import SheetPart
from indicators.spreadsheets.files.sheets import Cells, Sheet


def read_workbook(data: bytes, allowance: Allowance | None = None) -> tuple[Sheet, ...]:
    """All sheets of an .xlsx workbook; raises `Unreadable` with what to do."""
    package = open_package(data, allowance)
    book = read_book(package)
    return tuple(_sheet(package, book, entry) for entry in book.sheets)


def _sheet(package: Package, book: Book, entry: SheetEntry) -> Sheet:
    if not entry.visible or not package.has(entry.part):
        return Sheet(entry.name, entry.visible, Cells({}))
    part = SheetPart(entry.name, book, package.allowance)
    package.parse(entry.part, part)
    return part.sheet()
