"""Measures in the basket that nobody is asked for this quarter, with the last rating of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from indicators.models import Frequency, Measure, Period, Return, State, Terms
from indicators.refs import ref_order
from indicators.rules.periods import Quarter
from indicators.rules.rag import Status
from reporting.scorecard.rows import measure_url
from reporting.scorecard.series import like, until_period


@dataclass(frozen=True)
class Uncollected:
    """A measure that is not due, when it is, and how it stood when it last was; never counted."""

    ref: str
    name: str
    url: str
    scheduled: str
    last_period: str
    last_status: Status | None


def uncollected(period: Period, **only: Any) -> tuple[Uncollected, ...]:
    """The performance measures not due in a period, narrowed as a filter does: two queries."""
    quarter = period.quarter
    terms = (
        Terms.objects.for_quarter(quarter.year, quarter.number)
        .filter(measure__kind="PERFORMANCE_MEASURE", **only)
        .exclude(measure__returns__period=period)
        .select_related("measure")
    )
    latest: dict[int, Terms] = {}
    for each in terms:
        latest.setdefault(each.measure_id, each)
    measures = [each.measure for each in latest.values() if each.in_force]
    last = last_ratings((each.pk for each in measures), quarter)
    found = (_shown(each, last.get(each.pk), quarter) for each in measures)
    return tuple(sorted(found, key=lambda each: ref_order(each.ref)))


def last_ratings(measure_ids: Iterable[int], until: Quarter) -> dict[int, tuple[Quarter, Status]]:
    """The latest approved rating of each measure up to a quarter, or outturn: one query."""
    rows = (
        Return.objects.current()
        .filter(measure_id__in=list(measure_ids), state=State.APPROVED, rating__isnull=False)
        .filter(like(until), until_period(until))
        .order_by("period__year", "period__number")
        .values_list("measure_id", "period__year", "period__number", "rating__status")
    )
    return {
        measure_id: (Quarter(year, number), Status(status))
        for measure_id, year, number, status in rows
    }


def scheduled(measure: Measure, quarter: Quarter) -> str:
    """When a measure is due that is not due in this quarter: "once a year, in quarter 4"."""
    frequency = Frequency(measure.frequency)
    if quarter.is_outturn or quarter.number in frequency.quarters:
        return ""
    return frequency.label[:1].lower() + frequency.label[1:]


def _shown(measure: Measure, last: tuple[Quarter, Status] | None, quarter: Quarter) -> Uncollected:
    return Uncollected(
        ref=measure.ref,
        name=measure.name,
        url=measure_url(measure.ref, quarter),
        scheduled=scheduled(measure, quarter),
        last_period=last[0].name if last else "",
        last_status=last[1] if last else None,
    )
