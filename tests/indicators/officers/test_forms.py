"""The forms of a return: their boxes fit the measure and its period."""

from decimal import Decimal
from typing import Any

import pytest

from indicators.models import Return
from indicators.officers.sheet import Sheet
from indicators.rules.periods import Quarter
from tests.factories import Q3, entered, make_history, make_measure, make_return

pytestmark = pytest.mark.django_db
FIGURE = ("value", "numerator", "denominator")


def typed(return_: Return, **fields: str) -> Sheet:
    return Sheet.typed(return_, {"quality": "FINAL", **fields})


def slugs(sheet: Sheet) -> list[str]:
    choices: Any = sheet.main.fields["expected_recovery"]
    return [value for value, _ in choices.choices]


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
    main = Sheet.saved(make_return()).main
    assert [name for name in ("value", "numerator", "denominator") if name in main.fields] == boxes


def test_answer_of_a_yes_or_no_measure_is_one_or_zero() -> None:
    make_measure(value_type="yes_no", decimals=0)
    return_ = make_return(target=Decimal(1), tolerance_mode="NONE")
    assert typed(return_, value="0").entry.value == 0


def test_recovery_is_one_of_the_coming_eight_quarters_or_what_was_said() -> None:
    stored = entered(make_return(), "70", expected_recovery=Q3)
    assert (
        slugs(Sheet.saved(stored))
        == [
            *("", "2017-18-q3", "2017-18-q4"),
            *("2018-19-q1", "2018-19-q2", "2018-19-q3", "2018-19-q4"),
            *("2019-20-q1", "2019-20-q2", "2019-20-q3", "2019-20-q4"),
        ][:-1]
    )


def test_recovery_from_a_year_end_is_a_quarter() -> None:
    make_history(make_measure(), {Quarter(2016, 4): "82"})
    return_ = make_return("25", Quarter(2016, 5))
    assert slugs(Sheet.saved(return_))[:2] == ["", "2017-18-q1"]


def test_boxes_stand_in_the_order_of_the_page() -> None:
    assert list(Sheet.saved(make_return()).main.fields) == [
        *FIGURE,
        "quality",
        "no_value_reason",
        "expected_on",
        "commentary",
        "cause",
        "key_risks",
        "mitigation",
        "expected_recovery",
        "recovery_reason",
    ]


def test_monthly_measure_has_a_box_or_three_for_each_month() -> None:
    make_measure(frequency="MONTHLY")
    sheet = Sheet.saved(make_return(basis="PERIOD"))
    assert not set(FIGURE) & set(sheet.main.fields)
    assert [[str(box.label) for box in month] for month in sheet.months] == [
        [month, f"Numerator, {month}", f"Denominator, {month}"]
        for month in ("October 2017", "November 2017", "December 2017")
    ]
    assert sheet.months[0]["value"].html_name == "month-7-value"


def test_impossible_month_says_how_to_mend_it() -> None:
    make_measure(frequency="MONTHLY")
    sheet = typed(make_return(basis="PERIOD"), **{"month-7-numerator": "5"})
    assert [dict(month.errors) for month in sheet.months] == [
        {"denominator": ["Enter the denominator too, or leave both parts empty."]},
        {},
        {},
    ]
