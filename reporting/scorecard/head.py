"""What every page of counts says first: period, message in a sentence, counts as tiles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from indicators.models import Period
from reporting.scorecard import words
from reporting.scorecard.counting import Tally
from reporting.scorecard.tiles import Tile, tiles


@dataclass(frozen=True)
class Head:
    """The top of a page: which part of the council, which period, how it is doing."""

    title: str
    sub: str
    lead: words.Lead
    tiles: tuple[Tile, ...]


def head(
    name: str,
    now: Tally,
    then: Tally | None,
    period: Period,
    *,
    on: date,
    tile_urls: Mapping[str, str],
) -> Head:
    """The top of a page called `name`; `then` is None where there was no quarter before."""
    return Head(
        title=f"{name}, {words.in_prose(period.quarter)}",
        sub=sub(now, period, on),
        lead=words.lead(now, then, period),
        tiles=tiles(now, then, period, period.days_late(on), tile_urls),
    )


def sub(now: Tally, period: Period, on: date) -> str:
    """The months, how many measures, how many came in, and whether the period is open."""
    came_in = [f"{now.returned} returned and approved"]
    came_in += [f"{now.unapproved} not yet approved"] if now.unapproved else []
    came_in += [f"{now.awaiting} awaiting"] if now.awaiting else []
    came_in += [f"{now.not_due} not due yet"] if now.not_due else []
    parts = (
        words.months(period.quarter),
        words.number_of(now.total, "measure"),
        ", ".join(came_in),
        words.state(period, on),
    )
    return " · ".join(parts)
