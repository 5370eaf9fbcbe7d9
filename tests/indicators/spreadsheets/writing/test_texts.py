"""Text that is safe in a cell."""

import pytest

from indicators.spreadsheets.writing.texts import (
    CUT,
    LONGEST,
    for_csv,
    for_excel,
    legible,
    looks_like_formula,
)

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "\n=1",
    "  =1",
    "\u00a0=1",
    "\u200b=1",
    "\u202e=1",
    "\uff1d1",
    "\uff0b1",
    "\uff0d1",
    "\uff20x",
    "\ufe63 1",
    "\x00=1",
]
TEXTS = ["", "a=1", "5-6", "(28)", "'=1", "\u2212 5", "\u2013 none", "x@y.example", "25"]


@pytest.mark.parametrize("text", FORMULAS)
def test_for_csv_puts_an_apostrophe_before_what_could_be_a_formula(text: str) -> None:
    assert for_csv(text) == f"'{legible(text)}"


@pytest.mark.parametrize("text", TEXTS)
def test_for_csv_leaves_other_text_alone(text: str) -> None:
    assert (for_csv(text), looks_like_formula(text)) == (text, False)


def test_legible_leaves_out_what_no_file_can_hold() -> None:
    given = "a\x00b\x07c\x1bd\ud800e\uffff f\tg\r\nh\ri\U0001f600"
    assert legible(given) == "abcde f\tg\nh\ni\U0001f600"


@pytest.mark.parametrize("letter", ["a", "\U0001f600"])
def test_legible_cuts_what_a_cell_cannot_hold(letter: str) -> None:
    found = legible(letter * (LONGEST + 1))
    units = len(found.encode("utf-16-le")) // 2
    assert found.endswith(letter + CUT)
    assert LONGEST - 1 <= units <= LONGEST


def test_legible_keeps_what_just_fits() -> None:
    assert legible("a" * LONGEST) == "a" * LONGEST


def test_for_excel_writes_what_looks_like_its_own_code_so_that_it_is_shown() -> None:
    assert for_excel("_x003D_1 _x_ _x00_") == "_x005F_x003D_1 _x_ _x00_"
