"""Names of sheets and tables."""

from indicators.spreadsheets.writing.names import sheet_names, table_names


def test_sheet_names_are_such_as_excel_takes_and_each_only_once() -> None:
    odd = ["Q3 [2017/18]: a*b?", "history", "'Quoted'", "", "a\x07b"]
    assert sheet_names([*odd, "x" * 40, "X" * 40, "Notes"], taken=["Notes"]) == [
        "Q3 2017 18 a b",
        "history 2",
        "Quoted",
        "Sheet",
        "a b",
        "x" * 31,
        "X" * 29 + " 2",
        "Notes 2",
    ]


def test_sheet_names_count_letters_beyond_the_first_plane_twice() -> None:
    assert sheet_names(["\U0001f600" * 20]) == ["\U0001f600" * 15]


def test_table_names_are_never_like_a_cell_and_each_only_once() -> None:
    wanted = ["Q3", "Counts by directorate", "counts by  directorate", "é", ""]
    assert table_names(wanted) == [
        "Table_Q3",
        "Table_Counts_by_directorate",
        "Table_counts_by_directorate_2",
        "Table_",
        "Table__2",
    ]
