"""What stands against committing a row that could be read: each with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.core.exceptions import ValidationError

from indicators.models import Measure, Terms
from indicators.rules import rag
from indicators.spreadsheets.comparing import Compared, Stored, in_words, reader
from indicators.spreadsheets.flattening import Table
from indicators.spreadsheets.measures import Row, Understanding
from indicators.spreadsheets.problems import Problem, Severity
from indicators.spreadsheets.words import listed

# Of terms, only these decide no colour.
HARMLESS: Final = frozenset({"target_text", "agreed_by", "agreed_on", "decision_ref"})
POINTERS: Final = ("service", "measure", "import_run")


def objections(
    row: Row, parts: Sequence[Compared], understanding: Understanding, stored: Stored
) -> list[Problem]:
    """Errors of a row against what is stored and what may be stored."""
    if row.has_errors:
        return []
    messages = [
        *_other_kind(row, stored),
        *_closed(row, parts, stored),
        *_unsound(row, parts, stored),
    ]
    return [
        Problem(Severity.ERROR, message, understanding.sheet, cell, row.row, text=row.title)
        for cell, message in messages
    ]


def _other_kind(row: Row, stored: Stored) -> Iterator[tuple[str, str]]:
    if row.ref in stored.indicators:
        message = (
            f"{row.ref} is an indicator of the council already: give the measure another number, "
            f"or leave out {row.ref}."
        )
        yield "", message


def _closed(row: Row, parts: Sequence[Compared], stored: Stored) -> Iterator[tuple[str, str]]:
    """Terms on which a closed period was rated can't change."""
    for part in parts:
        year = part.wanted.name
        changed = [each for each in part.changed if each not in HARMLESS]
        if part.wanted.table is Table.TERMS and changed and stored.is_closed(row.ref, year):
            yield part.wanted.cell, _closed_message(row.ref, year, part, changed)


def _closed_message(ref: str, year: str, part: Compared, changed: list[str]) -> str:
    before, wanted = part.before or {}, part.wanted.columns
    differences = [
        f"{in_words(name)} from {part.shown(name, before[name])} "
        f"to {part.shown(name, wanted[name])}"
        for name in changed
    ]
    return (
        f"A closed period was rated on the terms of measure {ref} for {year}, so they can't "
        f"change: {listed(differences)}. Put back what is stored, or leave out {ref}. What "
        "changes within the year is agreed in the administration: terms from a later quarter."
    )


def _unsound(row: Row, parts: Sequence[Compared], stored: Stored) -> Iterator[tuple[str, str]]:
    """What the tables or the rules would refuse."""
    measure: Measure = reader(Table.MEASURE).built(parts[0].wanted.columns)
    for part in parts:
        if not part.differs:
            continue
        place = f"Measure {row.ref}, {part.wanted.table} {part.wanted.name}".strip()
        for message in _refused(part, measure, stored):
            yield part.wanted.cell, f"{place}: {message} Mend the cell, or leave out {row.ref}."


def _refused(part: Compared, measure: Measure, stored: Stored) -> list[str]:
    wanted = part.wanted
    whole = {**stored.rows.get((wanted.table, wanted.key), {}), **wanted.columns}
    built: Any = reader(wanted.table).built(whole)
    try:
        built.clean_fields(exclude=POINTERS)
    except ValidationError as error:
        return [
            f"{in_words(name)}: {' '.join(messages)}"
            for name, messages in error.message_dict.items()
        ]
    if isinstance(built, Terms):
        built.measure = measure
        return list(rag.problems(built.as_rules()))
    return []
