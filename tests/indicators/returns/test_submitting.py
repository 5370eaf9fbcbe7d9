"""Submitting: what a return needs before it goes to the approver."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from indicators.models import Baseline, Measure, Rating, Return
from indicators.returns.closing import acknowledge_missing
from indicators.returns.entering import Waved
from indicators.returns.needs import doubts_about, missing_from
from indicators.returns.refusals import ConflictError, RefusedError
from indicators.returns.submitting import submit
from indicators.rules.periods import Quarter
from organisation.access import NotAllowedError
from organisation.models import Change
from tests.factories import (
    EXPLAINED,
    Q2,
    Q3,
    TODAY,
    entered,
    make_approver,
    make_history,
    make_measure,
    make_officer,
    make_performance,
    make_return,
    make_terms,
    submitted,
)

pytestmark = pytest.mark.django_db

RED = {
    "cause": "Say what caused the red.",
    "key_risks": "A red needs its key risks: what could go wrong for people, services or money.",
    "mitigation": "A red needs its mitigation: what is in place, or will be, and from when.",
    "actions": "A red needs at least one action, with the post that does it and a date.",
    "expected_recovery": (
        "Choose when it will be back on target, or say why no quarter can be named yet."
    ),
}


def refused(return_: Return) -> dict[str, str]:
    """Why the officer can't submit it."""
    service = return_.measure.service
    assert service is not None
    with pytest.raises(RefusedError) as found:
        submit(return_, by=make_officer(service), on=TODAY)
    return_.refresh_from_db()
    assert return_.submitted_by is None
    assert not Rating.objects.filter(of=return_).exists()
    return found.value.problems


def test_green_is_submitted_and_rated() -> None:
    return_ = submitted(make_return(), "82")
    assert (return_.state, str(return_.submitted_by), return_.submitted_on) == (
        "SUBMITTED",
        "Officer of Children",
        TODAY,
    )
    assert (return_.rating.status, return_.rating.is_frozen) == ("GREEN", False)
    assert return_.rating.sentence.startswith("Green: 82.0% meets the target of 80% or more")


def test_rating_and_sentence_stand_in_the_record() -> None:
    return_ = submitted(make_return(), "82")
    found = Change.objects.filter(deed="return submitted").order_by("id")
    assert list(found.values_list("field", "before", "after")) == [
        ("state", "DRAFT", "SUBMITTED"),
        ("submitted as", "", "officer of the service"),
        ("rating", "", "GREEN"),
        ("sentence", "", return_.rating.sentence),
    ]


def test_amber_needs_its_cause_only() -> None:
    return_ = make_return()
    assert refused(entered(return_, "75")) == {
        "cause": "An amber needs its cause: say what keeps it from green."
    }
    assert submitted(return_, "75", cause="One large family.").rating.status == "AMBER"


def red_before() -> Return:
    """A measure that was red in quarter 2, with its return for quarter 3."""
    measure = make_measure()
    make_terms(measure)
    make_history(measure, {Q2: "50"}, **EXPLAINED | {"expected_recovery": Quarter(2018, 1)})
    return make_return()


def test_red_that_stays_red_keeps_its_date_without_a_word() -> None:
    explained = EXPLAINED | {"expected_recovery": Quarter(2018, 1)}
    kept = submitted(red_before(), "50", **explained).exception_report
    assert (kept.expected_recovery, kept.was_expected) == (Quarter(2018, 1), None)


def test_red_that_stays_red_says_why_its_date_moves_and_keeps_the_old_one() -> None:
    moved = EXPLAINED | {"expected_recovery": Quarter(2018, 3)}
    return_ = red_before()
    assert refused(entered(return_, "50", **moved)) == {
        "recovery_reason": "Last time you expected it back on target in 2018/19 Q1. "
        "Say why that moves."
    }
    kept = submitted(return_, "50", **moved, recovery_reason="Nobody applied.").exception_report
    assert (kept.expected_recovery, kept.was_expected) == (Quarter(2018, 3), Quarter(2018, 1))


def test_red_without_a_date_says_why_there_is_none() -> None:
    undated = EXPLAINED | {"expected_recovery": None}
    return_ = make_return()
    assert set(refused(entered(return_, "50", **undated))) == {"expected_recovery"}
    submitted(return_, "50", **undated, recovery_reason="The courts decide.")


def test_red_is_expected_back_after_its_own_quarter() -> None:
    past = EXPLAINED | {"expected_recovery": Q3}
    assert refused(entered(make_return(), "50", **past)) == {
        "expected_recovery": "Choose a quarter after 2017/18 Q3: this one is red."
    }


def test_awaiting_information_is_never_submitted() -> None:
    return_ = entered(make_return(), None, no_value_reason="AWAITING", commentary="The clinic.")
    assert set(refused(return_)) == {"no_value_reason"}


@pytest.mark.parametrize(("value", "ready"), [("82", True), ("75", False), (None, False)])
def test_draft_with_nothing_missing_is_ready(value: str | None, ready: bool) -> None:
    assert entered(make_return(), value).is_ready is ready


def test_red_says_all_that_it_needs() -> None:
    assert refused(entered(make_return(), "74.9")) == RED


@pytest.mark.parametrize("left_out", ["cause", "key_risks", "mitigation"])
@pytest.mark.parametrize("blank", ["", "  \n"])
def test_red_needs_each_of_its_three_texts(left_out: str, blank: str) -> None:
    return_ = entered(make_return(), "74.9", **EXPLAINED | {left_out: blank})
    assert refused(return_) == {left_out: RED[left_out]}


def test_red_with_its_explanation_is_submitted() -> None:
    return_ = submitted(make_return(), "74.9", **EXPLAINED)
    assert return_.rating.status == "RED"


def test_return_without_figure_or_reason_is_refused() -> None:
    assert refused(entered(make_return(), None, commentary="Later.")) == {
        "value": "Enter the figure, or choose why there is none."
    }


def test_figure_published_later_goes_without_rating() -> None:
    later: dict[str, Any] = {
        "no_value_reason": "PUBLISHED_LATER",
        "expected_on": date(2018, 2, 1),
    }
    return_ = submitted(make_return(), None, **later)
    assert (return_.state, Rating.objects.exists()) == ("SUBMITTED", False)


def test_not_applicable_has_to_say_why() -> None:
    reason: dict[str, Any] = {"no_value_reason": "NOT_APPLICABLE"}
    assert refused(entered(make_return("25"), None, **reason)) == {
        "commentary": "Say why the measure does not apply this period."
    }
    return_ = submitted(make_return("26"), None, commentary="No intake this term.", **reason)
    assert return_.rating.status == "NOT_APPLICABLE"
    assert return_.rating.sentence == "Not applicable: the measure does not apply this period"


def test_no_cases_are_not_nought_per_cent() -> None:
    by_reason = submitted(make_return("25"), None, no_value_reason="NO_CASES")
    by_parts = submitted(make_return("26"), None, numerator=Decimal(0), denominator=Decimal(0))
    assert by_reason.rating.status == by_parts.rating.status == "NO_CASES"
    assert by_reason.rating.sentence == by_parts.rating.sentence


def test_parts_are_rated_as_their_percentage() -> None:
    return_ = submitted(make_return(), None, numerator=Decimal(45), denominator=Decimal(50))
    assert (return_.rating.status, return_.rating.value) == ("GREEN", Decimal(90))


def test_share_above_the_whole_needs_a_reason() -> None:
    assert refused(entered(make_return(), "820")) == {
        "reason-outside-0-100": "820.0% is above 100%. Check the decimal point. "
        "Mend it, or say why it is right."
    }


def test_doubtful_figure_needs_a_reason() -> None:
    measure = make_measure(value_type="count", decimals=0)
    Baseline.objects.create(
        measure=measure,
        period_end=date(2016, 11, 30),
        period_name="November 2016",
        value=Decimal(82),
        source_file="workbook.xlsx",
    )
    return_ = entered(make_return(), "8200")
    [(field, problem)] = refused(return_).items()
    assert field == "reason-scale-slip"
    assert problem.endswith("Mend it, or say why it is right.")
    [doubt] = doubts_about(return_)
    waved = Waved(doubt.code, doubt.message, "All schools.")
    assert submitted(return_, "8200", waved=(waved,)).state == "SUBMITTED"


def test_reason_counts_only_for_what_it_was_given_for() -> None:
    measure = make_measure(value_type="count", decimals=0)
    make_history(measure_with_terms(measure), {Q2: "82"})
    return_ = entered(make_return(), "8200")
    waved = tuple(Waved(each.code, each.message, "Yes.") for each in doubts_about(return_))
    assert set(refused(entered(return_, "8300", waved=waved))) == {"reason-scale-slip"}


def measure_with_terms(measure: Measure) -> Measure:
    make_terms(measure)
    return measure


def test_indicator_is_never_red_unless_the_council_says_so() -> None:
    measure = make_measure("I1", kind="INDICATOR", service=None)
    measure.service = None
    measure.save()
    assert submitted(make_return("I1"), "10").rating.status == "MONITOR"


def test_version_not_seen_is_not_submitted() -> None:
    return_ = entered(make_return(), "82")
    service = return_.measure.service
    assert service is not None
    with pytest.raises(ConflictError):
        submit(return_, by=make_officer(service), on=TODAY, seen_edit=0)


def test_approver_does_not_submit() -> None:
    return_ = entered(make_return(), "82")
    service = return_.measure.service
    assert service is not None
    with pytest.raises(NotAllowedError):
        submit(return_, by=make_approver(service), on=TODAY)


def test_submitted_return_is_no_longer_missing() -> None:
    return_ = make_return()
    acknowledge_missing(return_, reason="Nobody there.", by=make_performance(), on=TODAY)
    sent = submitted(return_, "82")
    assert (sent.missing_acknowledged_by, sent.missing_reason) == (None, "")


def test_judged_history_of_a_measure_does_not_stand_in_the_way() -> None:
    make_history(make_measure(), {Quarter(2017, 1): "81", Quarter(2017, 2): "82"})
    assert missing_from(entered(make_return(), "83")) == {}
