"""The words of a reminder: its subject, and its sections by kind and period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from textwrap import shorten

from django.conf import settings

from indicators.models import Period, ReminderKind
from indicators.officers.due import edit_url
from indicators.refs import ref_order
from indicators.reminding.matters import Matter
from indicators.returns.addresses import decide_url
from indicators.returns.wording import day, due_words
from indicators.rules.periods import Quarter

LONGEST_SUBJECT = 200
ABOUT = " (performance scorecard)"
SHUT = "The period is locked: only those whom the performance team lets in can enter."
# In the order in which they are read; a return stands under the first that holds for it.
HEADINGS = {
    ReminderKind.SENT_BACK: "Sent back",
    ReminderKind.OVERDUE: "Overdue",
    ReminderKind.ESCALATED: "Overdue in services that you approve for",
    ReminderKind.DUE: "Due today",
    ReminderKind.BEFORE_DUE: "Due soon",
    ReminderKind.APPROVED: "Approved",
}
EXPLAINED = {
    ReminderKind.SENT_BACK: "What has to change stands on the return.",
    ReminderKind.ESCALATED: "Please see to it that what is missing comes in.",
    ReminderKind.APPROVED: "There is nothing more to do.",
}
ORDER = list(HEADINGS)


@dataclass(frozen=True)
class Line:
    """A return, and where it is."""

    ref: str
    name: str
    why: str
    url: str


@dataclass(frozen=True)
class Section:
    """The returns of one kind in one period."""

    heading: str
    period: str
    says: str
    lines: tuple[Line, ...]


def shown(matters: Iterable[Matter]) -> list[Matter]:
    """One matter a return, the first by ORDER: what is sent back and overdue is said once."""
    first: dict[int, Matter] = {}
    for each in sorted(matters, key=_place):
        first.setdefault(each.of.pk, each)
    return sorted(first.values(), key=_place)


def sections(said: Iterable[Matter], on: date) -> tuple[Section, ...]:
    """What one person is told, by kind and period; `said` in the order of `shown`."""
    return tuple(
        _section(kind, period, list(group), on)
        for (kind, period), group in groupby(said, key=lambda each: (each.kind, each.of.period))
    )


def subject(said: Iterable[Matter], on: date) -> str:
    """How many and by when: "2 returns overdue since 12 January 2018; 1 return approved"."""
    counted = Counter(_how(each, on) for each in said)
    parts = [f"{_returns(number)} {how}" for how, number in counted.items()]
    return shorten("; ".join(parts), LONGEST_SUBJECT - len(ABOUT), placeholder=" …") + ABOUT


def address(path: str) -> str:
    """The whole address of a page."""
    return f"{settings.SITE_URL}{path}"


def _place(matter: Matter) -> tuple[int, Quarter, object]:
    of = matter.of
    return ORDER.index(matter.kind), of.period.quarter, ref_order(of.measure.ref)


def _section(kind: ReminderKind, period: Period, matters: list[Matter], on: date) -> Section:
    return Section(
        heading=HEADINGS[kind],
        period=_of_period(kind, period, on),
        says=EXPLAINED.get(kind, SHUT if any(each.is_shut for each in matters) else ""),
        lines=tuple(_line(each) for each in matters),
    )


def _of_period(kind: ReminderKind, period: Period, on: date) -> str:
    prose = period.quarter.prose
    if not period.is_open:
        return f"{prose}, correction."
    return f"{prose}." if kind is ReminderKind.APPROVED else f"{prose}: {due_words(period, on)}."


def _line(matter: Matter) -> Line:
    measure = matter.of.measure
    url = decide_url if matter.kind is ReminderKind.ESCALATED else edit_url
    return Line(measure.ref, measure.name, matter.why, address(url(matter.of)))


def _how(matter: Matter, on: date) -> str:
    """What a subject says of a matter, and what it counts together."""
    due_on = matter.of.period.due_on
    if matter.kind is ReminderKind.APPROVED:
        return "approved"
    if matter.kind is ReminderKind.ESCALATED:
        return f"of your services overdue since {day(due_on)}"
    if matter.kind is ReminderKind.SENT_BACK:
        return f"sent back, {_when(due_on, on)}" if matter.of.period.is_open else "sent back"
    return _when(due_on, on)


def _when(due_on: date, on: date) -> str:
    if due_on < on:
        return f"overdue since {day(due_on)}"
    return f"due today, {day(due_on)}" if due_on == on else f"due by {day(due_on)}"


def _returns(number: int) -> str:
    return f"{number} return{'' if number == 1 else 's'}"
