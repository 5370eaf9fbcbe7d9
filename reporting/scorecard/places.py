"""Directorates and outcomes as rows of a table and as bars of a chart, each with its counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from indicators.rules.periods import Quarter
from indicators.rules.rollup import percentage
from organisation.models import Directorate
from outcomes.models import Outcome, OutcomeKind
from reporting.charts import svg
from reporting.charts.description import DirectorateBar
from reporting.scorecard.counting import EMPTY, Tally
from reporting.scorecard.tiles import rating_bar

Tallies = Mapping[int | None, Tally]


@dataclass(frozen=True)
class PlaceRow:
    """A directorate or an outcome with its counts, ready to print."""

    name: str
    note: str
    url: str
    bar: SafeString
    green: str
    percent: str
    awaiting: int
    is_enabler: bool = False


def directorate_rows(tallies: Tallies, quarter: Quarter) -> tuple[PlaceRow, ...]:
    """The directorates that have measures in the period, by name: one query."""
    widest = _widest(tallies)
    return tuple(
        _row(each.name, "", directorate_url(each, quarter), tallies[each.pk], widest)
        for each in _directorates(tallies)
    )


def directorate_bars(tallies: Tallies, quarter: Quarter) -> tuple[DirectorateBar, ...]:
    """The same for the chart that one explores: each bar opens its directorate."""
    return tuple(
        DirectorateBar(each.name, directorate_url(each, quarter), rating_bar(tallies[each.pk]))
        for each in _directorates(tallies)
    )


def outcome_rows(tallies: Tallies, quarter: Quarter) -> tuple[PlaceRow, ...]:
    """Every outcome in its order, and last what stands under none: one query."""
    widest = _widest(tallies)
    found = [
        _row(
            each.code,
            each.short_name,
            reverse("reporting:outcome", kwargs={"code": each.code, "period": quarter}),
            tallies.get(each.pk, EMPTY),
            widest,
            is_enabler=each.kind == OutcomeKind.ENABLER,
        )
        for each in Outcome.objects.order_by("framework__code", "position")
    ]
    if None in tallies:
        found.append(_row("No outcome", "Not yet put under one", "", tallies[None], widest))
    return tuple(found)


def directorate_url(directorate: Directorate, quarter: Quarter) -> str:
    return reverse("reporting:directorate", kwargs={"slug": directorate.slug, "period": quarter})


def _directorates(tallies: Tallies) -> list[Directorate]:
    return list(Directorate.objects.filter(pk__in=[each for each in tallies if each]))


def _widest(tallies: Tallies) -> int:
    """The most measures that any has: bars are drawn to one scale."""
    return max((tally.total for tally in tallies.values()), default=1)


def _row(
    name: str, note: str, url: str, tally: Tally, widest: int, *, is_enabler: bool = False
) -> PlaceRow:
    share = percentage(tally.green_in_all, tally.rated)
    return PlaceRow(
        name=name,
        note=note,
        url=url,
        bar=svg.rating_bar(rating_bar(tally), of=widest) if tally.total else SafeString(""),
        green=f"{tally.green_in_all} of {tally.rated}" if tally.rated else "",
        percent=f"{share} green" if share else "",
        awaiting=tally.awaiting,
        is_enabler=is_enabler,
    )
