"""What came with a request, read."""

import pytest
from django.test import RequestFactory

from indicators.returns.asked import LONGEST_NUMBER, NEVER_SAVED, NO_SUCH, seen_edit, whole_number


@pytest.mark.parametrize(
    ("text", "number"), [("0", 0), ("7", 7), ("007", 7), ("9" * LONGEST_NUMBER, 10**18 - 1)]
)
def test_whole_number_as_a_page_sends_it(text: str, number: int) -> None:
    assert whole_number(text, NEVER_SAVED) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 7",
        "-7",
        "+7",
        "7.0",
        "1_000",
        "seven",
        "٧",
        "²",
        "9" * (LONGEST_NUMBER + 1),
        "9" * 5000,
    ],
)
@pytest.mark.parametrize("otherwise", [NEVER_SAVED, NO_SUCH])
def test_anything_else_is_no_number(text: str, otherwise: int) -> None:
    assert whole_number(text, otherwise) == otherwise


@pytest.mark.parametrize(("sent", "seen"), [({"seen_edit": "3"}, 3), ({}, NEVER_SAVED)])
def test_version_that_a_page_showed(sent: dict[str, str], seen: int) -> None:
    assert seen_edit(RequestFactory().post("/", sent)) == seen
