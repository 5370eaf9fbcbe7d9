"""Deciding on exactly what one saw: what may be decided, and refusing what changed since."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest

from indicators.models import NoValueReason, Return, State
from indicators.returns.asked import NEVER_SAVED, whole_number
from indicators.returns.recorded import SENT_BACK, newest_change
from indicators.returns.refusals import ConflictError, locked
from organisation.models import Change, Person

DEEDS = {State.APPROVED: "return approved", State.SENT_BACK: SENT_BACK}


@dataclass(frozen=True)
class Decision:
    """What a person may do with a return as it stands now."""

    may_approve: bool
    may_send_back: bool
    is_own: bool
    is_approved: bool
    needs_agreement: bool
    nothing: str


def decision_of(return_: Return, *, is_own: bool) -> Decision:
    """What an approver of its service may do; `nothing` says why there is nothing to do."""
    submitted, approved = return_.state == State.SUBMITTED, return_.state == State.APPROVED
    pending = return_.is_correction and not return_.is_current
    is_open = return_.period.is_open or pending
    return Decision(
        may_approve=is_open and submitted and not is_own,
        may_send_back=is_open and (submitted or approved),
        is_own=is_own and submitted,
        is_approved=approved,
        needs_agreement=return_.no_value_reason == NoValueReason.NOT_APPLICABLE,
        nothing="" if is_open and (submitted or approved) else _nothing(return_, is_open=is_open),
    )


def _nothing(return_: Return, *, is_open: bool) -> str:
    if not is_open:
        return f"{return_.period} is closed, so there is nothing to decide here."
    if return_.state == State.SENT_BACK:
        return "It is with its officer, who has to mend it and submit it again."
    return "It has not been submitted, so there is nothing to decide yet."


def seen_change(request: HttpRequest) -> int:
    """The newest change that the page showed; one that never was if the page says none."""
    text = request.POST.get("seen_change", "")
    return whole_number(text, NEVER_SAVED)


@transaction.atomic
def refuse_unless_seen(return_: Return, seen: int) -> None:
    """ConflictError where the record tells of the return what the page did not show.

    Its edit alone doesn't tell of new terms or a judgement, which change its colour.
    """
    stored = locked(return_)
    if newest_change(stored) != seen:
        raise ConflictError(stored)


def is_repeated(return_: Return, seen: int, by: Person, state: State) -> bool:
    """Whether this person has just done the same: a second click, and no conflict."""
    since = Change.objects.about(return_).filter(pk__gt=seen)
    return (
        seen != NEVER_SAVED
        and return_.state == state
        and since.exists()
        and not since.exclude(person=by, deed=DEEDS[state]).exists()
    )
