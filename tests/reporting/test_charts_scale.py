"""Scales with round figures."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rules.units import Unit
from reporting.charts.scale import Axis, axis_for

RATE, PERCENT, COUNT = Unit("rate", decimals=1), Unit("percent", decimals=1), Unit("count")
figures = st.decimals(-10_000, 100_000, places=2, allow_nan=False)


@pytest.mark.parametrize(
    ("values", "unit", "ticks"),
    [
        (["46.1", "59.6"], RATE, ["45", "50", "55", "60", "65"]),
        (["95", "99.5"], PERCENT, ["94", "95", "96", "97", "98", "99", "100"]),
        (["0", "3"], COUNT, ["0", "1", "2", "3", "4"]),
        (["5"], COUNT, ["4", "5", "6"]),
        (["0", "1"], Unit("yes_no"), ["0", "1"]),
    ],
)
def test_axis_has_round_steps(values: list[str], unit: Unit, ticks: list[str]) -> None:
    axis = axis_for(map(Decimal, values), unit)
    assert axis.ticks == tuple(map(Decimal, ticks))


def test_axis_without_values_is_from_0_to_1() -> None:
    axis = axis_for([], RATE)
    assert (axis.low, axis.high) == (Decimal(0), Decimal("1.2"))


@given(st.lists(figures, min_size=1, max_size=20), st.sampled_from([RATE, PERCENT, COUNT]))
def test_axis_holds_every_value_with_few_lines(values: list[Decimal], unit: Unit) -> None:
    axis = axis_for(values, unit)
    assert axis.low <= min(values)
    assert max(values) <= axis.high
    assert 2 <= len(axis.ticks) <= 10


@given(st.lists(st.decimals(0, 100, places=1), min_size=1, max_size=8))
def test_axis_of_percentages_stays_between_0_and_100(values: list[Decimal]) -> None:
    axis = axis_for(values, PERCENT)
    assert axis.low >= 0
    assert axis.high <= 100


@pytest.mark.parametrize(
    ("unit", "tick", "step", "words"),
    [
        (RATE, "50", "2.5", "50.0"),
        (PERCENT, "80", "10", "80%"),
        (Unit("currency", decimals=2), "1500", "500", "£1,500"),
        (Unit("yes_no"), "1", "1", "Yes"),
        (Unit("count", " miles"), "12500", "2500", "12,500"),
        (Unit("days"), "-5", "5", "-5"),
    ],
)
def test_axis_labels_as_many_decimals_as_its_steps_need(
    unit: Unit, tick: str, step: str, words: str
) -> None:
    axis = Axis(Decimal(0), Decimal(1), Decimal(step), unit)
    assert axis.label(Decimal(tick)) == words
