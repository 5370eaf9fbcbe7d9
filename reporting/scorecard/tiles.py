"""The counts of a page as tiles, each with its change and leading to the measures counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q

from indicators.models import Period
from indicators.querysets import ReturnQuerySet
from indicators.rules.rag import Status
from reporting.charts.description import RatingBar
from reporting.scorecard import words
from reporting.scorecard.counting import Tally
from reporting.scorecard.rows import MeasureRow

#: What a tile can narrow a page to: its word, and the statuses that it counts.
SHOWN = {
    "exceeded": ("Exceeded", frozenset({Status.EXCEEDED})),
    "green": ("Green", frozenset(s for s in Status if s.is_green) - {Status.EXCEEDED}),
    "amber": ("Amber", frozenset(s for s in Status if s.is_amber)),
    "red": ("Red", frozenset(s for s in Status if s.is_red)),
    "awaiting": ("Awaiting", frozenset(s for s in Status if s.is_awaiting)),
    "unapproved": ("Not yet approved", frozenset({Status.NOT_YET_APPROVED})),
    "notdue": ("Not due yet", frozenset({Status.NOT_DUE})),
    "unrated": (
        "Not rated",
        frozenset(
            s
            for s in Status
            if s.family == "unrated" and s not in {Status.NOT_YET_APPROVED, Status.NOT_DUE}
        ),
    ),
}
ALWAYS = ("green", "amber", "red")


class Shape(NamedTuple):
    """Word and family, as the rating tag wants them."""

    word: str
    family: str


@dataclass(frozen=True)
class Tile:
    """One count: its shape and word, what changed, where it leads."""

    status: Shape
    count: int
    note: str
    url: str


@dataclass(frozen=True)
class Listed:
    """The measures that a tile counts."""

    title: str
    rows: tuple[MeasureRow, ...]


def tiles(
    now: Tally, then: Tally | None, period: Period, late: int, urls: Mapping[str, str]
) -> tuple[Tile, ...]:
    """A tile for each kind of rating that there is (green, amber and red always).

    `late`: days past the due date; `urls`: where each kind leads, "" for all others.
    """
    quarter = period.quarter.previous()
    # Before anything is rated, "18 fewer than Q3" would sound like news
    counts, earlier = by_kind(now), by_kind(then) if then and now.rated else {}
    notes = {kind: words.change(counts[kind], earlier.get(kind), quarter) for kind in counts}
    notes["unrated"] = words.why_unrated(now.unrated) if now.unrated else ""
    notes["notdue"] = f"until {words.day(period.due_on)}"
    if period.is_open and late:
        notes["awaiting"] = f"due {words.day(period.due_on)}, {words.days_late(late)}"
    return tuple(
        Tile(_shape(kind), counts[kind], notes[kind], _url(kind, urls))
        for kind in SHOWN
        if counts[kind] or kind in ALWAYS
    )


def _url(kind: str, urls: Mapping[str, str]) -> str:
    """Where a tile leads: to its own place, else to the page narrowed to what it counts."""
    return urls.get(kind, f"{urls['']}?show={kind}#measures")


def by_kind(tally: Tally) -> dict[str, int]:
    """The counts of a tally under the names of `SHOWN`."""
    return {
        kind: sum(tally.by_status.get(status, 0) for status in statuses)
        for kind, (_, statuses) in SHOWN.items()
    }


def _shape(kind: str) -> Shape:
    family = kind if kind in {"exceeded", "green", "amber", "red", "awaiting"} else "unrated"
    return Shape(SHOWN[kind][0], family)


def statuses_of(kind: str) -> set[str]:
    """The stored names of what a tile counts; nothing for a kind that there is not."""
    return {each.value for each in SHOWN[kind][1]} if kind in SHOWN else set()


def narrowed(returns: ReturnQuerySet, *kinds: str) -> ReturnQuerySet:
    """Only the returns that these tiles count; needs `with_status`."""
    wanted = {status for kind in kinds for status in statuses_of(kind)}
    return returns.filter(Q(status__in=wanted))


def listed(found: Iterable[MeasureRow], kind: str) -> Listed | None:
    """The measures that a tile counts, if its reader asked for them."""
    if kind not in SHOWN:
        return None
    chosen = tuple(row for row in found if row.status.value in statuses_of(kind))
    return Listed(f"{SHOWN[kind][0]}: {words.number_of(len(chosen), 'measure')}", chosen)


def rating_bar(tally: Tally) -> RatingBar:
    """The counts as a bar; what is not due or not approved yet is not rated."""
    counts = by_kind(tally)
    unrated = counts.pop("unrated") + counts.pop("unapproved") + counts.pop("notdue")
    return RatingBar.of(**counts, unrated=unrated)
