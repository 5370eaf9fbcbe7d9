"""The return form: reading what was typed, losing none of it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from indicators.models import Return
from indicators.returns.entering import Entry, PlannedAction
from indicators.returns.forms import ROWS_AT_LEAST, Sheet
from indicators.rules.periods import Quarter
from tests.factories import EXPLAINED, Q3, entered, make_measure, make_return

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
    for row in sheet.actions:
        found |= {row.add_prefix(name): messages for name, messages in row.errors.items()}
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
    assert sheet.entry(Entry()) == Entry(
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
        "quality": "ESTIMATED",
        "commentary": "Said.",
        "expected_recovery": Quarter(2018, 2),
        "actions": (ACTION,),
        **EXPLAINED,
    }
    return_ = entered(make_return(), "82.5", **entry)
    sheet = Sheet.stored(return_)
    sent = {
        box.html_name: str(box.value() or "")
        for form in (sheet.main, *sheet.actions)
        for box in form
    }
    again = Sheet.typed(return_, sent)
    assert again.is_valid
    assert again.entry(Entry()) == Entry(value=Decimal("82.5"), **entry)


@pytest.mark.parametrize("stored", [0, 1, 2, 3, 5])
def test_there_is_always_an_empty_row_for_an_action(stored: int) -> None:
    return_ = entered(make_return(), "82", actions=(ACTION,) * stored)
    rows = Sheet.stored(return_).actions
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
            {"value": "820"},
            {"value": ["A percentage can't be above 100. Check the decimal point."]},
        ),
        (
            {"numerator": "81", "denominator": "80"},
            {"numerator": ["The numerator can't be above the denominator: it is a part of it."]},
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
        ({"confirmed": "x" * 301}, {"confirmed": ["Say it in 300 characters; this has 301"]}),
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
    assert sheet.entry(Entry(value=Decimal(82), commentary="Before.")) == Entry(
        value=Decimal(82), commentary="After."
    )


def test_figure_and_reason_are_kept_together_as_stored() -> None:
    stored = Entry(no_value_reason="NO_CASES")
    assert typed(make_return(), value="8o").entry(stored) == stored


def test_half_an_action_keeps_the_stored_one() -> None:
    half = {**ROW, "action-1-due_on": "soon", "action-2-text": ""}
    assert typed(make_return(), **half).entry(Entry(actions=(ACTION,))).actions == (ACTION,)


def test_emptied_row_takes_the_action_out() -> None:
    empty = dict.fromkeys(ROW, "")
    sheet = typed(make_return(), **empty)
    assert sheet.is_valid
    assert sheet.entry(Entry(actions=(ACTION,))).actions == ()


@pytest.mark.parametrize(
    ("value_type", "boxes"),
    [
        ("percent", ["value", "numerator", "denominator"]),
        ("ratio", ["value", "numerator", "denominator"]),
        ("count", ["value"]),
        ("rate", ["value"]),
        ("currency", ["value"]),
        ("yes_no", ["value"]),
    ],
)
def test_boxes_fit_the_kind_of_figure(value_type: str, boxes: list[str]) -> None:
    make_measure(value_type=value_type)
    main = Sheet.stored(make_return()).main
    assert [name for name in ("value", "numerator", "denominator") if name in main.fields] == boxes


def test_answer_of_a_yes_or_no_measure_is_one_or_zero() -> None:
    make_measure(value_type="yes_no", decimals=0)
    return_ = make_return(target=Decimal(1), tolerance_mode="NONE")
    assert typed(return_, value="0").entry(Entry()).value == 0


def test_recovery_is_one_of_the_coming_eight_quarters_or_what_was_said() -> None:
    stored = entered(make_return(), "70", expected_recovery=Q3)
    box = Sheet.stored(stored).main.fields["expected_recovery"]
    slugs = [value for value, _ in box.choices]  # type: ignore[attr-defined]
    assert (
        slugs
        == [
            *("", "2017-18-q3", "2017-18-q4"),
            *("2018-19-q1", "2018-19-q2", "2018-19-q3", "2018-19-q4"),
            *("2019-20-q1", "2019-20-q2", "2019-20-q3", "2019-20-q4"),
        ][:-1]
    )


def test_refusal_without_a_box_of_its_own_is_for_the_whole_form() -> None:
    sheet = typed(make_return(), value="82")
    sheet.refuse({"cause": "Say what caused the red.", "": "Closed.", "numerator": "No."})
    assert errors(sheet) == {
        "cause": ["Say what caused the red."],
        "numerator": ["No."],
        "__all__": ["Closed."],
    }
