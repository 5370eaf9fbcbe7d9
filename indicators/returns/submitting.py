"""Submitting a return: it is rated, and a red does not go without its explanation."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from indicators.models import ExceptionReport, Return, State
from indicators.returns import rating
from indicators.returns.checks import doubts, refusals, usual
from indicators.returns.entering import refuse_unless_enterable
from indicators.returns.refusals import ConflictError, RefusedError, locked
from indicators.rules.rag import Status
from organisation.models import Council, Person
from organisation.record import Edit, record

RED_NEEDS = {
    "cause": "Say what caused the red.",
    "key_risks": "A red needs its key risks: what could go wrong for people, services or money.",
    "mitigation": "A red needs its mitigation: what is in place, or will be, and from when.",
}


@transaction.atomic
def submit(return_: Return, *, by: Person, on: date, seen_edit: int | None = None) -> Return:
    """Send a return to the approver. RefusedError says field by field what is missing."""
    stored = locked(return_)
    refuse_unless_enterable(stored, by, on)
    if seen_edit is not None and seen_edit != stored.edit:
        raise ConflictError(stored)
    if problems := missing_from(stored):
        raise RefusedError(problems)
    before = stored.state
    stored.state, stored.submitted_by, stored.submitted_on = State.SUBMITTED, by, on
    stored.sent_back_reason = stored.missing_reason = ""
    stored.missing_acknowledged_by = None
    stored.edit += 1
    stored.save()
    edits = [Edit("state", before, stored.state), *rating.store_and_compare(stored, on)]
    record("return submitted", stored, by=by, on=on, edits=edits)
    return stored


def missing_from(return_: Return) -> dict[str, str]:
    """What a return still needs before it can be submitted, by field."""
    if not return_.has_figure and not return_.no_value_reason:
        return {"value": "Enter the figure, or choose why there is none."}
    if return_.no_value_reason == "PUBLISHED_LATER":
        return {}
    problems = _unsound(return_)
    if return_.no_value_reason == "NOT_APPLICABLE" and not return_.commentary.strip():
        problems["commentary"] = "Say why the measure does not apply this period."
    if is_red(return_):
        report = ExceptionReport.objects.filter(of=return_).first()
        problems |= {
            name: message
            for name, message in RED_NEEDS.items()
            if report is None or not getattr(report, name).strip()
        }
    return problems


def _unsound(return_: Return) -> dict[str, str]:
    """What the figure can't be, or what is doubtful in it and not yet confirmed."""
    known = usual(return_)
    problems = refusals(return_.figure, known)
    doubtful = () if problems else doubts(return_.figure, known)
    if doubtful and not return_.confirmed.strip():
        problems["confirmed"] = f"{' '.join(doubtful)} If the figure is right, say why."
    return problems


def is_red(return_: Return) -> bool:
    """Would be rated red as it stands, by calculation or judgement."""
    return Status(rating.as_entered(return_, Council.current()).status).is_red
