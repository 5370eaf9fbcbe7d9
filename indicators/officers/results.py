"""What a return would get as it stands: the colour with its sentence and ruler, and the doubts."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace

from indicators.models import NoValueReason, Return
from indicators.returns import rating
from indicators.returns.checks import Usual, doubts
from indicators.returns.entering import RETURN_FIELDS, Entry, with_figure_of_months
from indicators.returns.months import put_together
from indicators.returns.wording import month_words
from indicators.rules import rag
from indicators.rules.ruler import Ruler, ruler
from indicators.rules.sense import Doubt
from organisation.models import Council


@dataclass(frozen=True)
class Result:
    """Colour, sentence and ruler of a figure; `printed` where it is printed shorter than typed."""

    status: rag.Status
    sentence: str
    ruler: Ruler | None
    printed: str = ""

    @property
    def needs(self) -> str:
        """What has to be explained: "red", "amber" or nothing."""
        if self.status.is_red:
            return "red"
        return "amber" if self.status.colour is rag.Colour.AMBER else ""


def result_of(return_: Return, usual: Usual, council: Council) -> Result | None:
    """What the return gets as it is stored; None while nothing can be rated.

    Information that is awaited is rated by the clock alone, once it is overdue.
    """
    reason = return_.no_value_reason
    if reason == NoValueReason.AWAITING or not (return_.has_figure or reason):
        return None
    rated = rating.as_entered(return_, council)
    return Result(
        status=rated.status,
        sentence=rated.sentence,
        ruler=ruler(rated.bands, rated.value, usual.unit) if return_.has_figure else None,
        printed=_printed(return_.figure, usual.unit),
    )


def result_with(return_: Return, entry: Entry, usual: Usual, council: Council) -> Result | None:
    """What the return would get with an entry that is not saved."""
    return result_of(_imagined(return_, entry), usual, council)


def _imagined(return_: Return, entry: Entry) -> Return:
    imagined, whole = copy(return_), with_figure_of_months(return_, entry)
    for name in RETURN_FIELDS:
        setattr(imagined, name, getattr(whole, name))
    return imagined


def doubts_in(return_: Return, entry: Entry, usual: Usual) -> tuple[Doubt, ...]:
    """The sense checks that an entry sets off, saved or not."""
    texts = {
        "commentary": entry.commentary,
        "cause": entry.cause,
        "key_risks": entry.key_risks,
        "mitigation": entry.mitigation,
        "recovery_reason": entry.recovery_reason,
        "actions": "\n".join(each.text for each in entry.actions),
    }
    figure = _imagined(return_, entry).figure
    return doubts(figure, usual, {name: text for name, text in texts.items() if text})


def so_far(return_: Return, entry: Entry, unit: rag.Unit) -> str:
    """What the months that are in make, in words; blank without any."""
    if not entry.months:
        return ""
    whole = put_together(return_, entry.months)
    together = _amount(return_, entry, unit)
    last = month_words(return_.period.quarter, 3 * return_.period.number)
    if whole.expected == 1:
        return f"The quarter's figure is that of {last}{_or_missing(together)}."
    if not whole.is_complete:
        made = "" if whole.so_far is None else f": {unit.short(unit.round(whole.so_far))} so far"
        return f"{whole.coverage}{made}. The quarter has no figure until all are in."
    estimated = " It is a mean of percentages, so it counts as estimated." * whole.estimated
    return f"The months make {together}.{estimated}" if together else ""


def _or_missing(figure: str) -> str:
    return f", {figure}" if figure else ", which is still missing"


def _amount(return_: Return, entry: Entry, unit: rag.Unit) -> str:
    """The quarter's figure, whatever reason was given for having none."""
    amount = _imagined(return_, replace(entry, no_value_reason="")).figure.amount(unit)
    return "" if amount is None else unit.short(amount)


def _printed(figure: rag.Figure, unit: rag.Unit) -> str:
    """The figure at the measure's decimals, where that is not what was typed."""
    amount = figure.amount(unit)
    if amount is None or (unit.round(amount) == amount and not figure.has_parts):
        return ""
    return unit.format(amount)
