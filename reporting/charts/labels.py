"""The words of a time chart: its last figure, its targets, its baseline, its key."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from reporting.charts.description import Point, TargetSpan, TimeChart
from reporting.charts.layout import Ground, Label, Plane, Sheet, apart, last_words, text_width
from reporting.charts.marks import BENCHMARK, LINE, MUTED, RED

GREEN_WORDS = "#064d38"
RED_WORDS = "rated red"
NEAR = 8

Coloured = tuple[Label, str]


def labels_for(chart: TimeChart, plane: Plane, sheet: Sheet) -> list[Coloured]:
    """All labels with their colours; older targets only where they have room."""
    found = [*_right(chart, plane, sheet), *_red_key(chart, sheet)]
    ground = _ground(chart, plane, found)
    baselines = [point for point in chart.points if point.is_baseline and point.value is not None]
    placed = [
        _beside(ground, plane, sheet, point, f"Baseline {point.short}") for point in baselines
    ]
    if None in placed:
        found += _baseline_key(baselines, found, sheet)
    found += [(label, LINE) for label in placed if label is not None]
    others = [_beside(ground, plane, sheet, point, point.short) for point in chart.benchmarks]
    if None in others:
        found += _benchmark_key(found, sheet)
    found += [(label, BENCHMARK) for label in others if label is not None]
    for span in chart.targets[:-1]:
        label = ground.place(_around(span, plane, sheet))
        if label is not None:
            found.append((label, GREEN_WORDS if span.is_range else MUTED))
    return found


def _ground(chart: TimeChart, plane: Plane, found: list[Coloured]) -> Ground:
    """What later labels must keep clear of: the lines, the points, the labels so far."""
    paths = [[plane.spot(point) for point in run] for run in chart.runs]
    dots = [
        [
            (plane.x(point.at) - NEAR, plane.spot(point)[1]),
            (plane.x(point.at) + NEAR, plane.spot(point)[1]),
        ]
        for point in (*chart.points, *chart.benchmarks)
        if point.value is not None
    ]
    levels = [
        [(plane.x(span.first), plane.y(limit)), (plane.x(span.last), plane.y(limit))]
        for span in chart.targets
        for limit in {span.low, span.high}
    ]
    return Ground(plane.area, [label for label, _ in found], [*paths, *dots, *levels])


def _right(chart: TimeChart, plane: Plane, sheet: Sheet) -> list[Coloured]:
    """Right of the last quarter: its figure and the target in force, kept apart."""
    blocks: list[tuple[float, list[str], str, bool]] = []
    latest = chart.latest
    if latest is not None and latest.value is not None:
        colour = RED if latest.is_red else LINE
        blocks.append((plane.y(latest.value), last_words(chart), colour, True))
    for span in chart.targets[-1:]:
        middle = (plane.y(span.low) + plane.y(span.high)) / 2
        colour = GREEN_WORDS if span.is_range else MUTED
        blocks.append((middle, [span.name, span.text], colour, False))
    return list(_stacked(blocks, plane, sheet))


def _stacked(
    blocks: list[tuple[float, list[str], str, bool]], plane: Plane, sheet: Sheet
) -> Iterator[Coloured]:
    """Blocks of lines one above the other, each as near to its height as can be."""
    blocks = sorted(blocks, key=lambda block: block[0])
    heights = [sheet.line * len(lines) for _, lines, _, _ in blocks]
    wanted = [middle + height / 2 for (middle, *_), height in zip(blocks, heights, strict=True)]
    gaps = [height + 4.0 for height in heights]
    feet = apart(wanted, gaps, plane.area.top, plane.area.bottom + sheet.line)
    for foot, (_, lines, colour, bold) in zip(feet, blocks, strict=True):
        size = sheet.letters + 2 if bold else sheet.letters
        for index, text in enumerate(reversed(lines)):
            y = foot - index * sheet.line - 4
            yield Label(text, plane.area.right + 8, y, size, bold=bold), colour


def _red_key(chart: TimeChart, sheet: Sheet) -> list[Coloured]:
    """What a diamond means, above the chart, if there is one."""
    if not any(point.is_red and point.value is not None for point in chart.points):
        return []
    return [
        (Label("◆", 2, sheet.letters, sheet.letters), RED),
        (Label(RED_WORDS, 2 + sheet.letters, sheet.letters, sheet.letters), MUTED),
    ]


def _baseline_key(baselines: list[Point], found: list[Coloured], sheet: Sheet) -> list[Coloured]:
    """What a hollow circle means, above the chart, where its words have no room beside it."""
    taken = any(label.text == RED_WORDS for label, _ in found)
    start = 2.0 + (text_width(RED_WORDS, sheet.letters) + 2 * sheet.letters if taken else 0)
    figure = f" {baselines[0].short}" if len(baselines) == 1 else ""
    words = Label(f"baseline{figure}", start + sheet.letters, sheet.letters, sheet.letters)
    return [(Label("○", start, sheet.letters, sheet.letters), LINE), (words, MUTED)]


def _benchmark_key(found: list[Coloured], sheet: Sheet) -> list[Coloured]:
    """What a triangle means, above the chart, where a comparator's name has no room beside it."""
    above = [label.box.right for label, _ in found if label.y == sheet.letters]
    start = max(above, default=-float(sheet.letters)) + sheet.letters + 2
    words = Label("others’ figures", start + sheet.letters, sheet.letters, sheet.letters)
    return [(Label("▲", start, sheet.letters, sheet.letters), BENCHMARK), (words, MUTED)]


def _beside(ground: Ground, plane: Plane, sheet: Sheet, point: Point, words: str) -> Label | None:
    """A point's words near it, below or above, wherever is room."""
    x, y = plane.spot(point)
    return ground.place(
        Label(words, x + across, y + down, sheet.letters, anchor)
        for down in (24, -14, 36, -26)
        for across, anchor in ((0, "middle"), (-6, "end"), (6, "start"))
    )


def _around(span: TargetSpan, plane: Plane, sheet: Sheet) -> Iterator[Label]:
    """An older target's words: along its line, from its start or to its end, above or below."""
    half = Decimal("0.5")
    left, right = plane.x(span.first - half) + 4, plane.x(span.last + half) - 4
    low, high = plane.y(span.low), plane.y(span.high)
    if right - left < text_width(span.label, sheet.letters):
        return
    inside = [high + sheet.line, low - 6] if span.is_range else []
    for y in (*inside, high - 6, low + sheet.line):
        yield Label(span.label, left, y, sheet.letters)
        yield Label(span.label, right, y, sheet.letters, "end")
