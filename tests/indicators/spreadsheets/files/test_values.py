"""What cells of a workbook hold."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.spreadsheets.files.reading import Cell, read_file
from tests.indicators.spreadsheets.books import sheet_of, with_parts

SHEET = "xl/worksheets/sheet1.xml"


def one_cell(xml: str) -> Cell:
    """The cell A1 of a sheet whose only cell is written like this."""
    body = f"<worksheet><sheetData><row>{xml}</row></sheetData></worksheet>"
    return read_file(with_parts(sheet_of([["x"]]), {SHEET: lambda _: body.encode()}))[0].cell(1, 1)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("<c><v>0.8734</v></c>", Decimal("0.8734")),
        ("<c><v>1E+3</v></c>", Decimal(1000)),
        ("<c><v>1_000</v></c>", "1_000"),
        ("<c><v>٣٤</v></c>", "٣٤"),
        ("<c><v>NaN</v></c>", "NaN"),
        ("<c><v>1e999</v></c>", "1e999"),
        ('<c t="d"><v>2017-09-30T00:00:00</v></c>', date(2017, 9, 30)),
        ('<c t="str"><v>_x0041_</v></c>', "_x0041_"),
        ('<c t="inlineStr"><is><t>_x0041_b_x0000__xD800_</t></is></c>', "Ab"),
        ('<c t="inlineStr"><is><t>_x005F_x0041_</t></is></c>', "_x0041_"),
    ],
)
def test_value(written: str, value: object) -> None:
    assert one_cell(written).value == value


def test_impossible_day_refused() -> None:
    with pytest.raises(Exception, match="damaged"):
        one_cell('<c t="d"><v>2017-09-31</v></c>')


@pytest.mark.parametrize("hidden", ['hidden="1"', 'hidden="true"', 'width="0"'])
def test_column_hidden_in_any_way_is_marked(hidden: str) -> None:
    body = (
        f'<worksheet><cols><col min="-3" max="1" {hidden}/></cols><sheetData><row>'
        "<c><v>1</v></c><c><v>2</v></c></row></sheetData></worksheet>"
    )
    sheet = read_file(with_parts(sheet_of([["x"]]), {SHEET: lambda _: body.encode()}))[0]

    assert [cell.hidden for cell in sheet.cells.values()] == [True, False]
    assert sheet.hidden_columns == frozenset({1})


def test_row_of_no_height_is_hidden_and_empty_hidden_rows_are_not_kept() -> None:
    body = (
        '<worksheet><sheetData><row ht="0"><c><v>1</v></c></row>'
        '<row hidden="1"/><row><c><v>2</v></c></row></sheetData></worksheet>'
    )
    sheet = read_file(with_parts(sheet_of([["x"]]), {SHEET: lambda _: body.encode()}))[0]

    assert (sheet.hidden_rows, list(sheet.rows)) == (frozenset({1}), [1, 3])
