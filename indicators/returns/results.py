"""What a return would get as it stands: the colour with its sentence and ruler, and the doubts."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass

from indicators.models import Return
from indicators.returns import rating
from indicators.returns.checks import Usual, doubts
from indicators.returns.entering import RETURN_FIELDS, Entry
from indicators.rules import rag
from indicators.rules.ruler import Ruler, ruler
from organisation.models import Council


@dataclass(frozen=True)
class Result:
    """Colour, sentence and ruler of a figure; `printed` where it is printed shorter than typed."""

    status: rag.Status
    sentence: str
    ruler: Ruler | None
    printed: str = ""
    doubts: tuple[str, ...] = ()

    @property
    def is_red(self) -> bool:
        return self.status.is_red


def result_of(return_: Return, usual: Usual, council: Council) -> Result | None:
    """What the return gets as it is stored; None while it has neither figure nor reason."""
    if not return_.has_figure and not return_.no_value_reason:
        return None
    rated = rating.as_entered(return_, council)
    return Result(
        status=rated.status,
        sentence=rated.sentence,
        ruler=ruler(rated.bands, rated.value, usual.unit) if return_.has_figure else None,
        printed=_printed(return_.figure, usual.unit),
        doubts=doubts(return_.figure, usual),
    )


def result_with(return_: Return, entry: Entry, usual: Usual, council: Council) -> Result | None:
    """What the return would get with an entry that is not saved."""
    imagined = copy(return_)
    for name in RETURN_FIELDS:
        setattr(imagined, name, getattr(entry, name))
    return result_of(imagined, usual, council)


def _printed(figure: rag.Figure, unit: rag.Unit) -> str:
    """The figure at the measure's decimals, where that is not what was typed."""
    amount = figure.amount(unit)
    if amount is None or (unit.round(amount) == amount and not figure.has_parts):
        return ""
    return unit.format(amount)
