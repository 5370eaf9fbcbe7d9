"""Dropping a correction that nobody needs: what counted goes on to count, the record tells all."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast

from indicators.models import (
    Confirmation,
    ExceptionReport,
    Judgement,
    MonthFigure,
    Rating,
    Reminder,
    Return,
)
from indicators.returns.entering import TEXTS, entered_words, entry_of
from indicators.returns.letting_in import let_in
from indicators.returns.refusals import RefusedError, locked, reason_given
from organisation.access import Access, NotAllowedError, access_of
from organisation.models import Change, Person
from organisation.record import differences, record, values

DROPPED = "correction dropped"  # what the record calls it
WHY = "Say why the correction is dropped; it stays on record."
NONE = "This return is no correction, so there is nothing to drop."
APPROVED = "This correction is approved and counts. If it is wrong, correct it once more."
CHANGED = (
    "It was changed since you opened this page. Look at it as it is now, and drop it if it is "
    "still not needed."
)
#: What a correction has in common with the version that it corrects.
SAME = ("measure", "period", "terms")
DECIDED = ("waived_reason", "judgement_reason")  # written by people, of others than the officer
BESIDE = (ExceptionReport, Judgement, Rating, Confirmation, MonthFigure, Reminder)


def may_drop(correction: Return, by: Person, access: Access, on: date) -> bool:
    """Whether this person may: who is let in to correct, and the performance team."""
    if access.is_performance:
        return True
    is_in = access.may_enter(correction.measure.service)
    return is_in and let_in(correction.period, by, on) is not None


@transaction.atomic
def drop_correction(
    return_: Return, *, reason: str, by: Person, on: date, seen_edit: int | None = None
) -> Return:
    """Take away a correction that nobody has approved; returns the version that counts.

    All that it held stands in the record, and nothing of it anywhere else.
    """
    stored = locked(return_)
    old = stored.corrects
    if old is None:
        raise RefusedError(NONE)
    if not may_drop(stored, by, access_of(by, on), on):
        message = "It is dropped by whoever is let in to make it, or by the performance team."
        raise NotAllowedError(message)
    if stored.is_current or not old.is_current:
        raise RefusedError(APPROVED)
    if seen_edit is not None and seen_edit != stored.edit:
        raise RefusedError(CHANGED)
    why, held = reason_given(reason, WHY), _held(stored)
    edits = differences(held, dict.fromkeys(held), (*TEXTS, *DECIDED))
    record(DROPPED, stored, by=by, on=on, why=why, edits=edits)
    for model in BESIDE:
        model._base_manager.filter(of=stored).delete()  # noqa: SLF001 - one manager for all
    stored.delete()
    return old


def _held(stored: Return) -> dict[str, Any]:
    """All that a correction holds and what was decided about it, as the record shows it."""
    own = {name: value for name, value in values(stored).items() if name not in SAME}
    return own | entered_words(entry_of(stored)) | _decided(stored)


def _decided(stored: Return) -> dict[str, Any]:
    """Its rating, a judged colour and a waived report."""
    decided: dict[str, Any] = {}
    if rating := Rating.objects.filter(of=stored).first():
        decided |= {"rating": rating.status, "sentence": rating.sentence}
    if judged := Judgement.objects.filter(of=stored).first():
        decided |= {"judged colour": judged.colour, "judgement_reason": judged.reason}
    if report := ExceptionReport.objects.filter(of=stored, waived_by__isnull=False).first():
        decided |= {"waived_reason": report.waived_reason}
    return decided


def dropped_of(returns: QuerySet[Return]) -> QuerySet[Change]:
    """In the record, the row of each correction of these returns that was dropped."""
    kept = returns.order_by().annotate(key=Cast("pk", CharField())).values("key")
    about = Q(object_type=Return._meta.label_lower, deed=DROPPED, field="corrects")
    return Change.objects.filter(about, before__in=kept).order_by()


def next_edit(old: Return) -> int:
    """With which edit its next correction begins, so that no page of a dropped one fits it."""
    gone = dropped_of(Return.objects.filter(pk=old.pk)).values("object_id")
    told = Change.objects.filter(
        object_type=Return._meta.label_lower, object_id__in=gone, deed=DROPPED, field="edit"
    )
    return max((int(each) + 1 for each in told.values_list("before", flat=True)), default=0)
