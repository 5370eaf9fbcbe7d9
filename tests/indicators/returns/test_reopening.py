"""Dates, lock, letting in, corrections: what each does, and to whom it is refused."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from indicators.models import Period, Rating, Reopening, Return, State
from indicators.returns.approving import approve, send_back
from indicators.returns.closing import close_period
from indicators.returns.entering import Entry, entry_of, save_draft
from indicators.returns.refusals import RefusedError
from indicators.returns.reopening import (
    begin_correction,
    change_dates,
    end_reopening,
    lock_period,
    reopen,
    unlock_period,
)
from indicators.returns.submitting import submit
from organisation.access import NotAllowedError
from organisation.models import Change, Person
from tests.factories import (
    DUE,
    EXPLAINED,
    TODAY,
    approved,
    entered,
    make_approver,
    make_officer,
    make_performance,
    make_return,
    make_service,
    submitted,
)

pytestmark = pytest.mark.django_db
WHY = "The clinic sent its figures late."


def team() -> Person:
    return make_performance()


def officer() -> Person:
    return make_officer(make_service())


def locked() -> Return:
    return_ = make_return()
    lock_period(return_.period, reason=WHY, by=team(), on=TODAY)
    return_.period.refresh_from_db()
    return return_


def closed(value: str = "82") -> Return:
    return_ = approved(make_return(), value)
    close_period(return_.period, by=team(), on=TODAY)
    return_.refresh_from_db()
    return return_


def let_in(return_: Return, *, until: date = TODAY) -> Reopening:
    return reopen(return_.period, people=[officer()], until=until, reason=WHY, by=team(), on=TODAY)


def corrected(value: str = "83") -> Return:
    old = closed()
    let_in(old)
    correction = begin_correction(old, reason=WHY, by=officer(), on=TODAY)
    save_draft(correction, Entry(value=Decimal(value)), by=officer(), on=TODAY)
    submit(correction, by=officer(), on=TODAY)
    return approve(correction, by=make_approver(make_service()), on=TODAY)


# Dates


def test_dates_move_with_a_reason() -> None:
    period = make_return().period
    change_dates(
        period,
        due_on=date(2018, 1, 19),
        enter_until=date(2018, 1, 26),
        reason=WHY,
        by=team(),
        on=TODAY,
    )
    changed = Change.objects.filter(deed="period's dates changed").order_by("id")
    assert list(changed.values_list("field", "before", "after")) == [
        ("due on", "2018-01-12", "2018-01-19"),
        ("grace ends on", "", "2018-01-26"),
    ]


@pytest.mark.parametrize(
    ("due_on", "enter_until", "field"),
    [
        (date(2017, 12, 30), None, "due_on"),
        (DUE, DUE - timedelta(days=1), "enter_until"),
    ],
)
def test_dates_that_make_no_sense_are_refused(
    due_on: date, enter_until: date | None, field: str
) -> None:
    period = make_return().period
    with pytest.raises(RefusedError) as refused:
        change_dates(
            period, due_on=due_on, enter_until=enter_until, reason=WHY, by=team(), on=TODAY
        )
    assert list(refused.value.problems) == [field]


# Lock


def test_locked_period_takes_nothing_from_an_officer() -> None:
    return_ = locked()
    with pytest.raises(RefusedError, match=r"2017/18 Q3 is locked for entering\. Ask"):
        entered(return_)


def test_period_locks_itself_after_the_last_day_of_grace() -> None:
    return_ = make_return()
    Period.objects.update(enter_until=TODAY)
    entered(return_, on=TODAY)
    with pytest.raises(RefusedError, match="locked"):
        entered(return_, "83", on=TODAY + timedelta(days=1))


def test_what_was_sent_back_is_mended_whatever_the_lock() -> None:
    return_ = submitted(make_return())
    send_back(return_, reason="Typing error.", by=make_approver(make_service()), on=TODAY)
    lock_period(return_.period, reason=WHY, by=team(), on=TODAY)
    submit(entered(return_, "83"), by=officer(), on=TODAY)


def test_approving_goes_on_while_locked() -> None:
    return_ = submitted(make_return())
    lock_period(return_.period, reason=WHY, by=team(), on=TODAY)
    assert approve(return_, by=make_approver(make_service()), on=TODAY).state == State.APPROVED


def test_unlocked_period_takes_entries_again() -> None:
    return_ = locked()
    unlock_period(return_.period, enter_until=None, reason=WHY, by=team(), on=TODAY)
    assert entered(return_).state == State.DRAFT


def test_named_person_enters_while_locked_until_the_day() -> None:
    return_ = locked()
    let_in(return_, until=TODAY + timedelta(days=2))
    entered(return_, "82", on=TODAY + timedelta(days=2))
    with pytest.raises(RefusedError):
        entered(return_, "83", on=TODAY + timedelta(days=3))


def test_somebody_else_is_not_let_in() -> None:
    return_ = locked()
    let_in(return_)
    other = make_officer(make_service(), "Second officer")
    with pytest.raises(RefusedError):
        save_draft(return_, Entry(value=Decimal(82)), by=other, on=TODAY)


def test_reopening_is_ended_from_the_next_day() -> None:
    return_ = locked()
    made = let_in(return_, until=TODAY + timedelta(days=5))
    end_reopening(made, by=team(), on=TODAY)
    entered(return_, "82", on=TODAY)
    with pytest.raises(RefusedError):
        entered(return_, "83", on=TODAY + timedelta(days=1))


@pytest.mark.parametrize("reason", ["", "  "])
def test_every_deed_of_the_team_needs_a_reason(reason: str) -> None:
    period = make_return().period
    with pytest.raises(RefusedError, match="Give the reason"):
        lock_period(period, reason=reason, by=team(), on=TODAY)


def test_only_the_performance_team_locks() -> None:
    period = make_return().period
    with pytest.raises(NotAllowedError):
        lock_period(period, reason=WHY, by=officer(), on=TODAY)


def test_open_period_is_not_reopened() -> None:
    with pytest.raises(RefusedError, match="everybody can enter"):
        let_in(make_return())


def test_people_who_enter_nothing_are_not_let_in() -> None:
    return_ = locked()
    with pytest.raises(RefusedError, match="can't enter returns of any service"):
        reopen(
            return_.period,
            people=[make_approver(make_service())],
            until=TODAY,
            reason=WHY,
            by=team(),
            on=TODAY,
        )


# Corrections


def test_closed_return_is_not_changed_itself() -> None:
    return_ = closed()
    let_in(return_)
    with pytest.raises(RefusedError, match="is closed"):
        save_draft(return_, Entry(value=Decimal(83)), by=officer(), on=TODAY)


def test_correction_starts_as_a_copy() -> None:
    old = approved(make_return(), "50", **EXPLAINED, commentary="As it was.")
    close_period(old.period, by=team(), on=TODAY)
    let_in(old)
    made = begin_correction(old, reason=WHY, by=officer(), on=TODAY)
    assert entry_of(made) == entry_of(old)
    assert (made.version, made.is_current, made.state) == (2, False, "DRAFT")


def test_old_version_counts_until_the_correction_is_approved() -> None:
    old = closed()
    let_in(old)
    correction = begin_correction(old, reason=WHY, by=officer(), on=TODAY)
    save_draft(correction, Entry(value=Decimal(83)), by=officer(), on=TODAY)
    submit(correction, by=officer(), on=TODAY)
    assert Return.objects.current().get() == old


def test_approved_correction_takes_its_place_and_the_old_one_stays() -> None:
    made = corrected("83")
    first, second = Return.objects.order_by("version")
    assert (first.is_current, second.is_current, second) == (False, True, made)
    kept = Rating.objects.order_by("of__version")
    assert list(kept.values_list("value", "status", "is_frozen")) == [
        (Decimal(82), "GREEN", True),
        (Decimal(83), "GREEN", True),
    ]


def test_correction_that_was_begun_goes_on() -> None:
    old = closed()
    let_in(old)
    first = begin_correction(old, reason=WHY, by=officer(), on=TODAY)
    assert begin_correction(old, reason="", by=officer(), on=TODAY) == first


def test_correction_can_be_corrected() -> None:
    second = corrected()
    third = begin_correction(second, reason=WHY, by=officer(), on=TODAY)
    assert (third.version, third.corrects) == (3, second)


def test_red_correction_needs_its_explanation() -> None:
    old = closed()
    let_in(old)
    correction = begin_correction(old, reason=WHY, by=officer(), on=TODAY)
    save_draft(correction, Entry(value=Decimal(50)), by=officer(), on=TODAY)
    with pytest.raises(RefusedError) as refused:
        submit(correction, by=officer(), on=TODAY)
    assert {"cause", "key_risks", "mitigation", "actions"} <= set(refused.value.problems)


def test_correction_is_only_for_those_let_in() -> None:
    with pytest.raises(RefusedError, match="not reopened for you"):
        begin_correction(closed(), reason=WHY, by=officer(), on=TODAY)


def test_correction_needs_a_reason() -> None:
    old = closed()
    let_in(old)
    with pytest.raises(RefusedError, match="Say why the return is corrected"):
        begin_correction(old, reason=" ", by=officer(), on=TODAY)


def sent_back() -> Return:
    """A correction that was sent back; its officer is let in until today."""
    old = closed()
    let_in(old)
    correction = begin_correction(old, reason=WHY, by=officer(), on=TODAY)
    save_draft(correction, Entry(value=Decimal(83)), by=officer(), on=TODAY)
    submit(correction, by=officer(), on=TODAY)
    return send_back(correction, reason="Which?", by=make_approver(make_service()), on=TODAY)


LATER = TODAY + timedelta(days=9)
NOT_IN = (
    "2017/18 Q3 is closed, and it is not reopened for you. Ask the performance team to let you in "
    "until a day; the correction waits as it is."
)


def mend(correction: Return, by: Person, on: date) -> Return:
    save_draft(correction, Entry(value=Decimal(84)), by=by, on=on)
    return submit(correction, by=by, on=on)


def test_correction_sent_back_is_mended_by_whoever_is_let_in() -> None:
    assert mend(sent_back(), officer(), TODAY).state == State.SUBMITTED


def test_correction_sent_back_waits_once_the_day_is_over() -> None:
    correction = sent_back()
    with pytest.raises(RefusedError) as refused:
        mend(correction, officer(), LATER)
    assert str(refused.value) == NOT_IN
    again = [officer()]
    reopen(correction.period, people=again, until=LATER, reason=WHY, by=team(), on=LATER)
    assert mend(correction, officer(), LATER).state == State.SUBMITTED


def test_correction_sent_back_is_not_mended_by_another_officer() -> None:
    correction = sent_back()
    with pytest.raises(RefusedError) as refused:
        mend(correction, make_officer(make_service(), "Otto"), TODAY)
    assert str(refused.value) == NOT_IN


def test_correction_is_mended_by_the_performance_team_at_any_time() -> None:
    assert mend(sent_back(), team(), LATER).state == State.SUBMITTED
