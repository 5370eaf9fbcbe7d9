"""Charts as SVG."""

import re
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest

from indicators.rules.periods import Quarter
from reporting.charts.description import RatingBar, Sparkline, TimeChart
from reporting.charts.labels import labels_for
from reporting.charts.layout import NARROW, PAPER, WIDE, Sheet, plane_for
from reporting.charts.svg import drawing, rating_bar, sparkline, time_chart
from tests.reporting.chart_examples import BASELINE, point, points, rate_chart, span, total_chart

SVG = "{http://www.w3.org/2000/svg}"
CHARTS = {
    "rate": rate_chart(),
    "total": total_chart(),
    "one figure": TimeChart("One", "Only one", (point(Quarter(2017, 3), "3.0"),)),
    "one year": TimeChart(
        "Few",
        "",
        tuple(points(["70.1", "70.4"])),
        (span(Quarter(2014, 1), Quarter(2014, 2), "70", "70", "Target"),),
    ),
}
every_chart = pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
every_sheet = pytest.mark.parametrize("sheet", [WIDE, NARROW, PAPER], ids=lambda each: each.name)


def texts(svg: str) -> list[str]:
    # Our own drawing, so nothing hostile is parsed.
    return [each.text or "" for each in ET.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314


def test_drawing_says_value_target_baseline_and_what_a_diamond_means() -> None:
    assert texts(drawing(rate_chart())) == [
        *("40", "45", "50", "55", "60", "65"),
        *("Q1", "Q2", "Q3", "Q4", "Q1", "Q2", "Q3", "Q4", "Q1", "Q2", "Q3", "Q4", "Q1", "Q2", "Q3"),
        *("2017/18", "2016/17", "2015/16", "2014/15"),
        "59.6",
        *("50.4 to 55.7", "Range"),
        *("◆", "rated red"),
        "Baseline 56.5",
        "Range 2014/15 to 2016/17: 45.7 to 52.3",
    ]


def test_drawing_on_a_phone_keeps_the_value_the_target_and_short_years() -> None:
    found = texts(drawing(rate_chart(), NARROW))
    assert found[6:10] == ["17/18", "16/17", "15/16", "14/15"]
    assert [each for each in found if each.startswith("Q")] == []
    assert {"59.6", "Range", "50.4 to 55.7", "Baseline 56.5"} <= set(found)


def test_drawing_escapes_what_people_wrote_and_has_a_name() -> None:
    svg = ET.fromstring(drawing(rate_chart()))  # noqa: S314 - our own drawing
    assert svg.get("role") == "img"
    assert svg.findtext(f"{SVG}title") == rate_chart().description
    assert "Children <subject> to a plan & more" in rate_chart().description


def test_drawing_has_no_styles_scripts_or_addresses() -> None:
    drawn = time_chart(rate_chart()).replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert re.findall(r"style=|<style|<script|href|http", drawn) == []


def test_baseline_is_hollow_a_red_is_a_diamond() -> None:
    svg = ET.fromstring(drawing(rate_chart()))  # noqa: S314 - our own drawing
    hollow = [each for each in svg.iter(f"{SVG}circle") if each.get("fill") == "#ffffff"]
    diamonds = list(svg.iter(f"{SVG}path"))
    assert (len(hollow), len(diamonds)) == (1, 1)


def test_line_is_broken_by_a_gap_and_where_a_total_starts_again() -> None:
    svg = ET.fromstring(drawing(total_chart()))  # noqa: S314 - our own drawing
    lines = [(each.get("points") or "").split() for each in svg.iter(f"{SVG}polyline")]
    assert list(map(len, lines)) == [2, 1, 3]


def test_baseline_without_room_beside_it_is_named_above_the_chart() -> None:
    crowded = replace(
        total_chart(),
        points=tuple(
            sorted(
                [*points(["9", "1"] * 7), replace(BASELINE, value=Decimal(5), short="5")],
                key=lambda each: each.at,
            )
        ),
        targets=(),
    )
    assert texts(drawing(crowded, NARROW))[-2:] == ["○", "baseline 5"]


def test_last_figure_says_its_quarter_where_a_newer_one_is_missing() -> None:
    found = texts(drawing(TimeChart("", "", tuple(points(["70.1", "70.4", ""])))))
    assert found[-2:] == ["in Q2", "70.4"]


@every_chart
@every_sheet
def test_labels_keep_off_each_other_and_on_the_sheet(chart: TimeChart, sheet: Sheet) -> None:
    boxes = [label.box for label, _ in labels_for(chart, plane_for(chart, sheet), sheet)]
    assert [pair for pair in combinations(boxes, 2) if pair[0].meets(pair[1])] == []
    assert [box for box in boxes if box.left < 0 or box.right > sheet.width] == []


@every_chart
@every_sheet
def test_points_stand_inside_the_plot(chart: TimeChart, sheet: Sheet) -> None:
    plane = plane_for(chart, sheet)
    area = plane.area
    spots = [plane.spot(each) for each in chart.points if each.value is not None]
    assert [
        (x, y)
        for x, y in spots
        if not (area.left <= x <= area.right and area.top <= y <= area.bottom)
    ] == []


def test_rating_bar_shows_each_count_and_leaves_out_empty_ones() -> None:
    bar = RatingBar.of(green=10, amber=3, red=1, awaiting=2)
    svg = rating_bar(bar)
    assert texts(svg) == ["10", "3", "1", "2"]
    assert bar.description == "10 green, 3 amber, 1 red, 2 awaiting information"
    assert 'aria-label="10 green, 3 amber, 1 red, 2 awaiting information"' in svg
    assert svg.count("stroke-dasharray") == 1


def test_rating_bar_of_nothing_is_empty() -> None:
    assert texts(rating_bar(RatingBar.of())) == []
    assert RatingBar.of().description == "none"


@pytest.mark.parametrize("counts", [{"green": 1}, {"green": 500, "red": 1}, {"red": 30}])
def test_rating_bar_stays_within_its_width(counts: dict[str, int]) -> None:
    svg = ET.fromstring(rating_bar(RatingBar.of(**counts), of=600))  # noqa: S314 - our own
    ends = [
        float(each.get("x", 0)) + float(each.get("width", 0)) for each in svg.iter(f"{SVG}rect")
    ]
    assert max(ends) <= 300


def test_sparkline_breaks_at_a_gap_and_marks_the_last_figure() -> None:
    values = tuple(None if value is None else Decimal(value) for value in (1, 2, None, 4, 3))
    svg = ET.fromstring(sparkline(Sparkline(values, target=Decimal(2))))  # noqa: S314 - our own
    assert len(list(svg.iter(f"{SVG}polyline"))) == 2
    assert len(list(svg.iter(f"{SVG}line"))) == 1
    assert [each.get("cx") for each in svg.iter(f"{SVG}circle")] == ["115.0"]
    assert svg.get("aria-hidden") == "true"


def test_sparkline_of_equal_figures_is_level() -> None:
    svg = ET.fromstring(sparkline(Sparkline((Decimal(5),) * 3)))  # noqa: S314 - our own
    (line,) = svg.iter(f"{SVG}polyline")
    assert {spot.split(",")[1] for spot in (line.get("points") or "").split()} == {"17.0"}


def test_sparkline_without_figures_is_nothing() -> None:
    assert sparkline(Sparkline((None, None))) == ""
