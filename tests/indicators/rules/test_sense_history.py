"""A figure beside its own history: outside it, or the same as last."""

from dataclasses import replace

import pytest

from indicators.rules.periods import Quarter
from indicators.rules.sense import Check, Earlier, Known
from indicators.rules.units import Unit
from indicators.rules.vocabulary import Basis
from tests.indicators.rules.sense_examples import (
    COUNT,
    NOW,
    PERCENT,
    RATE,
    YES_NO,
    codes,
    figure,
    history,
    known,
    said,
    terms,
)

TOTAL = terms(COUNT, basis=Basis.CUMULATIVE_TOTAL)

RANGE = ("58.0", "57.0", "59.0", "57.0")  # two wide, the usual change 2: three of them are 6


@pytest.mark.parametrize(
    ("given_", "is_far"), [("65.0", False), ("65.1", True), ("51.0", False), ("50.9", True)]
)
def test_far_from_usual_begins_past_three_usual_changes(given_: str, is_far: bool) -> None:
    message = (
        f"{given_} is outside anything in the last 4 periods (57.0 to 59.0). "
        "Check it with the source."
    )
    found = said(Check.FAR_FROM_USUAL, given_, known(*RANGE, of=terms(RATE)))
    assert found == (message if is_far else "")


@pytest.mark.parametrize(
    ("before", "still_usual", "far"),
    [
        (("100", "100", "100", "100"), "110", "111"),  # a tenth of what it is
        (("100", "100", "60", "60", "60"), "140", "141"),  # the range once more
        (("0", "1", "0", "0"), "4", "5"),  # a few cases are chance
        (("100", "100", "100", "100", *["100"] * 4, "900"), "110", "111"),  # of the last eight
    ],
)
def test_far_from_usual_needs_the_widest_margin(
    before: tuple[str, ...], still_usual: str, far: str
) -> None:
    count = known(*before, of=terms(COUNT))
    assert Check.FAR_FROM_USUAL not in codes(still_usual, count)
    assert Check.FAR_FROM_USUAL in codes(far, count)


def test_far_from_usual_needs_four_approved_figures() -> None:
    four = known("58", "57", "59", "58", of=terms(RATE))
    waiting = replace(four.earlier[0], settled=False)
    assert codes("90", four) == ["far-from-usual"]
    assert codes("90", replace(four, earlier=four.earlier[1:])) == []
    assert codes("90", replace(four, earlier=(waiting, *four.earlier[1:]))) == []


def test_zero_where_nobody_counted_is_far_from_usual() -> None:
    assert codes("0", known("42", "45", "41", "44", of=terms(COUNT))) == ["far-from-usual"]


def test_running_total_is_judged_by_what_the_quarter_adds() -> None:
    """A year of about 100 a quarter, then 210 in quarter 2, of which it added 110."""
    year = known("100", "400", "300", "200", "100", of=TOTAL, now=Quarter(2017, 2))
    assert codes("210", year) == []
    assert said(Check.FAR_FROM_USUAL, "260", year) == (
        "This quarter adds 160, which is outside anything in the last 5 quarters (100 to 100). "
        "Check it with the source."
    )


def test_running_total_that_goes_on_over_april_is_seen_from_its_past() -> None:
    people = known("900", "800", "700", "600", "500", "400", of=TOTAL, now=Quarter(2017, 2))
    assert codes("1000", people) == []
    assert codes("700", replace(people, quarter=Quarter(2017, 2)))[0] == "total-falls"


def test_running_total_with_a_start_goes_on_over_april() -> None:
    of = terms(COUNT, basis=Basis.CUMULATIVE_TOTAL, start="400")
    year = known("800", "700", "600", "500", "400", of=of, now=Quarter(2017, 1))
    assert codes("900", year) == []


def test_running_total_with_a_quarter_missing_is_compared_with_the_same_quarter() -> None:
    gap = known("", "100", "400", "300", "200", "100", of=TOTAL)
    assert codes("320", gap) == []


def test_yearly_figure_returned_again_counts_once() -> None:
    yearly = terms(PERCENT, basis=Basis.ANNUAL)
    repeated = known("57", "57", "57", "57", "51.1", "51.1", of=yearly)
    assert codes("62.4", repeated) == []
    assert codes("57", repeated) == []


def test_outturn_is_compared_with_other_years() -> None:
    """Fourth quarters of a running total are outturns too; an outturn equals its own."""
    outturn = Quarter(2017, 5)
    earlier = (
        Earlier(Quarter(2017, 4), figure("1000")),
        Earlier(Quarter(2016, 5), figure("990")),
        Earlier(Quarter(2016, 4), figure("400")),
        Earlier(Quarter(2015, 4), figure("1010")),
        Earlier(Quarter(2014, 4), figure("1020")),
        Earlier(Quarter(2013, 4), figure("980")),
    )
    total = Known(TOTAL, outturn, earlier)
    assert codes("1000", total) == []
    assert said(Check.FAR_FROM_USUAL, "1200", total) == (
        "1,200 is outside anything in the last 4 years (980 to 1,020). Check it with the source."
    )
    assert codes("995", total) == ["total-falls"]


def test_outturn_of_a_count_is_no_fourth_quarter() -> None:
    of = terms(COUNT, basis=Basis.PERIOD)
    quarters = history("100", "101", "99", "100", now=Quarter(2017, 5), every=1)
    fourths = tuple(replace(each, quarter=Quarter(each.quarter.year, 4)) for each in quarters)
    assert codes("400", Known(of, Quarter(2017, 5), fourths)) == []


@pytest.mark.parametrize(
    ("unit", "before", "given_", "is_doubted"),
    [
        (PERCENT, ("59.6", "55.0", "61.0", "58.0"), "59.6", True),
        (PERCENT, ("59.6", "55.0", "61.0", "58.0"), "59.7", False),
        (PERCENT, ("59.6", "59.2", "59.5", "59.9"), "59.6", False),  # it hardly moves
        (PERCENT, ("59.6", "59.2", "59.7", "59.2"), "59.6", True),  # by five steps of 0.1
        (PERCENT, ("59.6",), "59.6", False),
        (COUNT, ("2515",), "2515", True),
        (COUNT, ("25000",), "25000", False),  # two digits that a round figure shares
        (COUNT, ("0", "40", "90", "10"), "0", False),
        (PERCENT, ("100", "90", "80", "90"), "100", False),
        (COUNT, ("70", "70", "70", "40", "90", "30"), "70", False),  # constant by now
        (COUNT, ("70", "70", "30", "40", "90", "30"), "70", True),
        (PERCENT, ("41/45",), "41/45", True),
        (PERCENT, ("82/90",), "41/45", False),
        (PERCENT, ("9/10",), "9/10", False),
        (YES_NO, ("1", "1", "0", "1"), "1", False),
        (PERCENT, ("",), "59.6", False),
    ],
)
def test_same_as_last(unit: Unit, before: tuple[str, ...], given_: str, is_doubted: bool) -> None:
    assert (Check.SAME_AS_LAST in codes(given_, known(*before, of=terms(unit)))) is is_doubted


def test_same_as_last_names_the_period() -> None:
    assert said(Check.SAME_AS_LAST, "41/45", known("41/45")) == (
        "41 of 45 is exactly what was returned for 2017/18 Q2. "
        "Check that it is this period's figure."
    )


def test_same_as_what_waits_for_approval_is_doubted_too() -> None:
    waiting = Earlier(Quarter(2017, 2), figure("2515"), settled=False)
    assert codes("2515", Known(terms(COUNT), NOW, (waiting,))) == ["same-as-last"]


def test_running_total_that_does_not_grow_is_the_same_as_last() -> None:
    assert codes("220", known("220", "110", "440", "330", "220", "110", of=TOTAL)) == [
        "same-as-last"
    ]
