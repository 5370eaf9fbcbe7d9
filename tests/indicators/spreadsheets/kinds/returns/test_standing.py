"""What colour a row's return would have, and what is left to do then."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from indicators.returns.checks import doubts, usual
from indicators.returns.entering import Entry, Waved
from indicators.rules.rag import Figure
from indicators.spreadsheets.kinds.returns.settled import Standing
from indicators.spreadsheets.kinds.returns.standing import (
    AMBER,
    AWAITING,
    LATER,
    NO_REASON,
    NOTHING,
    REASON,
    RED,
    standing_of,
)
from organisation.models import Council
from tests.factories import TODAY, entered, make_return

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"value": Decimal(82)}, Standing("Green")),
        ({"value": Decimal(77)}, Standing("Amber", (AMBER,))),
        ({"value": Decimal(77), "cause": "Posts were vacant."}, Standing("Amber")),
        ({"value": Decimal(60), "cause": "Posts were vacant."}, Standing("Red", (RED,))),
        ({"numerator": Decimal(41), "denominator": Decimal(50)}, Standing("Green")),
        ({"no_value_reason": "AWAITING"}, Standing("Awaiting information", (AWAITING,))),
        ({"no_value_reason": "NOT_APPLICABLE"}, Standing("Not applicable", (NO_REASON,))),
        ({"no_value_reason": "NO_CASES"}, Standing("No cases")),
        ({"no_value_reason": "PUBLISHED_LATER", "expected_on": TODAY}, Standing("Carried over")),
        ({"commentary": "Steady."}, Standing("", (NOTHING,))),
    ],
)
def test_standing_of_what_a_row_says(entry: dict[str, Any], expected: Standing) -> None:
    assert standing_of(make_return(), Entry(**entry), Council.current()) == expected


def test_rating_that_takes_a_question_of_its_own_is_left_for_later() -> None:
    return_ = make_return(improving_uplift=True)
    found = standing_of(return_, Entry(value=Decimal(82)), Council.current())
    assert found == Standing("", (LATER,))


def test_what_looks_wrong_is_said_until_there_is_a_reason() -> None:
    return_, council = make_return(), Council.current()
    entry = Entry(value=Decimal(182))
    found = standing_of(return_, entry, council)
    (doubt,) = doubts(Figure(value=Decimal(182)), usual(return_))
    assert found == Standing("Green", (f"{doubt.message} {REASON}",))
    waved = replace(entry, waved=(Waved(doubt.code, doubt.message, "It is so."),))
    assert standing_of(return_, waved, council) == Standing("Green")


def test_standing_leaves_the_return_as_it_is() -> None:
    return_ = entered(make_return(), "82")
    standing_of(return_, Entry(value=Decimal(60)), Council.current())
    assert (return_.value, return_.state) == (Decimal(82), "DRAFT")
