"""Finding the table among titles, bands, repeated headings, totals and footnotes."""

from collections.abc import Sequence

import pytest
from openpyxl import Workbook

from indicators.spreadsheets.files.limits import Unreadable
from indicators.spreadsheets.files.reading import read_workbook
from indicators.spreadsheets.kinds.measures.vocabulary import MEASURE_WORDS
from indicators.spreadsheets.tables.finding import Table, table_in, tables_in
from tests.indicators.spreadsheets.books import HEADINGS, MEASURE, saved, sheet_of

SECOND = (2, "Yes", "Arrears", "Aim to Minimise", "5 (Nov)", 4, 3, "People", "")


def table(rows: Sequence[Sequence[object]]) -> Table:
    found = table_in(read_workbook(sheet_of(rows))[0], MEASURE_WORDS)
    assert found is not None
    return found


def titles(found: Table) -> list[str]:
    return [row.cells["title"].text for row in found.rows]


def test_titles_above_and_notes_below_are_no_rows() -> None:
    found = table(
        [["Our council"], ["Measures for 2017/18"], HEADINGS, MEASURE, [], SECOND, [], ["*A note"]]
    )

    assert (found.header_row, titles(found), found.notes) == (
        3,
        ["Homes built [Cumulative]", "Arrears"],
        ("*A note",),
    )


def test_bands_and_repeated_headings_are_no_rows() -> None:
    found = table([HEADINGS, ["PLACE"], MEASURE, HEADINGS, ["PEOPLE"], SECOND])

    assert [(row.number, row.band) for row in found.rows] == [(3, "PLACE"), (6, "PEOPLE")]


def test_rest_of_a_title_is_joined_with_a_warning() -> None:
    split = [1, "No", "Homes built", *MEASURE[3:]]

    found = table([HEADINGS, split, ["", "", "[Cumulative]"], SECOND])

    assert (titles(found), [each.message for each in found.problems]) == (
        ["Homes built [Cumulative]", "Arrears"],
        ["Row 3, “[Cumulative]”, continues C2: it is joined to it."],
    )


def test_total_is_no_measure() -> None:
    found = table([HEADINGS, MEASURE, ["", "", "Number of measures", "", "=COUNTA(A2:A2)"]])

    assert (titles(found), [each.message for each in found.problems]) == (
        ["Homes built [Cumulative]"],
        ["Row 3, “Number of measures”, looks like a total: it is not imported."],
    )


def test_year_under_a_group_heading_is_that_years_target() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["D1"] = "Target"
    sheet.merge_cells("D1:E1")
    for column, heading in enumerate(("No", "Name", "Polarity", "2016/17", "2017/18"), 1):
        sheet.cell(2, column, heading)

    found = table_in(read_workbook(saved(book))[0], MEASURE_WORDS)

    assert found is not None
    assert found.columns == {
        "ref": 1,
        "title": 2,
        "polarity": 3,
        "target_2016_17": 4,
        "target_2017_18": 5,
    }


def test_hidden_and_unknown_columns_are_left_aside_with_a_warning() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["No", "Name", "Polarity", "Comments", "Old ref", "2017/18 Target"])
    sheet.append([1, "Homes", "Maximise", "chase - do not publish", "BVPI 10", 5])
    sheet.column_dimensions["D"].hidden = True

    found = table_in(read_workbook(saved(book))[0], MEASURE_WORDS)

    assert found is not None
    assert "comments" not in found.rows[0].cells
    assert [(each.cell, each.message, each.stops) for each in found.problems] == [
        (
            "E1",
            "The column “Old ref” is not one that the importer knows: it is not imported.",
            False,
        ),
        ("D1", "The column “Comments” is hidden: it is not imported.", False),
    ]


def test_sheets_without_measures_are_passed_over() -> None:
    book = Workbook()
    book.worksheets[0].append(["No", "Aim/Corporate Priorities", "Action", "Directorate", "Due"])
    for row in (HEADINGS, MEASURE):
        book.create_sheet("Appx 1 ") if len(book.worksheets) == 1 else None
        book.worksheets[1].append(list(row))
    hidden = book.create_sheet("Old")
    hidden.append(list(HEADINGS))
    hidden.sheet_state = "hidden"

    sheets = read_workbook(saved(book))

    assert [each.sheet for each in tables_in(sheets, None, MEASURE_WORDS)] == ["Appx 1 "]
    assert [each.sheet for each in tables_in(sheets, "appx 1", MEASURE_WORDS)] == ["Appx 1 "]
    with pytest.raises(Unreadable, match=r"no sheet “Other” .* it has “Sheet” and “Appx 1”"):
        tables_in(sheets, "Other", MEASURE_WORDS)
    with pytest.raises(Unreadable, match="“Old” is hidden: unhide it"):
        tables_in(sheets, "Old", MEASURE_WORDS)
