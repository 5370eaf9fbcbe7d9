"""What colour a return would have with what a row says, and what it still needs then."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from typing import Final

from indicators.models import NoValueReason, Return, State
from indicators.returns import rating
from indicators.returns.checks import doubts, usual
from indicators.returns.entering import RETURN_FIELDS, Entry
from indicators.rules import rag
from indicators.rules.rag import Colour, Figure, Status
from indicators.spreadsheets.kinds.returns.settled import Standing
from organisation.models import Council

AWAITING: Final = "It counts as awaiting information until the figure is in."
RED: Final = "A red needs more than its cause: finish it on its own page."
AMBER: Final = "An amber needs its cause: say what keeps it from green."
NO_REASON: Final = "Say in the commentary why the measure does not apply this period."
NOTHING: Final = "Enter the figure, or choose why there is none."
LATER: Final = "Its colour is worked out once it is saved."
REASON: Final = "Say on its own page why that is right."


def standing_of(return_: Return, entry: Entry, council: Council) -> Standing:
    """How the return would stand; no question for each row, so what takes one is left for later."""
    would = _with(return_, entry)
    if entry.no_value_reason == NoValueReason.AWAITING:
        return Standing(Status.AWAITING.word, (AWAITING,))
    if not (would.has_figure or would.no_value_reason):
        return Standing(left=(NOTHING,))
    left = tuple(_doubts(would, entry))
    if _takes_a_question(return_):
        return Standing(left=(LATER, *left))
    status = Status(rating.as_entered(would, council).status)
    return Standing(status.word, (*_explanation(status, entry), *left))


def _with(return_: Return, entry: Entry) -> Return:
    """A copy that nobody saves."""
    would = copy(return_)
    for name in RETURN_FIELDS:
        setattr(would, name, getattr(entry, name))
    would.state = State.DRAFT
    return would


def _takes_a_question(return_: Return) -> bool:
    terms = return_.terms
    return terms.profile == rag.ProfileMethod.SEASONAL or bool(terms.improving_uplift)


def _explanation(status: Status, entry: Entry) -> Iterator[str]:
    is_explained = entry.no_value_reason == NoValueReason.PUBLISHED_LATER
    if status.is_red and not is_explained:
        yield RED
    elif status.colour is Colour.AMBER and not is_explained and not entry.cause.strip():
        yield AMBER
    if entry.no_value_reason == NoValueReason.NOT_APPLICABLE and not entry.commentary.strip():
        yield NO_REASON


def _doubts(would: Return, entry: Entry) -> Iterator[str]:
    texts = {"commentary": entry.commentary, "cause": entry.cause}
    figure = Figure(entry.value, entry.numerator, entry.denominator)
    said = {(each.code, each.said) for each in entry.waved}
    filled = {name: text for name, text in texts.items() if text}
    for each in doubts(figure, usual(would), filled):
        if (each.code, each.message) not in said:
            yield f"{each.message} {REASON}"
