"""Submitting: what a return needs before it goes to the approver."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from indicators.models import Baseline, Rating, Return
from indicators.returns.closing import acknowledge_missing
from indicators.returns.refusals import ConflictError, RefusedError
from indicators.returns.submitting import missing_from, submit
from indicators.rules.periods import Quarter
from organisation.access import NotAllowedError
from organisation.models import Change
from tests.factories import (
    EXPLAINED,
    TODAY,
    entered,
    make_approver,
    make_history,
    make_measure,
    make_officer,
    make_performance,
    make_return,
    submitted,
)

pytestmark = pytest.mark.django_db

RED = {
    "cause": "Say what caused the red.",
    "key_risks": "A red needs its key risks: what could go wrong for people, services or money.",
    "mitigation": "A red needs its mitigation: what is in place, or will be, and from when.",
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
        ("rating", "", "GREEN"),
        ("sentence", "", return_.rating.sentence),
    ]


def test_amber_needs_no_explanation() -> None:
    assert submitted(make_return(), "75").rating.status == "AMBER"


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


def test_impossible_figure_is_refused() -> None:
    assert refused(entered(make_return(), "820")) == {
        "value": "A percentage can't be above 100. Check the decimal point."
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
    assert refused(entered(make_return(), "8200")) == {
        "confirmed": "8,200 is about 100 times the usual 82. Look at the decimal point and the "
        "unit. If the figure is right, say why."
    }
    assert submitted(make_return(), "8200", confirmed="All schools.").state == "SUBMITTED"


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
