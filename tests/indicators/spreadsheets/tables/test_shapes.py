"""Tables in the shapes that councils give them."""

from collections.abc import Sequence

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from indicators.spreadsheets.files.reading import read_file
from indicators.spreadsheets.kinds.measures.vocabulary import MEASURE_WORDS
from indicators.spreadsheets.tables.finding import Table, likely_tables_in, table_in, tables_in
from indicators.spreadsheets.tables.vocabulary import Vocabulary
from tests.indicators.spreadsheets.books import HEADINGS, MEASURE, saved, sheet_of

FIRST = ["No", "Short Name", "Polarity", "Target", None, "Dept."]
SECOND = [None, None, None, "2016/17", "2017/18", None]
HOMES = [1, "Homes built", "Maximise", 90, 100, "Place"]
ARREARS = [2, "Arrears", "Minimise", 4, 3, "People"]
COLUMNS = {
    "ref": 1,
    "title": 2,
    "polarity": 3,
    "target_2016_17": 4,
    "target_2017_18": 5,
    "department": 6,
}


def book(rows: Sequence[Sequence[object]]) -> tuple[Workbook, Worksheet]:
    made = Workbook()
    sheet = made.worksheets[0]
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value  # type: ignore[assignment]
    return made, sheet


def found_in(data: bytes, vocabulary: Vocabulary = MEASURE_WORDS) -> Table:
    found = table_in(read_file(data)[0], vocabulary)
    assert found is not None
    return found


def numbers(table: Table) -> list[int]:
    return [row.number for row in table.rows]


def messages(table: Table) -> list[str]:
    return [each.message for each in table.problems]


def test_header_over_two_rows_with_cells_merged_downwards() -> None:
    made, sheet = book([["Council"], FIRST, SECOND, HOMES, ARREARS])
    for block in ("A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:F3"):
        sheet.merge_cells(block)

    found = found_in(saved(made))

    assert (found.header_row, found.columns, numbers(found)) == (3, COLUMNS, [4, 5])
    assert found.headings["target_2017_18"] == "Target 2017/18"
    assert messages(found) == []


def test_header_over_two_rows_with_nothing_merged() -> None:
    made, _sheet = book([FIRST, SECOND, HOMES, ARREARS])

    found = found_in(saved(made))

    assert (found.header_row, found.columns, numbers(found)) == (2, COLUMNS, [3, 4])


def test_heading_whose_words_stand_on_two_rows() -> None:
    rows: list[list[object]] = [
        ["No", "Short", "Minimise or", "2017/18"],
        [None, "Name", "Maximise", "Target"],
        [1, "Homes", "Maximise", 5],
    ]
    made, _sheet = book(rows)

    found = found_in(saved(made))

    assert found.columns == {"ref": 1, "title": 2, "polarity": 3, "target_2017_18": 4}
    assert numbers(found) == [3]


def test_two_rows_of_headings_repeated_at_a_page_break() -> None:
    made, _sheet = book([FIRST, SECOND, HOMES, FIRST, SECOND, ARREARS])

    found = found_in(saved(made))

    assert [(row.number, row.band) for row in found.rows] == [(3, ""), (6, "")]
    assert messages(found) == []


def test_bands_over_each_repeated_heading_count_for_the_first_too() -> None:
    made, _sheet = book([["Paper"], ["PLACE"], HEADINGS, MEASURE, ["PEOPLE"], HEADINGS,
                         [2, *MEASURE[1:]]])  # fmt: skip

    found = found_in(saved(made))

    assert [(row.number, row.band) for row in found.rows] == [(4, "PLACE"), (7, "PEOPLE")]


def test_title_over_three_rows_is_joined() -> None:
    rest = [[None, None, "and let"], [None, None, "[Cumulative]"]]
    made, _sheet = book([HEADINGS, MEASURE, *rest, [2, *MEASURE[1:]]])

    found = found_in(saved(made))

    assert numbers(found) == [2, 5]
    assert found.rows[0].cells["title"].text == "Homes built [Cumulative] and let [Cumulative]"


@pytest.mark.parametrize(
    "total",
    [
        ["Total", None, None, None, None, 90, 100],
        [None, None, "Sub-total:", None, None, 90, 100],
        [None, None, "Sub-total"],
        [None, None, "Average", None, 40, None, None],
    ],
)
def test_total_without_a_formula_is_no_row(total: list[object]) -> None:
    found = found_in(sheet_of([HEADINGS, MEASURE, total]))

    assert numbers(found) == [2]
    assert [each.endswith("looks like a total: it is not imported.") for each in messages(found)]


def test_spacer_columns_and_hundreds_of_empty_rows() -> None:
    made, sheet = book([[None, *HEADINGS[:3], None, *HEADINGS[3:]], [None, *MEASURE[:3], None,
                        *MEASURE[3:]]])  # fmt: skip
    for number in range(3, 400):
        sheet.cell(number, 2).number_format = "0.0%"
        sheet.cell(number, 3).value = " " if number % 50 == 0 else None

    found = found_in(saved(made))

    assert (numbers(found), found.columns["polarity"], messages(found)) == ([2], 6, [])


def test_lone_text_on_a_hidden_row_goes_nowhere() -> None:
    made, sheet = book([HEADINGS, MEASURE, [None, None, "do not publish"], ["* secret"]])
    sheet.row_dimensions[3].hidden = sheet.row_dimensions[4].hidden = True

    found = found_in(saved(made))

    assert (found.rows[0].cells["title"].text, found.notes) == ("Homes built [Cumulative]", ())
    assert messages(found) == [
        "Row 3 is hidden and holds only one text: it is not imported.",
        "Row 4 is hidden and holds only one text: it is not imported.",
    ]
    assert not [each for each in found.problems if "secret" in each.text + each.message]


def test_columns_without_heading_are_told_of_and_hidden_text_unsaid() -> None:
    made, sheet = book([HEADINGS, [*MEASURE[:8], "", "green", "chase them"]])
    sheet.column_dimensions["K"].hidden = True

    found = found_in(saved(made))

    assert messages(found) == [
        "Column J has no heading: what stands in it, such as in J2, is not imported.",
        "Column K is hidden and has no heading: what stands in it, such as in K2, is not imported.",
    ]
    assert [each.text for each in found.problems] == ["green", ""]


def test_hidden_sheets_are_announced() -> None:
    made, _sheet = book([HEADINGS, MEASURE])
    made.create_sheet("Notes").sheet_state = "hidden"
    one = tables_in(read_file(saved(made)), None, MEASURE_WORDS)
    made.create_sheet("_lists").sheet_state = "veryHidden"
    two = tables_in(read_file(saved(made)), None, MEASURE_WORDS)

    assert [messages(each) for each in (*one, *two)] == [
        ["The sheet “Notes” is hidden in the workbook: nothing there is imported."],
        ["The sheets “Notes” and “_lists” are hidden in the workbook: nothing there is imported."],
    ]


def test_row_of_a_csv_that_a_comma_split_is_an_error() -> None:
    found = found_in(b"No,Name,Polarity,Target 2017/18\n1,Homes, built,Maximise,5\n2,Bins,Min,7\n")

    assert [(each.severity.value, each.cell, each.row) for each in found.problems] == [
        ("error", "E2", 2)
    ]
    assert messages(found)[0].startswith("Row 2 has more cells than there are headings")


def test_rows_of_a_csv_that_end_early_are_told_of() -> None:
    found = found_in(b"No,Name,Polarity,Target 2017/18\n1,Homes,Max\n2,Bins,Min,7\n3,Roads,Max\n")

    assert numbers(found) == [2, 3, 4]
    message = "Rows 2 and 4 of the file end before the last heading: the cells that are missing"
    assert messages(found) == [f"{message} are taken as empty."]


def test_rows_swallowed_by_a_quotation_mark_are_an_error() -> None:
    found = found_in(
        b'No,Name,Polarity,Target 2017/18\n1,"Homes,Max,5\n2,Bins,Min,7\n3,Roads",Max,8\n'
    )

    assert [(each.severity.value, each.cell) for each in found.problems] == [("error", "B2")]


def test_headings_that_match_nothing_can_be_asked_about_and_named() -> None:
    rows: list[list[object]] = [["No", "What we count", "Polarity", "RAG", "Target 2017/18"],
            [1, "Homes", "Maximise", "green", 5]]  # fmt: skip
    data = sheet_of(rows)
    sheets = read_file(data)

    unknown = likely_tables_in(sheets, None, MEASURE_WORDS)
    named = MEASURE_WORDS.knowing({"What we  count?": "title", "rag": ""})
    found = found_in(data, named)

    assert tables_in(sheets, None, MEASURE_WORDS) == ()
    assert [(each.heading, each.compared, each.cell.address) for each in unknown[0].unmatched] == [
        ("What we count", "what we count", "B1"),
        ("RAG", "rag", "D1"),
    ]
    assert (found.columns, found.unmatched, messages(found)) == (
        {"ref": 1, "title": 2, "polarity": 3, "target_2017_18": 5},
        (),
        [],
    )


def test_sheets_without_anything_like_a_heading_have_no_likely_table() -> None:
    assert likely_tables_in(read_file(b"a,b\n1,2\n"), None, MEASURE_WORDS) == ()
