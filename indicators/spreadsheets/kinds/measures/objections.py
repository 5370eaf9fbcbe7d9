"""What stands against committing a row that could be read: each with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.core.exceptions import ValidationError

from indicators.models import Terms
from indicators.rules import rag
from indicators.spreadsheets.kinds.measures.facts import Facts
from indicators.spreadsheets.kinds.measures.reading import MeasureRow
from indicators.spreadsheets.problems import Problem, Severity
from indicators.spreadsheets.stored.comparing import Compared, in_words
from indicators.spreadsheets.stored.keepers import keeper_of
from indicators.spreadsheets.stored.parts import Table
from indicators.spreadsheets.words import listed

# Of terms, only these decide no colour.
HARMLESS: Final = frozenset({"target_text", "agreed_by", "agreed_on", "decision_ref"})
POINTERS: Final = ("service", "measure", "import_run")


def objections(
    row: MeasureRow, parts: Sequence[Compared], sheet: str, facts: Facts
) -> list[Problem]:
    """Errors of a row against what is stored and what may be stored."""
    if row.has_errors:
        return []
    messages = [
        *_other_kind(row, facts),
        *closed(row.ref, parts, facts),
        *_unsound(row, parts),
    ]
    return [
        Problem(Severity.ERROR, message, sheet, cell, row.row, text=row.title)
        for cell, message in messages
    ]


def _other_kind(row: MeasureRow, facts: Facts) -> Iterator[tuple[str, str]]:
    if row.ref in facts.indicators:
        message = (
            f"{row.ref} is an indicator of the council already: give the measure another number, "
            f"or leave out {row.ref}."
        )
        yield "", message


def closed(ref: str, parts: Sequence[Compared], facts: Facts) -> Iterator[tuple[str, str]]:
    """Terms on which a closed period was rated can't change."""
    for part in parts:
        year = part.wanted.name
        changed = [each for each in part.changed if each not in HARMLESS]
        if part.wanted.table is Table.TERMS and changed and facts.is_closed(ref, year):
            yield part.wanted.cell, _closed_message(ref, year, part, changed)


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


def _unsound(row: MeasureRow, parts: Sequence[Compared]) -> Iterator[tuple[str, str]]:
    """What the tables or the rules would refuse."""
    measure = keeper_of(Table.MEASURE).built(parts[0].wanted.columns)
    for part in parts:
        if not part.differs or part.wanted.table is Table.SERVICE:
            continue
        place = f"Measure {row.ref}, {part.wanted.table} {part.wanted.name}".strip()
        for message in _refused(part, measure):
            yield part.wanted.cell, f"{place}: {message} Mend the cell, or leave out {row.ref}."


def _refused(part: Compared, measure: Any) -> list[str]:
    wanted = part.wanted
    built: Any = keeper_of(wanted.table).built({**part.whole, **wanted.columns})
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
