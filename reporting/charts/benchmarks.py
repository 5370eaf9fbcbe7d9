"""Others' figures in a chart: the newest of the first few comparators, where they fit its scale."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from indicators.models import Benchmark
from indicators.rules.periods import FinancialYear, month_number
from indicators.rules.units import Unit
from reporting.charts.description import Point, TargetSpan

MOST_COMPARATORS = 3


def benchmark_points(
    benchmarks: Sequence[Benchmark],
    unit: Unit,
    points: Sequence[Point],
    targets: Sequence[TargetSpan],
) -> tuple[Point, ...]:
    """What is drawn of benchmarks, which come in order of time.

    One from before the chart begins has no place on it; one of quite another size, such as a
    whole country's count, would flatten the line.
    """
    newest = {each.comparator_id: each for each in benchmarks}
    first = min((each.at for each in points if each.value is not None), default=None)
    values = [each.value for each in points if each.value is not None]
    values += [limit for span in targets for limit in (span.low, span.high)]
    if first is None:
        return ()
    found = sorted(
        newest.values(), key=lambda each: (each.comparator.position, str(each.comparator))
    )
    drawn = [_point(each, unit) for each in found]
    fitting = [each for each in drawn if each.at >= first and _is_of_size(each.value, values)]
    return tuple(fitting[:MOST_COMPARATORS])


def _point(benchmark: Benchmark, unit: Unit) -> Point:
    year, month = FinancialYear.of(benchmark.period_end), month_number(benchmark.period_end)
    return Point(
        label=f"{benchmark.comparator}, {benchmark.period_name}",
        at=Decimal(4 * year.start) + Decimal(month) / 3,
        value=benchmark.value,
        text=unit.format(benchmark.value),
        short=f"{benchmark.comparator} {unit.short(benchmark.value)}",
        mark="[e]" if benchmark.is_estimated else "",
    )


def _is_of_size(value: Decimal | None, values: Sequence[Decimal]) -> bool:
    """Whether it lies no further outside the others than they reach, or than half the largest."""
    low, high = min(values), max(values)
    room = max(high - low, abs(high) / 2)
    return value is not None and low - room <= value <= high + room
