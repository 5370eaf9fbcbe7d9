"""Two versions of a return side by side."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.officers.conflicts import Conflict, Difference, conflict_of, says_the_same
from indicators.officers.sheet import Sheet
from indicators.returns.entering import PlannedAction, Waved
from indicators.returns.months import MonthEntry
from tests.factories import entered, make_measure, make_return

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
            Difference("Percentage at 31 December 2017", "81", "8o"),
            Difference("How firm is the figure?", "Final", "Estimated"),
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


def test_months_and_reasons_are_compared_too() -> None:
    make_measure(value_type="count", decimals=0, frequency="MONTHLY")
    stored = entered(
        make_return(basis="PERIOD"),
        None,
        months=(MonthEntry(7, Decimal(10)), MonthEntry(8, Decimal(11))),
        waved=(Waved("holds-email", "There seems to be an e-mail.", "It is the team's own."),),
    )
    fields = {"quality": "FINAL", "month-7-value": "12", "month-8-value": "11"}
    assert conflict_of(stored, Sheet.typed(stored, fields)).differences == (
        Difference("October 2017", "10", "12"),
        Difference(
            "Sense checks and why they are right",
            "There seems to be an e-mail. It is the team's own.",
            "",
        ),
    )


def test_half_an_action_is_shown_as_it_was_typed() -> None:
    stored = entered(make_return(), "81")
    fields = {"value": "81", "quality": "FINAL", "action-1-text": "Recruit", "action-1-due_on": "x"}
    found = conflict_of(stored, Sheet.typed(stored, fields))
    assert found.differences == (Difference("Actions", "", "Recruit (, x)"),)


def test_same_figure_written_otherwise_changes_nothing() -> None:
    stored = entered(make_return(), "81", commentary="Same.")
    same = {"value": "81.0", "quality": "FINAL", "commentary": "Same."}
    assert says_the_same(stored, Sheet.typed(stored, same).entry)
    assert not says_the_same(stored, Sheet.typed(stored, same | {"value": "81.1"}).entry)
