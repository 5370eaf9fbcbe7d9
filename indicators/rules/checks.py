"""What the terms of a measure may not say: each refusal is one sentence with its remedy."""

from collections.abc import Iterator
from decimal import Decimal

from .targets import annual_bounds
from .terms import ZERO, Terms, Tolerance
from .units import plain, rounded
from .vocabulary import Polarity, ProfileMethod, RatingPolicy, TargetState, ToleranceMode

PERCENTAGE_MODES = frozenset({ToleranceMode.PERCENT_OF_TARGET, ToleranceMode.LOWER_OF})


def problems(terms: Terms) -> tuple[str, ...]:
    """Return what saving these terms refuses (docs/method.md 6); empty when they are sound.

    A measure that is only monitored, or whose target is not set, is not held to a target.
    """
    if terms.is_monitored_only:
        return ()
    found = [*_tolerance_sizes(terms), *_tolerance_fields(terms), *_kind_of_measure(terms)]
    if terms.policy is RatingPolicy.BENCHMARK:
        has_target = terms.benchmark is not None
    else:
        has_target = terms.target_state is TargetState.SET
    if has_target:
        missing = list(_missing_target(terms))
        found += missing or [*_target(terms), *_zero_targets(terms), *_amber_limits(terms)]
    return tuple(found)


def _tolerance_sizes(terms: Terms) -> Iterator[str]:
    tolerance = terms.tolerance
    sizes = (tolerance.green, tolerance.amber, tolerance.cap or ZERO, terms.exceed_margin or ZERO)
    if min(sizes) < 0:
        yield "A tolerance cannot be negative; enter 0 or more."
    if tolerance.green > tolerance.amber > 0:
        yield (
            f"The green tolerance ({plain(tolerance.green)}) is wider than the amber one "
            f"({plain(tolerance.amber)}); make amber at least as wide, or leave it empty."
        )


def _tolerance_fields(terms: Terms) -> Iterator[str]:
    tolerance = terms.tolerance
    if tolerance.mode is ToleranceMode.LOWER_OF and tolerance.cap is None:
        yield "“Whichever is lower” needs a cap; enter the cap, or choose a percentage alone."
    if tolerance.mode is not ToleranceMode.THRESHOLD:
        return
    if terms.polarity is Polarity.ZERO:
        yield "A measure that aims to reach zero has no set amber limit; choose points."
    elif terms.polarity is Polarity.RANGE:
        if tolerance.limit_low is None or tolerance.limit_high is None:
            yield "A range needs an amber limit on each side; enter the lower and the upper one."
    elif tolerance.limit is None:
        yield "The amber limit is missing; enter it, or choose another kind of tolerance."


def _kind_of_measure(terms: Terms) -> Iterator[str]:
    two_sided = terms.polarity in {Polarity.RANGE, Polarity.ZERO}
    if terms.exceed_margin is not None and two_sided:
        yield "Only maximise and minimise can be exceeded; clear the margin for exceeded."
    if terms.profile.explicit is not None and two_sided:
        yield (
            "A target for each period is one figure, which a range or a zero does not have; "
            "choose another in-year profile."
        )
    computed = terms.profile.method in {ProfileMethod.LINEAR, ProfileMethod.SEASONAL}
    if computed and not terms.is_running_total:
        yield (
            "Only a running total has a straight-line or seasonal profile; "
            "choose that basis, or type a target for each period."
        )
    if terms.policy is RatingPolicy.BENCHMARK and terms.polarity is Polarity.ZERO:
        yield "A measure that aims to reach zero has no benchmark; rate it against its target."
    if terms.unit.kind == "yes_no" and not _is_sound_yes_no(terms):
        yield "A yes or no measure aims for Yes; choose maximise, target 1 (Yes) and no tolerance."


def _is_sound_yes_no(terms: Terms) -> bool:
    aims_for_yes = terms.polarity is Polarity.MAX and annual_bounds(terms)[0] in {None, Decimal(1)}
    return aims_for_yes and terms.tolerance.mode is ToleranceMode.NONE


def _missing_target(terms: Terms) -> Iterator[str]:
    if terms.polarity is not Polarity.ZERO and None in annual_bounds(terms):
        if terms.polarity is Polarity.RANGE:
            yield "The range is incomplete; enter both ends, or mark the target to be confirmed."
        else:
            yield "The target is missing; enter it, or mark it as to be confirmed."


def _target(terms: Terms) -> Iterator[str]:
    low, high = annual_bounds(terms)
    for figure in dict.fromkeys((low, high, terms.profile.explicit)):
        if figure is not None and figure != rounded(figure, terms.unit.decimals):
            yield (
                f"The target {plain(figure)} is finer than the measure's decimals "
                f"({terms.unit.decimals}); round the target or show more decimals."
            )
    if terms.polarity is Polarity.ZERO and (low or ZERO) != 0:
        yield "A measure that aims to reach zero has the target 0; enter 0 or change the aim."
    if terms.polarity is not Polarity.RANGE or low is None or high is None:
        return
    if low > high:
        yield (
            f"The lower end of the range ({plain(low)}) is above the upper end "
            f"({plain(high)}); swap them."
        )
    if low == high and not _leaves_room(terms.tolerance, low):
        yield f"The range is the single figure {plain(low)}; give it a tolerance, or two ends."


def _leaves_room(tolerance: Tolerance, target: Decimal) -> bool:
    """Whether anything beside a single-figure target would be green or amber."""
    match tolerance.mode:
        case ToleranceMode.NONE:
            return False
        case ToleranceMode.POINTS | ToleranceMode.PERCENT_OF_TARGET:
            return max(tolerance.green, tolerance.amber) > 0
        case ToleranceMode.LOWER_OF:
            return min(tolerance.amber, tolerance.cap or ZERO) > 0
        case ToleranceMode.THRESHOLD:
            return tolerance.limit_low != target or tolerance.limit_high != target


def _zero_targets(terms: Terms) -> Iterator[str]:
    """Refuse what follows a target of 0: a percentage of it, or a limit in proportion to it."""
    if not _has_zero_bound(terms):
        return
    if terms.tolerance.mode in PERCENTAGE_MODES:
        yield "A percentage of a zero target is zero; give the tolerance in points instead."
    elif terms.tolerance.mode is ToleranceMode.THRESHOLD and terms.is_running_total:
        yield (
            "The amber limit of a running total follows its target, which is zero; "
            "give the tolerance in points instead."
        )


def _has_zero_bound(terms: Terms) -> bool:
    """Whether a value can pass a target, or an end of a range, that is 0."""
    low, high = annual_bounds(terms)
    if terms.polarity is Polarity.ZERO:
        return True
    if terms.polarity is Polarity.RANGE:
        return high == 0 or (low == 0 and terms.unit.can_be_negative)
    return low == 0 or terms.profile.explicit == 0


def _amber_limits(terms: Terms) -> Iterator[str]:
    """Refuse an amber limit on the good side of the target (or of this period's own target)."""
    if terms.tolerance.mode is not ToleranceMode.THRESHOLD:
        return
    low, high = annual_bounds(terms)
    limit_low, limit_high = terms.tolerance.limit, terms.tolerance.limit
    explicit = None if terms.is_running_total else terms.profile.explicit
    if terms.polarity is Polarity.RANGE:
        limit_low, limit_high = terms.tolerance.limit_low, terms.tolerance.limit_high
    elif explicit is not None:
        low = high = explicit
    if terms.polarity is not Polarity.MIN and _is_above(limit_low, low):
        yield "The amber limit is above the target, on the good side; enter one at or below it."
    if terms.polarity is not Polarity.MAX and _is_above(high, limit_high):
        yield "The amber limit is below the target, on the good side; enter one at or above it."


def _is_above(first: Decimal | None, second: Decimal | None) -> bool:
    return first is not None and second is not None and first > second
