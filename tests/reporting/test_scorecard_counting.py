"""Counting by rating: performance measures alone, in SQL, by directorate and by outcome."""

from datetime import date
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from indicators.models import Alignment, Kind, Period
from indicators.rules.rag import Status
from organisation.models import Council
from outcomes.models import Framework, Outcome
from reporting.scorecard.counting import (
    DIRECTORATE,
    EMPTY,
    OUTCOME,
    Tally,
    tallies,
    together,
)
from tests.factories import (
    EXPLAINED,
    TODAY,
    approved,
    make_measure,
    make_return,
    make_service,
    make_terms,
    open_quarter,
    submitted,
)

pytestmark = pytest.mark.django_db


def counted(period: Period, group: str = DIRECTORATE, on: date = TODAY, **only: Any) -> Any:
    found = tallies(period, group, on=on, council=Council.current(), **only)
    return {place: dict(tally.by_status) for place, tally in found.items()}


@pytest.fixture
def period() -> Period:
    """In People a green, a red and a missing return, in Place one not approved; an indicator."""
    children, waste = make_service("Children", "People"), make_service("Waste", "Place")
    for ref in ("1", "2", "3"):
        make_terms(make_measure(ref, service=children))
    make_terms(make_measure("4", service=waste))
    indicator = make_measure("B1", service=None, kind=Kind.INDICATOR)
    indicator.service = None
    indicator.save()
    make_terms(indicator, policy="TREND_ONLY")
    period = open_quarter()
    approved(make_return("1"), "82")
    approved(make_return("2"), "50", **EXPLAINED)
    submitted(make_return("4"), "82", on=period.due_on)
    return period


def test_tallies_by_directorate_leave_indicators_out(period: Period) -> None:
    people, place = make_service().directorate_id, make_service("Waste", "Place").directorate_id
    assert counted(period) == {
        people: {Status.GREEN: 1, Status.RED: 1, Status.RED_AWAITING: 1},
        place: {Status.NOT_YET_APPROVED: 1},
    }


def test_tallies_before_the_due_date_await_nothing(period: Period) -> None:
    people = make_service().directorate_id
    assert counted(period, on=period.due_on)[people] == {
        Status.GREEN: 1,
        Status.RED: 1,
        Status.NOT_DUE: 1,
    }


def test_tallies_by_outcome_count_a_measure_under_each_of_its_outcomes(period: Period) -> None:
    framework = Framework.objects.create(code="sof", name="Framework")
    first, second = (
        Outcome.objects.create(
            framework=framework, code=f"SOF-{n}", short_name="Safe", statement="Safe", position=n
        )
        for n in (1, 2)
    )
    for outcome in (first, second):
        Alignment.objects.create(measure=make_return("2").measure, outcome=outcome)
    Alignment.objects.create(measure=make_return("1").measure, outcome=first)
    assert counted(period, OUTCOME) == {
        first.pk: {Status.GREEN: 1, Status.RED: 1},
        second.pk: {Status.RED: 1},
        None: {Status.RED_AWAITING: 1, Status.NOT_YET_APPROVED: 1},
    }


def test_tallies_are_one_query(
    period: Period, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    council = Council.current()
    with django_assert_num_queries(1):
        tallies(period, DIRECTORATE, on=TODAY, council=council)


def test_tallies_of_no_period_are_none() -> None:
    assert tallies(None, DIRECTORATE, on=TODAY, council=Council.current()) == {}


def test_a_tally_counts_every_kind_apart() -> None:
    one = Tally({Status.GREEN: 3, Status.EXCEEDED: 1, Status.RED_AWAITING: 2})
    other = Tally(
        {Status.GREEN: 1, Status.AMBER_JUDGED: 1, Status.RED: 2, Status.NO_CASES: 1}
        | {Status.TARGET_TBC: 2, Status.NOT_DUE: 4, Status.NOT_YET_APPROVED: 1}
    )
    both = together([one, other])
    assert {
        "total": both.total,
        "rated": both.rated,
        "exceeded": both.exceeded,
        "green": both.green,
        "green_in_all": both.green_in_all,
        "amber": both.amber,
        "red": both.red,
        "awaiting": both.awaiting,
        "unapproved": both.unapproved,
        "not_due": both.not_due,
        "unrated": list(both.unrated.items()),
        "returned": both.returned,
    } == {
        "total": 18,
        "rated": 10,
        "exceeded": 1,
        "green": 4,
        "green_in_all": 5,
        "amber": 1,
        "red": 2,
        "awaiting": 2,
        "unapproved": 1,
        "not_due": 4,
        "unrated": [(Status.TARGET_TBC, 2), (Status.NO_CASES, 1)],
        "returned": 11,
    }
    assert together([]) == EMPTY
