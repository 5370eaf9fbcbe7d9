"""One sheet written anew at its own addresses, with its problems outlined and commented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from openpyxl.cell.cell import Cell as Written
from openpyxl.comments import Comment

from indicators.spreadsheets.files.sheets import Cell, Sheet
from indicators.spreadsheets.problems import Problem, Severity
from indicators.spreadsheets.writing.cells import text_cell, typed_cell
from indicators.spreadsheets.writing.layout import height
from indicators.spreadsheets.writing.looks import Look
from indicators.spreadsheets.writing.merging import merged_blocks
from indicators.spreadsheets.writing.placed import PlacedSheet
from indicators.spreadsheets.writing.shown_as import written_as
from indicators.spreadsheets.writing.texts import legible

WORDS: Final = {
    Severity.ERROR: "Error",
    Severity.QUESTION: "Question",
    Severity.WARNING: "Warning",
}
UNMARKED: Final = Look()
MARKED: Final = Look(border="mark")
AUTHOR: Final = "Import"
LONGEST_COMMENT: Final = 1_000
COMMENT_WIDTH, LINE_HEIGHT, LETTERS_A_LINE = 340, 20, 42
NARROWEST, WIDEST = 9, 48
Marks = Mapping[tuple[int, int], Sequence[Problem]]


def write_marked(sheet: PlacedSheet, read: Sheet, marks: Marks, *, comments: int) -> None:
    """Write what was read, with at most so many comments; merged blocks stay merged."""
    wide = _widths(read)
    sheet.set_up(wide)
    commented = set(sorted(marks)[:comments])
    for row, columns in sorted(_places(read, marks).items()):
        cells = {}
        for column in sorted(columns):
            found = marks.get((row, column), ())
            cells[column] = _cell(sheet, read.cell(row, column), MARKED if found else UNMARKED)
            if (row, column) in commented:
                _comment_on(cells[column], found)
        sheet.row_dimensions[row].height = _height(read.rows.get(row, {}), wide)
        sheet.place(row, cells)
    for block in merged_blocks(read):
        sheet.merged_cells.add(block.reference)


def _places(read: Sheet, marks: Marks) -> dict[int, set[int]]:
    """The columns to write in each row: what is not blank, and what is marked."""
    found = {row: set(columns) for row, columns in read.rows.items()}
    for row, column in marks:
        found.setdefault(row, set()).add(column)
    return found


def _cell(sheet: PlacedSheet, read: Cell, look: Look) -> Written:
    """The cell as it was shown; covered by a merged block, blank."""
    if read.blank or read.origin not in {"", read.address}:
        return typed_cell(sheet, None, "General", look)
    value, code = written_as(read)
    if isinstance(value, str):
        return text_cell(sheet, value, look)
    return typed_cell(sheet, value, code, look)


def _comment_on(cell: Written, problems: Sequence[Problem]) -> None:
    text = comment_text(problems)
    lines = sum(1 + len(line) // LETTERS_A_LINE for line in text.split("\n"))
    cell.comment = Comment(text, AUTHOR, width=COMMENT_WIDTH, height=LINE_HEIGHT * (lines + 1))


def comment_text(problems: Sequence[Problem]) -> str:
    """What is wrong with a cell: "Error: ...", one below the other."""
    text = legible("\n".join(f"{WORDS[each.severity]}: {each.message}" for each in problems))
    return text if len(text) <= LONGEST_COMMENT else f"{text[: LONGEST_COMMENT - 1]}…"


def _widths(read: Sheet) -> dict[int, float]:
    """Each column as wide as its longest text within reason, merged blocks apart."""
    found: dict[int, float] = {}
    for (_, column), cell in read.cells.items():
        if not cell.origin:
            found[column] = max(found.get(column, NARROWEST), len(cell.text) + 2)
    return {column: min(width, WIDEST) for column, width in found.items()}


def _height(row: Mapping[int, Cell], wide: Mapping[int, float]) -> float:
    """High enough for the row's longest text, merged blocks apart."""
    alone = {column: cell.text for column, cell in row.items() if not cell.origin}
    return height(list(alone.values()), [wide[column] for column in alone])
