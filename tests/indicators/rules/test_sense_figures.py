"""A figure on another scale, outside 0 to 100, above its denominator, or a total that falls."""

from dataclasses import replace
from decimal import Decimal

import pytest

from indicators.rules.periods import Quarter
from indicators.rules.sense import Check, Doubt, Earlier, Known, doubts
from indicators.rules.vocabulary import Basis, Polarity
from tests.indicators.rules.sense_examples import (
    COUNT,
    NOW,
    RATE,
    RATIO,
    codes,
    figure,
    known,
    said,
    terms,
)

CHILDREN = known("58.2", "57.6", "57.0", of=terms(RATE))
TOTAL = terms(COUNT, basis=Basis.CUMULATIVE_TOTAL)


@pytest.mark.parametrize(
    ("given_", "size", "factor"),
    [
        ("5964", "5,964.0 is about 104 times", "100"),
        ("0.596", "0.596 is about 1/97 of", "100"),
        ("59640", "59,640.0 is about 1,035 times", "1,000"),
        ("0.05964", "0.05964 is about 1/966 of", "1,000"),
    ],
)
def test_scale_slip_says_what_the_figure_is_otherwise(given_: str, size: str, factor: str) -> None:
    assert said(Check.SCALE_SLIP, given_, CHILDREN) == (
        f"{size} the usual 57.6. Look at the decimal point and the unit. "
        f"If it slipped by {factor}, the figure is 59.6."
    )


@pytest.mark.parametrize("given_", ["596.4", "5.96"])
def test_ten_times_is_no_slip(given_: str) -> None:
    """It happens; with four figures before it is far from usual."""
    assert codes(given_, CHILDREN) == []


@pytest.mark.parametrize(
    ("given_", "slipped"),
    [("3000", True), ("2999.9", False), ("3.3", True), ("3.4", False), ("0", False), ("", False)],
)
def test_scale_slip_begins_at_thirty_times(given_: str, slipped: bool) -> None:
    hundred = known("100", of=terms(replace(COUNT, decimals=1)))
    assert codes(given_, hundred) == (["scale-slip"] if slipped else [])


@pytest.mark.parametrize(
    ("before", "given_"),
    [
        ((), "5964"),
        (("0",), "5964"),
        (("1", "2", "1"), "49"),  # a hundredth of it would be no case at all
        (("900", "2", "800", "700"), "2"),  # it was so low before
    ],
)
def test_no_slip_is_seen(before: tuple[str, ...], given_: str) -> None:
    assert Check.SCALE_SLIP not in codes(given_, known(*before, of=terms(COUNT)))


def test_slip_is_seen_against_baselines_alone() -> None:
    imported = Known(terms(RATE), NOW, baselines=(Decimal("57.6"), Decimal("57.0")))
    assert codes("5964", imported) == ["scale-slip"]


def test_running_total_is_compared_with_the_same_quarter() -> None:
    """905 in quarter 4 would make 28 in quarter 1 look like a slip."""
    years = known("905", "625", "430", "220", "1240", of=TOTAL, now=Quarter(2017, 1))
    assert Check.SCALE_SLIP not in codes("28", years)
    assert Check.SCALE_SLIP in codes("7", years)


@pytest.mark.parametrize(
    ("given_", "message"),
    [
        ("100.1", "100.1% is above 100%. Check the decimal point."),
        ("-0.1", "-0.1% is below 0%. Check the sign."),
        ("-1/80", "-1.3% is below 0%. Check the sign."),
        ("100", ""),
        ("0", ""),
        ("81/80", ""),
    ],
)
def test_percentage_outside_0_to_100(given_: str, message: str) -> None:
    assert said(Check.OUTSIDE_0_100, given_, known()) == message


def test_numerator_above_its_denominator() -> None:
    assert doubts(figure("81/80"), {}, known()) == (
        Doubt(
            "numerator-above",
            "numerator",
            "The numerator 81 is above the denominator 80, of which it should be a part. "
            "Check that they are not swapped.",
        ),
    )
    assert codes("80/80", known()) == []
    assert codes("81/80", known(of=terms(RATIO))) == []


@pytest.mark.parametrize(
    "about",
    [
        known(of=terms(target="120")),
        known("90", "100.1"),
        Known(terms(), NOW, baselines=(Decimal("100.1"),)),
    ],
)
def test_percentage_that_passes_100_elsewhere_may_pass_it(about: Known) -> None:
    assert codes("130", about) == codes("13/10", about) == []
    assert codes("-4", about) == ["outside-0-100"]


def test_percentage_whose_target_is_below_zero_may_be_so() -> None:
    assert codes("-4.5", known(of=terms(target="-5"))) == []


def test_figure_outside_0_to_100_is_not_called_far_from_usual_as_well() -> None:
    assert codes("130", known("81", "82", "80", "81")) == ["outside-0-100"]


@pytest.mark.parametrize(("given_", "falls"), [("3419", True), ("3420", False), ("3421", False)])
def test_running_total_that_falls(given_: str, falls: bool) -> None:
    message = (
        "3,419 is below the running total of 2017/18 Q2, 3,420. "
        "Enter the total since April, not the quarter alone."
    )
    total = known("3420", "1700", of=TOTAL)
    assert said(Check.TOTAL_FALLS, given_, total) == (message if falls else "")


def test_running_total_begins_anew_in_april() -> None:
    assert codes("1700", known("9000", of=TOTAL, now=Quarter(2017, 1))) == []


def test_fall_is_seen_over_a_quarter_without_a_figure() -> None:
    assert Check.TOTAL_FALLS in codes("1600", known("", "1700", of=TOTAL))


def test_other_measures_may_fall() -> None:
    assert codes("3000", known("3420", "3400", of=terms(COUNT))) == []


@pytest.mark.parametrize(
    ("given_", "target", "is_doubted"),
    [
        ("0.87", "85", True),
        ("1.7", "85", True),  # a fiftieth
        ("1.8", "85", False),
        ("4250", "85", True),
        ("4249", "85", False),
        ("0", "85", False),
        ("0.87", "", False),
        ("0.87", "0", False),
    ],
)
def test_figure_and_target_on_different_scales(given_: str, target: str, is_doubted: bool) -> None:
    of = terms(replace(RATE, decimals=2), target)
    assert codes(given_, known(of=of)) == (["target-scale"] if is_doubted else [])


def test_target_scale_says_both() -> None:
    assert said(Check.TARGET_SCALE, "0.87", known(of=terms(target="85"))) == (
        "0.87% and the target of 85% seem to be on different scales. "
        "Look at the decimal point and the unit of both."
    )


def test_new_target_on_another_scale_is_seen_though_the_figure_is_as_usual() -> None:
    last = Earlier(Quarter(2017, 2), figure("86"), target=Decimal(84))
    assert codes("87", Known(terms(target="0.85"), NOW, (last,))) == ["target-scale"]


def test_figure_that_was_as_far_from_its_target_before_is_let_be() -> None:
    last = Earlier(Quarter(2017, 2), figure("1"), target=Decimal(85))
    of = terms(COUNT, "85", polarity=Polarity.MIN)
    assert codes("1", Known(of, NOW, (last,))) == []


def test_range_and_running_total_have_aims_too() -> None:
    span = replace(terms(RATE, polarity=Polarity.RANGE, target="1"), target=None)
    span = replace(span, low=Decimal("45.7"), high=Decimal("52.3"))
    assert codes("0.5", known(of=span)) == ["target-scale"]
    year = terms(COUNT, "1000", basis=Basis.CUMULATIVE_TOTAL)
    assert codes("5", known(of=year, now=Quarter(2017, 1))) == ["target-scale"]
    assert codes("6", known(of=year, now=Quarter(2017, 1))) == []
