"""A rating with everything that explains it, and the same before there is a figure."""

from dataclasses import dataclass
from decimal import Decimal

from .reach import tolerance_words
from .scale import Band, Scale
from .targets import Interval
from .terms import Place, Terms
from .vocabulary import Polarity, Status
from .wording import WITHOUT_A_COLOUR, gap_words, judged_sentence, sentence_for, target_words


@dataclass(frozen=True)
class Rating:
    """The one result that pages, documents and the record show.

    ``calculated`` is the status without a judgement; target, low, high and gap are blank
    unless the figure was compared with them; ``gap`` below 0 is better than the target, and
    ``gap_words`` says the same ("4.2 above the range 45.7 to 52.3").
    """

    status: Status
    calculated: Status
    value: Decimal | None
    target: Decimal | None
    low: Decimal | None
    high: Decimal | None
    gap: Decimal | None
    bands: tuple[Band, ...]
    sentence: str
    tolerance_words: str
    target_words: str
    gap_words: str = ""


@dataclass(frozen=True)
class Guide:
    """What a figure will be rated against; ``sentence`` says why it will not, else is blank."""

    target: Decimal | None
    low: Decimal | None
    high: Decimal | None
    bands: tuple[Band, ...]
    sentence: str
    tolerance_words: str
    target_words: str


def explained(
    terms: Terms,
    place: Place,
    value: Decimal | None,
    scale: Scale | None,
    calculated: Status,
    status: Status,
) -> Rating:
    """Put a status into words, with the target that the figure was compared with."""
    coloured = calculated.is_rated and not calculated.is_awaiting
    goal = scale.goal if scale is not None and coloured else None
    target, low, high = compared_with(terms, goal)
    sentence = sentence_for(calculated, terms, place, scale, value)
    return Rating(
        status=status,
        calculated=calculated,
        value=value,
        target=target,
        low=low,
        high=high,
        gap=goal.adverse_gap(value) if goal is not None and value is not None else None,
        bands=scale.bands if scale else (),
        sentence=judged_sentence(status, sentence) if status.is_judged else sentence,
        tolerance_words=tolerance_words(terms, scale),
        target_words=target_words(terms, place, scale),
        gap_words=gap_words(terms, place, scale, value) if goal is not None else "",
    )


def not_applicable(reason: str) -> Rating:
    """Return the rating of an officer's agreed claim that nothing applied in the period."""
    status = Status.NOT_APPLICABLE
    sentence = f"{status.word}: {reason}" if reason else status.word
    return Rating(status, status, None, None, None, None, None, (), sentence, "", "")


def unreturned(status: Status) -> Rating:
    """Return the rating that the clock alone decides: awaiting, carried over, not due."""
    sentence = WITHOUT_A_COLOUR[status]
    return Rating(status, status, None, None, None, None, None, (), sentence, "", "")


def compared_with(
    terms: Terms, goal: Interval | None
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Return (target, None, None), or (None, low, high) for a range."""
    if goal is None:
        return None, None, None
    if terms.polarity is Polarity.RANGE:
        return None, goal.low, goal.high
    return (goal.low if goal.low is not None else goal.high), None, None
