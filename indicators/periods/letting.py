"""Who is let in to a locked or closed period, until when and why, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from indicators.models import Period, Reopening
from indicators.returns.wording import day, list_words


@dataclass(frozen=True)
class LetIn:
    """One reopening; `may_end`: it goes on after today."""

    id: int
    names: str
    until: str
    reason: str
    by: str
    made_on: str
    is_over: bool
    may_end: bool


def people_let_in(period: Period, on: date) -> list[LetIn]:
    """All that were made, those in force first: two queries."""
    found = period.reopenings.select_related("by").prefetch_related("people")
    rows = [_row(each, on) for each in found]
    return sorted(rows, key=lambda row: row.is_over)


def _row(made: Reopening, on: date) -> LetIn:
    return LetIn(
        id=made.pk,
        names=list_words(sorted(each.name for each in made.people.all())),
        until=day(made.until),
        reason=made.reason,
        by=made.by.name,
        made_on=day(made.made_on),
        is_over=made.until < on,
        may_end=made.until > on,
    )
