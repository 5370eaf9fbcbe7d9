"""What a row of targets has settled for each of its years, ready to keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from indicators.rules.periods import FinancialYear
from indicators.rules.units import Unit
from indicators.rules.vocabulary import ProfileMethod
from indicators.spreadsheets.kinds.kind import Row
from indicators.spreadsheets.kinds.measures.settled import SettledTarget, SettledTolerance
from indicators.spreadsheets.stored.parts import Columns

Figures = tuple[Decimal, ...]  # one figure, or low and high


@dataclass(frozen=True, slots=True)
class InYear:
    """How the year's target is spread, as far as the sheet says; None: it says nothing of it."""

    method: ProfileMethod | None = None
    start: Decimal | None = None
    quarters: Mapping[int, Figures] = field(default_factory=dict)
    how: str = ""  # which months' figures were taken, and how


@dataclass(frozen=True, slots=True)
class Agreement:
    """Who agreed the target, when, where it is minuted, and why it changed."""

    by: str = ""
    on: date | None = None
    decision: str = ""
    reason: str = ""


@dataclass(frozen=True)
class SettledYear:
    """What a row wants of one year's terms. `stored`: those that exist, or the year before's."""

    year: FinancialYear
    target: SettledTarget
    in_year: InYear
    tolerance: SettledTolerance | None
    agreement: Agreement
    stored: Columns
    is_made: bool  # from the year before's


@dataclass(frozen=True)
class TargetRow(Row):
    """A row of the sheet: a measure's targets for one year or for several."""

    place: str = field(kw_only=True)  # its ref, or "row:7" where the measure has several rows
    unit: Unit = field(kw_only=True)
    years: tuple[SettledYear, ...] = field(kw_only=True, default=())

    @property
    def key(self) -> str:
        return self.place
