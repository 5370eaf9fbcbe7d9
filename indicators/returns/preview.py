"""What opening a period would ask for, and which measures it would leave out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from indicators.models import Frequency, Measure, Period, Terms
from indicators.refs import ref_order
from indicators.returns.opening import is_due, terms_held
from indicators.rules.periods import FinancialYear, Quarter

NEVER = "it never had terms"


@dataclass(frozen=True)
class Asked:
    """How many returns of one frequency would be asked for; `waiting`: not in their turn."""

    frequency: str
    number: int
    waiting: int


@dataclass(frozen=True)
class Forgotten:
    """A measure without terms for the period: nobody would be asked for it."""

    ref: str
    name: str
    url: str
    why: str


@dataclass(frozen=True)
class Preview:
    """What would be asked for, by frequency, and what would not."""

    asked: tuple[Asked, ...]
    total: int
    left: tuple[Forgotten, ...]
    without_terms: tuple[Forgotten, ...]


def preview(quarter: Quarter) -> Preview:
    """What opening this quarter or outturn would ask for: three queries."""
    held = terms_held(quarter)
    in_basket = [each for each in held if each.in_force]
    out = [each.measure for each in held if not each.in_force]
    known = {each.measure_id for each in held}
    forgotten = Measure.objects.exclude(pk__in=known).prefetch_related("terms")
    asked = _asked(in_basket, quarter)
    return Preview(
        asked=asked,
        total=sum(each.number for each in asked),
        left=_in_order(Forgotten(*_named(each), "it left the basket") for each in out),
        without_terms=_in_order(Forgotten(*_named(each), _why(each)) for each in forgotten),
    )


def _asked(in_basket: list[Terms], quarter: Quarter) -> tuple[Asked, ...]:
    """By frequency, in the order of their choices; a frequency that nothing has is left out."""
    now = Counter(each.measure.frequency for each in in_basket if is_due(each, quarter))
    whole = Counter(each.measure.frequency for each in in_basket)
    return tuple(
        Asked(each.label, now[each], whole[each] - now[each]) for each in Frequency if whole[each]
    )


def _named(measure: Measure) -> tuple[str, str, str]:
    return measure.ref, measure.name, reverse("indicators:terms", args=(measure.ref,))


def _why(measure: Measure) -> str:
    """Since when it has no terms."""
    years = [each.year for each in measure.terms.all()]
    return f"its last terms are for {FinancialYear(max(years)).label}" if years else NEVER


def _in_order(found: Iterable[Forgotten]) -> tuple[Forgotten, ...]:
    return tuple(sorted(found, key=lambda each: ref_order(each.ref)))


def usual_due(quarter: Quarter, on: date) -> date | None:
    """The due date that opening suggests: as long after the end as with the newest period.

    Where that day is past, as long after today. None where no period tells how long that is.
    """
    newest = Period.objects.newest_first().filter(number__lte=4).first()
    if newest is None:
        return None
    usual = newest.due_on - newest.quarter.end
    due_on = quarter.end + usual
    return due_on if due_on >= on else on + usual


def grace_after(due_on: date, days: int) -> date:
    """The last day of grace by the council's own habit."""
    return due_on + timedelta(days=days)
