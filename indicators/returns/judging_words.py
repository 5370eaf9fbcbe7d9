"""A judgement in words: by whom, why, what was calculated, and whether it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from indicators.models import Judgement, Period, Rating, Return
from indicators.returns.judging_deciding import waits
from indicators.returns.wording import day
from indicators.rules.rag import Colour, Status
from organisation.models import Person


@dataclass(frozen=True)
class Judged:
    """A judgement in words: who judged what and why, and what the calculation says."""

    colour: Status
    calculated: Status
    calculation: str
    who: str
    reason: str
    standing: str
    waits: bool
    in_effect: bool
    direction: str  # "worse" or "better" than the calculated colour; blank where there is none


def judged_of(return_: Return) -> Judged | None:
    """The judgement of a return that was read with rating and judgement; None if it has none."""
    made: Judgement | None = getattr(return_, "judgement", None)
    kept: Rating | None = getattr(return_, "rating", None)
    if made is None or kept is None:
        return None
    calculated = Status(kept.calculated)
    in_effect = Status(kept.status).is_judged
    return Judged(
        colour=Status.judged(Colour(made.colour)),
        calculated=calculated,
        calculation=calculation_of(kept),
        who=_who(made),
        reason=made.reason,
        standing="" if in_effect else _standing(made, kept, return_.period),
        waits=waits(made, kept) and return_.period.is_open,
        in_effect=in_effect,
        direction=direction(Colour(made.colour), calculated),
    )


def direction(colour: Colour, calculated: Status) -> str:
    """Whether a colour is worse or better than what was calculated."""
    if calculated.colour is None or calculated.colour is colour:
        return ""
    return "worse" if calculated.colour.is_better_than(colour) else "better"


def number_judged(directions: Iterable[str]) -> str:
    """How many and which way: "2 ratings are judged: 1 worse than calculated, 1 better …"."""
    ways = Counter(directions)
    said = {
        "worse": "worse than calculated",
        "better": "better than calculated",
        "": "where no colour was calculated",
    }
    parts = ", ".join(f"{ways[way]} {words}" for way, words in said.items() if ways[way])
    number = ways.total()
    return f"{number} {'rating is' if number == 1 else 'ratings are'} judged: {parts}"


def calculation_of(kept: Rating) -> str:
    """The calculated rating with its sentence, without what the judgement put before it."""
    status = Status(kept.status)
    return kept.sentence.removeprefix(f"{status.word}. Calculated: ")


def _who(made: Judgement) -> str:
    agreed = f", agreed by {_name(made.agreed_by)}" if made.agreed_by else ""
    return f"{_name(made.by)} on {day(made.made_on)}{agreed}"


def _name(person: Person) -> str:
    """Post before name: it is the office that judges."""
    return person.post or person.name


def _standing(made: Judgement, kept: Rating, period: Period) -> str:
    """Why a judgement is not in effect."""
    if not waits(made, kept):
        return "The calculation has come to the same colour, so it counts for nothing."
    if period.is_open:
        return "It waits for a second person; until one agrees, the calculated colour counts."
    return "Nobody agreed before the period closed, so the calculated colour counts."
