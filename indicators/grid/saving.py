"""Saving and submitting what stands on the grid: all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction

from indicators.grid.reading import TypedRow
from indicators.models import Return
from indicators.returns.checks import read_ahead
from indicators.returns.entering import entry_of, save_draft
from indicators.returns.refusals import ConflictError, RefusedError
from indicators.returns.submitting import submit
from organisation.models import Person
from organisation.record import GRID, coming_from


class GridRefusedError(Exception):
    """Nothing was saved. `problems`: what is wrong, by return's id and column ("" is the row)."""

    def __init__(self, problems: Mapping[int, Mapping[str, str]]) -> None:
        self.problems = {key: dict(each) for key, each in problems.items()}
        super().__init__(f"{len(self.problems)} rows can't be saved as they stand.")


def save_all(rows: Iterable[TypedRow], *, by: Person, on: date) -> list[Return]:
    """Save each row that differs from what is stored. GridRefusedError: nothing was saved."""
    changed = [each for each in rows if each.is_changed]
    problems = {each.return_.pk: each.problems for each in changed if each.problems}
    if problems:
        raise GridRefusedError(problems)
    saved = []
    with transaction.atomic(), coming_from(GRID):
        for row in changed:
            try:
                saved.append(_save(row, by, on))
            except ConflictError as conflict:
                problems[row.return_.pk] = {"": who_saved(conflict.stored)}
            except RefusedError as refused:
                problems[row.return_.pk] = refused.problems
        if problems:
            raise GridRefusedError(problems)
    return saved


def _save(row: TypedRow, by: Person, on: date) -> Return:
    entry = row.entry(entry_of(row.return_))
    return save_draft(row.return_, entry, by=by, on=on, seen_edit=row.seen_edit)


def who_saved(stored: Return) -> str:
    """What stands in the way of a row that was typed upon an older version."""
    who = stored.entered_by.name if stored.entered_by else "Somebody"
    return f"{who} saved this return after you opened the page: open it to compare the two."


def submit_all(returns: Mapping[int, int], *, by: Person, on: date) -> list[Return]:
    """Submit several, all or none. `returns`: the edit that was seen, by return's id."""
    found = list(Return.objects.filter(pk__in=returns).select_related("measure").order_by("pk"))
    read_ahead(found)
    problems: dict[int, dict[str, str]] = {}
    done = []
    with transaction.atomic(), coming_from(GRID):
        for return_ in found:
            try:
                done.append(submit(return_, by=by, on=on, seen_edit=returns[return_.pk]))
            except RefusedError as refused:
                problems[return_.pk] = {"": str(refused)}
        if problems:
            raise GridRefusedError(problems)
    return done
