"""Approved figures and baselines of population indicators in order of time, for many at once.

Quarters stand among quarters and outturns among outturns.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.models import Baseline, Return, State
from indicators.rules.periods import Quarter
from indicators.rules.rag import Status
from reporting.quality import mark_of
from reporting.scorecard.series import like, until_period


@dataclass(frozen=True)
class Figure:
    """One figure with the period that it is for."""

    ends_on: date
    period: str
    value: Decimal
    mark: str = ""
    is_baseline: bool = False
    is_example: bool = False
    status: Status | None = None


def figures_of(measure_ids: Iterable[int], until: Quarter) -> dict[int, tuple[Figure, ...]]:
    """All figures of these measures up to a quarter's end, oldest first: two queries."""
    wanted = list(measure_ids)
    found: dict[int, list[Figure]] = {each: [] for each in wanted}
    for baseline in Baseline.objects.filter(measure_id__in=wanted, period_end__lte=until.end):
        found[baseline.measure_id].append(_from_baseline(baseline))
    returns = (
        Return.objects.current()
        .filter(measure_id__in=wanted, state=State.APPROVED, rating__value__isnull=False)
        .filter(like(until), until_period(until))
        .select_related("period", "rating", "measure")
    )
    for return_ in returns:
        found[return_.measure_id].append(_from_return(return_))
    return {
        each: tuple(sorted(figures, key=lambda figure: (figure.ends_on, not figure.is_baseline)))
        for each, figures in found.items()
    }


def _from_baseline(baseline: Baseline) -> Figure:
    return Figure(
        ends_on=baseline.period_end,
        period=baseline.period_name,
        value=baseline.value,
        mark="[e]" if baseline.is_estimated else "",
        is_baseline=True,
    )


def _from_return(return_: Return) -> Figure:
    value = return_.rating.value
    assert value is not None  # noqa: S101 - the query asked for figures only
    return Figure(
        ends_on=return_.period.quarter.end,
        period=return_.period.quarter.name,
        value=value,
        mark=mark_of(return_),
        is_example=return_.is_example or return_.measure.is_example,
        status=Status(return_.rating.status),
    )
