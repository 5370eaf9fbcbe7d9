"""Periods as headings and cells name them."""

from datetime import date

import pytest

from indicators.rules.periods import OUTTURN, FinancialYear, Quarter
from indicators.spreadsheets.files.reading import Cell
from indicators.spreadsheets.understanding.periods_named import (
    Month,
    Named,
    SomeQuarter,
    find_period,
    read_period,
)

Q3 = Quarter(2017, 3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2017/18 Q3", Q3),
        ("2017-18 Q3", Q3),
        ("Q3 17/18", Q3),
        ("Qtr. 3 2017\u201318", Q3),
        ("Quarter 3 2017/18", Q3),
        ("3rd quarter FY2017/18", Q3),
        ("Q3 (Oct-Dec) 2017/18", Q3),
        ("Quarter 3 (October to December 2017)", Q3),
        ("Q3 2017/18 Actual", Q3),
        ("Oct-Dec 2017", Q3),
        ("Oct 2017 \u2013 Dec 2017", Q3),
        ("Jan-Mar 2018", Quarter(2017, 4)),
        ("Jan to Mar 2017/18", Quarter(2017, 4)),
        ("Q3", SomeQuarter(3)),
        ("Q3*", SomeQuarter(3)),
        ("third quarter", SomeQuarter(3)),
        ("Oct - Dec", SomeQuarter(3)),
        ("Q3 2017", SomeQuarter(3, 2017)),
        ("Nov-17", Month(11, 2017)),
        ("Nov '17", Month(11, 2017)),
        ("November 2017", Month(11, 2017)),
        ("Dec 2017 (e)", Month(12, 2017)),
        ("As at Sept 2017", Month(9, 2017)),
        ("Feb 2017/18", Month(2, 2018)),
        ("2017-11", Month(11, 2017)),
        ("11/2017", Month(11, 2017)),
        ("Nov", Month(11)),
        ("2017/18", FinancialYear(2017)),
        ("2017-2018", FinancialYear(2017)),
        ("FY 17/18", FinancialYear(2017)),
        ("99/00", FinancialYear(1999)),
        ("2017/18 outturn", Quarter(2017, OUTTURN)),
        ("Year end 2017/18", Quarter(2017, OUTTURN)),
    ],
)
def test_period(text: str, expected: Named) -> None:
    assert read_period(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "Homes", "Market", "4", "2017", "2017/19", "Q5", "Q1-Q3", "Apr-Nov", "31 March 2018",
     "Dec-17 to Feb-18", "May not apply", "Q2 Oct-Dec 2017", "2017/18 Target"],
)  # fmt: skip
def test_what_is_no_period(text: str) -> None:
    assert read_period(text) is None


def test_period_with_other_words() -> None:
    assert find_period("2017/18 Target for Q3") == (Q3, "Target for")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Q3", Q3), ("Feb", Month(2, 2018)), ("Apr", Month(4, 2017)), ("Feb 2016", Month(2, 2016)),
     ("Q3 2017", SomeQuarter(3, 2017))],
)  # fmt: skip
def test_year_completes_what_names_none(text: str, expected: Named) -> None:
    assert read_period(text, FinancialYear(2017)) == expected


@pytest.mark.parametrize(
    ("day", "number_format", "expected"),
    [
        (date(2017, 11, 1), "mmm-yy", Month(11, 2017)),
        (date(2017, 11, 15), "[$-809]mmmm yyyy", Month(11, 2017)),
        (date(2017, 12, 31), "dd/mm/yyyy", Month(12, 2017)),
        (date(2017, 12, 15), "dd/mm/yyyy", None),
    ],
)
def test_date_cell(day: date, number_format: str, expected: Month | None) -> None:
    assert read_period(Cell("A1", 1, 1, day, "shown", number_format)) == expected


def test_quarter_of_a_calendar_year_could_be_three() -> None:
    assert SomeQuarter(3, 2017).could_be == (Q3, Quarter(2016, 3), Quarter(2017, 2))
    assert SomeQuarter(1, 2017).could_be == (Quarter(2017, 1), Quarter(2016, 1), Quarter(2016, 4))
