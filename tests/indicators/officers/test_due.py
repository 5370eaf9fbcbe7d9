"""What is due for a person, in which order."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Measure, Period, Return
from indicators.officers.due import (
    DueRow,
    PeriodTasks,
    ServiceTasks,
    Work,
    next_to_do,
    tasks,
)
from indicators.returns.approving import send_back
from indicators.returns.closing import acknowledge_missing, close_period
from indicators.returns.reopening import begin_correction, reopen
from organisation.access import access_of
from organisation.models import Cover, Person
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
from tests.indicators.returns.corrections import closed, let_in, sent

pytestmark = pytest.mark.django_db


def row(ref: str, state: str, *notes: str, is_left: bool = True, reason: str = "") -> DueRow:
    url = f"/returns/2017-18-q3/{ref}/"
    return DueRow(ref, f"Measure {ref}", url, state, is_left, reason, notes)


def quarter_with(*refs: str) -> dict[str, Return]:
    """An open quarter with a return for each ref."""
    for ref in refs:
        make_terms(make_measure(ref))
    open_quarter(due_on=DUE)
    return {each.measure.ref: each for each in Return.objects.select_related("measure")}


def following(person: Person, after: Return | None = None) -> str | None:
    found = next_to_do(Work.read(access_of(person, TODAY), TODAY), after)
    return found.measure.ref if found else None


def officer() -> Person:
    return make_officer(make_service())


def set_dates(period: Period, *, enter_until: date) -> None:
    Period.objects.filter(pk=period.pk).update(enter_until=enter_until)


def test_tasks_are_by_service_in_order_of_ref_with_their_state() -> None:
    made = quarter_with("2", "10", "1", "3", "4", "5")
    entered(made["10"])
    entered(made["5"], None, no_value_reason="AWAITING")
    entered(made["2"], None, commentary="No figure yet.")
    approved(made["1"])
    submitted(made["3"])
    send_back(submitted(made["4"]), reason="No.", by=make_approver(make_service()), on=TODAY)
    assert tasks(Work.read(access_of(officer(), TODAY), TODAY)) == [
        PeriodTasks(
            name="2017/18 Q3",
            slug="2017-18-q3",
            prose="Quarter 3, October to December 2017",
            due="due 12 January 2018, 3 days late",
            is_late=True,
            left=4,
            total=6,
            services=(
                ServiceTasks(
                    "Children",
                    "People",
                    4,
                    (
                        row("1", "Approved", is_left=False),
                        row("2", "Draft"),
                        row("3", "Submitted", is_left=False),
                        row("4", "Sent back", reason="No."),
                        row("5", "Draft", "Awaiting information"),
                        row("10", "Ready to submit"),
                    ),
                    "people_children",
                ),
            ),
        )
    ]


def test_reason_stays_in_sight_while_one_mends() -> None:
    made = quarter_with("1")
    send_back(submitted(made["1"]), reason="No.", by=make_approver(make_service()), on=TODAY)
    entered(made["1"], "83")
    [period] = tasks(Work.read(access_of(officer(), TODAY), TODAY))
    assert period.services[0].rows == (row("1", "Ready to submit", reason="No."),)


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
    [period] = tasks(Work.read(access_of(officer(), on), on))
    assert (period.in_words, period.is_late) == (words, on > DUE)


def test_what_is_left_is_said_in_one_sentence() -> None:
    made = quarter_with("1", "2")
    submitted(made["1"])
    [period] = tasks(Work.read(access_of(officer(), TODAY), TODAY))
    assert period.in_words == "1 of 2 returns left to do, due 12 January 2018, 3 days late."
    submitted(made["2"])
    [period] = tasks(Work.read(access_of(officer(), TODAY), TODAY))
    assert period.in_words == "All 2 returns are submitted."


def test_officer_sees_only_the_own_services() -> None:
    quarter_with("1")
    assert tasks(Work.read(access_of(make_officer(make_service("Housing")), TODAY), TODAY)) == []


def test_performance_team_sees_all_services() -> None:
    make_terms(make_measure("9", service=make_service("Housing", "Place")))
    indicator = make_measure("I1", kind="INDICATOR")
    make_terms(indicator)
    indicator.service = None
    indicator.save()
    quarter_with("1")
    [period] = tasks(Work.read(access_of(make_performance(), TODAY), TODAY))
    assert [(each.service, each.directorate) for each in period.services] == [
        ("Indicators of the borough", ""),
        ("Children", "People"),
        ("Housing", "Place"),
    ]


def test_closed_period_is_no_task() -> None:
    made = quarter_with("1")
    acknowledge_missing(made["1"], reason="Failed.", by=make_performance(), on=TODAY)
    close_period(made["1"].period, by=make_performance(), on=TODAY)
    assert tasks(Work.read(access_of(officer(), TODAY), TODAY)) == []


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
def test_tasks_take_two_queries(number: int) -> None:
    quarter_with(*(str(ref) for ref in range(number)))
    access = access_of(officer(), TODAY)
    with CaptureQueriesContext(connection) as asked:
        tasks(Work.read(access, TODAY))
    assert len(asked) == 2  # the returns, and where this person was let in


# Whose they are


def test_own_measures_come_first_and_say_so() -> None:
    quarter_with("1", "2", "3")
    me = officer()
    Measure.objects.filter(ref="3").update(lead=me)
    Measure.objects.filter(ref="2").update(deputy=me, lead=make_officer(make_service(), "Otto"))
    [period] = tasks(Work.read(access_of(me, TODAY), TODAY))
    assert period.services[0].rows == (
        row("2", "Not started", "You are its deputy"),
        row("3", "Not started", "You are its lead"),
        row("1", "Not started"),
    )
    assert [following(me), following(me, Return.objects.get(measure__ref="3"))] == ["2", "1"]


def test_who_covers_sees_the_returns_of_the_absent() -> None:
    quarter_with("1")
    absent, by = officer(), make_officer(make_service("Housing"), "Harry")
    Cover.objects.create(absent=absent, by=by, starts_on=TODAY, ends_on=TODAY)
    access = access_of(by, TODAY)
    assert [each.service for each in tasks(Work.read(access, TODAY))[0].services] == ["Children"]


# What is locked, and what is corrected


def test_grace_is_said_while_late_returns_are_taken() -> None:
    made = quarter_with("1")
    set_dates(made["1"].period, enter_until=date(2018, 1, 22))
    [period] = tasks(Work.read(access_of(officer(), TODAY), TODAY))
    assert (period.locked, period.until) == (
        "",
        "Late returns can be entered until 22 January 2018.",
    )


def test_locked_period_says_so_and_offers_only_what_was_sent_back() -> None:
    made = quarter_with("1", "2")
    send_back(submitted(made["2"]), reason="No.", by=make_approver(make_service()), on=TODAY)
    set_dates(made["1"].period, enter_until=DUE)
    [period] = tasks(Work.read(access_of(officer(), TODAY), TODAY))
    assert period.locked.startswith("2017/18 Q3 is locked for entering;")
    assert following(officer()) == "2"
    submitted(made["2"])
    assert following(officer()) is None


def test_who_was_let_in_is_told_until_when() -> None:
    made = quarter_with("1")
    set_dates(made["1"].period, enter_until=DUE)
    me = officer()
    reopen(
        made["1"].period,
        people=[me],
        until=date(2018, 1, 20),
        reason="The register was down.",
        by=make_performance(),
        on=TODAY,
    )
    [period] = tasks(Work.read(access_of(me, TODAY), TODAY))
    assert (period.locked, period.until) == ("", "2017/18 Q3 is open to you until 20 January 2018.")
    assert following(me) == "1"
    [other] = tasks(Work.read(access_of(make_officer(make_service(), "Otto"), TODAY), TODAY))
    assert other.locked.startswith("2017/18 Q3 is locked")


def test_correction_of_a_closed_period_is_a_task() -> None:
    made = quarter_with("1")
    me, team = officer(), make_performance()
    approved(made["1"])
    close_period(made["1"].period, by=team, on=TODAY)
    reopen(
        made["1"].period,
        people=[me],
        until=date(2018, 1, 20),
        reason="Wrong register.",
        by=team,
        on=TODAY,
    )
    begin_correction(made["1"], reason="Counted twice.", by=me, on=TODAY)
    [period] = tasks(Work.read(access_of(me, TODAY), TODAY))
    assert period.in_words == "1 return to do, corrections of a closed period."
    assert period.services[0].rows[0].notes == ("Correction: Counted twice.",)


def test_what_awaits_information_is_not_offered_as_the_next() -> None:
    made = quarter_with("1", "2")
    entered(made["1"], None, no_value_reason="AWAITING")
    assert following(officer()) == "2"
    submitted(made["2"])
    assert following(officer()) is None


def test_one_return_that_is_sent_is_no_plural() -> None:
    submitted(quarter_with("1")["1"])
    [period] = tasks(Work.read(access_of(officer(), TODAY), TODAY))
    assert period.in_words == "The one return is submitted."


@pytest.mark.parametrize(
    ("who", "days", "may"),
    [
        ("let in", 0, True),
        ("let in", 9, False),
        ("not let in", 0, False),
        ("performance", 9, True),
    ],
)
def test_correction_that_was_sent_back_is_next_for_those_who_may_mend_it(
    who: str, days: int, may: bool
) -> None:
    made = sent(closed(), "84")
    send_back(made, reason="Which?", by=make_approver(make_service()), on=TODAY)
    person = {
        "let in": officer(),
        "not let in": make_officer(make_service(), "Otto"),
        "performance": make_performance(),
    }[who]
    day = TODAY + timedelta(days=days)
    found = next_to_do(Work.read(access_of(person, day), day))
    assert found == (made if may else None)


def test_whoever_was_let_in_before_it_closed_is_not_let_in_to_correct() -> None:
    return_ = approved(quarter_with("25")["25"])
    set_dates(return_.period, enter_until=DUE)
    let_in(return_)
    later = TODAY + timedelta(days=1)
    Period.objects.update(state="CLOSED", closed_on=later, closed_by=make_performance())
    assert Work.read(access_of(officer(), later), later).until == {}
