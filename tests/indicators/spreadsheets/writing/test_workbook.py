"""A described workbook as .xlsx, read back and opened elsewhere."""

import io
import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from indicators.spreadsheets.writing.describing import (
    Column,
    Cover,
    Kind,
    Number,
    Table,
    Workbook,
)
from indicators.spreadsheets.writing.workbook import xlsx_of
from tests.libreoffice import sheets_in_libreoffice

ATTACK = '=HYPERLINK("http://example.com","x")'
MEASURES = Table(
    "Measures",
    "Measures of People, Quarter 3 2017/18",
    (Column("Ref"), Column("Name"), Column("Figure", Kind.NUMBER), Column("On", Kind.DATE)),
    (
        ("25", ATTACK, Number(Decimal("-5.0"), 1), date(2017, 12, 31)),
        ("26", "\uff1d1+1", Number(Decimal(11310)), None),
        ("27", "bell\x07 and _x003D_", None, date(2018, 3, 31)),
    ),
)
NOTHING = Table("History", "Nothing came in", (Column("Ref"), Column("Days", Kind.NUMBER)), ())
BOOK = Workbook(
    Cover(
        title="Scorecard",
        period="October to December 2017",
        prepared=date(2018, 1, 15),
        source="Returns of services",
        contact="The performance team",
        about=("For everybody.",),
    ),
    (MEASURES, NOTHING),
    ("Figures are rounded.",),
)


def opened(made: bytes = b"") -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(made or xlsx_of(BOOK)))


def cells(sheet: Worksheet) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(values_only=True))


def test_cover_says_what_it_is_from_whom_and_what_the_letters_mean() -> None:
    assert cells(opened()["Cover"]) == [
        ("Scorecard",),
        ("Period",),
        ("October to December 2017",),
        ("Prepared",),
        ("15 January 2018",),
        ("Source",),
        ("Returns of services",),
        ("Contact",),
        ("The performance team",),
        ("About",),
        ("For everybody.",),
        ("Letters in place of a figure or beside one",),
        ("[x] not available",),
        ("See Contents",),
    ]


def test_contents_and_notes_are_tables_too() -> None:
    book = opened()
    assert book.sheetnames == ["Cover", "Contents", "Notes", "Measures", "History 2"]
    assert cells(book["Contents"])[2:] == [
        ("Sheet", "What it holds", "Rows"),
        ("Notes", "What to know before using these figures", 1),
        ("Measures", "Measures of People, Quarter 3 2017/18", 3),
        ("History 2", "Nothing came in", 1),
    ]
    assert cells(book["Notes"]) == [
        ("Notes", None),
        ("This sheet holds one table of 1 row and 2 columns.", None),
        ("Back to Contents", None),
        ("Note", "What it says"),
        ("Note 1", "Figures are rounded."),
    ]


def test_table_keeps_text_text_numbers_numbers_and_dates_dates() -> None:
    assert cells(opened()["Measures"])[3:] == [
        ("Ref", "Name", "Figure", "On"),
        ("25", ATTACK, -5, datetime(2017, 12, 31)),  # noqa: DTZ001 - a cell knows no zone
        ("26", "\uff1d1+1", 11310, "[x]"),
        ("27", "bell and _x005F_x003D_", "[x]", datetime(2018, 3, 31)),  # noqa: DTZ001
    ]
    assert cells(opened()["History 2"])[3:] == [("Ref", "Days"), ("None", "[x]")]


def test_cells_have_their_type_and_format() -> None:
    row = opened()["Measures"][5]
    assert [(each.data_type, each.number_format, each.quotePrefix) for each in row] == [
        ("s", "General", False),
        ("s", "General", True),
        ("n", "#,##0.0", False),
        ("d", "d mmmm yyyy", False),
    ]
    assert [each.number_format for each in opened()["Measures"]["C"][5:6]] == ["#,##0"]
    assert opened()["Measures"]["B6"].quotePrefix


def test_each_sheet_has_one_real_table_with_its_own_name() -> None:
    found = {
        sheet.title: [
            (table.name, table.ref, table.column_names) for table in sheet.tables.values()
        ]
        for sheet in opened().worksheets
    }
    assert found == {
        "Cover": [],
        "Contents": [("Table_Contents", "A3:C6", ["Sheet", "What it holds", "Rows"])],
        "Notes": [("Table_Notes", "A4:B5", ["Note", "What it says"])],
        "Measures": [("Table_Measures", "A4:D7", ["Ref", "Name", "Figure", "On"])],
        "History 2": [("Table_History", "A4:B5", ["Ref", "Days"])],
    }


def test_nothing_is_merged_hidden_or_a_formula_and_the_cursor_is_at_the_start() -> None:
    for sheet in opened().worksheets:
        assert not sheet.merged_cells.ranges, sheet.title
        assert sheet.sheet_state == "visible"
        assert {each.activeCell for each in sheet.sheet_view.selection} == {"A1"}
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
        assert all(cell.alignment.wrap_text for row in sheet.iter_rows(min_row=4) for cell in row)
    assert [sheet.freeze_panes for sheet in opened().worksheets] == [None, "A4", "A5", "A5", "A5"]
    assert str(opened().active) == '<Worksheet "Cover">'


def test_links_stay_within_the_workbook() -> None:
    book = opened()
    links = {
        f"{sheet.title}!{cell.coordinate}": (cell.hyperlink.location, cell.hyperlink.target)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink
    }
    assert links == {
        "Cover!A14": ("'Contents'!A1", None),
        "Contents!A4": ("'Notes'!A1", None),
        "Contents!A5": ("'Measures'!A1", None),
        "Contents!A6": ("'History 2'!A1", None),
        "Notes!A3": ("'Contents'!A1", None),
        "Measures!A3": ("'Contents'!A1", None),
        "History 2!A3": ("'Contents'!A1", None),
    }


def test_document_says_its_title_and_language() -> None:
    about = opened().properties
    assert (about.title, about.subject, about.language, about.creator, about.created) == (
        "Scorecard",
        "October to December 2017",
        "en-GB",
        "The performance team",
        datetime(2018, 1, 15),  # noqa: DTZ001
    )


def test_file_holds_no_formula_macro_or_outside_link() -> None:
    with ZipFile(io.BytesIO(xlsx_of(BOOK))) as file:
        parts = {name: file.read(name).decode() for name in file.namelist()}
    assert [name for name in parts if re.search(r"vba|external|\.bin", name)] == []
    assert [name for name, text in parts.items() if "<f>" in text or "TargetMode" in text] == []


def test_letters_that_no_file_can_hold_are_left_out_everywhere() -> None:
    cover = Cover(
        "Ti\x07tle", "Pe\x00riod", date(2018, 1, 15), "So\x1burce", "\ud800Team", ("\x02",)
    )
    table = Table("Na\x07me", "Ti\x07tle" * 60, (Column("Ref\x07 _x0041_"),), (("\x07=1",),))
    book = opened(xlsx_of(Workbook(cover, (table,), ("\x0bnote",))))
    sheet = book["Na me"]
    (made,) = sheet.tables.values()
    assert (book.properties.title, book.properties.creator) == ("Title", "Team")
    assert (made.column_names, sheet["A4"].value) == (["Ref _x0041_"], "Ref _x005F_x0041_")
    assert (sheet["A5"].value, sheet["A5"].quotePrefix) == ("=1", True)
    assert made.comment == ("Title" * 60)[:255]


def test_long_texts_have_room() -> None:
    table = Table("Long", "Long", (Column("Ref"), Column("Why")), (("25", "many words " * 60),))
    book = opened(xlsx_of(Workbook(BOOK.cover, (table,))))
    sheet = book["Long"]
    assert [(key, each.width) for key, each in sheet.column_dimensions.items()] == [
        ("A", 14.4),
        ("B", 44),
    ]
    assert [sheet.row_dimensions[row].height for row in (1, 4, 5)] == [24, 16, 272]


@pytest.mark.office
def test_workbook_opens_in_libreoffice_as_it_was_described(tmp_path: Path) -> None:
    found = sheets_in_libreoffice(xlsx_of(BOOK), tmp_path)
    assert list(found) == ["Contents", "Cover", "History 2", "Measures", "Notes"]
    assert found["Measures"] == [
        ["Measures of People, Quarter 3 2017/18", "", "", ""],
        ["This sheet holds one table of 3 rows and 4 columns.", "", "", ""],
        ["Back to Contents", "", "", ""],
        ["Ref", "Name", "Figure", "On"],
        ["25", ATTACK, "-5.0", "31 December 2017"],
        ["26", "\uff1d1+1", "11,310", "[x]"],
        ["27", "bell and _x003D_", "[x]", "31 March 2018"],
    ]
