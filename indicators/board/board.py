"""The progress board of a period: what has come in, what is late and where, counted in SQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Max, Min, Q
from django.urls import reverse

from indicators.board.board_standing import NO_SERVICE, STATES, last_day, with_standing
from indicators.models import Period
from indicators.querysets import ReturnQuerySet
from indicators.returns.wording import day, due_words
from indicators.rules.periods import Quarter
from indicators.rules.rollup import percentage
from organisation.models import Service

TILES = ("returned", "approved", "waiting", "sent-back", "started", "not-started", "late")
#: The columns of the table by place, with their headings; each number opens the list behind it.
COLUMNS = {
    "all": "Asked",
    "in-time": "In time",
    "came-late": "Came late",
    "waiting": "With approver",
    "late": "Late now",
    "not-started": "Not started",
}
STILL_OUT = ("not-started", "started", "sent-back", "unpublished")
NEVER_CAME = "Never came in"
INDICATORS = "Indicators of the borough"


@dataclass(frozen=True)
class Tally:
    """How many returns are in each state of `STATES`.

    `late_for`: the most days that one is late now; `longest`: that one is or came late.
    """

    numbers: Mapping[str, int] = field(default_factory=dict)
    late_for: int = 0
    longest: int = 0

    def __getitem__(self, state: str) -> int:
        return self.numbers.get(state, 0)

    def __add__(self, other: Tally) -> Tally:
        numbers = {state: self[state] + other[state] for state in STATES}
        late_for = max(self.late_for, other.late_for)
        return Tally(numbers, late_for, max(self.longest, other.longest))

    @property
    def share(self) -> str:
        """How much has come in: 79%."""
        return percentage(self["returned"], self["all"])


@dataclass(frozen=True)
class Number:
    """A number of the board, what it counts, and the list that it opens.

    `heading` is what its column is called, in a table that stands as cards.
    """

    count: int
    words: str
    url: str
    note: str = ""
    heading: str = ""


@dataclass(frozen=True)
class PlaceRow:
    """A directorate, a service or the whole with its numbers."""

    name: str
    numbers: tuple[Number, ...]
    share: str
    longest: str


@dataclass(frozen=True)
class PlaceGroup:
    """A directorate as a row, and its services below it."""

    above: PlaceRow
    services: tuple[PlaceRow, ...] = ()


@dataclass(frozen=True)
class Board:
    """How far a period has got."""

    in_words: str
    tiles: tuple[Number, ...]
    headings: tuple[str, ...]
    groups: tuple[PlaceGroup, ...]
    whole: PlaceRow


def board_url(quarter: Quarter, **narrowed: object) -> str:
    """The board; with anything to narrow it to, the list of those returns."""
    address = reverse("indicators:board", args=(quarter,))
    return f"{address}?{urlencode(narrowed)}" if narrowed else address


def board(period: Period, returns: ReturnQuerySet, on: date) -> Board:
    """Count the returns of a period by service, directorate and in all: two queries."""
    counted = tallies(period, returns, on)
    whole = sum(counted.values(), Tally())
    return Board(
        in_words=in_words(whole, period, on),
        tiles=tuple(_tile(state, whole, period) for state in TILES),
        headings=tuple(_heading(state, period) for state in COLUMNS),
        groups=tuple(_groups(period, counted)),
        whole=_row("All together", whole, period),
    )


def tallies(period: Period, returns: ReturnQuerySet, on: date) -> dict[int | None, Tally]:
    """The returns of a period by service: one query."""
    counted = (
        with_standing(returns, on)
        .order_by()
        .values("measure__service_id")
        .annotate(
            latest=Max("sent_on", filter=Q(came_late=True)),
            since=Min("late_since", filter=Q(is_late=True)),
            **{state: Count("id", filter=shown.which) for state, shown in STATES.items()},
        )
    )
    return {row["measure__service_id"]: _tally(row, period, on) for row in counted}


def _tally(row: Mapping[str, Any], period: Period, on: date) -> Tally:
    latest, since = row["latest"], row["since"]
    came = (latest - period.due_on).days if latest else 0
    late_for = (last_day(period, on) - since).days if since else 0
    return Tally({state: row[state] for state in STATES}, late_for, max(came, late_for))


def in_words(tally: Tally, period: Period, on: date) -> str:
    """How far the period has got, in two sentences."""
    asked, returned, closed = tally["all"], tally["returned"], period.closed_on
    if not asked:
        return "No return was asked for."
    if closed is not None:
        never = f"; {asked - returned} never did" if returned < asked else ""
        come = f"{returned} of {asked} returns had come in ({tally.share}){never}."
        return f"Closed on {day(closed)}. {come}"
    if returned == asked:
        return f"All {asked} returns have come in. {_waiting(tally)}"
    come = f"{returned} of {asked} returns have come in ({tally.share})."
    if not tally["late"]:
        return f"{come} The others are {due_words(period, on)}."
    return f"{come} {_late(tally, period, on)}"


def _waiting(tally: Tally) -> str:
    waiting = tally["waiting"]
    if not waiting:
        return "All are approved."
    return f"{waiting} {'waits' if waiting == 1 else 'wait'} for the approver."


def _late(tally: Tally, period: Period, on: date) -> str:
    """How many are late, by how much, and how far they have got."""
    late = period.days_late(on)
    by = f"{days(late)} late (due {day(period.due_on)})" if late else "late"
    parts = [f"{tally[state]} {STATES[state].words.lower()}" for state in STILL_OUT if tally[state]]
    if len(parts) == 1:
        parts = [parts[0].removeprefix("1 ")]
    return f"{tally['late']} {'is' if tally['late'] == 1 else 'are'} {by}: {', '.join(parts)}."


def _tile(state: str, whole: Tally, period: Period) -> Number:
    notes = {
        "returned": f"of {whole['all']}, {whole.share}" if whole["all"] else "",
        "started": f"{whole['ready']} ready to submit" if whole["ready"] else "",
        "late": days(whole.late_for) if whole["late"] else f"due {day(period.due_on)}",
    }
    url = board_url(period.quarter, state=state)
    return Number(whole[state], words_of(state, period), url, notes.get(state, ""))


def words_of(state: str, period: Period) -> str:
    """What a state is called; once a period is closed, what was late can't come any more."""
    never = state == "late" and not period.is_open
    return NEVER_CAME if never else STATES[state].words


def _heading(state: str, period: Period) -> str:
    never = state == "late" and not period.is_open
    return NEVER_CAME if never else COLUMNS[state]


def days(number: int) -> str:
    """1 day, 3 days."""
    return f"{number} day{'' if number == 1 else 's'}"


def _groups(period: Period, counted: Mapping[int | None, Tally]) -> Iterable[PlaceGroup]:
    """By directorate and service as they are named; what no service answers for comes last."""
    services = Service.objects.filter(pk__in=[each for each in counted if each is not None])
    in_order = services.select_related("directorate").order_by("directorate__name", "name")
    for directorate, group in groupby(in_order, key=lambda each: each.directorate):
        here = list(group)
        together = sum((counted[each.pk] for each in here), Tally())
        above = _row(directorate.name, together, period, directorate.slug)
        below = tuple(_row(each.name, counted[each.pk], period, each.pk) for each in here)
        is_one = [each.name for each in below] == [above.name]
        yield PlaceGroup(above, () if is_one else below)
    if None in counted:
        yield PlaceGroup(_row(INDICATORS, counted[None], period, NO_SERVICE))


def _row(name: str, tally: Tally, period: Period, place: object = "") -> PlaceRow:
    where = {"service": place} if place else {}
    return PlaceRow(
        name=name,
        numbers=tuple(
            Number(
                count=tally[state],
                words=words_of(state, period),
                url=board_url(period.quarter, **where, state=state),
                heading=_heading(state, period),
            )
            for state in COLUMNS
        ),
        share=tally.share,
        longest=days(tally.longest) if tally.longest else "",
    )
