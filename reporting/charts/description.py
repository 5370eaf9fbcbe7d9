"""What a chart shows, whoever draws it: points over time, targets, counts by rating."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from indicators.rules.periods import Quarter
from indicators.rules.units import Unit
from indicators.rules.vocabulary import Status

#: Ratings in the order in which they are stacked and read: (family, word).
RATING_ORDER = (
    ("exceeded", "exceeded"),
    ("green", "green"),
    ("amber", "amber"),
    ("red", "red"),
    ("awaiting", "awaiting information"),
    ("unrated", "not rated"),
)


@dataclass(frozen=True)
class Point:
    """One figure in time. ``at`` counts quarters: the end of one, so that months fall between."""

    label: str  # "2017/18 Q3", or "November 2016" for a baseline
    at: Decimal
    value: Decimal | None
    text: str  # "59.6 per 10,000"; for a missing figure what there is instead
    short: str = ""  # "59.6", beside the point
    status: Status | None = None
    mark: str = ""  # "[p]" provisional, "[e]" estimated, "[r]" revised
    is_baseline: bool = False
    is_example: bool = False
    begins_afresh: bool = False  # no line leads here: a running total starts again

    @property
    def is_red(self) -> bool:
        """Drawn as a diamond."""
        return self.status is not None and self.status.is_red

    @property
    def figure(self) -> str:
        """The figure with its mark: 59.6 per 10,000 [p]."""
        return f"{self.text} {self.mark}".strip()


@dataclass(frozen=True)
class TargetSpan:
    """A target, or a range where low and high differ, from one time to another."""

    name: str  # "Target", "Range", "Target to date"
    text: str  # "80%", "50.4 to 55.7"
    first: Decimal
    last: Decimal
    low: Decimal
    high: Decimal

    @property
    def is_range(self) -> bool:
        """Drawn as a band, not as a line."""
        return self.low != self.high

    @property
    def label(self) -> str:
        """How the line is labelled: Target 80%."""
        return f"{self.name} {self.text}"

    def covers(self, at: Decimal) -> bool:
        """Whether it held at this time."""
        return self.first <= at <= self.last


@dataclass(frozen=True)
class TimeChart:
    """A measure over time. The title gives the message, the subtitle what, where and when."""

    title: str
    subtitle: str
    points: tuple[Point, ...]  # in order of time
    targets: tuple[TargetSpan, ...] = ()
    unit: Unit = field(default_factory=lambda: Unit("count"))
    benchmarks: tuple[Point, ...] = ()  # others' figures; no line joins them

    @property
    def quarters(self) -> tuple[Point, ...]:
        """The points of the line: all but baselines."""
        return tuple(point for point in self.points if not point.is_baseline)

    @property
    def latest(self) -> Point | None:
        """The last figure that there is; a quarter without one may follow."""
        return next((each for each in reversed(self.quarters) if each.value is not None), None)

    @property
    def runs(self) -> tuple[tuple[Point, ...], ...]:
        """Stretches without a gap: a missing figure, or a total that starts again, ends one."""
        runs: list[list[Point]] = [[]]
        for point in self.quarters:
            if point.value is None or point.begins_afresh:
                runs.append([])
            if point.value is not None:
                runs[-1].append(point)
        return tuple(tuple(run) for run in runs if run)

    @property
    def is_empty(self) -> bool:
        """Whether there is no figure to draw."""
        return all(point.value is None for point in self.points)

    @property
    def description(self) -> str:
        """The chart in a sentence or two, for those who do not see it."""
        others = "; ".join(f"{each.label}: {each.figure}" for each in self.benchmarks)
        compared = f"Compared with others: {others}." if others else ""
        return f"{self.title}. {self.subtitle} {compared}".strip()


@dataclass(frozen=True)
class RatingBar:
    """Counts by rating: a bar of stacked parts, in `RATING_ORDER`, empty ones left out."""

    counts: tuple[tuple[str, int], ...]  # (family, count)

    @classmethod
    def of(cls, **counts: int) -> RatingBar:
        """Make a bar from counts by family: RatingBar.of(green=10, red=3)."""
        return cls(tuple((family, counts.get(family, 0)) for family, _ in RATING_ORDER))

    @property
    def total(self) -> int:
        """How many there are in all."""
        return sum(count for _, count in self.counts)

    @property
    def description(self) -> str:
        """10 green, 3 amber, 3 red."""
        words = dict(RATING_ORDER)
        parts = [f"{count} {words[family]}" for family, count in self.counts if count]
        return ", ".join(parts) or "none"


@dataclass(frozen=True)
class Sparkline:
    """The run of a measure at a glance; the figures themselves stand beside it."""

    values: tuple[Decimal | None, ...]
    target: Decimal | None = None
    high: Decimal | None = None  # with `target` as the low end: a range
    description: str = ""


@dataclass(frozen=True)
class DirectorateBar:
    """A directorate's ratings in the overview, with the path that opens its measures."""

    name: str
    path: str
    bar: RatingBar


def quarter_at(quarter: Quarter) -> Decimal:
    """Where a quarter stands on the axis of time; an outturn is at its year's end."""
    return Decimal(4 * quarter.year + quarter_of(quarter).number)


def quarter_of(quarter: Quarter) -> Quarter:
    """The quarter up to which a chart goes: of an outturn the last of its year."""
    return quarter.financial_year.quarters[-1] if quarter.is_outturn else quarter
