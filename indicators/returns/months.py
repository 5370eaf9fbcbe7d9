"""A quarter's figure from the months of a measure that is returned monthly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.models import Frequency, MonthFigure, Return, State
from indicators.rules.aggregation import Aggregation, aggregate, aggregation_for
from indicators.rules.rag import Basis, Figure

MONTHS_OF_YEAR = (
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "January",
    "February",
    "March",
)


@dataclass(frozen=True)
class MonthEntry:
    """One month's figure; `month` counts from April."""

    month: int
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    def __str__(self) -> str:
        parts = (self.value, self.numerator, self.denominator)
        shown = ("" if each is None else format(each.normalize(), "f") for each in parts)
        value, numerator, denominator = shown
        ratio = f"{numerator} of {denominator}" if denominator else ""
        return f"{MONTHS_OF_YEAR[self.month - 1]} {value or ratio}"

    @property
    def figure(self) -> Figure:
        """As the rules take it."""
        return Figure(self.value, self.numerator, self.denominator)


@dataclass(frozen=True)
class Whole:
    """What the months make: a figure or its parts, and how many months it stands on.

    `so_far` is what the months that are in make, while others are missing; `expected` is 1 where
    the last month alone is the quarter's figure.
    """

    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    estimated: bool
    coverage: str
    is_complete: bool
    so_far: Decimal | None = None
    expected: int = 3


def is_monthly(return_: Return) -> bool:
    """Whether its figure is put together from months."""
    return return_.measure.frequency == Frequency.MONTHLY and not return_.period.quarter.is_outturn


def months_of(return_: Return) -> tuple[int, ...]:
    """The three months of its quarter, counted from April."""
    last = 3 * return_.period.number
    return (last - 2, last - 1, last)


def put_together(return_: Return, months: Sequence[MonthEntry]) -> Whole:
    """The quarter's figure by the measure's basis (docs/method.md 11); none while one is missing.

    A missing month is not zero. The mean of a year to date is of all months held since April.
    """
    by_month = {each.month: each.figure for each in months}
    figures = [by_month.get(month) for month in months_of(return_)]
    held = [each for each in figures if each is not None]
    unit = return_.measure.figure_unit
    has_parts = bool(held) and all(each.has_parts for each in held)
    method = _method(return_, has_parts=has_parts)
    found = aggregate(method, figures, unit)
    if method is Aggregation.MEAN and found.is_complete:
        found = aggregate(method, [*_months_before(return_), *figures], unit)
    parts: tuple[Decimal | None, Decimal | None] = (None, None)
    if has_parts and found.is_complete:
        parts = _parts(method, held)
    return Whole(
        value=None if parts != (None, None) else found.value,
        numerator=parts[0],
        denominator=parts[1],
        estimated=found.estimated,
        coverage=found.coverage,
        is_complete=found.is_complete,
        so_far=found.so_far,
        expected=found.expected,
    )


def _method(return_: Return, *, has_parts: bool) -> Aggregation:
    """How its months are put together; a rolling figure spans its months already."""
    terms, unit = return_.terms, return_.measure.figure_unit
    if terms.basis == Basis.ROLLING:
        return Aggregation.LAST
    is_ratio = unit.is_percent or unit.kind in {"ratio", "rate"}
    return aggregation_for(
        Basis(terms.basis),
        has_parts=has_parts or is_ratio,
        average_returned=terms.returns_average_to_date,
    )


def _months_before(return_: Return) -> list[Figure]:
    """The months of the year's earlier quarters that were sent, oldest first."""
    found = MonthFigure.objects.filter(
        of__measure=return_.measure_id,
        of__is_current=True,
        of__state__in=(State.SUBMITTED, State.APPROVED),
        of__period__year=return_.period.year,
        of__period__number__lt=return_.period.number,
    ).order_by("month")
    return [Figure(each.value, each.numerator, each.denominator) for each in found]


def missing_months(return_: Return, months: Sequence[MonthEntry]) -> tuple[str, ...]:
    """The months without a figure that the quarter needs, by name."""
    held = {each.month for each in months}
    needed = months_of(return_)
    if _method(return_, has_parts=False) is Aggregation.LAST:
        needed = needed[-1:]
    return tuple(MONTHS_OF_YEAR[each - 1] for each in needed if each not in held)


def _parts(method: Aggregation, held: Sequence[Figure]) -> tuple[Decimal | None, Decimal | None]:
    """Numerator and denominator of the whole, where the method keeps them apart."""
    if method is Aggregation.LAST:
        return held[-1].numerator, held[-1].denominator
    if method is not Aggregation.RATIO_OF_SUMS:
        return None, None
    tops = [each.numerator for each in held if each.numerator is not None]
    bottoms = [each.denominator for each in held if each.denominator is not None]
    return sum(tops, Decimal(0)), sum(bottoms, Decimal(0))
