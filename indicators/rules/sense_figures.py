"""Sense checks of a figure: against its own history, its target and what it can be."""

from dataclasses import dataclass
from decimal import Decimal

from .known import HUNDRED, LOOKED_AT, Check, Doubt, Earlier, Known, amount_of
from .periods import QUARTERS
from .sense_history import course, middle
from .targets import Interval, annual_bounds, effective_goal
from .terms import Figure, Place
from .units import plain, rounded
from .vocabulary import Basis

#: Between a figure ten times the usual, which happens, and a hundred times, which is a slip.
FAR = 30
#: A figure misses its target by more than it leaves its own history before it is another scale.
FAR_FROM_TARGET = 50
#: Figures that usually move by fewer of their smallest steps are often equal by chance.
STEPS = 5
#: Without a history, so many digits are not equal by chance.
DIGITS = 4
#: After so many equal figures in a row it is constant.
CONSTANT = 3
#: The decimals that are stored.
FINEST = 6
#: Where the next power of ten is nearer: half the way from 1 to 10 when counting by times.
HALFWAY = Decimal("3.1623")


@dataclass(frozen=True)
class Given:
    """A figure with what it amounts to and what is known of its measure."""

    figure: Figure
    amount: Decimal
    known: Known

    @property
    def words(self) -> str:
        """The figure as typed, or as worked out from its parts."""
        unit = self.known.unit
        printed = unit.round(self.amount)
        if printed == self.amount or (self.figure.has_parts and printed):
            return unit.short(self.amount)
        return unit.target(rounded(self.amount, FINEST))

    def doubt(self, check: Check, message: str) -> Doubt:
        """A doubt beside the box in which the figure is mended."""
        return Doubt(check, "numerator" if self.figure.has_parts else "value", message)


def figure_doubts(figure: Figure, known: Known) -> tuple[Doubt, ...]:
    """Return what the figure sets off; of the checks of its size only the most telling."""
    amount = amount_of(figure, known.unit)
    if amount is None or known.unit.kind == "yes_no":
        return ()
    given = Given(figure, amount, known)
    size = scale_slip(given) or target_scale(given)
    others = [same_as_last(given), outside_0_100(given), total_falls(given)]
    if size is None and not any(others):
        size = far_from_usual(given)
    return tuple(each for each in (size, *others) if each is not None)


def scale_slip(given: Given) -> Doubt | None:
    """About a hundred or a thousand times what is usual, or as small a part of it."""
    known, unit = given.known, given.known.unit
    amounts = _same_scale(known)
    usual = middle(amounts)
    if not given.amount or usual is None or min(amounts) <= given.amount <= max(amounts):
        return None
    times = abs(given.amount) / usual
    if 1 / Decimal(FAR) < times < FAR:
        return None
    factor, otherwise = _slip(given.amount, times)
    if not unit.round(otherwise):
        return None
    many = f"about {times:,.0f} times" if times >= FAR else f"about 1/{1 / times:,.0f} of"
    return given.doubt(
        Check.SCALE_SLIP,
        f"{given.words} is {many} the usual {unit.short(usual)}. Look at the decimal point and "
        f"the unit. If it slipped by {factor:,}, the figure is {unit.short(otherwise)}.",
    )


def _same_scale(known: Known) -> list[Decimal]:
    """Earlier figures of about the same size: of a running total those of the same quarter."""
    amounts = known.amounts()
    number = known.quarter.number
    alike = [each for quarter, each in amounts.items() if quarter.number == number]
    if known.terms.basis is not Basis.CUMULATIVE_TOTAL or not alike:
        alike = [*amounts.values(), *known.baselines]
    return alike[:LOOKED_AT]


def _slip(amount: Decimal, times: Decimal) -> tuple[int, Decimal]:
    """By which power of ten a figure slipped, at least a hundred, and what it would be else."""
    size = times if times > 1 else 1 / times
    power = size.adjusted()
    power = max(power + (size.scaleb(-power) >= HALFWAY), 2)
    return 10**power, amount.scaleb(-power if times > 1 else power)


def target_scale(given: Given) -> Doubt | None:
    """Figure and target on different scales, 0.87 against 85, unless the last one was so too."""
    known, unit = given.known, given.known.unit
    goal = _goal(known)
    aims = [each for each in (goal.low, goal.high) if each] if goal else []
    side = _side(given.amount, aims)
    if not side or side == _last_side(known):
        return None
    nearest = min(aims, key=lambda aim: abs(aim - given.amount))
    return given.doubt(
        Check.TARGET_SCALE,
        f"{given.words} and the target of {unit.target(nearest)} seem to be on different scales. "
        "Look at the decimal point and the unit of both.",
    )


def _goal(known: Known) -> Interval | None:
    """What is aimed at by now; of a running total without a profile an even part of the year's."""
    number = min(known.quarter.number, len(QUARTERS))
    goal = effective_goal(known.terms, Place(number, len(QUARTERS)))
    if goal is not None or not known.terms.is_running_total:
        return goal
    low, high = annual_bounds(known.terms)
    share = Decimal(number) / len(QUARTERS)
    return Interval(None if low is None else low * share, None if high is None else high * share)


def _side(amount: Decimal | None, aims: list[Decimal]) -> int:
    """1 where an amount is out of all proportion above its aims, -1 below, else 0."""
    if not amount or not aims:
        return 0
    times = [abs(amount / aim) for aim in aims]
    if min(times) >= FAR_FROM_TARGET:
        return 1
    return -1 if max(times) * FAR_FROM_TARGET <= 1 else 0


def _last_side(known: Known) -> int:
    """The same of the last approved figure that had a target."""
    last = next((each for each in known.comparable if each.settled and each.target), None)
    if last is None or last.target is None:
        return 0
    return _side(amount_of(last.figure, known.unit), [last.target])


def far_from_usual(given: Given) -> Doubt | None:
    """Outside anything in the measure's own history, by more than its history explains."""
    unit, found = given.known.unit, course(given.amount, given.known)
    span = found.span(unit)
    if span is None or not span.leaves_out(found.now):
        return None
    what, periods = given.words, "years" if given.known.quarter.is_outturn else "periods"
    if found.adds:
        what, periods = f"This quarter adds {unit.short(found.now)}, which", "quarters"
    return given.doubt(
        Check.FAR_FROM_USUAL,
        f"{what} is outside anything in the last {span.count} {periods} "
        f"({unit.short(span.low)} to {unit.short(span.high)}). Check it with the source.",
    )


def same_as_last(given: Given) -> Doubt | None:
    """Equal to the last one to the digit, where that is no chance and nothing constant."""
    known, last = given.known, given.known.last
    bound = HUNDRED if known.unit.is_percent else None
    if last is None or given.amount in {0, bound} or known.is_between_yearly_figures:
        return None
    if not _is_equal(given, last) or not _is_no_chance(given, last):
        return None
    words = given.words
    if given.figure.has_parts:
        words = " of ".join(
            plain(each) for each in (given.figure.numerator, given.figure.denominator) if each
        )
    return given.doubt(
        Check.SAME_AS_LAST,
        f"{words} is exactly what was returned for {last.quarter.name}. "
        "Check that it is this period's figure.",
    )


def _is_equal(given: Given, last: Earlier) -> bool:
    """The same parts where both have them, else the same amount."""
    before = amount_of(last.figure, given.known.unit)
    if before is None or not given.figure.has_parts or not last.figure.has_parts:
        return given.amount == before
    parts = (given.figure.numerator, given.figure.denominator)
    return parts == (last.figure.numerator, last.figure.denominator)


def _is_no_chance(given: Given, last: Earlier) -> bool:
    """Whether equal figures tell something: many digits, or a figure that usually moves."""
    known = given.known
    before = list(known.amounts().values())[:CONSTANT]
    if len(before) == CONSTANT and set(before) == {given.amount}:
        return False
    if given.figure.has_parts and last.figure.has_parts:
        parts = (given.figure.numerator, given.figure.denominator)
        return sum(_digits(each) for each in parts if each is not None) >= DIGITS
    steps = course(given.amount, known).steps(known.unit)
    return _digits(given.amount) >= DIGITS if steps is None else steps >= STEPS


def _digits(amount: Decimal) -> int:
    """The digits that were typed, without zeros before and after."""
    return len(amount.normalize().as_tuple().digits)


def outside_0_100(given: Given) -> Doubt | None:
    """A percentage that no share of a whole can be; a numerator above its denominator."""
    known, figure = given.known, given.figure
    if not known.unit.is_percent:
        return None
    if given.amount < 0 and not known.may_be_negative:
        message = f"{given.words} is below 0%. Check the sign."
        return given.doubt(Check.OUTSIDE_0_100, message)
    if known.may_pass_100 or given.amount <= HUNDRED:
        return None
    top, bottom = figure.numerator, figure.denominator
    if top is None or bottom is None:
        message = f"{given.words} is above 100%. Check the decimal point."
        return given.doubt(Check.OUTSIDE_0_100, message)
    return given.doubt(
        Check.NUMERATOR_ABOVE,
        f"The numerator {plain(top)} is above the denominator {plain(bottom)}, of which it should "
        "be a part. Check that they are not swapped.",
    )


def total_falls(given: Given) -> Doubt | None:
    """A running total below what it was earlier in the same year."""
    known, unit = given.known, given.known.unit
    if known.terms.basis is not Basis.CUMULATIVE_TOTAL:
        return None
    for each in known.earlier:
        before = amount_of(each.figure, unit)
        if each.quarter.year != known.quarter.year or before is None:
            continue
        if unit.round(given.amount) >= unit.round(before):
            return None
        return given.doubt(
            Check.TOTAL_FALLS,
            f"{given.words} is below the running total of {each.quarter.name}, "
            f"{unit.short(before)}. Enter the total since April, not the quarter alone.",
        )
    return None
