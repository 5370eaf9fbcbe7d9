"""Returns of closed periods and their corrections, as far as a test wants them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from indicators.models import Reopening, Return
from indicators.returns.approving import approve
from indicators.returns.closing import acknowledge_missing, close_period
from indicators.returns.reopening import begin_correction, reopen
from organisation.models import Person
from tests.factories import (
    TODAY,
    approved,
    make_approver,
    make_officer,
    make_performance,
    make_return,
    make_service,
    submitted,
)

WHY = "The clinic sent its figures late."


def olga() -> Person:
    """The officer of the service."""
    return make_officer(make_service())


def closed(value: str | None = "82", ref: str = "25", **entry: Any) -> Return:
    """A return of a closed period; without a value it never came in."""
    return_ = make_return(ref)
    if value is None:
        by = make_performance()
        acknowledge_missing(return_, reason="No staff.", by=by, on=TODAY)
    else:
        approved(return_, value, **entry)
    close_period(return_.period, by=make_performance(), on=TODAY)
    return Return.objects.with_everything().get(pk=return_.pk)


def let_in(return_: Return, *, days: int = 5) -> Reopening:
    """The officer is let in to correct."""
    return reopen(
        return_.period,
        people=[olga()],
        until=TODAY + timedelta(days=days),
        reason=WHY,
        by=make_performance(),
        on=TODAY,
    )


def begun(old: Return) -> Return:
    """A correction that was begun, and nothing more."""
    let_in(old)
    return begin_correction(old, reason=WHY, by=olga(), on=TODAY)


def sent(old: Return, value: str | None, **entry: Any) -> Return:
    """A correction that waits for its approver."""
    return submitted(begun(old), value, **entry)


def corrected(old: Return, value: str | None, **entry: Any) -> Return:
    """A correction that took the place of the old version."""
    made = sent(old, value, **entry)
    return approve(made, by=make_approver(make_service()), on=TODAY)
