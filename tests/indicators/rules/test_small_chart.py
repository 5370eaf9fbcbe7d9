"""The small chart of last figures: where dots, lines and targets stand, and what it says."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from indicators.rules.small_chart import HEIGHT, WIDTH, Dash, Dot, Past, SmallChart, small_chart
from indicators.rules.units import Unit

PERCENT = Unit("percent", "%", 1)
EIGHTY = (Decimal(80),)


def past(*values: str | None, targets: tuple[Decimal, ...] = ()) -> list[Past]:
    return [
        Past(f"Q{place}", None if value is None else Decimal(value), targets)
        for place, value in enumerate(values, start=1)
    ]


def test_two_figures_and_their_targets_are_laid_out() -> None:
    assert small_chart(past("70", "90", targets=EIGHTY), PERCENT) == SmallChart(
        dots=(
            Dot("21.0", "106.0", "70.0%", "middle", "127.0"),
            Dot("299.0", "24.0", "90.0%", "middle", "15.0"),
        ),
        lines=("21.0,106.0 299.0,24.0",),
        targets=(Dash("10.0", "32.0", "65.0"), Dash("288.0", "310.0", "65.0")),
        first="Q1",
        last="Q2",
        description=(
            "2 figures from 70.0% in Q1 to 90.0% in Q2, between 70.0% and 90.0%. "
            "The table below has each."
        ),
    )


def test_fewer_than_two_figures_are_no_chart() -> None:
    assert small_chart([], PERCENT) is None
    assert small_chart(past("70", None), PERCENT) is None


def test_only_the_first_and_the_last_figure_are_printed() -> None:
    chart = small_chart(past("70", "75", "80"), PERCENT)
    assert chart is not None
    assert [each.label for each in chart.dots] == ["70.0%", "", "80.0%"]


def test_line_breaks_where_a_figure_is_missing_and_where_a_total_starts_anew() -> None:
    missing = small_chart(past("1", "2", None, "3", "4"), PERCENT)
    assert missing is not None
    assert [len(line.split()) for line in missing.lines] == [2, 2]
    years = past("50", "100", "20", "60")
    years[2] = replace(years[2], starts_anew=True)
    anew = small_chart(years, PERCENT)
    assert anew is not None
    assert [len(line.split()) for line in anew.lines] == [2, 2]


def test_figures_that_never_moved_stand_in_the_middle() -> None:
    chart = small_chart(past("80", "80"), PERCENT)
    assert chart is not None
    assert {each.y for each in chart.dots} == {"65.0"}


@given(st.lists(st.decimals(-1000, 1000, places=2), min_size=2, max_size=8))
def test_everything_stands_on_the_drawing_and_higher_is_higher(values: list[Decimal]) -> None:
    chart = small_chart([Past(f"Q{n}", value) for n, value in enumerate(values)], PERCENT)
    assert chart is not None
    for dot in chart.dots:
        assert 0 < Decimal(dot.x) < WIDTH
        assert 0 < Decimal(dot.y) < HEIGHT
    heights = [Decimal(dot.y) for dot in chart.dots]
    order = sorted(range(len(values)), key=values.__getitem__)
    assert [heights[each] for each in order] == sorted(heights, reverse=True)


def test_long_label_at_an_edge_runs_inwards() -> None:
    chart = small_chart(past("1000000", "2000000"), Unit("currency"))
    assert chart is not None
    assert [(each.label, each.anchor) for each in chart.dots] == [
        ("£1,000,000", "start"),
        ("£2,000,000", "end"),
    ]
