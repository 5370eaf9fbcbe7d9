"""The year-end outturn: opened after quarter 4, suggested from the quarters, rated on the year."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Measure, Period, Rating, Return, Terms
from indicators.periods.progress import ToOpen, quarters_to_open
from indicators.returns.opening import open_period
from indicators.returns.outturn import Suggestion, asked_in, suggested, terms_in
from indicators.returns.refusals import RefusedError
from indicators.rules.periods import Quarter
from indicators.rules.rag import Basis
from tests.factories import (
    EXPLAINED,
    TODAY,
    approved,
    make_history,
    make_measure,
    make_performance,
    make_return,
    make_terms,
    open_quarter,
    submitted,
)

pytestmark = pytest.mark.django_db

OUTTURN = Quarter(2016, 5)
ON = date(2017, 5, 20)


def quarters(*values: str) -> dict[Quarter, str]:
    """Figures of the year's quarters, from the first."""
    return {Quarter(2016, number): value for number, value in enumerate(values, start=1)}


def measured(*, ref: str = "25", basis: str = "PERIOD", **fields: Any) -> Measure:
    """A count whose quarters make the year, 100 each, unless said otherwise."""
    kind: dict[str, Any] = {"value_type": "count", "decimals": 0} | fields
    measure = make_measure(ref, **kind)
    make_terms(measure, 2016, basis=basis, target=Decimal(100))
    return measure


def at_year_end(*values: str, **fields: Any) -> Return:
    """The outturn's return of a measure whose quarters are closed with these figures."""
    measure = measured(**fields)
    make_history(measure, quarters(*values), **EXPLAINED)
    return make_return(measure.ref, OUTTURN)


def said(return_: Return) -> Suggestion:
    found = suggested(return_)
    assert found is not None
    return found


# What is suggested


def test_counts_are_added_up() -> None:
    assert said(at_year_end("90", "110", "105", "99")) == Suggestion(
        Decimal(404), "The quarters add up to 404 (Q1 90, Q2 110, Q3 105, Q4 99)."
    )


def test_snapshot_is_the_last_one() -> None:
    assert said(at_year_end("90", "110", "105", "99", basis="SNAPSHOT")) == Suggestion(
        Decimal(99), "The last figure is the year’s: 99 (Q1 90, Q2 110, Q3 105, Q4 99)."
    )


def test_percentages_without_parts_make_an_estimate() -> None:
    found = said(at_year_end("80", "82", "84", "86", value_type="percent", decimals=1))
    assert (found.value, found.estimated) == (Decimal("83.0"), True)
    assert found.words == (
        "The quarters together make 83.0% (Q1 80.0%, Q2 82.0%, Q3 84.0%, Q4 86.0%). "
        "It is the mean of the quarters, so an estimate."
    )


def test_percentages_with_parts_are_the_ratio_of_their_sums() -> None:
    measure = measured(value_type="percent", decimals=1)
    for number, (top, bottom) in enumerate(((90, 100), (10, 20), (170, 200), (3, 5)), start=1):
        parts = {"numerator": Decimal(top), "denominator": Decimal(bottom)}
        return_ = make_return("25", Quarter(2016, number))
        approved(return_, None, on=return_.period.quarter.end, **parts, **EXPLAINED)
    close_all()
    found = said(make_return(measure.ref, OUTTURN))
    assert (found.value, found.estimated) == (Decimal("84.0"), False)


def test_quarter_without_cases_adds_nothing_and_is_not_missing() -> None:
    measure = measured()
    for number, value in enumerate(("90", None, "105", "99"), start=1):
        return_ = make_return(measure.ref, Quarter(2016, number))
        reason = {} if value else {"no_value_reason": "NO_CASES"}
        approved(return_, value, on=return_.period.quarter.end, **reason, **EXPLAINED)
    close_all()
    assert said(make_return("25", OUTTURN)).words == (
        "The quarters add up to 294 (Q1 90, Q2 no cases, Q3 105, Q4 99)."
    )


def test_year_is_not_put_together_while_a_quarter_is_missing() -> None:
    measure = measured()
    make_history(measure, {Quarter(2016, 2): "90", Quarter(2016, 4): "99"}, **EXPLAINED)
    assert said(make_return("25", OUTTURN)) == Suggestion(
        None, "Only 2 of 4 quarters have an approved figure, so nothing is put together."
    )


def test_half_yearly_measure_needs_its_two_quarters() -> None:
    measure = measured(frequency="HALF_YEARLY")
    make_history(measure, {Quarter(2016, 2): "90", Quarter(2016, 4): "99"}, **EXPLAINED)
    assert said(make_return("25", OUTTURN)).words == ("The quarters add up to 189 (Q2 90, Q4 99).")


def test_nothing_is_suggested_for_a_quarter() -> None:
    assert suggested(make_return()) is None


def test_figure_that_nobody_approved_is_not_counted() -> None:
    make_history(measured(), quarters("90", "110", "105"), **EXPLAINED)
    last = make_return("25", Quarter(2016, 4))
    submitted(last, "99", on=date(2017, 4, 1), **EXPLAINED)
    Period.objects.filter(pk=last.period_id).update(
        state="CLOSED", closed_on=ON, closed_by=make_performance()
    )
    assert said(make_return("25", OUTTURN)).value is None


def close_all() -> None:
    """Close the year's quarters with whatever is in them."""
    Rating.objects.update(is_frozen=True)
    Period.objects.update(state="CLOSED", closed_on=ON, closed_by=make_performance())


# What it is rated on


def test_outturn_of_a_count_is_rated_against_the_years_sum() -> None:
    return_ = approved(at_year_end("90", "110", "105", "99"), "404", on=ON)
    assert return_.rating.status == "GREEN"
    assert (return_.rating.target, return_.rating.target_words) == (Decimal(400), "400 or more")
    assert return_.rating.sentence == (
        "Green: 404 meets the target of 400 or more; amber reaches down to 380 (a tolerance of 20)"
    )


def test_quarters_that_had_targets_of_their_own_are_added_up_so() -> None:
    measure = measured()
    terms = measure.terms.get()
    terms.period_targets.create(quarter=2, target=Decimal(140))
    assert terms_in(terms, OUTTURN).target == Decimal(440)


def test_targets_that_changed_in_mid_year_are_each_taken_for_their_quarters() -> None:
    measure = measured()
    later = make_terms(measure, 2016, basis="PERIOD", from_quarter=3, target=Decimal(130))
    assert terms_in(later, OUTTURN).target == Decimal(460)
    assert [number for number, _ in asked_in(later)] == [1, 2, 3, 4]


def test_measure_that_joined_in_mid_year_is_held_to_its_own_quarters() -> None:
    measure = make_measure(value_type="count", decimals=0)
    terms = make_terms(measure, 2016, basis="PERIOD", from_quarter=3, target=Decimal(130))
    assert terms_in(terms, OUTTURN).target == Decimal(260)
    make_history(measure, {Quarter(2016, 3): "128", Quarter(2016, 4): "140"}, **EXPLAINED)
    assert said(make_return("25", OUTTURN)).words == (
        "The quarters add up to 268 (Q3 128, Q4 140)."
    )


def test_quarter_out_of_the_basket_counts_for_nothing() -> None:
    measure = measured()
    make_terms(measure, 2016, basis="PERIOD", from_quarter=2, in_force=False)
    back = make_terms(measure, 2016, basis="PERIOD", from_quarter=4, target=Decimal(100))
    assert [number for number, _ in asked_in(back)] == [1, 4]
    assert terms_in(back, OUTTURN).target == Decimal(200)


def test_range_of_a_snapshot_is_the_years_own() -> None:
    measure = make_measure(value_type="count", decimals=0)
    shape = {"polarity": "RANGE", "target": None, "low": Decimal(10), "high": Decimal(20)}
    terms = make_terms(measure, 2016, **shape)
    terms.period_targets.create(quarter=4, low=Decimal(12), high=Decimal(14))
    found = terms_in(terms, OUTTURN)
    assert (found.low, found.high) == (Decimal(10), Decimal(20))


def test_flat_measure_is_rated_against_the_years_own_target() -> None:
    measure = make_measure()
    terms = make_terms(measure, 2016)
    terms.period_targets.create(quarter=4, target=Decimal(95))
    make_history(measure, quarters("82", "82", "82", "96"), **EXPLAINED)
    return_ = approved(make_return("25", OUTTURN), "85", on=ON)
    assert (return_.rating.status, return_.rating.target) == ("GREEN", Decimal(80))


def test_running_total_is_rated_against_the_annual_target() -> None:
    measure = make_measure(value_type="count", decimals=0)
    total = {"basis": "CUMULATIVE_TOTAL", "target": Decimal(400), "profile": "LINEAR"}
    make_terms(measure, 2016, **total)
    make_history(measure, quarters("100", "205", "301", "402"), **EXPLAINED)
    return_ = approved(make_return("25", OUTTURN), "402", on=ON)
    assert return_.rating.sentence.startswith("Green: 402 meets the target of 400 or more")


def test_terms_of_a_quarter_are_its_own() -> None:
    terms = measured().terms.get()
    assert terms_in(terms, Quarter(2016, 2)) == terms.as_rules(2)
    assert terms_in(terms, Quarter(2016, 2)).basis is Basis.PERIOD


def test_years_targets_take_no_query_where_the_terms_were_read_together() -> None:
    measure = measured()
    make_terms(measure, 2016, basis="PERIOD", from_quarter=3, target=Decimal(130))
    found = Terms.objects.select_related("measure").prefetch_related(
        "period_targets", "measure__terms__period_targets"
    )
    held = list(found)
    with CaptureQueriesContext(connection) as asked:
        assert {terms_in(each, OUTTURN).target for each in held} == {Decimal(460)}
    assert len(asked) == 0


# When it is opened


def test_outturn_waits_for_quarter_4_to_be_closed() -> None:
    measured()
    open_quarter(Quarter(2016, 4))
    with pytest.raises(RefusedError) as refused:
        open_period(quarter=OUTTURN, due_on=ON, by=make_performance(), on=ON)
    assert refused.value.problems == {
        "quarter": "Close 2016/17 Q4 first: the outturn stands on its figures."
    }


def test_outturn_is_offered_once_quarter_4_is_closed_and_until_it_is_opened() -> None:
    make_history(measured(), {Quarter(2016, 4): "99"}, **EXPLAINED)
    assert quarters_to_open(TODAY) == ToOpen((Quarter(2017, 1), OUTTURN))
    open_quarter(OUTTURN)
    assert quarters_to_open(TODAY) == ToOpen((Quarter(2017, 1),))


def test_outturns_that_were_passed_over_stand_apart() -> None:
    years = {Quarter(year, 4): "99" for year in (2014, 2015, 2016)}
    make_history(measured(), years, **EXPLAINED)
    passed = (Quarter(2015, 5), Quarter(2014, 5))
    assert quarters_to_open(TODAY) == ToOpen((Quarter(2017, 1), OUTTURN), passed)
    open_quarter(OUTTURN)
    open_quarter(Quarter(2014, 5))
    assert quarters_to_open(TODAY) == ToOpen((Quarter(2017, 1),), passed[:1])


def test_outturn_asks_for_every_frequency() -> None:
    for ref, frequency in enumerate(("MONTHLY", "QUARTERLY", "HALF_YEARLY", "ANNUAL")):
        measured(ref=str(ref), frequency=frequency)
    for number in (1, 4):
        open_quarter(Quarter(2016, number))
    close_all()
    open_quarter(OUTTURN)
    asked = {each.slug: each.returns.count() for each in Period.objects.all()}
    assert asked == {"2016-17-q1": 2, "2016-17-q4": 4, "2016-17-outturn": 4}
