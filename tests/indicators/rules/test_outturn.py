"""A year's figure from its quarters by basis, and the year's target for it."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rules import rag
from indicators.rules.outturn import is_added_up, year_figure, year_terms
from indicators.rules.rag import Basis, Figure, Place, Unit
from tests.indicators.rules.tables import number

COUNT = Unit("count")
MONEY = Unit("currency", decimals=2)
PERCENT = Unit("percent", decimals=2)
RATE = Unit("rate", " per 10,000", decimals=1)
YES_NO = Unit("yes_no")
YEAR_END = Place(4, 4)


def figure(text: str) -> Figure | None:
    """A value, a/b, or blank for missing."""
    if "/" in text:
        top, bottom = text.split("/")
        return Figure(numerator=number(top), denominator=number(bottom))
    return Figure(number(text)) if text else None


def made(basis: Basis, unit: Unit, *texts: str, average: bool = False) -> tuple[str, bool, str]:
    """The year's figure at the unit's decimals, whether it is estimated, on what it stands."""
    found = year_figure(basis, [figure(text) for text in texts], unit, average_returned=average)
    shown = "" if found.value is None else unit.number(found.value)
    return shown, found.estimated, found.coverage


@pytest.mark.parametrize(
    ("basis", "unit", "texts", "expected"),
    [
        (Basis.PERIOD, COUNT, "10 20 30 40", "100"),
        (Basis.PERIOD, MONEY, "1.50 2.25 0 3", "6.75"),
        (Basis.PERIOD, PERCENT, "10/20 30/40 5/10 0/0", "64.29"),
        (Basis.PERIOD, YES_NO, "1 1 0 1", "1"),
        (Basis.PERIOD, Unit("days"), "3 8 2 0", "0"),
        (Basis.SNAPSHOT, COUNT, "10 20 30 40", "40"),
        (Basis.SNAPSHOT, PERCENT, "10/20 30/40 5/10 9/10", "90.00"),
        (Basis.CUMULATIVE_TOTAL, COUNT, "10 30 60 100", "100"),
        (Basis.YTD_RATIO, PERCENT, "10/20 40/60 45/70 60/100", "60.00"),
        (Basis.ROLLING, PERCENT, "50 55 60 61", "61.00"),
        (Basis.ANNUAL, PERCENT, "88", "88.00"),
    ],
)
def test_year_is_put_together_by_basis(basis: Basis, unit: Unit, texts: str, expected: str) -> None:
    value, estimated, _ = made(basis, unit, *texts.split())
    assert (value, estimated) == (expected, False)


def test_average_to_date_is_the_mean_unless_the_average_itself_is_returned() -> None:
    texts = ("10", "20", "30", "40")
    assert made(Basis.YTD_AVERAGE, RATE, *texts)[:2] == ("25.0", False)
    assert made(Basis.YTD_AVERAGE, RATE, *texts, average=True)[:2] == ("40.0", False)


@pytest.mark.parametrize("unit", [PERCENT, RATE, Unit("duration", decimals=2), Unit("ratio")])
def test_ratios_without_their_parts_make_an_estimated_mean(unit: Unit) -> None:
    value, estimated, _ = made(Basis.PERIOD, unit, "50", "75", "50", "25")
    assert (Decimal(value), estimated) == (Decimal(50), True)


def test_one_quarter_without_its_parts_makes_the_whole_an_estimate() -> None:
    assert made(Basis.PERIOD, PERCENT, "10/20", "75", "5/10", "25")[:2] == ("50.00", True)


def test_figure_of_a_single_return_is_no_estimate() -> None:
    assert made(Basis.PERIOD, PERCENT, "88") == ("88.00", False, "1 of 1 quarters")


def test_what_is_counted_per_something_is_a_ratio() -> None:
    per_head = Unit("currency", " per head", decimals=2)
    assert [is_added_up(Basis.PERIOD, each) for each in (COUNT, MONEY, per_head)] == [
        True,
        True,
        False,
    ]
    assert made(Basis.PERIOD, per_head, "10", "20", "30", "20")[:2] == ("20.00", True)


@pytest.mark.parametrize("basis", [Basis.SNAPSHOT, Basis.CUMULATIVE_TOTAL, Basis.ROLLING])
def test_only_what_is_of_the_period_is_added_up(basis: Basis) -> None:
    assert not is_added_up(basis, COUNT)


@pytest.mark.parametrize(
    ("basis", "texts", "coverage"),
    [
        (Basis.PERIOD, ["10", "", "30", "40"], "3 of 4 quarters"),
        (Basis.SNAPSHOT, ["10", "20", "30", ""], "0 of 1 quarters"),
        (Basis.CUMULATIVE_TOTAL, ["10", "20", "30", ""], "0 of 1 quarters"),
    ],
)
def test_missing_quarter_is_no_zero(basis: Basis, texts: list[str], coverage: str) -> None:
    assert made(basis, COUNT, *texts) == ("", False, coverage)


def test_missing_quarter_that_is_not_needed_is_not_missed() -> None:
    assert made(Basis.SNAPSHOT, COUNT, "", "20", "", "40") == ("40", False, "1 of 1 quarters")


def test_quarter_without_cases_is_not_missing() -> None:
    assert made(Basis.PERIOD, COUNT, "10", "0/0", "30", "40")[0] == "80"
    assert made(Basis.PERIOD, PERCENT, "0/0", "0/0") == ("", False, "2 of 2 quarters")


amounts = st.decimals(0, 10_000, places=2, allow_nan=False, allow_infinity=False)
four = st.lists(amounts, min_size=4, max_size=4)
parts = st.lists(
    st.tuples(st.integers(0, 500), st.integers(1, 500)).map(sorted), min_size=1, max_size=4
)


@given(four)
def test_counts_are_summed_in_any_order(values: list[Decimal]) -> None:
    for order in (values, values[::-1]):
        assert value_of(Basis.PERIOD, COUNT, order) == sum(values)


@given(four, st.sampled_from([Basis.SNAPSHOT, Basis.CUMULATIVE_TOTAL, Basis.ROLLING]))
def test_standing_figures_are_the_last_whatever_came_before(
    values: list[Decimal], basis: Basis
) -> None:
    assert value_of(basis, PERCENT, values) == values[-1]


@given(parts)
def test_ratio_of_the_year_lies_among_those_of_its_quarters(pairs: list[list[int]]) -> None:
    figures = [Figure(numerator=Decimal(top), denominator=Decimal(bottom)) for top, bottom in pairs]
    found = year_figure(Basis.PERIOD, figures, PERCENT)
    each = [one for part in figures if (one := part.amount(PERCENT)) is not None]
    assert found.value is not None
    assert min(each) <= found.value <= max(each)
    tops, bottoms = (sum(column) for column in zip(*pairs, strict=True))
    assert found.value == Decimal(tops) * 100 / Decimal(bottoms)
    assert not found.estimated


@given(four)
def test_mean_of_ratios_lies_among_them_and_is_marked(values: list[Decimal]) -> None:
    found = year_figure(Basis.PERIOD, [Figure(each) for each in values], PERCENT)
    assert found.value is not None
    assert min(values) <= found.value <= max(values)
    assert found.estimated


@given(four, st.integers(0, 3), st.sampled_from([COUNT, PERCENT]))
def test_no_year_is_made_while_a_quarter_is_missing(
    values: list[Decimal], gap: int, unit: Unit
) -> None:
    figures: list[Figure | None] = [Figure(each) for each in values]
    figures[gap] = None
    found = year_figure(Basis.PERIOD, figures, unit)
    assert (found.value, found.is_complete) == (None, False)


def value_of(basis: Basis, unit: Unit, values: Sequence[Decimal]) -> Decimal | None:
    return year_figure(basis, [Figure(each) for each in values], unit).value


# The year's terms


def terms(unit: Unit = COUNT, basis: Basis = Basis.PERIOD, **fields: object) -> rag.Terms:
    given_: dict[str, object] = {
        "polarity": rag.Polarity.MAX,
        "target": Decimal(100),
        "tolerance": rag.Tolerance(rag.ToleranceMode.POINTS, Decimal(2), Decimal(10)),
    }
    return rag.Terms(unit=unit, basis=basis, **given_ | fields)  # type: ignore[arg-type]


def typed(part: rag.Terms, target: int) -> rag.Terms:
    """The terms of a quarter with a target of its own."""
    return replace(part, profile=replace(part.profile, explicit=Decimal(target)))


def test_targets_and_widths_of_what_is_added_up_are_added_up() -> None:
    each = terms(exceed_margin=Decimal(5))
    found = year_terms(each, [each, typed(each, 120), each, each])
    assert (found.target, found.exceed_margin) == (Decimal(420), Decimal(20))
    assert (found.tolerance.green, found.tolerance.amber) == (Decimal(8), Decimal(40))


def test_targets_that_changed_in_mid_year_are_taken_as_they_held() -> None:
    first, second = terms(), terms(target=Decimal(130))
    assert year_terms(second, [first, first, second, second]).target == Decimal(460)


def test_measure_that_joined_in_mid_year_has_the_targets_of_its_own_quarters() -> None:
    each = terms()
    found = year_terms(each, [each, each])
    assert (found.target, found.tolerance.amber) == (Decimal(200), Decimal(20))


def test_percentage_tolerance_stays_a_percentage() -> None:
    each = terms(tolerance=rag.Tolerance(rag.ToleranceMode.PERCENT_OF_TARGET, amber=Decimal(5)))
    assert year_terms(each, [each] * 4).tolerance == each.tolerance


def test_cap_and_limits_grow_with_the_target() -> None:
    capped = terms(
        tolerance=rag.Tolerance(rag.ToleranceMode.LOWER_OF, amber=Decimal(5), cap=Decimal(3))
    )
    assert year_terms(capped, [capped] * 4).tolerance == replace(capped.tolerance, cap=Decimal(12))
    limited = terms(tolerance=rag.Tolerance(rag.ToleranceMode.THRESHOLD, limit=Decimal(90)))
    lower = replace(limited, tolerance=replace(limited.tolerance, limit=Decimal(80)))
    assert year_terms(limited, [lower, lower, limited, limited]).tolerance.limit == Decimal(340)


def test_kind_of_tolerance_that_changed_counts_for_every_quarter() -> None:
    before = terms(tolerance=rag.Tolerance(rag.ToleranceMode.THRESHOLD, limit=Decimal(90)))
    after = terms()
    found = year_terms(after, [before, before, after, after]).tolerance
    assert (found.mode, found.amber) == (rag.ToleranceMode.POINTS, Decimal(40))


def test_range_of_what_is_added_up_is_added_up_at_both_ends() -> None:
    each = terms(polarity=rag.Polarity.RANGE, target=None, low=Decimal(10), high=Decimal(20))
    wide = replace(each, high=Decimal(50))
    found = year_terms(each, [each, wide, each, each])
    assert (found.low, found.high) == (Decimal(40), Decimal(110))


def test_benchmark_of_what_is_added_up_is_added_up() -> None:
    each = terms(policy=rag.RatingPolicy.BENCHMARK, benchmark=Decimal(30))
    assert year_terms(each, [each] * 4).benchmark == Decimal(120)


def test_year_of_which_a_part_had_no_target_has_none() -> None:
    unknown = terms(target_state=rag.TargetState.TBC, target=None)
    found = year_terms(terms(), [unknown, unknown, terms(), terms()])
    assert (found.target, found.target_state) == (None, rag.TargetState.TBC)
    result = rag.rate(found, Figure(Decimal(400)), YEAR_END, return_state=rag.ReturnState.SUBMITTED)
    assert result.status is rag.Status.TARGET_TBC


@pytest.mark.parametrize(
    ("basis", "unit"),
    [
        (Basis.PERIOD, PERCENT),
        (Basis.SNAPSHOT, COUNT),
        (Basis.CUMULATIVE_TOTAL, COUNT),
        (Basis.ROLLING, RATE),
    ],
)
def test_any_other_measure_has_the_years_own_target(basis: Basis, unit: Unit) -> None:
    each = terms(unit, basis)
    found = year_terms(each, [typed(each, 60), typed(each, 70), typed(each, 80), typed(each, 95)])
    assert found == each
    result = rag.rate(found, Figure(Decimal(100)), YEAR_END, return_state=rag.ReturnState.SUBMITTED)
    assert (result.status, result.target) == (rag.Status.GREEN, Decimal(100))


def test_running_total_is_rated_against_the_whole_year() -> None:
    profile = rag.Profile(rag.ProfileMethod.LINEAR)
    each = terms(basis=Basis.CUMULATIVE_TOTAL, target=Decimal(13_000), profile=profile)
    result = rag.rate(
        year_terms(each, [each] * 4),
        Figure(Decimal(12_000)),
        YEAR_END,
        return_state=rag.ReturnState.SUBMITTED,
    )
    assert (result.status, result.target) == (rag.Status.RED, Decimal(13_000))
    assert "to date" not in result.sentence


@given(
    st.lists(st.integers(1, 500), min_size=1, max_size=4),
    st.integers(0, 40),
    st.sampled_from([rag.Polarity.MAX, rag.Polarity.MIN]),
)
def test_year_of_quarters_that_each_met_their_target_is_green(
    targets: list[int], above: int, polarity: rag.Polarity
) -> None:
    each = terms(polarity=polarity)
    year = year_terms(each, [typed(each, target) for target in targets])
    better = above if polarity is rag.Polarity.MAX else -above
    total = sum(targets) + better * len(targets)
    result = rag.rate(
        year, Figure(Decimal(total)), YEAR_END, return_state=rag.ReturnState.SUBMITTED
    )
    assert result.status is rag.Status.GREEN


@given(st.lists(st.integers(50, 500), min_size=1, max_size=4), st.integers(3, 10))
def test_year_of_quarters_that_are_each_amber_is_amber(targets: list[int], short: int) -> None:
    each = terms()
    year = year_terms(each, [typed(each, target) for target in targets])
    total = sum(target - short for target in targets)
    result = rag.rate(
        year, Figure(Decimal(total)), YEAR_END, return_state=rag.ReturnState.SUBMITTED
    )
    assert result.status is rag.Status.AMBER
