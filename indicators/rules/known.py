"""What is known of a measure before its next figure comes, and what a sense check says of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from .outturn import is_added_up
from .periods import OUTTURN, QUARTERS, Quarter
from .terms import ZERO, Figure, Terms
from .units import Unit
from .vocabulary import Basis

#: How far back a measure's own history is looked at.
LOOKED_AT = 8
HUNDRED = Decimal(100)
#: The powers of ten of a figure that can be stored; anything beyond was never meant.
LARGEST, SMALLEST = 14, -20

Texts = Mapping[str, str]


class Check(StrEnum):
    """The sense checks; each is named in the record with the reason for going on."""

    SCALE_SLIP = "scale-slip"
    TARGET_SCALE = "target-scale"
    FAR_FROM_USUAL = "far-from-usual"
    SAME_AS_LAST = "same-as-last"
    OUTSIDE_0_100 = "outside-0-100"
    NUMERATOR_ABOVE = "numerator-above"
    TOTAL_FALLS = "total-falls"
    SAYS_BETTER = "says-better"
    SAYS_WORSE = "says-worse"
    COPIED = "copied"
    TOO_LONG = "too-long"
    NAMES_PERSON = "names-person"
    HOLDS_EMAIL = "holds-email"
    HOLDS_NHS_NUMBER = "holds-nhs-number"
    HOLDS_PHONE = "holds-phone"


@dataclass(frozen=True)
class Doubt:
    """What looks wrong but can be right: which check says so, at which field, in plain words."""

    code: str
    field: str
    message: str


@dataclass(frozen=True)
class Earlier:
    """What was returned for an earlier period; ``settled`` once it was approved."""

    quarter: Quarter
    figure: Figure
    target: Decimal | None = None
    settled: bool = True
    commentary: str = ""


@dataclass(frozen=True)
class Known:
    """A measure's terms and history as they stand when the figure of ``quarter`` comes.

    ``earlier`` is newest first and ends before that quarter; ``baselines`` are figures from
    before the system, newest first. ``people`` are the council's own, ``vocabulary`` the names
    of its services, measures and the like, which are no persons' names.
    """

    terms: Terms
    quarter: Quarter
    earlier: tuple[Earlier, ...] = ()
    baselines: tuple[Decimal, ...] = ()
    limit: int = 1500
    people: frozenset[str] = frozenset()
    vocabulary: frozenset[str] = frozenset()

    @property
    def unit(self) -> Unit:
        """How the measure's figures are printed."""
        return self.terms.unit

    @property
    def may_pass_100(self) -> bool:
        """A percentage that is no share of a whole shows it: its target or past is above 100."""
        return not self.unit.is_percent or any(each > HUNDRED for each in self._figures)

    @property
    def may_be_negative(self) -> bool:
        """Money and days late; else where its target or its past is below zero."""
        return self.unit.can_be_negative or any(each < 0 for each in self._figures)

    @property
    def comparable(self) -> tuple[Earlier, ...]:
        """What came earlier for a span of the same length, newest first.

        The year-end outturn stands beside those of other years, or their fourth quarters where
        none was asked for; a fourth quarter that counts three months alone is no outturn.
        """
        if not self.quarter.is_outturn:
            return tuple(each for each in self.earlier if each.quarter.number in QUARTERS)
        last_quarter = () if is_added_up(self.terms.basis, self.unit) else (QUARTERS[-1],)
        whole_years: dict[int, Earlier] = {}
        for each in self.earlier:
            if each.quarter.number in (OUTTURN, *last_quarter):
                whole_years.setdefault(each.quarter.year, each)
        whole_years.pop(self.quarter.year, None)
        return tuple(whole_years.values())

    @property
    def last(self) -> Earlier | None:
        """What was returned for the period before, approved or not."""
        return next(iter(self.comparable), None)

    @property
    def is_between_yearly_figures(self) -> bool:
        """Whether a yearly figure was returned before and the next one is perhaps not out."""
        last = self.last
        yearly = self.terms.basis is Basis.ANNUAL and not self.quarter.is_outturn
        return yearly and last is not None and last.quarter > self.quarter.same_last_year()

    @property
    def last_year(self) -> Earlier | None:
        """What was returned for the same period a year before."""
        wanted = self.quarter.same_last_year()
        if self.quarter.is_outturn:
            return next(
                (each for each in self.comparable if each.quarter.year == wanted.year), None
            )
        return next((each for each in self.comparable if each.quarter == wanted), None)

    def amounts(self, *, settled: bool = True) -> dict[Quarter, Decimal]:
        """The figures that this one can be compared with, newest first; by default approved."""
        return {
            each.quarter: amount
            for each in self.comparable
            if (each.settled or not settled)
            and (amount := amount_of(each.figure, self.unit)) is not None
        }

    @property
    def _figures(self) -> tuple[Decimal, ...]:
        """Every figure that tells what this measure can reach."""
        terms, limit = self.terms, self.terms.tolerance.limit
        own = (terms.target, terms.low, terms.high, limit, terms.benchmark, terms.profile.explicit)
        settled = [amount_of(each.figure, self.unit) for each in self.earlier if each.settled]
        return tuple(each for each in (*own, *settled, *self.baselines) if each is not None)


def amount_of(figure: Figure, unit: Unit) -> Decimal | None:
    """The figure before rounding; None where there is none, or none that could be stored."""
    given = (figure.value, figure.numerator, figure.denominator)
    if not all(_can_be_stored(each) for each in given if each is not None) or figure.problem:
        return None
    amount = figure.amount(unit)
    if amount is None or not _can_be_stored(amount):
        return None
    return amount or ZERO


def _can_be_stored(value: Decimal) -> bool:
    return value.is_finite() and (not value or SMALLEST <= value.adjusted() < LARGEST)
