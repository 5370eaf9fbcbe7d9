"""Every version of a return: what was corrected after closing, from what to what, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from indicators.models import ExceptionReport, Period, Rating, Return, State
from indicators.officers.pages import Recovery, SentAction, Text, recovery_of, value_words
from indicators.querysets import ReturnQuerySet
from indicators.refs import ref_order
from indicators.returns.addresses import versions_url
from indicators.returns.recorded_words import label
from indicators.returns.wording import QUALITY_WORDS, day, stood_in
from indicators.rules import rag
from indicators.rules.periods import Quarter


@dataclass(frozen=True)
class Version:
    """One version as it stands; `change`: what differs from the one before.

    `explanation`: of an amber its cause; of a red cause, key risks and mitigation.
    """

    name: str
    standing: str
    value: str
    quality: str
    status: rag.Status | None
    sentence: str
    commentary: str
    explanation: tuple[Text, ...]
    actions: tuple[SentAction, ...]
    recovery: Recovery | None
    reason: str
    signed: tuple[str, ...]
    change: str
    counts: bool


@dataclass(frozen=True)
class CorrectionRow:
    """A correction in a closed period, made or under way."""

    ref: str
    name: str
    standing: str
    reason: str
    url: str


#: What of an explanation an amber and a red show.
AMBER_TEXTS = ("cause",)
RED_TEXTS = ("cause", "key_risks", "mitigation")
#: Of what was closed without being approved, others read how it stands and no more.
UNAPPROVED: dict[str, Any] = {
    "value": "No approved figure",
    "quality": "",
    "commentary": "",
    "explanation": (),
    "actions": (),
    "recovery": None,
    "change": "",
}


def all_versions(quarter: Quarter, ref: str) -> list[Return]:
    """Every version of a return, the oldest first; empty where none was asked for."""
    found = Return.objects.filter(
        period__year=quarter.year, period__number=quarter.number, measure__ref=ref
    )
    explained = _with_people(found).prefetch_related("exception_report__actions")
    return list(explained.order_by("version"))


def _with_people(found: ReturnQuerySet) -> ReturnQuerySet:
    people = ("entered_by", "submitted_by", "approved_by", "approved_for")
    return found.with_everything().select_related(*people)


def versions(returns: Sequence[Return], *, unapproved: bool) -> tuple[Version, ...]:
    """Those that a reader may see, the newest first.

    `unapproved`: the reader belongs to the service, or to its approvers or the performance team.
    """
    seen = [each for each in returns if unapproved or _is_public(each)]
    earlier: list[Return | None] = [None, *seen]
    found = [_version(now, before) for before, now in zip(earlier, seen, strict=False)]
    if not unapproved:
        found = [
            made if now.state == State.APPROVED else replace(made, **UNAPPROVED)
            for made, now in zip(found, seen, strict=True)
        ]
    return tuple(reversed(found))


def _is_public(return_: Return) -> bool:
    """Approved, or closed as it was."""
    kept = _rating(return_)
    return return_.state == State.APPROVED or (kept is not None and kept.is_frozen)


def _version(now: Return, before: Return | None) -> Version:
    kept = _rating(now)
    return Version(
        name=f"Version {now.version}",
        standing=_standing(now),
        value=_value(now),
        quality=QUALITY_WORDS[now.quality],
        status=rag.Status(kept.status) if kept else None,
        sentence=kept.sentence if kept else "",
        commentary=now.commentary,
        explanation=_explanation(now),
        actions=_actions(now),
        recovery=recovery_of(now) if _told_of(now) == RED_TEXTS else None,
        reason=now.correction_reason,
        signed=_signed(now),
        change=_change(before, now) if before else "",
        counts=now.is_current,
    )


def _told_of(return_: Return) -> tuple[str, ...]:
    """Which texts its colour asks for; of a draft that has no rating yet, all."""
    kept = _rating(return_)
    if kept is None or rag.Status(kept.status).is_red:
        return RED_TEXTS
    return AMBER_TEXTS if rag.Status(kept.status).is_amber else ()


def _explanation(return_: Return) -> tuple[Text, ...]:
    report = _report(return_)
    if report is None:
        return ()
    kind = report._meta.label_lower
    told = ((label(kind, name), getattr(report, name)) for name in _told_of(return_))
    return tuple(Text(heading, text) for heading, text in told if text.strip())


def _actions(return_: Return) -> tuple[SentAction, ...]:
    report = _report(return_)
    if report is None or _told_of(return_) != RED_TEXTS:
        return ()
    return tuple(
        SentAction(each.text, each.owner_post, day(each.due_on)) for each in report.actions.all()
    )


def _report(return_: Return) -> ExceptionReport | None:
    report: ExceptionReport | None = getattr(return_, "exception_report", None)
    return report


def _standing(return_: Return) -> str:
    """Which one counts, which did, and which is still to come."""
    if _is_public(return_):
        return "This version counts" if return_.is_current else "Counted until it was corrected"
    return f"Under way: {return_.get_state_display().lower()}. It counts once it is approved"


def _value(return_: Return) -> str:
    kept = _rating(return_)
    return value_words(return_, kept.unit if kept else return_.measure.figure_unit)


def _signed(return_: Return) -> tuple[str, ...]:
    deeds = (
        ("Entered", return_.entered_by, "", None),
        ("Submitted", return_.submitted_by, "", return_.submitted_on),
        ("Approved", return_.approved_by, stood_in(return_), return_.approved_on),
    )
    return tuple(
        f"{what} by {by}{instead}{f', {day(when)}' if when else ''}"
        for what, by, instead, when in deeds
        if by is not None
    )


def _change(before: Return, now: Return) -> str:
    """From what to what, by how much, and whether the colour changed with it."""
    said = [_figure_change(before, now), _colour_change(_rating(before), _rating(now))]
    return " ".join(each for each in said if each)


def _figure_change(before: Return, now: Return) -> str:
    was, became = _value(before), _value(now)
    if was == became:
        return f"The figure stays {became}."
    return f"From {was} to {became}{_size(_rating(before), _rating(now))}."


def _size(before: Rating | None, now: Rating | None) -> str:
    """By how much a figure moved, in the measure's unit."""
    was, became = (each.value if each else None for each in (before, now))
    if now is None or was is None or became is None or now.unit.kind == "yes_no":
        return ""
    way = "up" if became > was else "down"
    return f", {way} {now.unit.gap(abs(became - was))}"


def _colour_change(before: Rating | None, now: Rating | None) -> str:
    if before is None or now is None:
        return ""
    was, became = rag.Status(before.status), rag.Status(now.status)
    if was is became:
        return f"The rating stays {became.word}."
    return f"The rating changes from {was.word} to {became.word}."


def _rating(return_: Return) -> Rating | None:
    kept: Rating | None = getattr(return_, "rating", None)
    return kept


def last_change(returns: Sequence[Return]) -> str:
    """What the last approved correction changed; blank where there is none."""
    public = [each for each in returns if _is_public(each)]
    return next((_change(before, now) for before, now in reversed(list(pairwise(public)))), "")


def corrections_in(period: Period) -> list[CorrectionRow]:
    """The corrections of a closed period, in order of ref: one query."""
    if period.is_open:
        return []
    found = _with_people(Return.objects.filter(period=period, corrects__isnull=False))
    made = sorted(found, key=lambda each: (ref_order(each.measure.ref), each.version))
    return [
        CorrectionRow(
            ref=each.measure.ref,
            name=each.measure.name,
            standing=_made(each),
            reason=each.correction_reason,
            url=versions_url(each),
        )
        for each in made
    ]


def _made(return_: Return) -> str:
    if return_.approved_on is not None:
        return f"Approved {day(return_.approved_on)}"
    return f"Under way: {return_.get_state_display().lower()}"
