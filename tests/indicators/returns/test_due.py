"""What is due for a person, in which order."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Return
from indicators.returns.approving import send_back
from indicators.returns.closing import acknowledge_missing, close_period
from indicators.returns.due import DueRow, PeriodTasks, ServiceTasks, next_to_do, tasks
from organisation.access import access_of
from organisation.models import Person
from tests.factories import (
    DUE,
    TODAY,
    approved,
    entered,
    make_approver,
    make_measure,
    make_officer,
    make_performance,
    make_service,
    make_terms,
    open_quarter,
    submitted,
)

pytestmark = pytest.mark.django_db


def row(ref: str, state: str, *, is_left: bool = True, reason: str = "") -> DueRow:
    return DueRow(ref, f"Measure {ref}", f"/returns/2017-18-q3/{ref}/", state, is_left, reason)


def quarter_with(*refs: str) -> dict[str, Return]:
    """An open quarter with a return for each ref."""
    for ref in refs:
        make_terms(make_measure(ref))
    open_quarter(due_on=DUE)
    return {each.measure.ref: each for each in Return.objects.select_related("measure")}


def following(person: Person, after: Return | None = None) -> str | None:
    found = next_to_do(access_of(person, TODAY), after)
    return found.measure.ref if found else None


def officer() -> Person:
    return make_officer(make_service())


def test_tasks_are_by_service_in_order_of_ref_with_their_state() -> None:
    made = quarter_with("2", "10", "1", "3", "4")
    entered(made["10"])
    approved(made["1"])
    submitted(made["3"])
    send_back(submitted(made["4"]), reason="No.", by=make_approver(make_service()), on=TODAY)
    assert tasks(access_of(officer(), TODAY), TODAY) == [
        PeriodTasks(
            name="2017/18 Q3",
            prose="Quarter 3, October to December 2017",
            due="due 12 January 2018, 3 days late",
            is_late=True,
            left=3,
            total=5,
            services=(
                ServiceTasks(
                    "Children",
                    "People",
                    3,
                    (
                        row("1", "Approved", is_left=False),
                        row("2", "Not started"),
                        row("3", "Submitted", is_left=False),
                        row("4", "Sent back", reason="No."),
                        row("10", "Draft"),
                    ),
                ),
            ),
        )
    ]


def test_reason_stays_in_sight_while_one_mends() -> None:
    made = quarter_with("1")
    send_back(submitted(made["1"]), reason="No.", by=make_approver(make_service()), on=TODAY)
    entered(made["1"], "83")
    [period] = tasks(access_of(officer(), TODAY), TODAY)
    assert period.services[0].rows == (row("1", "Draft", reason="No."),)


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2018, 1, 10), "2 returns to do, due 12 January 2018, in 2 days."),
        (date(2018, 1, 11), "2 returns to do, due 12 January 2018, in 1 day."),
        (date(2018, 1, 12), "2 returns to do, due today, 12 January 2018."),
        (date(2018, 1, 13), "2 returns to do, due 12 January 2018, 1 day late."),
    ],
)
def test_due_date_is_said_in_words(on: date, words: str) -> None:
    quarter_with("1", "2")
    [period] = tasks(access_of(officer(), on), on)
    assert (period.in_words, period.is_late) == (words, on > DUE)


def test_what_is_left_is_said_in_one_sentence() -> None:
    made = quarter_with("1", "2")
    submitted(made["1"])
    [period] = tasks(access_of(officer(), TODAY), TODAY)
    assert period.in_words == "1 of 2 returns left to do, due 12 January 2018, 3 days late."
    submitted(made["2"])
    [period] = tasks(access_of(officer(), TODAY), TODAY)
    assert period.in_words == "All 2 returns are submitted."


def test_officer_sees_only_the_own_services() -> None:
    quarter_with("1")
    assert tasks(access_of(make_officer(make_service("Housing")), TODAY), TODAY) == []


def test_performance_team_sees_all_services() -> None:
    make_terms(make_measure("9", service=make_service("Housing", "Place")))
    indicator = make_measure("I1", kind="INDICATOR")
    make_terms(indicator)
    indicator.service = None
    indicator.save()
    quarter_with("1")
    [period] = tasks(access_of(make_performance(), TODAY), TODAY)
    assert [(each.service, each.directorate) for each in period.services] == [
        ("Indicators of the borough", ""),
        ("Children", "People"),
        ("Housing", "Place"),
    ]


def test_closed_period_is_no_task() -> None:
    made = quarter_with("1")
    acknowledge_missing(made["1"], reason="Failed.", by=make_performance(), on=TODAY)
    close_period(made["1"].period, by=make_performance(), on=TODAY)
    assert tasks(access_of(officer(), TODAY), TODAY) == []


def test_next_one_follows_the_last_and_begins_again() -> None:
    made = quarter_with("1", "2", "10")
    assert following(officer()) == "1"
    submitted(made["2"])
    assert following(officer(), made["2"]) == "10"
    submitted(made["10"])
    assert following(officer(), made["10"]) == "1"
    submitted(made["1"])
    assert following(officer(), made["1"]) is None


def test_what_was_sent_back_comes_first() -> None:
    made = quarter_with("1", "2", "10")
    send_back(submitted(made["10"]), reason="No.", by=make_approver(make_service()), on=TODAY)
    assert following(officer(), made["1"]) == "10"


@pytest.mark.parametrize("number", [1, 12])
def test_tasks_take_one_query(number: int) -> None:
    quarter_with(*(str(ref) for ref in range(number)))
    access = access_of(officer(), TODAY)
    with CaptureQueriesContext(connection) as asked:
        tasks(access, TODAY)
    assert len(asked) == 1
