"""How a page words what a terminal would type."""

import pytest

from indicators.spreadsheets.pages.row_words import on_page
from indicators.spreadsheets.problems import Problem, Severity


@pytest.mark.parametrize(
    ("message", "worded"),
    [
        ("Correct the number, or leave out row:12.", "Correct the number, or leave out row 12."),
        ("Mend the cell, or leave out 12.", "Mend the cell, or leave out 12."),
        ("“arrow:12” is no number.", "“arrow:12” is no number."),
    ],
)
def test_row_is_named_by_its_number(message: str, worded: str) -> None:
    problem = Problem(severity=Severity.ERROR, message=message)

    assert on_page(problem) == Problem(severity=Severity.ERROR, message=worded)
