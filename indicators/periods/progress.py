"""Periods and how far they have got: counts by state, and which can be opened next."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.urls import reverse

from indicators.models import Period, Return, State
from indicators.periods.period_words import PeriodStanding, state_of
from indicators.querysets import WITH_OFFICER
from indicators.rules.periods import OUTTURN, Quarter

NEXT_OFFERED_FIRST, QUARTERS_OFFERED_FIRST = 2, 5
LAST = 4


@dataclass(frozen=True)
class PeriodRow:
    """A period with its progress."""

    name: str
    prose: str
    url: str
    is_open: bool
    state: PeriodStanding
    approved: int
    submitted: int
    with_officer: int
    total: int

    @property
    def in_words(self) -> str:
        """How far it has got, in one sentence."""
        verb = "are" if self.is_open else "were"
        return f"{self.approved} of {self.total} returns {verb} approved."


def period_rows(on: date) -> list[PeriodRow]:
    """All periods, newest first: two queries."""
    counted = Counter[tuple[int, str]]()
    states = Return.objects.current().order_by().values_list("period_id", "state")
    for period_id, state, number in states.annotate(number=Count("id")):
        counted[period_id, state] = number
    periods = Period.objects.newest_first().select_related("closed_by", "locked_by")
    return [_row(each, counted, on) for each in periods]


def period_row(period: Period, on: date) -> PeriodRow:
    """One period: one query."""
    states = Return.objects.current().filter(period=period).order_by().values_list("state")
    counted = Counter({(period.pk, state): n for state, n in states.annotate(n=Count("id"))})
    return _row(period, counted, on)


def _row(period: Period, counted: Counter[tuple[int, str]], on: date) -> PeriodRow:
    numbers = {state: counted[period.pk, state] for state in State.values}
    return PeriodRow(
        name=period.quarter.name,
        prose=period.quarter.prose,
        url=reverse("indicators:period", args=(period.quarter,)),
        is_open=period.is_open,
        state=state_of(period, on),
        approved=numbers[State.APPROVED],
        submitted=numbers[State.SUBMITTED],
        with_officer=sum(numbers[state] for state in WITH_OFFICER),
        total=sum(numbers.values()),
    )


@dataclass(frozen=True)
class ToOpen:
    """What can be opened: what comes next, and what was passed over but still can be."""

    next: tuple[Quarter, ...]
    others: tuple[Quarter, ...] = ()

    def __contains__(self, quarter: Quarter) -> bool:
        return quarter in (*self.next, *self.others)


def quarters_to_open(on: date) -> ToOpen:
    """The quarter after the newest, and the outturn of the last year whose quarter 4 is closed.

    Outturns of years before that were passed over. The first ever may be any of the last few.
    """
    periods = list(Period.objects.newest_first())
    stored = [each.quarter for each in periods]
    quarters = [each for each in stored if not each.is_outturn]
    if not quarters:
        return _first_ever(on)
    closed = (each for each in periods if each.number == LAST and not each.is_open)
    outturns = [Quarter(each.year, OUTTURN) for each in closed]
    newest = outturns[:1]
    return ToOpen(
        next=(quarters[0].next(), *(each for each in newest if each not in stored)),
        others=tuple(each for each in outturns if each not in (*newest, *stored)),
    )


def _first_ever(on: date) -> ToOpen:
    """The quarter that the day falls in and the one before it; any of the last few can be."""
    found = [Quarter.of(on)]
    while len(found) < QUARTERS_OFFERED_FIRST:
        found.append(found[-1].previous())
    return ToOpen(tuple(found[:NEXT_OFFERED_FIRST]), tuple(found[NEXT_OFFERED_FIRST:]))
