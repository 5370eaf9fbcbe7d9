"""A chart as a table: the same figures for those who read rather than look."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reporting.charts.description import Point, TimeChart

QUARTERS = ("Q1", "Q2", "Q3", "Q4")
NOTHING = "–"


@dataclass(frozen=True)
class FigureRow:
    """One figure with its target and rating."""

    label: str
    figure: str
    target: str
    rating: str
    note: str


@dataclass(frozen=True)
class YearRow:
    """A financial year: its four quarters and the target in force at its end."""

    year: str
    figures: tuple[str, str, str, str]
    target: str


def figure_rows(chart: TimeChart) -> tuple[FigureRow, ...]:
    """Every figure, the newest first; those of others last."""
    ours = tuple(
        FigureRow(
            label=point.label,
            figure=point.figure,
            target=target_at(chart, point.at),
            rating=_rating(point),
            note=_note(point),
        )
        for point in reversed(chart.points)
    )
    return ours + tuple(map(_of_others, chart.benchmarks))


def _of_others(point: Point) -> FigureRow:
    return FigureRow(point.label, point.figure, NOTHING, "Benchmark, not rated", "")


def year_rows(chart: TimeChart) -> tuple[YearRow, ...]:
    """The figures of quarters by year, the oldest first: small enough for a printed page."""
    years: dict[int, dict[int, Point]] = {}
    for point in chart.quarters:
        year, index = divmod(int(point.at) - 1, 4)
        years.setdefault(year, {})[index] = point
    return tuple(
        YearRow(
            year=f"{year}/{(year + 1) % 100:02d}",
            figures=tuple(_short(found.get(index)) for index in range(4)),  # type: ignore[arg-type]
            target=target_at(chart, max(point.at for point in found.values())),
        )
        for year, found in sorted(years.items())
    )


def target_at(chart: TimeChart, at: Decimal) -> str:
    """The target in force at a time: 80%, 9,000 to date."""
    span = next((span for span in chart.targets if span.covers(at)), None)
    if span is None:
        return NOTHING
    return f"{span.text} to date" if "to date" in span.name else span.text


def _rating(point: Point) -> str:
    if point.is_baseline:
        return "Baseline, not rated"
    return point.status.word if point.status else NOTHING


def _note(point: Point) -> str:
    return "Example figure" if point.is_example and point.value is not None else ""


def _short(point: Point | None) -> str:
    """The figure as a narrow column shows it, a diamond beside a red one."""
    if point is None or point.value is None:
        return NOTHING
    red = " ◆" if point.is_red else ""
    return f"{point.short} {point.mark}".strip() + red
