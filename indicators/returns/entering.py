"""Saving what an officer enters: the figure, the words, and what explains an amber or red."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from indicators.models import (
    Action,
    Confirmation,
    ExceptionReport,
    Judgement,
    MonthFigure,
    Quality,
    Return,
    State,
)
from indicators.returns.letting_in import refuse_unless_let_in
from indicators.returns.months import MonthEntry, put_together
from indicators.returns.needs import missing_from, report_of
from indicators.returns.refusals import ConflictError, RefusedError, locked
from indicators.rules.periods import Quarter
from organisation.access import Access, NotAllowedError, access_of
from organisation.models import Person
from organisation.record import Edit, differences, record

SAVED = "return saved"  # what the record calls it
TEXTS = (
    "commentary",
    "confirmed",
    "cause",
    "key_risks",
    "mitigation",
    "recovery_reason",
    "actions",
)


@dataclass(frozen=True)
class PlannedAction:
    """An action as typed: what, by which post, by when."""

    text: str
    owner_post: str
    due_on: date

    def __str__(self) -> str:
        return f"{self.text} ({self.owner_post}, {self.due_on})"


@dataclass(frozen=True)
class Waved:
    """A sense check that somebody looked at: what it said, and why that is right all the same."""

    code: str
    said: str
    reason: str

    def __str__(self) -> str:
        return f"{self.said} {self.reason}"


@dataclass(frozen=True)
class Entry:
    """All that an officer enters on a return.

    Where `months` are given the quarter's figure is put together from them.
    """

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    months: tuple[MonthEntry, ...] = field(default=())
    quality: str = Quality.FINAL
    no_value_reason: str = ""
    expected_on: date | None = None
    commentary: str = ""
    waved: tuple[Waved, ...] = field(default=())
    cause: str = ""
    key_risks: str = ""
    mitigation: str = ""
    expected_recovery: Quarter | None = None
    recovery_reason: str = ""
    actions: tuple[PlannedAction, ...] = field(default=())

    @property
    def explains(self) -> bool:
        """Says anything of what a red must say."""
        return bool(
            self.cause
            or self.key_risks
            or self.mitigation
            or self.expected_recovery
            or self.recovery_reason
            or self.actions
        )


NOTHING = Entry()
FIGURE_FIELDS = ("value", "numerator", "denominator")
RETURN_FIELDS = (*FIGURE_FIELDS, "quality", "no_value_reason", "expected_on", "commentary")
REPORT_TEXTS = ("cause", "key_risks", "mitigation", "recovery_reason")


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

    Refused when the period is closed or locked for this person, the return is with the approver
    or approved, or (ConflictError) somebody else saved since the version `seen_edit` was shown.
    """
    stored = locked(return_)
    refuse_unless_enterable(stored, by, on)
    if seen_edit is not None and seen_edit != stored.edit:
        raise ConflictError(stored)
    before, entry = entry_of(stored), with_figure_of_months(stored, entry)
    edits = edits_between(before, entry)
    if not edits:
        return stored
    edits += _agreement_lost(stored, edits)
    _write(stored, entry, by, before, example=example)
    record(SAVED, stored, by=by, on=on, edits=edits)
    return stored


def _agreement_lost(stored: Return, edits: list[Edit]) -> list[Edit]:
    """A better colour that two people agreed to was for another figure: it is agreed anew."""
    if not any(edit.field in FIGURE_FIELDS for edit in edits):
        return []
    agreed: Judgement | None = getattr(stored, "judgement", None)
    if agreed is not None and stored.is_correction:
        agreed.delete()  # nobody judges in a closed period, and this was of another figure
        stored._state.fields_cache.pop("judgement", None)  # noqa: SLF001
        return [Edit("judged colour", agreed.colour, "")]
    if agreed is None or agreed.agreed_by is None:
        return []
    by, agreed.agreed_by = agreed.agreed_by, None
    agreed.save()
    return [Edit("judgement agreed by", str(by), "", text=True)]


def _write(stored: Return, entry: Entry, by: Person, before: Entry, *, example: bool) -> None:
    for name in RETURN_FIELDS:
        setattr(stored, name, getattr(entry, name))
    stored.state, stored.entered_by = State.DRAFT, by
    stored.is_example = example or stored.is_example
    stored.edit += 1
    write_entry(stored, entry, before)
    stored.is_ready = not (missing_from(stored) or says_nothing_new(stored, entry))
    stored.save()


def refuse_unless_enterable(return_: Return, by: Person, on: date) -> Access:
    """What this person may do, or why they can't enter this return now."""
    access = access_of(by, on)
    if not access.may_enter(return_.measure.service):
        message = f"Returns of {return_.measure.service} are entered by its own officers."
        raise NotAllowedError(message)
    refuse_unless_let_in(return_, by, on)
    if not return_.is_with_officer:
        raise RefusedError(
            f"This return is {return_.get_state_display().lower()} already. "
            "Ask the approver to send it back if it has to change."
        )
    return access


def with_figure_of_months(return_: Return, entry: Entry) -> Entry:
    """The entry with the quarter's figure put together from its months, where it has months."""
    if not entry.months or entry.no_value_reason:
        return entry
    whole = put_together(return_, entry.months)
    is_mean = whole.estimated and whole.is_complete
    quality = Quality.ESTIMATED if is_mean else entry.quality
    return replace(
        entry,
        value=whole.value,
        numerator=whole.numerator,
        denominator=whole.denominator,
        quality=quality,
    )


def entry_of(return_: Return) -> Entry:
    """What a stored return holds, in the form in which it is entered."""
    report = report_of(return_)
    explained: dict[str, Any] = {}
    if report is not None:
        explained = {name: getattr(report, name) for name in REPORT_TEXTS}
        explained["expected_recovery"] = report.expected_recovery
        explained["actions"] = tuple(
            PlannedAction(each.text, each.owner_post, each.due_on) for each in report.actions.all()
        )
    return Entry(
        **{name: getattr(return_, name) for name in RETURN_FIELDS},
        months=tuple(
            MonthEntry(each.month, each.value, each.numerator, each.denominator)
            for each in return_.months.all()
        ),
        waved=tuple(
            Waved(each.code, each.said, each.reason) for each in return_.confirmations.all()
        ),
        **explained,
    )


def edits_between(before: Entry, after: Entry) -> list[Edit]:
    """What differs, for the record."""
    return differences(entered_words(before), entered_words(after), TEXTS)


def says_nothing_new(return_: Return, entry: Entry) -> bool:
    """Whether a correction would say the same as the approved version that it corrects."""
    old = return_.corrects
    if old is None or old.state != State.APPROVED:
        return False
    return not edits_between(replace(entry_of(old), waved=()), replace(entry, waved=()))


def entered_words(entry: Entry) -> dict[str, Any]:
    """An entry field by field, as the record shows it."""
    fields = {name: getattr(entry, name) for name in (*RETURN_FIELDS, *REPORT_TEXTS)}
    fields["months"] = ", ".join(map(str, entry.months))
    fields["confirmed"] = "\n".join(map(str, entry.waved))
    fields["expected_recovery"] = entry.expected_recovery and entry.expected_recovery.name
    fields["actions"] = "\n".join(map(str, entry.actions))
    return {
        name: format(value.normalize(), "f") if isinstance(value, Decimal) else value
        for name, value in fields.items()
    }


def write_entry(return_: Return, entry: Entry, before: Entry = NOTHING) -> None:
    """Keep what stands beside a return: its months, confirmations, explanation and actions.

    A list that differs from what was there `before` is replaced as a whole; the return itself is
    saved by whoever calls.
    """
    if entry.months != before.months:
        _write_months(return_, entry)
    if entry.waved != before.waved:
        return_.confirmations.all().delete()
        Confirmation.objects.bulk_create(
            Confirmation(of=return_, code=each.code, said=each.said, reason=each.reason)
            for each in entry.waved
        )
    _write_report(return_, entry)


def _write_months(return_: Return, entry: Entry) -> None:
    return_.months.all().delete()
    MonthFigure.objects.bulk_create(
        MonthFigure(
            of=return_,
            month=each.month,
            value=each.value,
            numerator=each.numerator,
            denominator=each.denominator,
        )
        for each in entry.months
    )


def _write_report(return_: Return, entry: Entry) -> None:
    report = report_of(return_)
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
