"""What is stored of measures that decides whether a row may be imported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from indicators.models import Kind, Measure, PeriodState, Terms
from indicators.rules.periods import FinancialYear


@dataclass(frozen=True)
class Facts:
    """Years with a closed period, and refs that belong to indicators."""

    closed: frozenset[tuple[str, str]]  # ref and year
    indicators: frozenset[str]

    @classmethod
    def of(cls, refs: Collection[str]) -> Facts:
        """Read them: two queries, however many measures there are."""
        mine = Measure.objects.filter(ref__in=refs)
        closed = Terms.objects.filter(
            measure__in=mine, from_quarter=1, returns__period__state=PeriodState.CLOSED
        ).values_list("measure__ref", "year")
        indicators = mine.filter(kind=Kind.INDICATOR).values_list("ref", flat=True)
        return cls(
            frozenset((ref, FinancialYear(year).label) for ref, year in closed.distinct()),
            frozenset(indicators),
        )

    def is_closed(self, ref: str, year: str) -> bool:
        """Whether a closed period was rated on a measure's terms of a year."""
        return (ref, year) in self.closed

    def closed_years(self, ref: str) -> list[str]:
        """The years of a measure in which a period is closed."""
        return self._years.get(ref, [])

    @cached_property
    def _years(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for ref, year in sorted(self.closed):
            found[ref].append(year)
        return found
