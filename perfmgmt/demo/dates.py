"""On which days the example council does what, quarter by quarter."""

from __future__ import annotations

from datetime import date, timedelta

from indicators.rules.periods import Quarter

SET_UP = date(2014, 4, 1)
WORKBOOK_IMPORTED = date(2017, 1, 20)  # the day after Southend's Cabinet agreed it
DUE_AFTER = timedelta(days=12)
CLOSED_AFTER = timedelta(days=42)
SATURDAY = 5
WEEK = 7


def opens(quarter: Quarter) -> date:
    """The second day of the next quarter, or the Monday after."""
    return _weekday(quarter.end + timedelta(days=2))


def due(quarter: Quarter) -> date:
    """The 12th of the month after."""
    return quarter.end + DUE_AFTER


def submits(quarter: Quarter, position: int) -> date:
    """One of the days from the 4th to the 9th; officers don't all come on the same."""
    return _weekday(quarter.end + timedelta(days=4 + position % 6))


def approves(quarter: Quarter, position: int) -> date:
    """The next working day after submitting."""
    return _weekday(submits(quarter, position) + timedelta(days=1))


def reviews(quarter: Quarter) -> date:
    """When the performance team looks at what stands against closing."""
    return _weekday(due(quarter) + timedelta(days=28))


def closes(quarter: Quarter) -> date:
    """Six weeks after the due date."""
    return _weekday(due(quarter) + CLOSED_AFTER)


def _weekday(day: date) -> date:
    """That day, or the Monday after a weekend."""
    days_on = WEEK - day.weekday() if day.weekday() >= SATURDAY else 0
    return day + timedelta(days=days_on)
