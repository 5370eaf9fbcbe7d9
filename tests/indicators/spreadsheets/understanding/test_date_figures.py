"""Dates that Excel made of something else."""

from datetime import date

import pytest

from indicators.spreadsheets.files.reading import Cell
from indicators.spreadsheets.understanding.cells import read_figure
from indicators.spreadsheets.understanding.understood import State, Understood

NO_FIGURE = "is a date where a figure is expected: type the figure as text."


def told(found: Understood) -> str:
    if found.state is State.RANGE:
        return f"{found.low} to {found.high}"
    return f"{found.value:f}" if found.value is not None else found.message


@pytest.mark.parametrize(
    ("day", "number_format", "readings"),
    [
        (date(2017, 5, 4), "d-mmm",
         {"range": "4 to 5", "percent": "80.00", "date": NO_FIGURE}),
        (date(2017, 4, 1), "mmm-yy",
         {"range": "4 to 17", "percent": "23.53", "date": NO_FIGURE}),
        (date(2017, 3, 31), "dd/mm/yyyy",
         {"range": "is a range that begins above its end: swap the two figures.",
          "percent": "1033.33", "date": NO_FIGURE}),
        (date(1900, 4, 7), "dd/mm/yyyy",
         {"range": "is a range that begins above its end: swap the two figures.",
          "percent": "175.00", "number": "98", "date": NO_FIGURE}),
        (date(1900, 2, 14), "d mmm",
         {"range": "is a range that begins above its end: swap the two figures.",
          "percent": "700.00", "number": "45", "date": NO_FIGURE}),
    ],
)  # fmt: skip
def test_readings_of_a_date(day: date, number_format: str, readings: dict[str, str]) -> None:
    found = read_figure(Cell("G5", 5, 7, day, "shown", number_format))

    assert (found.state, found.doubt) == (State.OPEN, "date-range")
    assert {each.key: told(each.meaning) for each in found.readings} == readings


def test_question_tells_what_may_have_been_typed() -> None:
    found = read_figure(Cell("G5", 5, 7, date(2017, 5, 4), "4 May 2017", "d-mmm"))

    assert found.question == (
        "A date, 4 May 2017, stands where a figure is meant: Excel makes one of 4-5 and of 4/5. "
        "What was typed?"
    )
