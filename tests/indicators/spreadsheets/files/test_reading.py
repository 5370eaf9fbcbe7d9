"""Cells as their reader sees them."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import Workbook

from indicators.spreadsheets.files.archive import open_package
from indicators.spreadsheets.files.limits import Unreadable
from indicators.spreadsheets.files.parts import TextsPart
from indicators.spreadsheets.files.reading import Cell, Sheet, read_workbook
from tests.indicators.spreadsheets.books import FIXTURES, saved, sheet_of, with_parts

SHEET = "xl/worksheets/sheet1.xml"


def read(book: Workbook) -> Sheet:
    return read_workbook(saved(book))[0]


def one_cell(xml: bytes) -> Cell:
    """The cell A1 of a sheet whose only cell is written like this."""

    def rewritten(part: bytes) -> bytes:
        before, _, rest = part.partition(b'<c r="A1"')
        return before + xml + rest.partition(b"</c>")[2]

    data = with_parts(sheet_of([["x"]]), {SHEET: rewritten})
    return read_workbook(data)[0].cells[1, 1]


def test_number_shown_by_its_format() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["A1"].number_format = 0.972, "0.00%"

    cell = read(book).cells[1, 1]

    assert cell == Cell("A1", 1, 1, Decimal("0.972"), "97.20%", "0.00%")


def test_number_keeps_fifteen_digits() -> None:
    written = b'<c r="A1" t="n"><v>0.30000000000000004</v></c>'

    assert one_cell(written).value == Decimal("0.3")


def test_merged_block_gives_its_value_to_all_it_covers() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (1, 2, 3):
        sheet.cell(row, 1, row)
    sheet["B1"] = "Department of Place"
    sheet.merge_cells("B1:B2")

    found = read(book)

    assert [found.cell(row, 2).text for row in (1, 2, 3)] == ["Department of Place"] * 2 + [""]
    assert found.cell(2, 2).origin == "B1"


def test_hidden_parts_are_marked_and_hidden_sheets_not_read() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["B1"], sheet["A2"] = "a", "b", "c"
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[2].hidden = True
    hidden = book.create_sheet("Old")
    hidden["A1"], hidden.sheet_state = "secret", "hidden"

    first, second = read_workbook(saved(book))

    assert {cell.address: cell.hidden for cell in first.cells.values()} == {
        "A1": False,
        "B1": True,
        "A2": True,
    }
    assert (second.name, second.visible, dict(second.cells)) == ("Old", False, {})


def test_announced_extent_is_not_trusted() -> None:
    book = Workbook()
    book.worksheets[0]["A1"] = "No"
    book.worksheets[0]["XFD1048576"] = " "

    assert list(read(book).cells) == [(1, 1)]


def test_text_beyond_last_column_refused() -> None:
    book = Workbook()
    book.worksheets[0]["DA1"] = "stray"

    with pytest.raises(Unreadable, match="DA1, beyond column CV"):
        read(book)


def test_date_cell() -> None:
    book = Workbook()
    book.worksheets[0]["A1"] = datetime(2017, 9, 30)  # noqa: DTZ001 - Excel knows no zones

    cell = read(book).cells[1, 1]

    assert (cell.value, cell.text) == (date(2017, 9, 30), "30 September 2017")


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (b'<c r="A1"><f>0.8+0.07</f><v>0.87</v></c>', ("0.87", False, False, False)),
        (b'<c r="A1"><f>SUM(G2:G9)</f><v></v></c>', ("", True, False, False)),
        (b"<c r=\"A1\"><f>'[Budget.xlsx]S'!B3</f><v>7</v></c>", ("7", False, False, True)),
        (b'<c r="A1"><f>Table1[Cost]</f><v>7</v></c>', ("7", False, False, False)),
        (b'<c r="A1" t="e"><f>NA()</f><v>#N/A</v></c>', ("#N/A", False, True, False)),
        (b'<c r="A1" t="str"><f>"a"</f><v>a</v></c>', ("a", False, False, False)),
        (b'<c r="A1" t="inlineStr"><is><t>b</t></is></c>', ("b", False, False, False)),
        (b'<c r="A1" t="b"><v>1</v></c>', ("TRUE", False, False, False)),
    ],
)
def test_stored_result_is_read_and_no_formula_evaluated(
    xml: bytes, expected: tuple[str, bool, bool, bool]
) -> None:
    cell = one_cell(xml)

    assert (cell.text, cell.no_result, cell.is_error, cell.external) == expected


def test_shared_text_that_is_missing_refused() -> None:
    with pytest.raises(Unreadable, match="text of cell A1 is missing"):
        one_cell(b'<c r="A1" t="s"><v>9</v></c>')


def test_sheet_that_makes_no_sense_refused() -> None:
    def nonsense(part: bytes) -> bytes:
        return part.replace(b'<row r="1"', b'<row r="one"')

    with pytest.raises(Unreadable, match="damaged"):
        read_workbook(with_parts(sheet_of([["No"]]), {SHEET: nonsense}))


def test_shared_texts_are_joined_without_their_readings() -> None:
    texts = (
        b"<sst><si><r><t>Homes</t></r><r><t> built</t></r></si>"
        b"<si><t>Two_x000A_lines</t><rPh><t>ignored</t></rPh></si></sst>"
    )
    part = "xl/sharedStrings.xml"
    package = open_package(
        with_parts(
            (FIXTURES / "southend_2017_indicators.xlsx").read_bytes(), {part: lambda _: texts}
        )
    )
    handler = TextsPart()

    package.parse(part, handler)

    assert handler.texts == ["Homes built", "Two\nlines"]
