"""Deeds that come at once, each in a thread of its own: one is done, the other refused in words."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Event, Thread

import pytest
from django.db import connection, transaction

from indicators.agreeing import agree_terms
from indicators.models import Period, Return, State, Terms
from indicators.returns.approving import approve, approve_greens, send_back
from indicators.returns.closing import acknowledge_missing, close_period
from indicators.returns.entering import Entry, entry_of, save_draft
from indicators.returns.judging import agree_judgement, judge
from indicators.returns.opening import open_period
from indicators.returns.refusals import RefusedError
from indicators.returns.reopening import begin_correction, reopen
from indicators.returns.submitting import submit
from indicators.rules.rag import Colour
from organisation.access import NotAllowedError
from organisation.models import Change
from tests.factories import (
    EXPLAINED,
    Q3,
    TODAY,
    approved,
    entered,
    make_approver,
    make_measure,
    make_officer,
    make_performance,
    make_return,
    make_service,
    make_terms,
    submitted,
)

pytestmark = pytest.mark.django_db(transaction=True)

DONE, REFUSED = "done", "refused"
A_MOMENT = 0.4  # within which the second comes to what the first holds

Deed = Callable[[], object]


def at_once(*deeds: Deed) -> list[str]:
    """Do all of them at the same time; what each came to, in alphabetical order."""
    start, came = Barrier(len(deeds)), [""] * len(deeds)

    def run(place: int, deed: Deed) -> None:
        connection.ensure_connection()
        start.wait()
        came[place] = outcome(deed)

    in_threads(run, deeds)
    return sorted(came)


def in_turn(first: Deed, then: Deed, second: Deed) -> list[str]:
    """What both come to, where `second` begins between `first` and `then` of one transaction."""
    begun, came = Event(), ["", ""]

    def long() -> None:
        try:
            with transaction.atomic():
                first()
                begun.set()
                time.sleep(A_MOMENT)
                then()
        finally:
            begun.set()

    def late() -> None:
        begun.wait()
        second()

    def run(place: int, deed: Deed) -> None:
        came[place] = outcome(deed)

    in_threads(run, (long, late))
    return came


def outcome(deed: Deed) -> str:
    """Whether it was done or refused; anything else is an error of its thread."""
    try:
        deed()
    except (RefusedError, NotAllowedError):
        return REFUSED
    finally:
        connection.close()
    return DONE


def in_threads(run: Callable[[int, Deed], None], deeds: Sequence[Deed]) -> None:
    threads = [Thread(target=run, args=each) for each in enumerate(deeds)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


def nothing() -> None:
    """Of a deed that has no second part."""


def told(deed: str) -> int:
    """How often the record tells of it."""
    return Change.objects.filter(deed=deed, field__in=("", "state", "rating", "version")).count()


def test_return_saved_by_two_is_saved_once() -> None:
    return_, service = make_return(), make_service()
    people = [make_officer(service, name) for name in ("Olive", "Otto")]
    values = dict(zip(people, (EXPLAINED["cause"], "Another cause."), strict=True))
    came = at_once(
        *(
            lambda by=by, text=text: save_draft(
                return_, Entry(commentary=text), by=by, on=TODAY, seen_edit=0
            )
            for by, text in values.items()
        )
    )
    stored = Return.objects.get()
    assert (came, stored.edit) == ([DONE, REFUSED], 1)
    assert stored.entered_by is not None
    assert values[stored.entered_by] == stored.commentary


def test_return_approved_by_two_is_approved_once() -> None:
    return_ = submitted(make_return())
    people = [make_approver(make_service(), name) for name in ("Ann", "Ari")]
    came = at_once(*(lambda by=by: approve(return_, by=by, on=TODAY) for by in people))
    assert (came, told("return approved")) == ([DONE, REFUSED], 1)


def test_judgement_agreed_to_by_two_is_agreed_once() -> None:
    return_ = submitted(make_return(), "60", **EXPLAINED)
    author, *others = (make_performance(name) for name in ("Pam", "Pat", "Pia"))
    why = "It leaves out a whole depot."
    judge(return_, colour=Colour.GREEN, reason=why, by=author, on=TODAY)
    came = at_once(*(lambda by=by: agree_judgement(return_, by=by, on=TODAY) for by in others))
    assert (came, told("judgement agreed")) == ([DONE, REFUSED], 1)


def test_period_closed_by_two_is_closed_once() -> None:
    period = approved(make_return()).period
    people = [make_performance(name) for name in ("Pam", "Pat")]
    came = at_once(*(lambda by=by: close_period(period, by=by, on=TODAY) for by in people))
    assert (came, told("period closed")) == ([DONE, REFUSED], 1)


def test_correction_begun_by_two_is_one() -> None:
    return_, officer, team = (
        approved(make_return()),
        make_officer(make_service()),
        make_performance(),
    )
    period = close_period(return_.period, by=team, on=TODAY)
    reopen(period, people=[officer, team], until=TODAY, reason="A depot.", by=team, on=TODAY)
    came = at_once(
        *(
            lambda by=by: begin_correction(return_, reason="A depot.", by=by, on=TODAY)
            for by in (officer, team)
        )
    )
    assert (came, told("correction begun")) == ([DONE, DONE], 1)
    assert Return.objects.filter(corrects=return_).count() == 1


def test_return_is_not_submitted_into_a_period_that_is_being_closed() -> None:
    return_, team = entered(make_return()), make_performance()
    officer = make_officer(make_service())
    acknowledge_missing(return_, reason="It is late.", by=team, on=TODAY)
    came = in_turn(
        lambda: Period.objects.select_for_update().get(),
        lambda: close_period(return_.period, by=team, on=TODAY),
        lambda: submit(return_, by=officer, on=TODAY),
    )
    stored = Return.objects.select_related("period").get()
    assert came == [DONE, REFUSED]
    assert (stored.state, stored.period.is_open, stored.missing_reason) == (
        State.DRAFT,
        False,
        "It is late.",
    )


def test_rows_saved_together_and_one_of_them_by_a_colleague() -> None:
    first, second = make_return("25"), make_return("26")
    officer, other = make_officer(make_service()), make_officer(make_service(), "Otto")
    typed = Entry(value=Decimal(81))
    came = in_turn(
        lambda: save_draft(first, typed, by=officer, on=TODAY, seen_edit=0),
        lambda: save_draft(second, typed, by=officer, on=TODAY, seen_edit=0),
        lambda: save_draft(second, Entry(value=Decimal(82)), by=other, on=TODAY, seen_edit=0),
    )
    figures = list(Return.objects.order_by("pk").values_list("value", flat=True))
    assert (came, figures) == ([DONE, REFUSED], [Decimal(81), Decimal(81)])


def test_greens_approved_together_and_one_of_them_sent_back() -> None:
    one, two = submitted(make_return("25")), submitted(make_return("26"))
    by, other = make_approver(make_service()), make_approver(make_service(), "Ari")
    came = in_turn(
        lambda: approve_greens({one.pk: one.edit}, by=by, on=TODAY),
        lambda: approve_greens({two.pk: two.edit}, by=by, on=TODAY),
        lambda: send_back(two, reason="No.", by=other, on=TODAY, seen_edit=two.edit),
    )
    states = list(Return.objects.values_list("state", flat=True))
    assert (came, states) == ([DONE, REFUSED], [State.APPROVED, State.APPROVED])


def test_terms_agreed_while_a_return_is_mended_lose_no_draft() -> None:
    return_ = approved(make_return(), "82")
    officer, approver, team = (
        make_officer(make_service()),
        make_approver(make_service()),
        make_performance(),
    )
    terms = Terms.objects.get()
    terms.target, terms.tolerance_amber = Decimal(90), Decimal(9)
    mended = replace(entry_of(return_), value=Decimal(55), commentary="Mended.")
    came = in_turn(
        lambda: send_back(return_, reason="Wrong.", by=approver, on=TODAY),
        lambda: save_draft(return_, mended, by=officer, on=TODAY),
        lambda: agree_terms(terms, by=team, on=TODAY),
    )
    stored = Return.objects.get()
    assert came == [DONE, DONE]
    assert (stored.state, stored.value, stored.commentary) == (
        State.DRAFT,
        Decimal(55),
        "Mended.",
    )


def test_period_opened_by_two_is_opened_once() -> None:
    make_terms(make_measure())
    team, due_on = make_performance(), Q3.end + timedelta(days=12)

    def opens() -> Period:
        return open_period(quarter=Q3, due_on=due_on, by=team, on=TODAY)

    assert in_turn(opens, nothing, opens) == [DONE, REFUSED]
    assert (Period.objects.count(), Return.objects.count()) == (1, 1)
