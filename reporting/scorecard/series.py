"""The approved figures of many measures over the quarters before, in one query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import F

from indicators.models import Return, State
from indicators.rules.periods import Quarter
from indicators.rules.rag import Status

QUARTERS = 12


@dataclass(frozen=True)
class Series:
    """One measure's figures and ratings by quarter, up to and with `until`."""

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
    """The last `number` quarters, oldest first."""
    found = [last]
    while len(found) < number:
        found.append(found[-1].previous())
    return tuple(reversed(found))


def series_of(measure_ids: Iterable[int], until: Quarter) -> dict[int, Series]:
    """What was approved for these measures in the last `QUARTERS` quarters: one query."""
    last = 4 * until.year + until.number
    rows = (
        Return.objects.current()
        .filter(measure_id__in=list(measure_ids), state=State.APPROVED)
        .annotate(place=F("period__year") * 4 + F("period__number"))
        .filter(place__gt=last - QUARTERS, place__lte=last)
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
