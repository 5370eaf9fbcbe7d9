"""CSV files of all writings, and what is refused rather than lost."""

import pytest

from indicators.spreadsheets.files.limits import LIMITS, Unreadable
from indicators.spreadsheets.files.reading import Sheet, read_file

ROWS = "No;Measure;Target\r\n1;Café £5 – “new”;80%\r\n2;Bins;7\r\n"


def read(data: bytes, name: str = "") -> Sheet:
    return read_file(data, name)[0]


def texts(sheet: Sheet) -> dict[str, str]:
    return {cell.address: cell.text for cell in sheet.cells.values()}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_every_encoding_and_separator_gives_the_same_cells(delimiter: str, encoding: str) -> None:
    found = read(ROWS.replace(";", delimiter).encode(encoding), "targets 2017.csv")

    assert texts(found) == {
        "A1": "No",
        "B1": "Measure",
        "C1": "Target",
        "A2": "1",
        "B2": "Café £5 – “new”",
        "C2": "80%",
        "A3": "2",
        "B3": "Bins",
        "C3": "7",
    }
    assert (found.name, found.visible) == ("targets 2017", True)


@pytest.mark.parametrize("name", ["", "/"])
def test_sheet_of_a_file_without_a_name(name: str) -> None:
    assert read(b"a,b\n", name).name == "CSV"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_breaks_in_quotation_marks_stay_in_their_cell(end: str) -> None:
    data = f'No,Note{end}1,"two{end}lines, and ""more"""{end}2,x{end}'.encode()

    assert texts(read(data)) == {
        "A1": "No",
        "B1": "Note",
        "A2": "1",
        "B2": 'two\nlines, and "more"',
        "A3": "2",
        "B3": "x",
    }


def test_separator_is_told_among_commas_in_texts_and_decimals() -> None:
    found = read(b"No;Name;Target\n1;Homes, new, and old;1,5\n2;Bins, all;2,5\n")

    assert texts(found)["C2"] == "1,5"


def test_hint_of_excel_names_the_separator_and_is_no_row() -> None:
    assert texts(read(b"sep=|\nNo|Name\n")) == {"A1": "No", "B1": "Name"}


def test_text_kept_from_excel_by_a_formula_is_that_text() -> None:
    found = read(b'No,Name\n="007",=1+1\n#N/A,x\n')

    assert texts(found)["A2"] == "007"
    assert texts(found)["B2"] == "=1+1"
    assert [cell.address for cell in found.cells.values() if cell.is_error] == ["A3"]


def test_empty_lines_and_empty_cells_are_passed_over() -> None:
    assert texts(read(b"No,Name\n\n,,,\n 1 ,\xc2\xa0\n")) == {"A1": "No", "B1": "Name", "A4": "1"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'a,b\n1,x\n2,"y\n3,z\n', "row that begins on line 3 of the file opens a quotation mark"),
        (b'a,b\n1,"x" y\n', "On line 2 of the file a text goes on after its closing"),
        (b'a,b\n1,"' + b"x\n" * 80_000, "row that begins on line 2"),
        (b"a,b\n" * 200 + b"1,\0\n", "Line 201 of the file holds a byte that no text has (NUL)"),
        ("a,b\n1,\0\n".encode("utf-16"), "Line 2 of the file holds a character that no text has"),
        (b"a,b\n\xc2\xa3,1\nx,y\n\xa3,2\n", "line 2 is UTF-8 and line 4 is Windows-1252"),
        (b"a,b\n1,2\n\x81,2\n", "Line 3 of the file holds a character that can't be read"),
        (b"\xef\xbb\xbfa,b\n\xff,2\n", "Line 2 of the file holds a character that can't be read"),
        ("a,b\n1,2".encode("utf-16")[:-1], "Line 2 of the file holds a character"),
        (b"," * 120 + b"x\n", "Line 1 of the file has text beyond column CV"),
        (b"a,b\n1," + b"x" * 40_000 + b"\n", "text in cell B2 (line 2 of the file) is longer"),
        (b"a,b\n" * (LIMITS.rows + 200), "more than 20,000 rows"),
    ],
)
def test_damage_is_refused_by_its_line(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(data)

    assert said in str(refusal.value)


def test_rows_that_a_quotation_mark_swallowed_are_told_of() -> None:
    found = read(b'No,Name,Target\n1,"Homes,5\n2,Bins,7\n3,Roads",8\n')

    assert [(each.address, each.row, each.stops) for each in found.remarks] == [("B2", 2, True)]
    assert "runs from line 2 to line 4 of the file" in found.remarks[0].message


def test_control_characters_do_not_reach_a_cell() -> None:
    assert texts(read(b"No,Na\x0bme\n" + b"1,x\n" * 9))["B1"] == "Name"


def test_separator_by_which_quotation_marks_go_wrong_is_none() -> None:
    assert texts(read(b',,";\n;Safe"\n,,";\n;"\n')) == {"C1": ";\n;Safe", "C2": ";\n;"}
