"""Many ratings as counts, percentages of the rated and, where a council wants it, one colour."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from .terms import ZERO
from .units import rounded
from .vocabulary import Colour, Labelled, Status

OUT_OF_SCOPE = frozenset({Status.NOT_APPLICABLE, Status.NOT_SCHEDULED})
AMBER_FROM = Decimal("1.5")
RED_FROM = Decimal("2.5")


class HeadlineMethod(Labelled):
    """How one colour is made of many, if at all."""

    NONE = "NONE", "Counts only"
    WEIGHTED_MEAN = "WEIGHTED_MEAN", "Weighted mean"
    WORST_OF = "WORST_OF", "Worst of all"
    PLURALITY = "PLURALITY", "Most frequent colour"


class Headline(Labelled):
    """A headline colour, or why there is none."""

    GREEN = "GREEN", "Green"
    AMBER = "AMBER", "Amber"
    RED = "RED", "Red"
    INSUFFICIENT = "INSUFFICIENT", "Too few measures rated"
    NOT_RATED = "NOT_RATED", "Not rated"


@dataclass(frozen=True)
class Entry:
    """One measure of a roll-up; weight 0 leaves it out of the weighted mean."""

    status: Status
    weight: Decimal = Decimal(1)
    critical: bool = False


@dataclass(frozen=True)
class Counts:
    """How many measures have each rating; judged ones count as their colour."""

    exceeded: int = 0
    green: int = 0
    amber: int = 0
    red: int = 0
    red_awaiting: int = 0
    not_rated: int = 0

    @property
    def rated(self) -> int:
        """Return how many are rated, a missing return counted as red among them."""
        return self.in_colour(Colour.GREEN) + self.amber + self.in_colour(Colour.RED)

    @property
    def total(self) -> int:
        """Return how many measures are in scope."""
        return self.rated + self.not_rated

    def in_colour(self, colour: Colour) -> int:
        """Return how many count as a colour: exceeded as green, a missing return as red."""
        if colour is Colour.GREEN:
            return self.exceeded + self.green
        return self.amber if colour is Colour.AMBER else self.red + self.red_awaiting


@dataclass(frozen=True)
class Weights:
    """The weights added up by colour; equal weights are the counts themselves."""

    green: Decimal
    amber: Decimal
    red: Decimal

    @property
    def mean(self) -> Decimal | None:
        """Return the mean score from 1 (green) to 3 (red); None without any weight."""
        total = self.green + self.amber + self.red
        return (self.green + 2 * self.amber + 3 * self.red) / total if total else None


@dataclass(frozen=True)
class Rollup:
    """The counts first, then what they come to."""

    counts: Counts
    weights: Weights
    critical_red: bool = False

    @property
    def percent_green(self) -> str:
        """Return green and exceeded as a share of the rated: 83%."""
        return self._share(self.counts.in_colour(Colour.GREEN))

    @property
    def percent_amber(self) -> str:
        """Return amber as a share of the rated."""
        return self._share(self.counts.amber)

    @property
    def percent_red(self) -> str:
        """Return red and awaiting information as a share of the rated."""
        return self._share(self.counts.in_colour(Colour.RED))

    @property
    def coverage(self) -> str:
        """Return the share of the measures in scope that are rated."""
        return percentage(self.counts.rated, self.counts.total)

    @property
    def mean_score(self) -> Decimal | None:
        """Return the weighted mean to three places, for the small print."""
        mean = self.weights.mean
        return None if mean is None else rounded(mean, 3)

    def headline(self, method: HeadlineMethod = HeadlineMethod.NONE) -> Headline | None:
        """Return one colour, or why there is none; None where the council shows counts only."""
        if method is HeadlineMethod.NONE:
            return None
        if self.counts.rated == 0:
            return Headline.NOT_RATED
        if 2 * self.counts.rated < self.counts.total:
            return Headline.INSUFFICIENT
        if method is HeadlineMethod.WEIGHTED_MEAN:
            return self._weighted_mean()
        if method is HeadlineMethod.PLURALITY:
            return self._most_frequent()
        present = [colour for colour in Colour if self.counts.in_colour(colour)]
        return Headline(present[-1].value)

    def _most_frequent(self) -> Headline:
        """Return the worst colour that may be the most frequent once the missing come in.

        Without this, an amber that goes missing could leave green the most frequent.
        """
        missing = self.counts.red_awaiting
        held = {colour: self.counts.in_colour(colour) for colour in Colour}
        held[Colour.RED] -= missing
        most = max(held.values())
        possible = [colour for colour in Colour if held[colour] + missing >= most]
        return Headline(possible[-1].value)

    def _weighted_mean(self) -> Headline:
        mean = self.weights.mean
        if mean is None:
            return Headline.NOT_RATED
        if mean >= RED_FROM:
            return Headline.RED
        return Headline.AMBER if mean >= AMBER_FROM or self.critical_red else Headline.GREEN

    def _share(self, count: int) -> str:
        return percentage(count, self.counts.rated)


def percentage(part: int, whole: int) -> str:
    """Print a share as a whole percentage, half-up; blank of nothing, "less than 1%" if tiny."""
    if whole == 0:
        return ""
    share = Decimal(100 * part) / whole
    return "less than 1%" if 0 < share < 1 else f"{rounded(share, 0)}%"


def roll_up(
    counts: Counts, *, critical_red: bool = False, weights: Weights | None = None
) -> Rollup:
    """Roll counts up; ``critical_red``: a measure marked critical is red or awaiting as red."""
    equal = Weights(*(Decimal(counts.in_colour(colour)) for colour in Colour))
    return Rollup(counts, weights or equal, critical_red)


def roll_up_entries(entries: Iterable[Entry]) -> Rollup:
    """Roll measures up with their weights; those not in force or not collected stay out."""
    inside = [entry for entry in entries if entry.status not in OUT_OF_SCOPE]
    sums = {
        colour: sum((entry.weight for entry in inside if entry.status.colour is colour), ZERO)
        for colour in Colour
    }
    return roll_up(
        counts_of(entry.status for entry in inside),
        critical_red=any(e.critical and e.status.colour is Colour.RED for e in inside),
        weights=Weights(*sums.values()),
    )


def counts_of(statuses: Iterable[Status]) -> Counts:
    """Count statuses; those not in force or not collected this period stay out."""
    inside = [status for status in statuses if status not in OUT_OF_SCOPE]
    apart = {Status.EXCEEDED, Status.RED_AWAITING}
    plain = [status.colour for status in inside if status not in apart]
    return Counts(
        exceeded=inside.count(Status.EXCEEDED),
        green=plain.count(Colour.GREEN),
        amber=plain.count(Colour.AMBER),
        red=plain.count(Colour.RED),
        red_awaiting=inside.count(Status.RED_AWAITING),
        not_rated=plain.count(None),
    )
