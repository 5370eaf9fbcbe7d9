"""Pasted text: which cell belongs where, and what is said of the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.grid.pasting import Pasted, PastedRow, read_pasted, ref_key

TOO_LONG = 140_000  # for one cell, though not for all that is pasted


def test_two_columns_are_ref_and_figure() -> None:
    assert read_pasted("25\t82.5\r\n26\t1,250\r\n") == Pasted(
        (PastedRow(1, "25", {"value": "82.5"}), PastedRow(2, "26", {"value": "1,250"}))
    )


def test_three_columns_are_ref_figure_and_commentary() -> None:
    text = '25\t82.5\t"Two lines\nof ""words"""\n'
    assert read_pasted(text).rows == (
        PastedRow(1, "25", {"value": "82.5", "commentary": 'Two lines\nof "words"'}),
    )


def test_headings_say_which_column_is_which() -> None:
    text = "No.\tShort name\tNumerator\tDenominator\tComments\n25\tVisits\t41\t50\t\n"
    assert read_pasted(text).rows == (PastedRow(2, "25", {"numerator": "41", "denominator": "50"}),)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "Nothing was pasted: copy the rows in your spreadsheet first."),
        ("82\n83", "There is one column only. Copy the ref and the figure, side by side."),
        (
            "25\t1\t2\tx",
            (
                "There are 4 columns and no headings. Copy the headings too: Ref, Figure, "
                "Numerator, Denominator, Commentary, Cause."
            ),
        ),
        (
            "Ref\tFigure\tMood\n25\t1\tgood",
            (
                "The heading “Mood” isn't known. Use Ref, Figure, Numerator, Denominator, "
                "Commentary and Cause, or leave that column out."
            ),
        ),
        ("Ref\tFigure\tActual\n25\t1\t2", "Two columns are both for value: leave one out."),
        ('25\t"' + "x" * TOO_LONG, "A cell is too long, or a quotation mark is left open."),
        ("25\t" + "9" * TOO_LONG, "A cell is too long, or a quotation mark is left open."),
    ],
)
def test_what_can_not_be_read_says_why(text: str, problem: str) -> None:
    assert read_pasted(text) == Pasted(problems=(problem,))


def test_lines_that_belong_nowhere_are_named_and_the_rest_is_read() -> None:
    found = read_pasted("25\t1\n\t2\n25\t3\n26\t4")
    assert [each.ref for each in found.rows] == ["25", "26"]
    assert found.problems == (
        "Line 2 has no ref, so it belongs to no measure.",
        "Line 3: 25 stands in line 1 already.",
    )


@pytest.mark.parametrize("ref", ["25", " 25. ", "25.0", "25.00"])
def test_ref_is_compared_without_what_a_spreadsheet_adds(ref: str) -> None:
    assert ref_key(ref) == "25"


def test_null_characters_are_left_out() -> None:
    assert read_pasted("2\x005\t82\0\n").rows == (PastedRow(1, "25", {"value": "82"}),)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    found = read_pasted(text)
    assert found.rows or found.problems
