"""The year-end outturn: a year's figure from its quarters, and the year's target for it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from .aggregation import Aggregate, Aggregation, aggregate, aggregation_for
from .targets import annual_bounds
from .terms import ZERO, Figure, Profile, Terms, Tolerance
from .units import Unit
from .vocabulary import Basis, Polarity, RatingPolicy, TargetState, ToleranceMode

#: Kinds of figure of which four quarters make a year by being added up.
ADDED_UP = ("count", "currency")
#: Kinds that say how things stand, so that the year's is the last one.
STANDING = ("yes_no", "days")


def is_added_up(basis: Basis, unit: Unit) -> bool:
    """Whether a quarter's figure is the quarter's own part of the year.

    What is counted or paid "per" something is a ratio, however it is called.
    """
    is_ratio = unit.suffix.strip().startswith("per ")
    return basis is Basis.PERIOD and unit.kind in ADDED_UP and not is_ratio


def year_figure(
    basis: Basis, figures: Sequence[Figure | None], unit: Unit, *, average_returned: bool = False
) -> Aggregate:
    """Put the year's returns, oldest first, together by basis (docs/method.md 11).

    A rolling figure is the last one, for it spans the year already. 0 of 0 is a figure with no
    cases in it; None is one that is missing.
    """
    method = year_method(basis, unit, average_returned=average_returned)
    found = aggregate(method, figures, unit, period_noun="quarters")
    return replace(found, estimated=found.estimated and found.expected > 1)


def year_method(basis: Basis, unit: Unit, *, average_returned: bool = False) -> Aggregation:
    """Return how a year is put together from its quarters."""
    if basis is Basis.ROLLING or (basis is Basis.PERIOD and unit.kind in STANDING):
        return Aggregation.LAST
    has_parts = not is_added_up(basis, unit)
    return aggregation_for(basis, has_parts=has_parts, average_returned=average_returned)


def year_terms(terms: Terms, parts: Sequence[Terms]) -> Terms:
    """Return the terms on which the year's figure is rated.

    ``terms`` hold at the year's end; ``parts`` are those of each of the year's returns, with the
    target typed for it where there is one. Where quarters are added up so are their targets, and
    widths in the measure's unit grow with them; any other measure has the year's own target.
    """
    if not is_added_up(terms.basis, terms.unit):
        return replace(terms, profile=replace(terms.profile, explicit=None))
    known = [_typed(each) for each in parts]
    summed = replace(
        terms,
        target=_sum(each.target for each in known),
        low=_sum(each.low for each in known),
        high=_sum(each.high for each in known),
        benchmark=_sum(each.benchmark for each in known),
        tolerance=_wider(terms.tolerance, [each.tolerance for each in known]),
        exceed_margin=_times(terms.exceed_margin, len(known)),
        profile=Profile(),
    )
    return summed if _has_aim(summed) else replace(summed, target_state=_unknown(known))


def _typed(part: Terms) -> Terms:
    """A return's terms with the target that was typed for it as its target."""
    explicit = part.profile.explicit
    return part if explicit is None else replace(part, target=explicit)


def _has_aim(terms: Terms) -> bool:
    """Whether the year's target is known, where it is said to be set."""
    if terms.policy is RatingPolicy.BENCHMARK or terms.target_state is not TargetState.SET:
        return True
    return terms.polarity is Polarity.ZERO or None not in annual_bounds(terms)


def _unknown(parts: Sequence[Terms]) -> TargetState:
    """What is said of a year for a part of which no target was set."""
    states = [each.target_state for each in parts if each.target_state is not TargetState.SET]
    return states[0] if states else TargetState.TBC


def _wider(tolerance: Tolerance, parts: Sequence[Tolerance]) -> Tolerance:
    """Widths and limits in the measure's unit added up; percentages stay.

    Where the kind of tolerance changed in mid-year the last one counts for every return.
    """
    alike = all(each.mode is tolerance.mode for each in parts)
    each_part = parts if alike else [tolerance] * len(parts)
    in_unit = tolerance.mode is ToleranceMode.POINTS
    return replace(
        tolerance,
        green=sum((each.green for each in each_part), ZERO) if in_unit else tolerance.green,
        amber=sum((each.amber for each in each_part), ZERO) if in_unit else tolerance.amber,
        cap=_sum(each.cap for each in each_part),
        limit=_sum(each.limit for each in each_part),
        limit_low=_sum(each.limit_low for each in each_part),
        limit_high=_sum(each.limit_high for each in each_part),
    )


def _sum(figures: Iterable[Decimal | None]) -> Decimal | None:
    """Everything together; None where a part is unknown, for it is no zero."""
    held = list(figures)
    known = [each for each in held if each is not None]
    return sum(known, ZERO) if held and len(known) == len(held) else None


def _times(figure: Decimal | None, times: int) -> Decimal | None:
    return None if figure is None else figure * times
