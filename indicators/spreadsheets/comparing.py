"""What a workbook wants set against what is stored, column by column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Final

from indicators.columns import original
from indicators.models import Baseline, Kind, Measure, PeriodState, Terms
from indicators.resources import (
    BaselineResource,
    MeasureResource,
    RecordedResource,
    TermsResource,
)
from indicators.rules.periods import FinancialYear
from indicators.rules.vocabulary import Polarity
from indicators.spreadsheets.flattening import Part, Table

Columns = Mapping[str, str]
Key = tuple[str, ...]

RESOURCES: Final[Mapping[Table, type[RecordedResource]]] = {
    Table.MEASURE: MeasureResource,
    Table.TERMS: TermsResource,
    Table.BASELINE: BaselineResource,
}


@cache
def reader(table: Table) -> RecordedResource:
    """A table's resource, for reading columns alone: making one takes longer than using it."""
    return RESOURCES[table]()


# The same figure in another place of another file is no change of the figure.
SOURCES: Final = frozenset({"source_file", "source_sheet", "source_cell"})
TOLERANCE: Final = ("tolerance_mode", "tolerance_green", "tolerance_amber")
KEY: Final = ("ref", "year", "from_quarter")
AGREEMENT: Final = ("agreed_by", "agreed_on", "decision_ref")
TARGET: Final = ("target_state", "target", "low", "high")
CHOICES: Final = frozenset(
    {"value_type", "polarity", "basis", "target_state", "profile", "tolerance_mode"}
)
WORDS: Final = {
    "value_type": "kind of figure",
    "decimals": "decimal places",
    "is_new": "new to the basket",
    "in_force": "in the basket",
    "low": "range from",
    "high": "range to",
    "profile": "in-year profile",
    "profile_start": "profile starts from",
    "target_text": "words beside the target",
    "quarter_targets": "targets by quarter",
    "returns_average_to_date": "returned is the average to date",
    "tolerance_mode": "kind of tolerance",
    "tolerance_green": "green to",
    "tolerance_amber": "amber to",
    "is_estimated": "estimate",
}


@dataclass(frozen=True)
class Compared:
    """A part, with the same columns as they are stored (None: nothing is stored)."""

    wanted: Part
    before: Columns | None

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def changed(self) -> tuple[str, ...]:
        """The columns that differ, where something is stored."""
        if self.before is None:
            return ()
        found = [name for name, want in self.wanted.columns.items() if want != self.before[name]]
        return tuple(found) if set(found) - SOURCES else ()

    @property
    def differs(self) -> bool:
        return self.is_new or bool(self.changed)

    @property
    def shown_changes(self) -> tuple[tuple[str, str, str], ...]:
        """What changes, for people: field, from, to."""
        if self.before is None:
            return ((self.wanted.table.value, "none", "added"),)
        before, wanted = self.before, self.wanted.columns
        return tuple(
            (in_words(name), self.shown(name, before[name]), self.shown(name, wanted[name]))
            for name in self.changed
        )

    def shown(self, column: str, text: str) -> str:
        """A column's text for people: the label of a choice."""
        if not text:
            return "none"
        if column in CHOICES:
            model = RESOURCES[self.wanted.table]._meta.model
            return str(dict(model._meta.get_field(column).flatchoices)[text])
        return original(text)


def in_words(column: str) -> str:
    """A column's name for people."""
    return WORDS.get(column, column.replace("_", " "))


@dataclass(frozen=True)
class Stored:
    """What is stored of some measures, in the columns of the exports."""

    rows: Mapping[tuple[Table, Key], Columns]
    closed: frozenset[tuple[str, str]] = field(default_factory=frozenset)  # ref and year
    indicators: frozenset[str] = field(default_factory=frozenset)  # refs of the other kind

    @classmethod
    def of(cls, refs: Sequence[str]) -> Stored:
        """Read it: a few queries, however many measures there are."""
        mine = Measure.objects.filter(ref__in=refs)
        querysets = {
            Table.MEASURE: mine.select_related("service__directorate"),
            Table.TERMS: Terms.objects.filter(measure__in=mine, from_quarter=1)
            .select_related("measure")
            .prefetch_related("period_targets"),
            Table.BASELINE: Baseline.objects.filter(measure__in=mine).select_related("measure"),
        }
        rows = {
            (table, _key(table, row)): row
            for table, queryset in querysets.items()
            for row in reader(table).table(queryset)
        }
        closed = Terms.objects.filter(
            measure__in=mine, from_quarter=1, returns__period__state=PeriodState.CLOSED
        ).values_list("measure__ref", "year")
        indicators = mine.filter(kind=Kind.INDICATOR).values_list("ref", flat=True)
        return cls(
            rows,
            frozenset((ref, FinancialYear(year).label) for ref, year in closed.distinct()),
            frozenset(indicators),
        )

    def is_closed(self, ref: str, year: str) -> bool:
        """Whether a closed period was rated on a measure's terms of a year."""
        return (ref, year) in self.closed

    def closed_years(self, ref: str) -> list[str]:
        """The years of a measure in which a period is closed."""
        return self._closed_years.get(ref, [])

    @cached_property
    def _closed_years(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for ref, year in sorted(self.closed):
            found[ref].append(year)
        return dict(found)


def _key(table: Table, row: Columns) -> Key:
    columns = {
        Table.MEASURE: ("ref",),
        Table.TERMS: KEY,
        Table.BASELINE: ("ref", "period_end"),
    }[table]
    return tuple(row[each] for each in columns)


def compare(part: Part, stored: Stored) -> Compared:
    """A part against what is stored under its key."""
    found = stored.rows.get((part.table, part.key))
    if found is None:
        return Compared(part, None)
    if part.table is Table.TERMS:
        part = replace(part, columns=_of_terms(part, found))
    return Compared(part, {name: found[name] for name in part.columns})


def _of_terms(part: Part, found: Columns) -> Columns:
    """The columns that an import may change of terms that are stored.

    Answers are for the year being set up, so of another year's terms only the target counts. A
    tolerance that was agreed since outlives the default. What replaces something agreed is not
    agreed itself.
    """
    columns = dict(part.columns)
    if not part.is_set_up:
        columns = _target_alone(columns, found)
    elif found["tolerance_agreed_by"]:
        if part.is_default_tolerance:
            columns = {name: each for name, each in columns.items() if name not in TOLERANCE}
        elif any(columns[each] != found[each] for each in TOLERANCE):
            columns["tolerance_agreed_by"] = ""
    if any(columns[each] != found[each] for each in TARGET):
        columns |= {each: "" for each in AGREEMENT if found[each]}
    return columns


def _target_alone(columns: Columns, found: Columns) -> dict[str, str]:
    """The target, in the shape that the stored polarity asks for."""
    kept = {name: columns[name] for name in (*KEY, *TARGET, "target_text")}
    is_range = found["polarity"] == Polarity.RANGE
    if is_range and kept["target"]:
        return kept | {"target": "", "low": kept["target"], "high": kept["target"]}
    if not is_range and kept["low"]:
        if kept["low"] == kept["high"]:
            return kept | {"target": kept["low"], "low": "", "high": ""}
        return kept | {"polarity": columns["polarity"]}
    return kept
