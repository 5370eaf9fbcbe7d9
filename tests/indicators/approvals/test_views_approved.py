"""What was approved in open periods, and can still go back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.approvals import approved as module
from indicators.returns.approving import approve
from indicators.returns.closing import close_period
from organisation.models import Cover, Person
from tests.factories import (
    TODAY,
    approved,
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

URL = "/approvals/approved/"


def get(by: Person | None = None, url: str = URL) -> Page:
    return signed_in(by or approver()).get(url)


def test_list_is_reached_from_the_queue_and_says_what_sending_back_does() -> None:
    approved(make_return())
    assert f'href="{URL}"' in signed_in(approver()).get(QUEUE).content.decode()
    page = get()
    text = words(page)
    assert "1 return of your services is approved." in text
    assert "until it is mended, submitted and approved again, the return counts as missing." in text
    assert "25 Measure 25 82.0% Green By you, 15 January 2018 Send back 25 Measure 25" in text
    assert 'href="/approvals/2017-18-q3/25/#send-back"' in page.content.decode()
    assert 'id="send-back"' in get(url="/approvals/2017-18-q3/25/").content.decode()


def test_what_another_approver_of_the_service_approved_is_listed_by_name() -> None:
    approved(make_return())
    second = make_approver(make_service(), "Asha")
    assert "By Approver of Children, 15 January 2018" in words(get(second))


@pytest.mark.parametrize("state", ["submitted", "closed", "of another service"])
def test_rest_is_not_listed(state: str) -> None:
    return_ = submitted(make_return()) if state == "submitted" else approved(make_return())
    if state == "closed":
        close_period(return_.period, by=make_performance(), on=TODAY)
    by = make_approver(make_service("Housing")) if state == "of another service" else None
    assert "Nothing is approved in an open period." in words(get(by))


def make_services(number: int) -> None:
    services = [make_service(f"Service {each}") for each in range(number)]
    for each, service in enumerate(services):
        make_terms(make_measure(str(each), service=service))
        make_approver(service, "Asha")
    for each in range(number):
        approved(make_return(str(each)))


def test_address_narrows_the_list_to_a_service() -> None:
    make_services(2)
    text = words(get(make_approver(make_service(), "Asha"), f"{URL}?service=people_service-1"))
    assert ("Service 1, 2017/18 Q3" in text, "Service 0" in text) == (True, False)


def test_long_list_begins_with_choosing_a_service(monkeypatch: pytest.MonkeyPatch) -> None:
    make_services(2)
    monkeypatch.setattr(module, "LONG", 1)
    page = get(make_approver(make_service(), "Asha"))
    assert "Choose a service Service 0 , 2017/18 Q3: 1 Service 1 , 2017/18 Q3: 1" in words(page)
    assert f'href="{URL}?service=people_service-0"' in page.content.decode()


def test_list_is_for_approvers_and_the_performance_team() -> None:
    assert get(make_officer(make_service())).status_code == 403
    assert get(make_performance()).status_code == 200


def test_list_asks_as_often_for_one_as_for_many() -> None:
    refs = ("1", "2", "3", "4")
    for ref in refs:
        make_terms(make_measure(ref))
    client, asked = signed_in(approver()), []
    client.get(URL)
    for ref in refs:
        approved(make_return(ref))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(URL).content.decode()
        asked.append((len(queries), page.count("#send-back")))
    assert {number for _, number in asked} == {1, 2, 3, 4}
    assert len({queries for queries, _ in asked}) == 1


def test_who_was_away_is_named_beside_whoever_approved() -> None:
    by = make_approver(make_service("Housing"), "Bela")
    Cover.objects.create(absent=approver(), by=by, starts_on=TODAY, ends_on=TODAY)
    approve(submitted(make_return()), by=by, on=TODAY)
    instead = "for Approver of Children, who was away, 15 January 2018"
    assert f"By Bela {instead}" in words(get())
    assert f"By you {instead}" in words(get(by))
    assert f"Approved by Bela {instead}" in words(get(url="/approvals/2017-18-q3/25/"))
    versions = signed_in(approver()).get("/returns/2017-18-q3/25/versions/")
    assert f"Approved by Bela {instead}" in words(versions)
    history = signed_in(approver()).get("/returns/2017-18-q3/25/history/")
    assert "For whom, who was away" in words(history)
