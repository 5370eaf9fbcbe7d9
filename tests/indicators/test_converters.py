"""Quarters in addresses."""

import pytest
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from indicators.rules.periods import Quarter


def test_quarter_in_an_address_is_a_quarter() -> None:
    found = resolve("/periods/2017-18-q3/")
    assert (found.view_name, found.kwargs) == ("indicators:period", {"period": Quarter(2017, 3)})


@pytest.mark.parametrize("quarter", [Quarter(2017, 3), "2017-18-q3"])
def test_quarter_becomes_its_address(quarter: Quarter | str) -> None:
    assert reverse("indicators:period", args=(quarter,)) == "/periods/2017-18-q3/"


@pytest.mark.parametrize("slug", ["2017-19-q3", "2017-18-q5", "2017-18", "2017/18-q3"])
def test_what_is_no_quarter_has_no_page(slug: str) -> None:
    with pytest.raises(Resolver404):
        resolve(f"/periods/{slug}/")


def test_what_is_no_quarter_has_no_address() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("indicators:period", args=("2017",))
