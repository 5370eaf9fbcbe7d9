"""What a row of benchmarks has settled, ready to keep."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from indicators.rules.units import Unit
from indicators.spreadsheets.kinds.benchmarks.periods import Period
from indicators.spreadsheets.kinds.kind import Row


@dataclass(frozen=True, slots=True)
class SettledBenchmark:
    """One figure of a comparator for a period."""

    comparator: str
    period: Period
    value: Decimal
    is_estimated: bool
    note: str
    source: str
    cell: str
    is_new_comparator: bool = False


@dataclass(frozen=True)
class BenchmarkRow(Row):
    """A row of the sheet: one figure in a long table, several in a wide one."""

    place: str = field(kw_only=True)  # "row:7": a measure may stand on many rows
    unit: Unit = field(kw_only=True)
    figures: tuple[SettledBenchmark, ...] = field(kw_only=True, default=())
    is_open: bool = field(kw_only=True, default=False)  # a question about it is not answered yet

    @property
    def key(self) -> str:
        return self.place
