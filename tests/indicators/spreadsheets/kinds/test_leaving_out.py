"""Which rows a preview is asked to leave out."""

import pytest

from indicators.spreadsheets.kinds.leaving_out import keys_in


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (["1"], {"1"}),
        (["1, 2", "row:3,"], {"1", "2", "row:3"}),
        (["1,2"], {"1,2"}),
        (["1,2", "1"], {"1,2", "1"}),
        (["", " , "], set()),
    ],
)
def test_keys_are_told_apart_at_commas_that_are_not_their_own(
    asked: list[str], found: set[str]
) -> None:
    assert keys_in(asked, {"1", "2", "1,2"}) == frozenset(found)
