"""Points and commas: between thousands or before decimals."""

from decimal import Decimal

import pytest

from indicators.spreadsheets.files.reading import Cell
from indicators.spreadsheets.understanding.cells import read_figure
from indicators.spreadsheets.understanding.understood import State, Understood


def read(text: str) -> Understood:
    return read_figure(Cell("G5", 5, 7, text, text))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.875", "0.875"),
        ("1234.567", "1234.567"),
        ("1,234.567", "1234.567"),
        ("11.310%", "11.310"),
        ("1.234m", "1234000"),
        ("1 234", "1234"),
        ("12\u202f345", "12345"),
        ("1'234", "1234"),
        ("45 (version 1.250)", "45"),
    ],
)
def test_one_reading(text: str, value: str) -> None:
    found = read(text)

    assert (found.state, found.value) == (State.VALUE, Decimal(value))


@pytest.mark.parametrize(
    ("text", "value", "taken"),
    [("1.234.567", "1234567", "1,234,567"), ("1.234,56", "1234.56", "1,234.56")],
)
def test_continental_figure_that_can_be_nothing_else(text: str, value: str, taken: str) -> None:
    found = read(text)

    assert (found.value, found.warnings) == (
        Decimal(value),
        (f"The cell holds {text}, with points between thousands: taken as {taken}.",),
    )


def test_answer_goes_for_the_target_beside_the_figure() -> None:
    thousands, decimal = read("11.310 (against target of 8.667) Nov").readings

    assert [(each.value, each.meaning.against and each.meaning.against.value) for each in
            (thousands, decimal)] == [
        (Decimal(11310), Decimal(8667)),
        (Decimal("11.310"), Decimal("8.667")),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["1,25,000", "12,345,67", "1,2,3"])
def test_commas_that_mean_nothing_are_an_error(text: str) -> None:
    assert read(text).state is State.ERROR
