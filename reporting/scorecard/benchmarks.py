"""Others' figures beside a measure's own: the same period of ours, and the gap in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.models import Baseline, Benchmark, Measure
from indicators.rules.periods import FinancialYear, Quarter
from indicators.rules.units import Unit
from reporting.quality import mark_of
from reporting.scorecard.facts import Shown
from reporting.scorecard.words import EXAMPLE

NONE = "–"
NO_FIGURE = "no figure of ours for this period"
LAST = 4
OUTTURN = 5


@dataclass(frozen=True)
class Ours:
    """Our figure for a period, and which one it is."""

    value: Decimal
    text: str
    of: str


@dataclass(frozen=True)
class BenchmarkRow:
    """A comparator's figure for a period, beside ours."""

    comparator: str
    period: str
    figure: str
    ours: str
    ours_of: str
    gap: str
    source: str
    note: str


@dataclass(frozen=True)
class Benchmarks:
    """The newest figure of every comparator, and the earlier ones."""

    newest: tuple[BenchmarkRow, ...]
    earlier: tuple[BenchmarkRow, ...]


def benchmarks_until(measure: Measure, until: Quarter) -> tuple[Benchmark, ...]:
    """A measure's benchmarks in order of time: one query."""
    found = measure.benchmarks.filter(period_end__lte=until.end).select_related("comparator")
    return tuple(found.order_by("period_end", "comparator__position", "comparator__name"))


def beside(
    benchmarks: Sequence[Benchmark], shown: Shown, baselines: Sequence[Baseline], unit: Unit
) -> Benchmarks | None:
    """What the page shows of benchmarks; `shown` is what the reader may see, by quarter."""
    if not benchmarks:
        return None
    newest = {each.comparator_id: each for each in benchmarks}
    latest = sorted(
        newest.values(), key=lambda each: (each.comparator.position, str(each.comparator))
    )
    earlier = [each for each in reversed(benchmarks) if each not in latest]
    made = [
        tuple(_row(each, _ours(each, shown, baselines, unit), unit) for each in some)
        for some in (latest, earlier)
    ]
    return Benchmarks(*made)


def _row(benchmark: Benchmark, ours: Ours | None, unit: Unit) -> BenchmarkRow:
    name = benchmark.comparator.name
    mark = " [e]" if benchmark.is_estimated else ""
    return BenchmarkRow(
        comparator=name,
        period=benchmark.period_name,
        figure=f"{unit.short(benchmark.value)}{mark}",
        ours=ours.text if ours else NONE,
        ours_of=ours.of if ours else "",
        gap=gap_words(ours.value, benchmark.value, name, unit) if ours else NO_FIGURE,
        source=benchmark.source,
        note=benchmark.note,
    )


def gap_words(ours: Decimal, theirs: Decimal, name: str, unit: Unit) -> str:
    """2.3 percentage points below England; of the figures as they are shown."""
    difference = unit.round(ours) - unit.round(theirs)
    if not difference:
        return f"the same as {name}"
    way = "above" if difference > 0 else "below"
    return f"{unit.gap(abs(difference))} {way} {name}"


def _ours(
    benchmark: Benchmark, shown: Shown, baselines: Sequence[Baseline], unit: Unit
) -> Ours | None:
    """Our figure for the same period: of a year the outturn, else its last quarter's."""
    for quarter in _quarters(benchmark):
        return_, rating = shown.get(quarter, (None, None))
        if return_ is not None and rating is not None and rating.value is not None:
            text = f"{rating.unit.short(rating.value)} {mark_of(return_)}".strip()
            example = f", {EXAMPLE}" if return_.is_example or return_.measure.is_example else ""
            return Ours(rating.value, text, f"{quarter.name}{example}")
    for each in baselines:
        if each.period_end == benchmark.period_end:
            return Ours(each.value, unit.short(each.value), each.period_name)
    return None


def _quarters(benchmark: Benchmark) -> tuple[Quarter, ...]:
    """The quarters of ours that may stand beside it, the likeliest first."""
    end: date = benchmark.period_end
    quarter = Quarter.of(end)
    if quarter.end != end:
        return ()
    year = FinancialYear.of(end)
    if benchmark.period_name == year.label:
        return (Quarter(year.start, OUTTURN), Quarter(year.start, LAST))
    return (quarter,)
