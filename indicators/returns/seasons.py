"""The share of a year that has usually been reached by a quarter, from complete past years."""

from __future__ import annotations

from decimal import Decimal

from indicators.models import Return, State
from indicators.rules.periods import Quarter

YEARS_AT_MOST = 3
YEARS_AT_LEAST = 2
LAST = 4


def seasonal_share(measure_id: int, quarter: Quarter) -> Decimal | None:
    """Mean share of the year's total reached by `quarter` in the last three complete years.

    None with fewer than two such years (docs/method.md 1.8): a guess would rate falsely.
    """
    found = Return.objects.filter(
        measure_id=measure_id,
        is_current=True,
        state=State.APPROVED,
        value__isnull=False,
        period__year__lt=quarter.year,
        period__year__gte=quarter.year - YEARS_AT_MOST,
        period__number__in=(quarter.number, LAST),
    ).values_list("period__year", "period__number", "value")
    values = {(year, number): value for year, number, value in found if value is not None}
    totals = {year: value for (year, number), value in values.items() if number == LAST and value}
    shares = [
        values[year, quarter.number] / total
        for year, total in totals.items()
        if (year, quarter.number) in values
    ]
    return sum(shares, Decimal(0)) / len(shares) if len(shares) >= YEARS_AT_LEAST else None
