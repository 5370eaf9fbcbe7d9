"""Direction of travel: the shared table, the words, the defaults."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rules.terms import Terms
from indicators.rules.trend import (
    Comparison,
    Delta,
    DeltaMode,
    Direction,
    Movement,
    Verdict,
    default_comparison,
    default_delta,
    direction,
)
from indicators.rules.units import Unit
from indicators.rules.vocabulary import Basis, Polarity
from tests.indicators.rules.tables import Row, cases, number, or_zero

ANY = Delta(DeltaMode.POINTS, Decimal(0))
PERCENT = Terms(Polarity.MAX, Unit("percent", "%", 1))
RANGE = Terms(
    Polarity.RANGE, Unit("rate", " per 10,000", 1), low=Decimal("45.7"), high=Decimal("52.3")
)
FIGURES = st.decimals(-500, 500, places=2)


def moved(terms: Terms, then: str, now: str, delta: Delta | None = ANY) -> Direction:
    return direction(terms, Decimal(now), Decimal(then), delta=delta)


@pytest.mark.parametrize("row", cases("dot_truth_table"))
def test_direction_on_the_shared_table(row: Row) -> None:
    kind = "percent" if row["is_percent"] == "YES" else "count"
    terms = Terms(
        Polarity(row["polarity"]),
        Unit(kind, decimals=int(row["decimals"])),
        basis=Basis(row["basis"]),
        low=number(row["range_low"]),
        high=number(row["range_high"]),
    )
    found = direction(
        terms,
        number(row["current"]),
        number(row["comparator"]),
        comparison=Comparison(row["comparison"]),
        delta=Delta(DeltaMode(row["delta_mode"]), or_zero(row["delta"])),
        break_in_series=row["break_in_series"] == "YES",
    )
    expected = Movement(row["expected_movement"]) if row["expected_movement"] else None
    assert (found.movement, found.judgement) == (expected, Verdict(row["expected_judgement"]))


@pytest.mark.parametrize(
    ("terms", "then", "now", "words"),
    [
        (replace(PERCENT, polarity=Polarity.MIN), "4", "5.4", "up 1.4 percentage points, worse"),
        (PERCENT, "50", "51.4", "up 1.4 percentage points, better"),
        (RANGE, "54", "55.4", "up 1.4, worse"),
        (RANGE, "56.5", "54", "down 2.5, better"),
        (RANGE, "46", "51", "up 5.0, no change in distance from target"),
        (replace(RANGE, polarity=Polarity.NEUTRAL), "10", "12", "up 2.0"),
        (replace(RANGE, polarity=Polarity.NEUTRAL), "10", "10", "No change"),
        (PERCENT, "50", "50", "No change"),
        (PERCENT, "100", "100", "No change, at the best possible"),
        (Terms(Polarity.MAX, Unit("yes_no")), "0", "1", "up, better"),
        (Terms(Polarity.MAX, Unit("yes_no")), "1", "1", "No change, at the best possible"),
        (
            replace(PERCENT, basis=Basis.ROLLING),
            "1",
            "2",
            "up 1.0 percentage points, better (overlapping periods)",
        ),
        (
            replace(PERCENT, basis=Basis.YTD_RATIO),
            "1",
            "2",
            "up 1.0 percentage points, better (year to date)",
        ),
    ],
)
def test_a_word_always_says_whether_it_is_good(
    terms: Terms, then: str, now: str, words: str
) -> None:
    assert moved(terms, then, now).words == words


@pytest.mark.parametrize(
    ("terms", "delta", "then", "now", "words"),
    [
        (PERCENT, None, "50", "50.4", "No change (up 0.4, less than 1 percentage point)"),
        (RANGE, None, "58.2", "59.6", "No change (up 1.4, less than 3%)"),
        (
            replace(RANGE, polarity=Polarity.NEUTRAL),
            Delta(DeltaMode.POINTS, Decimal("2.5")),
            "100",
            "99",
            "No change (down 1.0, less than 2.5)",
        ),
        (
            replace(PERCENT, basis=Basis.YTD_RATIO),
            Delta(DeltaMode.POINTS, Decimal(2)),
            "50",
            "49.5",
            "No change (down 0.5, less than 2 percentage points; year to date)",
        ),
    ],
)
def test_a_movement_too_small_to_count_is_named(
    terms: Terms, delta: Delta | None, then: str, now: str, words: str
) -> None:
    assert moved(terms, then, now, delta).words == words


def test_direction_carries_arrow_verdict_words_and_change() -> None:
    assert moved(PERCENT, "50", "51.4") == Direction(
        Movement.UP, Verdict.BETTER, "up 1.4 percentage points, better", Decimal("1.4")
    )


@pytest.mark.parametrize(
    ("current", "previous", "is_broken", "words"),
    [
        (None, "50", False, "No figure"),
        (None, None, False, "No figure"),
        ("50", None, False, "Nothing to compare with"),
        ("50", "40", True, "Not comparable: the series was broken in between"),
    ],
)
def test_what_cannot_be_compared_says_why(
    current: str | None, previous: str | None, is_broken: bool, words: str
) -> None:
    found = direction(PERCENT, number(current), number(previous), break_in_series=is_broken)
    assert (found.movement, found.words, found.change) == (None, words, None)


def test_running_total_is_not_compared_with_the_period_before() -> None:
    terms = replace(PERCENT, basis=Basis.CUMULATIVE_TOTAL)
    assert moved(terms, "10", "20").words == (
        "Not comparable: a running total always rises; see the same period last year"
    )


@pytest.mark.parametrize(
    ("terms", "then", "now", "movement"),
    [
        (PERCENT, "50.0", "50.9", Movement.LEVEL),
        (PERCENT, "50.0", "51.0", Movement.UP),
        (replace(PERCENT, unit=Unit("count")), "1000", "1029", Movement.LEVEL),
        (replace(PERCENT, unit=Unit("count")), "1000", "1030", Movement.UP),
        (replace(PERCENT, unit=Unit("currency")), "-1000", "-1030", Movement.DOWN),
        (replace(PERCENT, unit=Unit("count")), "0", "1", Movement.UP),
    ],
)
def test_default_delta_and_its_boundary(
    terms: Terms, then: str, now: str, movement: Movement
) -> None:
    assert moved(terms, then, now, delta=None).movement is movement


def test_default_delta_by_unit() -> None:
    assert default_delta(Unit("percent")) == Delta(DeltaMode.POINTS, Decimal(1))
    assert default_delta(Unit("rate")) == Delta(DeltaMode.PERCENT_OF_COMPARATOR, Decimal(3))


@pytest.mark.parametrize(("then", "now"), [("100", "99.5"), ("99.5", "100")])
def test_at_best_needs_both_figures_there(then: str, now: str) -> None:
    assert moved(PERCENT, then, now, delta=None).judgement is Verdict.SAME


def test_nothing_is_best_where_values_fall_below_zero() -> None:
    money = Terms(Polarity.MIN, Unit("currency"))
    assert moved(money, "0", "0").judgement is Verdict.SAME


def test_range_that_is_not_known_yet_gives_no_verdict() -> None:
    assert moved(replace(RANGE, low=None), "40", "50").judgement is Verdict.NONE


def test_single_figure_range_measures_the_distance_from_it() -> None:
    terms = replace(RANGE, low=None, high=None, target=Decimal(66))
    assert moved(terms, "60", "65").judgement is Verdict.BETTER


@pytest.mark.parametrize(
    ("basis", "expected"),
    [
        (Basis.CUMULATIVE_TOTAL, Comparison.SAME_PERIOD_LAST_YEAR),
        (Basis.ANNUAL, Comparison.SAME_PERIOD_LAST_YEAR),
        (Basis.SNAPSHOT, Comparison.PREVIOUS_PERIOD),
        (Basis.PERIOD, Comparison.PREVIOUS_PERIOD),
        (Basis.YTD_RATIO, Comparison.PREVIOUS_PERIOD),
        (Basis.YTD_AVERAGE, Comparison.PREVIOUS_PERIOD),
        (Basis.ROLLING, Comparison.PREVIOUS_PERIOD),
    ],
)
def test_default_comparison_by_basis(basis: Basis, expected: Comparison) -> None:
    assert default_comparison(basis) is expected


def test_default_comparison_of_seasonal_measures_and_indicators() -> None:
    assert default_comparison(Basis.PERIOD, seasonal=True) is Comparison.SAME_PERIOD_LAST_YEAR
    assert default_comparison(Basis.PERIOD, is_indicator=True) is Comparison.BASELINE


@given(FIGURES, FIGURES)
def test_arrow_points_the_way_the_printed_figure_moved(now: Decimal, then: Decimal) -> None:
    found = direction(PERCENT, now, then, delta=ANY)
    change = PERCENT.unit.round(now) - PERCENT.unit.round(then)
    ways = {True: Movement.UP, False: Movement.DOWN}
    assert found.movement is (ways[change > 0] if change else Movement.LEVEL)


@given(st.sampled_from(list(Polarity)), FIGURES, FIGURES)
def test_swapping_the_figures_swaps_the_verdict(
    polarity: Polarity, now: Decimal, then: Decimal
) -> None:
    terms = replace(RANGE, polarity=polarity)
    swapped = {Verdict.BETTER: Verdict.WORSE, Verdict.WORSE: Verdict.BETTER}
    there = direction(terms, now, then, delta=ANY).judgement
    back = direction(terms, then, now, delta=ANY).judgement
    assert back is swapped.get(there, there)
