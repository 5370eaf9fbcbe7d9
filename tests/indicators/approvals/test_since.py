"""What changed on a return since its last period."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.approvals.since import NOTHING, Since, since_of
from indicators.models import Measure, Period, Return
from indicators.rules.periods import OUTTURN, Quarter
from tests.factories import (
    EXPLAINED,
    Q2,
    approved,
    make_history,
    make_measure,
    make_return,
    make_terms,
    submitted,
)

pytestmark = pytest.mark.django_db

Q1, LAST_YEAR = Quarter(2017, 1), Quarter(2016, 3)


def since(return_: Return) -> Since:
    found = Return.objects.with_everything().get(pk=return_.pk)
    return since_of([found])[found.pk]


def test_better_figure_says_by_how_much() -> None:
    make_history(make_measure(), {Q1: "70", Q2: "79.5"}, **EXPLAINED)
    assert since(submitted(make_return(), "82")) == Since(
        period="2017/18 Q2",
        value="79.5%",
        movement="up 2.5 percentage points, better",
        verdict="better",
        was="Was amber in 2017/18 Q2",
    )


def test_worse_figure_of_the_same_colour_has_no_colour_to_tell() -> None:
    make_history(make_measure(), {Q2: "85"})
    assert since(submitted(make_return(), "81")) == Since(
        "2017/18 Q2", "85.0%", "down 4.0 percentage points, worse", "worse"
    )


def test_first_figure_has_nothing_to_compare_with() -> None:
    assert since(submitted(make_return())) == Since(movement=NOTHING)


def test_figure_that_nobody_approved_is_no_comparison() -> None:
    make_terms(make_measure())
    submitted(make_return(quarter=Q2), "79")
    assert since(submitted(make_return(), "82")) == Since()


def test_gap_is_bridged_to_the_last_figure_that_was_returned() -> None:
    make_history(make_measure(), {Q1: "80"})
    make_return(quarter=Q2)
    found = since(submitted(make_return(), "82"))
    assert (found.period, found.movement) == (
        "2017/18 Q1",
        "up 2.0 percentage points, better",
    )


def test_running_total_is_compared_with_the_same_quarter_last_year() -> None:
    measure = make_measure(value_type="count", decimals=0)
    terms = {"basis": "CUMULATIVE_TOTAL", "target": Decimal(100), "profile": "LINEAR"}
    for year in (2016, 2017):
        make_terms(measure, year, **terms)
    make_history(measure, {LAST_YEAR: "80", Q2: "60"})
    found = since(submitted(make_return(), "90"))
    assert (found.period, found.value, found.movement) == ("2016/17 Q3", "80", "up 10, better")


def test_running_total_of_the_first_year_is_not_compared() -> None:
    measure = make_measure(value_type="count", decimals=0)
    make_terms(measure, basis="CUMULATIVE_TOTAL", target=Decimal(100), profile="LINEAR")
    make_history(measure, {Q2: "60"})
    found = since(submitted(make_return(), "90"))
    assert (found.period, found.value, found.movement, found.verdict) == (
        "2017/18 Q2",
        "60",
        "a running total, so not comparable",
        "",
    )


def test_period_before_without_a_figure_says_so() -> None:
    make_terms(make_measure())
    approved(make_return(quarter=Q2), None, no_value_reason="NO_CASES")
    found = since(submitted(make_return(), "82"))
    assert (found.value, found.movement, found.was) == (
        "no figure",
        "",
        "Was no cases in 2017/18 Q2",
    )


def test_no_figure_now_has_no_movement() -> None:
    make_history(make_measure(), {Q2: "85"})
    found = since(submitted(make_return(), None, no_value_reason="NO_CASES"))
    assert (found.value, found.movement, found.was) == (
        "85.0%",
        "",
        "Was green in 2017/18 Q2",
    )


def test_whole_year_is_compared_with_the_whole_year_before() -> None:
    measure = make_measure()
    make_history(measure, {Quarter(2016, 4): "90", Quarter(2017, 4): "95"})
    outturns = [outturn(measure, year) for year in (2016, 2017)]
    approved(outturns[0], "85")
    found = since(submitted(outturns[1], "88"))
    assert (found.period, found.value, found.movement) == (
        "2016/17 outturn",
        "85.0%",
        "up 3.0 percentage points, better",
    )


def test_year_of_quarters_with_a_range_each_is_told_by_the_range_of_the_year() -> None:
    measure = make_measure(value_type="count", decimals=0)
    each_quarter = {"polarity": "RANGE", "target": None, "low": Decimal(10), "high": Decimal(20)}
    for year in (2016, 2017):
        make_terms(measure, year, basis="PERIOD", **each_quarter)
    outturns = [outturn(measure, year) for year in (2016, 2017)]
    approved(outturns[0], "60", **EXPLAINED)
    found = since(submitted(outturns[1], "70", **EXPLAINED))
    # Both within 40 to 80; 10 to 20 is what one quarter should be.
    assert (found.movement, found.verdict) == ("up 10, no change in distance from target", "")


def outturn(measure: Measure, year: int) -> Return:
    """The return of a whole year, asked for beside its quarters."""
    day = Quarter(year, 4).end
    period = Period.objects.create(year=year, number=OUTTURN, due_on=day, opened_on=day)
    return Return.objects.create(measure=measure, period=period, terms=measure.terms.get(year=year))


@pytest.mark.parametrize("number", [1, 6])
def test_changes_are_read_with_as_many_queries_for_one_as_for_many(number: int) -> None:
    for ref in range(number):
        make_terms(make_measure(str(ref)))
    for ref in range(number):
        approved(make_return(str(ref), Q2), "79")
    for ref in range(number):
        submitted(make_return(str(ref)), "82")
    waiting = list(
        Return.objects.filter(state="SUBMITTED")
        .with_everything()
        .select_related("terms__measure")
        .prefetch_related("terms__period_targets")
    )
    with CaptureQueriesContext(connection) as asked:
        assert {each.value for each in since_of(waiting).values()} == {"79.0%"}
    assert len(asked) == 2
