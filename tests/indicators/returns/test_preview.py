"""What opening a period would ask for, so that nothing is forgotten."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Period
from indicators.returns.preview import Asked, Forgotten, grace_after, preview, usual_due
from indicators.rules.periods import Quarter
from tests.factories import DUE, Q3, make_measure, make_terms, open_quarter

pytestmark = pytest.mark.django_db

Q1, Q4, OUTTURN = Quarter(2017, 1), Quarter(2017, 4), Quarter(2017, 5)
MONTH = "Every month, put together for the quarter"
QUARTER, HALF = "Every quarter", "Twice a year, in quarters 2 and 4"
YEAR = "Once a year, in quarter 4"


def basket() -> None:
    """Two measures of each frequency, and one more every quarter."""
    frequencies = ("MONTHLY", "QUARTERLY", "HALF_YEARLY", "ANNUAL")
    for number, frequency in enumerate((*frequencies, *frequencies, "QUARTERLY"), start=1):
        make_terms(make_measure(str(number), frequency=frequency))


def test_returns_are_counted_by_frequency() -> None:
    basket()
    assert preview(Q1).asked == (
        Asked(MONTH, 2, 0),
        Asked(QUARTER, 3, 0),
        Asked(HALF, 0, 2),
        Asked(YEAR, 0, 2),
    )
    assert preview(Quarter(2017, 2)).total == 7
    assert preview(Q4).total == preview(OUTTURN).total == 9


@pytest.mark.parametrize("quarter", [Q1, Quarter(2017, 2), Q3, Q4])
def test_as_many_are_asked_as_the_preview_says(quarter: Quarter) -> None:
    basket()
    expected = preview(quarter).total
    assert open_quarter(quarter).returns.count() == expected


def test_measures_without_terms_are_named_with_the_reason() -> None:
    make_terms(make_measure("10"), 2016)
    make_measure("9")
    make_terms(make_measure("8"), 2018)
    make_terms(make_measure("7"))
    found = preview(Q1)
    assert (found.total, found.left) == (1, ())
    assert found.without_terms == (
        Forgotten("8", "Measure 8", "/terms/8/", "its last terms are for 2018/19"),
        Forgotten("9", "Measure 9", "/terms/9/", "it never had terms"),
        Forgotten("10", "Measure 10", "/terms/10/", "its last terms are for 2016/17"),
    )


def test_what_left_the_basket_is_not_forgotten() -> None:
    measure = make_measure("7")
    make_terms(measure)
    make_terms(measure, from_quarter=3, in_force=False)
    assert (preview(Q1).total, preview(Q1).left) == (1, ())
    assert preview(Q3).total == 0
    assert [each.ref for each in preview(Q3).left] == ["7"]
    assert preview(Q3).without_terms == ()


@pytest.mark.parametrize("number", [1, 8])
def test_preview_asks_as_often_for_one_as_for_many(number: int) -> None:
    for each in range(number):
        make_terms(make_measure(str(each)))
        make_terms(make_measure(f"{each}A"), 2016)
    with CaptureQueriesContext(connection) as asked:
        preview(Q1)
    assert len(asked) == 3


def test_due_date_is_suggested_from_the_newest_quarter() -> None:
    assert usual_due(Q4, DUE) is None
    open_quarter(Q3, due_on=DUE)
    assert usual_due(Q4, DUE) == date(2018, 4, 12)
    Period.objects.create(year=2017, number=5, due_on=date(2018, 6, 30), opened_on=DUE)
    assert usual_due(Q4, DUE) == date(2018, 4, 12)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2018, 4, 11), date(2018, 4, 12)),
        (date(2018, 4, 12), date(2018, 4, 12)),
        (date(2018, 4, 13), date(2018, 4, 25)),
        (date(2018, 6, 1), date(2018, 6, 13)),
    ],
)
def test_due_date_that_is_suggested_is_never_past(on: date, expected: date) -> None:
    open_quarter(Q3, due_on=DUE)
    assert usual_due(Q4, on) == expected


def test_grace_is_counted_from_the_due_date() -> None:
    assert grace_after(DUE, 10) == date(2018, 1, 22)
    assert grace_after(DUE, 0) == DUE
