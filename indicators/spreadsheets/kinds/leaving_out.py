"""Rows that are left out expressly, by a measure's number or by their own, "row:23"."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from indicators.spreadsheets.problems import Problem, Severity, quote
from indicators.spreadsheets.tables.finding import Table
from indicators.spreadsheets.tables.rows import TableRow
from indicators.spreadsheets.words import clean


@dataclass(frozen=True)
class Sorted:
    """A table's rows: those to import, and the keys of those that are left out."""

    kept: tuple[TableRow, ...]
    left_out: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


def keys_in(
    leave_out: Iterable[str], there: Collection[str], compared: Callable[[str], str] = clean
) -> frozenset[str]:
    """The keys that are asked for, also where several are written with commas between them.

    A key that is there as it is written is one, whatever commas are in it: leaving out "1,2" must
    not take 1 and 2 away.
    """
    found = ((each,) if compared(each) in there else each.split(",") for each in leave_out)
    return frozenset(filter(None, (compared(key) for some in found for key in some)))


def sort_out(table: Table, leave_out: Iterable[str], ref_of: Callable[[TableRow], str]) -> Sorted:
    """Leave out what is asked for, and warn of what isn't there."""
    every = {key for row in table.rows for key in (ref_of(row), f"row:{row.number}")}
    asked = keys_in(leave_out, every)
    kept: list[TableRow] = []
    left: dict[str, None] = {}
    there: set[str] = set()
    for row in table.rows:
        keys = {ref_of(row), f"row:{row.number}"}
        there |= keys & asked
        if keys & asked:
            left |= dict.fromkeys(sorted(keys & asked))
        else:
            kept.append(row)
    problems = (
        Problem(Severity.WARNING, f"There is no row {quote(each)} to leave out.", table.sheet)
        for each in sorted(asked - there)
    )
    return Sorted(tuple(kept), tuple(left), tuple(problems))
