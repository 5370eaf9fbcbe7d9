"""Measures found by what a sheet calls them."""

import pytest

from indicators.rules.units import Unit
from indicators.spreadsheets.kinds.known_measures import KnownMeasure, KnownMeasures


def found(refs: str, ref: str) -> str | None:
    """Which of these measures a ref finds."""
    measures = tuple(KnownMeasure(each, f"Measure {each}", Unit("count")) for each in refs.split())
    measure = KnownMeasures(measures).find(ref)
    return measure.ref if measure else None


@pytest.mark.parametrize("ref", ["7a", "07A", "7A.0", " 7a "])
def test_ref_is_found_however_it_is_written(ref: str) -> None:
    assert found("7a 8", ref) == "7a"


@pytest.mark.parametrize(
    ("ref", "measure"), [("7", "7"), ("07", "07"), ("007", None), ("7.0", None)]
)
def test_refs_that_differ_in_writing_only_are_never_taken_for_one_another(
    ref: str, measure: str | None
) -> None:
    """A figure of measure 7 must not be kept with measure 07, whichever was added last."""
    assert (found("7 07", ref), found("07 7", ref)) == (measure, measure)
