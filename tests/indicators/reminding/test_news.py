"""What is told of a return that was sent back or approved, of corrections and of locked periods."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from indicators.models import (
    Period,
    PeriodState,
    Reminder,
    Reopening,
    Return,
    State,
)
from indicators.reminding.matters import due
from indicators.returns.approving import approve, send_back
from indicators.returns.submitting import submit
from tests.factories import (
    make_approver,
    make_officer,
    make_performance,
    make_service,
    submitted,
)
from tests.indicators.reminding.chased import (
    DUE,
    head_of,
    leaves,
    led,
    make_chased,
    person,
    put,
    remember,
    told,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATE = DUE + 5 * DAY
LEAD = "Lena Lead"


# Sent back and approved


def test_sent_back_is_told_once_for_each_time_to_who_submitted_it() -> None:
    officer = make_officer(make_service(), "Olga Officer")
    return_ = put(led(), State.SENT_BACK, by=officer, on=DUE)
    return_.submitted_by = officer
    return_.save()
    early = DUE - 10 * DAY
    assert told(early) == [("Olga Officer", "SENT_BACK", "25")]
    remember(early)
    assert told(early) == []
    Return.objects.update(edit=5)
    assert told(early) == [("Olga Officer", "SENT_BACK", "25")]
    remember(early)
    occasions = Reminder.objects.order_by("id").values_list("occasion", flat=True)
    assert list(occasions) == [1, 5]


def test_sent_back_without_a_submitter_is_told_to_the_lead() -> None:
    put(led(), State.SENT_BACK, by=make_performance(), on=DUE)
    assert told(DUE - 10 * DAY) == [(LEAD, "SENT_BACK", "25")]


@pytest.mark.parametrize("gone", ["left", "elsewhere"])
def test_sent_back_is_told_to_the_lead_where_the_submitter_is_gone(gone: str) -> None:
    officer = make_officer(make_service(), "Olga Officer")
    return_ = put(led(), State.SENT_BACK, by=officer, on=DUE)
    Return.objects.filter(pk=return_.pk).update(submitted_by=officer)
    if gone == "left":
        leaves(officer)
    else:
        officer.appointments.all().delete()
    assert told(DUE - 10 * DAY) == [(LEAD, "SENT_BACK", "25")]


def test_sent_back_by_the_deed_is_told_to_who_submitted_it() -> None:
    return_ = make_chased()
    Return.objects.update(value=None, commentary="")
    service = make_service()
    return_.measure.lead = make_officer(service, LEAD)
    return_.measure.save()
    submitted(return_, on=DUE - 8 * DAY)
    send_back(return_, reason="Look again.", by=make_approver(service), on=DUE - 8 * DAY)
    assert told(DUE - 8 * DAY) == [("Officer of Children", "SENT_BACK", "25")]


def test_sent_back_is_overdue_too_but_not_escalated_until_it_is_worked_on() -> None:
    return_ = led()
    head_of(make_service())
    put(return_, State.SENT_BACK, by=make_performance(), on=DUE)
    assert {kind for _, kind, _ in told(LATE)} == {"SENT_BACK", "OVERDUE"}
    put(return_, State.DRAFT, by=make_performance(), on=DUE)
    assert {kind for _, kind, _ in told(LATE)} == {"OVERDUE", "ESCALATED"}


def test_sent_back_twice_is_told_to_who_submitted_it_last() -> None:
    return_, service = make_chased(), make_service()
    Return.objects.update(value=None, commentary="")
    early = DUE - 8 * DAY
    submitted(return_, on=early)
    approver = make_approver(service)
    send_back(return_, reason="Look again.", by=approver, on=early)
    submit(return_, by=make_officer(service, "Olga Officer"), on=early)
    send_back(return_, reason="And again.", by=approver, on=early)
    assert told(early) == [("Olga Officer", "SENT_BACK", "25")]


def test_sent_back_and_overdue_are_both_remembered() -> None:
    return_ = put(led(), State.SENT_BACK, by=make_performance(), on=DUE)
    assert told(DUE + DAY) == [(LEAD, "OVERDUE", "25"), (LEAD, "SENT_BACK", "25")]
    remember(DUE + DAY)
    assert told(DUE + 2 * DAY) == []
    assert {each.of.pk for each in Reminder.objects.all()} == {return_.pk}


def test_approved_by_the_deed_is_told_once_to_who_submitted_it() -> None:
    return_ = make_chased()
    Return.objects.update(value=None, commentary="")
    submitted(return_, on=DUE - DAY)
    approve(return_, by=make_approver(make_service()), on=DUE)
    assert told(DUE) == [("Officer of Children", "APPROVED", "25")]
    remember(DUE)
    assert told(DUE + DAY) == []


@pytest.mark.parametrize(("days", "expected"), [(0, 1), (6, 1), (7, 0)])
def test_approval_is_news_for_a_week(days: int, expected: int) -> None:
    put(led(), State.APPROVED, by=make_officer(make_service(), LEAD), on=DUE)
    assert len(told(DUE + days * DAY)) == expected


def test_approval_is_told_to_nobody_where_the_submitter_has_left() -> None:
    officer = make_officer(make_service(), "Olga Officer")
    put(led(), State.APPROVED, by=officer, on=DUE)
    leaves(officer)
    assert told(DUE) == []


@pytest.mark.parametrize("state", [State.SENT_BACK, State.APPROVED, State.DRAFT])
def test_correction_of_a_closed_period_is_told_of_when_sent_back_or_approved(state: State) -> None:
    officer = make_officer(make_service(), LEAD)
    old = put(led(), State.APPROVED, by=officer, on=DUE)
    Period.objects.update(state=PeriodState.CLOSED, closed_on=DUE, closed_by=make_performance())
    Return.objects.filter(pk=old.pk).update(is_current=state != State.APPROVED)
    made = Return.objects.create(
        measure=old.measure,
        period=old.period,
        terms=old.terms,
        version=2,
        corrects=old,
        correction_reason="Counted twice.",
        is_current=state == State.APPROVED,
        value=Decimal(1),
    )
    put(made, state, by=officer, on=LATE)
    expected = [] if state == State.DRAFT else [(LEAD, state.value, "25")]
    assert told(LATE) == expected


# Locked periods


def shut(on: date) -> dict[str, bool]:
    return {each.kind.value: each.is_shut for each in due(on).matters}


def test_locked_period_is_said_to_be_so() -> None:
    led()
    head_of(make_service())
    Period.objects.update(enter_until=LATE)
    assert shut(LATE) == {"OVERDUE": False, "ESCALATED": False}
    assert shut(LATE + DAY) == {"OVERDUE": True, "ESCALATED": False}


def test_locked_period_is_open_for_who_was_let_in_until_the_last_day() -> None:
    return_ = led(deputy="Dan Deputy")
    Period.objects.update(locked_on=DUE, locked_by=make_performance())
    made = Reopening.objects.create(
        period=return_.period, until=LATE, reason="-", by=make_performance(), made_on=DUE
    )
    made.people.add(person())
    closed = {
        on: {each.person.name: each.is_shut for each in due(on).matters}
        for on in (LATE, LATE + DAY)
    }
    assert closed == {
        LATE: {LEAD: False, "Dan Deputy": True},
        LATE + DAY: {LEAD: True, "Dan Deputy": True},
    }


def test_what_was_sent_back_can_be_mended_in_a_locked_period() -> None:
    put(led(), State.SENT_BACK, by=make_performance(), on=DUE)
    Period.objects.update(enter_until=DUE)
    assert shut(DUE + DAY) == {"SENT_BACK": False, "OVERDUE": False}
