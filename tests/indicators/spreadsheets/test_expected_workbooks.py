"""Workbooks that are hard to read: each line of `expected.csv` is a test."""

import csv
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from indicators.spreadsheets.files.limits import Unreadable
from indicators.spreadsheets.files.reading import Sheet, read_file
from indicators.spreadsheets.kinds.measures.reading import MeasureRow, MeasuresRead
from indicators.spreadsheets.understanding.departments import CouncilList
from indicators.spreadsheets.understanding.understood import State, Understood
from indicators.spreadsheets.writing.texts import looks_like_formula
from tests.indicators.spreadsheets.books import understand

WORKBOOKS = Path(__file__).parents[2] / "data" / "workbooks"
LAYOUT, HOSTILE = "layout.xlsx", "hostile.xlsx"

Line = dict[str, str]
Check = Callable[[Line], None]


def lines() -> list[Line]:
    """The lines of the table."""
    with (WORKBOOKS / "expected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def key_of(line: Line) -> str:
    return " ".join((line["file"], line["sheet"].strip(), line["cell_or_part"])).strip()


@cache
def understood(file: str) -> MeasuresRead:
    return understand(WORKBOOKS / file, council=CouncilList(), year="2017/18")


@cache
def sheets(file: str) -> dict[str, Sheet]:
    read = read_file((WORKBOOKS / file).read_bytes(), file)
    return {each.name.strip(): each for each in read}


def row(file: str, number: int) -> MeasureRow:
    return next(each for each in understood(file).rows if each.row == number)


def said(file: str, cell: str) -> list[tuple[str, str]]:
    """Errors and warnings of a cell."""
    return [
        (each.severity.value, each.message)
        for each in understood(file).problems
        if each.cell == cell and each.severity != "question"
    ]


def asked(file: str, key: str) -> str:
    """The question of that key."""
    return next(each.message for each in understood(file).problems if each.key == key)


def refs(file: str) -> list[str]:
    return [each.ref for each in understood(file).rows]


def heading(cell: str, field: str, column: int, worded: str) -> Check:
    """The cell is the heading of the field's column."""

    def check(_line: Line) -> None:
        table = understood(LAYOUT)
        at = sheets(LAYOUT)["Appx 1"].cell(5, column)
        assert (table.header_row, at.address, " ".join(at.text.split())) == (5, cell, worded)
        assert row(LAYOUT, 7).cells[field].cell == f"{cell[0]}7"

    return check


def is_no_row(number: int) -> Check:
    """The row is neither imported nor told of."""

    def check(_line: Line) -> None:
        assert number not in [each.row for each in understood(LAYOUT).rows]
        assert number not in [each.row for each in understood(LAYOUT).problems]

    return check


def is_band(number: int, below: int, department: str) -> Check:
    """The row is no measure; its text stands over the rows below it."""

    def check(line: Line) -> None:
        is_no_row(number)(line)
        assert sheets(LAYOUT)["Appx 1"].cell(number, 1).text == department
        assert row(LAYOUT, below).cells["department"].text.upper().startswith(department)

    return check


def is_joined(ref: str, cell: str) -> Check:
    def check(line: Line) -> None:
        measure = next(each for each in understood(LAYOUT).rows if each.ref == ref)
        severity, message = said(LAYOUT, cell)[0]
        assert measure.title == line["expected_value"]
        assert (severity, message.endswith("it is joined to it.")) == ("warning", True)

    return check


def is_text(number: int, field: str, text: str) -> Check:
    """The cell of the hostile workbook is kept as this text."""

    def check(_line: Line) -> None:
        found = row(HOSTILE, number).cells[field]
        assert (found.word, found.state) == (text, State.VALUE)

    return check


def is_inert(number: int, text: str) -> Check:
    """The name is kept as it is typed, and known as what may not go out as a formula."""

    def check(line: Line) -> None:
        is_text(number, "title", text)(line)
        assert looks_like_formula(text)

    return check


def is_error(cell: str, *parts: str) -> Check:
    """An error names the cell, and says what to do."""

    def check(_line: Line) -> None:
        assert [severity for severity, _ in said(HOSTILE, cell)] == ["error"]
        assert all(part in said(HOSTILE, cell)[0][1] for part in parts)
        assert len(understood(HOSTILE).rows) == 28

    return check


def has_ref(number: int, ref: str) -> Check:
    def check(_line: Line) -> None:
        assert row(HOSTILE, number).ref == ref

    return check


def is_refused(*parts: str) -> Check:
    def check(line: Line) -> None:
        with pytest.raises(Unreadable) as refusal:
            read_file((WORKBOOKS / line["file"]).read_bytes(), line["file"])
        assert all(part in str(refusal.value) for part in parts)

    return check


def figure(file: str, number: int, field: str) -> Understood:
    return row(file, number).cells[field]


def hidden_sheet(name: str) -> Check:
    def check(_line: Line) -> None:
        sheet = sheets(LAYOUT)[name]
        assert (sheet.visible, dict(sheet.cells)) == (False, {})
        told = [each.message for each in understood(LAYOUT).problems if "sheets" in each.message]
        message = "The sheets “OLD 2016-17” and “_lists” are hidden in the workbook: nothing there "
        assert told == [f"{message}is imported."]

    return check


def cover(_line: Line) -> None:
    assert sheets(LAYOUT)["Cover"].visible
    assert understood(LAYOUT).sheet.strip() == "Appx 1"


def two_row_header(_line: Line) -> None:
    first = row(LAYOUT, 7)
    assert understood(LAYOUT).header_row == 5
    assert [first.cells[name].cell for name in ("target_2016_17", "target_2017_18")] == ["H7", "I7"]


def spacer_column(_line: Line) -> None:
    assert not [each for each in understood(LAYOUT).problems if each.cell.startswith("A")]


def hidden_column(cell: str, name: str) -> Check:
    def check(_line: Line) -> None:
        message = f"The column “{name}” is hidden: it is not imported."
        cells = [each.cell for found in understood(LAYOUT).rows for each in found.cells.values()]
        assert said(LAYOUT, cell) == [("warning", message)]
        assert not [each for each in cells if each.startswith(cell[0])]

    return check


def hidden_notes(line: Line) -> None:
    hidden_column("J5", "Officer working notes (internal)")(line)
    read = understood(LAYOUT)
    texts = [cell.text for found in read.rows for cell in found.cells.values()]
    told = [each.text + each.message for each in read.problems]
    assert not [each for each in texts + told if "do not publish" in each]


def hidden_row(_line: Line) -> None:
    assert (row(LAYOUT, 24).ref, row(LAYOUT, 24).is_hidden) == ("14", True)
    assert said(LAYOUT, "E24") == [("warning", "Row 24 is hidden in the workbook; it is imported.")]


def struck_through(_line: Line) -> None:
    assert row(LAYOUT, 17).title == sheets(LAYOUT)["Appx 1"].cell(17, 5).text


def comment_on_tbc(_line: Line) -> None:
    found = figure(LAYOUT, 11, "target_2017_18")
    assert (found.state, found.value, found.note) == (State.TBC, None, "")
    assert said(LAYOUT, "I11") == [
        ("warning", "The cell's TBC is typed in letters of another alphabet: taken as TBC.")
    ]


def total_row(_line: Line) -> None:
    assert 51 not in [each.row for each in understood(LAYOUT).rows]
    message = "Row 51, “Number of indicators”, looks like a total: it is not imported."
    assert said(LAYOUT, "E51") == [("warning", message)]


def footnote(line: Line) -> None:
    is_no_row(53)(line)
    assert row(LAYOUT, 37).cells["polarity"].text == "Goldilocks*"


def empty_rows(line: Line) -> None:
    assert len(understood(LAYOUT).rows) == int(line["expected_value"])
    assert max(sheets(LAYOUT)["Appx 1"].rows) == 53


def whole_file(line: Line) -> None:
    assert refs(LAYOUT) == [str(each + 1) for each in range(int(line["expected_value"]))]
    assert [each for each in understood(LAYOUT).problems if each.severity == "error"] == []


def stored_result(line: Line) -> None:
    assert figure(HOSTILE, 2, "latest").value == Decimal(line["expected_value"])


def external_link(_line: Line) -> None:
    assert figure(HOSTILE, 4, "latest").value == Decimal("0.703")
    assert said(HOSTILE, "D4") == [
        ("warning", "The cell looks into another workbook: its stored value is taken.")
    ]
    assert "and 3" in asked(HOSTILE, "percent.fraction")


def error_value(_line: Line) -> None:
    assert figure(HOSTILE, 5, "latest").state is State.NONE
    assert said(HOSTILE, "D5") == [("warning", "The cell holds #N/A: taken as no figure.")]


def formula_as_name(line: Line) -> None:
    is_text(6, "title", line["expected_value"])(line)
    assert "HYPERLINK" not in repr(row(HOSTILE, 6))


def longest_text(_line: Line) -> None:
    assert len(row(HOSTILE, 15).cells["comments"].word) == 32_767


def unseen_characters(line: Line) -> None:
    is_text(16, "title", "Stop smoking 4 week course")(line)
    is_text(16, "comments", "line 1\nline 2\nline 3")(line)


def right_to_left(line: Line) -> None:
    is_text(17, "title", "esrever Health Check")(line)
    is_text(17, "comments", "café ☕ 🟢🟠🔴 Δ")(line)


def duplicate(cell: str) -> Check:
    def check(line: Line) -> None:
        is_error(cell, "The number 7 stands on rows 8, 18, 19 and 20")(line)
        assert row(HOSTILE, int(cell[1:])).ref == "7"

    return check


def american_spelling(_line: Line) -> None:
    assert row(HOSTILE, 26).cells["polarity"].word == "maximise"


def no_asterisk(_line: Line) -> None:
    found = figure(HOSTILE, 27, "target_2017_18")
    assert row(HOSTILE, 27).cells["polarity"].word == "goldilocks"
    assert (found.low, found.high) == (Decimal("57.3"), Decimal("68.3"))


def single_number(_line: Line) -> None:
    assert figure(HOSTILE, 28, "target_2017_18").value == Decimal(66)
    assert "the single figure 66 for 2017/18: which range" in asked(HOSTILE, "goldilocks.39")


def range_elsewhere(_line: Line) -> None:
    assert said(HOSTILE, "E29") == [("warning", "The range 45-55 belongs to Goldilocks.")]


def oversize(line: Line) -> None:
    assert len(understood("oversize.xlsx").rows) == int(line["expected_value"])
    assert len(sheets("oversize.xlsx")["Data"].rows) == 35


def no_table(_line: Line) -> None:
    found = understood("empty.xlsx")
    assert (found.rows, found.committable) == ((), False)
    assert [each.message.split(":")[0] for each in found.problems] == ["No table found"]


def no_rows(_line: Line) -> None:
    found = understood("header_only.xlsx")
    assert found.rows == ()
    assert [each.message.split(":")[0] for each in found.problems] == ["0 rows"]


APPENDIX, INDICATORS = "layout.xlsx Appx 1", "hostile.xlsx Indicators"
CHECKS: dict[str, Check] = {
    "layout.xlsx Cover": cover,
    "layout.xlsx OLD 2016-17": hidden_sheet("OLD 2016-17"),
    "layout.xlsx _lists": hidden_sheet("_lists"),
    f"{APPENDIX} row 5": two_row_header,
    f"{APPENDIX} B5": lambda _line: refs_are_read(),
    f"{APPENDIX} D5": heading("D5", "new", 4, "New MPR Indicator?"),
    f"{APPENDIX} E5": heading("E5", "title", 5, "Short Name"),
    f"{APPENDIX} G5": heading("G5", "latest", 7, "Latest Performance"),
    f"{APPENDIX} A": spacer_column,
    f"{APPENDIX} C (hidden)": hidden_column("C5", "Old ref"),
    f"{APPENDIX} J (hidden)": hidden_notes,
    f"{APPENDIX} A6": is_band(6, 7, "DEPARTMENT OF THE CHIEF EXECUTIVE"),
    f"{APPENDIX} A12": is_band(12, 13, "DEPARTMENT OF PLACE"),
    f"{APPENDIX} A25": is_band(25, 26, "DEPARTMENT OF PEOPLE"),
    **{f"{APPENDIX} row {number}": is_no_row(number) for number in (14, 20, 29, 35, 42, 46)},
    f"{APPENDIX} E22": is_joined("12", "E22"),
    f"{APPENDIX} E41": is_joined("27", "E41"),
    f"{APPENDIX} row 24": hidden_row,
    f"{APPENDIX} E17": struck_through,
    f"{APPENDIX} I11": comment_on_tbc,
    f"{APPENDIX} row 51": total_row,
    f"{APPENDIX} A53": footnote,
    f"{APPENDIX} rows 54-303": empty_rows,
    "layout.xlsx (whole file)": whole_file,
    f"{INDICATORS} D2": stored_result,
    f"{INDICATORS} D3": is_error("D3", "no stored result", "open in Excel and save"),
    f"{INDICATORS} D4": external_link,
    f"{INDICATORS} D5": error_value,
    f"{INDICATORS} B6": formula_as_name,
    f"{INDICATORS} B7": is_inert(7, "=cmd|'/c calc'!A0"),
    f"{INDICATORS} B8": is_inert(8, "@SUM(1+1)*cmd|'/c calc'!A0"),
    f"{INDICATORS} B9": is_inert(9, "+44 1702 215000 planning"),
    f"{INDICATORS} B10": is_inert(10, "-2+3+cmd|'/c calc'!A0"),
    f"{INDICATORS} B11": is_inert(11, "=1+1"),
    f"{INDICATORS} B12": is_text(12, "title", "Missed collections <script>alert(1)</script>"),
    f"{INDICATORS} B13": is_text(13, "comments", "{{ 7*7 }} {% debug %} ${7*7}"),
    f"{INDICATORS} F14": is_text(14, "comments", "Robert'); DROP TABLE measures;--"),
    f"{INDICATORS} F15": longest_text,
    f"{INDICATORS} B16": unseen_characters,
    f"{INDICATORS} B17": right_to_left,
    **{f"{INDICATORS} {cell}": duplicate(cell) for cell in ("A18", "A19", "A20")},
    f"{INDICATORS} A21": has_ref(21, "12a"),
    f"{INDICATORS} A22": has_ref(22, "12b"),
    f"{INDICATORS} A23": is_error("A23", "Row 23", "column of numbers"),
    f"{INDICATORS} B24": is_error("B24", "has no name"),
    f"{INDICATORS} C25": is_error("C25", "two ways", "Aim to Maximise", "Aim to Minimise"),
    f"{INDICATORS} C26": american_spelling,
    f"{INDICATORS} C27": no_asterisk,
    f"{INDICATORS} E28": single_number,
    f"{INDICATORS} E29": range_elsewhere,
    "oversize.xlsx Data dimension": oversize,
    "entity.xlsx (package) xl/sharedStrings.xml": is_refused("xl/sharedStrings.xml", "DTD"),
    "empty.xlsx (file)": no_table,
    "header_only.xlsx (file)": no_rows,
    "truncated.xlsx (file)": is_refused("damaged or incomplete"),
    "password.xlsx (file)": is_refused("password protected", "remove the password"),
}


def refs_are_read() -> None:
    assert refs(LAYOUT)[:3] == ["1", "2", "3"]


@pytest.mark.parametrize("line", lines(), ids=key_of)
def test_expected(line: Line) -> None:
    CHECKS[key_of(line)](line)


def test_every_line_has_a_check_and_every_check_a_line() -> None:
    assert {key_of(line) for line in lines()} == CHECKS.keys()
