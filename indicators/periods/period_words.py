"""The state of a period in words: open, in its days of grace, locked or closed, since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from indicators.models import Period
from indicators.returns.wording import day

ONLY_THOSE_LET_IN = "only those let in by name can enter"


@dataclass(frozen=True)
class PeriodStanding:
    """One word for a tag, and the sentence that says since or until when."""

    word: str
    sentence: str

    @property
    def beside_word(self) -> str:
        """The sentence as it goes on after the tag, which has said the word already."""
        return self.sentence.removeprefix(self.word).lstrip(" .")


def state_of(period: Period, on: date) -> PeriodStanding:
    """How a period stands on a day."""
    if not period.is_open:
        return PeriodStanding("Closed", f"Closed{_when(period.closed_on)}{_by(period.closed_by)}.")
    if period.is_locked(on):
        return PeriodStanding("Locked", f"{_locked(period)}: {ONLY_THOSE_LET_IN}.")
    if on <= period.due_on:
        due = f"Returns are due {day(period.due_on)}, {in_days(period.due_on, on)}."
        return PeriodStanding("Open", f"{due} {until_words(period)}")
    late = f"Returns were due {day(period.due_on)}, {ago(period.due_on, on)}."
    if period.enter_until is None:
        return PeriodStanding("Open", f"{late} {until_words(period)}")
    return PeriodStanding("In grace", f"In grace until {day(period.enter_until)}. {late}")


def until_words(period: Period) -> str:
    """How long officers can enter."""
    until = period.enter_until
    if until is None:
        return "Officers can enter until it is closed: it never locks itself."
    if until == period.due_on:
        return "There are no days of grace: after that day it locks itself."
    return f"Officers can enter until {day(until)}; then it locks itself."


def _locked(period: Period) -> str:
    """Since when, and by whom or because the days of grace are over."""
    over = None if period.enter_until is None else period.enter_until + timedelta(days=1)
    by_hand = period.locked_on
    if by_hand is not None and (over is None or by_hand <= over):
        return f"Locked since {day(by_hand)}{_by(period.locked_by)}"
    return f"Locked since{_when(over)}, when the days of grace were over"


def _when(on: date | None) -> str:
    return f" {day(on)}" if on else ""


def _by(person: object | None) -> str:
    return f" by {person}" if person else ""


def in_days(when: date, on: date) -> str:
    """In 5 days, tomorrow, today."""
    days = (when - on).days
    near = {0: "today", 1: "tomorrow"}
    return near.get(days, f"in {days} days")


def ago(when: date, on: date) -> str:
    """3 days ago, yesterday."""
    days = (on - when).days
    return "yesterday" if days == 1 else f"{days} days ago"
