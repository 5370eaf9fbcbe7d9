"""The chart of a measure's history, from its approved returns and its baselines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import TypeVar

from django.db.models import F, Q

from indicators.models import Baseline, Benchmark, Measure, Rating, Return, State
from indicators.rules.periods import FinancialYear, Quarter, month_number
from indicators.rules.rag import Basis, RatingPolicy, Status
from indicators.rules.units import Unit
from reporting.charts.benchmarks import benchmark_points
from reporting.charts.description import Point, TargetSpan, TimeChart, quarter_at, quarter_of
from reporting.charts.message import message
from reporting.quality import mark_of

Row = TypeVar("Row", Return, Baseline)

QUARTERS = 16
YEAR_END = 4
NO_FIGURE = "No figure"
FEW = 2
TO_DATE = " to date"


def returns_until(measure_ids: Iterable[int], until: Quarter) -> dict[int, list[Return]]:
    """The approved returns of the last four years by measure, in order: one query.

    Outturns are among them, for they are compared; no chart of quarters draws them.
    """
    same_year = Q(period__year=until.year, period__number__lte=until.number)
    found = (
        Return.objects.current()
        .filter(measure_id__in=list(measure_ids), state=State.APPROVED)
        .annotate(place=F("period__year") * 4 + F("period__number"))
        .filter(Q(period__year__lt=until.year) | same_year)
        .filter(place__gt=int(quarter_at(until)) - QUARTERS)
        .select_related("rating", "period", "terms")
        .order_by("period__year", "period__number")
    )
    return _by_measure(found)


def baselines_until(measure_ids: Iterable[int], until: Quarter) -> dict[int, list[Baseline]]:
    """Baselines by measure, the oldest first: one query."""
    ids = list(measure_ids)
    return _by_measure(Baseline.objects.filter(measure_id__in=ids, period_end__lte=until.end))


def _by_measure(found: Iterable[Row]) -> dict[int, list[Row]]:
    rows: dict[int, list[Row]] = {}
    for each in found:
        rows.setdefault(each.measure_id, []).append(each)
    return rows


def measure_chart(
    measure: Measure,
    returns: Sequence[Return],
    baselines: Sequence[Baseline],
    until: Quarter,
    benchmarks: Sequence[Benchmark] = (),
) -> TimeChart:
    """A measure's figures up to a quarter, with its targets, baselines and benchmarks.

    An outturn is left out, for a year's figure is on another scale than its quarters'.
    """
    returns = [each for each in returns if not each.period.quarter.is_outturn]
    by_quarter = {each.period.quarter: each for each in returns}
    quarters = _quarters(by_quarter, quarter_of(until))
    unit = measure.figure_unit
    line = [_point(quarter, by_quarter.get(quarter), measure) for quarter in quarters]
    earlier = [_baseline(each, unit) for each in baselines]
    points = tuple(sorted([*line, *earlier], key=lambda point: (point.at, not point.is_baseline)))
    targets = _targets(returns, unit)
    starts_again = bool(returns) and is_running_total(returns[-1])
    return TimeChart(
        title=message(line, unit, starts_again=starts_again),
        subtitle=_subtitle(measure, returns, points),
        points=points,
        targets=targets,
        unit=unit,
        benchmarks=benchmark_points(benchmarks, unit, points, targets),
    )


def is_running_total(return_: Return) -> bool:
    return return_.terms.basis == Basis.CUMULATIVE_TOTAL


def _quarters(found: Mapping[Quarter, Return], until: Quarter) -> list[Quarter]:
    """Every quarter from the first return to `until`, so that gaps show as gaps."""
    quarters = [until]
    first = min(found, default=until)
    while quarters[0] > first:
        quarters.insert(0, quarters[0].previous())
    return quarters


def _point(quarter: Quarter, return_: Return | None, measure: Measure) -> Point:
    rating: Rating | None = getattr(return_, "rating", None)
    status = Status(rating.status) if rating else None
    if return_ is None or rating is None or rating.value is None:
        return Point(quarter.name, quarter_at(quarter), None, NO_FIGURE, status=status)
    unit = rating.unit
    return Point(
        label=quarter.name,
        at=quarter_at(quarter),
        value=rating.value,
        text=unit.format(rating.value),
        short=unit.short(rating.value),
        status=status,
        mark=mark_of(return_),
        is_example=return_.is_example or measure.is_example,
        begins_afresh=is_running_total(return_) and quarter.number == 1,
    )


def _baseline(baseline: Baseline, unit: Unit) -> Point:
    """A baseline stands at the end of its own month, between the ends of quarters."""
    year, month = FinancialYear.of(baseline.period_end), month_number(baseline.period_end)
    return Point(
        label=baseline.period_name,
        at=Decimal(4 * year.start) + Decimal(month) / 3,
        value=baseline.value,
        text=unit.format(baseline.value),
        short=unit.short(baseline.value),
        mark="[e]" if baseline.is_estimated else "",
        is_baseline=True,
    )


def _targets(returns: Sequence[Return], unit: Unit) -> tuple[TargetSpan, ...]:
    """Targets as the ratings kept them, equal neighbours made one; older ones with their years."""
    spans: list[TargetSpan] = []
    for each in returns:
        span = _target(each, unit)
        if span is None:
            continue
        before = spans[-1] if spans else None
        if before and (before.name, before.text) == (span.name, span.text):
            span = TargetSpan(
                before.name, before.text, before.first, span.last, before.low, before.high
            )
            spans.pop()
        spans.append(span)
    return (*(_dated(each, after) for each, after in pairwise(spans)), *spans[-1:])


def _target(return_: Return, unit: Unit) -> TargetSpan | None:
    rating: Rating | None = getattr(return_, "rating", None)
    if rating is None:
        return None
    low, high = (rating.low, rating.high) if rating.target is None else (rating.target,) * 2
    if low is None or high is None:
        return None
    at = quarter_at(return_.period.quarter)
    text = unit.target(low) if low == high else f"{unit.target(low)} to {unit.target(high)}"
    return TargetSpan(_name(return_, is_range=low != high), text, at, at, low, high)


def _name(return_: Return, *, is_range: bool) -> str:
    if return_.terms.policy == RatingPolicy.BENCHMARK:
        return "Benchmark"
    to_date = TO_DATE if is_running_total(return_) and return_.period.number < YEAR_END else ""
    return f"{'Range' if is_range else 'Target'}{to_date}"


def _dated(span: TargetSpan, after: TargetSpan) -> TargetSpan:
    """An older target says for which years it was; one that changed in mid-year until when."""
    first, last, next_year = (_year_at(at) for at in (span.first, span.last, after.first))
    years = first.label if first == last else f"{first.label} to {last.label}"
    if last == next_year and not span.name.endswith(TO_DATE):
        years = f"until {Quarter(last.start, (int(span.last) - 1) % 4 + 1).name}"
    return TargetSpan(
        f"{span.name} {years}:", span.text, span.first, span.last, span.low, span.high
    )


def _year_at(at: Decimal) -> FinancialYear:
    return FinancialYear((int(at) - 1) // 4)


def _subtitle(measure: Measure, returns: Sequence[Return], points: Sequence[Point]) -> str:
    """What, how it is counted, from when to when, and which figures are examples."""
    parts = [measure.name]
    if returns:
        parts.append(Basis(returns[-1].terms.basis).label.lower())
    drawn = [point for point in points if point.value is not None]
    if drawn:
        first, last = drawn[0].label, drawn[-1].label
        parts.append(first if first == last else f"{first} to {last}")
    return ". ".join(part for part in (f"{', '.join(parts)}", _examples(drawn)) if part) + "."


def _examples(drawn: Sequence[Point]) -> str:
    real = [point.label for point in drawn if not point.is_example]
    if len(real) == len(drawn):
        return ""
    if not real:
        return "Example figures"
    if len(real) <= FEW:
        return f"Example figures except {' and '.join(real)}"
    return "Some are example figures; the table says which"
