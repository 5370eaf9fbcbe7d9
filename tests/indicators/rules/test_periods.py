"""Periods: the shared table, the edges of quarters, names and their inverses."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rules.periods import OUTTURN, FinancialYear, Quarter, month_number
from tests.indicators.rules.tables import Row, cases

QUARTER_2 = Quarter(2017, 2)
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
QUARTERS = st.builds(Quarter, st.integers(1990, 2090), st.integers(1, 4))


@pytest.mark.parametrize("row", cases("period_cases", key="date"))
def test_quarter_of_a_day_on_the_shared_table(row: Row) -> None:
    day = date.fromisoformat(row["date"])
    quarter = Quarter.of(day)
    found = {
        "date": row["date"],
        "expected_financial_year": FinancialYear.of(day).label,
        "expected_quarter": str(quarter.number),
        "expected_month_no": str(month_number(day)),
        "expected_period_name": quarter.name,
        "expected_quarter_start": quarter.start.isoformat(),
        "expected_quarter_end": quarter.end.isoformat(),
    }
    assert found == row


def test_quarter_has_its_names() -> None:
    found = (QUARTER_2.name, QUARTER_2.short, QUARTER_2.slug, QUARTER_2.prose, str(QUARTER_2))
    prose = "Quarter 2, July to September 2017"
    assert found == ("2017/18 Q2", "Q2", "2017-18-q2", prose, "2017/18 Q2")


def test_last_quarter_is_named_by_the_year_it_lies_in() -> None:
    assert Quarter(2017, 4).prose == "Quarter 4, January to March 2018"


def test_financial_year_has_its_names_and_days() -> None:
    year = FinancialYear(1999)
    assert (year.label, year.slug, str(year)) == ("1999/00", "1999-00", "1999/00")
    assert (year.first_day, year.last_day) == (date(1999, 4, 1), date(2000, 3, 31))
    assert (year.previous(), year.next()) == (FinancialYear(1998), FinancialYear(2000))


def test_neighbours_of_a_quarter() -> None:
    quarter = Quarter(2017, 1)
    found = (quarter.previous(), quarter.next(), quarter.same_last_year())
    assert found == (Quarter(2016, 4), Quarter(2017, 2), Quarter(2016, 1))


@pytest.mark.parametrize("text", ["2017/18", "2017-18", " 2017/18 "])
def test_financial_year_is_read(text: str) -> None:
    assert FinancialYear.parse(text) == FinancialYear(2017)


@pytest.mark.parametrize("text", ["", "2017", "2017/19", "2017/2018", "17/18", "2017/18 Q2"])
def test_what_is_no_financial_year_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a financial year; write it like 2017/18"):
        FinancialYear.parse(text)


@pytest.mark.parametrize("text", ["2017/18 Q2", "2017-18-q2", "2017/18 q2 "])
def test_quarter_is_read(text: str) -> None:
    assert Quarter.parse(text) == QUARTER_2


@pytest.mark.parametrize("text", ["", "2017/18", "2017/18 Q5", "2017/18 Q0", "Q2 2017/18"])
def test_what_is_no_quarter_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a quarter; write it like 2017/18 Q2"):
        Quarter.parse(text)


def test_quarter_of_years_that_do_not_follow_is_refused() -> None:
    with pytest.raises(ValueError, match="is not a financial year"):
        Quarter.parse("2017/19 Q2")


@pytest.mark.parametrize("number", [-1, 0, 6])
def test_quarter_outside_the_year_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match=f"Quarter {number} does not exist"):
        Quarter(2017, number)


def test_outturn_is_the_whole_year_after_its_quarters() -> None:
    outturn = Quarter.parse("2017-18-outturn")
    assert outturn == Quarter.parse("2017/18 outturn") == Quarter(2017, OUTTURN)
    assert (outturn.name, outturn.slug, outturn.prose) == (
        "2017/18 outturn",
        "2017-18-outturn",
        "Year-end outturn, April 2017 to March 2018",
    )
    assert (outturn.start, outturn.end) == (date(2017, 4, 1), date(2018, 3, 31))
    assert Quarter(2017, 4) < outturn < Quarter(2018, 1)


def test_outturn_is_beside_those_of_other_years() -> None:
    outturn = Quarter(2017, OUTTURN)
    assert outturn.next() == Quarter(2018, OUTTURN)
    assert outturn.previous() == outturn.same_last_year() == Quarter(2016, OUTTURN)


@given(st.integers(1990, 2090))
def test_quarters_tile_the_year(start: int) -> None:
    year = FinancialYear(start)
    starts = [quarter.start for quarter in year.quarters] + [year.next().first_day]
    ends = [year.previous().last_day] + [quarter.end for quarter in year.quarters]
    assert starts == [end + timedelta(days=1) for end in ends]
    assert year.quarters[-1].end == year.last_day


@given(DAYS)
def test_a_day_lies_in_its_quarter_and_year(day: date) -> None:
    quarter = Quarter.of(day)
    assert quarter.start <= day <= quarter.end
    assert quarter.financial_year == FinancialYear.of(day)


@given(QUARTERS)
def test_names_and_steps_can_be_undone(quarter: Quarter) -> None:
    assert Quarter.parse(quarter.name) == Quarter.parse(quarter.slug) == quarter
    assert FinancialYear.parse(quarter.financial_year.label) == quarter.financial_year
    assert quarter.next().previous() == quarter.previous().next() == quarter
    assert quarter.previous() < quarter < quarter.next()


@given(QUARTERS)
def test_same_quarter_last_year_is_four_back(quarter: Quarter) -> None:
    back = quarter.previous().previous().previous().previous()
    assert quarter.same_last_year() == back
