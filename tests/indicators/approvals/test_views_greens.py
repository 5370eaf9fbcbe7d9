"""Approving all greens of a service at once."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Return
from indicators.returns.approving import approve, send_back
from indicators.returns.entering import Entry, Waved, save_draft
from indicators.returns.judging import judge
from indicators.returns.submitting import submit
from indicators.rules.rag import Colour
from organisation.models import Person
from tests.factories import (
    EXPLAINED,
    TODAY,
    make_approver,
    make_measure,
    make_officer,
    make_performance,
    make_return,
    make_service,
    make_terms,
    submitted,
)
from tests.indicators.returns.approvers import QUEUE, approver
from tests.indicators.returns.pages import Page, signed_in, words

pytestmark = pytest.mark.django_db

URL = "/approvals/2017-18-q3/greens/people_children/"


@pytest.fixture(autouse=True)
def _greens() -> None:
    """Two greens, an exceeded, an amber and a red wait."""
    refs = ("2", "10", "25", "30", "31")
    for ref in refs:
        fields = {"exceed_margin": 5} if ref == "25" else {}
        make_terms(make_measure(ref), **fields)
    for ref, value in zip(refs, ("82", "83", "95", "78", "60"), strict=True):
        said = EXPLAINED if ref == "31" else {}
        submitted(make_return(ref), value, commentary=f"Said of {ref}.", **said)


def get(by: Person | None = None, url: str = URL) -> Page:
    return signed_in(by or approver()).get(url)


def ticked(page: Page) -> list[str]:
    """What a browser sends of the boxes that are ticked."""
    boxes = re.findall(r'<input[^>]*name="return"[^>]*>', page.content.decode())
    values = (re.search(r'value="([^"]*)"', each) for each in boxes if "checked" in each)
    return [found[1] for found in values if found]


def post(returns: list[str], by: Person | None = None, url: str = URL) -> Page:
    return signed_in(by or approver()).post(url, {"return": returns}, follow=True)


def states() -> dict[str, str]:
    return dict(Return.objects.order_by("pk").values_list("measure__ref", "state"))


def test_queue_offers_the_greens_by_ref() -> None:
    page = signed_in(approver()).get(QUEUE)
    assert "Approve all 3 greens of Children These are 2, 10, 25." in words(page)
    assert f'href="{URL}"' in page.content.decode()


def test_greens_are_listed_with_value_and_commentary_before_anything_is_approved() -> None:
    page = get()
    text = words(page)
    for part in (
        "Approve greens of Children",
        "2 Measure 2 82.0% target 80% or more – Green Said of 2.",
        "10 Measure 10 83.0% target 80% or more – Green Said of 10.",
        "25 Measure 25 95.0% target 80% or more – Exceeded Said of 25.",
        "Approve these 3",
    ):
        assert part in text
    assert "Measure 30" not in text
    assert len(ticked(page)) == 3
    assert set(states().values()) == {"SUBMITTED"}


def test_all_that_are_ticked_are_approved() -> None:
    page = post(ticked(get()))
    assert page.redirect_chain == [(QUEUE, 302)]
    assert "3 returns are approved: 2, 10, 25. Next: 30 Measure 30" in words(page)
    assert states() == {
        "2": "APPROVED",
        "10": "APPROVED",
        "25": "APPROVED",
        "30": "SUBMITTED",
        "31": "SUBMITTED",
    }
    assert set(Return.objects.filter(state="APPROVED").values_list("approved_by", flat=True)) == {
        approver().pk
    }


def test_what_is_not_ticked_still_waits() -> None:
    page = post(ticked(get())[:1], url=f"{URL}?service=people_children")
    assert page.redirect_chain == [(f"{QUEUE}?service=people_children", 302)]
    assert "1 return is approved: 2. Next: 10 Measure 10" in words(page)
    assert list(states().values()).count("APPROVED") == 1


@pytest.mark.parametrize("sent", [[], ["", "1-2", "x-y-z", "1-2-3-4", "9" * 30 + "-1-1"]])
def test_nothing_ticked_says_so(sent: list[str]) -> None:
    page = post(sent)
    assert "Tick at least one return, or go back to the queue." in words(page)
    assert "<title>Error:" in page.content.decode()
    assert set(states().values()) == {"SUBMITTED"}


def test_change_in_the_meantime_approves_none_and_is_named() -> None:
    seen, return_ = ticked(get()), Return.objects.get(measure__ref="10")
    send_back(return_, reason="It was 81.", by=make_approver(make_service(), "Asha"), on=TODAY)
    submitted(return_, "81", commentary="Said again.")
    page = post(seen)
    text = words(page)
    assert (
        "Nothing was approved 10 Measure 10: submitted by Officer of Children, 15 January 2018; "
        "figure was 83.0%, now 81.0%; commentary was Said of 10., now Said again."
    ) in text
    assert "10 Measure 10 81.0% target 80% or more – Green Said again." in text
    assert set(states().values()) == {"SUBMITTED"}
    post(ticked(page))
    assert list(states().values()).count("APPROVED") == 3


def test_one_that_somebody_else_approved_in_the_meantime_is_named() -> None:
    seen, return_ = ticked(get()), Return.objects.get(measure__ref="10")
    approve(return_, by=make_approver(make_service(), "Asha"), on=TODAY)
    assert (
        "10 Measure 10: approved by Asha, 15 January 2018; state was Submitted, now Approved"
    ) in words(post(seen))
    assert list(states().values()).count("APPROVED") == 1


def test_second_click_says_that_it_is_done() -> None:
    seen = ticked(get())
    for _ in range(2):
        assert "3 returns are approved: 2, 10, 25." in words(post(seen))


def test_what_is_no_green_is_not_approved_with_them() -> None:
    seen = ticked(get())
    amber = Return.objects.get(measure__ref="30")
    page = post([*seen, seen[0].replace(seen[0].split("-")[0], str(amber.pk), 1)])
    assert "Nothing was approved" in words(page)
    assert set(states().values()) == {"SUBMITTED"}


def test_return_of_another_service_is_not_approved_with_them() -> None:
    housing = make_service("Housing")
    measure = make_measure("40", service=housing)
    make_terms(measure)
    other = submitted(make_return("40"))
    page = post([f"{other.pk}-{other.edit}-1"])
    assert "Tick at least one return" in words(page)
    assert states()["40"] == "SUBMITTED"


@pytest.mark.parametrize("why", ["own", "judged", "waved through"])
def test_green_that_needs_a_look_is_left_out(why: str) -> None:
    make_officer(make_service(), "Both")
    both = make_approver(make_service(), "Both")
    return_ = Return.objects.get(measure__ref="10")
    if why == "own":
        Return.objects.filter(pk=return_.pk).update(entered_by=both)
    if why == "judged":
        reason = "The register was closed for two weeks."
        judge(return_, colour=Colour.AMBER, reason=reason, by=make_performance(), on=TODAY)
    if why == "waved through":
        send_back(return_, reason="Is it right?", by=approver(), on=TODAY)
        waved = (Waved("usual", "83 is far from the usual 8.", "All schools count now."),)
        by = make_officer(make_service())
        submit(
            save_draft(return_, Entry(value=return_.value, waved=waved), by=by, on=TODAY),
            by=by,
            on=TODAY,
        )
    assert "Measure 10" not in words(get(both))
    assert len(ticked(get(both))) == 2


def test_no_green_left_leads_back_to_the_queue() -> None:
    post(ticked(get()))
    text = words(get())
    assert "No green of Children waits to be approved together with others." in text


def test_indicators_are_approved_together_by_the_performance_team() -> None:
    measure = make_measure("I1", kind="INDICATOR", service=None)
    measure.service = None
    measure.save()
    make_terms(measure)
    submitted(make_return("I1"), "82")
    url = "/approvals/2017-18-q3/greens/borough/"
    assert "Approve greens of Indicators of the borough" in words(get(make_performance("Bo"), url))
    page = get(url=url)
    assert page.status_code == 403
    assert "Returns of the whole borough are approved by the performance team." in words(page)


@pytest.mark.parametrize("who", ["officer", "other approver", "performance team"])
def test_page_is_for_approvers_of_the_service(who: str) -> None:
    seen = ticked(get())
    person = {
        "officer": make_officer(make_service()),
        "other approver": make_approver(make_service("Housing")),
        "performance team": make_performance(),
    }[who]
    assert (get(person).status_code, post(seen, person).status_code) == (403, 403)
    assert set(states().values()) == {"SUBMITTED"}


def test_service_that_is_none_finds_no_page() -> None:
    assert get(url="/approvals/2017-18-q3/greens/people_nothing/").status_code == 404


def test_greens_ask_as_often_for_one_as_for_many() -> None:
    client = signed_in(approver())
    client.get(URL)
    asked = {}
    for number in (3, 1):
        with CaptureQueriesContext(connection) as queries:
            assert len(ticked(client.get(URL))) == number
        asked[number] = len(queries)
        post(ticked(get())[:2])
    assert asked[1] == asked[3]
