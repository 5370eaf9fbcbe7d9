"""What the navigation says of somebody's returns: how many are late, how many are to do."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.officers.owed import Owed, owed
from indicators.rules.periods import Quarter
from organisation.access import access_of
from tests.factories import (
    DUE,
    Q3,
    TODAY,
    entered,
    make_measure,
    make_officer,
    make_performance,
    make_return,
    make_service,
    make_terms,
    open_quarter,
    submitted,
)
from tests.indicators.returns.corrections import begun, closed

pytestmark = pytest.mark.django_db
Q4 = Quarter(2017, 4)


def asked_for(*refs: str, service: str = "Children") -> None:
    for ref in refs:
        make_terms(make_measure(ref, service=make_service(service)))


def ones_own() -> Owed:
    return owed(access_of(make_officer(make_service()), TODAY), TODAY)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (Owed(), ""),
        (Owed(left=1, late=1), "1 late"),
        (Owed(left=3), "3 to do"),
        (Owed(left=3, late=1), "1 late, 2 to do"),
    ],
)
def test_words_say_what_is_late_first(found: Owed, expected: str) -> None:
    assert found.in_words == expected


def test_what_is_with_the_officer_is_late_after_its_due_date() -> None:
    asked_for("1", "2", "3")
    asked_for("9", service="Housing")
    open_quarter(Q3, due_on=DUE)
    open_quarter(Q4)
    submitted(make_return("1"))
    entered(make_return("2"))
    assert ones_own() == Owed(left=5, late=2)


def test_return_due_today_is_not_late() -> None:
    asked_for("1")
    open_quarter(Q3, due_on=TODAY)
    assert ones_own() == Owed(left=1, late=0)


def test_correction_under_way_is_to_do_and_never_late() -> None:
    begun(closed())
    assert ones_own() == Owed(left=1, late=0)


def test_nothing_is_owed_where_everything_is_submitted() -> None:
    submitted(make_return())
    assert ones_own() == Owed()


@pytest.mark.parametrize("number", [1, 8])
def test_one_query_however_much_is_owed(number: int) -> None:
    asked_for(*map(str, range(number)))
    open_quarter()
    access = access_of(make_officer(make_service()), TODAY)
    with CaptureQueriesContext(connection) as asked:
        owed(access, TODAY)
    assert len(asked) == 1


def test_whoever_enters_nothing_owes_nothing_and_is_not_asked_about() -> None:
    make_return()
    access = access_of(make_performance(), TODAY)
    with CaptureQueriesContext(connection) as asked:
        assert owed(access, TODAY) == Owed()
    assert len(asked) == 0
