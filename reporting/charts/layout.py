"""Where things stand in a drawing of a chart, and how labels keep out of each other's way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from reporting.charts.description import Point, TimeChart
from reporting.charts.scale import Axis, axis_for

#: How wide letters of a sans serif are for their height; those not named are like a digit.
WIDTHS = dict.fromkeys(" ,.:;'|!ijlft[]/", 0.28) | {"%": 0.89, "m": 0.83, "w": 0.72}
DIGIT, CAPITAL, BOLD = 0.556, 0.68, 1.07
SAMPLES = 12
AIR = 3


@dataclass(frozen=True)
class Sheet:
    """The size of the drawing and of its letters."""

    name: str
    width: int
    height: int
    letters: int

    @property
    def line(self) -> int:
        """From one line of text to the next."""
        return self.letters + 3


WIDE = Sheet("wide", 760, 330, 15)
#: Drawn for phones: at 320 pixels its letters are still 13 pixels high.
NARROW = Sheet("narrow", 340, 300, 15)
#: Printed 140 millimetres wide its letters are of 9 points.
PAPER = Sheet("paper", 640, 262, 15)


@dataclass(frozen=True)
class Box:
    """The place that a piece of text takes."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def is_crossed(self, path: Sequence[tuple[float, float]]) -> bool:
        """Whether a line goes through it."""
        return any(self._is_cut(start, end) for start, end in pairwise(path))

    def _is_cut(self, start: tuple[float, float], end: tuple[float, float]) -> bool:
        steps = (index / SAMPLES for index in range(SAMPLES + 1))
        return any(
            self.left - AIR <= start[0] + (end[0] - start[0]) * share <= self.right + AIR
            and self.top - AIR <= start[1] + (end[1] - start[1]) * share <= self.bottom + AIR
            for share in steps
        )


@dataclass(frozen=True)
class Label:
    """Text with its place: ``x`` is its start, middle or end by ``anchor``, ``y`` its foot."""

    text: str
    x: float
    y: float
    size: int
    anchor: str = "start"
    bold: bool = False

    @property
    def box(self) -> Box:
        width = text_width(self.text, self.size, bold=self.bold)
        left = self.x - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        return Box(left, self.y - self.size * 0.8, left + width, self.y + self.size * 0.25)


def text_width(text: str, size: int, *, bold: bool = False) -> float:
    """About how wide a text is drawn."""
    letters = sum(WIDTHS.get(each, CAPITAL if each.isupper() else DIGIT) for each in text)
    return letters * size * (BOLD if bold else 1)


@dataclass
class Ground:
    """What is taken already: labels, and lines that no label should cross."""

    area: Box
    labels: list[Label] = field(default_factory=list)
    paths: list[Sequence[tuple[float, float]]] = field(default_factory=list)

    def is_free(self, label: Label) -> bool:
        box, area = label.box, self.area
        inside = area.left <= box.left and box.right <= area.right
        inside = inside and area.top <= box.top and box.bottom <= area.bottom
        return (
            inside
            and not any(box.meets(other.box) for other in self.labels)
            and not any(box.is_crossed(path) for path in self.paths)
        )

    def place(self, candidates: Iterable[Label]) -> Label | None:
        """The first candidate that is free, now taken; None if there is none."""
        found = next((label for label in candidates if self.is_free(label)), None)
        if found is not None:
            self.labels.append(found)
        return found


def apart(wanted: Sequence[float], gaps: Sequence[float], low: float, high: float) -> list[float]:
    """Heights as near to those wanted as can be, in the same order, each with its gap above."""
    placed: list[float] = []
    for height, gap in zip(wanted, gaps, strict=True):
        least = placed[-1] + gap if placed else low
        placed.append(max(height, least))
    ceiling = high
    for index in range(len(placed) - 1, -1, -1):
        placed[index] = min(placed[index], ceiling)
        ceiling = placed[index] - gaps[index]
    return placed


@dataclass(frozen=True)
class Plane:
    """Turns times and values into places on the sheet."""

    area: Box
    axis: Axis
    first: Decimal
    last: Decimal

    def x(self, at: Decimal) -> float:
        """Across; half a quarter of room on both sides."""
        share = (at - self.first + Decimal("0.5")) / (self.last - self.first + 1)
        x = self.area.left + float(share) * (self.area.right - self.area.left)
        return min(max(x, self.area.left), self.area.right)

    def y(self, value: Decimal) -> float:
        """Up."""
        height = self.area.bottom - self.area.top
        return self.area.bottom - float(self.axis.share(value)) * height

    def spot(self, point: Point) -> tuple[float, float]:
        """Where a point that has a value stands."""
        return self.x(point.at), self.y(point.value or Decimal(0))

    @property
    def slot(self) -> float:
        """How wide a quarter is."""
        return (self.area.right - self.area.left) / float(self.last - self.first + 1)


def plane_for(chart: TimeChart, sheet: Sheet) -> Plane:
    """The scales of a chart on a sheet, with room for what is written around them."""
    axis = axis_of(chart)
    left = max(text_width(axis.label(tick), sheet.letters) for tick in axis.ticks) + 10
    top = sheet.line + 12
    bottom = sheet.height - 2 * sheet.line - 8
    times = [point.at for point in chart.points] or [Decimal(0)]
    area = Box(left, top, sheet.width - right_margin(chart, sheet), bottom)
    return Plane(area, axis, min(times), max(times))


def axis_of(chart: TimeChart) -> Axis:
    """The vertical scale, with every figure, ours and others', and every target on it."""
    points = [point.value for point in chart.points if point.value is not None]
    points += [point.value for point in chart.benchmarks if point.value is not None]
    limits = [limit for span in chart.targets for limit in (span.low, span.high)]
    return axis_for(points + limits, chart.unit)


def last_words(chart: TimeChart) -> list[str]:
    """The last figure, and its quarter where it is not the newest one."""
    latest = chart.latest
    if latest is None:
        return []
    old = latest is not chart.quarters[-1]
    return [latest.short, f"in {latest.label.rpartition(' ')[2]}"] if old else [latest.short]


def right_margin(chart: TimeChart, sheet: Sheet) -> float:
    """Room for the last value and for the target in force, each in lines of its own."""
    widths = [text_width(word, sheet.letters + 2, bold=True) for word in last_words(chart)]
    for span in chart.targets[-1:]:
        widths += [text_width(word, sheet.letters) for word in (span.name, span.text)]
    return max(widths, default=0) + 14
