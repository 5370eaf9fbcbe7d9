"""The workbook that was sent, written anew with its problems marked."""

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from indicators.spreadsheets.files.reading import read_workbook
from indicators.spreadsheets.files.sheets import Cell, Cells, Sheet, address_of
from indicators.spreadsheets.problems import Problem, Severity, at
from indicators.spreadsheets.writing.marked import MOST_COMMENTS, marked
from tests.indicators.spreadsheets.books import saved
from tests.libreoffice import sheets_in_libreoffice

ON = date(2018, 1, 15)
ANSWERS = ("11,310", "11.31")


def sent() -> tuple[Sheet, ...]:
    """A workbook with a merged title, formats, a formula without a result and a hidden sheet."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Problems"
    sheet["B2"] = "Measures of 2017/18"
    sheet.merge_cells("B2:D2")
    for place, value, code in (
        ("B4", 0.8734, "0.00%"),
        ("C4", 11310, '"about "#,##0" people"'),
        ("D4", datetime(2017, 9, 30), "dd/mm/yyyy"),  # noqa: DTZ001 - a cell knows no zone
        ("E4", "=1+1", "General"),
        ("F4", 5, "[Red]0;;;[x"),
        ("B900000", "the last", "General"),
    ):
        sheet[place] = value
        sheet[place].number_format = code
    sheet["G4"] = "'=1+1"
    sheet["G4"].value, sheet["G4"].data_type = "=HYPERLINK(1)", "s"
    sheet["B4"].hyperlink = "http://example.com/"
    hidden = book.create_sheet("Secret")
    hidden["A1"], hidden.sheet_state = "not for the public", "hidden"
    book.create_sheet("Empty")
    return read_workbook(saved(book))


def problems(sheet: Sheet) -> list[Problem]:
    question = Problem(
        Severity.QUESTION, "C4 has two readings: say which.", "Problems", "C4", 4, "Value",
        "about 11,310 people", choices=ANSWERS,
    )  # fmt: skip
    return [
        at(sheet.cell(4, 5), "E4 has no result: type the figure.", sheet="Problems", column="Now"),
        question,
        at(sheet.cell(2, 3), "No year: add it.", sheet="Problems", column=""),
        Problem(Severity.WARNING, "Row 7 says nothing.", "Problems", row=7),
        Problem(Severity.ERROR, "=The file is odd."),
    ]


def sheet_of(*cells: Cell, name: str = "S") -> Sheet:
    by_row: dict[int, dict[int, Cell]] = {}
    for cell in cells:
        by_row.setdefault(cell.row, {})[cell.column] = cell
    return Sheet(name, visible=True, cells=Cells(by_row))


def book_of(sheets: Sequence[Sheet], found: Sequence[Problem]) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(marked(sheets, found, on=ON, file="sent.xlsx")))


def test_problems_come_first_as_a_table_that_leads_to_the_cells() -> None:
    sheets = sent()
    sheet = book_of(sheets, problems(sheets[0]))["Problems"]
    assert [list(row) for row in sheet.iter_rows(values_only=True, min_row=3)] == [
        ["Kind", "Sheet", "Cell", "Row", "Column", "Found", "What is wrong and how to mend it",
         "Answers to choose from"],
        ["Error", "Problems", "E4", 4, "Now", "[z]", "E4 has no result: type the figure.", "[z]"],
        ["Question", "Problems", "C4", 4, "Value", "about 11,310 people",
         "C4 has two readings: say which.", "11,310; 11.31"],
        ["Error", "Problems", "C2", 2, "[z]", "Measures of 2017/18", "No year: add it.", "[z]"],
        ["Warning", "Problems", "[z]", 7, "[z]", "[z]", "Row 7 says nothing.", "[z]"],
        ["Error", "[z]", "[z]", "[x]", "[z]", "[z]", "=The file is odd.", "[z]"],
    ]  # fmt: skip
    assert [table.ref for table in sheet.tables.values()] == ["A3:H8"]
    links = [row[2].hyperlink.location for row in sheet.iter_rows(min_row=4) if row[2].hyperlink]
    assert links == ["'Problems 2'!E4", "'Problems 2'!C4", "'Problems 2'!C2"]


def test_cells_stand_at_their_places_as_they_were_shown() -> None:
    sheets = sent()
    book = book_of(sheets, problems(sheets[0]))
    assert book.sheetnames == ["Problems", "Problems 2", "Empty"]
    sheet = book["Problems 2"]
    found = {
        cell.coordinate: (cell.value, cell.number_format, cell.data_type)
        for row in (*sheet.iter_rows(max_row=10), *sheet.iter_rows(min_row=900_000))
        for cell in row
        if cell.value is not None
    }
    assert found == {
        "B2": ("Measures of 2017/18", "General", "s"),
        "B4": (0.8734, "0.00%", "n"),
        "C4": (11310, '"about "#,##0" people"', "n"),
        "D4": (datetime(2017, 9, 30), "d mmmm yyyy", "d"),  # noqa: DTZ001
        "F4": (5, "0", "n"),
        "G4": ("=HYPERLINK(1)", "General", "s"),
        "B900000": ("the last", "General", "s"),
    }
    assert [str(each) for each in sheet.merged_cells.ranges] == ["B2:D2"]
    assert sheet["G4"].quotePrefix


def test_problem_cells_are_outlined_filled_and_say_what_is_wrong() -> None:
    sheets = sent()
    sheet = book_of(sheets, problems(sheets[0]))["Problems 2"]
    found = {
        cell.coordinate: cell.comment.text if cell.comment else ""
        for row in sheet.iter_rows(max_row=10)
        for cell in row
        if _outline(cell.border) or cell.comment or cell.fill.fill_type
    }
    assert found == {
        "E4": "Error: E4 has no result: type the figure.",
        "C4": "Question: C4 has two readings: say which.",
        "B2": "Error: No year: add it.",
        "A7": "Warning: Row 7 says nothing.",
    }


def _outline(border: Any) -> bool:
    sides = (border.left, border.right, border.top, border.bottom)
    return {side.style for side in sides if side} == {"thick"}


def test_nothing_of_the_file_gets_in_but_what_its_cells_show() -> None:
    sheets = sent()
    with ZipFile(io.BytesIO(marked(sheets, problems(sheets[0]), on=ON))) as file:
        parts = {name: file.read(name).decode() for name in file.namelist()}
    everything = "".join(parts.values())
    assert [name for name in parts if re.search(r"vba|external|\.bin", name)] == []
    assert [each for each in ("<f>", "TargetMode", "not for the public", "example.com")
            if each in everything] == []  # fmt: skip


def test_blocks_that_overlap_are_not_merged() -> None:
    places = ((1, "A", "A1"), (2, "B", "B1"), (3, "C", "A1"), (4, "D", "B1"))
    cells = [
        Cell(f"{letter}1", 1, column, letter, letter, origin=origin)
        for column, letter, origin in places
    ]
    assert not book_of([sheet_of(*cells)], [])["S"].merged_cells.ranges


@pytest.mark.parametrize(
    ("value", "text", "code", "written"),
    [
        (Decimal("0.5"), "50%", "0%", (0.5, "0%")),
        (Decimal("-1234.5"), "-£1,234.50", "[$£-809]#,##0.00", (-1234.5, '"£"#,##0.00')),
        (Decimal(5), "5!", "0", ("5!", "General")),
        (Decimal(5), "5", 'bad"format', (5, "General")),
        (Decimal("1e305"), "lots", "General", ("lots", "General")),
        (date(1899, 1, 1), "1 January 1899", "General", ("1 January 1899", "General")),
        ("#N/A", "#N/A", "General", ("#N/A", "General")),
        (True, "TRUE", "General", ("TRUE", "General")),
    ],
)
def test_value_is_written_as_its_reader_saw_it(
    value: Any, text: str, code: str, written: tuple[object, str]
) -> None:
    cell = Cell("A1", 1, 1, value, text, code)
    found = book_of([sheet_of(cell)], [])["S"]["A1"]
    assert (found.value, found.number_format) == written


def test_rows_are_high_enough_for_their_text() -> None:
    text = "many words " * 20
    cells = [Cell("A1", 1, 1, text, text), Cell("A3", 3, 1, "25", "25")]
    dimensions = book_of([sheet_of(*cells)], [])["S"].row_dimensions
    assert [(row, dimensions[row].height) for row in (1, 3)] == [(1, 96), (3, 16)]


def test_comments_have_a_bound_and_the_list_has_none() -> None:
    number = MOST_COMMENTS + 10
    cells = [Cell(address_of(row, 3), row, 3, "text", "text") for row in range(1, number + 1)]
    sheet = sheet_of(*cells, name="Many")
    found = [at(cell, "Not a figure: type one.", sheet="Many", column="Value") for cell in cells]
    book = book_of([sheet], found)
    written = [cell for (cell,) in book["Many"].iter_rows(min_col=3, max_col=3)]
    assert sum(cell.comment is not None for cell in written) == MOST_COMMENTS
    assert sum(_outline(cell.border) for cell in written) == number
    assert book["Problems"].max_row == number + 3


@pytest.mark.office
def test_marked_workbook_opens_in_libreoffice(tmp_path: Path) -> None:
    read = sent()[0]
    sheets = (sheet_of(*(each for each in read.cells.values() if each.row < 100), name="Problems"),)
    found = sheets_in_libreoffice(marked(sheets, problems(sheets[0]), on=ON), tmp_path)
    assert found["Problems 2"][:4] == [
        ["", "", "", "", "", "", ""],
        ["", "Measures of 2017/18", "", "", "", "", ""],
        ["", "", "", "", "", "", ""],
        ["", "87.34%", "about 11,310 people", "30 September 2017", "", "5", "=HYPERLINK(1)"],
    ]
