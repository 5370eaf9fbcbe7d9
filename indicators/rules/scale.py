"""Where each colour begins and ends along a measure's scale, exactly and as printed."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from .checks import problems
from .targets import Interval, annual_bounds, effective_goal
from .terms import ZERO, Place, Terms
from .units import rounded_down, rounded_up, step
from .vocabulary import Colour, Polarity, RatingPolicy, TargetState, ToleranceMode


@dataclass(frozen=True)
class Band:
    """A stretch of the scale with one colour, by printed limits; None is an open end."""

    colour: Colour
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True)
class Scale:
    """What meets the target, and how far green and amber reach around it.

    ``floor`` is 0 where the measure cannot fall below it, so that nobody is shown "amber to -2".
    """

    goal: Interval
    green: Interval
    amber: Interval
    decimals: int
    floor: Decimal | None = None

    def printed(self, reach: Interval) -> Interval:
        """Return the last printable values that are still inside."""
        low = None if reach.low is None else rounded_up(reach.low, self.decimals)
        high = None if reach.high is None else rounded_down(reach.high, self.decimals)
        if low is not None and self.floor is not None:
            low = max(low, self.floor)
        return Interval(low, high)

    def has_room_below(self, reach: Interval) -> bool:
        """Whether a possible value lies below this reach."""
        low = self.printed(reach).low
        return low is not None and (self.floor is None or low > self.floor)

    @property
    def bands(self) -> tuple[Band, ...]:
        """Return the colours in order along the scale, by the limits that pages print."""
        green, amber, tick = self.printed(self.green), self.printed(self.amber), step(self.decimals)
        bands = [Band(Colour.GREEN, green.low, green.high)]
        for colour, reach, beyond in (
            (Colour.AMBER, green, amber),
            (Colour.RED, amber, Interval(None, None)),
        ):
            if self.has_room_below(reach) and reach.low is not None and reach.low != beyond.low:
                bands.insert(0, Band(colour, beyond.low, reach.low - tick))
            if reach.high is not None and reach.high != beyond.high:
                bands.append(Band(colour, reach.high + tick, beyond.high))
        lowest = bands[0]
        if self.floor is not None and lowest.low == self.floor:
            bands[0] = Band(lowest.colour, None, lowest.high)
        return tuple(bands)


def scale_for(terms: Terms, place: Place, value: Decimal | None = None) -> Scale | None:
    """Return the scale of a period; None when there is nothing sound to compare with."""
    has_target = terms.target_state is TargetState.SET
    rateable = has_target or terms.policy is RatingPolicy.BENCHMARK
    if terms.is_monitored_only or not rateable or problems(terms):
        return None
    goal = effective_goal(terms, place)
    if goal is None:
        return None
    green, amber = _reaches(terms, goal)
    return Scale(goal, green, _hull(green, amber), terms.unit.decimals, _floor(terms, goal, value))


def _reaches(terms: Terms, goal: Interval) -> tuple[Interval, Interval]:
    """Return how far green and amber reach under each tolerance mode (docs/method.md 5)."""
    tolerance = terms.tolerance
    match tolerance.mode:
        case ToleranceMode.NONE:
            return goal, goal
        case ToleranceMode.POINTS:
            return _widened(goal, lambda _: tolerance.green), _widened(
                goal, lambda _: tolerance.amber
            )
        case ToleranceMode.PERCENT_OF_TARGET:
            return _widened(goal, _percent(tolerance.green)), _widened(
                goal, _percent(tolerance.amber)
            )
        case ToleranceMode.LOWER_OF:
            share, cap = _percent(tolerance.amber), tolerance.cap or ZERO
            return goal, _widened(goal, lambda bound: min(share(bound), cap))
        case ToleranceMode.THRESHOLD:
            return goal, _amber_limits(terms, goal)


def _percent(percentage: Decimal) -> Callable[[Decimal], Decimal]:
    """Return a width as a percentage of the size of a bound, so that negative targets work."""
    return lambda bound: percentage * abs(bound) / 100


def _widened(goal: Interval, width: Callable[[Decimal], Decimal]) -> Interval:
    low = None if goal.low is None else goal.low - width(goal.low)
    high = None if goal.high is None else goal.high + width(goal.high)
    return Interval(low, high)


def _amber_limits(terms: Terms, goal: Interval) -> Interval:
    """Return the set limits; on a running total they shrink in proportion as the target does."""
    annual_low, annual_high = annual_bounds(terms)
    tolerance = terms.tolerance
    if terms.polarity is Polarity.RANGE:
        low, high = tolerance.limit_low, tolerance.limit_high
    else:
        low = high = tolerance.limit

    def scaled(
        limit: Decimal | None, annual: Decimal | None, now: Decimal | None
    ) -> Decimal | None:
        if limit is None or now is None or not terms.is_running_total or not annual:
            return None if now is None else limit
        return limit * now / annual

    return Interval(scaled(low, annual_low, goal.low), scaled(high, annual_high, goal.high))


def _hull(green: Interval, amber: Interval) -> Interval:
    """Return amber stretched to hold green, for a green tolerance without an amber one."""
    low = green.low if amber.low is None or green.low is None else min(green.low, amber.low)
    high = green.high if amber.high is None or green.high is None else max(green.high, amber.high)
    return Interval(low, high)


def _floor(terms: Terms, goal: Interval, value: Decimal | None) -> Decimal | None:
    """Return 0 when nothing at hand speaks of values below it."""
    figures = [goal.low, goal.high, value]
    hints = any(figure is not None and figure < 0 for figure in figures)
    change = terms.polarity is Polarity.MAX and goal.low == 0
    return None if terms.unit.can_be_negative or hints or change else ZERO
