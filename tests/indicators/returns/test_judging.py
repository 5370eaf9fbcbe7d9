"""Judged ratings: who may, when a second person is needed, and that a red explains itself."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from indicators.agreeing import agree_terms
from indicators.models import Judgement, Return, State
from indicators.returns.approving import approve, send_back
from indicators.returns.closing import close_period, obstacles
from indicators.returns.judging import agree_judgement, judge
from indicators.returns.refusals import RefusedError
from indicators.rules.rag import Colour
from organisation.access import NotAllowedError
from organisation.models import Change, ChangeText
from tests.factories import (
    EXPLAINED,
    TODAY,
    approved,
    entered,
    make_approver,
    make_measure,
    make_officer,
    make_performance,
    make_person,
    make_return,
    make_service,
    submitted,
)

pytestmark = pytest.mark.django_db

WHY = "The figure leaves out a whole depot."


def judged(return_: Return, colour: Colour = Colour.RED, why: str = WHY) -> Return:
    return judge(return_, colour=colour, reason=why, by=make_performance(), on=TODAY)


def agreed(return_: Return) -> Return:
    return agree_judgement(return_, by=make_performance("Second of the team"), on=TODAY)


def test_worse_colour_counts_at_once() -> None:
    kept = judged(approved(make_return(), "82"), Colour.AMBER).rating
    assert (kept.status, kept.calculated) == ("AMBER_JUDGED", "GREEN")
    assert kept.sentence.startswith("Amber (judgement). Calculated: Green: 82.0%")
    assert Return.objects.with_status(TODAY).get().status == "AMBER_JUDGED"


def test_better_colour_waits_for_a_second_person() -> None:
    return_ = judged(approved(make_return(), "70", **EXPLAINED), Colour.AMBER)
    assert return_.rating.status == "RED"
    assert agreed(return_).rating.status == "AMBER_JUDGED"
    assert Judgement.objects.get().agreed_by == make_performance("Second of the team")


def test_nobody_agrees_to_their_own_judgement() -> None:
    return_ = judged(approved(make_return(), "70", **EXPLAINED), Colour.GREEN)
    with pytest.raises(NotAllowedError, match="somebody else has to agree to it"):
        agree_judgement(return_, by=make_performance(), on=TODAY)
    assert Return.objects.get().rating.status == "RED"


def test_colour_where_none_is_calculated_waits_for_a_second_person() -> None:
    return_ = approved(make_return(target_state="NONE", target=None), "70")
    assert judged(return_, Colour.GREEN).rating.status == "NO_TARGET"
    assert agreed(return_).rating.status == "GREEN_JUDGED"


def test_new_judgement_needs_a_new_agreement() -> None:
    return_ = agreed(judged(approved(make_return(), "70", **EXPLAINED), Colour.AMBER))
    assert judged(return_, Colour.GREEN).rating.status == "RED"
    assert Judgement.objects.get().agreed_by is None


def test_unexplained_red_goes_back_for_its_exception_report() -> None:
    return_ = judged(approved(make_return(), "82"))
    assert (return_.state, return_.approved_by, return_.submitted_by) == ("SENT_BACK", None, None)
    assert return_.sent_back_reason == (f"Judged red: {WHY} Explain it as a red, and submit again.")
    with pytest.raises(RefusedError) as refused:
        submitted(return_, "82")
    assert set(refused.value.problems) == {
        "cause",
        "key_risks",
        "mitigation",
        "actions",
        "expected_recovery",
    }
    submitted(return_, "82", **EXPLAINED)
    approve(return_, by=make_approver(make_service()), on=TODAY)
    assert obstacles(return_.period, TODAY) == []
    assert Return.objects.with_status(TODAY).red().get() == return_


def test_explained_red_stays_where_it_is() -> None:
    return_ = approved(make_return(), "76", **EXPLAINED)
    assert (judged(return_).state, judged_status()) == ("APPROVED", "RED_JUDGED")


def judged_status() -> str:
    return Return.objects.with_status(TODAY).get().status


def test_judged_red_without_cases_needs_its_explanation_too() -> None:
    return_ = approved(make_return(), None, no_value_reason="NO_CASES")
    assert agreed(judged(return_)).state == "SENT_BACK"
    with pytest.raises(RefusedError, match="Say what caused the red"):
        submitted(return_, None, no_value_reason="NO_CASES")


def test_judgement_gives_way_to_a_figure_of_its_colour() -> None:
    return_ = judged(approved(make_return(), "82"), Colour.AMBER)
    send_back(return_, reason="It was 77.", by=make_approver(make_service()), on=TODAY)
    assert submitted(return_, "77").rating.status == "AMBER"


def test_record_says_who_judged_what_and_why() -> None:
    judged(approved(make_return(), "82"), Colour.AMBER)
    changes = Change.objects.filter(deed="rating judged").order_by("id")
    assert [(each.field, each.before, each.after, each.person) for each in changes[:2]] == [
        ("judged colour", "", "AMBER", make_performance()),
        ("rating", "GREEN", "AMBER_JUDGED", make_performance()),
    ]
    assert set(ChangeText.objects.filter(change__in=changes, part="why").values_list("text")) == {
        (WHY,)
    }


@pytest.mark.parametrize("who", ["officer", "approver", "nobody"])
def test_only_the_performance_team_judges(who: str) -> None:
    return_ = approved(make_return(), "82")
    person = {
        "officer": make_officer(make_service()),
        "approver": make_approver(make_service()),
        "nobody": make_person("Nobody"),
    }[who]
    with pytest.raises(NotAllowedError, match="Only the performance team judges ratings"):
        judge(return_, colour=Colour.RED, reason=WHY, by=person, on=TODAY)
    with pytest.raises(NotAllowedError, match="Only the performance team judges ratings"):
        agree_judgement(return_, by=person, on=TODAY)


def test_reason_has_20_characters() -> None:
    with pytest.raises(RefusedError) as refused:
        judged(approved(make_return(), "82"), why=" Because we say so. ")
    assert refused.value.problems == {"reason": "Give the reason in at least 20 characters."}


def test_calculated_colour_is_not_judged() -> None:
    with pytest.raises(RefusedError, match="Green is the calculated colour already"):
        judged(approved(make_return(), "82"), Colour.GREEN)


@pytest.mark.parametrize("state", ["not started", "draft", "sent back"])
def test_judgement_never_hides_a_missing_return(state: str) -> None:
    return_ = make_return()
    if state == "draft":
        entered(return_, "82")
    if state == "sent back":
        submitted(return_, "82")
        send_back(return_, reason="No.", by=make_approver(make_service()), on=TODAY)
    with pytest.raises(RefusedError, match="has not come in, and a judgement never hides that"):
        judged(return_)


def test_what_is_published_later_is_not_judged() -> None:
    later: dict[str, Any] = {"no_value_reason": "PUBLISHED_LATER", "expected_on": date(2018, 2, 1)}
    with pytest.raises(RefusedError, match="can have no colour: it is carried over"):
        judged(submitted(make_return(), None, **later))


def test_indicator_without_colours_is_not_judged() -> None:
    make_measure("25", kind="INDICATOR")
    with pytest.raises(RefusedError, match="can have no colour: it is monitored"):
        judged(approved(make_return(), "82"))


def test_nothing_waits_where_nothing_was_judged() -> None:
    with pytest.raises(RefusedError, match="No judgement of this return waits"):
        agreed(approved(make_return(), "82"))


def test_closed_period_is_not_judged() -> None:
    return_ = approved(make_return(), "82")
    close_period(return_.period, by=make_performance(), on=TODAY)
    with pytest.raises(RefusedError, match="is closed; its ratings can't change"):
        judged(return_)


def test_agreement_is_to_the_calculation_that_was_seen() -> None:
    return_ = approved(make_return(), "78")
    judged(return_, Colour.GREEN)
    agreed(return_)
    terms = return_.terms
    terms.target = Decimal(95)
    agree_terms(terms, by=make_performance(), on=TODAY)
    return_.refresh_from_db()
    assert (return_.rating.status, return_.state) == ("RED", State.SUBMITTED)
    assert Judgement.objects.get().agreed_by is None
