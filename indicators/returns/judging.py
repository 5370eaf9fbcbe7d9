"""Judging a colour against the calculation: with a reason, and a better one by two people."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from indicators.models import Judgement, Rating, Return
from indicators.models.ratings import REASON_LENGTH
from indicators.returns import rating
from indicators.returns.approving import give_back
from indicators.returns.needs import missing_from
from indicators.returns.refusals import RefusedError, locked
from indicators.returns.wording import named
from indicators.rules.rag import Colour, Status
from organisation.access import NotAllowedError, access_of
from organisation.models import Person
from organisation.record import Edit, record

NEVER_COLOURED = (Status.MONITOR, Status.NOT_APPLICABLE, Status.CARRY_OVER)


@transaction.atomic
def judge(return_: Return, *, colour: Colour, reason: str, by: Person, on: date) -> Return:
    """Give a sent return another colour than the calculated one (docs/method.md 8).

    A worse colour counts at once; any other when a second person agrees. A return that becomes
    red without its explanation goes back to its officer for it.
    """
    stored = _to_judge(return_, by, on)
    if len(reason.strip()) < REASON_LENGTH:
        raise RefusedError({"reason": f"Give the reason in at least {REASON_LENGTH} characters."})
    if Status(stored.rating.calculated).colour is colour:
        raise RefusedError({"colour": f"{colour.label} is the calculated colour already."})
    made = Judgement.objects.filter(of=stored).first() or Judgement(of=stored)
    edits = [Edit("judged colour", made.colour, colour.value)]
    made.colour, made.reason = colour.value, reason.strip()
    made.by, made.made_on, made.agreed_by = by, on, None
    made.save()
    return _take_effect("rating judged", stored, made, edits, by, on)


@transaction.atomic
def agree_judgement(return_: Return, *, by: Person, on: date) -> Return:
    """Agree, as a second person, to the colour that somebody judged."""
    stored = _to_judge(return_, by, on)
    made = Judgement.objects.filter(of=stored).first()
    if made is None or made.agreed_by_id is not None:
        raise RefusedError("No judgement of this return waits for a second person.")
    if by.pk == made.by_id:
        message = "You made this judgement, so somebody else has to agree to it."
        raise NotAllowedError(message)
    made.agreed_by = by
    made.save()
    return _take_effect("judgement agreed", stored, made, [], by, on)


def _to_judge(return_: Return, by: Person, on: date) -> Return:
    """The stored return, if it has come in, can have a colour, and this person may judge it."""
    if not access_of(by, on).may_judge():
        message = "Only the performance team judges ratings."
        raise NotAllowedError(message)
    stored = locked(return_)
    if not stored.period.is_open:
        raise RefusedError(f"{stored.period} is closed; its ratings can't change.")
    if stored.is_with_officer:
        raise RefusedError(f"{named(stored)} has not come in, and a judgement never hides that.")
    kept = Rating.objects.filter(of=stored).first()
    status = Status(kept.calculated) if kept else Status.CARRY_OVER
    if status in NEVER_COLOURED:
        raise RefusedError(f"{named(stored)} can have no colour: it is {status.word.lower()}.")
    return stored


def _take_effect(
    deed: str, stored: Return, made: Judgement, edits: list[Edit], by: Person, on: date
) -> Return:
    """Rate again with the judgement, and send back a red that nobody has explained."""
    edits += rating.store_and_compare(stored, on)
    record(deed, stored, by=by, on=on, why=made.reason, edits=edits)
    if stored.rating.status == Status.RED_JUDGED and missing_from(stored):
        why = f"Judged red: {made.reason} Explain it as a red, and submit again."
        give_back(stored, reason=why, by=by, on=on)
    return stored
