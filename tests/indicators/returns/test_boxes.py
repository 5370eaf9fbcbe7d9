"""The boxes of the return form: what may be typed and how it is read."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from indicators.returns.boxes import DayBox, FigureBox, QuarterBox, TextBox, YesNoBox, read_figure
from indicators.rules.periods import Quarter
from indicators.rules.rag import Unit

PERCENT = Unit("percent", "%", 1)
COUNT = Unit("count")
MONEY = Unit("currency", decimals=2)


@pytest.mark.parametrize(
    ("text", "unit", "figure"),
    [
        ("59.6", PERCENT, "59.6"),
        ("59.6%", PERCENT, "59.6"),
        (" 59.6 % ", PERCENT, "59.6"),
        ("59.", PERCENT, "59"),
        (".5", PERCENT, "0.5"),
        ("0", PERCENT, "0"),
        ("1,234", COUNT, "1234"),
        ("1 234", COUNT, "1234"),
        ("1\u00a0234\u202f567", COUNT, "1234567"),
        ("12,345,678.5", COUNT, "12345678.5"),
        ("-5", COUNT, "-5"),
        ("−5", COUNT, "-5"),
        ("£1,234.50", MONEY, "1234.50"),
        ("-£5", MONEY, "-5"),
        ("0.123456", COUNT, "0.123456"),
        ("0.1234560000", COUNT, "0.123456"),
        ("00012", COUNT, "12"),
    ],
)
def test_figure_is_read_as_people_write_it(text: str, unit: Unit, figure: str) -> None:
    assert read_figure(text, unit) == Decimal(figure)


GROUPED_WRONG = ["59,6", "12,34", "1,2345"]
NO_NUMBERS = ["abc", "1e5", "NaN", "59.6.1", "-", ".", "5-", "--5", "½", "٣", *GROUPED_WRONG]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        read_figure(text, PERCENT)
    assert refused.value.messages == ["Enter the figure as a number, for example 59.6"]


@pytest.mark.parametrize("text", ["59.6%", "£5"])
def test_sign_of_another_kind_of_figure_is_refused(text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        read_figure(text, COUNT)
    assert refused.value.messages == ["Enter the figure as a number, for example 1,250"]


@pytest.mark.parametrize("text", ["123456789012345", "0.1234567"])
def test_figure_too_long_to_keep_is_refused(text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        read_figure(text, COUNT)
    assert refused.value.messages == ["Enter a figure with at most 6 decimals that fits in the box"]


def test_empty_figure_is_none_and_zero_is_zero() -> None:
    box = FigureBox(COUNT, label="Number")
    assert [box.clean(text) for text in ("", "  ", None, "0")] == [None, None, None, 0]


def test_stored_figure_is_shown_without_needless_zeros() -> None:
    box = FigureBox(COUNT, label="Number")
    shown = [box.prepare_value(each) for each in (Decimal("59.600000"), Decimal("100.0"), "abc")]
    assert shown == ["59.6", "100", "abc"]


def test_yes_and_no_are_one_and_zero() -> None:
    box = YesNoBox(label="Answer")
    assert [box.clean(text) for text in ("1", "0", "")] == [1, 0, None]
    assert box.prepare_value(Decimal("1.000000")) == "1"


@pytest.mark.parametrize(
    "text", ["31 January 2018", "31 Jan 2018", "31/1/2018", "31.01.2018", "2018-01-31", "31 1 2018"]
)
def test_day_is_read_as_people_write_it(text: str) -> None:
    assert DayBox(label="Day", help_text="").clean(text) == date(2018, 1, 31)


def test_day_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValidationError) as refused:
        DayBox(label="Day", help_text="").clean("31 February 2018")
    assert refused.value.messages == ["Enter a day of the calendar, for example 31 January 2018"]


def test_stored_day_is_shown_in_words() -> None:
    assert DayBox(label="Day", help_text="").prepare_value(date(2018, 1, 3)) == "3 January 2018"


def test_line_ends_are_those_of_the_record() -> None:
    assert TextBox().clean("one\r\ntwo") == "one\ntwo"


def test_quarter_is_chosen_from_those_offered() -> None:
    box = QuarterBox([Quarter(2017, 4)], label="When", empty="Not known yet")
    assert box.clean("2017-18-q4") == Quarter(2017, 4)
    assert box.clean("") is None
    assert box.prepare_value(Quarter(2017, 4)) == "2017-18-q4"
    with pytest.raises(ValidationError):
        box.clean("2017-18-q3")
