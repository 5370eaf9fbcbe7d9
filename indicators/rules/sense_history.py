"""What a measure's own history makes usual: the range of its last figures, and how they move."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from statistics import median

from .known import LOOKED_AT, Known
from .periods import Quarter
from .units import Unit, step
from .vocabulary import Basis

#: With fewer earlier figures than this nobody knows what is usual.
ENOUGH = 4
#: How far past its range a figure may go: the range's own width, so many usual changes, this part
#: of its middle figure, or a few whole cases; whichever is most.
CHANGES, PART, FEW = 3, Decimal("0.1"), 3


@dataclass(frozen=True)
class Span:
    """The range of a measure's last figures, and how far past it is not yet unusual."""

    low: Decimal
    high: Decimal
    beyond: Decimal
    count: int

    def leaves_out(self, amount: Decimal) -> bool:
        """Whether an amount lies further out than its history explains; the limit does not."""
        return amount < self.low - self.beyond or amount > self.high + self.beyond


@dataclass(frozen=True)
class Course:
    """A figure and those before it, newest first, on one footing.

    Of a running total that is what each quarter added (``adds``), for its totals only rise.
    """

    now: Decimal
    before: tuple[Decimal, ...]
    adds: bool = False

    def span(self, unit: Unit) -> Span | None:
        """The range of the last eight figures; None while there are too few."""
        last = self.before[:LOOKED_AT]
        if len(last) < ENOUGH:
            return None
        low, high = min(last), max(last)
        few = Decimal(FEW if unit.kind == "count" and unit.decimals == 0 else 0)
        usual = median(_changes(last))
        beyond = max(high - low, CHANGES * usual, PART * abs(median(last)), few)
        return Span(low, high, beyond, len(last))

    def steps(self, unit: Unit) -> Decimal | None:
        """The usual change from one period to the next, in the smallest that shows."""
        last = self.before[:LOOKED_AT]
        if len(last) < ENOUGH:
            return None
        moved = [abs(each) for each in last] if self.adds else _changes(last)
        return median(moved) / step(unit.decimals)


def _changes(amounts: tuple[Decimal, ...]) -> list[Decimal]:
    return [abs(newer - older) for newer, older in pairwise(amounts)]


def course(amount: Decimal, known: Known) -> Course:
    """The figure with its history; what a quarter added where a running total can tell."""
    totals = known.amounts()
    if known.terms.basis is Basis.ANNUAL:
        return Course(amount, _releases(tuple(totals.values())))
    if known.terms.basis is not Basis.CUMULATIVE_TOTAL or known.quarter.is_outturn:
        return Course(amount, tuple(totals.values()))
    resets = _resets(totals, known)
    held = {known.quarter: amount, **known.amounts(settled=False)}
    now = _added(known.quarter, held, resets=resets)
    if now is None:
        alike = (each for quarter, each in totals.items() if quarter.number == known.quarter.number)
        return Course(amount, tuple(alike))
    added = (_added(quarter, totals, resets=resets) for quarter in totals)
    return Course(now, tuple(each for each in added if each is not None), adds=True)


def _releases(amounts: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
    """Each yearly figure once, though it was returned again until the next came out."""
    kept = (each for place, each in enumerate(amounts) if amounts[place - 1 : place] != (each,))
    return tuple(kept)


def _added(quarter: Quarter, totals: dict[Quarter, Decimal], *, resets: bool) -> Decimal | None:
    """What a quarter added to the running total; None where the one before is not known."""
    if quarter.number == 1 and resets:
        return totals[quarter]
    before = totals.get(quarter.previous())
    return None if before is None else totals[quarter] - before


def _resets(totals: dict[Quarter, Decimal], known: Known) -> bool:
    """Whether the total begins anew each April, as it does unless its past or profile denies it."""
    aprils = [
        total > totals[quarter.previous()]
        for quarter, total in totals.items()
        if quarter.number == 1 and totals.get(quarter.previous())
    ]
    goes_on = bool(aprils) and all(aprils)
    return not goes_on and not known.terms.profile.start


def middle(amounts: list[Decimal]) -> Decimal | None:
    """The median size of figures, leaving zeros out; None without any."""
    sizes = [abs(each) for each in amounts if each]
    return median(sizes) if sizes else None
