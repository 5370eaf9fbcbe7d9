"""The page of one return, on which it is approved or sent back."""

from decimal import Decimal
from typing import Any

import pytest

from indicators.models import Baseline, Return
from indicators.returns.approving import approve, send_back
from indicators.returns.closing import close_period
from indicators.returns.entering import Waved, entry_of
from indicators.returns.rating import rate_again
from indicators.returns.recorded import newest_change
from indicators.returns.reopening import begin_correction, reopen
from indicators.rules.periods import Quarter
from organisation.models import Person
from tests.factories import (
    EXPLAINED,
    Q2,
    TODAY,
    approved,
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
from tests.indicators.returns.approvers import QUEUE, URL, approver, get, post, stored, version
from tests.indicators.returns.pages import Page, box, signed_in, words

pytestmark = pytest.mark.django_db

NOT_APPLICABLE: dict[str, Any] = {
    "no_value_reason": "NOT_APPLICABLE",
    "commentary": "The school is shut.",
}
AGREE = "I agree that the measure does not apply this period"
CHANGED = "Nothing was decided: this return has changed since you opened the page."
OWN = "You entered or submitted this return, so somebody else has to approve it."


def both() -> Person:
    """Somebody who enters and approves for the same service."""
    make_officer(make_service(), "Both")
    return make_approver(make_service(), "Both")


def follow(action: str, url: str = URL, by: Person | None = None, **fields: str) -> Page:
    """Decide, and go on to where that leads."""
    sent = {"action": action, **version(), **fields}
    return signed_in(by or approver()).post(url, sent, follow=True)


# What one sees


def test_page_shows_figure_sentence_ruler_texts_and_last_figures() -> None:
    make_history(make_measure(), {Q2: "79.5"}, commentary="Nearly there.")
    return_ = submitted(make_return(), "70", commentary="Floods.", **EXPLAINED)
    response = get()
    text = words(response)
    for part in (
        "Approvals › Quarter 3, October to December 2017 · due 12 January 2018 25 Measure 25",
        "Percentage at 31 December 2017 70.0%",
        f"{return_.rating.sentence}.",
        "2017/18 Q2 79.5% down 9.5 percentage points, worse Colour Was amber in 2017/18 Q2",
        "Commentary Floods.",
        f"Cause {EXPLAINED['cause']}",
        f"Key risks {EXPLAINED['key_risks']}",
        f"Mitigation {EXPLAINED['mitigation']}",
        "Fill the two vacant posts (Team manager, by 31 March 2018)",
        "Expected back on target: 2019/20 Q1.",
        "Entered by Officer of Children",
        "Submitted by Officer of Children, 15 January 2018 (as officer of the service)",
        "2017/18 Q2 79.5% Amber",
        "Said last time, Quarter 2 2017/18 Nearly there.",
    ):
        assert part in text
    assert "The value is 70.0%." in response.content.decode()
    assert 'href="/returns/2017-18-q3/25/history/"' in response.content.decode()


def test_recovery_that_moved_stands_beside_the_old_one_with_the_reason() -> None:
    make_history(make_measure(), {Q2: "60"}, **EXPLAINED | {"expected_recovery": Quarter(2017, 4)})
    moved = EXPLAINED | {"recovery_reason": "The building is not ready."}
    submitted(make_return(), "60", **moved)
    assert (
        "Expected back on target: 2019/20 Q1 (last time: 2017/18 Q4). The building is not ready."
    ) in words(get())


def test_doubt_that_was_waved_through_is_shown_with_its_reason() -> None:
    measure = make_measure(value_type="count", decimals=0)
    make_return()
    Baseline.objects.create(
        measure=measure,
        period_end=Q2.start,
        period_name="July 2017",
        value=Decimal(82),
        source_file="workbook.xlsx",
    )
    return_ = submitted(make_return(), "8200")
    waved = entry_of(return_).waved
    assert waved == (Waved(waved[0].code, waved[0].said, "Checked against the register."),)
    assert (
        f"Unusual: {waved[0].said} The officer's reason: Checked against the register."
    ) in words(get())


def test_earlier_sendings_back_stand_with_reason_who_and_when() -> None:
    return_ = submitted(make_return())
    send_back(return_, reason="October is missing.", by=approver(), on=TODAY)
    submitted(return_)
    assert (
        "Sent back before October is missing. (Approver of Children, 15 January 2018)"
    ) in words(get())


def test_correction_says_what_it_changes_and_is_approved_in_a_closed_period() -> None:
    old, officer = make_history(make_measure(), {Q2: "60"}, **EXPLAINED)[0], "Officer of Children"
    people = [make_officer(make_service(), officer)]
    reason = "Two schools were left out."
    reopen(old.period, people=people, until=TODAY, reason=reason, by=make_performance(), on=TODAY)
    begun = begin_correction(old, reason=reason, by=people[0], on=TODAY)
    new = submitted(begun, "65", **EXPLAINED)
    url = "/approvals/2017-18-q2/25/"
    assert f"Correction of a closed quarter: was 60.0%, now 65.0%, because: {reason}" in words(
        get(url)
    )
    sent = {"seen_edit": str(new.edit), "seen_change": str(newest_change(new))}
    signed_in(approver()).post(url, {"action": "approve", **sent})
    new.refresh_from_db()
    assert (new.state, new.is_current, new.rating.is_frozen) == ("APPROVED", True, True)
    assert "2017/18 Q2 is closed, so there is nothing to decide here." in words(get(url))


def test_looking_changes_nothing() -> None:
    before = submitted(make_return()).edit
    get()
    assert (stored().state, stored().edit) == ("SUBMITTED", before)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("NOT_STARTED", "It has not been submitted, so there is nothing to decide yet."),
        ("SENT_BACK", "It is with its officer, who has to mend it and submit it again."),
    ],
)
def test_what_is_with_its_officer_leaves_nothing_to_decide(state: str, said: str) -> None:
    return_ = make_return()
    if state == "SENT_BACK":
        send_back(submitted(return_), reason="October is missing.", by=approver(), on=TODAY)
    page = get()
    assert said in words(page)
    assert 'name="action"' not in page.content.decode()


# Deciding


def test_approving_says_so_and_leads_back_to_what_waits() -> None:
    submitted(make_return())
    page = follow("approve")
    assert page.redirect_chain == [(QUEUE, 302)]
    assert "25 Measure 25 is approved. Nothing else waits for you." in words(page)
    assert (stored().state, stored().approved_by) == ("APPROVED", approver())


def make_three(*refs: str) -> None:
    for ref in refs:
        make_terms(make_measure(ref))
    for ref in refs:
        submitted(make_return(ref))


def test_next_one_that_waits_is_offered() -> None:
    make_three("24", "25", "27")
    page = follow("approve")
    assert "25 Measure 25 is approved. Next: 27 Measure 27, 2017/18 Q3" in words(page)
    link = '<a class="govuk-notification-banner__link" href="/approvals/2017-18-q3/27/">'
    assert link in page.content.decode()


def test_after_the_last_one_the_first_that_waits_is_offered() -> None:
    make_three("24", "25")
    assert "25 Measure 25 is approved. Next: 24 Measure 24" in words(follow("approve"))


def test_what_is_ones_own_is_not_offered_next() -> None:
    person = both()
    make_three("25", "27")
    Return.objects.filter(measure__ref="27").update(submitted_by=person)
    page = follow("approve", by=person)
    assert "25 Measure 25 is approved. Nothing else waits for you." in words(page)


def test_queue_stays_narrowed_to_its_service() -> None:
    housing = make_service("Housing")
    make_terms(make_measure("24", service=housing))
    make_three("25", "27")
    submitted(make_return("24"))
    page = follow("approve", f"{URL}?service=people_children")
    assert page.redirect_chain == [(f"{QUEUE}?service=people_children", 302)]
    assert "Next: 27 Measure 27, 2017/18 Q3" in words(page)
    assert 'href="/approvals/2017-18-q3/27/?service=people_children"' in page.content.decode()


def test_sending_back_says_so_and_offers_the_next() -> None:
    make_three("25", "27")
    page = follow("send-back", reason="October is missing.")
    assert "25 Measure 25 is sent back. Next: 27 Measure 27, 2017/18 Q3" in words(page)
    assert stored().state == "SENT_BACK"


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
    assert "October is missing." in words(get("/returns/", officer))
    assert "October is missing." in words(get("/returns/2017-18-q3/25/", officer))


def test_unknown_deed_is_taken_for_sending_back_and_so_needs_a_reason() -> None:
    submitted(make_return())
    post("burn")
    assert stored().state == "SUBMITTED"


def test_claim_that_nothing_applies_is_approved_only_by_agreeing() -> None:
    submitted(make_return(), None, **NOT_APPLICABLE)
    assert AGREE in words(get())
    page = post("approve")
    assert "Say that you agree, or send it back." in words(page)
    assert 'href="#id_agrees"' in page.content.decode()
    assert stored().state == "SUBMITTED"
    post("approve", agrees="on")
    assert stored().state == "APPROVED"


def test_other_returns_ask_for_no_agreement() -> None:
    submitted(make_return())
    assert AGREE not in words(get())


def test_own_return_waits_for_somebody_else_but_can_go_back() -> None:
    person = both()
    submitted(make_return())
    Return.objects.update(submitted_by=person)
    page = get(by=person)
    assert OWN in words(page)
    assert 'value="approve"' not in page.content.decode()
    assert post("approve", person).status_code == 403
    assert stored().state == "SUBMITTED"
    post("send-back", person, reason="I mistyped it.")
    assert stored().state == "SENT_BACK"


def test_approved_return_goes_back_while_its_period_is_open() -> None:
    approved(make_return())
    page = get()
    assert "Approved Send it back This takes the approval away." in words(page)
    assert 'value="approve"' not in page.content.decode()
    post("send-back", reason="It was 28.")
    assert (stored().state, stored().approved_by) == ("SENT_BACK", None)


def test_form_needs_its_token() -> None:
    submitted(make_return())
    client = signed_in(approver(), enforce_csrf_checks=True)
    assert client.post(URL, {"action": "approve", **version()}).status_code == 403
    assert stored().state == "SUBMITTED"


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


def test_indicator_is_approved_by_the_performance_team() -> None:
    measure = make_measure(kind="INDICATOR")
    measure.service = None
    measure.save()
    submitted(make_return(), "10")
    post("approve", make_performance("Second"))
    assert stored().state == "APPROVED"


# Deciding on something else than one saw


def test_version_not_seen_is_not_approved_and_both_are_shown() -> None:
    return_ = submitted(make_return(), "82", commentary="All in time.")
    seen = version()
    send_back(return_, reason="It was 78.", by=make_approver(make_service(), "Asha"), on=TODAY)
    submitted(return_, "78", commentary="Two came late.")
    page = post("approve", seen=seen)
    text = words(page)
    assert CHANGED in text
    assert "Sent back by Asha, 15 January 2018: It was 78." in text
    assert "Saved by Officer of Children, 15 January 2018" in text
    for row in (
        "Figure 82.0% 78.0% Officer of Children, 15 January 2018",
        "Commentary All in time. Two came late. Officer of Children, 15 January 2018",
        "Rating Green Amber Officer of Children, 15 January 2018",
    ):
        assert row in text
    assert "Percentage at 31 December 2017 78.0%" in text
    assert (box(page, "seen_edit"), box(page, "seen_change")) == tuple(version().values())
    assert stored().state == "SUBMITTED"


def test_other_terms_than_those_seen_are_not_approved() -> None:
    return_ = submitted(make_return(), "82")
    seen = version()
    terms = return_.terms
    terms.target = Decimal(85)
    terms.save()

    rate_again(Return.objects.all(), by=make_performance(), on=TODAY, why="A new target.")
    assert version()["seen_edit"] == seen["seen_edit"]
    text = words(post("approve", seen=seen))
    assert CHANGED in text
    assert "Rated again by Penny, 15 January 2018: A new target." in text
    assert "Rating Green Amber Penny, 15 January 2018" in text
    assert stored().state == "SUBMITTED"


def test_decision_of_a_second_approver_is_told() -> None:
    return_ = submitted(make_return())
    seen = version()
    approve(return_, by=make_approver(make_service(), "Asha"), on=TODAY)
    for action in ("approve", "send-back"):
        text = words(post(action, reason="It was 78.", seen=seen))
        assert CHANGED in text
        assert "Approved by Asha, 15 January 2018" in text
        assert "State Submitted Approved Asha, 15 January 2018" in text
    assert (stored().state, stored().approved_by) == (
        "APPROVED",
        make_approver(make_service(), "Asha"),
    )


def test_reason_typed_in_vain_is_not_lost() -> None:
    return_ = submitted(make_return())
    seen = version()
    approve(return_, by=make_approver(make_service(), "Asha"), on=TODAY)
    page = post("send-back", reason="It was 78.", seen=seen)
    assert "It was 78.</textarea>" in page.content.decode()


def test_agreement_is_given_to_what_stands_there_now() -> None:
    return_ = submitted(make_return(), None, **NOT_APPLICABLE)
    seen = version()
    send_back(return_, reason="Say since when.", by=approver(), on=TODAY)
    submitted(return_, None, **NOT_APPLICABLE | {"commentary": "Shut since May."})
    page = post("approve", agrees="on", seen=seen).content.decode()
    assert AGREE in page
    assert "checked" not in page
    assert stored().state == "SUBMITTED"


def test_period_that_closed_in_the_meantime_is_told() -> None:
    return_ = approved(make_return())
    seen = version()
    close_period(return_.period, by=make_performance(), on=TODAY)
    text = words(post("send-back", reason="It was 78.", seen=seen))
    assert "2017/18 Q3 is closed." in text
    assert "2017/18 Q3 closed by Penny, 15 January 2018" in text
    assert stored().state == "APPROVED"


@pytest.mark.parametrize("missing", ["seen_edit", "seen_change"])
def test_page_that_does_not_say_what_was_seen_decides_nothing(missing: str) -> None:
    submitted(make_return())
    text = words(post("approve", seen=version() | {missing: ""}))
    assert CHANGED in text
    assert stored().state == "SUBMITTED"


@pytest.mark.parametrize(
    ("action", "said"), [("approve", "is approved already"), ("send-back", "is sent back already")]
)
def test_second_click_says_that_it_is_done(action: str, said: str) -> None:
    submitted(make_return())
    seen = version()
    for words_said in (said.removesuffix(" already"), said):
        page = signed_in(approver()).post(
            URL, {"action": action, "reason": "It was 78.", **seen}, follow=True
        )
        assert f"25 Measure 25 {words_said}." in words(page)
