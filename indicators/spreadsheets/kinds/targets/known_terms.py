"""The terms that measures have already, which say how a target is to be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from indicators.models import Terms
from indicators.resources import TermsResource
from indicators.rules.periods import FinancialYear
from indicators.spreadsheets.stored.parts import Columns
from organisation.columns import original


@dataclass(frozen=True)
class KnownTerms:
    """The terms of measures by ref and year, in the columns of their export."""

    by_ref: Mapping[str, Mapping[FinancialYear, list[Columns]]] = field(default_factory=dict)

    @classmethod
    def of(cls, refs: Collection[str]) -> KnownTerms:
        """Read them: two queries, however many measures there are."""
        mine = Terms.objects.filter(measure__ref__in=set(refs)).select_related("measure")
        rows = TermsResource().table(
            mine.prefetch_related("period_targets").order_by("year", "from_quarter")
        )
        found: dict[str, dict[FinancialYear, list[Columns]]] = defaultdict(dict)
        for row in rows:
            year = FinancialYear.parse(row["year"])
            found[original(row["ref"])].setdefault(year, []).append(row)
        return cls(found)

    @property
    def years(self) -> tuple[FinancialYear, ...]:
        """The years that any measure has terms for."""
        return tuple(sorted({year for years in self.by_ref.values() for year in years}))

    def of_year(self, ref: str, year: FinancialYear) -> Columns | None:
        """The terms from the beginning of a year, if there are any."""
        found = self.by_ref.get(ref, {}).get(year, [])
        return found[0] if found and found[0]["from_quarter"] == "1" else None

    def before(self, ref: str, year: FinancialYear) -> Columns | None:
        """The last terms of the last year before that has any."""
        earlier = [each for each in self.by_ref.get(ref, {}) if each < year]
        return self.by_ref[ref][max(earlier)][-1] if earlier else None
