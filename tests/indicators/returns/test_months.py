"""Months put together as a quarter's figure, by basis."""

from decimal import Decimal
from typing import Any

import pytest

from indicators.models import Return
from indicators.returns.entering import Entry, entry_of, save_draft
from indicators.returns.months import MonthEntry, months_of, put_together
from indicators.returns.needs import missing_from
from indicators.returns.refusals import RefusedError
from indicators.returns.submitting import submit
from tests.factories import (
    Q2,
    Q3,
    TODAY,
    entered,
    make_measure,
    make_officer,
    make_return,
    make_service,
    make_terms,
    submitted,
)

pytestmark = pytest.mark.django_db


def monthly(basis: str, **fields: Any) -> Return:
    measure = make_measure(frequency="MONTHLY", **fields)
    make_terms(measure, basis=basis, target=Decimal(40))
    return make_return()


def months(*values: str | None) -> tuple[MonthEntry, ...]:
    return tuple(
        MonthEntry(number, Decimal(each))
        for number, each in zip((7, 8, 9), values, strict=True)
        if each is not None
    )


def parts(*pairs: tuple[int, int]) -> tuple[MonthEntry, ...]:
    return tuple(
        MonthEntry(number, None, Decimal(top), Decimal(bottom))
        for number, (top, bottom) in zip((7, 8, 9), pairs, strict=True)
    )


@pytest.mark.parametrize(
    ("basis", "kind", "expected", "estimated"),
    [
        ("SNAPSHOT", "count", "5", False),
        ("PERIOD", "count", "35", False),
        ("CUMULATIVE_TOTAL", "count", "5", False),
        ("YTD_RATIO", "percent", "5", False),
        ("PERIOD", "percent", "11.66666666666666666666666667", True),
        ("SNAPSHOT", "percent", "5", False),
    ],
)
def test_values_are_put_together_by_basis(
    basis: str, kind: str, expected: str, estimated: bool
) -> None:
    whole = put_together(monthly(basis, value_type=kind), months("10", "20", "5"))
    assert (whole.value, whole.estimated) == (Decimal(expected), estimated)


def test_parts_of_a_ratio_are_added_up_never_averaged() -> None:
    whole = put_together(monthly("PERIOD"), parts((10, 20), (30, 40), (5, 10)))
    assert (whole.value, whole.numerator, whole.denominator) == (None, Decimal(45), Decimal(70))


def test_last_parts_stand_for_a_year_to_date_ratio() -> None:
    whole = put_together(monthly("YTD_RATIO"), parts((10, 20), (30, 40), (50, 70)))
    assert (whole.numerator, whole.denominator) == (Decimal(50), Decimal(70))


def test_missing_month_is_not_zero() -> None:
    whole = put_together(monthly("PERIOD", value_type="count"), months("10", None, "5"))
    assert (whole.value, whole.coverage, whole.is_complete) == (None, "2 of 3 months", False)


def test_snapshot_needs_its_last_month_only() -> None:
    whole = put_together(monthly("SNAPSHOT", value_type="count"), months(None, None, "5"))
    assert (whole.value, whole.is_complete) == (Decimal(5), True)


def test_months_of_a_quarter_count_from_april() -> None:
    assert months_of(make_return()) == (7, 8, 9)


def test_saving_months_gives_the_quarter_its_figure() -> None:
    return_ = monthly("PERIOD", value_type="count", decimals=0)
    entered(return_, None, months=months("10", "20", "5"))
    return_.refresh_from_db()
    assert return_.value == Decimal(35)
    assert [str(each) for each in entry_of(return_).months] == [
        "October 10",
        "November 20",
        "December 5",
    ]


def test_return_with_a_month_missing_says_how_many_there_are() -> None:
    return_ = monthly("PERIOD", value_type="count", decimals=0)
    saved = entered(return_, None, months=months("10", "20", None))
    assert missing_from(saved) == {"value": "Enter what is missing: the figure of December."}


def test_snapshot_names_its_last_month_only() -> None:
    saved = entered(monthly("SNAPSHOT", value_type="count"), None, months=months("10", None, None))
    assert missing_from(saved) == {"value": "Enter what is missing: the figure of December."}


def test_average_of_the_year_to_date_takes_the_months_since_april() -> None:
    measure = make_measure(frequency="MONTHLY", value_type="count", decimals=0)
    make_terms(measure, basis="YTD_AVERAGE", returns_average_to_date=False, target=Decimal(10))
    earlier = tuple(MonthEntry(each, Decimal(10)) for each in (4, 5, 6))
    submitted(make_return(quarter=Q2), None, months=earlier)
    whole = put_together(make_return(quarter=Q3), months("20", "20", "20"))
    assert (whole.value, whole.is_complete) == (Decimal(15), True)


def test_rolling_figure_is_the_last_one() -> None:
    whole = put_together(monthly("ROLLING"), months("10", "20", "5"))
    assert (whole.value, whole.estimated) == (Decimal(5), False)


def test_mean_of_percentages_is_marked_as_an_estimate() -> None:
    return_ = monthly("PERIOD")
    entry = Entry(months=months("80", "81", "85"))
    saved = save_draft(return_, entry, by=make_officer(make_service()), on=TODAY)
    assert (saved.value, saved.quality) == (Decimal(82), "ESTIMATED")


def test_no_cases_are_not_said_beside_a_months_figure() -> None:
    return_, officer = monthly("PERIOD"), make_officer(make_service())
    entry = Entry(no_value_reason="NO_CASES", months=(MonthEntry(7, Decimal(60)),))
    with pytest.raises(RefusedError):
        submit(save_draft(return_, entry, by=officer, on=TODAY), by=officer, on=TODAY)
