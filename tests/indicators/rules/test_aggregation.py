"""Several periods as one: the shared table, missing periods, which way by basis."""

from decimal import Decimal

import pytest

from indicators.rules.aggregation import Aggregate, Aggregation, aggregate, aggregation_for
from indicators.rules.terms import Figure
from indicators.rules.units import Unit, rounded
from indicators.rules.vocabulary import Basis
from tests.indicators.rules.tables import Row, number, rows

COUNT = Unit("count")
PERCENT = Unit("percent", decimals=2)
TABLE = [
    pytest.param(row, id=row["id"])
    for row in rows("aggregation_forecast_cases")
    if row["id"].startswith(("agg_", "rolling_"))
]


def figure(text: str) -> Figure | None:
    """One period of the table: a value, a/b, or blank for missing."""
    if "/" in text:
        numerator, denominator = text.split("/")
        return Figure(numerator=number(numerator), denominator=number(denominator))
    return Figure(number(text)) if text else None


def values(*texts: str) -> list[Figure | None]:
    return [figure(text) for text in texts]


@pytest.mark.parametrize("row", TABLE)
def test_aggregate_on_the_shared_table(row: Row) -> None:
    method, _, rolling = row["method"].partition(" rolling ")
    found = aggregate(
        Aggregation(method),
        values(*row["inputs"].split(";")),
        PERCENT if "/" in row["inputs"] else COUNT,
        window=int(rolling.split()[0]) if rolling else None,
    )
    if row["expected"] == "INCOMPLETE":
        assert (found.value, found.is_complete) == (None, False)
    else:
        places = len(row["expected"].partition(".")[2])
        assert found.value is not None
        assert str(rounded(found.value, places)) == row["expected"]


def test_missing_month_is_shown_as_so_far() -> None:
    assert aggregate(Aggregation.SUM, values("120", "", "110"), COUNT) == Aggregate(
        value=None, so_far=Decimal(230), held=2, expected=3, coverage="2 of 3 months"
    )


def test_last_needs_only_the_last() -> None:
    complete = aggregate(Aggregation.LAST, values("1", "", "3"), COUNT, period_noun="quarters")
    assert (complete.value, complete.coverage) == (Decimal(3), "1 of 1 quarters")
    missing = aggregate(Aggregation.LAST, values("1", "2", ""), COUNT)
    assert (missing.value, missing.so_far, missing.coverage) == (None, None, "0 of 1 months")


def test_window_takes_the_latest_periods_only() -> None:
    found = aggregate(Aggregation.SUM, values("1", "2", "3", "4"), COUNT, window=2)
    assert (found.value, found.held, found.expected) == (Decimal(7), 2, 2)


def test_window_longer_than_the_series_is_incomplete() -> None:
    found = aggregate(Aggregation.SUM, values("1", "2"), COUNT, window=4)
    assert (found.value, found.so_far, found.coverage) == (None, Decimal(3), "2 of 4 months")


def test_percentages_without_parts_are_an_estimated_mean() -> None:
    found = aggregate(Aggregation.RATIO_OF_SUMS, values("50", "75", "50"), PERCENT)
    assert found.value is not None
    assert (rounded(found.value, 2), found.estimated) == (Decimal("58.33"), True)


def test_parts_are_not_estimated() -> None:
    assert not aggregate(Aggregation.RATIO_OF_SUMS, values("1/2", "1/2"), PERCENT).estimated


def test_no_cases_at_all_have_no_value() -> None:
    found = aggregate(Aggregation.RATIO_OF_SUMS, values("0/0", "0/0"), PERCENT)
    assert (found.value, found.is_complete) == (None, True)


def test_months_without_cases_do_not_count_as_nought() -> None:
    found = aggregate(Aggregation.RATIO_OF_SUMS, values("0/0", "5/10"), PERCENT)
    assert found.value == Decimal(50)


def test_empty_figure_is_missing() -> None:
    found = aggregate(Aggregation.MEAN, [Figure(), *values("4")], COUNT)
    assert (found.value, found.so_far) == (None, Decimal(4))


def test_nothing_returned_is_incomplete() -> None:
    found = aggregate(Aggregation.RATIO_OF_SUMS, [None, None, None], PERCENT)
    assert (found.so_far, found.coverage, found.estimated) == (None, "0 of 3 months", False)


@pytest.mark.parametrize(
    ("basis", "has_parts", "average_returned", "expected"),
    [
        (Basis.SNAPSHOT, False, False, Aggregation.LAST),
        (Basis.PERIOD, False, False, Aggregation.SUM),
        (Basis.PERIOD, True, False, Aggregation.RATIO_OF_SUMS),
        (Basis.CUMULATIVE_TOTAL, False, False, Aggregation.LAST),
        (Basis.YTD_RATIO, True, False, Aggregation.LAST),
        (Basis.YTD_AVERAGE, False, False, Aggregation.MEAN),
        (Basis.YTD_AVERAGE, False, True, Aggregation.LAST),
        (Basis.ROLLING, True, False, Aggregation.RATIO_OF_SUMS),
        (Basis.ANNUAL, False, False, Aggregation.LAST),
    ],
)
def test_basis_decides_how_periods_become_one(
    basis: Basis, has_parts: bool, average_returned: bool, expected: Aggregation
) -> None:
    found = aggregation_for(basis, has_parts=has_parts, average_returned=average_returned)
    assert found is expected
