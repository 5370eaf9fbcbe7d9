"""Rows that are left out expressly, by a measure's number or by their own, "row:23"."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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


def sort_out(table: Table, leave_out: Iterable[str], ref_of: Callable[[TableRow], str]) -> Sorted:
    """Leave out what is asked for, and warn of what isn't there."""
    asked = {clean(piece) for each in leave_out for piece in each.split(",")} - {""}
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
