"""Pages of a hundred, and the links to the others."""

import pytest

from indicators.spreadsheets.pages.paging import Paging


def told(asked: dict[str, str], count: int) -> tuple[int, int, int, list[int], str, str]:
    found = Paging.of(asked, count, "page", "show")
    links = [each.number for each in found.links]
    return found.number, found.first_row, found.last_row, links, found.before, found.after


@pytest.mark.parametrize(
    ("asked", "count", "expected"),
    [
        ({}, 0, (1, 0, 0, [1], "", "")),
        ({}, 100, (1, 1, 100, [1], "", "")),
        ({}, 101, (1, 1, 100, [1, 2], "", "?page=2")),
        ({"page": "2"}, 101, (2, 101, 101, [1, 2], "?page=1", "")),
        ({"page": "-3"}, 101, (1, 1, 100, [1, 2], "", "?page=2")),
        ({"page": "9" * 5000}, 101, (1, 1, 100, [1, 2], "", "?page=2")),
        (
            {"page": "100", "show": "new"},
            20_000,
            (
                100,
                9_901,
                10_000,
                [1, 0, 98, 99, 100, 101, 102, 0, 200],
                "?show=new&page=99",
                "?show=new&page=101",
            ),
        ),
    ],
)
def test_page_and_its_neighbours(
    asked: dict[str, str], count: int, expected: tuple[object, ...]
) -> None:
    assert told(asked, count) == expected


def test_page_that_is_looked_at_is_marked() -> None:
    found = Paging.of({"page": "2"}, 300, "page")

    assert [each.number for each in found.links if each.is_current] == [2]
