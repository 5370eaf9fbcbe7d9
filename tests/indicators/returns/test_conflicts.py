"""Two versions of a return side by side."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.returns.conflicts import Conflict, Difference, conflict_of
from indicators.returns.entering import PlannedAction
from indicators.returns.forms import Sheet
from tests.factories import entered, make_return

pytestmark = pytest.mark.django_db

ACTION = PlannedAction("Recruit", "Director", date(2018, 3, 31))


def test_each_difference_is_shown_in_the_words_of_the_form() -> None:
    stored = entered(make_return(), "81", commentary="Same.", actions=(ACTION,))
    sheet = Sheet.typed(
        stored,
        {
            "value": "8o",
            "quality": "ESTIMATED",
            "commentary": "Same.\r\n",
            "expected_recovery": "2018-19-q1",
        },
    )
    assert conflict_of(stored, sheet) == Conflict(
        saved_by="Officer of Children",
        differences=(
            Difference("How firm is the figure?", "Final", "Estimated"),
            Difference("Percentage at 31 December 2017", "81", "8o"),
            Difference(
                "When will it be back on target?",
                "Not known yet",
                "2018/19 Q1 (Quarter 1, April to June 2018)",
            ),
            Difference("Actions", "Recruit (Director, 2018-03-31)", ""),
        ),
    )


def test_same_in_both_is_no_difference() -> None:
    stored = entered(make_return(), "81")
    sheet = Sheet.typed(stored, {"value": "81.0", "quality": "FINAL"})
    assert conflict_of(stored, sheet).differences == ()


def test_zero_is_not_empty() -> None:
    stored = entered(make_return(), "0")
    found = conflict_of(stored, Sheet.typed(stored, {"quality": "FINAL"}))
    assert found.differences == (Difference("Percentage at 31 December 2017", "0", ""),)
    assert stored.value == Decimal(0)
