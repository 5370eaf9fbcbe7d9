"""Approving a return, or sending it back with a reason: always by a second person."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from indicators.models import Return, State
from indicators.returns import rating
from indicators.returns.refusals import ConflictError, RefusedError, locked
from organisation.access import NotAllowedError, access_of
from organisation.models import Person
from organisation.record import Edit, record


@transaction.atomic
def approve(return_: Return, *, by: Person, on: date, seen_edit: int | None = None) -> Return:
    """Approve a submitted return; refused to whoever submitted or entered it."""
    stored = _submitted(return_, by, on, seen_edit)
    if by.pk in {stored.submitted_by_id, stored.entered_by_id}:
        message = "You entered or submitted this return, so somebody else has to approve it."
        raise NotAllowedError(message)
    stored.state, stored.approved_by, stored.approved_on = State.APPROVED, by, on
    stored.edit += 1
    stored.save()
    if stored.no_value_reason != "PUBLISHED_LATER":
        rating.store(stored, on)
    record(
        "return approved",
        stored,
        by=by,
        on=on,
        edits=[Edit("state", State.SUBMITTED, State.APPROVED)],
    )
    return stored


@transaction.atomic
def send_back(
    return_: Return, *, reason: str, by: Person, on: date, seen_edit: int | None = None
) -> Return:
    """Give a submitted return back to its officer, saying why."""
    if not reason.strip():
        raise RefusedError({"reason": "Say what has to change, so that the officer can mend it."})
    stored = _submitted(return_, by, on, seen_edit)
    stored.state, stored.sent_back_reason = State.SENT_BACK, reason.strip()
    stored.submitted_by = stored.submitted_on = None
    stored.edit += 1
    stored.save()
    record(
        "return sent back",
        stored,
        by=by,
        on=on,
        why=reason.strip(),
        edits=[Edit("state", State.SUBMITTED, State.SENT_BACK)],
    )
    return stored


def _submitted(return_: Return, by: Person, on: date, seen_edit: int | None) -> Return:
    """The stored return, if this person may decide on it now."""
    stored = locked(return_)
    if not access_of(by, on).may_approve(stored.measure.service):
        message = f"Returns of {stored.measure.service} are approved by its own approvers."
        raise NotAllowedError(message)
    if not stored.period.is_open:
        raise RefusedError(f"{stored.period} is closed.")
    if seen_edit is not None and seen_edit != stored.edit:
        raise ConflictError(stored)
    if stored.state != State.SUBMITTED:
        raise RefusedError(
            f"This return is {stored.get_state_display().lower()}, so there is nothing to decide."
        )
    return stored
