"""What in a sheet the table passes over, though somebody may miss it: each told, none lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from indicators.spreadsheets.files.sheets import Cell, Sheet, letters
from indicators.spreadsheets.problems import Problem, Severity, at
from indicators.spreadsheets.tables.heading_rows import Header
from indicators.spreadsheets.words import spanned


def oddities(sheet: Sheet, header: Header, rows: Sequence[int]) -> list[Problem]:
    """Problems of the sheet beyond the single cells of its table."""
    return [*_remarks(sheet), *_columns_without_heading(sheet, header, rows),
            *_short_rows(sheet, header, rows)]  # fmt: skip


def _remarks(sheet: Sheet) -> Iterator[Problem]:
    """What reading the file found odd."""
    for each in sheet.remarks:
        severity = Severity.ERROR if each.stops else Severity.WARNING
        yield Problem(severity, each.message, sheet.name, each.address, each.row)


def _columns_without_heading(
    sheet: Sheet, header: Header, rows: Sequence[int]
) -> Iterator[Problem]:
    """Cells beside the table's rows, in columns that no heading stands over."""
    last = max(header.said, default=0)
    found: dict[int, list[Cell]] = {}
    for number in rows:
        for column, cell in sheet.rows[number].items():
            if column not in header.said and cell.origin in {"", cell.address}:
                found.setdefault(column, []).append(cell)
    for column, cells in sorted(found.items()):
        if sheet.widths and column > last:
            yield from (_too_long(sheet, cell) for cell in cells)
        else:
            yield _without_heading(sheet, column, cells)


def _without_heading(sheet: Sheet, column: int, cells: Sequence[Cell]) -> Problem:
    hidden = "is hidden and " if column in sheet.hidden_columns else ""
    message = (
        f"Column {letters(column)} {hidden}has no heading: what stands in it, such as in "
        f"{cells[0].address}, is not imported."
    )
    # Its text stays unsaid: it may be a note that was hidden for a reason.
    shown = replace(cells[0], text="") if hidden else cells[0]
    return at(shown, message, sheet=sheet.name, column="", severity=Severity.WARNING)


def _too_long(sheet: Sheet, cell: Cell) -> Problem:
    message = (
        f"Row {cell.row} has more cells than there are headings: a separator inside a text seems "
        "to have split it, so that the cells after it stand in the wrong columns. Put the text in "
        'quotation marks ("), or save the file as .xlsx.'
    )
    return at(cell, message, sheet=sheet.name, column="")


def _short_rows(sheet: Sheet, header: Header, rows: Sequence[int]) -> Iterator[Problem]:
    """Rows of a CSV that end before the last heading: Excel writes such where cells are empty."""
    last = max(header.columns.values(), default=0)
    short = [number for number in rows if sheet.widths.get(number, last) < last]
    if short:
        numbers = spanned([str(each) for each in short])
        message = (
            f"{'Row' if len(short) == 1 else 'Rows'} {numbers} of the file end before the last "
            "heading: the cells that are missing are taken as empty."
        )
        yield Problem(Severity.WARNING, message, sheet.name, row=short[0])
