"""Approving a return, always by a second person; sending it back with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from indicators.models import Judgement, NoValueReason, Rating, Return, State
from indicators.returns import rating
from indicators.returns.acting import approves_for
from indicators.returns.entering import SAVED
from indicators.returns.needs import unexplained
from indicators.returns.refusals import ConflictError, RefusedError, locked
from indicators.rules import rag
from organisation.access import Access, NotAllowedError, access_of
from organisation.models import Change, Person
from organisation.record import Edit, differences, record

AGREE = (
    "The officer says that the measure does not apply this period, which takes it out of the "
    "counts. Say that you agree, or send it back."
)
#: Deeds by which a figure becomes somebody's own; a correction is begun as a copy.
ENTERED = (SAVED, "correction begun")
GREENS = (rag.Status.GREEN, rag.Status.EXCEEDED)


@transaction.atomic
def approve(
    return_: Return,
    *,
    by: Person,
    on: date,
    seen_edit: int | None = None,
    agrees_not_applicable: bool = False,
) -> Return:
    """Approve a submitted return; refused to whoever submitted it or entered any of it.

    A claim that the measure does not apply needs the approver's own word
    (`agrees_not_applicable`), so that it can't hide a red. A correction takes the place of the
    version that it corrects, and its rating is frozen at once.
    """
    stored, access = _to_decide(return_, by, on, seen_edit, State.SUBMITTED)
    if is_own(stored, by):
        message = "You entered or submitted this return, so somebody else has to approve it."
        raise NotAllowedError(message)
    if stored.no_value_reason == NoValueReason.NOT_APPLICABLE and not agrees_not_applicable:
        raise RefusedError({"agrees": AGREE})
    if problems := unexplained(stored):
        reasons = " ".join(problems.values())
        raise RefusedError(f"It can't be approved as it stands; send it back. {reasons}")
    stored.state, stored.approved_by, stored.approved_on = State.APPROVED, by, on
    stored.approved_for = approves_for(stored.measure.service, access, on)
    stored.edit += 1
    edits = [Edit("state", State.SUBMITTED, State.APPROVED)]
    edits += differences({}, {"approved_for": stored.approved_for_id})
    if stored.corrects is not None:
        edits += _put_in_place(stored, stored.corrects, by, on)
    stored.save()
    edits += rating.store_and_compare(stored, on)
    if stored.is_correction:
        edits += rating.freeze_correction(stored, on)
    record("return approved", stored, by=by, on=on, edits=edits)
    return stored


def _put_in_place(correction: Return, old: Return, by: Person, on: date) -> list[Edit]:
    """The old version stays and can be seen; the new one is what counts from now on."""
    Return.objects.filter(pk=old.pk).update(is_current=False)
    gone = [Edit("is_current", str(True), str(False))]
    record("return corrected", old, by=by, on=on, why=correction.correction_reason, edits=gone)
    correction.is_current = True
    return [Edit("is_current", str(False), str(True))]


@transaction.atomic
def approve_greens(returns: Mapping[int, int], *, by: Person, on: date) -> list[Return]:
    """Approve several at once, all or none. `returns`: the edit that was seen, by return's id.

    Only greens that needed no reason for an unusual figure: the rest is looked at one by one.
    """
    found = Return.objects.filter(pk__in=returns).select_related("measure").order_by("pk")
    problems: dict[str, str] = {}
    done = []
    for return_ in found:
        try:
            _refuse_unless_green(return_)
            done.append(approve(return_, by=by, on=on, seen_edit=returns[return_.pk]))
        except (RefusedError, NotAllowedError) as refused:
            problems[return_.measure.ref] = f"{return_.measure.ref}: {refused}"
    if problems:
        raise RefusedError(problems)
    return done


def _refuse_unless_green(return_: Return) -> None:
    kept = Rating.objects.filter(of=return_).first()
    if kept is None or rag.Status(kept.status) not in GREENS:
        raise RefusedError("It isn't green; look at it on its own page.")
    if return_.is_correction or Judgement.objects.filter(of=return_).exists():
        raise RefusedError("It is a correction, or was judged; look at it on its own page.")
    if return_.confirmations.exists():
        raise RefusedError("A sense check was answered with a reason; look at it on its own page.")


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
    stored, access = _to_decide(return_, by, on, seen_edit, State.SUBMITTED, State.APPROVED)
    is_theirs = access.may_approve(stored.measure.service)
    away = approves_for(stored.measure.service, access, on) if is_theirs else None
    give_back(stored, reason=reason.strip(), by=by, on=on, away=away)
    return stored


def give_back(
    stored: Return, *, reason: str, by: Person, on: date, away: Person | None = None
) -> None:
    """Write that a locked return is its officer's again; whoever calls has seen to the right.

    `away`: the absent approver for whom it is done.
    """
    before = stored.state
    lost = differences({"approved_for": stored.approved_for_id}, {"approved_for": None})
    stored.state, stored.sent_back_reason = State.SENT_BACK, reason
    stored.submitted_by = stored.submitted_on = stored.approved_by = stored.approved_on = None
    stored.submitted_as, stored.on_behalf_of, stored.approved_for = "", None, None
    stored.edit += 1
    stored.save()
    edits = [Edit("state", before, State.SENT_BACK), *lost]
    if away is not None:
        edits.append(Edit("on behalf of", "", str(away), text=True))
    record("return sent back", stored, by=by, on=on, why=reason, edits=edits)


def is_own(return_: Return, by: Person) -> bool:
    """Whether any of it is this person's, though another may have saved or sent it since."""
    if by.pk in {return_.submitted_by_id, return_.entered_by_id}:
        return True
    if Change.objects.about(return_).filter(deed__in=ENTERED, person=by).exists():
        return True
    return return_.corrects is not None and is_own(return_.corrects, by)


def _is_under_way(return_: Return) -> bool:
    """A correction of the version that counts, not yet in its place."""
    return return_.corrects is not None and return_.corrects.is_current


def _to_decide(
    return_: Return, by: Person, on: date, seen_edit: int | None, *states: State
) -> tuple[Return, Access]:
    """The stored return, if it is in one of `states` and this person may decide on it now."""
    stored, access = locked(return_), access_of(by, on)
    is_theirs = stored.state == State.APPROVED and access.may_close()
    if not is_theirs and not access.may_approve(stored.measure.service):
        message = f"Returns of {stored.measure.service} are approved by its own approvers."
        raise NotAllowedError(message)
    if not stored.period.is_open and not _is_under_way(stored):
        raise RefusedError(f"{stored.period} is closed.")
    if seen_edit is not None and seen_edit != stored.edit:
        raise ConflictError(stored)
    if stored.state not in states:
        raise RefusedError(
            f"This return is {stored.get_state_display().lower()}, so there is nothing to decide."
        )
    return stored, access
