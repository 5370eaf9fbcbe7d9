"""Agreeing to what was seen, turning down, withdrawing: what counts then, and what is on record."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from indicators.agreeing import agree_terms
from indicators.models import Judgement, Return, Terms
from indicators.returns.approving import send_back
from indicators.returns.closing import close_period
from indicators.returns.judging import judge
from indicators.returns.judging_deciding import agree_as_seen, seen_of, turn_down, withdraw
from indicators.returns.refusals import RefusedError
from indicators.rules.rag import Colour
from organisation.access import NotAllowedError
from organisation.models import Change, ChangeText, Person
from tests.factories import (
    EXPLAINED,
    TODAY,
    approved,
    entered,
    make_approver,
    make_officer,
    make_performance,
    make_person,
    make_return,
    make_service,
    submitted,
)

pytestmark = pytest.mark.django_db

WHY = "The figure leaves out a whole depot."
REASON = "The depot is in the figure."
Deed = Callable[..., Return]


def second() -> Person:
    return make_performance("Second of the team")


def judged(return_: Return, colour: Colour) -> Return:
    return judge(return_, colour=colour, reason=WHY, by=make_performance(), on=TODAY)


def waiting() -> Return:
    """Calculated red, judged amber by Penny; a second person has to agree."""
    return judged(approved(make_return(), "70", **EXPLAINED), Colour.AMBER)


def seen(return_: Return) -> str:
    made = Judgement.objects.select_related("of__rating").get(of=return_)
    return seen_of(made, made.of.rating)


def status() -> str:
    return Return.objects.get().rating.status


# Agreeing


def test_second_person_agrees_to_what_they_saw() -> None:
    return_ = waiting()
    agree_as_seen(return_, seen=seen(return_), by=second(), on=TODAY)
    assert (status(), Judgement.objects.get().agreed_by) == ("AMBER_JUDGED", second())


def test_judgement_that_became_another_is_not_agreed_unseen() -> None:
    return_ = waiting()
    before = seen(return_)
    judged(return_, Colour.GREEN)
    with pytest.raises(RefusedError, match="was changed since you opened this page"):
        agree_as_seen(return_, seen=before, by=second(), on=TODAY)
    assert (status(), Judgement.objects.get().agreed_by) == ("RED", None)


def test_judgement_of_another_figure_is_not_agreed_unseen() -> None:
    return_ = waiting()
    before = seen(return_)
    send_back(return_, reason="It was 68.", by=make_approver(make_service()), on=TODAY)
    submitted(return_, "68", **EXPLAINED)
    with pytest.raises(RefusedError, match="was changed since you opened this page"):
        agree_as_seen(return_, seen=before, by=second(), on=TODAY)


# Turning down


def test_judgement_turned_down_leaves_the_calculated_colour_and_a_record() -> None:
    return_ = waiting()
    turn_down(return_, reason=f" {REASON} ", seen=seen(return_), by=second(), on=TODAY)
    assert (status(), Judgement.objects.exists()) == ("RED", False)
    change = Change.objects.get(deed="judgement turned down")
    assert (change.field, change.before, change.after, change.person) == (
        "judged colour",
        "AMBER",
        "",
        second(),
    )
    assert ChangeText.objects.get(change=change, part="why").text == REASON


def test_nobody_turns_down_their_own_judgement() -> None:
    return_ = waiting()
    with pytest.raises(NotAllowedError, match="you withdraw it rather than turn it down"):
        turn_down(return_, reason=REASON, seen=seen(return_), by=make_performance(), on=TODAY)


def test_judgement_that_counts_is_not_turned_down() -> None:
    return_ = judged(approved(make_return(), "82"), Colour.AMBER)
    with pytest.raises(RefusedError, match="it can only be withdrawn"):
        turn_down(return_, reason=REASON, seen=seen(return_), by=second(), on=TODAY)
    assert status() == "AMBER_JUDGED"


# Withdrawing


@pytest.mark.parametrize("who", [make_performance, second])
def test_withdrawn_judgement_lets_the_calculated_colour_count_again(
    who: Callable[[], Person],
) -> None:
    return_ = judged(approved(make_return(), "82"), Colour.AMBER)
    withdraw(return_, reason=REASON, seen=seen(return_), by=who(), on=TODAY)
    kept = Return.objects.get().rating
    assert (kept.status, kept.sentence[:13], Judgement.objects.exists()) == (
        "GREEN",
        "Green: 82.0% ",
        False,
    )
    changes = Change.objects.filter(deed="judgement withdrawn").order_by("id")
    assert [(each.field, each.before, each.after) for each in changes[:2]] == [
        ("judged colour", "AMBER", ""),
        ("rating", "AMBER_JUDGED", "GREEN"),
    ]


def test_agreed_judgement_does_not_outlive_its_calculation() -> None:
    return_ = judged(submitted(make_return(), "76"), Colour.GREEN)
    agree_as_seen(return_, seen=seen(return_), by=second(), on=TODAY)
    terms = Terms.objects.get()
    terms.target = Decimal(90)
    agree_terms(terms, by=second(), on=TODAY)
    assert (Judgement.objects.get().agreed_by, status()) == (None, "RED")


def test_agreed_judgement_does_not_outlive_its_figure() -> None:
    return_ = judged(submitted(make_return(), "76"), Colour.GREEN)
    agree_as_seen(return_, seen=seen(return_), by=second(), on=TODAY)
    send_back(return_, reason="It was 70.", by=make_approver(make_service()), on=TODAY)
    with pytest.raises(RefusedError, match="Say what caused the red"):
        submitted(return_, "70")
    submitted(return_, "70", **EXPLAINED)
    assert (Judgement.objects.get().agreed_by, status()) == (None, "RED")


def test_return_that_came_back_for_a_judgement_says_that_it_was_withdrawn() -> None:
    return_ = judged(approved(make_return(), "82"), Colour.RED)
    assert return_.state == "SENT_BACK"
    withdraw(return_, reason=REASON, seen=seen(return_), by=second(), on=TODAY)
    stored = Return.objects.get()
    assert (stored.state, Judgement.objects.exists()) == ("SENT_BACK", False)
    assert stored.sent_back_reason == (
        "The judgement for which this return came back was withdrawn: "
        "The depot is in the figure. Look at the figure once more, and submit again."
    )
    assert submitted(stored, "82").rating.status == "GREEN"


def test_judgement_of_a_return_sent_back_for_something_else_leaves_its_reason() -> None:
    return_ = judged(approved(make_return(), "82"), Colour.AMBER)
    send_back(return_, reason="It was 83.", by=make_approver(make_service()), on=TODAY)
    withdraw(return_, reason=REASON, seen=seen(return_), by=second(), on=TODAY)
    assert Return.objects.get().sent_back_reason == "It was 83."


# What is refused


@pytest.mark.parametrize("deed", [turn_down, withdraw])
def test_decision_needs_its_reason(deed: Deed) -> None:
    return_ = waiting()
    with pytest.raises(RefusedError) as refused:
        deed(return_, reason="  ", seen=seen(return_), by=second(), on=TODAY)
    assert refused.value.problems == {"reason": "Give the reason; it stays on record."}


@pytest.mark.parametrize("deed", [turn_down, withdraw])
def test_decision_on_what_was_not_seen_is_refused(deed: Deed) -> None:
    return_ = waiting()
    with pytest.raises(RefusedError, match="was changed since you opened this page"):
        deed(return_, reason=REASON, seen="", by=second(), on=TODAY)
    assert Judgement.objects.exists()


@pytest.mark.parametrize("deed", [turn_down, withdraw])
def test_nothing_is_decided_where_nothing_was_judged(deed: Deed) -> None:
    return_ = approved(make_return(), "82")
    with pytest.raises(RefusedError, match="is not judged, so there is nothing to decide"):
        deed(return_, reason=REASON, seen="", by=second(), on=TODAY)


@pytest.mark.parametrize("deed", [turn_down, withdraw])
def test_judgement_of_a_closed_period_stays(deed: Deed) -> None:
    return_ = judged(approved(make_return(), "82"), Colour.AMBER)
    close_period(return_.period, by=make_performance(), on=TODAY)
    with pytest.raises(RefusedError, match="is closed; its ratings can't change"):
        deed(return_, reason=REASON, seen=seen(return_), by=second(), on=TODAY)
    assert (status(), Judgement.objects.exists()) == ("AMBER_JUDGED", True)


@pytest.mark.parametrize("deed", [turn_down, withdraw])
@pytest.mark.parametrize("who", ["officer", "approver", "nobody"])
def test_only_the_performance_team_decides(deed: Deed, who: str) -> None:
    return_ = waiting()
    people: dict[str, Any] = {
        "officer": make_officer(make_service()),
        "approver": make_approver(make_service()),
        "nobody": make_person("Nobody"),
    }
    with pytest.raises(NotAllowedError, match="Only the performance team judges ratings"):
        deed(return_, reason=REASON, seen=seen(return_), by=people[who], on=TODAY)


def test_draft_of_a_return_is_left_alone_when_its_judgement_is_withdrawn() -> None:
    return_ = judged(approved(make_return(), "82"), Colour.AMBER)
    send_back(return_, reason="It was 70.", by=make_approver(make_service()), on=TODAY)
    entered(return_, "70")
    withdraw(return_, reason=REASON, seen=seen(return_), by=second(), on=TODAY)
    stored = Return.objects.get()
    assert (stored.state, stored.value) == ("DRAFT", Decimal(70))
    assert stored.rating.value == Decimal(82)
