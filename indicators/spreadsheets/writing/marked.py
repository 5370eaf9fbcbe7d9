"""The workbook that somebody sent, written anew with its problems marked in the cells.

First a sheet that lists the problems, each leading to its cell; then each sheet with its cells at
their own addresses. A cell with a problem has a thick border, a fill and a comment that says it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Final

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from indicators.spreadsheets.files.sheets import Sheet
from indicators.spreadsheets.problems import Problem
from indicators.spreadsheets.writing.describing import Column, Cover, Kind, Row, Table
from indicators.spreadsheets.writing.marked_sheet import WORDS, write_marked
from indicators.spreadsheets.writing.names import sheet_names
from indicators.spreadsheets.writing.placed import add_sheet
from indicators.spreadsheets.writing.workbook import new_book, saved, write_table

PROBLEMS: Final = "Problems"
ADDRESS: Final = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")
#: A file with more comments than this opens slowly; every problem is in the list all the same.
MOST_COMMENTS: Final = 2_000
CONTACT: Final = "The performance team"


def marked(
    sheets: Sequence[Sheet], problems: Sequence[Problem], *, on: date, file: str = ""
) -> bytes:
    """The workbook's file; `file` is the name of the one that was sent.

    Nothing of the original gets in but what its cells show. Hidden sheets were not read and are
    left out; hidden rows and columns are shown.
    """
    seen = [sheet for sheet in sheets if sheet.visible]
    names = dict(
        zip(
            (sheet.name for sheet in seen),
            sheet_names((sheet.name for sheet in seen), (PROBLEMS,)),
            strict=True,
        )
    )
    title = f"Problems in {file}" if file else "Problems in the workbook"
    cover = Cover(title, "", prepared=on, source=file, contact=CONTACT)
    book = new_book(cover)
    links = {
        row: {3: (names[each.sheet], each.cell)}
        for row, each in enumerate(problems, 1)
        if each.sheet in names and place_of(each)
    }
    write_table(add_sheet(book, PROBLEMS), problem_table(title, problems), PROBLEMS, links=links)
    left = MOST_COMMENTS
    for sheet in seen:
        marks = marks_of(sheet, problems)
        write_marked(add_sheet(book, names[sheet.name]), sheet, marks, comments=left)
        left = max(0, left - len(marks))
    return saved(book)


def problem_table(title: str, problems: Sequence[Problem]) -> Table:
    """Every problem in a row: where it is, what was found, what is wrong and how to mend it."""
    columns = (
        Column("Kind"),
        Column("Sheet"),
        Column("Cell"),
        Column("Row", Kind.NUMBER),
        Column("Column"),
        Column("Found"),
        Column("What is wrong and how to mend it"),
        Column("Answers to choose from"),
    )
    return Table(PROBLEMS, title, columns, tuple(_problem_row(each) for each in problems))


def _problem_row(problem: Problem) -> Row:
    return (
        WORDS[problem.severity],
        problem.sheet,
        problem.cell,
        problem.row,
        problem.column,
        problem.text,
        problem.message,
        "; ".join(problem.choices),
    )


def place_of(problem: Problem) -> tuple[int, int] | None:
    """Row and column of the problem's cell, if it names one."""
    if not ADDRESS.fullmatch(problem.cell):
        return None
    return _place(problem.cell)


def marks_of(sheet: Sheet, problems: Sequence[Problem]) -> dict[tuple[int, int], list[Problem]]:
    """The problems of a sheet by the cell to mark: of a merged block its first.

    A problem of a whole row marks the row's first cell that is not blank.
    """
    found: dict[tuple[int, int], list[Problem]] = defaultdict(list)
    for each in problems:
        if each.sheet == sheet.name and (place := _mark_place(sheet, each)):
            found[place].append(each)
    return dict(found)


def _mark_place(sheet: Sheet, problem: Problem) -> tuple[int, int] | None:
    place = place_of(problem)
    if place is None:
        row = problem.row
        return (row, min(sheet.rows.get(row) or {1})) if row else None
    origin = sheet.cell(*place).origin
    return _place(origin) if origin else place


def _place(address: str) -> tuple[int, int]:
    letters, row = coordinate_from_string(address)
    return row, column_index_from_string(letters)
