"""What the pages of a return show of it: its heading, and what was sent to the approver."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from indicators.models import NoValueReason, Return
from indicators.returns import rating
from indicators.returns.checks import doubts, usual
from indicators.returns.entering import entry_of
from indicators.returns.facts import Promise
from indicators.returns.wording import QUALITY_WORDS, day, due_words, figure_label
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
class Sent:
    """A return as it was sent: figure with its rating, texts, who did what and when."""

    label: str
    value: str
    made_of: str
    quality: str
    status: rag.Status | None
    sentence: str
    ruler: Ruler | None
    doubts: tuple[str, ...]
    confirmed: str
    texts: tuple[Text, ...]
    actions: tuple[Promise, ...]
    recovery: str
    history: tuple[str, ...]


def sent_of(return_: Return) -> Sent:
    """Read a return that is with the approver, approved, or closed."""
    entry, kept = entry_of(return_), getattr(return_, "rating", None)
    unit = kept.unit if kept else return_.measure.figure_unit
    bands = tuple(rating.band_from_json(band) for band in kept.bands) if kept else ()
    texts = (
        Text("Commentary", entry.commentary),
        Text("Cause", entry.cause),
        Text("Key risks", entry.key_risks),
        Text("Mitigation", entry.mitigation),
    )
    return Sent(
        label=figure_label(return_),
        value=_value(return_, unit),
        made_of=_made_of(return_),
        quality=QUALITY_WORDS[return_.quality],
        status=rag.Status(kept.status) if kept else None,
        sentence=kept.sentence if kept else "",
        ruler=ruler(bands, kept.value, unit) if kept and return_.has_figure else None,
        doubts=doubts(return_.figure, usual(return_)),
        confirmed=return_.confirmed,
        texts=tuple(each for each in texts if each.text),
        actions=tuple(
            Promise(each.text, each.owner_post, day(each.due_on)) for each in entry.actions
        ),
        recovery=entry.expected_recovery.name if entry.expected_recovery else "",
        history=_history(return_),
    )


def _value(return_: Return, unit: rag.Unit) -> str:
    if return_.no_value_reason:
        reason = NoValueReason(return_.no_value_reason).label
        expected = return_.expected_on
        return f"No figure: {reason}" + (f", on {day(expected)}" if expected else "")
    amount = return_.figure.amount(unit)
    return "No figure yet" if amount is None else unit.format(amount)


def _made_of(return_: Return) -> str:
    if return_.numerator is None or return_.denominator is None:
        return ""
    parts = (return_.numerator, return_.denominator)
    return " out of ".join(f"{each.normalize():,f}" for each in parts)


def _history(return_: Return) -> tuple[str, ...]:
    deeds = (
        ("Entered", return_.entered_by, None),
        ("Submitted", return_.submitted_by, return_.submitted_on),
        ("Approved", return_.approved_by, return_.approved_on),
    )
    return tuple(_deed(what, by, when) for what, by, when in deeds if by is not None)


def _deed(what: str, by: Person, when: date | None) -> str:
    return f"{what} by {by}" + (f", {day(when)}" if when else "")
