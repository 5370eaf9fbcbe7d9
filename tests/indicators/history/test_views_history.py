"""The page of a return's history."""

from __future__ import annotations

import pytest

from indicators.returns.approving import send_back
from tests.everybody import client_of
from tests.factories import (
    TODAY,
    entered,
    make_approver,
    make_officer,
    make_performance,
    make_return,
    make_service,
    submitted,
)
from tests.reporting.scorecard_examples import as_words, cost

pytestmark = pytest.mark.django_db
ADDRESS = "/returns/2017-18-q3/25/history/"


def test_page_says_what_was_done_and_why() -> None:
    return_ = submitted(make_return(), "82")
    approver = make_approver(make_service())
    send_back(return_, reason="Check it.", by=approver, on=TODAY)
    said = as_words(client_of(approver).get(ADDRESS).content.decode())
    assert f"Sent back : Check it. State Submitted → to Sent back {approver.name}" in said
    assert "Figure : 82.0%" in said.replace("Figure: ", "Figure : ")


def test_page_says_that_nothing_was_done_yet() -> None:
    make_return()
    response = client_of(make_performance()).get(ADDRESS)
    assert "Nothing was done to this return yet." in response.content.decode()


def test_texts_are_escaped() -> None:
    entered(make_return(), commentary="<script>alert(1)</script>")
    page = client_of(make_performance()).get(ADDRESS).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_only_those_who_may_are_led_to_removing_personal_data() -> None:
    make_return()
    leads = "/returns/2017-18-q3/25/redact/"
    assert leads in client_of(make_performance()).get(ADDRESS).content.decode()
    officer = make_officer(make_service())
    assert leads not in client_of(officer).get(ADDRESS).content.decode()


def test_return_that_was_never_asked_for_has_no_history() -> None:
    make_return()
    response = client_of(make_performance()).get("/returns/2017-18-q4/25/history/")
    assert response.status_code == 404


def test_page_takes_as_many_queries_for_many_changes() -> None:
    client = client_of(make_performance())
    return_ = entered(make_return(), "1")
    one = cost(client, ADDRESS)
    for value in range(2, 30):
        entered(return_, str(value), commentary=f"So {value}")
    assert cost(client, ADDRESS) == one
    assert 'aria-label="Page 2"' in client.get(ADDRESS).content.decode()
    assert "Figure: 1.0%" in " ".join(client.get(f"{ADDRESS}?page=2").content.decode().split())
