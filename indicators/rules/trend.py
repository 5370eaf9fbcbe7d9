"""Direction of travel: which way a figure moved since a comparator, and whether that is good."""

from dataclasses import dataclass
from decimal import Decimal

from .targets import Interval, annual_bounds
from .terms import ZERO, Terms
from .units import Unit
from .vocabulary import Basis, Labelled, Movement, Polarity, Verdict

__all__ = [
    "Comparison",
    "Delta",
    "DeltaMode",
    "Direction",
    "Movement",
    "Verdict",
    "default_comparison",
    "default_delta",
    "direction",
]


class Comparison(Labelled):
    """What the current figure is compared with."""

    SAME_PERIOD_LAST_YEAR = "SAME_PERIOD_LAST_YEAR", "Same period last year"
    PREVIOUS_PERIOD = "PREVIOUS_PERIOD", "Previous period"
    BASELINE = "BASELINE", "Baseline"


class DeltaMode(Labelled):
    """How the smallest change that counts is given."""

    POINTS = "POINTS", "In the measure's own unit"
    PERCENT_OF_COMPARATOR = "PERCENT_OF_COMPARATOR", "As a percentage of the comparator"


@dataclass(frozen=True)
class Delta:
    """The smallest change that counts; 0 means any change that shows."""

    mode: DeltaMode
    size: Decimal


@dataclass(frozen=True)
class Direction:
    """An arrow's way, whether that is good, and the words that always stand beside it."""

    movement: Movement | None
    judgement: Verdict
    words: str
    change: Decimal | None = None


VERDICT_WORDS = {
    Verdict.BETTER: ", better",
    Verdict.WORSE: ", worse",
    Verdict.SAME: ", no change in distance from target",
    Verdict.NONE: "",
}
CUMULATIVE_REASON = "Not comparable: a running total always rises; see the same period last year"
BREAK_REASON = "Not comparable: the series was broken in between"


def default_comparison(
    basis: Basis, *, seasonal: bool = False, is_indicator: bool = False
) -> Comparison:
    """Return what a measure is compared with by default (docs/method.md 9)."""
    if is_indicator:
        return Comparison.BASELINE
    yearly = basis in {Basis.CUMULATIVE_TOTAL, Basis.ANNUAL}
    return Comparison.SAME_PERIOD_LAST_YEAR if seasonal or yearly else Comparison.PREVIOUS_PERIOD


def default_delta(unit: Unit) -> Delta:
    """1 percentage point for a percentage, otherwise 3% of the comparator."""
    if unit.is_percent:
        return Delta(DeltaMode.POINTS, Decimal(1))
    return Delta(DeltaMode.PERCENT_OF_COMPARATOR, Decimal(3))


def direction(
    terms: Terms,
    current: Decimal | None,
    previous: Decimal | None,
    *,
    comparison: Comparison = Comparison.PREVIOUS_PERIOD,
    delta: Delta | None = None,
    break_in_series: bool = False,
) -> Direction:
    """Compare two figures; the range now in force serves for both.

    ``delta`` None takes the default for the unit.
    """
    if current is None or previous is None:
        verdict = Verdict.NO_DATA if current is None else Verdict.NO_COMPARATOR
        return Direction(None, verdict, verdict.label)
    if break_in_series:
        return Direction(None, Verdict.NOT_COMPARABLE, BREAK_REASON)
    if terms.is_running_total and comparison is Comparison.PREVIOUS_PERIOD:
        return Direction(None, Verdict.NOT_COMPARABLE, CUMULATIVE_REASON)
    unit = terms.unit
    now, then = unit.round(current), unit.round(previous)
    needed = delta or default_delta(unit)
    movement = _movement(now, then, needed)
    verdict = _verdict(terms, movement, now, then)
    notes = [_too_small(movement, unit, now - then, needed), _note(terms.basis, comparison)]
    aside = "; ".join(note for note in notes if note)
    words = _words(movement, verdict, unit, now - then) + (f" ({aside})" if aside else "")
    return Direction(movement, verdict, words, now - then)


def _movement(now: Decimal, then: Decimal, delta: Delta) -> Movement:
    """Equality with the delta is a change; from a comparator of 0, any difference is."""
    needed = delta.size
    if delta.mode is DeltaMode.PERCENT_OF_COMPARATOR:
        needed = delta.size * abs(then) / 100
    if now == then or abs(now - then) < needed:
        return Movement.LEVEL
    return Movement.UP if now > then else Movement.DOWN


def _verdict(terms: Terms, movement: Movement, now: Decimal, then: Decimal) -> Verdict:
    """Say whether the movement is good."""
    unknown_range = terms.polarity is Polarity.RANGE and None in annual_bounds(terms)
    if terms.polarity is Polarity.NEUTRAL or unknown_range:
        return Verdict.NONE
    if movement is Movement.LEVEL:
        at_best = now == then == _best_possible(terms.polarity, terms.unit)
        return Verdict.SAME_AT_BEST if at_best else Verdict.SAME
    nearer = _nearer(terms, now, then)
    if nearer == 0:
        return Verdict.SAME
    return Verdict.BETTER if nearer > 0 else Verdict.WORSE


def _nearer(terms: Terms, now: Decimal, then: Decimal) -> Decimal:
    """Return by how much a figure came nearer; a range and a zero compare distances."""
    if terms.polarity is Polarity.MAX:
        return now - then
    if terms.polarity is Polarity.MIN:
        return then - now
    zero = terms.polarity is Polarity.ZERO
    span = Interval(ZERO, ZERO) if zero else Interval(*annual_bounds(terms))
    return span.adverse_gap(then) - span.adverse_gap(now)


def _best_possible(polarity: Polarity, unit: Unit) -> Decimal | None:
    """Return the figure that cannot be bettered; None where there is none."""
    if polarity is Polarity.MAX:
        return {"percent": Decimal(100), "yes_no": Decimal(1)}.get(unit.kind)
    least = polarity is Polarity.MIN and not unit.can_be_negative
    return ZERO if least or polarity is Polarity.ZERO else None


def _words(movement: Movement, verdict: Verdict, unit: Unit, change: Decimal) -> str:
    if movement is Movement.LEVEL:
        return "No change" if verdict is Verdict.NONE else verdict.label
    size = unit.gap(abs(change))
    if unit.kind == "yes_no":
        return f"{movement.label.lower()}{VERDICT_WORDS[verdict]}"
    return f"{movement.label.lower()} {size}{VERDICT_WORDS[verdict]}"


def _too_small(movement: Movement, unit: Unit, change: Decimal, delta: Delta) -> str:
    """Name a movement that is too small to count, so that nobody takes it for none at all."""
    if movement is not Movement.LEVEL or not change:
        return ""
    way = (Movement.UP if change > 0 else Movement.DOWN).label.lower()
    needed = format(delta.size.normalize(), "f")
    if delta.mode is DeltaMode.PERCENT_OF_COMPARATOR:
        return f"{way} {unit.gap(abs(change))}, less than {needed}%"
    points = f" percentage point{'' if delta.size == 1 else 's'}" if unit.is_percent else ""
    return f"{way} {unit.number(abs(change))}, less than {needed}{points}"


def _note(basis: Basis, comparison: Comparison) -> str:
    """Warn where two neighbouring figures share data."""
    if comparison is not Comparison.PREVIOUS_PERIOD:
        return ""
    if basis is Basis.ROLLING:
        return "overlapping periods"
    return "year to date" if basis in {Basis.YTD_RATIO, Basis.YTD_AVERAGE} else ""
