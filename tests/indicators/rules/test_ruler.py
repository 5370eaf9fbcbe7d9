"""The ruler: segments tile the scale, the value stands in the segment of its colour."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rules.rag import (
    Band,
    Colour,
    Figure,
    Place,
    Polarity,
    Terms,
    Tolerance,
    ToleranceMode,
    Unit,
    rate,
)
from indicators.rules.ruler import WIDTH, Ruler, ruler

RATE = Unit("rate", " per 10,000", 1)
RANGE = Terms(
    polarity=Polarity.RANGE,
    unit=RATE,
    low=Decimal("45.7"),
    high=Decimal("52.3"),
    tolerance=Tolerance(ToleranceMode.PERCENT_OF_TARGET, amber=Decimal(5)),
)


def laid_out(terms: Terms, value: Decimal) -> Ruler:
    bands = rate(terms, Figure(value), Place(3, 4)).bands
    found = ruler(bands, value, terms.unit)
    assert found is not None
    return found


def test_ruler_of_a_range_says_where_each_colour_begins() -> None:
    found = laid_out(RANGE, Decimal("56.5"))
    assert [each.colour for each in found.segments] == [
        Colour.RED, Colour.AMBER, Colour.GREEN, Colour.AMBER, Colour.RED,
    ]  # fmt: skip
    assert [each.label for each in found.ticks] == ["43.5", "45.7", "52.3", "54.9"]
    assert found.marker is not None
    assert found.marker.label == "56.5"
    assert found.description == (
        "Scale: red up to 43.4, amber 43.5 to 45.6, green 45.7 to 52.3, amber 52.4 to 54.9, "
        "red from 55.0. The value is 56.5 per 10,000."
    )


def test_ruler_is_not_drawn_where_nothing_is_rated() -> None:
    assert ruler((), Decimal(3), RATE) is None
    assert ruler((Band(Colour.GREEN, None, None),), Decimal(3), RATE) is None


@given(
    target=st.decimals(1, 100, places=1),
    value=st.decimals(0, 200, places=1),
    amber=st.decimals(1, 20, places=0),
    polarity=st.sampled_from((Polarity.MAX, Polarity.MIN)),
)
def test_value_stands_in_the_segment_of_its_colour(
    target: Decimal, value: Decimal, amber: Decimal, polarity: Polarity
) -> None:
    tolerance = Tolerance(ToleranceMode.POINTS, amber=amber)
    terms = Terms(polarity=polarity, unit=RATE, target=target, tolerance=tolerance)
    rating = rate(terms, Figure(value), Place(3, 4))
    found = ruler(rating.bands, value, RATE)
    if found is None or found.marker is None:
        assert len(rating.bands) <= 1
        return
    assert Decimal(found.segments[-1].x) + Decimal(found.segments[-1].width) == pytest.approx(
        WIDTH, abs=Decimal("0.2")
    )
    step = Decimal("0.6")  # drawn to a tenth; neighbours at one printed step share an edge
    holding = [
        each.colour
        for each in found.segments
        if Decimal(each.x) - step
        <= Decimal(found.marker.x)
        <= Decimal(each.x) + Decimal(each.width) + step
    ]
    assert rating.status.colour in holding or _near_an_edge(found)


def _near_an_edge(found: Ruler) -> bool:
    """Within a printed step of a limit: the next colour's first figure lies past the line."""
    assert found.marker is not None
    marker = Decimal(found.marker.x)
    return any(abs(Decimal(each.x) - marker) <= Decimal(12) for each in found.ticks)
