"""What a sheet wants set against what is stored, column by column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from indicators.spreadsheets.stored.keepers import keeper_of
from indicators.spreadsheets.stored.parts import Columns, Key, Part, Table
from organisation.columns import original

# The same figure in another place of another file is no change of the figure.
SOURCES: Final = frozenset({"source_file", "source_sheet", "source_cell"})
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


@dataclass(frozen=True, slots=True)
class Compared:
    """A part, with the same columns as they are stored (None: nothing is stored)."""

    wanted: Part
    before: Columns | None
    whole: Columns = field(default_factory=dict)  # all that is stored, also what is not wanted

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def changed(self) -> tuple[str, ...]:
        """The columns that differ, where something is stored."""
        if self.before is None or self.before == self.wanted.columns:
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
            if name not in SOURCES
        )

    def shown(self, column: str, text: str) -> str:
        """A column's text for people: the label of a choice."""
        if not text:
            return "none"
        return keeper_of(self.wanted.table).label(column, text) or original(text)


def in_words(column: str) -> str:
    """A column's name for people."""
    return WORDS.get(column, column.replace("_", " "))


@dataclass(frozen=True)
class Stored:
    """What is stored under the keys that are wanted, in the columns of the exports."""

    rows: Mapping[tuple[Table, Key], Columns]

    @classmethod
    def of(cls, parts: Iterable[Part]) -> Stored:
        """Read it: a few queries, however many parts there are."""
        wanted: dict[Table, list[Key]] = defaultdict(list)
        for each in parts:
            wanted[each.table].append(each.key)
        return cls(
            {
                (table, key): columns
                for table, keys in wanted.items()
                for key, columns in keeper_of(table).stored(keys).items()
            }
        )

    def compare(self, part: Part) -> Compared:
        """A part against what is stored under its key."""
        found = self.rows.get((part.table, part.key))
        if found is None:
            return Compared(part, None)
        part = keeper_of(part.table).adjusted(part, found)
        return Compared(part, {name: found[name] for name in part.columns}, found)
