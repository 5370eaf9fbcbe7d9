"""An action's own due date and its milestones, from the cells that speak of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from indicators.rules.periods import FinancialYear
from indicators.spreadsheets.files.sheets import Cell
from indicators.spreadsheets.kinds.actions import topics
from indicators.spreadsheets.kinds.actions.due_dates import Due, FoundDay, is_missing, read_due
from indicators.spreadsheets.kinds.actions.settled import SettledMilestone
from indicators.spreadsheets.kinds.actions.wording import Itemised, itemised
from indicators.spreadsheets.problems import Severity, quote
from indicators.spreadsheets.understanding.dates_named import in_words
from indicators.spreadsheets.understanding.questions import Asker
from indicators.spreadsheets.understanding.settling import settle_quarter
from indicators.spreadsheets.words import one_line

LONG_AFTER: Final = 5  # years
_STEPS: Final = re.compile(r"\s*(?:\n|;)\s*")


@dataclass
class When:
    """When an action is due, as its cells say; `said` is what is left of the action's own text."""

    said: str
    due_on: date | None = None
    due_words: str = ""
    milestones: tuple[SettledMilestone, ...] = ()
    problems: list[tuple[Cell, str, Severity]] = field(default_factory=list)
    is_open: bool = False
    answers: dict[str, date | None] = field(default_factory=dict)  # for days that there are not

    def warn(self, cell: Cell, message: str) -> None:
        self.problems.append((cell, message, Severity.WARNING))


@dataclass(frozen=True)
class Timing:
    """Reads when the actions of a plan are due."""

    asker: Asker
    year: FinancialYear | None

    def of(self, ref: str, text: str, due: Cell, steps: Cell) -> When:
        """The action's `text`, its cell of due dates and its cell of milestones, put together."""
        found = When(said=text)
        read = read_due(due, self.year)
        listed = self._steps(found, ref, steps)
        if len(read.days) > 1:
            self._several(found, ref, due, read, listed)
        else:
            self._one(found, ref, due, read)
            found.milestones = listed
        if not (found.due_on or found.due_words or found.milestones or found.is_open):
            found.warn(due, "The action has no due date: it can never be overdue.")
        return found

    def _one(self, found: When, ref: str, cell: Cell, read: Due) -> None:
        """One day, a period that ends on one, or words."""
        if read.days:
            found.due_on = self._day(found, ref, cell, read.days[0])
            found.due_words = "" if read.is_only_days else read.text
            return
        if read.quarter:
            quarter = settle_quarter(read.quarter, self.asker, ref, cell)
            found.is_open = found.is_open or quarter is None
            found.due_on = quarter.end if quarter else None
        else:
            found.due_on = read.period_end
        found.due_words = "" if is_missing(read.text) else read.text
        if found.due_words and read.says_nothing:
            message = f"{quote(read.text)} names no day: it is kept in these words."
            found.warn(cell, message)
        self._beyond(found, cell, found.due_on)

    def _several(
        self, found: When, ref: str, cell: Cell, read: Due, listed: Sequence[SettledMilestone]
    ) -> None:
        """Several days: each with the words beside it, else with the sub-action in its place."""
        found.due_words = read.text
        days = [self._day(found, ref, cell, each) for each in read.days]
        labels = [each.label for each in read.days]
        if all(labels):
            found.milestones = (*listed, *map(SettledMilestone, labels, days))
            return
        inside = itemised(found.said)
        names = [each.text for each in listed if each.due_on is None] or inside.items
        if len(names) == len(days):
            found.milestones = tuple(map(SettledMilestone, names, days))
            found.said = found.said if listed else _without(inside, found.said)
        elif names:
            self._unlike(found, ref, cell, days)
        else:
            found.milestones = numbered(days)
            message = "The cell has several due dates: they are kept as numbered milestones."
            found.warn(cell, message)

    def _unlike(self, found: When, ref: str, cell: Cell, days: Sequence[date | None]) -> None:
        answer = self.asker.ask(topics.pairing(), ref, cell)
        found.is_open = found.is_open or answer is None
        if answer == topics.LAST:
            found.due_on = max(filter(None, days), default=None)
        elif answer == topics.NUMBERED:
            found.milestones = numbered(days)

    def _day(self, found: When, ref: str, cell: Cell, day: FoundDay) -> date | None:
        """The day; one that no calendar has is asked for."""
        meant = day.named.day
        if meant is None and day.text not in found.answers:
            ask = topics.no_such_day(day.text, day.named)
            found.answers[day.text] = self.asker.ask(ask, ref, cell)
            found.is_open = found.is_open or not self.asker.given(ask, ref)
        meant = meant or found.answers.get(day.text)
        self._beyond(found, cell, meant)
        return meant

    def _beyond(self, found: When, cell: Cell, day: date | None) -> None:
        """Warn of a day that lies before the plan, or long after it."""
        year = self.year
        if year is None or day is None:
            return
        said = f"{cell.address} says {in_words(day)}, which is"
        if day < year.first_day:
            found.warn(cell, f"{said} before the plan's year {year.label} begins: is it right?")
        elif day.year > year.start + LONG_AFTER:
            found.warn(cell, f"{said} long after the plan's year {year.label}: is it right?")

    def _steps(self, found: When, ref: str, cell: Cell) -> tuple[SettledMilestone, ...]:
        """The cell of milestones: an item for each line, with the day that it names."""
        if is_missing(one_line(cell.text)):
            return ()
        items = itemised(cell.text).items or _STEPS.split(cell.text)
        return tuple(self._step(found, ref, cell, one_line(each)) for each in items if each.strip())

    def _step(self, found: When, ref: str, cell: Cell, text: str) -> SettledMilestone:
        read = read_due(Cell(cell.address, cell.row, cell.column, text=text), self.year)
        if len(read.days) != 1:
            return SettledMilestone(text)
        own = read.days[0]
        is_last = own.label and text.rstrip(" .)").endswith(own.text)
        return SettledMilestone(own.label if is_last else text, self._day(found, ref, cell, own))


def numbered(days: Sequence[date | None]) -> tuple[SettledMilestone, ...]:
    """Milestones of which only the days are known."""
    return tuple(
        SettledMilestone(f"Milestone {number}", day) for number, day in enumerate(days, start=1)
    )


def _without(inside: Itemised, said: str) -> str:
    """The text without the list at its end, unless the list is all of it."""
    return inside.before or said
