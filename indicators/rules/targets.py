"""Which target holds in a period: the annual one, a period's own, or its share of the year."""

from dataclasses import dataclass
from decimal import Decimal

from .terms import ZERO, Place, Terms
from .vocabulary import Polarity, ProfileMethod, RatingPolicy


@dataclass(frozen=True)
class Interval:
    """The values from low to high, both included; None leaves a side open."""

    low: Decimal | None
    high: Decimal | None

    def holds(self, value: Decimal) -> bool:
        """Whether the value lies inside; a limit belongs to the interval."""
        above_low = self.low is None or value >= self.low
        return above_low and (self.high is None or value <= self.high)

    def adverse_gap(self, value: Decimal) -> Decimal:
        """Return how far the value misses; below 0 is how far it beats a one-sided target."""
        below = None if self.low is None else self.low - value
        above = None if self.high is None else value - self.high
        if below is None or above is None:
            return next((gap for gap in (below, above) if gap is not None), ZERO)
        return max(below, above, ZERO)


def effective_goal(terms: Terms, place: Place) -> Interval | None:
    """Return the values that meet the target in this period (docs/method.md 4).

    None: there is no figure to compare with (a running total without a profile, no target).
    """
    if terms.polarity is Polarity.ZERO:
        return Interval(ZERO, ZERO)
    low, high = (_for_period(terms, bound, place) for bound in annual_bounds(terms))
    if low is None or high is None:
        return None
    match terms.polarity:
        case Polarity.MAX:
            return Interval(low, None)
        case Polarity.MIN:
            return Interval(None, high)
        case Polarity.RANGE:
            return Interval(low, high)
        case Polarity.NEUTRAL:
            return None


def lacks_profile(terms: Terms, place: Place) -> bool:
    """Whether a running total has a target for the year but none for this period."""
    has_annual = None not in annual_bounds(terms)
    return terms.is_running_total and has_annual and effective_goal(terms, place) is None


def annual_bounds(terms: Terms) -> tuple[Decimal | None, Decimal | None]:
    """Return the year's lower and upper figure; a single figure is both (Southend's "66")."""
    if terms.policy is RatingPolicy.BENCHMARK:
        # A comparator's figure is not ours to refuse for its decimals, so it is rounded.
        figure = None if terms.benchmark is None else terms.unit.round(terms.benchmark)
        return figure, figure
    if terms.polarity is Polarity.RANGE and (terms.low is not None or terms.high is not None):
        return terms.low, terms.high
    return terms.target, terms.target


def profile_share(terms: Terms, place: Place) -> Decimal | None:
    """Return the share of the year's target that is expected by this period; None if unknown."""
    annual, _ = annual_bounds(terms)
    if terms.profile.method is ProfileMethod.SEASONAL and _explicit(terms) is None:
        return Decimal(1) if place.is_year_end else terms.profile.share
    expected = None if annual is None else _for_period(terms, annual, place)
    return expected / annual if expected is not None and annual else None


def _for_period(terms: Terms, annual: Decimal | None, place: Place) -> Decimal | None:
    """Explicit period target, then the annual one at year end, then a profile, then flat."""
    explicit = _explicit(terms)
    if explicit is not None:
        return explicit
    if annual is None or place.is_year_end or not terms.is_running_total:
        return annual
    return _profiled(terms, annual, place)


def _explicit(terms: Terms) -> Decimal | None:
    """Return the target typed for this period; it is a target, so never a benchmark's."""
    return None if terms.policy is RatingPolicy.BENCHMARK else terms.profile.explicit


def _profiled(terms: Terms, annual: Decimal, place: Place) -> Decimal | None:
    """Return the share of the annual target expected by now, rounded as the figure is."""
    profile = terms.profile
    if profile.method is ProfileMethod.LINEAR:
        growth = (annual - profile.start) * place.period / place.of
        return terms.unit.round(profile.start + growth)
    if profile.method is ProfileMethod.SEASONAL and profile.share is not None:
        return terms.unit.round(annual * profile.share)
    return None
