"""Refs in the order in which people count."""

import pytest

from indicators.refs import ref_order


@pytest.mark.parametrize(
    "in_order",
    [
        ["2", "10", "26"],
        ["2a", "2b", "10a"],
        ["A2", "A10", "B1"],
        ["2", "2a", "CO-2", "CO-10"],
        ["x1", "X2", "x3"],
    ],
)
def test_refs_are_counted_as_people_count(in_order: list[str]) -> None:
    mixed = [*in_order[1:], in_order[0]]
    assert sorted(mixed, key=ref_order) == in_order


def test_a_raised_two_is_a_letter() -> None:
    assert sorted(["m²", "m1"], key=ref_order) == ["m1", "m²"]
