"""Charts to draw in tests: a rate with a range, a running total, a single figure."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from indicators.rules.periods import Quarter
from indicators.rules.units import Unit
from indicators.rules.vocabulary import Status
from reporting.charts.description import Point, TargetSpan, TimeChart, quarter_at

RATE = Unit("rate", " per 10,000", 1)
FIRST = Quarter(2014, 1)
RATES = [
    *("48.0", "47.2", "47.9", "48.0", "49.5", "50.2", "51.0", "52.0"),
    *("52.8", "53.6", "55.1", "56.0", "57.1", "58.2", "59.6"),
]


def points(values: Sequence[str], unit: Unit = RATE, first: Quarter = FIRST) -> list[Point]:
    """A point for each value, quarter after quarter; "" is a gap."""
    made, quarter = [], first
    for value in values:
        made.append(point(quarter, value, unit))
        quarter = quarter.next()
    return made


def point(quarter: Quarter, value: str, unit: Unit = RATE) -> Point:
    at = quarter_at(quarter)
    if not value:
        return Point(quarter.name, at, None, "No figure")
    figure = Decimal(value)
    return Point(
        quarter.name, at, figure, unit.format(figure), unit.short(figure), status=Status.GREEN
    )


def span(first: Quarter, last: Quarter, low: str, high: str, name: str = "Range") -> TargetSpan:
    text = low if low == high else f"{low} to {high}"
    return TargetSpan(name, text, quarter_at(first), quarter_at(last), Decimal(low), Decimal(high))


BASELINE = Point(
    "November 2016",
    quarter_at(Quarter(2016, 3)) - Decimal(1) / 3,
    Decimal("56.5"),
    "56.5 per 10,000",
    "56.5",
    is_baseline=True,
)


def rate_chart() -> TimeChart:
    """Fifteen quarters, a range that was raised, a baseline between two quarters, one red."""
    line = points(RATES)
    line[-1] = replace(line[-1], status=Status.RED)
    return TimeChart(
        title="Up for 13 quarters in a row, and newly red, green last quarter",
        subtitle="Children <subject> to a plan & more, 2014/15 Q1 to 2017/18 Q3.",
        points=tuple(sorted([*line, BASELINE], key=lambda each: each.at)),
        targets=(
            span(FIRST, Quarter(2016, 4), "45.7", "52.3", "Range 2014/15 to 2016/17:"),
            span(Quarter(2017, 1), Quarter(2017, 3), "50.4", "55.7"),
        ),
        unit=RATE,
    )


def total_chart() -> TimeChart:
    """Two years of a running total, each with its targets to date."""
    unit = Unit("count")
    line = points(["300", "600", "", "1210", "290", "580", "830"], unit, Quarter(2016, 1))
    line[4] = replace(line[4], begins_afresh=True)
    targets = [
        TargetSpan("Target to date", f"{300 * n:,}", each.at, each.at, *[Decimal(300 * n)] * 2)
        for each in line
        for n in [(int(each.at) - 1) % 4 + 1]
    ]
    return TimeChart("Down", "Total", tuple(line), tuple(targets), unit)
