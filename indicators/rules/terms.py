"""What a rating is made from: a measure's terms, the figure returned, the place in the year."""

from dataclasses import dataclass, field
from decimal import Decimal

from .units import Unit
from .vocabulary import (
    Basis,
    Colour,
    Polarity,
    ProfileMethod,
    RatingPolicy,
    TargetState,
    ToleranceMode,
)

ZERO = Decimal(0)


@dataclass(frozen=True)
class Tolerance:
    """How far from the target green and amber reach; percentages are 5 for 5%."""

    mode: ToleranceMode = ToleranceMode.NONE
    green: Decimal = ZERO
    amber: Decimal = ZERO
    cap: Decimal | None = None
    limit: Decimal | None = None
    limit_low: Decimal | None = None
    limit_high: Decimal | None = None


@dataclass(frozen=True)
class Profile:
    """How the annual target is spread, with what the period being rated needs.

    ``share`` is the seasonal share reached by this period (0.7250), ``explicit`` the target
    typed for this period; None when there is none.
    """

    method: ProfileMethod = ProfileMethod.NONE
    start: Decimal = ZERO
    share: Decimal | None = None
    explicit: Decimal | None = None


@dataclass(frozen=True)
class Terms:
    """How a measure is rated in a year. ``target`` is the annual one for a running total."""

    polarity: Polarity
    unit: Unit
    basis: Basis = Basis.SNAPSHOT
    policy: RatingPolicy = RatingPolicy.TARGET
    target_state: TargetState = TargetState.SET
    target: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    tolerance: Tolerance = field(default_factory=Tolerance)
    profile: Profile = field(default_factory=Profile)
    exceed_margin: Decimal | None = None
    improving_uplift: bool = False
    benchmark: Decimal | None = None

    @property
    def is_monitored_only(self) -> bool:
        """Whether the measure is followed without a colour."""
        unrated = {RatingPolicy.TREND_ONLY, RatingPolicy.NONE}
        return self.polarity is Polarity.NEUTRAL or self.policy in unrated

    @property
    def is_running_total(self) -> bool:
        """Whether the figure accrues through the year."""
        return self.basis is Basis.CUMULATIVE_TOTAL


@dataclass(frozen=True)
class Figure:
    """What was returned: a value, or a numerator and denominator, or nothing."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    @property
    def has_parts(self) -> bool:
        """Whether both numerator and denominator were returned."""
        return self.numerator is not None and self.denominator is not None

    @property
    def is_empty(self) -> bool:
        """Whether nothing usable was returned."""
        return self.value is None and not self.has_parts

    @property
    def has_no_cases(self) -> bool:
        """0 of 0, which is not 0%."""
        return self.has_parts and self.numerator == 0 and self.denominator == 0

    @property
    def problem(self) -> str:
        """Return why this figure must be refused at entry, with the remedy; blank when sound."""
        if self.has_parts and self.denominator == 0 and self.numerator != 0:
            return (
                "The denominator is 0 but the numerator is not; "
                "correct one of them, or enter 0 for both if there were no cases."
            )
        return ""

    def amount(self, unit: Unit) -> Decimal | None:
        """Return the figure before rounding; parts come before a typed value. None: no figure."""
        if self.numerator is None or self.denominator is None:
            return self.value
        if self.problem:
            raise ValueError(self.problem)
        if self.denominator == 0:
            return None
        return self.numerator * unit.multiplier / self.denominator


@dataclass(frozen=True)
class Judgement:
    """A colour given by a person; ``approved`` means that a second person agreed."""

    colour: Colour
    approved: bool


@dataclass(frozen=True)
class Place:
    """Where in the year a figure stands: period p of N."""

    period: int
    of: int

    def __post_init__(self) -> None:
        if not 1 <= self.period <= self.of:
            message = f"Period {self.period} of {self.of} does not exist; count from 1."
            raise ValueError(message)

    @property
    def is_year_end(self) -> bool:
        """Whether this is the last period of the year."""
        return self.period == self.of
