"""A directorate's page and an outcome's page: their message, their counts, their measures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from indicators.models import Period
from indicators.rules.periods import Quarter
from organisation.models import Council, Directorate
from outcomes.models import Outcome
from reporting.scorecard.borough import IndicatorRow, indicator_rows
from reporting.scorecard.counting import DIRECTORATE, performance_returns, tallies, together
from reporting.scorecard.crumbs import Crumb, crumbs
from reporting.scorecard.head import Head, head
from reporting.scorecard.periods import before
from reporting.scorecard.places import directorate_url
from reporting.scorecard.rows import MeasureRow, by_group, rows
from reporting.scorecard.tiles import SHOWN, narrowed
from reporting.scorecard.uncollected import Uncollected, uncollected


@dataclass(frozen=True)
class Group:
    """The measures of one service, or of one directorate."""

    name: str
    rows: tuple[MeasureRow, ...]


@dataclass(frozen=True)
class Part:
    """All that the page of a part of the council's work shows; `only` names the tile chosen."""

    name: str
    statement: str
    head: Head
    crumbs: tuple[Crumb, ...]
    groups: tuple[Group, ...]
    only: str
    address: str
    uncollected: tuple[Uncollected, ...]
    indicators: tuple[IndicatorRow, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What a page is asked for: the period, among which periods, on which day, which tile."""

    period: Period
    periods: Sequence[Period]
    on: date
    council: Council
    show: str = ""


def directorate_part(directorate: Directorate, asked: Asked) -> Part:
    """A directorate: its measures by service."""
    only = {"measure__service__directorate": directorate}
    return Part(
        name=directorate.name,
        statement="",
        address=(address := directorate_url(directorate, asked.period.quarter)),
        head=_head(directorate.name, address, asked, only),
        crumbs=crumbs(asked.period.quarter, directorate.name),
        groups=_groups("service", asked, only),
        only=_only(asked),
        uncollected=uncollected(asked.period, **only),
    )


def outcome_part(outcome: Outcome, asked: Asked) -> Part:
    """An outcome: its measures by directorate and, apart from them, its indicators."""
    only = {"measure__alignments__outcome": outcome}
    return Part(
        name=f"{outcome.code} {outcome.short_name}",
        statement=outcome.statement,
        address=(address := outcome_url(outcome, asked.period.quarter)),
        head=_head(f"{outcome.code} {outcome.short_name}", address, asked, only),
        crumbs=crumbs(asked.period.quarter, outcome.code),
        groups=_groups("directorate", asked, only),
        only=_only(asked),
        uncollected=uncollected(asked.period, **only),
        indicators=indicator_rows(asked.period.quarter, outcomes=outcome),
    )


def outcome_url(outcome: Outcome, quarter: Quarter) -> str:
    return reverse("reporting:outcome", kwargs={"code": outcome.code, "period": quarter})


def _head(name: str, address: str, asked: Asked, only: dict[str, Any]) -> Head:
    earlier = before(asked.period, asked.periods)
    now = tallies(asked.period, DIRECTORATE, on=asked.on, council=asked.council, **only)
    then = tallies(earlier, DIRECTORATE, on=asked.on, council=asked.council, **only)
    return head(
        name,
        together(now.values()),
        together(then.values()) if then else None,
        asked.period,
        on=asked.on,
        tile_urls={"": address},
    )


def _groups(attribute: str, asked: Asked, only: dict[str, Any]) -> tuple[Group, ...]:
    returns = performance_returns(asked.period, on=asked.on, council=asked.council).filter(**only)
    if asked.show in SHOWN:
        returns = narrowed(returns, asked.show)
    found = by_group(rows(returns, asked.period.quarter, asked.on), attribute)
    return tuple(Group(name, members) for name, members in found.items())


def _only(asked: Asked) -> str:
    return SHOWN[asked.show][0] if asked.show in SHOWN else ""
