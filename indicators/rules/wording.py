"""The words of a rating: its sentence, its target and its tolerance, in the measure's own unit."""

from decimal import Decimal

from .checks import problems
from .reach import reach_sentence
from .scale import Scale
from .targets import Interval, annual_bounds
from .terms import Place, Terms
from .units import Unit, plain
from .vocabulary import Polarity, RatingPolicy, Status, TargetState

WITHOUT_A_COLOUR = {
    Status.RED_AWAITING: "Awaiting information: the return is overdue and counts as red",
    Status.AWAITING: "Awaiting information: the return is overdue",
    Status.NOT_DUE: "Not due yet: the return for this period is still to come",
    Status.CARRY_OVER: "Carried over: the source publishes this figure later",
    Status.NOT_SCHEDULED: "Not collected this period: see the last rating with its own period",
    Status.NOT_APPLICABLE: "Not applicable: the measure was not in force in this period",
    Status.NO_CASES: "Not rated: there were no cases in this period, and 0 of 0 is not 0%",
    Status.TARGET_TBC: "Not rated: the target is to be confirmed",
}


def judged_sentence(status: Status, calculated_sentence: str) -> str:
    """Say what was judged, and keep beside it what the calculation said."""
    return f"{status.word}. Calculated: {calculated_sentence}"


def sentence_for(
    status: Status, terms: Terms, place: Place, scale: Scale | None, value: Decimal | None
) -> str:
    """Explain a calculated status in one sentence that begins with its word."""
    if status in WITHOUT_A_COLOUR:
        return WITHOUT_A_COLOUR[status]
    if scale is None or value is None or not status.is_rated:
        return f"Not rated: {_why_not(status, terms)}"
    parts = [f"{status.word}: {_comparison(status, terms, place, scale, value)}"]
    if status is Status.AMBER and not scale.amber.holds(value):
        parts[0] += ", which alone is red"
        parts.append("amber because improving (no worse than the same period last year)")
    if status is not Status.EXCEEDED:
        parts.append(reach_sentence(terms, scale, value))
    return "; ".join(part for part in parts if part)


def _why_not(status: Status, terms: Terms) -> str:
    if status is Status.MONITOR:
        if terms.polarity is Polarity.NEUTRAL:
            return "this measure gives context only"
        trend = terms.policy is RatingPolicy.TREND_ONLY
        return "this measure is followed by its trend" if trend else "this measure has no rating"
    if status is Status.NO_TARGET:
        benchmark = terms.policy is RatingPolicy.BENCHMARK
        return "there is no benchmark to compare with" if benchmark else "no target is set"
    if status is Status.NO_PROFILE:
        return (
            "a running total cannot be compared with the full-year "
            f"{_target_noun(terms)} of {_annual(terms)} before year end; give it an in-year profile"
        )
    return f"the settings need mending. {' '.join(problems(terms))}"


def gap_words(terms: Terms, place: Place, scale: Scale | None, value: Decimal | None) -> str:
    """Say the gap alone: "4.2 above the range 45.7 to 52.3"; blank when nothing was compared."""
    if scale is None or value is None:
        return ""
    if terms.unit.kind == "yes_no":
        return "as it should be" if scale.goal.holds(value) else "should be Yes"
    return _standing(terms, place, scale.goal, value).removeprefix("is ")


def _comparison(status: Status, terms: Terms, place: Place, scale: Scale, value: Decimal) -> str:
    """Say how the value stands to the target: "56.5 is 4.2 above the range 45.7 to 52.3"."""
    figure, goal = terms.unit.short(value), scale.goal
    if terms.unit.kind == "yes_no":
        return f"the answer is {figure}" + (
            ", as it should be" if goal.holds(value) else " and should be Yes"
        )
    if status is Status.EXCEEDED:
        return f"{figure} {_exceeding(terms, place, goal, value)}"
    within = scale.green.holds(value) and not goal.holds(value)
    beyond = ", within the green tolerance" if within else ""
    return f"{figure} {_standing(terms, place, goal, value)}{beyond}"


def _standing(terms: Terms, place: Place, goal: Interval, value: Decimal) -> str:
    if goal.holds(value):
        return _met(terms, place, goal)
    gap = terms.unit.gap(goal.adverse_gap(value))
    return f"is {gap} {_side(goal, value)} {_named_target(terms, place, goal)}"


def _exceeding(terms: Terms, place: Place, goal: Interval, value: Decimal) -> str:
    unit, side = terms.unit, "above" if terms.polarity is Polarity.MAX else "below"
    margin = unit.width(terms.exceed_margin or Decimal(0))
    ahead = unit.gap(abs(goal.adverse_gap(value)))
    target = _named_target(terms, place, goal)
    return f"is {ahead} {side} {target}; exceeded begins {margin} {side} it"


def _side(goal: Interval, value: Decimal) -> str:
    return "below" if goal.low is not None and value < goal.low else "above"


def _met(terms: Terms, place: Place, goal: Interval) -> str:
    words = f"{_bounds(terms.unit, goal)}{_to_date(terms, place)}"
    if goal.low is not None and goal.low == goal.high:
        return f"is on the {_target_noun(terms)} of {words}"
    if terms.polarity is Polarity.RANGE:
        return f"is inside the range {words}"
    return f"meets the {_target_noun(terms)} of {words}"


def _named_target(terms: Terms, place: Place, goal: Interval) -> str:
    """Name what was missed: a plain target by its figure, anything else by its kind."""
    if terms.polarity is Polarity.RANGE and goal.low != goal.high:
        return f"the range {_bounds(terms.unit, goal)}{_to_date(terms, place)}"
    bound = goal.low if goal.low is not None else goal.high
    figure = "" if bound is None else terms.unit.target(bound)
    to_date = _to_date(terms, place)
    if to_date or terms.policy is RatingPolicy.BENCHMARK:
        return f"the {_target_noun(terms)} of {figure}{to_date}"
    return figure


def _target_noun(terms: Terms) -> str:
    return "benchmark" if terms.policy is RatingPolicy.BENCHMARK else "target"


def _to_date(terms: Terms, place: Place) -> str:
    """Say that a running total is compared with part of the year."""
    if not terms.is_running_total or place.is_year_end or terms.polarity is Polarity.ZERO:
        return ""
    return f" to date ({_annual(terms)} for the year)"


def _annual(terms: Terms) -> str:
    low, high = annual_bounds(terms)
    if low is None or high is None:
        return "—"
    return terms.unit.target(low) if low == high else _range(terms.unit, low, high)


def _bounds(unit: Unit, goal: Interval) -> str:
    """Print what meets the target: 80% or more, 45.7 to 52.3, 0."""
    if unit.kind == "yes_no":
        return "Yes"
    if goal.low is None:
        return f"{unit.target(goal.high)} or less" if goal.high is not None else ""
    if goal.high is None:
        return f"{unit.target(goal.low)} or more"
    return unit.target(goal.low) if goal.low == goal.high else _range(unit, goal.low, goal.high)


def _range(unit: Unit, low: Decimal, high: Decimal) -> str:
    symbol = unit.kind in {"percent", "currency"}
    return f"{unit.target(low) if symbol else plain(low)} to {unit.target(high)}"


def target_words(terms: Terms, place: Place, scale: Scale | None) -> str:
    """Print the target of a period: 80% or more, 45.7 to 52.3, To be confirmed."""
    if terms.is_monitored_only:
        neutral = terms.polarity is Polarity.NEUTRAL
        return terms.polarity.label if neutral else terms.policy.label
    if scale is not None:
        benchmark = " (benchmark)" if terms.policy is RatingPolicy.BENCHMARK else ""
        return f"{_bounds(terms.unit, scale.goal)}{_to_date(terms, place)}{benchmark}"
    if terms.policy is RatingPolicy.BENCHMARK and terms.benchmark is None:
        return "No benchmark"
    if terms.policy is RatingPolicy.TARGET and terms.target_state is not TargetState.SET:
        return terms.target_state.label
    no_profile = f"{_annual(terms)} for the year, no in-year profile"
    return Status.CONFIG_ERROR.word if problems(terms) else no_profile
