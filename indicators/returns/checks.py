"""Sense checks: what a figure can't be, and what makes it doubtful until somebody says why."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from django.db.models import Q

from indicators.models import Rating, Return, State
from indicators.rules.rag import Figure, Unit

LOOKED_AT = 8
#: Between a figure ten times the usual, which happens, and a hundred times, which is a slip.
FAR = 30
HUNDRED = Decimal(100)
SHARE_OF_WHOLE = "The numerator can't be above the denominator: it is a part of it."


@dataclass(frozen=True)
class Usual:
    """What a measure's figures are like: its unit, what it had before, what it aims at."""

    unit: Unit
    earlier: tuple[Decimal, ...] = ()
    targets: tuple[Decimal, ...] = ()

    @property
    def may_pass_100(self) -> bool:
        """A percentage that is no share of a whole shows it: its target or past is above 100."""
        return not self.unit.is_percent or any(each > HUNDRED for each in self._known)

    @property
    def may_be_negative(self) -> bool:
        """Money and days late; else where its target or its past is below zero."""
        return self.unit.can_be_negative or any(each < 0 for each in self._known)

    @property
    def middle(self) -> Decimal | None:
        """The median of its last figures, leaving zeros out; None without any."""
        found = [abs(each) for each in self.earlier[:LOOKED_AT] if each]
        return median(found) if found else None

    @property
    def _known(self) -> tuple[Decimal, ...]:
        return (*self.earlier, *self.targets)


def usual(return_: Return) -> Usual:
    """Read what a measure's figures were before the period of this return: two queries."""
    terms = return_.terms
    targets = (terms.target, terms.low, terms.high, terms.amber_limit, terms.benchmark)
    return Usual(
        unit=return_.measure.figure_unit,
        earlier=(*_returned(return_), *_baselines(return_)),
        targets=tuple(each for each in targets if each is not None),
    )


def _returned(return_: Return) -> list[Decimal]:
    quarter = return_.period.quarter
    found = (
        Rating.objects.filter(
            Q(of__period__year__lt=quarter.year)
            | Q(of__period__year=quarter.year, of__period__number__lt=quarter.number),
            of__measure=return_.measure_id,
            of__is_current=True,
            of__state=State.APPROVED,
            value__isnull=False,
        )
        .order_by("-of__period__year", "-of__period__number")
        .values_list("value", flat=True)
    )
    return [each for each in found[:LOOKED_AT] if each is not None]


def _baselines(return_: Return) -> list[Decimal]:
    found = return_.measure.baselines.filter(period_end__lt=return_.period.quarter.end)
    return list(found.order_by("-period_end").values_list("value", flat=True)[:LOOKED_AT])


def refusals(figure: Figure, usual: Usual) -> dict[str, str]:
    """What this figure can't be, by the field in which it is mended."""
    numerator, denominator = figure.numerator, figure.denominator
    if (numerator is None) != (denominator is None):
        empty = "numerator" if numerator is None else "denominator"
        return {empty: f"Enter the {empty} too, or leave both parts empty."}
    if denominator is not None and denominator < 0:
        return {"denominator": "The denominator can't be below 0."}
    if figure.problem:
        return {"denominator": figure.problem}
    if figure.has_parts and not usual.may_pass_100 and _above(numerator, denominator):
        return {"numerator": SHARE_OF_WHOLE}
    if problem := _out_of_bounds(figure.amount(usual.unit), usual):
        return {"numerator" if figure.has_parts else "value": problem}
    return _two_figures(figure, usual.unit)


def _above(numerator: Decimal | None, denominator: Decimal | None) -> bool:
    return numerator is not None and denominator is not None and numerator > denominator


def _out_of_bounds(amount: Decimal | None, usual: Usual) -> str:
    if amount is None:
        return ""
    if usual.unit.kind == "yes_no" and amount not in {0, 1}:
        return "Choose Yes or No."
    if amount > HUNDRED and not usual.may_pass_100:
        return "A percentage can't be above 100. Check the decimal point."
    if amount < 0 and not usual.may_be_negative:
        return "This figure can't be below 0."
    return ""


def _two_figures(figure: Figure, unit: Unit) -> dict[str, str]:
    """A figure and its parts together have to say the same."""
    if figure.value is None or not figure.has_parts:
        return {}
    worked_out = figure.amount(unit)
    if worked_out is not None and unit.round(worked_out) == unit.round(figure.value):
        return {}
    parts = "nothing" if worked_out is None else unit.format(worked_out)
    message = (
        f"You entered {unit.format(figure.value)}, but numerator and denominator give {parts}. "
        "Mend one of them, or leave one empty."
    )
    return {"value": message}


def doubts(figure: Figure, usual: Usual) -> tuple[str, ...]:
    """What looks wrong but can be right; each needs somebody's reason before it is submitted."""
    amount, middle = figure.amount(usual.unit), usual.middle
    if not amount or middle is None:
        return ()
    times = abs(amount) / middle
    if 1 / Decimal(FAR) < times < FAR:
        return ()
    many = f"about {times:,.0f} times" if times >= FAR else f"about 1/{1 / times:,.0f} of"
    given, usually = _exactly(amount, usual.unit), usual.unit.format(middle)
    doubt = f"{given} is {many} the usual {usually}. Look at the decimal point and the unit."
    return (doubt,)


def _exactly(amount: Decimal, unit: Unit) -> str:
    """The figure as printed, or as typed where printing would show nothing of it."""
    return unit.format(amount) if unit.round(amount) else format(amount.normalize(), "f")
