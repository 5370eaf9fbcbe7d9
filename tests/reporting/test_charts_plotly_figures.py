"""Charts as Plotly figures."""

import json
import subprocess
import sys

from reporting.charts.description import DirectorateBar, RatingBar
from reporting.charts.plotly_figures import overview_figure, time_figure
from tests.reporting.chart_examples import rate_chart, total_chart

BARS = [
    DirectorateBar("People", "/directorates/people/2017-18-q3/", RatingBar.of(green=3, red=1)),
    DirectorateBar("Place", "/directorates/place/2017-18-q3/", RatingBar.of(red=2, awaiting=1)),
]


def test_time_figure_draws_the_line_the_baseline_and_the_ranges() -> None:
    figure = time_figure(rate_chart())
    line, baseline = figure["data"]
    assert line["y"][-2:] == [58.2, 59.6]
    assert line["marker"]["symbol"][-2:] == ["circle", "diamond"]
    assert line["customdata"][-1] == "2017/18 Q3: 59.6 per 10,000, Red"
    assert baseline["customdata"] == ["November 2016: 56.5 per 10,000, baseline"]
    shapes = [(each["y0"], each["y1"]) for each in figure["layout"]["shapes"]]
    assert shapes == [(45.7, 52.3), (50.4, 55.7)]
    labels = [each["text"] for each in figure["layout"]["annotations"]]
    assert labels == ["59.6", "Range<br>50.4 to 55.7", "◆", "rated red"]
    assert (baseline["text"], baseline["textposition"]) == (["Baseline 56.5"], "bottom right")


def test_time_figure_breaks_where_a_total_starts_again() -> None:
    figure = time_figure(total_chart())
    line = figure["data"][-1]
    assert line["y"] == [300.0, 600.0, None, 1210.0, None, 290.0, 580.0, 830.0]
    assert [each["name"] for each in figure["data"][:2]] == [
        "Target to date 300",
        "Target to date 600",
    ]


def test_overview_figure_carries_the_path_that_each_bar_opens() -> None:
    figure = overview_figure(BARS)
    green, red, awaiting = figure["data"]
    paths = ["/directorates/place/2017-18-q3/", "/directorates/people/2017-18-q3/"]
    assert [each["customdata"] for each in (green, red, awaiting)] == [paths] * 3
    assert (green["x"], red["x"], awaiting["x"]) == ([0, 3], [2, 1], [1, 0])
    assert figure["layout"]["barmode"] == "stack"


def test_overview_figure_without_directorates_is_empty() -> None:
    assert overview_figure([])["data"] == []


def test_figures_are_plain_json_without_plotlys_defaults() -> None:
    for figure in (time_figure(rate_chart()), overview_figure(BARS)):
        assert json.loads(json.dumps(figure)) == figure
        assert set(figure) == {"data", "layout"}
        assert "template" not in figure["layout"]


def test_plotly_is_not_loaded_before_a_chart_is_explored() -> None:
    code = "import sys, reporting.charts.plotly_figures; sys.exit('plotly' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
