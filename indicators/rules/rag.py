"""How a measure turns green, amber or red: the order of decisions and the numeric rule.

Read `rate` from the top: the first decision that applies wins (docs/method.md 2).
"""

from decimal import Decimal

from .checks import problems
from .rating import Guide, Rating, compared_with, explained, not_applicable, unreturned
from .reach import tolerance_words
from .scale import Band, Scale, scale_for
from .targets import lacks_profile
from .terms import Figure, Judgement, Place, Profile, Terms, Tolerance
from .units import Unit
from .vocabulary import (
    AwaitingPolicy,
    Basis,
    Colour,
    Polarity,
    ProfileMethod,
    RatingPolicy,
    ReturnState,
    Schedule,
    Status,
    TargetState,
    ToleranceMode,
    Verdict,
)
from .wording import sentence_for, target_words

__all__ = [
    "AwaitingPolicy",
    "Band",
    "Basis",
    "Colour",
    "Figure",
    "Guide",
    "Judgement",
    "Place",
    "Polarity",
    "Profile",
    "ProfileMethod",
    "Rating",
    "RatingPolicy",
    "ReturnState",
    "Schedule",
    "Status",
    "TargetState",
    "Terms",
    "Tolerance",
    "ToleranceMode",
    "Unit",
    "Verdict",
    "not_applicable",
    "problems",
    "rate",
    "rating_bands",
    "unreturned",
]

#: Any other return without a figure is overdue, a submitted one too.
WITHOUT_A_FIGURE = {
    ReturnState.MISSING_BEFORE_DUE: Status.NOT_DUE,
    ReturnState.MISSING_PUBLISHED_LATER: Status.CARRY_OVER,
    ReturnState.NONE: Status.NOT_SCHEDULED,
}
IMPROVED_OR_HELD = frozenset({Verdict.BETTER, Verdict.SAME, Verdict.SAME_AT_BEST})


def rate(
    terms: Terms,
    figure: Figure,
    place: Place,
    *,
    schedule: Schedule = Schedule.IN_FORCE_AND_DUE_THIS_PERIOD,
    return_state: ReturnState = ReturnState.SUBMITTED,
    awaiting: AwaitingPolicy = AwaitingPolicy.RED,
    judgement: Judgement | None = None,
    long_direction: Verdict | None = None,
) -> Rating:
    """Rate one return. ValueError if the figure should have been refused (`Figure.problem`)."""
    amount = figure.amount(terms.unit)
    value = None if amount is None else terms.unit.round(amount)
    scale = scale_for(terms, place, value)
    early = _before_the_figure(terms, figure, schedule, return_state, awaiting)
    calculated = early or _calculated(terms, place, figure, value, scale, long_direction)
    status = calculated if early else _judged(calculated, judgement)
    return explained(terms, place, value, scale, calculated, status)


def _before_the_figure(
    terms: Terms,
    figure: Figure,
    schedule: Schedule,
    return_state: ReturnState,
    awaiting: AwaitingPolicy,
) -> Status | None:
    """Decide what needs no figure; None when there is one to look at."""
    missing = figure.is_empty or return_state.name.startswith("MISSING")
    awaited = Status.RED_AWAITING if awaiting is AwaitingPolicy.RED else Status.AWAITING
    absent = WITHOUT_A_FIGURE.get(return_state, awaited)
    if schedule is Schedule.NOT_IN_FORCE:
        return Status.NOT_APPLICABLE
    if terms.is_monitored_only:
        chased = missing and absent is awaited and schedule is not Schedule.NOT_SCHEDULED
        return Status.AWAITING if chased else Status.MONITOR
    if schedule is Schedule.NOT_SCHEDULED:
        return Status.NOT_SCHEDULED
    return absent if missing else None


def _calculated(
    terms: Terms,
    place: Place,
    figure: Figure,
    value: Decimal | None,
    scale: Scale | None,
    long_direction: Verdict | None,
) -> Status:
    """Compare the figure with the target, or say why that cannot be done."""
    if figure.has_no_cases or value is None:
        return Status.NO_CASES
    if scale is None:
        return _why_not_rated(terms, place)
    colour = numeric_colour(scale, value)
    improving = terms.improving_uplift and long_direction in IMPROVED_OR_HELD
    if colour is Colour.RED and improving:
        return Status.AMBER
    margin = terms.exceed_margin
    if margin is not None and scale.goal.adverse_gap(value) <= -margin:
        return Status.EXCEEDED
    return Status(colour.value)


def numeric_colour(scale: Scale, value: Decimal) -> Colour:
    """Green within green's reach, amber within amber's, else red; a limit is the better colour."""
    if scale.green.holds(value):
        return Colour.GREEN
    return Colour.AMBER if scale.amber.holds(value) else Colour.RED


def _why_not_rated(terms: Terms, place: Place) -> Status:
    """Say what is missing or wrong, in the order in which officers should mend it."""
    if terms.policy is RatingPolicy.BENCHMARK:
        if terms.benchmark is None:
            return Status.NO_TARGET
    elif terms.target_state is not TargetState.SET:
        tbc = terms.target_state is TargetState.TBC
        return Status.TARGET_TBC if tbc else Status.NO_TARGET
    return Status.NO_PROFILE if lacks_profile(terms, place) else Status.CONFIG_ERROR


def _judged(calculated: Status, judgement: Judgement | None) -> Status:
    """Apply a judgement: a worse colour at once, any other only when a second person agreed."""
    if judgement is None or judgement.colour is calculated.colour:
        return calculated
    worse = calculated.colour is not None and calculated.colour.is_better_than(judgement.colour)
    return Status.judged(judgement.colour) if worse or judgement.approved else calculated


def rating_bands(terms: Terms, place: Place) -> Guide:
    """Return the colours and words for a period before a figure is typed."""
    scale = scale_for(terms, place)
    target, low, high = compared_with(terms, scale.goal if scale else None)
    why_not = Status.MONITOR if terms.is_monitored_only else _why_not_rated(terms, place)
    return Guide(
        target=target,
        low=low,
        high=high,
        bands=scale.bands if scale else (),
        sentence="" if scale else sentence_for(why_not, terms, place, None, None),
        tolerance_words=tolerance_words(terms, scale),
        target_words=target_words(terms, place, scale),
    )
