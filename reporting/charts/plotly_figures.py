"""Charts for plotly: the same descriptions as figures that a reader can explore."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from types import ModuleType
from typing import Any

from reporting.charts.description import (
    RATING_ORDER,
    DirectorateBar,
    Point,
    TargetSpan,
    TimeChart,
)
from reporting.charts.labels import RED_WORDS
from reporting.charts.layout import WIDE, axis_of, last_words, right_margin
from reporting.charts.marks import BENCHMARK, FONT, INK, LIGHT, LINE, MUTED, RED
from reporting.charts.scale import Axis
from reporting.charts.svg import BAND, FILLS

GREY = "#c9cdd1"
HALF = Decimal("0.5")
BAR_HEIGHT, BAR_FRAME = 64, 120
#: About how high the plot is drawn, to keep two labels apart that belong at one height.
PLOT_HEIGHT, LABELS_APART = 300, 34
HOVER = "%{customdata}<extra></extra>"


def time_figure(chart: TimeChart) -> dict[str, Any]:
    """A measure over time: line, target or range, baselines, every figure in words on hover."""
    draw = _graph_objects()
    quarters, axis = chart.quarters, axis_of(chart)
    traces = [_target_line(draw, span) for span in chart.targets if not span.is_range]
    traces.append(_line(draw, quarters))
    if baselines := [point for point in chart.points if point.is_baseline]:
        traces.append(_baselines(draw, baselines, rising=_is_rising(chart)))
    if chart.benchmarks:
        traces.append(_benchmarks(draw, chart.benchmarks))
    layout = _layout()
    layout["shapes"] = [_band(span) for span in chart.targets if span.is_range]
    layout["annotations"] = [*_direct_labels(chart, axis), *_red_key(quarters)]
    layout["margin"]["r"] = right_margin(chart, WIDE)
    layout["yaxis"] |= {
        "range": [float(axis.low), float(axis.high)],
        "tickvals": [float(tick) for tick in axis.ticks],
        "ticktext": [axis.label(tick) for tick in axis.ticks],
    }
    layout["xaxis"] |= {
        "tickvals": [float(point.at) for point in quarters],
        "ticktext": [_tick(point, first=point is quarters[0]) for point in quarters],
    }
    return _as_plain(draw.Figure(data=traces, layout=layout))


def overview_figure(bars: Sequence[DirectorateBar]) -> dict[str, Any]:
    """Stacked bars by directorate; each part's customdata is the path that a click opens."""
    draw = _graph_objects()
    found = list(reversed(bars))
    traces = []
    for family, word in RATING_ORDER:
        counts = [dict(each.bar.counts).get(family, 0) for each in found]
        if any(counts):
            traces.append(_part(draw, family, word, counts, found))
    layout = _layout() | {
        "barmode": "stack",
        "height": BAR_FRAME + BAR_HEIGHT * len(found),
        "showlegend": True,
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "traceorder": "normal"},
    }
    layout["xaxis"] |= {"title": {"text": "Measures"}, "gridcolor": LIGHT, "tickformat": "d"}
    layout["yaxis"] |= {"showgrid": False, "ticklabelstandoff": 8}
    return _as_plain(draw.Figure(data=traces, layout=layout))


@cache
def _graph_objects() -> ModuleType:
    """Loaded when the first reader explores a chart: it takes long and much memory."""
    import plotly.graph_objects  # noqa: PLC0415 - heavy, so loaded when first used

    return plotly.graph_objects


def _as_plain(figure: Any) -> dict[str, Any]:
    """Data and layout as JSON can carry them, without plotly's own 7 kB of defaults."""
    plain: dict[str, Any] = figure.to_plotly_json()
    plain["layout"].pop("template", None)
    return {"data": plain["data"], "layout": plain["layout"]}


def _layout() -> dict[str, Any]:
    """White, light lines, horizontal text, as the drawn charts."""
    return {
        "font": {"family": FONT, "size": 15, "color": INK},
        "margin": {"l": 8, "r": 8, "t": 24, "b": 8},
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": "#ffffff",
        "showlegend": False,
        "hovermode": "closest",
        "xaxis": {"automargin": True, "tickangle": 0, "showgrid": False, "fixedrange": True},
        "yaxis": {
            "automargin": True,
            "gridcolor": LIGHT,
            "zeroline": False,
            "fixedrange": True,
        },
    }


def _line(draw: ModuleType, quarters: Sequence[Point]) -> Any:
    """One line, broken where a figure is missing or a total starts again."""
    x: list[float] = []
    y: list[float | None] = []
    said: list[str] = []
    shapes: list[str] = []
    colours: list[str] = []
    for point in quarters:
        if point.begins_afresh and x:
            x.append(float(point.at - HALF))
            y.append(None)
            said.append("")
            shapes.append("circle")
            colours.append(LINE)
        x.append(float(point.at))
        y.append(None if point.value is None else float(point.value))
        said.append(_said(point))
        shapes.append("diamond" if point.is_red else "circle")
        colours.append(RED if point.is_red else LINE)
    return draw.Scatter(
        x=x,
        y=y,
        customdata=said,
        hovertemplate=HOVER,
        mode="lines+markers",
        name="Figure",
        line={"color": LINE, "width": 3},
        connectgaps=False,
        marker={"size": 9, "symbol": shapes, "color": colours},
    )


def _is_rising(chart: TimeChart) -> bool:
    """Whether the line goes up on the whole: below right of a point there is room then."""
    values = [point.value for point in chart.quarters if point.value is not None]
    return not values or values[-1] >= values[0]


def _red_key(quarters: Sequence[Point]) -> list[dict[str, Any]]:
    """What a diamond means, above the chart, if there is one."""
    if not any(point.is_red and point.value is not None for point in quarters):
        return []
    place = {"xref": "paper", "yref": "paper", "x": 0, "y": 1, "showarrow": False}
    place |= {"xanchor": "left", "yanchor": "bottom"}
    return [
        place | {"text": "◆", "font": {"color": RED}},
        place | {"text": RED_WORDS, "font": {"color": MUTED}, "xshift": 16},
    ]


def _baselines(draw: ModuleType, points: Sequence[Point], *, rising: bool) -> Any:
    return draw.Scatter(
        x=[float(point.at) for point in points],
        y=[float(point.value or 0) for point in points],
        customdata=[_said(point) for point in points],
        hovertemplate=HOVER,
        mode="markers+text",
        text=[f"Baseline {point.short}" for point in points],
        textposition="bottom right" if rising else "top right",
        name="Baseline",
        marker={
            "size": 12,
            "symbol": "circle",
            "color": "#ffffff",
            "line": {"color": LINE, "width": 2.5},
        },
    )


def _benchmarks(draw: ModuleType, points: Sequence[Point]) -> Any:
    """Others' figures as triangles with their names."""
    return draw.Scatter(
        x=[float(point.at) for point in points],
        y=[float(point.value or 0) for point in points],
        customdata=[_said(point) for point in points],
        hovertemplate=HOVER,
        mode="markers+text",
        text=[point.short for point in points],
        textposition="top left",
        textfont={"color": BENCHMARK},
        name="Others",
        marker={"size": 12, "symbol": "triangle-up", "color": BENCHMARK},
    )


def _target_line(draw: ModuleType, span: TargetSpan) -> Any:
    return draw.Scatter(
        x=[float(span.first - HALF), float(span.last + HALF)],
        y=[float(span.low), float(span.low)],
        customdata=[span.label] * 2,
        hovertemplate=HOVER,
        mode="lines",
        name=span.label,
        line={"color": MUTED, "width": 2, "dash": "dash"},
    )


def _band(span: TargetSpan) -> dict[str, Any]:
    return {
        "type": "rect",
        "layer": "below",
        "x0": float(span.first - HALF),
        "x1": float(span.last + HALF),
        "y0": float(span.low),
        "y1": float(span.high),
        "fillcolor": BAND,
        "line": {"width": 0},
    }


def _direct_labels(chart: TimeChart, axis: Axis) -> list[dict[str, Any]]:
    """Right of the plot: the last figure and the target in force, kept apart."""
    found = []
    latest = chart.latest
    if latest is not None and latest.value is not None:
        colour = RED if latest.is_red else LINE
        found.append((latest.value, "<br>".join(last_words(chart)), colour, 0.0))
    for span in chart.targets[-1:]:
        middle = (span.low + span.high) / 2
        shift = 0.0
        if found:
            above = float(axis.share(middle) - axis.share(found[0][0])) * PLOT_HEIGHT
            room = max(LABELS_APART - abs(above), 0)
            shift = room if above >= 0 else -room
        found.append((middle, f"{span.name}<br>{span.text}", MUTED, shift))
    return [_direct_label(*each) for each in found]


def _direct_label(height: Decimal, text: str, colour: str, shift: float) -> dict[str, Any]:
    return {
        "xref": "paper",
        "x": 1,
        "y": float(height),
        "text": text,
        "showarrow": False,
        "xanchor": "left",
        "align": "left",
        "xshift": 6,
        "yshift": shift,
        "font": {"color": colour},
    }


def _said(point: Point) -> str:
    """A point in words: 2017/18 Q3: 59.6 per 10,000, Red, example figure."""
    kind = "baseline" if point.is_baseline else point.status.word if point.status else ""
    parts = [point.figure, kind, "example figure" if point.is_example else ""]
    return f"{point.label}: {', '.join(part for part in parts if part)}"


def _tick(point: Point, *, first: bool) -> str:
    """Q3 alone; with its year beneath where a year or the chart begins."""
    year, _, quarter = point.label.partition(" ")
    return f"{quarter}<br>{year}" if first or quarter == "Q1" else quarter


def _part(
    draw: ModuleType, family: str, word: str, counts: list[int], found: Sequence[DirectorateBar]
) -> Any:
    """The parts of one rating in all bars, their numbers on them."""
    fill, text, dashes = FILLS[family]
    return draw.Bar(
        orientation="h",
        name=word.capitalize(),
        x=counts,
        y=[each.name for each in found],
        customdata=[each.path for each in found],
        text=[count or "" for count in counts],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"color": text},
        hovertemplate="%{y}: %{x} " + word + "<extra></extra>",
        marker={
            "color": fill,
            "line": {"color": INK, "width": 1.5},
            "pattern": {"shape": "/" if dashes else "", "fgcolor": GREY, "size": 6},
        },
    )
