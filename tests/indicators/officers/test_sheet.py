"""The whole form of a return: reading what was typed, losing none of it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from indicators.models import Return
from indicators.officers.sheet import ROWS_AT_LEAST, Sheet, rows_for
from indicators.returns.entering import Entry, PlannedAction, Waved
from indicators.returns.months import MonthEntry
from indicators.rules.periods import Quarter
from tests.factories import (
    EXPLAINED,
    Q3,
    entered,
    make_history,
    make_measure,
    make_return,
)

pytestmark = pytest.mark.django_db

ACTION = PlannedAction("Review plans", "Head of Safeguarding", date(2018, 3, 31))
ROW = {
    "action-1-text": "Review plans",
    "action-1-owner_post": "Head of Safeguarding",
    "action-1-due_on": "31 March 2018",
}


def typed(return_: Return, **fields: str) -> Sheet:
    """The form as it was sent, with what a browser always sends."""
    return Sheet.typed(return_, {"quality": "FINAL", **fields})


def errors(sheet: Sheet) -> dict[str, list[str]]:
    found = dict(sheet.main.errors)
    for part in (*sheet.months, sheet.reasons, *sheet.actions):
        found |= {part.add_prefix(name): messages for name, messages in part.errors.items()}
    return {name: [str(each) for each in messages] for name, messages in found.items()}


def test_everything_typed_becomes_the_entry() -> None:
    sheet = typed(
        make_return(),
        numerator="45",
        denominator="80",
        quality="PROVISIONAL",
        commentary="One.\r\nTwo.",
        cause="A",
        key_risks="B",
        mitigation="C",
        expected_recovery="2018-19-q1",
        **ROW,
    )
    assert sheet.is_valid
    assert sheet.entry == Entry(
        numerator=Decimal(45),
        denominator=Decimal(80),
        quality="PROVISIONAL",
        commentary="One.\nTwo.",
        cause="A",
        key_risks="B",
        mitigation="C",
        expected_recovery=Quarter(2018, 1),
        actions=(ACTION,),
    )


def test_stored_form_sent_back_unchanged_changes_nothing() -> None:
    entry: dict[str, Any] = {
        **EXPLAINED,
        "quality": "ESTIMATED",
        "commentary": "Said.",
        "expected_recovery": Quarter(2018, 2),
        "recovery_reason": "The posts are filled in spring.",
        "actions": (ACTION,),
    }
    return_ = entered(make_return(), "82.5", **entry)
    again = Sheet.typed(return_, Sheet.saved(return_).as_typed())
    assert again.is_valid
    assert again.entry == Sheet.saved(return_).entry == Entry(value=Decimal("82.5"), **entry)


@pytest.mark.parametrize("stored", [0, 1, 2, 3, 5])
def test_there_is_always_an_empty_row_for_an_action(stored: int) -> None:
    return_ = entered(make_return(), "82", actions=(ACTION,) * stored)
    rows = Sheet.saved(return_).actions
    assert len(rows) == max(ROWS_AT_LEAST, stored + 1)


@pytest.mark.parametrize(
    ("fields", "problems"),
    [
        ({"value": "abc"}, {"value": ["Enter the figure as a number, for example 59.6"]}),
        (
            {"numerator": "abc", "denominator": "x"},
            {
                "numerator": ["Enter the numerator as a number, for example 1,250"],
                "denominator": ["Enter the denominator as a number, for example 1,250"],
            },
        ),
        (
            {"numerator": "8"},
            {"denominator": ["Enter the denominator too, or leave both parts empty."]},
        ),
        (
            {"value": "82", "no_value_reason": "NO_CASES"},
            {
                "no_value_reason": [
                    "You entered a figure and a reason for having none: take one of them out."
                ]
            },
        ),
        (
            {"no_value_reason": "PUBLISHED_LATER"},
            {"expected_on": ["Enter the day on which the source publishes the figure."]},
        ),
        (
            {"expected_on": "soon"},
            {"expected_on": ["Enter a day of the calendar, for example 31 January 2018"]},
        ),
        ({"quality": ""}, {"quality": ["Choose how firm the figure is"]}),
        (
            {"action-1-text": "Review plans"},
            {
                "action-1-owner_post": ["Name the post that will do it."],
                "action-1-due_on": ["Enter the day by which it will be done."],
            },
        ),
        (
            {"action-1-text": "", "action-1-owner_post": "Head"},
            {
                "action-1-text": ["Say what will be done, or empty the row."],
                "action-1-due_on": ["Enter the day by which it will be done."],
            },
        ),
    ],
)
def test_what_is_wrong_says_how_to_mend_it(
    fields: dict[str, str], problems: dict[str, list[str]]
) -> None:
    sheet = typed(make_return(), **fields)
    assert not sheet.is_valid
    assert errors(sheet) == problems


def test_unreadable_figure_is_shown_as_typed_and_the_rest_is_saved() -> None:
    return_ = entered(make_return(), "82", commentary="Before.")
    sheet = typed(return_, value="8o", commentary="After.")
    assert sheet.main["value"].value() == "8o"
    assert sheet.has_figure_errors
    assert sheet.entry == Entry(value=Decimal(82), commentary="After.")


def test_figure_and_reason_are_kept_together_as_stored() -> None:
    return_ = entered(make_return(), None, no_value_reason="NO_CASES")
    assert typed(return_, value="8o").entry == Entry(no_value_reason="NO_CASES")


def test_half_an_action_keeps_the_stored_one() -> None:
    half = {**ROW, "action-1-due_on": "soon", "action-2-text": ""}
    stored = entered(make_return(), "70", actions=(ACTION,))
    assert typed(stored, **half).entry.actions == (ACTION,)


def test_emptied_row_takes_the_action_out() -> None:
    sheet = typed(entered(make_return(), "70", actions=(ACTION,)), **dict.fromkeys(ROW, ""))
    assert sheet.is_valid
    assert sheet.entry.actions == ()


def test_refusal_without_a_box_of_its_own_is_for_the_whole_form() -> None:
    sheet = typed(make_return(), value="82")
    sheet.refuse(
        {"cause": "Say what caused the red.", "": "Closed.", "numerator": "No.", "actions": "One."}
    )
    assert errors(sheet) == {
        "cause": ["Say what caused the red."],
        "numerator": ["No."],
        "__all__": ["Closed."],
        "action-1-text": ["One."],
    }


# Months


def monthly(**fields: Any) -> Return:
    """The return of a count that is put together from its months."""
    make_measure(value_type="count", decimals=0, frequency="MONTHLY", **fields)
    return make_return(basis="PERIOD")


def test_months_become_entries_and_leave_the_figure_to_be_put_together() -> None:
    sheet = typed(monthly(), **{"month-7-value": "10", "month-9-value": "1,200"})
    assert sheet.is_valid
    assert sheet.entry == Entry(months=(MonthEntry(7, Decimal(10)), MonthEntry(9, Decimal(1200))))


def test_stored_months_sent_back_unchanged_change_nothing() -> None:
    months = (MonthEntry(7, Decimal(10)), MonthEntry(8, Decimal(0)))
    return_ = entered(monthly(), None, months=months)
    again = Sheet.typed(return_, Sheet.saved(return_).as_typed())
    assert again.entry == Entry(months=months)


def test_month_that_cannot_be_read_keeps_the_stored_one() -> None:
    return_ = entered(monthly(), None, months=(MonthEntry(7, Decimal(10)),))
    sheet = typed(return_, **{"month-7-value": "1o", "month-8-value": "12"})
    assert sheet.has_figure_errors
    assert sheet.entry.months == (MonthEntry(7, Decimal(10)), MonthEntry(8, Decimal(12)))


def test_emptied_months_take_the_figure_out() -> None:
    months = tuple(MonthEntry(month, Decimal(10)) for month in (7, 8, 9))
    return_ = entered(monthly(), None, months=months)
    assert return_.value == 30
    assert typed(return_).entry == Entry()


def test_figure_given_before_there_were_months_is_kept() -> None:
    return_ = entered(monthly(), "30", commentary="Given at once.")
    assert typed(return_, commentary="Said again.").entry == Entry(
        value=Decimal(30), commentary="Said again."
    )


def test_months_and_a_reason_for_no_figure_contradict_only_when_all_are_in() -> None:
    return_, two = monthly(), {"month-7-value": "10", "month-8-value": "11"}
    some = typed(return_, **two, no_value_reason="AWAITING")
    assert some.is_valid
    assert some.entry.no_value_reason == "AWAITING"
    assert len(some.entry.months) == 2
    whole = typed(return_, **two, **{"month-9-value": "12"}, no_value_reason="AWAITING")
    assert errors(whole) == {
        "no_value_reason": [
            "You entered a figure and a reason for having none: take one of them out."
        ]
    }


def test_refused_figure_of_months_leads_to_the_first_that_is_missing() -> None:
    sheet = typed(monthly(), **{"month-7-value": "10"})
    sheet.refuse({"value": "Enter the missing months."})
    assert [dict(each.errors) for each in sheet.months] == [
        {},
        {"value": ["Enter the missing months."]},
        {},
    ]


# Sense checks


def doubted(**fields: str) -> Sheet:
    """The form with 8.2% where about 82% was usual."""
    make_history(make_measure(), {Quarter(2017, 1): "81.5", Quarter(2017, 2): "82.5"})
    return typed(make_return(), value="0.8", **fields)


def test_doubt_has_a_box_whose_reason_is_kept_with_what_it_answers() -> None:
    [row] = doubted().reasons.rows
    said = {f"said-{row.code}": row.message, f"reason-{row.code}": "One\r\nclosed."}
    sheet = typed(make_return(), value="0.8", **said)
    assert sheet.entry.waved == (Waved(row.code, row.message, "One\nclosed."),)
    assert sheet.doubts["figure"][0].written_for == ""


def test_reason_given_for_other_words_is_kept_and_says_so() -> None:
    [row] = doubted().reasons.rows
    other = {f"said-{row.code}": "It was 0.9.", f"reason-{row.code}": "It closed."}
    sheet = typed(make_return(), value="0.8", **other)
    assert sheet.entry.waved == (Waved(row.code, "It was 0.9.", "It closed."),)
    assert sheet.doubts["figure"][0].written_for == "It was 0.9."


def test_reason_goes_with_its_doubt() -> None:
    [row] = doubted().reasons.rows
    given = {f"said-{row.code}": row.message, f"reason-{row.code}": "It closed."}
    assert typed(make_return(), value="82.1", **given).entry.waved == ()


def test_reason_too_long_is_refused_in_its_box() -> None:
    [row] = doubted().reasons.rows
    long = {f"said-{row.code}": row.message, f"reason-{row.code}": "x" * 301}
    sheet = typed(make_return(), value="0.8", **long)
    assert errors(sheet) == {f"reason-{row.code}": ["Say it in 300 characters; this has 301"]}


def test_missing_reason_is_asked_for_beside_its_box() -> None:
    sheet = doubted()
    [row] = sheet.reasons.rows
    sheet.refuse({f"reason-{row.code}": "Say why."})
    assert errors(sheet) == {f"reason-{row.code}": ["Say why."]}


def test_unreadable_figure_is_not_doubted_but_its_texts_are() -> None:
    sheet = doubted(commentary="Ask jane@example.org about it.")
    assert {each.place for each in sheet.reasons.rows} == {"figure", "commentary"}
    unread = typed(make_return(), value="o.8", commentary="Ask jane@example.org about it.")
    assert [each.place for each in unread.reasons.rows] == ["commentary"]


# What was expected last time


def red_before(expected: Quarter) -> Return:
    """The return of a measure that was red in quarter 2 and expected back in a quarter."""
    make_history(
        make_measure(), {Quarter(2017, 2): "70"}, **EXPLAINED | {"expected_recovery": expected}
    )
    return make_return()


def test_quarter_of_last_time_stands_in_the_box_and_says_nothing_alone() -> None:
    return_ = red_before(Quarter(2018, 1))
    sheet = Sheet.saved(return_)
    assert (sheet.was_expected, sheet.main["expected_recovery"].value()) == (
        Quarter(2018, 1),
        "2018-19-q1",
    )
    assert not sheet.explains
    again = Sheet.typed(return_, sheet.as_typed() | {"value": "82"})
    assert again.entry == Entry(value=Decimal(82))


def test_quarter_of_last_time_counts_once_the_red_is_explained() -> None:
    return_ = red_before(Quarter(2018, 1))
    sheet = Sheet.typed(return_, Sheet.saved(return_).as_typed() | {"cause": "Floods."})
    assert sheet.entry.expected_recovery == Quarter(2018, 1)


def test_quarter_that_stands_in_its_box_is_not_asked_for() -> None:
    return_ = red_before(Quarter(2018, 1))
    sheet = Sheet.typed(return_, Sheet.saved(return_).as_typed() | {"value": "70"})
    sheet.refuse({"cause": "Say what caused the red.", "expected_recovery": "Choose when."})
    assert errors(sheet) == {"cause": ["Say what caused the red."]}


def test_quarter_of_last_time_that_is_past_is_not_chosen_again() -> None:
    sheet = Sheet.saved(red_before(Q3))
    assert (sheet.was_expected, sheet.main["expected_recovery"].value()) == (Q3, None)


def test_moved_quarter_is_kept_and_opens_its_section() -> None:
    return_ = red_before(Quarter(2018, 1))
    sheet = typed(return_, expected_recovery="2018-19-q3")
    assert sheet.explains
    assert sheet.entry.expected_recovery == Quarter(2018, 3)


# What buttons fill in


def test_last_actions_fill_the_empty_rows_once() -> None:
    sheet = typed(make_return(), **ROW)
    more = [
        {"text": "Review plans", "owner_post": "Another", "due_on": ""},
        {"text": "Recruit", "owner_post": "Director", "due_on": "31 March 2018"},
        {"text": "Train", "owner_post": "Director", "due_on": ""},
    ]
    assert rows_for(sheet, more) == {
        "action-2-text": "Recruit",
        "action-2-owner_post": "Director",
        "action-2-due_on": "31 March 2018",
        "action-3-text": "Train",
        "action-3-owner_post": "Director",
        "action-3-due_on": "",
    }


def test_filling_in_keeps_what_was_typed_and_complains_of_nothing() -> None:
    return_ = make_return()
    sheet = typed(return_, value="8o", commentary="Half a sentence")
    filled = sheet.filled(return_, {"action-1-text": "Recruit", "action-1-due_on": ""})
    assert errors(filled) == {}
    texts = filled.as_typed()
    assert (texts["value"], texts["commentary"], texts["action-1-text"]) == (
        "8o",
        "Half a sentence",
        "Recruit",
    )
    assert filled.entry.actions == ()
