"""Deeds that come at once, each in a thread of its own: one is done, the other refused in words."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from indicators.models import Return
from indicators.returns.approving import approve
from indicators.returns.closing import close_period
from indicators.returns.entering import Entry, save_draft
from indicators.returns.judging import agree_judgement, judge
from indicators.returns.refusals import RefusedError
from indicators.returns.reopening import begin_correction, reopen
from indicators.rules.rag import Colour
from organisation.models import Change
from tests.factories import (
    EXPLAINED,
    TODAY,
    approved,
    make_approver,
    make_officer,
    make_performance,
    make_return,
    make_service,
    submitted,
)

pytestmark = pytest.mark.django_db(transaction=True)

DONE, REFUSED = "done", "refused"


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Do all of them at the same time; what each came to, in alphabetical order."""
    start, came = Barrier(len(deeds)), [""] * len(deeds)

    def run(place: int, deed: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            start.wait()
            deed()
            came[place] = DONE
        except RefusedError:
            came[place] = REFUSED
        finally:
            connection.close()

    threads = [Thread(target=run, args=each) for each in enumerate(deeds)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return sorted(came)


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
