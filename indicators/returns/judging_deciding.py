"""Deciding on a judgement that somebody made: agreeing to what was seen, turning down, withdrawing.

Each leaves the reason in the record, and the calculated colour counts again.
"""

from __future__ import annotations

import hashlib
from datetime import date

from django.db import transaction

from indicators.models import Judgement, Rating, Return, State
from indicators.returns import rating
from indicators.returns.approving import give_back
from indicators.returns.judging import agree_judgement
from indicators.returns.needs import missing_from
from indicators.returns.refusals import RefusedError, locked
from indicators.rules.rag import Status
from organisation.access import NotAllowedError, access_of
from organisation.models import Person
from organisation.record import Edit, record

TURNED_DOWN, WITHDRAWN = "judgement turned down", "judgement withdrawn"
CHANGED_SINCE = (
    "The judgement, or the figure that it stands on, was changed since you opened this page. "
    "It is shown as it stands now: look at it once more."
)
GIVE_REASON = "Give the reason; it stays on record."


def seen_of(made: Judgement, kept: Rating) -> str:
    """What a page hands back, to show which judgement of which calculation it showed."""
    told = (made.pk, made.colour, made.reason, made.by_id, made.agreed_by_id, kept.sentence)
    return hashlib.sha256(repr(told).encode()).hexdigest()


@transaction.atomic
def agree_as_seen(return_: Return, *, seen: str, by: Person, on: date) -> Return:
    """Agree, as a second person, to the judgement that was seen and to no other."""
    stored = locked(return_)
    made = Judgement.objects.filter(of=stored).first()
    if made is not None:
        _refuse_unless_seen(made, stored, seen)
    return agree_judgement(return_, by=by, on=on)


@transaction.atomic
def turn_down(return_: Return, *, reason: str, seen: str, by: Person, on: date) -> Return:
    """Refuse, as a second person, a judgement that waits; the calculated colour goes on to count.

    Whoever made it withdraws it instead.
    """
    stored, made = _to_decide(return_, reason, by, on)
    _refuse_unless_seen(made, stored, seen)
    if not waits(made, _rating_of(stored)):
        raise RefusedError("This judgement counts already: it can only be withdrawn.")
    if by.pk == made.by_id:
        message = "You made this judgement, so you withdraw it rather than turn it down."
        raise NotAllowedError(message)
    _drop(TURNED_DOWN, stored, made, reason, by, on)
    return stored


@transaction.atomic
def withdraw(return_: Return, *, reason: str, seen: str, by: Person, on: date) -> Return:
    """Take a judgement back while the period is open; the calculated colour counts again.

    A red that it hid goes back to its officer for its explanation; a return that went back because
    of the judgement says that the reason fell away.
    """
    stored, made = _to_decide(return_, reason, by, on)
    _refuse_unless_seen(made, stored, seen)
    _drop(WITHDRAWN, stored, made, reason, by, on)
    return stored


def waits(made: Judgement, kept: Rating) -> bool:
    """Whether it counts for nothing until a second person agrees."""
    calculated, status = Status(kept.calculated), Status(kept.status)
    gave_way = calculated.colour is not None and made.colour == calculated.colour.value
    return made.agreed_by_id is None and not status.is_judged and not gave_way


def _to_decide(return_: Return, reason: str, by: Person, on: date) -> tuple[Return, Judgement]:
    """The stored return with its judgement, if this person may decide on it now."""
    if not access_of(by, on).may_judge():
        message = "Only the performance team judges ratings."
        raise NotAllowedError(message)
    stored = locked(return_)
    made = Judgement.objects.filter(of=stored).first()
    if made is None:
        raise RefusedError(f"{stored} is not judged, so there is nothing to decide.")
    if not stored.period.is_open:
        raise RefusedError(f"{stored.period} is closed; its ratings can't change.")
    if not reason.strip():
        raise RefusedError({"reason": GIVE_REASON})
    return stored, made


def _refuse_unless_seen(made: Judgement, stored: Return, seen: str) -> None:
    if seen != seen_of(made, _rating_of(stored)):
        raise RefusedError(CHANGED_SINCE)


def _rating_of(stored: Return) -> Rating:
    """Its rating; a return that was judged has one, or had one before it was sent back."""
    return Rating.objects.filter(of=stored).first() or Rating(of=stored)


def _drop(deed: str, stored: Return, made: Judgement, reason: str, by: Person, on: date) -> None:
    """Let the calculated colour count again, and say so where the return has to be mended."""
    judged_red = f"Judged red: {made.reason}"
    made.delete()
    edits = [Edit("judged colour", made.colour, "")]
    if stored.state in {State.SUBMITTED, State.APPROVED}:
        edits += rating.store_and_compare(stored, on)
    elif stored.sent_back_reason.startswith(judged_red):
        edits.append(_fallen_away(stored, reason))
    record(deed, stored, by=by, on=on, why=reason.strip(), edits=edits)
    if not stored.is_with_officer and _rating_is_red(stored) and missing_from(stored):
        why = (
            f"The judgement was withdrawn ({reason.strip()}), so its red counts. "
            "Explain it as a red, and submit again."
        )
        give_back(stored, reason=why, by=by, on=on)


def _fallen_away(stored: Return, reason: str) -> Edit:
    before = stored.sent_back_reason
    stored.sent_back_reason = (
        f"The judgement for which this return came back was withdrawn: {reason.strip()} "
        "Look at the figure once more, and submit again."
    )
    stored.edit += 1
    stored.save()
    return Edit("sent_back_reason", before, stored.sent_back_reason, text=True)


def _rating_is_red(stored: Return) -> bool:
    return Status(_rating_of(stored).status).is_red
