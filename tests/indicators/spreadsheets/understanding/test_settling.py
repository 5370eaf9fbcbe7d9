"""One answer settles all cells of the same doubt; a row can have its own."""

from decimal import Decimal

import pytest

from indicators.rules.periods import Quarter
from indicators.spreadsheets.files.reading import Cell
from indicators.spreadsheets.understanding.cells import read_figure
from indicators.spreadsheets.understanding.periods_named import SomeQuarter
from indicators.spreadsheets.understanding.questions import Asker
from indicators.spreadsheets.understanding.settling import (
    settle_percent,
    settle_quarter,
    settle_reading,
)
from indicators.spreadsheets.understanding.understood import State, Understood


def cell(text: str, row: int = 5) -> Cell:
    return Cell(f"G{row}", row, 7, text, text)


def settled(asker: Asker, *texts: str) -> list[Understood]:
    """The texts as rows 1, 2 and so on."""
    cells = [cell(text, number) for number, text in enumerate(texts, start=1)]
    return [settle_reading(read_figure(each), asker, str(each.row), each) for each in cells]


def test_doubt_is_asked_once_for_all_alike() -> None:
    asker = Asker({}, "Values", noun="row")

    found = settled(asker, "11.310", "8.667", "12", "(28)")

    assert [each.state for each in found] == [State.OPEN, State.OPEN, State.VALUE, State.OPEN]
    assert [(each.key, each.refs, each.cells) for each in asker.questions] == [
        ("thousands", ("1", "2"), ("G1", "G2")),
        ("brackets", ("4",), ("G4",)),
    ]
    assert [each.message for each in asker.unanswered] == [
        (
            "The point in a figure such as 11.310 can stand between thousands or before decimals. "
            "It applies to rows 1 and 2; for one alone, answer thousands.1 and the like."
        ),
        "A figure stands in brackets, such as (28). What do the brackets say? It applies to row 4.",
    ]


def test_one_answer_goes_for_all_but_a_row_with_its_own() -> None:
    asker = Asker({"thousands": "thousands", "thousands.2": "decimal"})

    found = settled(asker, "11.310", "8.667", "9.125")

    assert [each.value for each in found] == [Decimal(11310), Decimal("8.667"), Decimal(9125)]
    assert asker.unanswered == ()


def test_doubt_within_a_reading_is_asked_next() -> None:
    asker = Asker({"thousands": "thousands"})
    more = Asker({"thousands": "thousands", "slash": "first"})

    assert [each.key for each in asker.questions] == []
    assert settled(asker, "1.500 / 2.500")[0].doubt == "slash"
    assert settled(more, "1.500 / 2.500")[0].value == Decimal(1500)


def test_answer_that_is_no_reading_is_refused() -> None:
    asker = Asker({"brackets": "red"})

    found = settled(asker, "(28)")[0]

    assert found.state is State.OPEN
    assert [each.message for each in asker.unanswered] == [
        "The answer “red” to brackets can't be taken: choose minus, plain or note."
    ]


@pytest.mark.parametrize(
    ("text", "answers", "value", "unit", "is_open"),
    [
        ("89.65", {}, "89.65", "", True),
        ("89.65", {"percent.plain": "yes"}, "89.65", "percent", False),
        ("89.65", {"percent.plain": "no"}, "89.65", "", False),
        ("89.65%", {}, "89.65", "percent", False),
        ("0.7", {}, "0.7", "", True),
        ("0.7", {"percent.fraction": "fraction"}, "70.0", "percent", False),
        ("0.7", {"percent.fraction": "percent"}, "0.7", "percent", False),
        ("0", {}, "0", "percent", False),
    ],
)
def test_percentage(
    text: str,
    answers: dict[str, object],
    value: str,
    unit: str,
    is_open: bool,
) -> None:
    found, still_open = settle_percent(read_figure(cell(text)), Asker(answers), "1", cell(text))

    assert (found.value, found.unit, still_open) == (Decimal(value), unit, is_open)


def test_no_figure_is_no_percentage() -> None:
    found = read_figure(cell("TBC"))

    assert settle_percent(found, Asker({}), "1", cell("TBC")) == (found, False)


def test_quarter_with_a_calendar_year_is_asked_about() -> None:
    asker, named = Asker({}), SomeQuarter(3, 2017)
    answered = Asker({"quarter-year": "calendar"})

    assert settle_quarter(named, asker, "1", cell("Q3 2017")) is None
    assert [each.label for each in asker.questions[0].choices] == [
        "The financial year that begins in 2017: Quarter 3, October to December 2017",
        "The financial year that ends in 2017: Quarter 3, October to December 2016",
        "The calendar year 2017: Quarter 2, July to September 2017",
    ]
    assert settle_quarter(named, answered, "1", cell("Q3 2017")) == Quarter(2017, 2)
    assert settle_quarter(SomeQuarter(3), asker, "1", cell("Q3")) is None
