"""The pages of the progress board."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Measure, Return
from indicators.returns.approving import send_back
from indicators.rules.periods import Quarter
from organisation.models import Person
from tests.factories import (
    EXPLAINED,
    Q2,
    Q3,
    TODAY,
    approved,
    entered,
    make_approver,
    make_history,
    make_measure,
    make_officer,
    make_performance,
    make_return,
    make_service,
    make_terms,
    open_quarter,
    submitted,
)
from tests.indicators.returns.pages import Page, signed_in, words

pytestmark = pytest.mark.django_db

URL = "/board/2017-18-q3/"
ASKED = f"{URL}asked/"


def get(url: str = URL, by: Person | None = None) -> Page:
    return signed_in(by or make_performance()).get(url)


def quarter_with(*refs: str, service: str = "Children", directorate: str = "People") -> None:
    for ref in refs:
        make_terms(make_measure(ref, service=make_service(service, directorate)))


def measure_with_terms() -> Measure:
    measure = make_measure("1")
    make_terms(measure)
    return measure


def ordinary_quarter() -> None:
    quarter_with("1", "2", "3")
    open_quarter()
    approved(make_return("1"), "50", on=date(2018, 1, 10), **EXPLAINED)
    entered(make_return("2"), "50", key_risks="Children wait longer.")


# The board


def test_board_says_what_has_come_in_and_what_is_late() -> None:
    ordinary_quarter()
    text = words(get())
    assert (
        "1 of 3 returns have come in (33%). 2 are 3 days late (due 12 January 2018): "
        "1 not started, 1 in draft."
    ) in text
    assert "Returned 1 of 3, 33% Approved 1 With the approver 0" in text
    assert "Children 3 1 0 0 2 1 33% 3 days" in text
    assert (
        "2 of 2 reds say their key risks (100%), 1 the mitigation (50%), 1 an action (50%)."
    ) in text
    assert "Without a lead: 3" in text


def test_board_leads_to_its_lists_and_neighbours() -> None:
    ordinary_quarter()
    page = get().content.decode()
    service = make_service().pk
    for url in (
        f"/board/2017-18-q3/?service={service}&amp;state=late",
        "/board/2017-18-q3/?service=people&amp;state=no-mitigation",
        "/board/2017-18-q3/asked/",
        "/periods/",
        "/leads/?show=none",
    ):
        assert f'href="{url}"' in page


def test_board_of_a_closed_period_leaves_todays_leads_out() -> None:
    make_history(measure_with_terms(), {Q2: "82"})
    text = words(get("/board/2017-18-q2/"))
    assert "Closed on 30 September 2017." in text
    assert "Measures that nobody answers for" not in text


def test_measures_that_somebody_answers_for_are_said_to_be_well() -> None:
    lead = make_officer(make_service(), "Lena")
    make_terms(make_measure("1", lead=lead))
    open_quarter()
    submitted(make_return("1"))
    Return.objects.update(submitted_by=lead)
    assert "None: each has a lead who is there and returns." in words(get())


def test_board_shows_approvers_their_own_services_only() -> None:
    quarter_with("1", "2")
    quarter_with("3", service="Waste", directorate="Place")
    open_quarter()
    text = words(get(by=make_approver(make_service("Waste", "Place"))))
    assert "the services that you approve for" in text
    assert "0 of 1 returns have come in" in text
    assert "Children" not in text
    assert "Approvals Progress board Measure leads Cover for absence" in text


def test_board_opens_at_the_period_whose_due_date_is_nearest() -> None:
    quarter_with("1")
    open_quarter(Q3)
    open_quarter(Quarter(2017, 4))
    assert get("/board/").headers["Location"] == URL
    assert get("/board/?period=2017-18-q4").headers["Location"] == URL


def test_board_without_any_open_period_shows_the_newest() -> None:
    make_history(measure_with_terms(), {Q2: "82"})
    assert get("/board/").headers["Location"] == "/board/2017-18-q2/"


def test_board_before_the_first_period_says_what_to_do() -> None:
    assert "No period was opened yet. Open one under Periods" in words(get("/board/"))
    approver = make_approver(make_service())
    assert "When the performance team opens one" in words(get("/board/", approver))


@pytest.mark.parametrize("url", [URL, ASKED])
def test_other_periods_are_a_choice_away(url: str) -> None:
    quarter_with("1")
    open_quarter(Q2)
    open_quarter(Q3)
    page = get(url).content.decode()
    assert 'rel="prev"' in page
    assert 'rel="next"' not in page
    moved = get(f"{url}?period=2017-18-q2")
    assert moved.headers["Location"] == url.replace("q3", "q2")
    assert get(f"{url}?period=soon").status_code == 404


# Its lists


def test_list_shows_each_return_with_what_it_waits_for() -> None:
    quarter_with("1", "2")
    open_quarter()
    returned = submitted(make_return("1"))
    send_back(returned, reason="December is missing.", by=make_approver(make_service()), on=TODAY)
    text = words(get(f"{URL}?state=late"))
    assert "Late now: 2 returns" in text
    assert "1 Measure 1 Children Nobody Sent back 3 days Sent back to be mended" in text
    assert "December is missing." in text
    assert "2 Measure 2 Children Nobody Not started 3 days Nothing is entered yet" in text
    assert "Reminders : who is told of them, and when." in text


def test_list_of_a_lead_says_whose_it_is() -> None:
    lead = make_officer(make_service(), "Lena")
    make_terms(make_measure("1", lead=lead))
    quarter_with("2")
    open_quarter()
    text = words(get(f"{URL}?person={lead.pk}&state=all"))
    assert "Asked for: 1 return" in text
    assert "Only measures that Lena leads." in text


def test_empty_list_says_so() -> None:
    quarter_with("1")
    open_quarter()
    assert "Approved: 0 returns" in words(get(f"{URL}?state=approved"))
    assert "There is none." in words(get(f"{URL}?state=approved"))


def test_long_list_comes_in_pages() -> None:
    quarter_with(*(str(each) for each in range(51)))
    open_quarter()
    assert words(get(f"{URL}?state=late")).count("Nothing is entered yet") == 50
    assert words(get(f"{URL}?state=late&page=2")).count("Nothing is entered yet") == 1


@pytest.mark.parametrize("query", ["state=purple", "service=nowhere", "person=me"])
def test_list_that_there_is_not_has_no_page(query: str) -> None:
    quarter_with("1")
    open_quarter()
    assert get(f"{URL}?{query}").status_code == 404


def test_approver_does_not_reach_the_list_of_another_service() -> None:
    quarter_with("1")
    quarter_with("2", service="Housing")
    open_quarter()
    approver = make_approver(make_service("Housing"))
    other = make_service()
    assert get(f"{URL}?service={other.pk}&state=late", approver).status_code == 404
    assert "Measure 1" not in words(get(f"{URL}?state=late", approver))


# What was asked of whom


def test_what_was_asked_is_told_by_person_and_by_service() -> None:
    lead = make_officer(make_service(), "Lena")
    make_terms(make_measure("1", lead=lead))
    quarter_with("2")
    open_quarter()
    submitted(make_return("1"), on=date(2018, 1, 10))
    text = words(get(ASKED))
    assert "2 returns were asked for in Q3, 2 in 2017/18 so far." in text
    assert "Lena 1 1 1 0 1 1 0" in text
    assert "No lead is named 1 1 0 1 1 0 1" in text
    assert "Children People 2 2 1 1 2 2 1 1" in text


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            URL,
            (
                "Asked, In time, Came late, With approver, Late now, Not started, Returned, "
                "Longest late"
            ),
        ),
        (
            ASKED,
            (
                "Measures led, Returns, Q3, Returned, Q3, Late, Q3, Returns, 2017/18, "
                "Returned, 2017/18, Late, 2017/18"
            ),
        ),
    ],
)
def test_each_number_says_what_it_counts_where_rows_stand_as_cards(url: str, expected: str) -> None:
    quarter_with("1")
    open_quarter()
    first_row = get(url).content.decode().split("<tbody>")[1].split("</tr>")[0]
    cells = first_row.split("<td")[1:]
    assert ", ".join(re.findall(r'data-label="([^"]*)"', first_row)) == expected
    assert [cell for cell in cells if "data-label" not in cell] == []


# Who may, and at what cost


@pytest.mark.parametrize("url", ["/board/", URL, ASKED])
def test_board_is_for_the_performance_team_and_approvers(url: str) -> None:
    quarter_with("1")
    open_quarter()
    answer = get(url, make_officer(make_service()))
    assert answer.status_code == 403
    assert "The progress board is for the performance team and for approvers." in words(answer)


@pytest.mark.parametrize("url", [URL, ASKED])
def test_period_never_opened_has_no_board(url: str) -> None:
    assert get(url).status_code == 404


@pytest.mark.parametrize("url", [URL, f"{URL}?state=late", f"{URL}?state=red", ASKED])
def test_pages_ask_as_often_for_one_as_for_many(url: str) -> None:
    asked = []
    client = signed_in(make_performance())
    for number in (1, 9):
        for each in range(number):
            service = make_service(f"S{number}{each}", f"D{each % 3}")
            ref = f"{number}-{each}"
            make_terms(make_measure(ref, service=service, lead=make_officer(service)))
            entered(make_return(ref), "50", key_risks="Children wait longer.")
        client.get(url)
        with CaptureQueriesContext(connection) as made:
            client.get(url)
        asked.append(len(made))
    assert asked[0] == asked[1]
    assert asked[0] <= 20
