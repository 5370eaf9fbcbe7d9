"""A period between opening and after closing: its dates and lock, who is let in, corrections."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from django.db import transaction

from indicators.models import (
    ExceptionReport,
    Judgement,
    Period,
    Reopening,
    Return,
    State,
)
from indicators.returns.dropping import next_edit
from indicators.returns.entering import entry_of, write_entry
from indicators.returns.letting_in import let_in
from indicators.returns.opening import refuse_dates
from indicators.returns.refusals import RefusedError, reason_given
from organisation.access import NotAllowedError, access_of
from organisation.models import Person
from organisation.record import Edit, differences, record


@transaction.atomic
def change_dates(
    period: Period, *, due_on: date, enter_until: date | None, reason: str, by: Person, on: date
) -> Period:
    """Move the due date, or the last day of grace, of an open period."""
    stored = _for_team(period, by, on, reason)
    if not stored.is_open:
        raise RefusedError(f"{stored} is closed; its dates can't change.")
    refuse_dates(stored.quarter, due_on, enter_until)
    before = {"due on": stored.due_on, "grace ends on": stored.enter_until}
    edits = differences(before, {"due on": due_on, "grace ends on": enter_until})
    if edits:
        stored.due_on, stored.enter_until = due_on, enter_until
        stored.save()
        record("period's dates changed", stored, by=by, on=on, why=reason.strip(), edits=edits)
    return stored


@transaction.atomic
def lock_period(period: Period, *, reason: str, by: Person, on: date) -> Period:
    """Stop entering now, before the days of grace are over; approving goes on."""
    stored = _for_team(period, by, on, reason)
    if not stored.is_open or stored.locked_on is not None:
        state = "locked" if stored.is_open else "closed"
        raise RefusedError(f"{stored} is {state} already.")
    stored.locked_on, stored.locked_by = on, by
    stored.save()
    record("period locked", stored, by=by, on=on, why=reason.strip())
    return stored


@transaction.atomic
def unlock_period(
    period: Period, *, enter_until: date | None, reason: str, by: Person, on: date
) -> Period:
    """Let everybody enter again, until a new last day or until the period closes."""
    stored = _for_team(period, by, on, reason)
    if not stored.is_locked(on):
        raise RefusedError(f"{stored} isn't locked.")
    if enter_until is not None and enter_until < max(on, stored.due_on):
        raise RefusedError(
            {"enter_until": "Choose a day that is not past, and not before the due date."}
        )
    edits = differences(
        {"locked on": stored.locked_on, "grace ends on": stored.enter_until},
        {"locked on": None, "grace ends on": enter_until},
    )
    stored.locked_on = stored.locked_by = None
    stored.enter_until = enter_until
    stored.save()
    record("period unlocked", stored, by=by, on=on, why=reason.strip(), edits=edits)
    return stored


@transaction.atomic
def reopen(
    period: Period,
    *,
    people: Collection[Person],
    until: date,
    reason: str,
    by: Person,
    on: date,
) -> Reopening:
    """Let named people enter in a locked or closed period until a day.

    In a closed period they make corrections: versions of their own, rated on the terms that were
    in force, beside which the old ones stay.
    """
    stored = _for_team(period, by, on, reason)
    if stored.is_open and not stored.is_locked(on):
        raise RefusedError(f"{stored} is open; everybody can enter.")
    if not people:
        raise RefusedError({"people": "Choose who may enter."})
    if until < on:
        raise RefusedError({"until": "Choose a day that is not past."})
    if useless := [each for each in people if not _enters(each, on)]:
        names = ", ".join(each.name for each in useless)
        raise RefusedError({"people": f"{names} can't enter returns of any service."})
    made = Reopening.objects.create(
        period=stored, until=until, reason=reason.strip(), by=by, made_on=on
    )
    made.people.set(people)
    names = ", ".join(sorted(each.name for each in people))
    edits = [Edit("let in", "", names, text=True), Edit("until", "", str(until))]
    record("period reopened", stored, by=by, on=on, why=reason.strip(), edits=edits)
    return made


@transaction.atomic
def end_reopening(reopening: Reopening, *, by: Person, on: date) -> Reopening:
    """Let nobody in by it any more, from tomorrow on."""
    stored = Reopening.objects.select_for_update().select_related("period").get(pk=reopening.pk)
    _refuse_unless_team(by, on)
    if stored.until <= on:
        raise RefusedError("It ends today or has ended already.")
    edits = [Edit("until", str(stored.until), str(on))]
    stored.until = on
    stored.save()
    record("reopening ended", stored.period, by=by, on=on, edits=edits)
    return stored


@transaction.atomic
def begin_correction(return_: Return, *, reason: str, by: Person, on: date) -> Return:
    """Make a new version of a return of a closed period, as a copy to be mended.

    One that was begun and never approved goes on. The old version counts until the new one is
    approved.
    """
    period = Period.objects.select_for_update().get(pk=return_.period_id)
    stored = Return.objects.select_related("measure__service", "terms").get(pk=return_.pk)
    if not access_of(by, on).may_enter(stored.measure.service):
        message = f"Returns of {stored.measure.service} are corrected by its own officers."
        raise NotAllowedError(message)
    if period.is_open:
        raise RefusedError(f"{period} is open: change the return itself.")
    if let_in(period, by, on) is None:
        raise RefusedError(f"{period} is closed, and it is not reopened for you.")
    if not stored.is_current:
        raise RefusedError("There is a newer version of this return; correct that one.")
    begun = Return.objects.filter(corrects=stored).first()
    if begun is not None:
        return begun
    why = reason_given(reason, "Say why the return is corrected; it stays on record.")
    return _next_version(stored, why, by, on)


def _next_version(old: Return, reason: str, by: Person, on: date) -> Return:
    entry = replace(entry_of(old), waved=())
    made = Return.objects.create(
        measure=old.measure,
        period=old.period,
        terms=old.terms,
        version=old.version + 1,
        is_current=False,
        state=State.DRAFT,
        value=entry.value,
        numerator=entry.numerator,
        denominator=entry.denominator,
        quality=entry.quality,
        no_value_reason=entry.no_value_reason,
        expected_on=entry.expected_on,
        commentary=entry.commentary,
        is_example=old.is_example,
        corrects=old,
        correction_reason=reason,
        edit=next_edit(old),
    )
    write_entry(made, entry)
    _carry_over(old, made)
    edits = [Edit("version", str(old.version), str(made.version))]
    record("correction begun", made, by=by, on=on, why=reason, edits=edits)
    return made


def _carry_over(old: Return, made: Return) -> None:
    """What was decided about the figure goes on to hold: a judged colour, a waived report.

    A judgement falls when the figure is corrected (entering.py), for it was of that figure.
    """
    judged = Judgement.objects.filter(of=old).first()
    if judged is not None:
        judged.pk, judged.of = None, made
        judged.save(force_insert=True)
    waived = ExceptionReport.objects.filter(of=old, waived_by__isnull=False).first()
    if waived is not None:
        report, _ = ExceptionReport.objects.get_or_create(of=made)
        for name in ("waived_by", "waived_on", "waived_reason"):
            setattr(report, name, getattr(waived, name))
        report.save()


def _enters(person: Person, on: date) -> bool:
    access = access_of(person, on)
    return access.enters or access.is_performance


def _refuse_unless_team(by: Person, on: date) -> None:
    if not access_of(by, on).may_close():
        message = "Only the performance team opens, locks and reopens periods."
        raise NotAllowedError(message)


def _for_team(period: Period, by: Person, on: date, reason: str) -> Period:
    _refuse_unless_team(by, on)
    reason_given(reason)
    return Period.objects.select_for_update().get(pk=period.pk)
