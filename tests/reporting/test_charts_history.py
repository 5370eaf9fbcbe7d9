"""What the chart of a measure is made of."""

from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from indicators.models import Baseline, Measure
from indicators.rules.periods import Quarter
from indicators.rules.vocabulary import Status
from indicators.terms.terms_changing import Agreement, Proposal, change_terms
from reporting.charts.description import TargetSpan, TimeChart, quarter_at
from reporting.charts.history import baselines_until, measure_chart, returns_until
from tests.factories import (
    EXPLAINED,
    Q2,
    Q3,
    TODAY,
    approved,
    make_history,
    make_measure,
    make_performance,
    make_return,
    make_terms,
    submitted,
)

pytestmark = pytest.mark.django_db
Q1 = Quarter(2017, 1)


def chart(measure: Measure, until: Quarter = Q3) -> TimeChart:
    returns = returns_until([measure.pk], until).get(measure.pk, [])
    return measure_chart(
        measure, returns, baselines_until([measure.pk], until).get(measure.pk, []), until
    )


def test_chart_shows_approved_figures_with_ratings_and_targets() -> None:
    measure = make_measure("25")
    make_terms(measure, 2016, target=Decimal(70))
    make_terms(measure, 2017)
    make_history(measure, {Quarter(2016, 4): "71", Q1: "79", Q2: "81"})
    approved(make_return("25", Q3), "74", quality="PROVISIONAL", **EXPLAINED)

    found = chart(measure)

    assert [(point.label, point.figure, point.status) for point in found.points] == [
        ("2016/17 Q4", "71.0%", Status.GREEN),
        ("2017/18 Q1", "79.0%", Status.AMBER),
        ("2017/18 Q2", "81.0%", Status.GREEN),
        ("2017/18 Q3", "74.0% [p]", Status.RED),
    ]
    at = quarter_at(Q1)
    assert found.targets == (
        TargetSpan("Target 2016/17:", "70%", at - 1, at - 1, *[Decimal("70.000000")] * 2),
        TargetSpan("Target", "80%", at, at + 2, *[Decimal("80.000000")] * 2),
    )
    assert (
        found.title
        == "Down 7.0 percentage points on last quarter, and newly red, green last quarter"
    )
    assert found.subtitle == (
        "Measure 25, snapshot at the end of the period, 2016/17 Q4 to 2017/18 Q3."
    )


def test_chart_ends_at_the_quarter_asked_for() -> None:
    measure = make_measure("25")
    make_terms(measure)
    make_history(measure, {Q1: "79", Q2: "81"})
    assert [point.label for point in chart(measure, Q1).points] == ["2017/18 Q1"]


def test_chart_shows_no_figure_that_is_not_approved() -> None:
    measure = make_measure("25")
    make_terms(measure)
    make_history(measure, {Q2: "81"})
    submitted(make_return("25", Q3), "85")
    found = chart(measure)
    assert [(point.label, point.text) for point in found.points] == [
        ("2017/18 Q2", "81.0%"),
        ("2017/18 Q3", "No figure"),
    ]
    assert found.title == "No figure for 2017/18 Q3; 81.0% in 2017/18 Q2"


def test_chart_puts_a_baseline_at_the_end_of_its_own_month() -> None:
    measure = make_measure("25", is_example=True)
    make_terms(measure)
    Baseline.objects.create(
        measure=measure,
        period_end=date(2017, 5, 31),
        period_name="May 2017",
        value=Decimal("56.5"),
        is_estimated=True,
        source_file="workbook.xlsx",
    )
    make_history(measure, {Q1: "81", Q2: "82"})

    baseline, first, _ = chart(measure, Q2).points

    assert (baseline.label, baseline.figure, baseline.is_baseline) == (
        "May 2017",
        "56.5% [e]",
        True,
    )
    assert round(first.at - baseline.at, 4) == Decimal("0.3333")
    assert chart(measure, Q2).subtitle.endswith("Example figures except May 2017.")


def test_chart_of_a_running_total_starts_again_each_year() -> None:
    measure = make_measure("4", value_type="count", decimals=0)
    for year in (2016, 2017):
        make_terms(
            measure,
            year,
            basis="CUMULATIVE_TOTAL",
            profile="LINEAR",
            target=Decimal(1200),
            tolerance_mode="PERCENT_OF_TARGET",
        )
    make_history(measure, {Quarter(2016, 4): "1250", Q1: "310", Q2: "620"})
    found = chart(measure, Q2)
    assert [len(run) for run in found.runs] == [1, 2]
    assert [span.label for span in found.targets] == [
        "Target 2016/17: 1,200",
        "Target to date 2017/18: 300",
        "Target to date 600",
    ]


def test_old_target_stays_on_the_chart_when_it_changes_in_mid_year() -> None:
    measure = make_measure("25")
    make_terms(measure, 2016)
    make_terms(measure, 2017)
    make_history(measure, {Quarter(2016, 4): "81", Q1: "79", Q2: "81"})
    approved(make_return("25", Q3), "83")
    change_terms(
        measure,
        Proposal(Q3, {"target": Decimal(82)}),
        Agreement("The new contract", "Cabinet", TODAY, "minute 45"),
        by=make_performance(),
        on=TODAY,
    )
    at = quarter_at(Q3)
    assert chart(measure).targets == (
        TargetSpan("Target until 2017/18 Q2:", "80%", at - 3, at - 1, *[Decimal(80)] * 2),
        TargetSpan("Target", "82%", at, at, *[Decimal(82)] * 2),
    )


def test_chart_of_a_range_has_a_band() -> None:
    measure = make_measure("25")
    make_terms(measure, polarity="RANGE", target=None, low=Decimal("45.7"), high=Decimal("52.3"))
    approved(make_return("25", Q3), "50")
    (span,) = chart(measure).targets
    assert (span.name, span.text, span.is_range) == ("Range", "45.7% to 52.3%", True)


def test_chart_of_a_measure_without_figures_is_empty() -> None:
    measure = make_measure("25")
    found = chart(measure)
    assert found.is_empty
    assert found.title == "No figure for 2017/18 Q3"


@pytest.mark.parametrize("count", [1, 3])
def test_history_of_many_measures_is_two_queries(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    measures = [make_measure(ref) for ref in ("1", "2", "3")]
    for measure in measures:
        make_terms(measure)
    for measure in measures:
        approved(make_return(measure.ref, Q2), "81", on=Q2.end)
    with django_assert_num_queries(2):
        ids = [measure.pk for measure in measures[:count]]
        returns, baselines = returns_until(ids, Q3), baselines_until(ids, Q3)
        for measure in measures[:count]:
            measure_chart(measure, returns[measure.pk], baselines.get(measure.pk, []), Q3)
