"""How many measures are green, amber, red, awaiting or not rated: counted in SQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from indicators.models import Period, Return
from indicators.querysets import ReturnQuerySet
from indicators.rules.rag import Status
from organisation.models import Council

DIRECTORATE = "measure__service__directorate_id"
OUTCOME = "measure__alignments__outcome_id"


@dataclass(frozen=True)
class Tally:
    """How many measures have each status; statuses that none has are left out."""

    by_status: Mapping[Status, int]

    @property
    def total(self) -> int:
        return sum(self.by_status.values())

    @property
    def rated(self) -> int:
        """Coloured, or missing and counted as red."""
        return self._sum(status for status in self.by_status if status.is_rated)

    @property
    def green_in_all(self) -> int:
        """Green and exceeded together."""
        return self._sum(status for status in self.by_status if status.is_green)

    @property
    def exceeded(self) -> int:
        return self.by_status.get(Status.EXCEEDED, 0)

    @property
    def green(self) -> int:
        """Green alone: what exceeded its target is counted apart."""
        return self.green_in_all - self.exceeded

    @property
    def amber(self) -> int:
        return self._sum(status for status in self.by_status if status.is_amber)

    @property
    def red(self) -> int:
        """Rated red; what awaits information is counted apart."""
        return self._sum(status for status in self.by_status if status.is_red)

    @property
    def awaiting(self) -> int:
        return self._sum(status for status in self.by_status if status.is_awaiting)

    @property
    def unapproved(self) -> int:
        return self.by_status.get(Status.NOT_YET_APPROVED, 0)

    @property
    def not_due(self) -> int:
        return self.by_status.get(Status.NOT_DUE, 0)

    @property
    def unrated(self) -> Mapping[Status, int]:
        """What has no colour for a reason of its own, most frequent reason first."""
        apart = {Status.NOT_YET_APPROVED, Status.NOT_DUE}
        found = [
            (status, number)
            for status, number in self.by_status.items()
            if not status.is_rated and not status.is_awaiting and status not in apart
        ]
        return dict(sorted(found, key=lambda pair: (-pair[1], pair[0].value)))

    @property
    def returned(self) -> int:
        """Returned and approved."""
        return self.total - self.awaiting - self.unapproved - self.not_due

    def _sum(self, statuses: Iterable[Status]) -> int:
        return sum(self.by_status[status] for status in statuses)

    def __add__(self, other: Tally) -> Tally:
        both = self.by_status.keys() | other.by_status.keys()
        return Tally(
            {each: self.by_status.get(each, 0) + other.by_status.get(each, 0) for each in both}
        )


EMPTY = Tally({})


def tallies(
    period: Period | None, group: str, *, on: date, council: Council, **only: Any
) -> dict[int | None, Tally]:
    """The performance measures of a period by status, for each directorate or outcome: one query.

    `group` is DIRECTORATE or OUTCOME; `only` narrows further, as a filter does.
    """
    if period is None:
        return {}
    counted = (
        performance_returns(period, on=on, council=council)
        .filter(**only)
        .order_by()
        .values_list(group, "status")
        .annotate(number=Count("id", distinct=True))
    )
    found: dict[int | None, dict[Status, int]] = {}
    for place, status, number in counted:
        found.setdefault(place, {})[Status(status)] = number
    return {place: Tally(by_status) for place, by_status in found.items()}


def performance_returns(period: Period, *, on: date, council: Council) -> ReturnQuerySet:
    """The returns of a period that count: performance measures, never indicators."""
    return (
        Return.objects.current()
        .performance_measures()
        .filter(period=period)
        .with_status(on, council.awaiting_policy)
    )


def together(parts: Iterable[Tally]) -> Tally:
    """One tally out of several that share no measure."""
    return sum(parts, EMPTY)
