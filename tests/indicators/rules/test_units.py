"""How figures are printed in each unit."""

from decimal import Decimal

import pytest

from indicators.rules.units import Unit, plain, rounded

PERCENT = Unit("percent", "%", 1)
RATE = Unit("rate", " per 10,000", 1)
COUNT = Unit("count")
POUNDS = Unit("currency", decimals=2)
DAYS = Unit("days")
HOURS = Unit("duration", " hours", 1)
YES_NO = Unit("yes_no")


@pytest.mark.parametrize(
    ("unit", "value", "whole", "short", "gap"),
    [
        (PERCENT, "8.8", "8.8%", "8.8%", "8.8 percentage points"),
        (PERCENT, "1", "1.0%", "1.0%", "1.0 percentage points"),
        (Unit("percent"), "1", "1%", "1%", "1 percentage point"),
        (RATE, "59.6", "59.6 per 10,000", "59.6", "59.6"),
        (COUNT, "11310", "11,310", "11,310", "11,310"),
        (POUNDS, "-1234.5", "-£1,234.50", "-£1,234.50", "-£1,234.50"),
        (Unit("currency", "k"), "652", "£652k", "£652k", "£652k"),
        (DAYS, "30", "30 days", "30 days", "30 days"),
        (DAYS, "1", "1 day", "1 day", "1 day"),
        (HOURS, "2.25", "2.3 hours", "2.3 hours", "2.3 hours"),
        (YES_NO, "1", "Yes", "Yes", "1"),
        (YES_NO, "0", "No", "No", "0"),
        (COUNT, "-0.4", "0", "0", "0"),
    ],
)
def test_figure_is_printed_in_its_unit(
    unit: Unit, value: str, whole: str, short: str, gap: str
) -> None:
    figure = Decimal(value)
    assert (unit.format(figure), unit.short(figure), unit.gap(figure)) == (whole, short, gap)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("80.0000", "80"),
        ("45.70", "45.7"),
        ("13000", "13,000"),
        ("-5.0", "-5"),
        ("1E+2", "100"),
        ("0.00", "0"),
        ("-0.0", "0"),
        ("100", "100"),
    ],
)
def test_targets_lose_needless_zeros(text: str, printed: str) -> None:
    assert plain(Decimal(text)) == printed


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        ("79.95", 1, "80.0"),
        ("79.94", 1, "79.9"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("0.00005", 4, "0.0001"),
    ],
)
def test_rounding_is_half_up_away_from_zero(value: str, decimals: int, printed: str) -> None:
    assert str(rounded(Decimal(value), decimals)) == printed


@pytest.mark.parametrize(
    ("unit", "negative"),
    [
        (COUNT, False),
        (PERCENT, False),
        (POUNDS, True),
        (DAYS, True),
        (Unit("percent", signed=True), True),
        (Unit("currency", signed=False), False),
    ],
)
def test_whether_values_can_fall_below_zero(unit: Unit, negative: bool) -> None:
    assert unit.can_be_negative is negative
