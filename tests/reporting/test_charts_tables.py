"""The table beside each chart."""

from dataclasses import replace
from decimal import Decimal

from indicators.rules.vocabulary import Status
from reporting.charts.tables import FigureRow, YearRow, figure_rows, target_at, year_rows
from tests.reporting.chart_examples import BASELINE, rate_chart, total_chart


def test_figure_rows_are_newest_first_with_target_and_rating() -> None:
    rows = figure_rows(rate_chart())
    assert rows[0] == FigureRow("2017/18 Q3", "59.6 per 10,000", "50.4 to 55.7", "Red", "")
    assert rows[5] == FigureRow(
        "November 2016", "56.5 per 10,000", "45.7 to 52.3", "Baseline, not rated", ""
    )
    assert len(rows) == 16


def test_figure_rows_name_gaps_marks_and_examples() -> None:
    chart = total_chart()
    first = replace(chart.points[0], mark="[p]", is_example=True, status=None)
    rows = figure_rows(replace(chart, points=(first, *chart.points[1:])))
    assert rows[-1] == FigureRow("2016/17 Q1", "300 [p]", "300 to date", "–", "Example figure")
    assert rows[4].figure == "No figure"


def test_year_rows_are_a_line_a_year() -> None:
    chart = total_chart()
    red = replace(chart.points[-1], status=Status.RED, mark="[e]")
    assert year_rows(replace(chart, points=(*chart.points[:-1], red))) == (
        YearRow("2016/17", ("300", "600", "–", "1,210"), "1,200 to date"),
        YearRow("2017/18", ("290", "580", "830 [e] ◆", "–"), "900 to date"),
    )


def test_year_rows_leave_baselines_out() -> None:
    assert [row.year for row in year_rows(rate_chart())] == [
        "2014/15",
        "2015/16",
        "2016/17",
        "2017/18",
    ]
    assert year_rows(replace(rate_chart(), points=(BASELINE,))) == ()


def test_target_at_a_time_without_one_is_a_dash() -> None:
    assert target_at(rate_chart(), Decimal(1)) == "–"
