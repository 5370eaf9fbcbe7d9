"""Terms in words: how far each colour reaches, and what a change of them changed."""

from copy import copy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from indicators.models import PeriodTarget, Terms
from indicators.rules.periods import Quarter
from indicators.terms.terms_words import (
    changed_in_words,
    differences_in_words,
    guide_for,
    in_prose,
    reach_in_words,
    target_figure,
    tolerance_rule,
)
from organisation.models import Council
from tests.factories import Q3, make_measure, make_terms

pytestmark = pytest.mark.django_db


def terms(*, value_type: str = "percent", decimals: int = 1, **fields: Any) -> Terms:
    return make_terms(make_measure(value_type=value_type, decimals=decimals), **fields)


def reach(found: Terms, quarter: Quarter = Q3) -> str:
    return reach_in_words(
        guide_for(found, quarter, Council.current()).bands, found.measure.figure_unit
    )


RANGE: dict[str, Any] = {
    "polarity": "RANGE",
    "target": None,
    "low": Decimal("45.7"),
    "high": Decimal("52.3"),
}
COUNT: dict[str, Any] = {"value_type": "count", "decimals": 0}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {
                "target": Decimal(82),
                "tolerance_mode": "PERCENT_OF_TARGET",
                "tolerance_amber": Decimal(5),
            },
            "Green at 82.0% or more, amber down to 77.9%",
        ),
        ({"tolerance_mode": "NONE"}, "Green at 80.0% or more, otherwise red"),
        ({"tolerance_amber": Decimal(90)}, "Green at 80.0% or more, amber otherwise"),
        ({"polarity": "MIN"}, "Green at 80.0% or less, amber up to 85.0%"),
        (RANGE, "Green from 45.7% to 52.3%, amber from 40.7% to 57.3%"),
        (
            RANGE | {"low": Decimal(0), "high": Decimal(50)},
            "Green at 50.0% or less, amber up to 55.0%",
        ),
        (
            RANGE | {"low": Decimal(66), "high": Decimal(66)},
            "Green at 66.0%, amber from 61.0% to 71.0%",
        ),
        (
            COUNT | {"polarity": "ZERO", "target": Decimal(0), "tolerance_amber": Decimal(2)},
            "Green at 0, amber up to 2",
        ),
        (
            COUNT | {"target": Decimal(3), "tolerance_green": Decimal(5)},
            "Green whatever the figure",
        ),
        (
            {
                "value_type": "yes_no",
                "decimals": 0,
                "target": Decimal(1),
                "tolerance_mode": "NONE",
            },
            "Green at Yes, red at No",
        ),
    ],
)
def test_reach_says_where_each_colour_begins(fields: dict[str, Any], said: str) -> None:
    assert reach(terms(**fields)) == said


def test_reach_of_a_running_total_is_that_of_the_quarter() -> None:
    found = terms(**COUNT, basis="CUMULATIVE_TOTAL", profile="LINEAR", target=Decimal(1200))
    assert reach(found, Quarter(2017, 2)) == "Green at 600 or more, amber down to 595"
    assert reach(found, Quarter(2017, 4)) == "Green at 1,200 or more, amber down to 1,195"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "80%"),
        (RANGE, "45.7 to 52.3%"),
        (RANGE | {"low": Decimal(66), "high": Decimal(66)}, "66%"),
        ({"target_state": "TBC", "target": None}, "to be confirmed"),
        ({"target_state": "NONE", "target": None}, "no target"),
        ({"policy": "BENCHMARK", "benchmark": Decimal("59.5")}, "59.5%"),
        ({"policy": "BENCHMARK"}, "no benchmark"),
    ],
)
def test_target_is_said_as_a_figure(fields: dict[str, Any], said: str) -> None:
    assert target_figure(terms(**fields)) == said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "5 percentage points"),
        ({"tolerance_green": Decimal(1)}, "1 and 5 percentage points"),
        ({"tolerance_mode": "NONE"}, "none"),
        ({"tolerance_mode": "PERCENT_OF_TARGET"}, "5% of the target"),
        (
            {"tolerance_mode": "LOWER_OF", "tolerance_cap": Decimal(3)},
            "5% of the target or 3 percentage points, whichever is lower",
        ),
        ({"tolerance_mode": "THRESHOLD", "amber_limit": Decimal(75)}, "an amber limit of 75%"),
        (
            RANGE
            | {"tolerance_mode": "THRESHOLD", "amber_low": Decimal(40), "amber_high": Decimal(60)},
            "an amber limit of 40% and 60%",
        ),
    ],
)
def test_tolerance_is_said_as_it_was_agreed(fields: dict[str, Any], said: str) -> None:
    assert tolerance_rule(terms(**fields)) == said


def later(before: Terms, **fields: Any) -> Terms:
    """Terms from quarter 3 on that differ in `fields`, saved."""
    kept = {
        field.name: getattr(before, field.name)
        for field in Terms._meta.concrete_fields
        if not field.primary_key
    }
    return Terms.objects.create(**kept | {"from_quarter": 3} | fields)


def test_change_says_from_what_to_what_from_when_why_and_by_whom() -> None:
    before = terms()
    after = later(
        before,
        target=Decimal(82),
        reason="The new contract.",
        agreed_on=date(2017, 12, 15),
        decision_ref="minute 45",
    )
    assert changed_in_words(before, after) == (
        "Target changed from 80% to 82% from Quarter 3 2017/18: The new contract; "
        "agreed by Cabinet on 15 December 2017 (minute 45)"
    )


def test_several_changes_are_one_sentence() -> None:
    before = terms()
    after = later(before, target=Decimal(82), tolerance_amber=Decimal(2), polarity="MIN")
    assert changed_in_words(before, after) == (
        "Target changed from 80% to 82%, "
        "tolerance changed from 5 percentage points to 2 percentage points "
        "and aim changed from aim to maximise to aim to minimise from Quarter 3 2017/18: "
        "agreed by Cabinet"
    )


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (True, False, ["Taken out of the basket"]),
        (False, True, ["Back in the basket"]),
        (False, False, []),
        (True, True, []),
    ],
)
def test_basket_is_left_and_joined(*, before: bool, after: bool, said: list[str]) -> None:
    first = terms(in_force=before)
    assert differences_in_words(first, later(first, in_force=after)) == said


def test_what_changes_nothing_is_not_said() -> None:
    before = terms()
    assert changed_in_words(before, later(before, reason="A better word for it.")) == ""


def test_targets_by_quarter_are_compared_from_their_quarter_on() -> None:
    before = terms(**COUNT, basis="CUMULATIVE_TOTAL", target=Decimal(1300), profile="EXPLICIT")
    after = later(before)
    for found, quarters in ((before, {2: 700, 3: 900}), (after, {2: 600, 3: 950})):
        for quarter, target in quarters.items():
            PeriodTarget.objects.create(terms=found, quarter=quarter, target=Decimal(target))
    assert differences_in_words(before, after) == ["Target for Quarter 3 changed from 900 to 950"]


def test_quarter_and_outturn_are_named_in_prose() -> None:
    assert (in_prose(Q3), in_prose(Quarter(2017, 5))) == ("Quarter 3 2017/18", "2017/18 outturn")


def test_range_is_named_where_a_target_changes_to_or_from_one() -> None:
    before = terms(target=Decimal(66))
    after = copy(before)
    after.target, after.low, after.high = None, Decimal(64), Decimal(70)
    assert differences_in_words(before, after) == [
        "Target changed from 66% to a range of 64 to 70%"
    ]
