"""How far green and amber reach, in words: for the rating's sentence and for the terms' page."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from .scale import Scale
from .targets import Interval, annual_bounds
from .terms import ZERO, Terms
from .units import plain
from .vocabulary import Polarity, RatingPolicy, ToleranceMode


@dataclass(frozen=True)
class Limits:
    """Printed limits on the side (or sides) that matter; None where a side does not."""

    low: Decimal | None
    high: Decimal | None

    @property
    def of_range(self) -> str:
        """Name the end of a range that a percentage is taken of."""
        if self.low is not None and self.high is not None:
            return "the limit passed"
        return "the upper limit" if self.low is None else "the lower limit"

    def words(self, terms: Terms, upward: str = "to") -> str:
        """Print them: down to 76.0%, to 54.9, from 43.5 to 54.9."""
        short = terms.unit.short
        if self.low is not None and self.high is not None:
            return f"from {short(self.low)} to {short(self.high)}"
        if self.low is not None:
            return f"down to {short(self.low)}"
        return "" if self.high is None else f"{upward} {short(self.high)}"


@dataclass(frozen=True)
class Reaches:
    """The limits of goal, green and amber on one side of a scale, or on both."""

    goal: Limits
    green: Limits
    amber: Limits

    @property
    def has_green(self) -> bool:
        """Whether green reaches past the target."""
        return self.green != self.goal

    @property
    def has_amber(self) -> bool:
        """Whether amber reaches past green."""
        return self.amber != self.green

    def described(self, terms: Terms, verb: str, upward: str) -> str:
        """Join what there is: "green from 65.0 to 67.0 and amber from 63.0 to 69.0"."""
        reaches = []
        if self.has_green:
            reaches.append(f"green{verb} {self.green.words(terms, upward)}")
        if self.has_amber:
            verb = "" if reaches else verb
            reaches.append(f"amber{verb} {self.amber.words(terms, upward)}")
        return " and ".join(reaches)


def reach_sentence(terms: Terms, scale: Scale, value: Decimal) -> str:
    """Say how far the better colours reach where the value stands.

    For example "amber reaches to 54.9 (5% of the upper limit)".
    """
    if terms.unit.kind == "yes_no":
        return ""
    reaches = _reaches(scale, value)
    rule = _rule(terms, reaches.amber)
    if not rule:
        return "there is no tolerance"
    if terms.tolerance.mode is ToleranceMode.POINTS:
        rule = f"{'tolerances' if _has_both(terms) else 'a tolerance'} of {rule}"
    described = reaches.described(terms, " reaches", "to")
    return f"{described} ({rule})" if described else f"no room is left for amber ({rule})"


def tolerance_words(terms: Terms, scale: Scale | None) -> str:
    """Say the tolerance with what it means in the measure's unit.

    For example "5% of target (4.0 percentage points: amber down to 76.0%)".
    """
    if terms.is_monitored_only:
        return "not rated"
    reaches = None if scale is None else _reaches(scale, None)
    both_sides = Limits(Decimal(0), Decimal(0))
    rule = _rule(terms, reaches.amber if reaches else both_sides)
    if not rule:
        return "no tolerance"
    if terms.tolerance.mode is ToleranceMode.THRESHOLD:
        rule = rule.replace("the amber limit", "set amber limit", 1)
    if reaches is None:
        return rule
    described = reaches.described(terms, "", "up to")
    if not described:
        return f"{rule} (no room is left for amber)"
    return f"{rule} ({_width(terms, reaches)}{described})"


def _reaches(scale: Scale, value: Decimal | None) -> Reaches:
    """Return the printed limits on the side where the value missed, else on every side."""
    goal = scale.goal
    missed_low = value is not None and goal.low is not None and value < goal.low
    missed_high = value is not None and goal.high is not None and value > goal.high
    show_low = missed_low or (not missed_high and scale.has_room_below(goal))
    show_high = not missed_low and goal.high is not None

    def limits(reach: Interval) -> Limits:
        printed = scale.printed(reach)
        return Limits(printed.low if show_low else None, printed.high if show_high else None)

    return Reaches(limits(goal), limits(scale.green), limits(scale.amber))


def _rule(terms: Terms, limits: Limits) -> str:
    """Name the rule as it was agreed; blank when there is none."""
    tolerance, unit = terms.tolerance, terms.unit
    match tolerance.mode:
        case ToleranceMode.POINTS:
            return _sizes(terms, unit.width)
        case ToleranceMode.PERCENT_OF_TARGET:
            sizes = _sizes(terms, lambda size: f"{plain(size)}%")
            return sizes and f"{sizes} of {_reference(terms, limits)}"
        case ToleranceMode.LOWER_OF:
            share = f"{plain(tolerance.amber)}% of {_reference(terms, limits)}"
            return f"{share} or {unit.width(tolerance.cap or ZERO)}, whichever is lower"
        case ToleranceMode.THRESHOLD:
            return _threshold(terms, limits)
        case ToleranceMode.NONE:
            return ""


def _sizes(terms: Terms, words: Callable[[Decimal], str]) -> str:
    """Print the tolerance, or green's and amber's where they differ: 5%, 1 and 3."""
    green, amber = terms.tolerance.green, terms.tolerance.amber
    if _has_both(terms):
        return f"{plain(green)} and {words(amber)}"
    widest = max(green, amber)
    return words(widest) if widest > 0 else ""


def _has_both(terms: Terms) -> bool:
    """Whether green and amber each have a tolerance of their own."""
    return 0 < terms.tolerance.green < terms.tolerance.amber


def _reference(terms: Terms, limits: Limits) -> str:
    low, high = annual_bounds(terms)
    if terms.polarity is Polarity.RANGE and low != high:
        return limits.of_range
    return "benchmark" if terms.policy is RatingPolicy.BENCHMARK else "target"


def _threshold(terms: Terms, limits: Limits) -> str:
    """Say that a running total's limit follows its target through the year."""
    tolerance = terms.tolerance
    ranged = terms.polarity is Polarity.RANGE
    agreed = (tolerance.limit_low, tolerance.limit_high) if ranged else (tolerance.limit,)
    figures = [figure for figure in agreed if figure is not None]
    now = {limit for limit in (limits.low, limits.high) if limit is not None}
    if not terms.is_running_total or now <= set(figures):
        return "the amber limit"
    printed = " and ".join(terms.unit.target(figure) for figure in figures)
    return f"the amber limit of {printed} for the year, in proportion"


def _width(terms: Terms, reaches: Reaches) -> str:
    """Turn a percentage of one figure into the unit: "4.0 percentage points: "."""
    by_percentage = terms.tolerance.mode in {
        ToleranceMode.PERCENT_OF_TARGET,
        ToleranceMode.LOWER_OF,
    }
    low, high = reaches.goal.low, reaches.goal.high
    if not by_percentage or _has_both(terms) or (low is not None and high is not None):
        return ""
    start, end = (low, reaches.amber.low) if low is not None else (high, reaches.amber.high)
    if start is None or end is None:
        return ""
    return f"{terms.unit.gap(abs(start - end))}: "
