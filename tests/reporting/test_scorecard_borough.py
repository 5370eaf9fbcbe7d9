"""The state of the borough: latest figures and trends of indicators, without colour."""

from datetime import date
from decimal import Decimal

import pytest
from pytest_django import Settings

from indicators.models import Alignment, Baseline, Measure
from indicators.rules.rag import Status
from organisation.models import Council
from reporting.scorecard.borough import IndicatorRow, borough, indicator_rows
from tests.factories import (
    EXPLAINED,
    Q2,
    Q3,
    TODAY,
    approved,
    make_history,
    make_measure,
    make_return,
    make_terms,
    open_quarter,
)
from tests.reporting.scorecard_examples import (
    as_words,
    cost,
    make_indicator,
    make_outcome,
    reader,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/borough/2017-18-q3/"


@pytest.fixture(autouse=True)
def _on_the_day(settings: Settings) -> None:
    settings.BUSINESS_TODAY = TODAY


def make_baseline(measure: Measure, value: str = "60") -> Baseline:
    return Baseline.objects.create(
        measure=measure,
        period_end=date(2016, 11, 30),
        period_name="November 2016",
        value=Decimal(value),
        is_estimated=True,
        source_file="report.pdf",
    )


def brief(row: IndicatorRow) -> tuple[str, ...]:
    """Figure, period, and both directions with where they are measured from."""
    sides = (row.before, row.baseline)
    moved = (part for side in sides for part in (side.arrow.words, side.from_words))
    return (f"{row.value} {row.mark}".strip(), row.period, *moved)


def test_an_indicator_is_compared_with_the_figure_before_and_its_baseline() -> None:
    measure = make_indicator()
    make_baseline(measure)
    make_history(measure, {Q2: "64"})
    approved(make_return("B1"), "62", quality="PROVISIONAL")
    (row,) = indicator_rows(Q3)
    assert brief(row) == (
        "62.0% [p]",
        "2017/18 Q3",
        "down 2.0 percentage points, worse",
        "from 64.0%, 2017/18 Q2",
        "up 2.0 percentage points, better",
        "from 60.0%, November 2016",
    )


def test_without_a_baseline_the_same_quarter_last_year_serves() -> None:
    make_history(make_indicator(), {Q3.same_last_year(): "60", Q2: "64"})
    approved(make_return("B1"), "64")
    (row,) = indicator_rows(Q3)
    assert brief(row)[2:] == (
        "No change",
        "from 64.0%, 2017/18 Q2",
        "up 4.0 percentage points, better",
        "from 60.0%, 2016/17 Q3",
    )


def test_an_indicator_with_a_baseline_alone_has_nothing_to_compare_with() -> None:
    make_baseline(make_indicator())
    (row,) = indicator_rows(Q3)
    assert brief(row) == (
        "60.0% [e]",
        "November 2016",
        "Nothing to compare with",
        "",
        "Nothing to compare with",
        "",
    )


def test_an_earlier_quarter_does_not_know_later_figures() -> None:
    make_history(make_indicator(), {Q2: "64"})
    approved(make_return("B1"), "70")
    (row,) = indicator_rows(Q2)
    assert (row.value, row.period) == ("64.0%", "2017/18 Q2")


def test_indicators_have_no_colour_unless_the_council_says_so() -> None:
    make_terms(make_indicator())
    open_quarter()
    approved(make_return("B1"), "50")
    assert [row.status for row in indicator_rows(Q3)] == [None]
    council = Council.current()
    council.colours_indicators = True
    council.save()
    make_terms(make_indicator("B2"))
    make_return("B2")
    approved(make_return("B2"), "50", **EXPLAINED)
    assert [row.status for row in indicator_rows(Q3)] == [None, Status.RED]


def test_borough_groups_indicators_by_outcome_and_leaves_measures_out() -> None:
    second, first = make_outcome("SOF-2", position=2), make_outcome("SOF-1", position=1)
    for ref, outcomes in {"B10": [first], "B2": [first, second], "B3": []}.items():
        measure = make_indicator(ref)
        for outcome in outcomes:
            Alignment.objects.create(measure=measure, outcome=outcome)
    make_terms(make_measure("1"))
    found = [(group.name, [row.ref for row in group.rows]) for group in borough(Q3).groups]
    assert found == [
        ("SOF-1 Safe", ["B2", "B10"]),
        ("SOF-2 Safe", ["B2"]),
        ("Not under an outcome yet", ["B3"]),
    ]


def test_borough_says_how_many_moved_which_way() -> None:
    for ref, then, now in (("B1", "60", "64"), ("B2", "64", "60"), ("B3", "60", "60")):
        make_terms(make_indicator(ref))
        approved(make_return(ref, Q2), then)
        approved(make_return(ref), now)
    make_terms(make_indicator("B4"), polarity="NEUTRAL", target_state="NONE", target=None)
    approved(make_return("B4", Q2), "60")
    approved(make_return("B4"), "64")
    make_baseline(make_indicator("B5"))
    make_indicator("B6")
    assert borough(Q3).lead == (
        "Of 5 population indicators with a figure, 1 is better than the one before, 1 is worse "
        "and 1 is little changed. 1 only gives context. 1 has nothing to compare with yet."
    )


def test_borough_without_figures_says_so() -> None:
    make_indicator()
    assert borough(Q3).lead == "No population indicator has a figure yet."


def test_page_says_why_there_is_no_colour() -> None:
    make_return("1")
    words = as_words(reader().get(ADDRESS).content.decode())
    assert "No one organisation alone answers for them" in words


def test_borough_costs_as_many_queries_for_one_as_for_many() -> None:
    client, outcome, found = reader(), make_outcome("SOF-1"), []
    for number in range(1, 7):
        measure = make_indicator(f"B{number}")
        make_baseline(measure)
        Alignment.objects.create(measure=measure, outcome=outcome)
        for quarter in (Q2, Q3):
            approved(make_return(measure.ref, quarter), "60")
        found.append(cost(client, ADDRESS))
    assert len(set(found)) == 1
