"""When an action is due, and whether its day has passed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from indicators.models import PlanAction


@dataclass(frozen=True, slots=True)
class DueLine:
    """One day on which something is due: the action itself, or a milestone of it."""

    text: str  # of a milestone
    when: str
    is_overdue: bool


def due_lines(action: PlanAction, on: date) -> tuple[DueLine, ...]:
    """The action's own day, unless its milestones say all, and then these in their order."""
    milestones = [
        DueLine(each.text, in_words(each.due_on), has_passed(each.due_on, on))
        for each in action.milestones.all()
    ]
    if milestones and action.due_on is None:
        return tuple(milestones)
    words = action.due_words or in_words(action.due_on)
    return (DueLine("", words, has_passed(action.due_on, on)), *milestones)


def is_overdue(action: PlanAction, on: date) -> bool:
    """Whether the day of the action, or of a milestone, has passed."""
    return any(has_passed(each, on) for each in days_of(action))


def days_of(action: PlanAction) -> Iterator[date]:
    """Every day that the action and its milestones name."""
    days = (action.due_on, *(each.due_on for each in action.milestones.all()))
    return (each for each in days if each)


def next_day(actions: Iterable[PlanAction], on: date) -> date | None:
    """The first day from today on which anything is due."""
    return min((day for each in actions for day in days_of(each) if day >= on), default=None)


def has_passed(day: date | None, on: date) -> bool:
    return day is not None and day < on


def in_words(day: date | None) -> str:
    """30 September 2017."""
    return f"{day.day} {day:%B %Y}" if day else "No date"
