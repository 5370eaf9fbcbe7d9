"""Saving what an officer enters: the figure, the words, and what explains a red."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from indicators.models import Action, ExceptionReport, NoValueReason, Quality, Return, State
from indicators.returns.refusals import ConflictError, RefusedError, locked
from indicators.rules.periods import Quarter
from organisation.access import NotAllowedError, access_of
from organisation.models import Person
from organisation.record import Edit, differences, record

SAVED = "return saved"  # what the record calls it
TEXTS = ("commentary", "confirmed", "cause", "key_risks", "mitigation", "actions")


@dataclass(frozen=True)
class PlannedAction:
    """An action as typed: what, by which post, by when."""

    text: str
    owner_post: str
    due_on: date

    def __str__(self) -> str:
        return f"{self.text} ({self.owner_post}, {self.due_on})"


@dataclass(frozen=True)
class Entry:
    """All that an officer enters on a return."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    quality: str = Quality.FINAL
    no_value_reason: str = ""
    expected_on: date | None = None
    commentary: str = ""
    confirmed: str = ""
    cause: str = ""
    key_risks: str = ""
    mitigation: str = ""
    expected_recovery: Quarter | None = None
    actions: tuple[PlannedAction, ...] = field(default=())

    @property
    def explains(self) -> bool:
        """Says anything of what a red must say."""
        return bool(
            self.cause
            or self.key_risks
            or self.mitigation
            or self.expected_recovery
            or self.actions
        )


RETURN_FIELDS = (
    "value",
    "numerator",
    "denominator",
    "quality",
    "no_value_reason",
    "expected_on",
    "commentary",
    "confirmed",
)
REPORT_TEXTS = ("cause", "key_risks", "mitigation")


@transaction.atomic
def save_draft(
    return_: Return,
    entry: Entry,
    *,
    by: Person,
    on: date,
    seen_edit: int | None = None,
    example: bool = False,
) -> Return:
    """Save what was typed, complete or not, and record what changed.

    Refused when the period is closed, the return is with the approver or approved, or
    (ConflictError) somebody else saved since the version `seen_edit` was shown.
    """
    stored = locked(return_)
    refuse_unless_enterable(stored, by, on)
    if seen_edit is not None and seen_edit != stored.edit:
        raise ConflictError(stored)
    before = entry_of(stored)
    edits = _edits(before, entry)
    if not edits:
        return stored
    for name in RETURN_FIELDS:
        setattr(stored, name, getattr(entry, name))
    stored.state, stored.entered_by = State.DRAFT, by
    stored.is_example = example or stored.is_example
    stored.edit += 1
    stored.save()
    _save_report(stored, entry)
    record(SAVED, stored, by=by, on=on, edits=edits)
    return stored


def refuse_unless_enterable(return_: Return, by: Person, on: date) -> None:
    """Say why this person can't enter this return now, if so."""
    if not access_of(by, on).may_enter(return_.measure.service):
        message = f"Returns of {return_.measure.service} are entered by its own officers."
        raise NotAllowedError(message)
    if not return_.period.is_open:
        raise RefusedError(f"{return_.period} is closed; its figures can't be changed here.")
    if not return_.is_with_officer:
        raise RefusedError(
            f"This return is {return_.get_state_display().lower()} already. "
            "Ask the approver to send it back if it has to change."
        )


def entry_of(return_: Return) -> Entry:
    """What a stored return holds, in the form in which it is entered."""
    report = ExceptionReport.objects.filter(of=return_).first()
    explained: dict[str, Any] = {}
    if report is not None:
        explained = {name: getattr(report, name) for name in REPORT_TEXTS}
        explained["expected_recovery"] = report.expected_recovery
        explained["actions"] = tuple(
            PlannedAction(each.text, each.owner_post, each.due_on) for each in report.actions.all()
        )
    return Entry(**{name: getattr(return_, name) for name in RETURN_FIELDS}, **explained)


def _edits(before: Entry, after: Entry) -> list[Edit]:
    return differences(_shown(before), _shown(after), TEXTS)


def _shown(entry: Entry) -> dict[str, Any]:
    fields = {name: getattr(entry, name) for name in (*RETURN_FIELDS, *REPORT_TEXTS)}
    fields["expected_recovery"] = entry.expected_recovery and entry.expected_recovery.name
    fields["actions"] = "\n".join(str(each) for each in entry.actions)
    return {
        name: format(value.normalize(), "f") if isinstance(value, Decimal) else value
        for name, value in fields.items()
    }


def _save_report(return_: Return, entry: Entry) -> None:
    """Keep what explains a red beside the return; its actions are replaced as a whole."""
    report = ExceptionReport.objects.filter(of=return_).first()
    if report is None and not entry.explains:
        return
    report = report or ExceptionReport(of=return_)
    for name in REPORT_TEXTS:
        setattr(report, name, getattr(entry, name))
    recovery = entry.expected_recovery
    report.expected_year = recovery.year if recovery else None
    report.expected_quarter = recovery.number if recovery else None
    report.save()
    report.actions.all().delete()
    Action.objects.bulk_create(
        Action(
            report=report,
            position=position,
            text=each.text,
            owner_post=each.owner_post,
            due_on=each.due_on,
        )
        for position, each in enumerate(entry.actions, start=1)
    )


def reasons() -> list[tuple[str, str]]:
    """The reasons for which there may be no figure, for a form."""
    return list(NoValueReason.choices)
