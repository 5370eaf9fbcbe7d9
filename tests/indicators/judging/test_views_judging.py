"""The performance team's pages of judged ratings: judging, agreeing, turning down, withdrawing."""

from datetime import date
from typing import Any

import pytest

from indicators.judging.judging_pages import why_not_judged
from indicators.models import Judgement, Return
from indicators.returns.approving import send_back
from indicators.returns.closing import close_period
from indicators.returns.judging import judge as judge_rating
from indicators.returns.refusals import RefusedError
from indicators.rules.rag import Colour
from organisation.models import Person
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
    make_return,
    make_service,
    submitted,
)
from tests.indicators.returns.pages import Page, box, signed_in, words

pytestmark = pytest.mark.django_db

LIST, URL = "/judged/", "/judged/2017-18-q3/25/"
WHY = "The figure leaves out a whole depot."


def second() -> Person:
    return make_performance("Second of the team")


def get(url: str = URL, by: Person | None = None) -> Page:
    return signed_in(by or make_performance()).get(url)


def post(url: str = URL, **fields: str) -> Page:
    return post_by(make_performance(), url, **fields)


def post_by(person: Person, url: str = URL, **fields: str) -> Page:
    return signed_in(person).post(url, fields, follow=True)


def judge(colour: str = "AMBER", reason: str = WHY, **fields: str) -> Page:
    return post(action="judge", colour=colour, reason=reason, **fields)


def decide(action: str, by: Person, reason: str = "The depot is in the figure.") -> Page:
    """As the form of the list does, with what its page showed."""
    return_ = Return.objects.get()
    seen = box(get(LIST, by), "seen")
    return post_by(by, LIST, action=action, reason=reason, seen=seen, **{"return": str(return_.pk)})


def waiting() -> Return:
    """Calculated red, judged amber by Penny; a second person has to agree."""
    return_ = approved(make_return(), "70", **EXPLAINED)
    return judge_rating(return_, colour=Colour.AMBER, reason=WHY, by=make_performance(), on=TODAY)


def status() -> str:
    return Return.objects.get().rating.status


# Judging


def test_page_shows_the_calculated_colour_and_what_each_other_one_would_do() -> None:
    approved(make_return(), "82")
    said = words(get())
    assert "Calculated Green Green: 82.0% meets the target of 80% or more" in said
    assert "Amber: worse than calculated, so it counts at once Red: worse than calculated" in said
    assert (
        "Red: worse than calculated, so it counts at once; "
        "the return then goes back to its officer, to be explained as a red"
    ) in said
    assert "Green: better" not in said


def test_better_colours_say_that_a_second_person_has_to_agree() -> None:
    approved(make_return(), "70", **EXPLAINED)
    said = words(get())
    assert "Green: better than calculated, so it counts when a second person agrees" in said
    assert "Amber: better than calculated, so it counts when a second person agrees" in said


def test_colour_where_none_is_calculated_says_what_it_would_do() -> None:
    approved(make_return(target_state="NONE", target=None), "70")
    said = words(get())
    assert "Green: it counts when a second person agrees Amber: it counts" in said
    assert "Red: it counts when a second person agrees; the return then goes back" in said


def test_worse_colour_is_judged_at_once() -> None:
    approved(make_return(), "82")
    said = words(judge())
    assert "25 Measure 25 is judged amber. It counts from now on." in said
    assert "In 2017/18 Q3 1 rating is judged: 1 worse than calculated." in said
    assert "By judgement Amber (judgement) by Penny on 15 January 2018" in said
    assert status() == "AMBER_JUDGED"


def test_better_colour_waits_in_the_list() -> None:
    approved(make_return(), "70", **EXPLAINED)
    said = words(judge())
    assert "25 Measure 25 is judged amber. It counts when a second person agrees." in said
    assert "You made this judgement, so somebody else has to agree." in said
    assert "No rating of 2017/18 Q3 is judged." in said
    assert status() == "RED"


def test_unexplained_red_says_that_it_went_back() -> None:
    approved(make_return(), "82")
    assert "It went back to its officer, to be explained as a red." in words(judge("RED"))


@pytest.mark.parametrize(
    ("colour", "reason", "said"),
    [
        ("", WHY, "Choose a colour."),
        ("GREEN", WHY, "Choose another colour than the calculated one."),
        ("AMBER", "Because.", "Give the reason in at least 20 characters."),
        ("AMBER", "", "Give the reason in at least 20 characters."),
    ],
)
def test_judgement_is_refused_beside_its_box(colour: str, reason: str, said: str) -> None:
    approved(make_return(), "82")
    page = judge(colour, reason)
    assert words(page).count(said) == 2  # in the summary and beside the box
    assert 'href="#judge_' in page.content.decode()
    assert not Judgement.objects.exists()


def test_return_that_was_not_asked_for_has_no_page() -> None:
    assert get().status_code == 404


LATER: dict[str, Any] = {"no_value_reason": "PUBLISHED_LATER", "expected_on": date(2018, 2, 1)}


@pytest.mark.parametrize("state", ["draft", "sent back", "later", "closed", "indicator"])
def test_page_says_why_a_return_is_not_judged_as_the_deed_does(state: str) -> None:
    make_measure("25", kind="INDICATOR" if state == "indicator" else "PERFORMANCE_MEASURE")
    return_ = make_return()
    match state:
        case "draft":
            entered(return_, "82")
        case "sent back":
            submitted(return_, "82")
            send_back(return_, reason="No.", by=make_approver(make_service()), on=TODAY)
        case "later":
            submitted(return_, None, **LATER)
        case "closed":
            approved(return_, "82")
            close_period(return_.period, by=make_performance(), on=TODAY)
        case _:
            approved(return_, "82")
    stored = Return.objects.with_everything().get()
    why = why_not_judged(stored)
    with pytest.raises(RefusedError) as refused:
        judge_rating(stored, colour=Colour.RED, reason=WHY, by=make_performance(), on=TODAY)
    assert str(refused.value) == why
    assert why in words(get())


# Deciding


def test_second_person_agrees_in_the_list() -> None:
    waiting()
    assert "you agreed to the judgement; it counts from now on." in words(decide("agree", second()))
    assert status() == "AMBER_JUDGED"


def test_nobody_agrees_to_their_own() -> None:
    return_ = waiting()
    sent = {"action": "agree", "return": str(return_.pk), "seen": box(get(LIST, second()), "seen")}
    assert signed_in(make_performance()).post(LIST, sent).status_code == 403
    assert status() == "RED"


def test_judgement_is_turned_down_with_its_reason_and_stays_in_the_history() -> None:
    waiting()
    said = words(decide("turn-down", second()))
    assert "the judgement is turned down; the calculated colour counts." in said
    assert (
        "25 2017/18 Q3, judged amber: turned down by Second of the team, 15 January 2018. "
        "The depot is in the figure."
    ) in said
    assert status() == "RED"


def test_turning_down_without_a_reason_is_refused_beside_its_box() -> None:
    return_ = waiting()
    page = decide("turn-down", second(), reason="")
    assert words(page).count("Give the reason; it stays on record.") == 2
    assert f'href="#id_reason_{return_.pk}"' in page.content.decode()
    assert Judgement.objects.exists()


def test_judgement_that_became_another_is_shown_before_it_is_agreed() -> None:
    return_ = waiting()
    sent = {"action": "agree", "return": str(return_.pk), "seen": box(get(LIST, second()), "seen")}
    judge("GREEN")
    page = signed_in(second()).post(LIST, sent, follow=True)
    assert "was changed since you opened this page" in words(page)
    assert Judgement.objects.get().agreed_by is None


def test_judgement_is_withdrawn_on_its_page() -> None:
    approved(make_return(), "82")
    judge()
    page = get()
    assert "Judge it otherwise" in words(page)
    said = words(
        post(action="withdraw", seen=box(page, "seen"), reason="The depot is in the figure.")
    )
    assert "the judgement is withdrawn; the calculated colour counts." in said
    assert "judged amber: withdrawn by Penny, 15 January 2018." in said
    assert status() == "GREEN"


def test_withdrawing_without_a_reason_is_refused_beside_its_box() -> None:
    approved(make_return(), "82")
    judge()
    page = post(action="withdraw", seen=box(get(), "seen"), reason=" ")
    assert words(page).count("Give the reason; it stays on record.") == 2
    assert status() == "AMBER_JUDGED"


def test_waiting_judgement_can_be_decided_on_its_own_page() -> None:
    waiting()
    page = get(by=second())
    assert "It waits for a second person" in words(page)
    said = words(post_by(second(), action="agree", seen=box(page, "seen")))
    assert "you agreed to the judgement" in said


def test_judgement_of_a_return_that_went_back_cannot_be_agreed_yet() -> None:
    return_ = waiting()
    send_back(return_, reason="No.", by=make_approver(make_service()), on=TODAY)
    page = get(LIST, second())
    assert "has not come in, and a judgement never hides that." in words(page)
    assert 'value="agree"' not in page.content.decode()


@pytest.mark.parametrize("sent", [{"action": "burn"}, {"action": "agree", "return": "no"}])
def test_deed_that_there_is_none_of_finds_no_page(sent: dict[str, str]) -> None:
    return_ = waiting()
    sent = {"return": str(return_.pk)} | sent
    assert signed_in(second()).post(LIST, sent).status_code == 404


# The history


def test_history_of_a_closed_period_says_what_became_of_each() -> None:
    return_ = waiting()
    close_period(return_.period, by=make_performance(), on=TODAY)
    said = words(get(f"{LIST}?period=2017-18-q3"))
    assert "No judgement waits." in said
    assert "Nobody agreed before the period closed, so the calculated colour counts." in said


def test_judgement_that_the_calculation_came_round_to_counts_for_nothing() -> None:
    return_ = approved(make_return(), "82")
    judge()
    send_back(return_, reason="It was 77.", by=make_approver(make_service()), on=TODAY)
    submitted(return_, "77")
    said = words(get(LIST))
    assert "The calculation has come to the same colour, so it counts for nothing." in said
    assert "No judgement waits." in said


def test_switcher_leads_to_earlier_periods() -> None:
    make_history(make_measure(), {Q2: "81"})
    approved(make_return(), "82")
    assert "Judged in 2017/18 Q3" in words(get(LIST))
    assert "Judged in 2017/18 Q2" in words(get(f"{LIST}?period=2017-18-q2"))


def test_list_before_any_period_is_empty() -> None:
    assert "Judged in" not in words(get(LIST))


# Where it is shown


def test_approver_and_officer_read_who_judged_and_what_was_calculated() -> None:
    submitted(make_return(), "82")
    judge()
    for person, url in (
        (make_approver(make_service()), "/approvals/2017-18-q3/25/"),
        (make_officer(make_service()), "/returns/2017-18-q3/25/"),
    ):
        said = words(get(url, person))
        assert f"By judgement Amber (judgement) by Penny on 15 January 2018 {WHY}" in said
        assert "Calculated Green Green: 82.0% meets the target of 80% or more" in said
