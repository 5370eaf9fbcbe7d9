"""Number formats, as text."""

from decimal import Decimal

import pytest

from indicators.spreadsheets.files.showing import is_percent, shown


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        ("0.8", "0.00%", "80.00%"),
        ("0.335", "0%", "34%"),
        ("20000", "#,##0", "20,000"),
        ("4350000.4", "#,##0", "4,350,000"),
        ("7.2", "0.00", "7.20"),
        ("45", "0", "45"),
        ("20000", "General", "20000"),
        ("296.60", "General", "296.6"),
        ("0", "General", "0"),
        ("1234.5", '"£"#,##0.00', "£1,234.50"),
        ("1234.5", "[$£-809]#,##0.00", "£1,234.50"),
        ("-5.2", "0.0;[Red]-0.0", "-5.2"),
        ("83.6", '0.0"%"', "83.6%"),
        ("12", "0_);(0)", "12"),
        ("12", "@", "12"),
        ("35000", "#,##0,K", "35K"),
        ("35000", "#,##0,", "35"),
        ("1234567", '0.0,,"m"', "1.2m"),
        ("1234567", "#,##0.0,", "1,234.6"),
        ("1234.5", "0.00E+00", "1234.5"),
        ("0.5", "# ?/?", "0.5"),
        ("1E+22", "0.00", "10000000000000000000000.00"),
        ("1.5", "0." + "0" * 200, "1.500000000000000000000000000000"),
    ],
)
def test_shown(value: str, code: str, expected: str) -> None:
    assert shown(Decimal(value), code) == expected


def test_percent_sign_in_quotes_is_no_percent_format() -> None:
    assert (is_percent("0.0%"), is_percent('0.0"%"')) == (True, False)
