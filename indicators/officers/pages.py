"""What the pages of a return show of it: its heading, and what was sent to the approver."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.models import ActingAs, ExceptionReport, NoValueReason, Return
from indicators.returns import rating
from indicators.returns.entering import Entry, entry_of
from indicators.returns.judging_words import Judged, judged_of
from indicators.returns.months import MONTHS_OF_YEAR, MonthEntry
from indicators.returns.needs import doubts_about
from indicators.returns.wording import QUALITY_WORDS, day, due_words, figure_label, stood_in
from indicators.rules import rag
from indicators.rules.ruler import Ruler, ruler
from organisation.models import Person


@dataclass(frozen=True)
class Heading:
    """What stands at the top of a return's pages."""

    ref: str
    name: str
    period: str
    short: str
    prose: str
    due: str
    service: str
    state: str
    suffix: str
    sent_back_reason: str
    is_example: bool


def heading_of(return_: Return, on: date) -> Heading:
    measure, period = return_.measure, return_.period
    return Heading(
        ref=measure.ref,
        name=measure.name,
        period=period.quarter.name,
        short=period.quarter.short,
        prose=period.quarter.prose,
        due=due_words(period, on),
        service=measure.service.name if measure.service else "Indicators of the borough",
        state=return_.get_state_display(),
        suffix="" if measure.value_type == "yes_no" else measure.figure_unit.suffix.strip(),
        sent_back_reason=return_.sent_back_reason if return_.is_with_officer else "",
        is_example=return_.is_example or measure.is_example,
    )


@dataclass(frozen=True)
class Text:
    """Something written, under its heading."""

    heading: str
    text: str


@dataclass(frozen=True)
class Recovery:
    """When a red is expected back on target, what was said the time before, and why that moved."""

    expected: str
    before: str
    reason: str


@dataclass(frozen=True)
class Checked:
    """A sense check that the return sets off, and why it is right all the same."""

    said: str
    reason: str


@dataclass(frozen=True)
class SentAction:
    """An action as it was sent."""

    text: str
    owner: str
    due: str


@dataclass(frozen=True)
class Sent:
    """A return as it was sent: figure with its rating, texts, who did what and when."""

    label: str
    value: str
    made_of: str
    quality: str
    status: rag.Status | None
    sentence: str
    judged: Judged | None
    ruler: Ruler | None
    checks: tuple[Checked, ...]
    texts: tuple[Text, ...]
    actions: tuple[SentAction, ...]
    recovery: Recovery | None
    history: tuple[str, ...]


def sent_of(return_: Return) -> Sent:
    """Read a return that is with the approver, approved, or closed: at most eight queries."""
    entry, kept = entry_of(return_), getattr(return_, "rating", None)
    unit = kept.unit if kept else return_.measure.figure_unit
    bands = tuple(rating.band_from_json(band) for band in kept.bands) if kept else ()
    return Sent(
        label=figure_label(return_),
        value=value_words(return_, unit),
        made_of=_made_of(entry, unit),
        quality=QUALITY_WORDS[return_.quality],
        status=rag.Status(kept.status) if kept else None,
        sentence=kept.sentence if kept else "",
        judged=judged_of(return_),
        ruler=ruler(bands, kept.value, unit) if kept and return_.has_figure else None,
        checks=_checks(return_, entry),
        texts=_texts(entry),
        actions=tuple(
            SentAction(each.text, each.owner_post, day(each.due_on)) for each in entry.actions
        ),
        recovery=recovery_of(return_),
        history=_history(return_),
    )


def _checks(return_: Return, entry: Entry) -> tuple[Checked, ...]:
    """A reason counts only for the message that it was given for."""
    reasons = {(each.code, each.said): each.reason for each in entry.waved}
    return tuple(
        Checked(each.message, reasons.get((each.code, each.message), ""))
        for each in doubts_about(return_)
    )


def _texts(entry: Entry) -> tuple[Text, ...]:
    texts = (
        Text("Commentary", entry.commentary),
        Text("Cause", entry.cause),
        Text("Key risks", entry.key_risks),
        Text("Mitigation", entry.mitigation),
    )
    return tuple(each for each in texts if each.text)


def recovery_of(return_: Return) -> Recovery | None:
    """What its explanation says of recovery; None where it says nothing of one."""
    report: ExceptionReport | None = getattr(return_, "exception_report", None)
    if report is None or not (report.expected_recovery or report.recovery_reason):
        return None
    expected, was = report.expected_recovery, report.was_expected
    return Recovery(
        expected=expected.name if expected else "no quarter can be named yet",
        before=was.name if was else "",
        reason=report.recovery_reason,
    )


def value_words(return_: Return, unit: rag.Unit) -> str:
    """The figure as it is printed, or why there is none."""
    if return_.no_value_reason:
        reason = NoValueReason(return_.no_value_reason).label
        expected = return_.expected_on
        return f"No figure: {reason}" + (f", on {day(expected)}" if expected else "")
    amount = return_.figure.amount(unit)
    return "No figure yet" if amount is None else unit.format(amount)


def _made_of(entry: Entry, unit: rag.Unit) -> str:
    """The parts or the months that the figure was put together from."""
    if entry.months:
        return ", ".join(_month(each, unit) for each in entry.months)
    if entry.numerator is None or entry.denominator is None:
        return ""
    return _out_of(entry.numerator, entry.denominator)


def _month(entry: MonthEntry, unit: rag.Unit) -> str:
    name = MONTHS_OF_YEAR[entry.month - 1]
    if entry.numerator is not None and entry.denominator is not None:
        return f"{name} {_out_of(entry.numerator, entry.denominator)}"
    return f"{name} {unit.short(entry.value)}" if entry.value is not None else name


def _out_of(numerator: Decimal, denominator: Decimal) -> str:
    return " out of ".join(f"{each.normalize():,f}" for each in (numerator, denominator))


def _history(return_: Return) -> tuple[str, ...]:
    deeds = (
        ("Entered", return_.entered_by, None),
        ("Submitted", return_.submitted_by, return_.submitted_on),
        ("Approved", return_.approved_by, return_.approved_on),
    )
    told = {what: _deed(what, by, when) for what, by, when in deeds if by is not None}
    if return_.approved_by is not None:
        name = f"{return_.approved_by}{stood_in(return_)}"
        told["Approved"] = _deed("Approved", name, return_.approved_on)
    if "Submitted" in told:
        told["Submitted"] += _part(return_)
    return tuple(told.values())


def _deed(what: str, by: Person | str, when: date | None) -> str:
    return f"{what} by {by}" + (f", {day(when)}" if when else "")


def _part(return_: Return) -> str:
    """In which part it was submitted, where that is not the lead's own."""
    if not return_.submitted_as or return_.submitted_as == ActingAs.LEAD:
        return ""
    behalf = f", on behalf of {return_.on_behalf_of}" if return_.on_behalf_of else ""
    return f" (as {ActingAs(return_.submitted_as).label}{behalf})"
