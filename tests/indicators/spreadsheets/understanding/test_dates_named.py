"""Days as people write them, and days that there can't be."""

from datetime import date

import pytest

from indicators.spreadsheets.files.reading import Cell
from indicators.spreadsheets.understanding.dates_named import NamedDay, read_day

END = NamedDay(date(2018, 3, 31))


@pytest.mark.parametrize(
    "text",
    [
        "31/03/2018", "31/3/18", "31.03.2018", "31 - 03 - 2018", "31 March 2018",
        "31st March 2018", "31st of March 2018", "Saturday 31 March 2018", "Sat, 31 Mar 2018",
        "31-Mar-18", "31 Mar '18", "March 31, 2018", "2018-03-31", "2018-03-31T00:00:00",
        "31/03/2018 00:00",
    ],
)  # fmt: skip
def test_day(text: str) -> None:
    assert read_day(text) == END


def test_british_order() -> None:
    assert read_day("04/05/2018") == NamedDay(date(2018, 5, 4))


def test_date_cell() -> None:
    assert read_day(Cell("A1", 1, 1, date(2018, 3, 31), "31 March 2018")) == END


@pytest.mark.parametrize("text", ["", "TBC", "Ongoing", "March 2018", "31 March", "Q3", "12"])
def test_what_is_no_day(text: str) -> None:
    assert read_day(text) is None


@pytest.mark.parametrize(
    ("text", "said", "suggestion"),
    [
        ("31 Sept 2017",
         "There is no 31 September 2017: September has 30 days. Is 30 September 2017 meant?",
         date(2017, 9, 30)),
        ("31/09/2017",
         "There is no 31 September 2017: September has 30 days. Is 30 September 2017 meant?",
         date(2017, 9, 30)),
        ("29 Feb 2017",
         "There is no 29 February 2017: February has 28 days in 2017. Is 28 February 2017 meant?",
         date(2017, 2, 28)),
        ("03/31/2018",
         ("There is no month 31 in 03/31/2018. Is it written in the American order, month first: "
         "31 March 2018?"),
         date(2018, 3, 31)),
        ("02/30/2018", "02/30/2018 names no day: write it like 30 September 2017.", None),
        ("13/13/2018", "13/13/2018 names no day: write it like 30 September 2017.", None),
        ("0/3/2018", "0/3/2018 names no day: write it like 30 September 2017.", None),
        ("45 March 2018", "No month has 45 days: write the day like 30 September 2017.", None),
        ("31 March 1018", "The year of 31 March 1018 is before 1900: check it.", None),
    ],
)  # fmt: skip
def test_day_that_cannot_be(text: str, said: str, suggestion: date | None) -> None:
    assert read_day(text) == NamedDay(message=said, suggestion=suggestion)
