"""The approvers' pages."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Baseline, Return
from indicators.rules.periods import Quarter
from organisation.models import Person, Role
from tests.factories import (
    EXPLAINED,
    entered,
    make_approver,
    make_history,
    make_measure,
    make_officer,
    make_performance,
    make_person,
    make_return,
    make_service,
    make_terms,
    submitted,
)
from tests.indicators.returns.pages import Page, box, signed_in, words

pytestmark = pytest.mark.django_db

URL = "/approvals/2017-18-q3/25/"


def approver() -> Person:
    return make_approver(make_service())


def get(url: str = URL, by: Person | None = None) -> Page:
    return signed_in(by or approver()).get(url)


def post(action: str, by: Person | None = None, **fields: str) -> Page:
    sent = {"action": action, "seen_edit": str(stored().edit), **fields}
    return signed_in(by or approver()).post(URL, sent)


def stored() -> Return:
    return Return.objects.get(measure__ref="25", period__year=2017, period__number=3)


def test_what_waits_shows_value_rating_and_the_quarter_before() -> None:
    make_history(make_measure(), {Quarter(2017, 2): "79.5"})
    submitted(make_return(), "82")
    entered(make_return("26"), "1")
    response = get("/approvals/")
    assert words(response) == (
        "Approvals 1 return waits for you. Children, 2017/18 Q3 "
        "Measure Value Quarter before Rating Submitted "
        "25 Measure 25 82.0% 79.5% Green 15 January 2018"
    )
    assert f'href="{URL}"' in response.content.decode()


def test_nothing_waiting_says_so() -> None:
    assert "Nothing waits for you." in words(get("/approvals/"))


def test_approver_sees_only_the_own_services() -> None:
    submitted(make_return())
    other = make_approver(make_service("Housing"))
    assert "Nothing waits for you." in words(get("/approvals/", other))


def test_director_sees_all_services_of_the_directorate() -> None:
    submitted(make_return())
    director = make_person("Director", Role.APPROVER, directorate=make_service().directorate)
    assert "25 Measure 25" in words(get("/approvals/", director))


def test_own_return_waits_for_somebody_else() -> None:
    make_officer(make_service(), "Both")
    both = make_approver(make_service(), "Both")
    return_ = submitted(make_return())
    Return.objects.update(submitted_by=both)
    assert "submitted by you: somebody else has to approve it." in words(get("/approvals/", both))
    page = get(by=both)
    assert "so somebody else has to approve it" in words(page)
    assert 'value="approve"' not in page.content.decode()
    assert post("approve", both).status_code == 403
    return_.refresh_from_db()
    assert return_.state == "SUBMITTED"


@pytest.mark.parametrize("number", [1, 12])
def test_approvals_ask_as_often_for_one_as_for_many(number: int) -> None:
    for ref in range(number):
        make_terms(make_measure(str(ref)))
    for ref in range(number):
        submitted(make_return(str(ref)))
    client = signed_in(approver())
    client.get("/approvals/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/approvals/")
    assert sum("indicators_" in each["sql"] for each in asked) <= 5
    assert len(asked) <= 12


def test_page_shows_figure_sentence_ruler_texts_and_last_figures() -> None:
    make_history(make_measure(), {Quarter(2017, 2): "79.5"}, commentary="Nearly there.")
    return_ = submitted(make_return(), "70", commentary="Floods.", **EXPLAINED)
    response = get()
    text = words(response)
    for part in (
        "Percentage at 31 December 2017 70.0%",
        f"{return_.rating.sentence}.",
        "Commentary Floods.",
        f"Cause {EXPLAINED['cause']}",
        f"Key risks {EXPLAINED['key_risks']}",
        f"Mitigation {EXPLAINED['mitigation']}",
        "Entered by Officer of Children Submitted by Officer of Children, 15 January 2018",
        "2017/18 Q2 79.5% Amber",
        "Said last time Nearly there.",
    ):
        assert part in text
    assert "The value is 70.0%." in response.content.decode()


def test_doubt_that_was_waved_through_is_shown_with_its_reason() -> None:
    measure = make_measure(value_type="count", decimals=0)
    make_return()
    Baseline.objects.create(
        measure=measure,
        period_end=date(2016, 11, 30),
        period_name="November 2016",
        value=Decimal(82),
        source_file="workbook.xlsx",
    )
    submitted(make_return(), "8200", confirmed="All schools count now.")
    assert (
        "Unusual: 8,200 is about 100 times the usual 82. Look at the decimal point and the unit. "
        "The officer's reason: All schools count now."
    ) in words(get())


def test_approving_says_so_and_leads_back_to_what_waits() -> None:
    submitted(make_return())
    client = signed_in(approver())
    sent = {"action": "approve", "seen_edit": str(stored().edit)}
    page = client.post(URL, sent, follow=True)
    assert page.redirect_chain == [("/approvals/", 302)]
    assert "25 Measure 25 is approved." in words(page)
    assert (stored().state, stored().approved_by) == ("APPROVED", approver())


def test_sending_back_needs_its_reason() -> None:
    submitted(make_return())
    page = post("send-back", reason=" ")
    assert "Say what has to change, so that the officer can mend it." in words(page)
    assert "<title>Error:" in page.content.decode()
    assert stored().state == "SUBMITTED"


def test_officer_finds_the_reason_on_the_list_and_on_the_return() -> None:
    submitted(make_return())
    post("send-back", reason="October is missing.")
    officer = make_officer(make_service())
    assert stored().state == "SENT_BACK"
    assert "Sent back: October is missing." in words(get("/returns/", officer))
    page = words(get("/returns/2017-18-q3/25/", officer))
    assert "Sent back by the approver: October is missing." in page


def test_unknown_deed_is_taken_for_sending_back_and_so_needs_a_reason() -> None:
    submitted(make_return())
    post("burn")
    assert stored().state == "SUBMITTED"


def test_version_not_seen_is_not_approved_and_the_new_one_shown() -> None:
    submitted(make_return(), "82")
    page = post("approve", seen_edit="1")
    assert "Somebody else has saved this return since you opened it." in words(page)
    assert box(page, "seen_edit") == str(stored().edit)
    assert stored().state == "SUBMITTED"


def test_second_click_on_approve_says_that_it_is_done() -> None:
    submitted(make_return())
    post("approve")
    page = post("approve")
    assert "This return is approved, so there is nothing to decide." in words(page)
    assert "There is nothing to decide here now." in words(page)


def test_looking_changes_nothing() -> None:
    before = submitted(make_return()).edit
    get()
    assert (stored().state, stored().edit) == ("SUBMITTED", before)


@pytest.mark.parametrize("who", ["officer", "other approver", "performance team", "nobody"])
def test_page_is_for_approvers_of_the_service(who: str) -> None:
    submitted(make_return(), "82")
    person = {
        "officer": make_officer(make_service()),
        "other approver": make_approver(make_service("Housing")),
        "performance team": make_performance(),
        "nobody": make_person("Nobody"),
    }[who]
    for response in (get(by=person), post("approve", person)):
        assert response.status_code == 403
        assert "Returns of Children are approved by its own approvers." in words(response)
        assert "82.0" not in words(response)
    assert stored().state == "SUBMITTED"


def test_list_is_for_approvers_and_the_performance_team() -> None:
    assert get("/approvals/", make_officer(make_service())).status_code == 403
    assert get("/approvals/", make_performance()).status_code == 200


def test_indicator_is_approved_by_the_performance_team() -> None:
    measure = make_measure(kind="INDICATOR")
    measure.service = None
    measure.save()
    submitted(make_return(), "10")
    second = make_performance("Second")
    assert "Indicators of the borough, 2017/18 Q3" in words(get("/approvals/", second))
    post("approve", second)
    assert stored().state == "APPROVED"


def test_form_needs_its_token() -> None:
    submitted(make_return())
    client = signed_in(approver(), enforce_csrf_checks=True)
    sent = {"action": "approve", "seen_edit": str(stored().edit)}
    assert client.post(URL, sent).status_code == 403
    assert stored().state == "SUBMITTED"
