"""The in-year profile: words for it, targets by quarter, and months taken at the quarters' ends."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Final

from indicators.rules.vocabulary import Basis, Polarity, ProfileMethod, TargetState
from indicators.spreadsheets.kinds.known_measures import KnownMeasure
from indicators.spreadsheets.kinds.measures.settled import SettledTarget
from indicators.spreadsheets.kinds.targets import topics
from indicators.spreadsheets.kinds.targets.annual import figures_of, target_of
from indicators.spreadsheets.kinds.targets.layout import Slots
from indicators.spreadsheets.kinds.targets.row_reading import RowReading
from indicators.spreadsheets.kinds.targets.settled import Figures, InYear
from indicators.spreadsheets.kinds.targets.vocabulary import PROFILE, PROFILE_START
from indicators.spreadsheets.understanding.understood import State
from indicators.spreadsheets.words import listed

MONTHS: Final = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)
ENDS: Final = {1: 6, 2: 9, 3: 12, 4: 3}  # the month in which a quarter ends
LAST: Final = 4
ADDED: Final = frozenset({"count", "currency"})


@dataclass
class Spread:
    """Settles how one year's target is spread, and the target itself where only quarters say it."""

    row: RowReading
    slots: Slots
    measure: KnownMeasure
    polarity: Polarity
    basis: Basis
    target: SettledTarget | None
    is_main: bool = True  # the row's words for a profile are of this year
    how: str = ""

    def settle(self) -> tuple[SettledTarget | None, InYear]:
        """The year's target and its profile."""
        quarters = self._of_quarters() or self._of_months()
        method = self._method() if self.is_main else None
        start = self._start() if self.is_main else None
        if quarters:
            self._take_last(quarters)
        if quarters and method in {ProfileMethod.LINEAR, ProfileMethod.SEASONAL}:
            what = f"The profile is {method.label[:1].lower()}{method.label[1:]}"
            message = f"{what}, and quarters have their own targets: clear one of the two."
            self.row.problem(PROFILE, message)
        method = ProfileMethod.EXPLICIT if quarters and method is None else method
        return self.target, InYear(method, start, quarters, self.how)

    def _method(self) -> ProfileMethod | None:
        word = self.row.text(PROFILE)
        if not word:
            return None
        usual = topics.usual_profile(word)
        source = self.row.source(PROFILE)
        return usual or self.row.context.asker.ask(topics.profile_word(word), self.row.ref, source)

    def _start(self) -> Decimal | None:
        if self.row.source(PROFILE_START).blank:
            return None
        return self.row.figure(PROFILE_START, self.measure).value

    def _figures(self, fields: Mapping[int, str]) -> dict[int, Figures]:
        """What stands in the cells of quarters or months; an empty one says nothing."""
        found: dict[int, Figures] = {}
        for number, name in sorted(fields.items()):
            if self.row.source(name).blank:
                continue
            read = self.row.figure(name, self.measure)
            if read.state is State.TBC:
                self.row.warn(
                    name, f"{read.cell} {read.text}: this part of the year has no target."
                )
            elif figures := figures_of(self.row, name, read, self.polarity):
                found[number] = figures
        return found

    def _of_quarters(self) -> dict[int, Figures]:
        found = self._figures(self.slots.quarters)
        if not self._are_own(found, LAST):
            return found
        self.how = "quarters added up"
        sums = accumulate(found[number][0] for number in sorted(found))
        return {number: (each,) for number, each in enumerate(sums, start=1)}

    def _of_months(self) -> dict[int, Figures]:
        found = self._figures(self.slots.months)
        if not found:
            return {}
        ordered = {place: found[month] for place, month in enumerate(MONTHS, 1) if month in found}
        if self._are_own(ordered, len(MONTHS)):
            return self._added(ordered, "months added up from April", from_april=True)
        if self.basis is Basis.PERIOD and self.polarity is not Polarity.RANGE:
            if self.measure.unit.kind in ADDED:
                return self._added(ordered, "the three months added up", from_april=False)
            self._refuse_months()
            return {}
        self.how = "as at the end of June, September, December and March"
        return {number: found[month] for number, month in ENDS.items() if month in found}

    def _added(
        self, found: Mapping[int, Figures], how: str, *, from_april: bool
    ) -> dict[int, Figures]:
        """Months added up to quarters; a quarter of which a month is missing has no target."""
        self.how = how
        quarters: dict[int, Figures] = {}
        for number in ENDS:
            first = 1 if from_april else number * 3 - 2
            months = [found[each][0] for each in range(first, number * 3 + 1) if each in found]
            if len(months) == number * 3 - first + 1:
                quarters[number] = (sum(months, Decimal(0)),)
            elif months:
                name = next(iter(self.slots.months.values()))
                self.row.warn(name, f"A month of quarter {number} is missing: it has no target.")
        return quarters

    def _refuse_months(self) -> None:
        name = next(iter(self.slots.months.values()))
        self.row.problem(
            name,
            f"Monthly targets of measure {self.row.ref} can't be added up to a quarter's: give "
            "targets for Q1, Q2, Q3 and Q4.",
        )

    def _are_own(self, found: Mapping[int, Figures], count: int) -> bool:
        """Whether figures of a running total are each period's own: asked where they may be."""
        if self.basis is not Basis.CUMULATIVE_TOTAL or len(found) != count:
            return False
        figures = [each[0] for each in found.values() if len(each) == 1]
        annual = self.target.value if self.target else None
        if len(figures) != count or not _may_add_up(figures, annual):
            return False
        fields = self.slots.quarters if count == LAST else self.slots.months
        name = next(iter(fields.values()))
        what = "the quarters' targets" if count == LAST else "the months' targets"
        ask = topics.added_up(what, f"{sum(figures):f}")
        is_own = self.row.context.asker.ask(ask, self.row.ref, self.row.source(name))
        return is_own is True

    def _take_last(self, quarters: dict[int, Figures]) -> None:
        """The fourth quarter's target is the year's, but of figures that cover a quarter alone."""
        last = quarters.get(LAST)
        if self.basis is Basis.PERIOD:
            if self.target is None:
                name = next(iter(self.slots.fields))
                self.row.problem(name, "Give the year's target too, in a column Target.")
            return
        if last is None:
            return
        name = self.slots.quarters.get(LAST) or self.slots.months.get(ENDS[LAST], "")
        if self.target is None:
            self.target = target_of(last, self.row.source(name).address)
        elif self.target.state is not TargetState.SET or _differs(self.target, last):
            self.row.problem(
                name,
                f"{self.row.source(name).address}: the last quarter's target is the year's, and "
                "the year's is another: make the two alike, or clear the quarter's.",
            )
        del quarters[LAST]


def _may_add_up(figures: Sequence[Decimal], annual: Decimal | None) -> bool:
    """Whether they come to the year's target, or nothing says what they come to."""
    return annual is None or (sum(figures) == annual and figures[-1] != annual)


def _differs(target: SettledTarget, figures: Figures) -> bool:
    return target.figures != figures


def months_taken(slots: Slots) -> str:
    """What to tell of a table with monthly targets."""
    names = [calendar.month_name[each] for each in ENDS.values()]
    unused = set(slots.months) - set(ENDS.values())
    if not unused:
        return ""
    return (
        "Returns are quarterly: of monthly targets those at the quarters' ends are taken "
        f"({listed(names)}), or the months are added up where each is a month's own."
    )
