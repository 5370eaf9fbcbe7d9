"""What a row of a workbook has settled: a measure with its terms and baseline, ready to keep."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from indicators.rules.vocabulary import Basis, Polarity, ProfileMethod, TargetState, ToleranceMode
from indicators.spreadsheets.understanding.departments import SettledService


@dataclass(frozen=True, slots=True)
class SettledTarget:
    """A year's target. A Goldilocks one is always low to high (a single figure is both)."""

    state: TargetState
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    note: str = ""  # words beside the figure
    cell: str = ""

    @property
    def figures(self) -> tuple[Decimal, ...]:
        """The figures that it holds."""
        return tuple(each for each in (self.value, self.low, self.high) if each is not None)


@dataclass(frozen=True, slots=True)
class SettledBaseline:
    """The latest figure before the year, never rated; its target is of its own month."""

    value: Decimal
    period_end: date
    period_name: str
    profiled_target: Decimal | None
    is_estimated: bool
    note: str
    cell: str


@dataclass(frozen=True, slots=True)
class SettledProfile:
    """How a running total's target is spread over the year."""

    method: ProfileMethod
    start: Decimal = Decimal(0)
    explicit: tuple[Decimal, ...] = ()  # quarters 1 to 3 (quarter 4 is the annual target)


@dataclass(frozen=True, slots=True)
class SettledTolerance:
    """Widths of green and amber. None of them is agreed yet: a person has to agree them."""

    mode: ToleranceMode
    green: Decimal = Decimal(0)
    amber: Decimal = Decimal(0)
    is_council_default: bool = False


@dataclass(frozen=True)
class SettledMeasure:
    """A measure as the sheet and the answers have it; None where a question is still open."""

    ref: str
    title: str
    is_new: bool
    value_type: str  # percent, rate, currency or count
    unit: str  # words after the figure: "per 10,000"
    decimals: int
    polarity: Polarity | None
    basis: Basis | None
    returns_average_to_date: bool | None  # of a year-to-date average: what is returned
    profile: SettledProfile | None  # of a running total
    tolerance: SettledTolerance | None  # of the year being set up
    service: SettledService | None
    comments: str
    baseline: SettledBaseline | None
    targets: dict[str, SettledTarget | None] = field(default_factory=dict)  # by "2017/18"
    other_tolerances: dict[str, SettledTolerance | None] = field(default_factory=dict)

    def tolerance_in(self, year: str) -> SettledTolerance | None:
        """A year's tolerance: its own where it has one, else that of the year being set up."""
        return self.other_tolerances.get(year, self.tolerance)
