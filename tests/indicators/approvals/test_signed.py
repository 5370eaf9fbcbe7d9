"""Who sent a return in which part, how long it has waited, and what it corrects."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from indicators.approvals.signed import (
    correction_words,
    judged_words,
    submitted_words,
    times,
    waiting_words,
)
from indicators.models import ActingAs, Judgement, Rating, Return
from tests.factories import (
    EXPLAINED,
    TODAY,
    approved,
    make_performance,
    make_person,
    make_return,
    submitted,
)

pytestmark = pytest.mark.django_db

BY = "Submitted 15 January 2018 by Officer of Children"


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (ActingAs.LEAD, ", as measure lead"),
        (ActingAs.DEPUTY, ", as deputy"),
        (ActingAs.COVER, ", as cover for absence"),
        (ActingAs.OFFICER, ", as officer of the service"),
        (ActingAs.PERFORMANCE, ", for the performance team"),
        ("", ""),
    ],
)
def test_submitter_is_named_with_the_part(part: str, said: str) -> None:
    return_ = submitted(make_return())
    return_.submitted_as = part
    assert submitted_words(return_) == f"{BY}{said}"


def test_deputy_is_named_with_whom_they_act_for() -> None:
    return_ = submitted(make_return())
    return_.submitted_as, return_.on_behalf_of = ActingAs.DEPUTY, make_person("Jo Lee")
    assert submitted_words(return_) == f"{BY}, as deputy, on behalf of Jo Lee"


def test_return_that_was_not_submitted_says_nothing() -> None:
    return_ = make_return()
    assert (submitted_words(return_), waiting_words(return_, TODAY)) == ("", "")


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "waiting since today"), (1, "waiting for 1 day"), (3, "waiting for 3 days")],
)
def test_waiting_is_counted_in_days(days: int, said: str) -> None:
    return_ = submitted(make_return())
    assert waiting_words(return_, TODAY + timedelta(days=days)) == said


def test_times_are_said_in_words() -> None:
    assert [times(number) for number in (1, 2, 3)] == ["once", "twice", "3 times"]


def correction(was: str, now: str) -> Return:
    old = approved(make_return(), was, **EXPLAINED)
    new = Return(
        measure=old.measure, period=old.period, terms=old.terms, version=2, is_current=False
    )
    new.corrects, new.correction_reason = old, "Two schools were left out."
    new.rating = Rating(of=new, value=Decimal(now), status="RED", terms=old.rating.terms)
    return new


def test_correction_says_what_it_changes_and_why() -> None:
    assert correction_words(correction("50", "55")) == (
        "Correction of a closed quarter: was 50.0%, now 55.0%, because: Two schools were left out."
    )


def test_correction_of_the_text_alone_says_that_the_figure_stays() -> None:
    assert correction_words(correction("50", "50")) == (
        "Correction of a closed quarter: the figure stays 50.0%, "
        "because: Two schools were left out."
    )


def test_return_that_corrects_nothing_says_nothing() -> None:
    return_ = submitted(make_return())
    assert (correction_words(return_), judged_words(return_)) == ("", "")


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("AMBER_JUDGED", "Calculated: green."),
        ("GREEN", "Calculated: green. The judgement counts once a second person has agreed to it."),
    ],
)
def test_judgement_stands_beside_the_calculated_colour(status: str, said: str) -> None:
    return_ = submitted(make_return())
    Judgement.objects.create(
        of=return_,
        colour="AMBER",
        reason="The register was closed for two weeks.",
        by=make_performance(),
        made_on=date(2018, 1, 16),
    )
    return_.rating.status = status
    assert judged_words(return_) == (
        f"Judged amber by Penny on 16 January 2018: The register was closed for two weeks. {said}"
    )
