"""The marks that time charts are drawn with: grid, axes, lines, points and words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from indicators.rules.periods import FinancialYear, Quarter
from reporting.charts.description import Point, TimeChart
from reporting.charts.layout import Box, Ground, Label, Plane, Sheet, text_width

#: Government Analysis Function palette, first of its categorical colours for the line.
LINE, INK, MUTED, LIGHT, RED = "#12436d", "#0b0c0c", "#4b5157", "#e3e5e7", "#7a1712"
BENCHMARK = "#801650"
FONT = "Arial, Helvetica, sans-serif"
BIG, SMALL, TINY = 5.5, 4.0, 3.0
CROWDED = 16

Place = tuple[float, float]


def line_svg(
    start: Place, end: Place, colour: str, *, width: float = 1, dashes: str = ""
) -> SafeString:
    """A straight line."""
    return format_html(
        '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="{}"{}/>',
        *(f"{number:.1f}" for number in (*start, *end)),
        colour,
        width,
        format_html(' stroke-dasharray="{}"', dashes) if dashes else "",
    )


def polyline(places: Sequence[Place], *, width: float = 3) -> SafeString:
    """The line of the figures."""
    spots = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    return format_html(
        '<polyline fill="none" stroke="{}" stroke-width="{}" stroke-linejoin="round" points="{}"/>',
        LINE,
        width,
        spots,
    )


def label_svg(label: Label, colour: str = MUTED) -> SafeString:
    """A piece of text, always horizontal."""
    return format_html(
        '<text x="{}" y="{}" font-size="{}" text-anchor="{}" fill="{}"{}>{}</text>',
        f"{label.x:.1f}",
        f"{label.y:.1f}",
        label.size,
        label.anchor,
        colour,
        mark_safe(' font-weight="700"') if label.bold else "",
        label.text,
    )


def grid(plane: Plane, sheet: Sheet) -> SafeString:
    """Light lines across, each with its figure."""
    area = plane.area
    rows = []
    for tick in plane.axis.ticks:
        y = plane.y(tick)
        words = Label(plane.axis.label(tick), area.left - 8, y + 5, sheet.letters, "end")
        rows.append((line_svg((area.left, y), (area.right, y), LIGHT), label_svg(words)))
    return format_html_join("", "{}{}", rows)


def time_axis(plane: Plane, sheet: Sheet) -> SafeString:
    """Quarters where they have room, their years beneath, and a mark where a year begins."""
    area, quarters = plane.area, _quarters(plane)
    foot = area.bottom + sheet.line + 2
    parts = [line_svg((area.left, area.bottom), (area.right, area.bottom), MUTED)]
    if plane.slot >= text_width("Q4", sheet.letters) + 6:
        parts += [
            label_svg(Label(quarter.short, plane.x(at), foot, sheet.letters, "middle"))
            for at, quarter in quarters
        ]
    for at, quarter in quarters:
        if quarter.number == 1 and at > plane.first:
            x = plane.x(at - Decimal("0.5"))
            parts.append(line_svg((x, area.bottom), (x, foot + sheet.line), LIGHT))
    parts += [label_svg(label) for label in _years(plane, sheet, foot + sheet.line)]
    return format_html_join("", "{}", ((part,) for part in parts))


def _quarters(plane: Plane) -> list[tuple[Decimal, Quarter]]:
    """The quarters on the axis, first to last."""
    start, end = int(plane.first.to_integral_value()), int(plane.last.to_integral_value())
    start += start < plane.first
    return [
        (Decimal(number), Quarter((number - 1) // 4, (number - 1) % 4 + 1))
        for number in range(start, end + 1)
    ]


def _years(plane: Plane, sheet: Sheet, foot: float) -> list[Label]:
    """A label in the middle of each year's quarters, short where room is scarce."""
    years: dict[FinancialYear, list[Decimal]] = {}
    for at, quarter in _quarters(plane):
        years.setdefault(quarter.financial_year, []).append(at)
    room = plane.slot * min(map(len, years.values())) / 2 + 2 * plane.slot
    long = text_width("2017/18", sheet.letters) + 8 <= room or len(years) == 1
    ground = Ground(Box(0, 0, sheet.width, sheet.height))
    for year, times in reversed(years.items()):
        name = year.label if long else year.label[2:]
        half = text_width(name, sheet.letters) / 2
        middle = min(max(plane.x((times[0] + times[-1]) / 2), half), sheet.width - half)
        ground.place([Label(name, middle, foot, sheet.letters, "middle")])
    return ground.labels


def points_svg(plane: Plane, chart: TimeChart) -> SafeString:
    """Circles, diamonds where it was red, hollow circles for baselines, the newest larger."""
    size = TINY if plane.slot < CROWDED else SMALL
    return format_html_join(
        "",
        "{}",
        (
            (_point(plane.spot(point), point, BIG if point is chart.latest else size),)
            for point in chart.points
            if point.value is not None
        ),
    )


def _point(place: Place, point: Point, size: float) -> SafeString:
    x, y = place
    if point.is_red:
        return diamond(x, y, size + 2)
    fill, edge = ("#ffffff", 2.5) if point.is_baseline else (LINE, 0)
    return format_html(
        '<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="{}" stroke-width="{}"/>',
        f"{x:.1f}",
        f"{y:.1f}",
        BIG if point.is_baseline else size,
        fill,
        LINE,
        edge,
    )


def benchmarks_svg(plane: Plane, chart: TimeChart) -> SafeString:
    """Triangles: others' figures."""
    return format_html_join(
        "",
        '<path d="M{} {}l7 12h-14z" fill="{}" stroke="#ffffff"/>',
        (
            (f"{plane.x(point.at):.1f}", f"{plane.spot(point)[1] - 7:.1f}", BENCHMARK)
            for point in chart.benchmarks
        ),
    )


def diamond(x: float, y: float, size: float) -> SafeString:
    """The shape of a red."""
    return format_html(
        '<path d="M{} {}l{} {}l-{} {}l-{} -{}z" fill="{}" stroke="#ffffff"/>',
        f"{x:.1f}",
        f"{y - size:.1f}",
        size,
        size,
        size,
        size,
        size,
        size,
        RED,
    )
