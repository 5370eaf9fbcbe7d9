"""Others' figures in a chart: which are drawn, with which words, and what reads them out."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from indicators.models import Benchmark, Comparator, Measure
from indicators.rules.units import Unit
from reporting.charts.benchmarks import benchmark_points
from reporting.charts.description import Point
from reporting.charts.layout import NARROW, WIDE, axis_of
from reporting.charts.svg import drawing
from reporting.charts.tables import FigureRow, figure_rows
from tests.reporting.chart_examples import RATE, points, rate_chart

LINE = points(["50", "55", "60"])
ENGLAND = Point(
    "England, 2016/17", Decimal(8068), Decimal("43.6"), "43.6 per 10,000", "England 43.6"
)


def benchmark(value: str, *, number: int = 1, end: date = date(2014, 12, 31)) -> Benchmark:
    comparator = Comparator(pk=number, name=f"Place {number}", position=number)
    return Benchmark(
        measure=Measure(), comparator=comparator, value=Decimal(value), period_end=end,
        period_name="then",
    )  # fmt: skip


def test_the_newest_of_a_comparator_stands_at_the_end_of_its_period() -> None:
    found = benchmark_points(
        [benchmark("51", end=date(2014, 9, 30)), benchmark("52")], RATE, LINE, ()
    )

    assert found == (
        Point(
            "Place 1, then", Decimal(4 * 2014 + 3), Decimal(52), "52.0 per 10,000", "Place 1 52.0"
        ),
    )


@pytest.mark.parametrize("value", ["5", "5000", "-40"])
def test_a_figure_of_quite_another_size_is_not_drawn(value: str) -> None:
    assert benchmark_points([benchmark(value)], Unit("count"), LINE, ()) == ()


def test_a_figure_from_before_the_chart_begins_is_not_drawn() -> None:
    assert benchmark_points([benchmark("52", end=date(2013, 3, 31))], RATE, LINE, ()) == ()


def test_without_figures_of_ours_there_is_nothing_to_compare() -> None:
    assert benchmark_points([benchmark("52")], RATE, points([""]), ()) == ()


def test_three_comparators_are_drawn_in_their_order() -> None:
    many = [benchmark("52", number=number) for number in (4, 2, 3, 1)]

    found = benchmark_points(many, RATE, LINE, ())

    assert [each.label for each in found] == ["Place 1, then", "Place 2, then", "Place 3, then"]


@pytest.mark.parametrize("sheet", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_triangle_is_named_beside_it_or_in_the_key(sheet: object) -> None:
    chart = replace(rate_chart(), benchmarks=(ENGLAND,))

    drawn = drawing(chart, sheet)  # type: ignore[arg-type]

    assert drawn.count("l7 12h-14z") == 1
    assert ("England 43.6</text>" in drawn) or ("others’ figures</text>" in drawn)
    assert "Compared with others: England, 2016/17: 43.6 per 10,000." in drawn


def test_a_triangle_without_room_for_its_name_has_a_key() -> None:
    long = replace(ENGLAND, short="A group of councils with a very long name indeed 43.6" * 2)

    drawn = drawing(replace(rate_chart(), benchmarks=(long,)))

    assert "others’ figures</text>" in drawn
    assert long.short not in drawn


def test_the_scale_holds_others_figures() -> None:
    low = replace(ENGLAND, value=Decimal(20))

    assert axis_of(replace(rate_chart(), benchmarks=(low,))).low <= 20


def test_the_table_has_others_last() -> None:
    rows = figure_rows(replace(rate_chart(), benchmarks=(ENGLAND,)))

    assert rows[-1] == FigureRow(
        "England, 2016/17", "43.6 per 10,000", "–", "Benchmark, not rated", ""
    )
    assert len(rows) == len(rate_chart().points) + 1
