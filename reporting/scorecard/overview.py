"""The first page: how the whole council is doing in a quarter, what needs attention, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from indicators.models import Period
from indicators.rules.periods import Quarter
from organisation.models import Council
from reporting.judged import judged_in_words
from reporting.scorecard.attention import Card, attention
from reporting.scorecard.counting import (
    DIRECTORATE,
    OUTCOME,
    performance_returns,
    tallies,
    together,
)
from reporting.scorecard.head import Head, head
from reporting.scorecard.periods import before
from reporting.scorecard.places import PlaceRow, directorate_rows, outcome_rows
from reporting.scorecard.rows import MeasureRow, rows
from reporting.scorecard.tiles import Listed, listed, narrowed

CARDS = 6


@dataclass(frozen=True)
class Overview:
    """All that the overview shows."""

    head: Head
    judged: str
    listed: Listed | None
    cards: tuple[Card, ...]
    red_count: int
    is_rated: bool
    awaiting: tuple[MeasureRow, ...]
    directorates: tuple[PlaceRow, ...]
    outcomes: tuple[PlaceRow, ...]
    enablers: tuple[PlaceRow, ...]
    chart_url: str
    exceptions_url: str


def overview(
    period: Period, periods: Sequence[Period], *, on: date, council: Council, show: str = ""
) -> Overview:
    """The overview of a period, with `show` also the measures that one tile counts."""
    quarter = period.quarter
    now = tallies(period, DIRECTORATE, on=on, council=council)
    counts = together(now.values())
    then = tallies(before(period, periods), DIRECTORATE, on=on, council=council)
    found = _rows(period, on, council, show)
    cards = attention(found, quarter)
    outcomes = outcome_rows(tallies(period, OUTCOME, on=on, council=council), quarter)
    urls = {"": address(quarter), "red": "#attention", "awaiting": "#awaiting"}
    return Overview(
        head=head(
            "Performance",
            counts,
            together(then.values()) if then else None,
            period,
            on=on,
            tile_urls=urls,
        ),
        judged=judged_in_words(performance_returns(period, on=on, council=council)),
        listed=listed(found, show),
        cards=cards[:CARDS],
        red_count=len(cards),
        is_rated=counts.rated > 0,
        awaiting=tuple(row for row in found if row.status.is_awaiting),
        directorates=directorate_rows(now, quarter),
        outcomes=tuple(row for row in outcomes if not row.is_enabler),
        enablers=tuple(row for row in outcomes if row.is_enabler),
        chart_url=reverse("reporting:overview-chart", kwargs={"period": quarter}),
        exceptions_url=reverse("reporting:exceptions", kwargs={"period": quarter}),
    )


def address(quarter: Quarter) -> str:
    return reverse("reporting:overview-period", kwargs={"period": quarter})


def _rows(period: Period, on: date, council: Council, show: str) -> tuple[MeasureRow, ...]:
    """What needs attention, and what the reader asked to see."""
    returns = performance_returns(period, on=on, council=council)
    return rows(narrowed(returns, "red", "awaiting", show), period.quarter, on)
