"""The approvers' queue."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.approvals import queue
from indicators.models import Return
from indicators.returns.approving import send_back
from indicators.returns.closing import close_period
from indicators.returns.entering import Entry, Waved, save_draft
from indicators.returns.judging import judge
from indicators.returns.reopening import begin_correction, reopen
from indicators.returns.submitting import submit
from indicators.rules.periods import Quarter
from indicators.rules.rag import Colour
from organisation.models import Cover, Person, Role
from tests.factories import (
    EXPLAINED,
    Q2,
    TODAY,
    approved,
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
from tests.indicators.returns.approvers import QUEUE, URL, approver, get, stored
from tests.indicators.returns.pages import Page, signed_in, words

pytestmark = pytest.mark.django_db

OWN = "You entered or submitted this return, so somebody else has to approve it."


def queue_of(by: Person | None = None, **asked: str) -> Page:
    return signed_in(by or approver()).get(QUEUE, asked)


def row(text: str, start: str, end: str = "Submitted ") -> str:
    """What the queue says between two words of a row."""
    return text[text.index(start) : text.index(end, text.index(start))].strip()


def test_row_says_what_one_needs_to_decide() -> None:
    make_history(make_measure(), {Q2: "79.5"})
    submitted(make_return(), "82", commentary="Nearly all are in time.")
    text = words(queue_of())
    assert "1 return waits for you." in text
    assert "Children, 2017/18 Q3" in text
    assert row(text, "25 Measure 25", "waiting") == (
        "25 Measure 25 Green Now 82.0% Target 80% or more 2017/18 Q2 79.5% "
        "up 2.5 percentage points, better "
        "Was amber in 2017/18 Q2. Nearly all are in time. "
        "Submitted 15 January 2018 by Officer of Children, as officer of the service;"
    )
    assert f'href="{URL}"' in queue_of().content.decode()


def test_red_is_read_in_place_with_cause_risks_actions_and_recovery() -> None:
    submitted(make_return(), "60", commentary="A hard quarter.", **EXPLAINED)
    assert row(words(queue_of()), "A hard quarter.") == (
        "A hard quarter. Cause: Two large families came at once. "
        "Expected back on target: 2019/20 Q1. "
        "Risks, mitigation and 1 action "
        "Key risks: Children wait longer for a first visit. "
        "Mitigation: A second team reviews every plan from January. "
        "Fill the two vacant posts (Team manager, by 31 March 2018)"
    )


def test_recovery_that_moved_says_what_was_said_last_time_and_why() -> None:
    make_history(make_measure(), {Q2: "60"}, **EXPLAINED | {"expected_recovery": Quarter(2017, 4)})
    moved = EXPLAINED | {"recovery_reason": "The building is not ready."}
    submitted(make_return(), "60", **moved)
    assert (
        "Expected back on target: 2019/20 Q1 (last time: 2017/18 Q4). The building is not ready."
    ) in words(queue_of())


def test_checks_waved_through_are_counted_and_unfold_with_their_reasons() -> None:
    return_ = entered(make_return(), "82")
    waved = (Waved("usual", "82 is far from the usual 8.", "All schools count now."),)
    said = Entry(value=return_.value, waved=waved)
    submit(save_draft(return_, said, by=officer(), on=TODAY), by=officer(), on=TODAY)
    assert row(words(queue_of()), "1 check") == (
        "1 check answered with a reason Unusual: 82 is far from the usual 8. "
        "The officer's reason: All schools count now."
    )
    assert "Approve all" not in words(queue_of())


def officer() -> Person:
    return make_officer(make_service())


def test_deputy_is_named_with_whom_they_act_for() -> None:
    lead, deputy = make_officer(make_service(), "Lena"), make_officer(make_service(), "Dan")
    return_ = entered(make_return(), "82")
    return_.measure.lead, return_.measure.deputy = lead, deputy
    return_.measure.save()
    submit(return_, by=deputy, on=TODAY)
    assert (
        "Submitted 15 January 2018 by Dan, as deputy, on behalf of Lena; waiting since today."
    ) in words(queue_of())


def test_waiting_is_counted_from_the_day_of_submitting() -> None:
    submitted(make_return(), on=TODAY - timedelta(days=4))
    assert "waiting for 4 days" in words(queue_of())


def test_return_that_came_back_before_says_how_often() -> None:
    return_ = submitted(make_return())
    send_back(return_, reason="October is missing.", by=approver(), on=TODAY)
    submitted(return_)
    assert "Sent back once before" in words(queue_of())


def test_correction_of_a_closed_quarter_waits_with_what_it_changes() -> None:
    old = make_history(make_measure(), {Q2: "60"}, **EXPLAINED)[0]
    reopen(
        old.period,
        people=[officer()],
        until=TODAY,
        reason="Two schools were left out.",
        by=make_performance(),
        on=TODAY,
    )
    begun = begin_correction(old, reason="Two schools were left out.", by=officer(), on=TODAY)
    submitted(begun, "65", **EXPLAINED)
    text = words(queue_of())
    assert "Children, 2017/18 Q2" in text
    assert (
        "Correction of a closed quarter: was 60.0%, now 65.0%, because: Two schools were left out."
    ) in text


def test_judged_colour_stands_beside_the_calculated_one() -> None:
    return_ = submitted(make_return(), "82")
    reason = "The register was closed for two weeks."
    judge(return_, colour=Colour.AMBER, reason=reason, by=make_performance(), on=TODAY)
    text = words(queue_of())
    assert f"Judged amber by Penny on 15 January 2018: {reason} Calculated: green." in text
    assert "Approve all" not in text
    assert "Approve the one green" not in text


def test_claim_that_nothing_applies_stands_out_and_is_decided_on_its_page() -> None:
    submitted(
        make_return(), None, no_value_reason="NOT_APPLICABLE", commentary="The school is shut."
    )
    page = queue_of()
    assert (
        "Not applicable? The officer says that the measure does not apply this period, "
        "which takes it out of the counts."
    ) in words(page)
    assert "Open it and say whether you agree" in words(page)
    assert 'value="approve"' not in page.content.decode()


@pytest.mark.parametrize("part", ["submitted", "entered", "saved before another did"])
def test_own_return_waits_for_somebody_else(part: str) -> None:
    make_officer(make_service(), "Both")
    both = make_approver(make_service(), "Both")
    if part == "saved before another did":
        save_draft(make_return(), Entry(commentary="A start."), by=both, on=TODAY)
    return_ = submitted(make_return())
    if part != "saved before another did":
        Return.objects.filter(pk=return_.pk).update(**{f"{part}_by": both})
    page = queue_of(both)
    assert "1 of your own waits for somebody else." in words(page)
    assert OWN in words(page)
    assert 'value="approve"' not in page.content.decode()
    assert OWN not in words(queue_of())


def test_own_are_not_counted_among_those_that_wait_for_one() -> None:
    make_officer(make_service(), "Both")
    both = make_approver(make_service(), "Both")
    for ref in ("25", "26"):
        make_terms(make_measure(ref))
    for ref in ("25", "26"):
        submitted(make_return(ref))
    Return.objects.filter(measure__ref="26").update(submitted_by=both)
    assert "1 return waits for you. 1 of your own waits for somebody else." in words(queue_of(both))


def test_nothing_waiting_says_so() -> None:
    text = words(queue_of())
    assert "Nothing waits for you." in text
    assert "When an officer submits a return of a service that you approve for" in text


def test_approver_sees_only_the_own_services() -> None:
    submitted(make_return())
    assert "Nothing waits for you." in words(queue_of(make_approver(make_service("Housing"))))


def test_director_sees_all_services_of_the_directorate() -> None:
    submitted(make_return())
    director = make_person("Director", Role.APPROVER, directorate=make_service().directorate)
    assert "25 Measure 25" in words(queue_of(director))


def test_indicator_waits_for_the_performance_team() -> None:
    measure = make_measure(kind="INDICATOR")
    measure.service = None
    measure.save()
    submitted(make_return(), "10")
    assert "Indicators of the borough, 2017/18 Q3" in words(queue_of(make_performance("Second")))


def test_list_is_for_approvers_and_the_performance_team() -> None:
    assert queue_of(officer()).status_code == 403
    assert queue_of(make_performance()).status_code == 200


def test_closed_period_leaves_nothing_waiting() -> None:
    return_ = approved(make_return())
    close_period(return_.period, by=make_performance(), on=TODAY)
    assert "Nothing waits for you." in words(queue_of())


# Many services


def make_services(number: int) -> Person:
    """The director of some services, each with one return that waits."""
    services = [make_service(f"Service {each:02}") for each in range(number)]
    for each, service in enumerate(services):
        make_terms(make_measure(str(each), service=service))
    for each in range(number):
        submitted(make_return(str(each)))
    return make_person("Director", Role.APPROVER, directorate=services[0].directorate)


def shown(page: Page) -> list[str]:
    """The services whose returns stand on the page."""
    return re.findall(r'<h2 id="group-\d+">(.*?), 2017/18 Q3</h2>', page.content.decode())


def test_services_lead_to_their_own_queue() -> None:
    director = make_services(2)
    page = queue_of(director)
    assert "Service 00 (People) 1 waiting since 15 January 2018" in words(page)
    assert 'href="/approvals/?service=people_service-00"' in page.content.decode()
    assert shown(page) == ["Service 00", "Service 01"]
    narrowed = queue_of(director, service="people_service-01")
    assert shown(narrowed) == ["Service 01"]
    assert "Only Service 01 is shown. All services (2)" in words(narrowed)
    assert f'href="{URL[:-3]}1/?service=people_service-01"' in narrowed.content.decode()


def test_service_of_which_nothing_waits_says_so() -> None:
    director = make_services(1)
    text = words(queue_of(director, service="people_nothing"))
    assert "Nothing of this service waits for you. All services (1)" in text


def test_long_queue_begins_with_choosing_a_service(monkeypatch: pytest.MonkeyPatch) -> None:
    director = make_services(3)
    monkeypatch.setattr(queue, "LONG", 2)
    page = queue_of(director)
    assert (shown(page), "Choose a service, or see all on one page ." in words(page)) == ([], True)
    assert shown(queue_of(director, service="all")) == ["Service 00", "Service 01", "Service 02"]
    assert shown(queue_of(director, service="people_service-02")) == ["Service 02"]


def test_queue_asks_as_often_for_one_as_for_many() -> None:
    refs = ("1", "2", "3", "4")
    for ref in refs:
        make_terms(make_measure(ref))
    for ref in refs:
        approved(make_return(ref, Q2), "60", **EXPLAINED)
    client, asked = signed_in(approver()), []
    client.get(QUEUE)
    for number, ref in enumerate(refs, start=1):
        submitted(make_return(ref), "65", **EXPLAINED)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(QUEUE).content.decode().count("<article") == number
        asked.append(len(queries))
    assert len(set(asked)) == 1


# Cover


def test_approver_on_cover_sees_whose_returns_wait() -> None:
    submitted(make_return())
    bela, asha = (
        make_approver(make_service("Housing"), "Bela"),
        make_approver(make_service(), "Asha"),
    )
    Cover.objects.create(absent=asha, by=bela, starts_on=TODAY, ends_on=date(2018, 1, 31))
    text = words(queue_of(bela))
    assert "You also approve for Asha , who is away until 31 January 2018: Children." in text
    assert "Children, 2017/18 Q3 You approve these for Asha, who is away." in text
    assert "you approve for Asha, who is away" in words(get(by=bela))
    assert "who is away" not in words(queue_of(asha))


def test_queue_shows_nothing_that_was_not_sent() -> None:
    make_return()
    entered(make_return(), "82")
    assert "Nothing waits for you." in words(queue_of())
    assert stored().state == "DRAFT"
