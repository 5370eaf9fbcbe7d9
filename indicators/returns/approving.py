"""Approving a return, always by a second person; sending it back with a reason."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from indicators.models import Return, State
from indicators.returns import rating
from indicators.returns.entering import SAVED
from indicators.returns.refusals import ConflictError, RefusedError, locked
from organisation.access import NotAllowedError, access_of
from organisation.models import Change, Person
from organisation.record import Edit, record


@transaction.atomic
def approve(return_: Return, *, by: Person, on: date, seen_edit: int | None = None) -> Return:
    """Approve a submitted return; refused to whoever submitted it or entered any of it."""
    stored = _to_decide(return_, by, on, seen_edit, State.SUBMITTED)
    if is_own(stored, by):
        message = "You entered or submitted this return, so somebody else has to approve it."
        raise NotAllowedError(message)
    stored.state, stored.approved_by, stored.approved_on = State.APPROVED, by, on
    stored.edit += 1
    stored.save()
    edits = [Edit("state", State.SUBMITTED, State.APPROVED)]
    edits += rating.store_and_compare(stored, on)
    record("return approved", stored, by=by, on=on, edits=edits)
    return stored


@transaction.atomic
def send_back(
    return_: Return, *, reason: str, by: Person, on: date, seen_edit: int | None = None
) -> Return:
    """Give a return back to its officer, saying why.

    A submitted one by its approvers; one that is approved, while its period is open, by the
    performance team as well: to be corrected, or for the explanation of a red that came later.
    """
    if not reason.strip():
        raise RefusedError({"reason": "Say what has to change, so that the officer can mend it."})
    stored = _to_decide(return_, by, on, seen_edit, State.SUBMITTED, State.APPROVED)
    give_back(stored, reason=reason.strip(), by=by, on=on)
    return stored


def give_back(stored: Return, *, reason: str, by: Person, on: date) -> None:
    """Write that a locked return is its officer's again; whoever calls has seen to the right."""
    before = stored.state
    stored.state, stored.sent_back_reason = State.SENT_BACK, reason
    stored.submitted_by = stored.submitted_on = stored.approved_by = stored.approved_on = None
    stored.edit += 1
    stored.save()
    edits = [Edit("state", before, State.SENT_BACK)]
    record("return sent back", stored, by=by, on=on, why=reason, edits=edits)


def is_own(return_: Return, by: Person) -> bool:
    """Whether any of it is this person's, though another may have saved or sent it since."""
    if by.pk in {return_.submitted_by_id, return_.entered_by_id}:
        return True
    return Change.objects.about(return_).filter(deed=SAVED, person=by).exists()


def _to_decide(
    return_: Return, by: Person, on: date, seen_edit: int | None, *states: State
) -> Return:
    """The stored return, if it is in one of `states` and this person may decide on it now."""
    stored, access = locked(return_), access_of(by, on)
    is_theirs = stored.state == State.APPROVED and access.may_close()
    if not is_theirs and not access.may_approve(stored.measure.service):
        message = f"Returns of {stored.measure.service} are approved by its own approvers."
        raise NotAllowedError(message)
    if not stored.period.is_open:
        raise RefusedError(f"{stored.period} is closed.")
    if seen_edit is not None and seen_edit != stored.edit:
        raise ConflictError(stored)
    if stored.state not in states:
        raise RefusedError(
            f"This return is {stored.get_state_display().lower()}, so there is nothing to decide."
        )
    return stored
