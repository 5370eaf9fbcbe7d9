"""The figures beside a rating: earlier ones, baseline, target, forecast."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.models import Baseline
from tests.factories import (
    EXPLAINED,
    Q2,
    Q3,
    approved,
    make_history,
    make_measure,
    make_return,
    make_terms,
)
from tests.reporting.scorecard_examples import (
    present,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/measures/25/2017-18-q3/"
LAST_YEAR = Q3.same_last_year()


def test_facts_compare_with_last_quarter_last_year_baseline_and_target() -> None:
    measure = make_measure("25")
    Baseline.objects.create(
        measure=measure,
        period_end=date(2016, 11, 30),
        period_name="November 2016",
        value=Decimal("70.5"),
        source_file="targets.xlsx",
        source_sheet="Sheet1",
        source_cell="E29",
    )
    make_history(measure, {LAST_YEAR: "80", Q2: "83"})
    shown = present(approved(make_return(), "82", quality="PROVISIONAL"))
    assert [
        (each.name, each.value, each.arrow.words if each.arrow else "", each.note)
        for each in shown.facts
    ] == [
        ("This quarter", "82.0% [p]", "", "provisional"),
        ("Last quarter", "83.0%", "down 1.0 percentage points, worse", ""),
        ("Same quarter last year", "80.0%", "up 2.0 percentage points, better", ""),
        ("Baseline, November 2016", "70.5%", "", "source: targets.xlsx, Sheet1, cell E29"),
        ("Target", "80% or more", "", "agreed by Cabinet"),
        ("Forecast year-end", "82.0% [f]", "", "would be green, as it stands"),
    ]


def test_a_running_total_has_no_arrow_on_last_quarter_and_a_forecast_by_its_profile() -> None:
    measure = make_measure("25", value_type="count", decimals=0)
    make_terms(measure, basis="CUMULATIVE_TOTAL", target=Decimal(1200), profile="LINEAR")
    make_history(make_return(quarter=Q2).measure, {Q2: "500"}, **EXPLAINED)
    shown = {each.name: each for each in present(approved(make_return(), "990")).facts}
    last = shown["Last quarter"].arrow
    assert last is not None
    assert (last.symbol, last.words) == ("", "Running total")
    assert (shown["Target"].value, shown["Target"].note) == (
        "900 or more",
        "to date (1,200 for the year); agreed by Cabinet",
    )
    assert (shown["Forecast year-end"].value, shown["Forecast year-end"].note) == (
        "1,320 [f]",
        "would be green, by the in-year profile",
    )


def test_no_forecast_of_what_can_not_be() -> None:
    measure = make_measure("25")
    make_terms(measure, basis="CUMULATIVE_TOTAL", target=Decimal(97), profile="LINEAR")
    names = [each.name for each in present(approved(make_return(), "83")).facts]
    assert "Forecast year-end" not in names


def test_a_target_that_nobody_agreed_says_so() -> None:
    make_terms(make_measure("25"), agreed_by="", is_example=True)
    target = present(approved(make_return(), "82")).facts[-2]
    assert (target.note, target.example) == ("not yet agreed", "example target")
