"""Charts as SVG: seen at once, without scripts; attributes only, no styles, every text escaped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from reporting.charts.description import RatingBar, Sparkline, TimeChart
from reporting.charts.labels import labels_for
from reporting.charts.layout import NARROW, WIDE, Plane, Sheet, plane_for
from reporting.charts.marks import (
    FONT,
    INK,
    LINE,
    MUTED,
    benchmarks_svg,
    grid,
    label_svg,
    line_svg,
    points_svg,
    polyline,
    time_axis,
)

Spot = Callable[[int, Decimal], tuple[float, float]]

SHORT = 24
BAND, BAND_EDGE = "#cfe8df", "#28a197"
#: Family: fill, text, dashes. The colours of ratings, the same everywhere.
FILLS = {
    "exceeded": ("#12436d", "#ffffff", ""),
    "green": ("#00a878", INK, ""),
    "amber": ("#ffdd00", INK, ""),
    "red": ("#7a1712", "#ffffff", ""),
    "awaiting": ("#ffffff", INK, "4 3"),
    "unrated": ("#f3f4f5", INK, ""),
}


def time_chart(chart: TimeChart) -> SafeString:
    """The chart twice, for wide and for narrow screens; the style sheet shows one of them."""
    return format_html("{}{}", drawing(chart, WIDE), drawing(chart, NARROW))


def drawing(chart: TimeChart, sheet: Sheet = WIDE) -> SafeString:
    """The chart once, also for documents."""
    plane = plane_for(chart, sheet)
    parts = [
        grid(plane, sheet),
        *(_target(plane, chart, index) for index in range(len(chart.targets))),
        time_axis(plane, sheet),
        *(polyline([plane.spot(point) for point in run]) for run in chart.runs),
        points_svg(plane, chart),
        benchmarks_svg(plane, chart),
        *(label_svg(label, colour) for label, colour in labels_for(chart, plane, sheet)),
    ]
    return _svg(sheet.width, sheet.height, chart.description, parts, f"app-chart__{sheet.name}")


def _target(plane: Plane, chart: TimeChart, index: int) -> SafeString:
    """A dashed line, or a band with an edge above and below."""
    span = chart.targets[index]
    half = Decimal("0.5")
    left, right = plane.x(span.first - half), plane.x(span.last + half)
    low, high = plane.y(span.low), plane.y(span.high)
    if not span.is_range:
        dashes = "6 4" if right - left > SHORT else ""
        return line_svg((left, low), (right, low), MUTED, width=2, dashes=dashes)
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>{}{}',
        *(f"{number:.1f}" for number in (left, high, right - left, low - high)),
        BAND,
        line_svg((left, low), (right, low), BAND_EDGE),
        line_svg((left, high), (right, high), BAND_EDGE),
    )


def sparkline(spark: Sparkline) -> SafeString:
    """120 by 34: the line, its last point, the target as a dashed line. Decoration if unnamed."""
    width, height, edge = 120, 34, 5
    known = [value for value in spark.values if value is not None]
    limits = [limit for limit in (spark.target, spark.high) if limit is not None]
    if not known:
        return mark_safe("")
    low, high = min(known + limits), max(known + limits)
    span = (high - low) or Decimal(1)
    gap = (width - 2 * edge) / max(len(spark.values) - 1, 1)

    def spot(index: int, value: Decimal) -> tuple[float, float]:
        share = float((value - low) / span) if high > low else 0.5
        return edge + index * gap, height - edge - share * (height - 2 * edge)

    def level(limit: Decimal) -> SafeString:
        y = spot(0, limit)[1]
        return line_svg((0, y), (width, y), MUTED, dashes="4 3")

    last = max(index for index, value in enumerate(spark.values) if value is not None)
    x, y = spot(last, known[-1])
    parts = [
        *(level(limit) for limit in limits),
        *(polyline(run, width=2.5) for run in _runs(spark.values, spot)),
        format_html('<circle cx="{}" cy="{}" r="4" fill="{}"/>', f"{x:.1f}", f"{y:.1f}", LINE),
    ]
    return _svg(width, height, spark.description, parts, "app-spark", fixed=True)


def _runs(values: Sequence[Decimal | None], spot: Spot) -> Iterable[list[tuple[float, float]]]:
    """Stretches of figures that follow each other."""
    run: list[tuple[float, float]] = []
    for index, value in enumerate(values):
        if value is not None:
            run.append(spot(index, value))
        elif run:
            yield run
            run = []
    if run:
        yield run


def rating_bar(bar: RatingBar, *, width: int = 300, of: int | None = None) -> SafeString:
    """A stacked bar; `of` is the total that fills the width, so that bars can be compared."""
    height, least = 28, 22
    shown = [(family, count) for family, count in bar.counts if count]
    whole = max(of or bar.total, bar.total, 1)
    room = width - 2 - least * len(shown)
    parts, x = [], 1.0
    for family, count in shown:
        size = least + max(room, 0) * count / whole
        parts.append(_block(family, count, x, size, height))
        x += size
    return _svg(width, height, bar.description, parts, "app-bar", fixed=True)


def _block(family: str, count: int, x: float, size: float, height: int) -> SafeString:
    fill, text, dashes = FILLS[family]
    return format_html(
        '<rect x="{}" y="1" width="{}" height="{}" fill="{}" stroke="{}" stroke-width="1.5"{}/>'
        '<text x="{}" y="19" font-size="15" font-weight="700" text-anchor="middle" fill="{}">'
        "{}</text>",
        f"{x:.1f}",
        f"{size - 2:.1f}",
        height - 2,
        fill,
        INK,
        format_html(' stroke-dasharray="{}"', dashes) if dashes else "",
        f"{x + size / 2 - 1:.1f}",
        text,
        count,
    )


def _svg(
    width: int,
    height: int,
    description: str,
    parts: Iterable[SafeString],
    name: str,
    *,
    fixed: bool = False,
) -> SafeString:
    """The whole drawing. A description makes it an image with a name; without one it is hidden."""
    size = format_html(' width="{}" height="{}"', width, height) if fixed else ""
    spoken = (
        format_html(' role="img" aria-label="{}"', description)
        if description
        else mark_safe(' aria-hidden="true"')
    )
    return format_html(
        '<svg class="{}" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}"{}{} '
        'font-family="{}">{}{}</svg>',
        name,
        width,
        height,
        size,
        spoken,
        FONT,
        format_html("<title>{}</title>", description) if description else "",
        format_html_join("", "{}", ((part,) for part in parts)),
    )
