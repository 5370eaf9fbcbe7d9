"""Others' figures on a measure's page: beside ours of the same period, with the gap in words."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from indicators.models import Baseline, Benchmark, Comparator, Measure
from indicators.rules.periods import Quarter
from indicators.rules.units import Unit
from reporting.scorecard.benchmarks import BenchmarkRow, benchmarks_until, gap_words
from tests.factories import (
    Q2,
    Q3,
    TODAY,
    approved,
    make_history,
    make_measure,
    make_person,
    make_return,
    submitted,
)
from tests.reporting.scorecard_examples import as_words, measure_page_of

pytestmark = pytest.mark.django_db
ADDRESS = "/measures/25/2017-18-q3/"
PERCENT = Unit("percent", "%", 1)


@pytest.fixture(autouse=True)
def _on_the_day(settings: Settings) -> None:
    settings.BUSINESS_TODAY = TODAY


def benchmark(
    end: date, name: str, value: str, *, of: str = "England", **fields: object
) -> Benchmark:
    measure = Measure.objects.get(ref="25")
    comparator, _ = Comparator.objects.get_or_create(name=of)
    given = {"period_end": end, "period_name": name, "value": Decimal(value), **fields}
    return Benchmark.objects.create(measure=measure, comparator=comparator, **given)


@pytest.mark.parametrize(
    ("ours", "theirs", "words"),
    [
        ("82", "84.3", "2.3 percentage points below England"),
        ("85.3", "84.3", "1.0 percentage points above England"),
        ("84.31", "84.29", "the same as England"),
    ],
)
def test_the_gap_is_of_the_figures_as_shown(ours: str, theirs: str, words: str) -> None:
    assert gap_words(Decimal(ours), Decimal(theirs), "England", PERCENT) == words


def test_a_comparator_stands_beside_our_figure_of_the_same_quarter() -> None:
    make_history(make_measure(), {Q2: "82"})
    return_ = approved(make_return(), "83")
    benchmark(Q2.end, "2017/18 Q2", "84.3", source="LG Inform", note="Provisional")

    found = measure_page_of(return_).benchmarks

    assert found is not None
    assert found.newest == (
        BenchmarkRow(
            comparator="England",
            period="2017/18 Q2",
            figure="84.3%",
            ours="82.0%",
            ours_of="2017/18 Q2",
            gap="2.3 percentage points below England",
            source="LG Inform",
            note="Provisional",
        ),
    )
    assert found.earlier == ()


def test_a_year_is_compared_with_the_outturn_or_its_last_quarter() -> None:
    measure = make_measure()
    fourth, outturn = Quarter(2016, 4), Quarter(2016, 5)
    make_history(measure, {fourth: "82"})
    return_ = approved(make_return(), "83")
    benchmark(fourth.end, "2016/17", "83")

    first = measure_page_of(return_).benchmarks
    make_history(measure, {outturn: "84"})
    second = measure_page_of(return_).benchmarks

    assert first is not None
    assert (first.newest[0].ours, first.newest[0].ours_of) == ("82.0%", "2016/17 Q4")
    assert second is not None
    assert (second.newest[0].ours, second.newest[0].gap) == (
        "84.0%",
        "1.0 percentage points above England",
    )


def test_a_month_is_compared_with_the_baseline_of_that_month() -> None:
    return_ = approved(make_return(), "83")
    end = date(2016, 11, 30)
    given = {"period_end": end, "period_name": "November 2016", "value": Decimal(60)}
    Baseline.objects.create(measure=return_.measure, **given)
    benchmark(end, "November 2016", "61", is_estimated=True)

    found = measure_page_of(return_).benchmarks

    assert found is not None
    row = found.newest[0]
    assert (row.figure, row.ours, row.ours_of) == ("61.0% [e]", "60.0%", "November 2016")


def test_a_period_without_a_figure_of_ours_says_so() -> None:
    return_ = approved(make_return(), "83")
    benchmark(date(2015, 3, 31), "2014/15", "61")

    found = measure_page_of(return_).benchmarks

    assert found is not None
    assert (found.newest[0].ours, found.newest[0].gap) == (
        "–",
        "no figure of ours for this period",
    )


def test_the_newest_of_each_comparator_stands_first_and_later_ones_are_not_known_yet() -> None:
    return_ = approved(make_return(), "83")
    benchmark(date(2015, 3, 31), "2014/15", "61")
    benchmark(date(2016, 3, 31), "2015/16", "62")
    benchmark(date(2016, 3, 31), "2015/16", "63", of="Wales")
    benchmark(date(2018, 3, 31), "2017/18", "64")
    Comparator.objects.filter(name="Wales").update(position=0)
    Comparator.objects.filter(name="England").update(position=1)

    found = measure_page_of(return_).benchmarks

    assert found is not None
    assert [(row.comparator, row.period) for row in found.newest] == [
        ("Wales", "2015/16"),
        ("England", "2015/16"),
    ]
    assert [(row.comparator, row.period) for row in found.earlier] == [("England", "2014/15")]


def test_what_a_reader_may_not_see_of_ours_is_not_compared(client: Client) -> None:
    submitted(make_return(), "81")
    benchmark(Q3.end, "2017/18 Q3", "82.5")
    client.force_login(make_person("Cllr Moss"))

    words = as_words(client.get(ADDRESS).content.decode())

    assert "82.5%" in words
    assert "81.0%" not in words
    assert "below England" not in words


def test_page_and_chart_name_the_comparator(client: Client) -> None:
    approved(make_return(), "82")
    benchmark(Q3.end, "2017/18 Q3", "84.3", source="LG Inform")
    client.force_login(make_person("Cllr Moss"))

    words = as_words(client.get(ADDRESS).content.decode())

    assert "Compared with others" in words
    assert "2.3 percentage points below England" in words
    assert "Compared with others: England, 2017/18 Q3: 84.3%." in words
    traces = client.get(f"{ADDRESS}chart.json").json()["data"]
    assert [each["text"] for each in traces if each["name"] == "Others"] == [["England 84.3%"]]


def test_a_measure_without_benchmarks_says_nothing_of_others(client: Client) -> None:
    approved(make_return(), "82")
    client.force_login(make_person("Cllr Moss"))

    assert "Compared with others" not in client.get(ADDRESS).content.decode()


def test_many_benchmarks_cost_as_many_queries_as_one(client: Client) -> None:
    approved(make_return(), "82")
    client.force_login(make_person("Cllr Moss"))
    counts = []
    for number in range(6):
        benchmark(date(2010 + number, 3, 31), f"{2009 + number}/{10 + number}", "60")
        benchmark(date(2010 + number, 3, 31), "that year", "61", of=f"Place {number}")
        if number in {0, 5}:
            with CaptureQueriesContext(
                connection,
            ) as found:
                client.get(ADDRESS)
            counts.append(len(found))

    assert counts[0] == counts[1]
    assert len(benchmarks_until(Measure.objects.get(), Q3)) == 12
