"""Submitting a return: it is rated, and an amber or red does not go without its explanation."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from indicators.models import Return, State
from indicators.returns import rating
from indicators.returns.acting import part_of
from indicators.returns.entering import entry_of, refuse_unless_enterable, says_nothing_new
from indicators.returns.needs import colour_of, expected_before, missing_from, report_of
from indicators.returns.refusals import ConflictError, RefusedError, locked
from indicators.rules.rag import Colour
from organisation.access import Access
from organisation.models import Person
from organisation.record import Edit, record

NOTHING_NEW = (
    "It says the same as the version that it corrects. Change what is wrong, or drop the "
    "correction."
)


def against(return_: Return) -> dict[str, str]:
    """What stands against submitting a return as it is stored, by field; empty when nothing."""
    if says_nothing_new(return_, entry_of(return_)):
        return {"": NOTHING_NEW}
    return missing_from(return_)


@transaction.atomic
def submit(return_: Return, *, by: Person, on: date, seen_edit: int | None = None) -> Return:
    """Send a return to the approver. RefusedError says field by field what is missing."""
    stored = locked(return_)
    access = refuse_unless_enterable(stored, by, on)
    if seen_edit is not None and seen_edit != stored.edit:
        raise ConflictError(stored)
    if problems := against(stored):
        raise RefusedError(problems)
    edits = [Edit("state", stored.state, State.SUBMITTED), *_signed(stored, by, access, on)]
    stored.state, stored.submitted_by, stored.submitted_on = State.SUBMITTED, by, on
    if stored.missing_acknowledged_by is not None:
        edits.append(Edit("acknowledged as missing", stored.missing_reason, "", text=True))
    stored.sent_back_reason = stored.missing_reason = ""
    stored.missing_acknowledged_by = None
    stored.edit += 1
    stored.save()
    _keep_what_was_expected(stored)
    edits += rating.store_and_compare(stored, on)
    record("return submitted", stored, by=by, on=on, edits=edits)
    return stored


def _signed(stored: Return, by: Person, access: Access, on: date) -> list[Edit]:
    """Write in which part it is submitted, and on whose behalf."""
    part, behalf = part_of(stored.measure, by, access, on)
    stored.submitted_as, stored.on_behalf_of = part, behalf
    edits = [Edit("submitted as", "", part.label)]
    return [*edits, Edit("on behalf of", "", str(behalf), text=True)] if behalf else edits


def _keep_what_was_expected(stored: Return) -> None:
    """Where a red stays red and its recovery moves, the old quarter stays beside the new."""
    report = report_of(stored)
    if report is None:
        return
    before = expected_before(stored) if colour_of(stored) is Colour.RED else None
    moved = before if before != report.expected_recovery else None
    report.was_expected_year = moved.year if moved else None
    report.was_expected_quarter = moved.number if moved else None
    report.save()
