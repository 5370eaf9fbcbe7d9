"""The history of a measure: on its own page, and the newest of it on the measure's page."""

from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.agreeing import agree_terms
from indicators.models import Return
from tests.everybody import client_of
from tests.factories import (
    TODAY,
    make_measure,
    make_officer,
    make_performance,
    make_person,
    make_return,
    make_service,
    submitted,
)
from tests.reporting.scorecard_examples import as_words, cost

pytestmark = pytest.mark.django_db
ADDRESS, PAGE = "/measures/25/history/", "/measures/25/2017-18-q3/"


def with_new_target(return_: Return, *targets: int) -> None:
    for target in targets:
        return_.terms.target = Decimal(target)
        agree_terms(return_.terms, by=make_performance(), on=TODAY, why="Agreed by Cabinet")


def test_page_says_how_the_target_changed_and_how_far_returns_have_come() -> None:
    return_ = submitted(make_return(), "82")
    with_new_target(return_, 81)
    words = as_words(client_of(make_performance()).get(ADDRESS).content.decode())
    assert "Terms changed , 2017/18: Agreed by Cabinet Target 80% → to 81%" in words
    assert "Submitted , 2017/18 Q3 State Draft → to Submitted" in words
    assert "82.0%" not in words


def test_measure_page_shows_the_newest_to_its_own_people() -> None:
    return_ = submitted(make_return(), "82")
    with_new_target(return_, *range(70, 78))
    officer = make_officer(make_service())
    page = client_of(officer).get(PAGE).content.decode()
    assert f'<a href="{ADDRESS}">All ' in page
    assert "Target 76% → to 77%" in as_words(page)
    assert "Target 70% → to 71%" not in as_words(page).partition("Targets, terms and states")[2]


def test_measure_page_shows_others_no_history_of_the_measure() -> None:
    with_new_target(make_return(), 81)
    page = client_of(make_person("Cllr Moss")).get(PAGE).content.decode()
    assert ADDRESS not in page
    assert "Targets, terms and states" not in page


def test_measure_without_a_period_has_a_history_too() -> None:
    make_measure("25")
    words = as_words(client_of(make_performance()).get(ADDRESS).content.decode())
    assert "Nothing was changed yet." in words


def test_measure_that_is_unknown_has_none() -> None:
    assert client_of(make_performance()).get("/measures/99/history/").status_code == 404


def test_page_takes_as_many_queries_for_many_changes() -> None:
    client = client_of(make_performance())
    return_ = make_return()
    with_new_target(return_, 70)
    one = cost(client, ADDRESS)
    with_new_target(return_, *range(71, 100))
    assert cost(client, ADDRESS) == one
    assert 'aria-label="Page 2"' in client.get(ADDRESS).content.decode()
