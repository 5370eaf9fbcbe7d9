"""On which days the example council does what, period by period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from indicators.rules.periods import Quarter

SET_UP = date(2014, 4, 1)
WORKBOOK_IMPORTED = date(2017, 1, 20)  # the day after Southend's Cabinet agreed it
BENCHMARKS_IMPORTED = date(2018, 1, 8)  # when others' figures of half a year are out
SATURDAY = 5
WEEK = 7


@dataclass(frozen=True)
class Rhythm:
    """How many days after a period's end it is opened, returned, due, reviewed and closed."""

    opens: int
    submits: int
    due: int
    reviews: int
    closes: int


QUARTERLY = Rhythm(opens=2, submits=4, due=12, reviews=40, closes=54)
YEARLY = Rhythm(opens=55, submits=60, due=70, reviews=80, closes=89)  # after quarter 4 is closed


def opens(quarter: Quarter) -> date:
    """The second day of the next quarter, or the Monday after; an outturn in late May."""
    return _weekday(quarter.end + timedelta(days=_rhythm(quarter).opens))


def due(quarter: Quarter) -> date:
    """The 12th of the month after; an outturn's in June."""
    return quarter.end + timedelta(days=_rhythm(quarter).due)


def submits(quarter: Quarter, position: int) -> date:
    """One of six days before the due date; officers don't all come on the same."""
    return _weekday(quarter.end + timedelta(days=_rhythm(quarter).submits + position % 6))


def approves(quarter: Quarter, position: int) -> date:
    """The next working day after submitting."""
    return _weekday(submits(quarter, position) + timedelta(days=1))


def reviews(quarter: Quarter) -> date:
    """When the performance team looks at what stands against closing."""
    return _weekday(quarter.end + timedelta(days=_rhythm(quarter).reviews))


def closes(quarter: Quarter) -> date:
    """Six weeks after the due date; an outturn before the next quarter is opened."""
    return _weekday(quarter.end + timedelta(days=_rhythm(quarter).closes))


def _rhythm(quarter: Quarter) -> Rhythm:
    return YEARLY if quarter.is_outturn else QUARTERLY


def _weekday(day: date) -> date:
    """That day, or the Monday after a weekend."""
    days_on = WEEK - day.weekday() if day.weekday() >= SATURDAY else 0
    return day + timedelta(days=days_on)
