"""The sentence that says what a chart shows."""

from dataclasses import replace
from decimal import Decimal

import pytest

from indicators.rules.units import Unit
from indicators.rules.vocabulary import Status
from reporting.charts.description import Point
from reporting.charts.message import message
from tests.reporting.chart_examples import points

PERCENT = Unit("percent", "%", 1)
G, A, R = Status.GREEN, Status.AMBER, Status.RED


def rated(values: str, *statuses: Status | None, unit: Unit = PERCENT) -> list[Point]:
    """Points with the last statuses given; the others have none."""
    made = points(["" if each == "-" else each for each in values.split()], unit)
    given = [None] * (len(made) - len(statuses)) + list(statuses)
    return [replace(point, status=status) for point, status in zip(made, given, strict=True)]


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (rated("1 2 3 4", R, R), "Up for 3 quarters in a row, and red for 2 quarters in a row"),
        (rated("9 8 7 6", A, R), "Down for 3 quarters in a row, and newly red, amber last quarter"),
        (rated("5 1 9 5 8", G), "Up 3.0 percentage points on a year ago, and green"),
        (rated("5 1 9 7 5", G), "The same as a year ago, and green"),
        (rated("9 8"), "Down 1.0 percentage points on last quarter"),
        (rated("8", R), "Red"),
        (rated("8"), "8.0% in 2014/15 Q1"),
        (rated("8 -"), "No figure for 2014/15 Q2; 8.0% in 2014/15 Q1"),
        (rated("-"), "No figure for 2014/15 Q1"),
        (rated("4 - 5 6 7", R), "Up 3.0 percentage points on a year ago, and red"),
        (
            rated("7 8", Status.RED_JUDGED, R),
            "Up 1.0 percentage points on last quarter, and red for 2 quarters in a row",
        ),
        ([], "No figures yet"),
    ],
)
def test_message_says_which_way_and_how_long(made: list[Point], words: str) -> None:
    assert message(made, PERCENT) == words


def test_message_of_a_running_total_compares_with_last_year_only() -> None:
    made = rated("100 200 300 400 90", unit=Unit("count"))
    assert message(made, Unit("count"), starts_again=True) == "Down 10 on a year ago"
    assert message(made[:3], Unit("count"), starts_again=True) == "300 in 2014/15 Q3"


def test_message_of_a_yes_or_no_says_only_its_colour() -> None:
    made = [replace(each, value=Decimal(1)) for each in rated("0 1", G, G)]
    assert message(made, Unit("yes_no")) == "Green for 2 quarters in a row"
