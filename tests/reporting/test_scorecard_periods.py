"""Choosing a period: each has an address of its own on every page."""

import pytest
from django.urls import reverse

from indicators.rules.periods import Quarter
from reporting.scorecard.overview import address
from reporting.scorecard.periods import Choice, all_periods, period_at, switcher
from tests.factories import Q2, Q3, make_return, open_quarter
from tests.reporting.scorecard_examples import make_outcome, reader

pytestmark = pytest.mark.django_db
Q1 = Quarter(2017, 1)


def test_switcher_offers_all_periods_and_both_neighbours() -> None:
    for quarter in (Q1, Q2, Q3):
        open_quarter(quarter)
    periods = all_periods()
    found = switcher(period_at(Q2, periods), periods, address)
    q1, q2, q3 = (Choice(each.slug, each.name) for each in (Q1, Q2, Q3))
    assert (found.action, found.period, found.periods) == (
        "/scorecard/2017-18-q2/",
        q2,
        (q3, q2, q1),
    )
    assert (found.previous, found.next) == (q1, q3)


def test_switcher_at_the_ends_has_one_neighbour() -> None:
    open_quarter(Q3)
    found = switcher(period_at(Q3, all_periods()), all_periods(), address)
    assert (found.previous, found.next) == (None, None)


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/", "/scorecard/2017-18-q2/"),
        ("/scorecard/2017-18-q3/", "/scorecard/2017-18-q2/"),
        ("/directorates/people/2017-18-q3/", "/directorates/people/2017-18-q2/"),
        ("/outcomes/SOF-1/2017-18-q3/", "/outcomes/SOF-1/2017-18-q2/"),
        ("/measures/25/2017-18-q3/", "/measures/25/2017-18-q2/"),
        ("/borough/2017-18-q3/", "/borough/2017-18-q2/"),
    ],
)
def test_choosing_a_period_leads_to_its_own_address(path: str, to: str) -> None:
    make_return("25")
    make_outcome("SOF-1")
    answer = reader().get(path, {"period": "2017-18-q2"})
    assert (answer.status_code, answer.headers["Location"]) == (302, to)


@pytest.mark.parametrize("period", ["2017-19-q2", "soon", ""])
def test_a_period_that_can_not_be_is_not_found(period: str) -> None:
    make_return("25")
    at = reverse("reporting:overview-period", kwargs={"period": Q3})
    assert reader().get(at, {"period": period}).status_code == 404
