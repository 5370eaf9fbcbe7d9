"""Figures of several periods put together as one: a quarter of months, a year to date."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .terms import ZERO, Figure
from .units import Unit
from .vocabulary import Basis, Labelled


class Aggregation(Labelled):
    """How the figures of several periods become one."""

    SUM = "SUM", "Added up"
    LAST = "LAST", "The last one"
    RATIO_OF_SUMS = "RATIO_OF_SUMS", "Numerators over denominators"
    MEAN = "MEAN", "The mean"


@dataclass(frozen=True)
class Aggregate:
    """One figure from several periods.

    ``value`` is None while a period is missing or when there were no cases; ``so_far`` is what
    the periods held give, to be shown with ``coverage`` ("2 of 3 months"); ``estimated`` marks a
    mean of percentages, which cannot be exact.
    """

    value: Decimal | None
    so_far: Decimal | None
    held: int
    expected: int
    coverage: str
    estimated: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether every period that is needed was returned."""
        return self.held == self.expected


def aggregation_for(
    basis: Basis, *, has_parts: bool = False, average_returned: bool = False
) -> Aggregation:
    """Return how a basis is put together (docs/method.md 11).

    ``has_parts``: numerators and denominators are returned; ``average_returned``: a year-to-date
    average comes in as the average itself.
    """
    if basis is Basis.PERIOD:
        return Aggregation.RATIO_OF_SUMS if has_parts else Aggregation.SUM
    if basis is Basis.ROLLING:
        return Aggregation.RATIO_OF_SUMS
    if basis is Basis.YTD_AVERAGE and not average_returned:
        return Aggregation.MEAN
    return Aggregation.LAST


def aggregate(
    method: Aggregation,
    figures: Sequence[Figure | None],
    unit: Unit,
    *,
    window: int | None = None,
    period_noun: str = "months",
) -> Aggregate:
    """Put figures, oldest first, together as one; ``window`` takes only the last so many.

    None or an empty figure is a missing period, which is never a zero.
    """
    needed = 1 if method is Aggregation.LAST else window or len(figures)
    chosen = list(figures)[-needed:]
    held = [figure for figure in chosen if figure is not None and not figure.is_empty]
    so_far = _combined(method, held, unit)
    complete = len(held) == needed
    return Aggregate(
        value=so_far if complete else None,
        so_far=so_far,
        held=len(held),
        expected=needed,
        coverage=f"{len(held)} of {needed} {period_noun}",
        estimated=method is Aggregation.RATIO_OF_SUMS and not all(part.has_parts for part in held),
    )


def _combined(method: Aggregation, held: Sequence[Figure], unit: Unit) -> Decimal | None:
    if method is Aggregation.RATIO_OF_SUMS and all(figure.has_parts for figure in held):
        return _ratio_of_sums(held, unit)
    amounts = [amount for figure in held if (amount := figure.amount(unit)) is not None]
    if not amounts:
        return None
    if method is Aggregation.SUM:
        return sum(amounts, ZERO)
    return amounts[-1] if method is Aggregation.LAST else sum(amounts, ZERO) / len(amounts)


def _ratio_of_sums(held: Sequence[Figure], unit: Unit) -> Decimal | None:
    """10/20, 30/40 and 5/10 make 45/70, never the mean of 50, 75 and 50."""
    numerator = sum((figure.numerator or ZERO for figure in held), ZERO)
    denominator = sum((figure.denominator or ZERO for figure in held), ZERO)
    return Figure(numerator=numerator, denominator=denominator).amount(unit) if held else None
