"""Figures with two readings: all of them are there, and none is taken without an answer."""

from decimal import Decimal

import pytest

from indicators.spreadsheets.files.reading import Cell
from indicators.spreadsheets.understanding.cells import read_figure
from indicators.spreadsheets.understanding.understood import State, Understood


def read(text: str) -> Understood:
    return read_figure(Cell("G5", 5, 7, text, text))


def told(found: Understood) -> str:
    """A reading in short: its figures, else its state."""
    if found.state is State.RANGE:
        return f"{found.low} to {found.high}"
    return f"{found.value:f}" if found.value is not None else found.state.value


@pytest.mark.parametrize(
    ("text", "kind", "readings"),
    [
        ("(28)", "brackets", {"minus": "-28", "plain": "28", "note": "none"}),
        ("(\u00a31.5k)", "brackets", {"minus": "-1500.0", "plain": "1500.0", "note": "none"}),
        ("\u00a3(28)", "brackets", {"minus": "-28", "plain": "28", "note": "none"}),
        ("28-", "sign-after", {"minus": "-28", "plain": "28"}),
        ("28 CR", "sign-after", {"minus": "-28", "plain": "28"}),
        ("548 / 750", "slash", {"percent": "73.07", "first": "548", "target": "548",
                                "range": "548 to 750", "date": "error"}),
        ("548 out of 750", "slash", {"percent": "73.07", "first": "548", "target": "548",
                                     "range": "548 to 750", "date": "error"}),
        ("5/10", "slash", {"percent": "50.00", "first": "5", "target": "5",
                           "range": "5 to 10", "date": "error"}),
        ("5/0", "slash", {"percent": "error", "first": "5", "target": "5",
                          "range": "error", "date": "error"}),
        ("11,310 (8,667)", "second", {"target": "11310", "note": "11310"}),
        ("12-13", "range-year", {"range": "12 to 13", "year": "error"}),
        ("2017 \u2013 2018", "range-year", {"range": "2017 to 2018", "year": "error"}),
        (">=95%", "bound", {"figure": "95", "suppressed": "suppressed", "none": "none"}),
        ("5+", "bound", {"figure": "5", "suppressed": "suppressed", "none": "none"}),
        ("<50", "bound", {"figure": "50", "suppressed": "suppressed", "none": "none"}),
        ("at least 90", "bound", {"figure": "90", "suppressed": "suppressed", "none": "none"}),
        ("5 Nov 2016", "day", {"figure": "5", "date": "error"}),
        ("5-Nov", "day", {"figure": "5", "date": "error"}),
        ("10-15k", "range-scale", {"both": "10000 to 15000", "last": "10 to 15000"}),
        ("5 m", "million", {"million": "5000000", "unit": "5"}),
        ("11.310", "thousands", {"thousands": "11310", "decimal": "11.310"}),
        ("1.500 - 2.500", "thousands", {"thousands": "1500 to 2500", "decimal": "1.500 to 2.500"}),
        ("1,5", "comma", {"decimal": "1.5", "thousands": "15"}),
        ("0,123", "comma", {"decimal": "0.123", "thousands": "123"}),
    ],
)  # fmt: skip
def test_readings(text: str, kind: str, readings: dict[str, str]) -> None:
    found = read(text)

    assert (found.state, found.doubt, found.figures) == (State.OPEN, kind, ())
    assert {each.key: told(each.meaning) for each in found.readings} == readings


@pytest.mark.parametrize(
    "text", ["(28) (Nov)", "548 / 750 (Nov 16)", "11,310 (8,667) (Nov)", "28- (e)"]
)
def test_doubt_stays_beside_a_month_or_mark(text: str) -> None:
    assert read(text).state is State.OPEN


def test_share_keeps_both_of_its_figures() -> None:
    share = read("548 / 750").readings[0]

    assert (share.value, share.numerator, share.denominator, share.meaning.unit) == (
        Decimal("73.07"),
        Decimal(548),
        Decimal(750),
        "percent",
    )


def test_question_shows_the_cell() -> None:
    assert (read("548 / 750").question, read("548 / 750").readings[0].label) == (
        "Two figures stand in one cell, such as 548 / 750. What do they say?",
        "A percentage: the first of the second, here 73.07%",
    )


@pytest.mark.parametrize(
    "text", ["24-28", "57.3-68.3", "4-5", "\u00a31.2m", "45k", "35,000 (1,250 per month)", "11,310"]
)
def test_what_has_one_reading_is_not_asked_about(text: str) -> None:
    assert read(text).state in {State.VALUE, State.RANGE}
