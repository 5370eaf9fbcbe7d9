"""Which stretch of time a figure is for, and what a figure for it becomes."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from indicators.rules.periods import OUTTURN, FinancialYear, Quarter
from indicators.spreadsheets.understanding.dates_named import in_words
from indicators.spreadsheets.understanding.periods_named import Month


@dataclass(frozen=True, slots=True)
class Span:
    """A month, a quarter or a financial year; `quarter` is the system's own, if it has such."""

    end: date
    name: str
    quarter: Quarter | None

    @classmethod
    def of(cls, named: Quarter | FinancialYear | Month) -> Span:
        """What a heading or cell names, once its year is known."""
        if isinstance(named, Month):
            year = named.year or 0
            last = calendar.monthrange(year, named.number)[1]
            name = f"{calendar.month_name[named.number]} {year}"
            return cls(date(year, named.number, last), name, None)
        quarter = Quarter(named.start, OUTTURN) if isinstance(named, FinancialYear) else named
        name = quarter.financial_year.label if quarter.is_outturn else quarter.name
        return cls(quarter.end, name, quarter)

    @property
    def period(self) -> str:
        """The system's period as it is written: 2017/18 Q3."""
        return self.quarter.name if self.quarter else self.name


@dataclass(frozen=True)
class Periods:
    """The periods that the system has, whether they are open, and what day it is."""

    is_open: Mapping[Quarter, bool]
    today: date

    def of(self, span: Span) -> Quarter | None:
        """The system's period that a span is, or lies in or ends with."""
        if span.quarter in self.is_open:
            return span.quarter
        around = Quarter.of(span.end)
        return around if around in self.is_open else None

    def takes_return(self, span: Span) -> bool:
        """Whether a figure for it is a return of an open period."""
        return span.quarter is not None and self.is_open.get(span.quarter, False)

    def refusal(self, span: Span) -> str:
        """Why no figure for it is taken, with what to do; empty where one is."""
        if self.takes_return(span):
            return ""
        if found := self.of(span):
            return self._refused_within(span, found)
        if span.end > self.today:
            return (
                f"{span.name} ends on {in_words(span.end)}, which is still to come: a figure for "
                "it can't be known yet. Check the period."
            )
        if self.last and span.end > self.last:
            return (
                f"{span.name} has not been opened yet: open it under Periods and import again, so "
                "that the figure is returned and rated."
            )
        return ""

    def _refused_within(self, span: Span, found: Quarter) -> str:
        if found == span.quarter:
            return (
                f"{found.name} is closed, so its figures stand as they were reported: change one "
                "by a correction, from the measure's page in that period."
            )
        within = f"{span.name} ends within {found.name}, which is"
        if self.is_open[found]:
            return f"{within} open: give the figure for that period."
        return f"{within} closed: make a correction of that period instead."

    @cached_property
    def last(self) -> date | None:
        """The end of the latest period that the system has."""
        return max((each.end for each in self.is_open), default=None)
