"""Figures to the places that are kept: no figure becomes another, or nought, without a word."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.spreadsheets.kinds.measure_figures import STEP, as_kept


@pytest.mark.parametrize(
    ("value", "kept", "warning"),
    [
        ("0", "0", ""),
        ("87.34", "87.34", ""),
        ("0.1234565", "0.123457", "C2 holds more than 6 decimal places: kept as 0.123457."),
        ("1E-300", "0", "C2 holds more than 6 decimal places: kept as 0."),
        ("-0.0000004", "0", "C2 holds more than 6 decimal places: kept as 0."),
    ],
)
def test_figure_is_kept_to_six_places_and_a_change_is_named(
    value: str, kept: str, warning: str
) -> None:
    assert as_kept(Decimal(value), "C2") == (Decimal(kept), warning)


@given(st.decimals(-(10**13), 10**13, allow_nan=False, allow_infinity=False))
def test_figure_is_silent_only_where_it_stays_itself(value: Decimal) -> None:
    kept, warning = as_kept(value, "C2")

    assert (kept == value) is not bool(warning)
    assert abs(kept - value) <= STEP / 2
    assert (not kept and bool(value)) <= bool(warning)
