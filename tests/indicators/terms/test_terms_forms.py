"""The form of terms: the boxes a measure needs, each problem beside the box that mends it."""

from decimal import Decimal
from typing import Any

import pytest

from indicators.models import Measure, PeriodTarget, Terms
from indicators.rules.periods import Quarter
from indicators.terms.terms_changing import (
    Proposal,
    QuarterTarget,
    problems_of,
    proposed,
)
from indicators.terms.terms_forms import AGREEMENT, AgreementForm, TermsForm
from tests.factories import Q3, make_measure, make_terms, open_quarter

pytestmark = pytest.mark.django_db

QUARTERS = [Q3, Quarter(2017, 4)]
GIVEN = {
    "quarter": "2017-18-q3",
    "target_state": "SET",
    "target": "82",
    "tolerance_mode": "POINTS",
    "points_amber": "5",
    "reason": "The new contract",
    "agreed_by": "Cabinet",
    "agreed_on": "15 December 2017",
    "decision_ref": "minute 45",
}
RANGE: dict[str, Any] = {
    "polarity": "RANGE",
    "target": None,
    "low": Decimal(40),
    "high": Decimal(50),
}


def held(*, measure: dict[str, Any] | None = None, **fields: Any) -> Terms:
    return make_terms(make_measure(**measure or {}), **fields)


def typed(terms: Terms, **boxes: str) -> TermsForm:
    return TermsForm(GIVEN | boxes, held=terms, quarters=QUARTERS)


def boxes(terms: Terms) -> set[str]:
    form = TermsForm(held=terms, quarters=QUARTERS)
    return set(form.fields) - {"quarter", "target_state", "tolerance_mode", *AGREEMENT}


def wrong(form: TermsForm, measure: Measure) -> dict[str, list[str]]:
    """What the form says beside its boxes, of the boxes and of the terms that they make."""
    if not form.problems_of_terms():
        form.refuse_terms(problems_of(proposed(measure, form.proposal)))
    return {name: [str(each) for each in found] for name, found in form.errors.items()}


# The boxes

POINTS = {"points_amber", "points_green"}
EVERY = POINTS | {"percent_amber", "percent_green", "lower_percent", "lower_cap"}


@pytest.mark.parametrize(
    ("measure", "fields", "expected"),
    [
        ({}, {}, EVERY | {"target", "amber_limit"}),
        ({}, RANGE, EVERY | {"low", "high", "amber_low", "amber_high"}),
        ({}, {"polarity": "ZERO", "target": Decimal(0)}, POINTS),
        (
            {"value_type": "yes_no", "decimals": 0},
            {"target": Decimal(1), "tolerance_mode": "NONE"},
            set(),
        ),
        (
            {},
            {"policy": "BENCHMARK", "benchmark": Decimal(60)},
            EVERY | {"benchmark", "amber_limit"},
        ),
        (
            {},
            {"profile": "EXPLICIT"},
            EVERY | {"target", "amber_limit"} | {f"own_{number}_target" for number in range(1, 5)},
        ),
        (
            {},
            RANGE | {"profile": "EXPLICIT"},
            EVERY
            | {"low", "high", "amber_low", "amber_high"}
            | {f"own_{number}_{end}" for number in range(1, 5) for end in ("low", "high")},
        ),
    ],
)
def test_form_has_the_boxes_of_its_measure(
    measure: dict[str, Any], fields: dict[str, Any], expected: set[str]
) -> None:
    assert boxes(held(measure=measure, **fields)) == expected


def test_form_begins_as_the_terms_that_hold() -> None:
    terms = held(profile="EXPLICIT", tolerance_green=Decimal(0))
    PeriodTarget.objects.create(terms=terms, quarter=3, target=Decimal("80.5"))
    form = TermsForm(held=terms, quarters=QUARTERS)
    shown = {name: form[name].value() for name in ("target", "points_amber", "own_3_target")}
    assert shown == {"target": "80", "points_amber": "5", "own_3_target": "80.5"}
    assert form["points_green"].value() is None


# What is proposed


def test_what_is_typed_is_proposed_and_what_another_tolerance_needed_falls_away() -> None:
    form = typed(
        held(amber_limit=Decimal(70)),
        tolerance_mode="PERCENT_OF_TARGET",
        percent_amber="5%",
        points_amber="what?",
    )
    assert form.is_valid()
    assert form.proposal == Proposal(
        Q3,
        {
            "target_state": "SET",
            "target": Decimal(82),
            "low": None,
            "high": None,
            "tolerance_mode": "PERCENT_OF_TARGET",
            "tolerance_amber": Decimal(5),
            "tolerance_green": None,
            "tolerance_cap": None,
            "amber_limit": None,
            "amber_low": None,
            "amber_high": None,
        },
    )


def test_target_to_be_confirmed_takes_no_figure() -> None:
    form = typed(held(), target_state="TBC", target="soon")
    assert form.is_valid()
    assert (form.proposal.values["target_state"], form.proposal.values["target"]) == ("TBC", None)


@pytest.mark.parametrize(
    ("measure", "fields", "target"),
    [
        (
            {"value_type": "count", "decimals": 0},
            {"polarity": "ZERO", "target": Decimal(0)},
            Decimal(0),
        ),
        (
            {"value_type": "yes_no", "decimals": 0},
            {"target": Decimal(1), "tolerance_mode": "NONE"},
            Decimal(1),
        ),
    ],
)
def test_target_that_can_be_no_other_is_not_asked_for(
    measure: dict[str, Any], fields: dict[str, Any], target: Decimal
) -> None:
    terms = held(measure=measure, **fields)
    form = typed(terms, tolerance_mode=terms.tolerance_mode)
    assert form.is_valid()
    assert form.proposal.values["target"] == target


def test_benchmark_is_proposed_in_place_of_a_target() -> None:
    form = typed(held(policy="BENCHMARK", benchmark=Decimal(60)), benchmark="61.5")
    assert form.is_valid()
    values = form.proposal.values
    assert (values["benchmark"], "target" in values) == (Decimal("61.5"), False)


def test_targets_by_quarter_are_read_from_the_chosen_quarter_on() -> None:
    form = typed(held(profile="EXPLICIT"), own_1_target="70", own_3_target="81", own_4_target="")
    assert form.is_valid()
    assert form.proposal.own_targets == {3: QuarterTarget(Decimal(81)), 4: None}


# Beside the boxes


@pytest.mark.parametrize(
    ("fields", "given", "box", "said"),
    [
        ({}, {"target": ""}, "target", "Enter the figure, or choose that it is to be confirmed."),
        ({}, {"target": "abc"}, "target", "Enter the target as a number, for example 59.6"),
        ({}, {"target": "82.55"}, "target", "The target 82.55 is finer than"),
        ({}, {"points_amber": ""}, "points_amber", "Enter how far amber reaches"),
        ({}, {"points_amber": "-1"}, "points_amber", "A tolerance cannot be negative"),
        ({}, {"points_green": "6"}, "points_green", "The green tolerance (6) is wider"),
        (
            {},
            {"tolerance_mode": "PERCENT_OF_TARGET", "target": "0", "percent_amber": "5"},
            "tolerance_mode",
            "A percentage of a zero target is zero; give the tolerance in points instead.",
        ),
        (
            {},
            {"tolerance_mode": "LOWER_OF", "lower_percent": "5"},
            "lower_cap",
            "“Whichever is lower” needs a cap",
        ),
        ({}, {"tolerance_mode": "THRESHOLD"}, "amber_limit", "The amber limit is missing"),
        (
            {},
            {"tolerance_mode": "THRESHOLD", "amber_limit": "90"},
            "amber_limit",
            "The amber limit is above the target",
        ),
        (
            {"polarity": "MIN"},
            {"tolerance_mode": "THRESHOLD", "amber_limit": "60"},
            "amber_limit",
            "The amber limit is below the target",
        ),
        (
            RANGE,
            {"low": "40", "high": "50", "tolerance_mode": "THRESHOLD"},
            "amber_low",
            "A range needs an amber limit on each side",
        ),
        (RANGE, {"low": "60", "high": "50"}, "low", "The lower end of the range (60) is above"),
        (
            RANGE,
            {"low": "50", "high": "50", "tolerance_mode": "NONE"},
            "low",
            "The range is the single figure 50",
        ),
        (
            {"exceed_margin": Decimal(2)},
            {"tolerance_mode": "LOWER_OF", "lower_percent": "-1", "lower_cap": "2"},
            "lower_percent",
            "A tolerance cannot be negative",
        ),
    ],
)
def test_problem_is_said_beside_the_box_that_mends_it(
    fields: dict[str, Any], given: dict[str, str], box: str, said: str
) -> None:
    terms = held(**fields)
    open_quarter(Q3)
    found = wrong(typed(terms, **given), terms.measure)
    assert list(found) == [box]
    [message] = found[box]
    assert message.startswith(said)


@pytest.mark.parametrize("box", ["reason", "agreed_by", "agreed_on", "decision_ref"])
def test_agreement_is_asked_for_in_full(box: str) -> None:
    form = typed(held(), **{box: ""})
    assert (form.is_valid(), list(form.errors), form.problems_of_terms()) == (False, [box], [])


def test_reason_has_at_most_300_characters() -> None:
    form = typed(held(), reason="x" * 301)
    assert form.errors == {"reason": ["Say it in at most 300 characters."]}


def test_quarter_that_is_not_offered_is_refused() -> None:
    form = typed(held(), quarter="2017-18-q1")
    assert list(form.errors) == ["quarter"]


def test_form_without_terms_takes_a_measure_out_of_the_basket() -> None:
    form = AgreementForm(GIVEN, quarters=QUARTERS)
    assert form.is_valid()
    assert form.proposal == Proposal(Q3, {"in_force": False})
    form.refuse_terms(["That can't be."])
    assert form.non_field_errors() == ["That can't be."]
