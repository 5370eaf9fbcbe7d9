"""What a return counts as on a day: stored, derived in SQL and worked out by the rules agree."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any
from unittest.mock import patch

import pytest

from indicators.models import Kind, NoValueReason, Return, State
from indicators.returns import rating
from indicators.rules import rag
from indicators.rules.rag import ReturnState, Status
from organisation import clock
from organisation.models import Council
from tests.factories import (
    DUE,
    approved,
    make_approver,
    make_measure,
    make_officer,
    make_return,
    make_service,
)

pytestmark = pytest.mark.django_db

EXPECTED = DUE + timedelta(days=20)
DAYS = (DUE, DUE + timedelta(days=1), EXPECTED, EXPECTED + timedelta(days=1))
NO_VALUE = ("", *NoValueReason.values)
TERMS: dict[str, dict[str, Any]] = {
    "rated": {},
    "trend only": {"policy": "TREND_ONLY"},
    "context": {"polarity": "NEUTRAL"},
    "to be confirmed": {"target_state": "TBC", "target": None},
}
# Without a figure these say more than "Monitored" does, and are as grey.
TELLS_MORE = {Status.NOT_DUE, Status.CARRY_OVER}


def in_state(return_: Return, state: State, reason: str, submitted_on: date) -> Return:
    """The return in any state whatever, rated as the deeds would have rated it."""
    service, sent = make_service(), state in {State.SUBMITTED, State.APPROVED}
    return_.state, return_.no_value_reason = state, reason
    return_.value = None if reason or state == State.NOT_STARTED else Decimal(50)
    return_.expected_on = EXPECTED if reason == NoValueReason.PUBLISHED_LATER else None
    return_.sent_back_reason = "Mend it." if state == State.SENT_BACK else ""
    return_.submitted_by = make_officer(service) if sent else None
    return_.submitted_on = submitted_on if sent else None
    return_.approved_by = make_approver(service) if state == State.APPROVED else None
    return_.approved_on = submitted_on if state == State.APPROVED else None
    return_.save()
    if sent:
        rating.store_and_compare(return_, submitted_on)
    return return_


def worked_out(return_: Return, on: date, council: Council) -> Status:
    """The same from the rules alone, step by step as docs/method.md 2 has them."""
    state, reason = return_.state, return_.no_value_reason
    is_later = reason == NoValueReason.PUBLISHED_LATER
    promised = is_later and return_.expected_on is not None and return_.expected_on >= on
    in_time = return_.submitted_on is not None and return_.submitted_on <= return_.period.due_on
    if state == State.APPROVED and not is_later:
        return rating.as_entered(return_, council).status
    if state == State.SUBMITTED and in_time and (promised or not is_later):
        return Status.NOT_YET_APPROVED
    came = ReturnState.MISSING_OVERDUE
    if on <= return_.period.due_on:
        came = ReturnState.MISSING_BEFORE_DUE
    if state == State.APPROVED and promised:
        came = ReturnState.MISSING_PUBLISHED_LATER
    return rag.rate(
        rating.rules_terms(return_.terms, return_.period, council),
        rag.Figure(),
        rating.place_of(return_.period),
        return_state=came,
        awaiting=rag.AwaitingPolicy(council.awaiting_policy),
    ).status


def derived(on: date, council: Council) -> Status:
    return Status(Return.objects.with_status(on, council.awaiting_policy).get().status)


@pytest.mark.parametrize("policy", ["RED", "GREY"])
@pytest.mark.parametrize("rated", TERMS)
@pytest.mark.parametrize("kind", Kind)
def test_derived_status_is_the_one_worked_out(kind: Kind, rated: str, policy: str) -> None:
    council = Council.current()
    council.awaiting_policy = policy
    council.save()
    make_measure(kind=kind)
    return_ = make_return(**TERMS[rated])
    told = rating.rules_terms(return_.terms, return_.period, council).is_monitored_only
    wrong = []
    for state, reason, submitted_on, on in product(State, NO_VALUE, DAYS[:2], DAYS):
        if reason == NoValueReason.AWAITING and state in {State.SUBMITTED, State.APPROVED}:
            continue
        in_state(return_, state, reason, submitted_on)
        found, wanted = derived(on, council), worked_out(return_, on, council)
        if found is not wanted and not (told and wanted is Status.MONITOR and found in TELLS_MORE):
            wrong.append((state, reason, submitted_on, on, found, wanted))
    assert wrong == []


def test_stored_status_is_the_derived_and_the_computed_one() -> None:
    return_ = approved(make_return(), "78")
    council = Council.current()
    assert derived(DUE, council) == return_.rating.status == worked_out(return_, DUE, council)


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        (datetime(2018, 7, 12, 22, 59, 59, tzinfo=UTC), Status.NOT_DUE),
        (datetime(2018, 7, 12, 23, 0, 0, tzinfo=UTC), Status.RED_AWAITING),
    ],
    ids=["23:59 in London", "00:00 in London"],
)
def test_return_is_overdue_from_midnight_in_london(moment: datetime, status: Status) -> None:
    return_ = make_return()
    return_.period.due_on = date(2018, 7, 12)
    return_.period.save()
    with patch("django.utils.timezone.now", return_value=moment):
        assert derived(clock.today(), Council.current()) is status
