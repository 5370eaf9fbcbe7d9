"""The approved figures of many measures over the periods before, in one query.

Quarters stand among quarters and outturns among outturns: a year's figure is on another scale.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q

from indicators.models import Return, State
from indicators.rules.periods import OUTTURN, Quarter
from indicators.rules.periods import QUARTERS as NUMBERS
from indicators.rules.rag import Status

QUARTERS = 12


@dataclass(frozen=True)
class Series:
    """One measure's figures and ratings by quarter (or by outturn), up to and with `until`."""

    until: Quarter
    values: Mapping[Quarter, Decimal] = field(default_factory=dict)
    statuses: Mapping[Quarter, Status] = field(default_factory=dict)

    @property
    def now(self) -> Decimal | None:
        return self.values.get(self.until)

    def at(self, quarter: Quarter) -> Decimal | None:
        return self.values.get(quarter)

    @property
    def line(self) -> tuple[Decimal | None, ...]:
        """The figures from the first that there is, oldest first; None where one is missing."""
        found: list[Decimal | None] = []
        for each in quarters_until(self.until, QUARTERS):
            if found or each in self.values:
                found.append(self.values.get(each))
        return tuple(found)

    @property
    def quarters_red(self) -> int:
        """For how many quarters on end it has been red, this one among them."""
        count = 0
        for each in reversed(quarters_until(self.until, QUARTERS)):
            status = self.statuses.get(each)
            if status is None or not status.is_red:
                break
            count += 1
        return count

    @property
    def status_before(self) -> Status | None:
        return self.statuses.get(self.until.previous())


def quarters_until(last: Quarter, number: int) -> tuple[Quarter, ...]:
    """The last `number` quarters, oldest first; of an outturn, the last outturns."""
    found = [last]
    while len(found) < number:
        found.append(found[-1].previous())
    return tuple(reversed(found))


def like(quarter: Quarter) -> Q:
    """Returns of quarters, or of outturns, as this one is."""
    return Q(period__number=OUTTURN) if quarter.is_outturn else Q(period__number__in=NUMBERS)


def reaching_to(until: Quarter, number: int) -> Q:
    """Returns of the last `number` periods like `until`, which is the last of them."""
    first = quarters_until(until, number)[0]
    same = Q(period__year=first.year, period__number__gte=first.number)
    return (Q(period__year__gt=first.year) | same) & until_period(until)


def until_period(until: Quarter) -> Q:
    """Returns of periods up to this one and with it."""
    same = Q(period__year=until.year, period__number__lte=until.number)
    return Q(period__year__lt=until.year) | same


def series_of(measure_ids: Iterable[int], until: Quarter) -> dict[int, Series]:
    """What was approved for these measures in the last `QUARTERS` periods like it: one query."""
    rows = (
        Return.objects.current()
        .filter(measure_id__in=list(measure_ids), state=State.APPROVED)
        .filter(like(until), reaching_to(until, QUARTERS))
        .order_by()
        .values_list(
            "measure_id", "period__year", "period__number", "rating__value", "rating__status"
        )
    )
    values: dict[int, dict[Quarter, Decimal]] = {}
    statuses: dict[int, dict[Quarter, Status]] = {}
    for measure_id, year, number, value, status in rows:
        quarter = Quarter(year, number)
        if value is not None:
            values.setdefault(measure_id, {})[quarter] = value
        if status is not None:
            statuses.setdefault(measure_id, {})[quarter] = Status(status)
    return {
        each: Series(until, values.get(each, {}), statuses.get(each, {}))
        for each in values.keys() | statuses.keys()
    }
