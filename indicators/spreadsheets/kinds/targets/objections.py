"""What stands against a row of targets that could be read: each with what to do about it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from indicators.models import Measure, Terms
from indicators.rules import rag
from indicators.rules.periods import FinancialYear
from indicators.spreadsheets.kinds.measures.facts import Facts
from indicators.spreadsheets.kinds.measures.objections import POINTERS, closed
from indicators.spreadsheets.kinds.refusals import refused_fields
from indicators.spreadsheets.kinds.targets.settled import TargetRow
from indicators.spreadsheets.problems import Problem, Severity
from indicators.spreadsheets.stored.comparing import Compared
from indicators.spreadsheets.stored.keepers import keeper_of
from indicators.spreadsheets.stored.parts import Table


@dataclass(frozen=True)
class TargetFacts:
    """What is stored that decides whether targets may be imported."""

    terms: Facts
    measures: dict[str, Measure]
    later: frozenset[tuple[str, str]]  # ref and year of terms that begin in mid-year

    @classmethod
    def of(cls, refs: Collection[str]) -> TargetFacts:
        """Read it: four queries, however many measures there are."""
        mine = Measure.objects.filter(ref__in=set(refs))
        later = Terms.objects.filter(measure__in=mine, from_quarter__gt=1)
        return cls(
            Facts.of(refs),
            {each.ref: each for each in mine},
            frozenset(
                (ref, FinancialYear(year).label)
                for ref, year in later.values_list("measure__ref", "year")
            ),
        )

    def standing(self, ref: str) -> str:
        """What a commit must find as it was."""
        measure = self.measures.get(ref)
        kind = f"{measure.value_type} {measure.decimals}" if measure else ""
        later = sorted(year for each, year in self.later if each == ref)
        return " ".join((*self.terms.closed_years(ref), "later", *later, kind))


def objections(
    row: TargetRow, parts: Sequence[Compared], sheet: str, facts: TargetFacts
) -> list[Problem]:
    """Errors of a row against what is stored and what may be stored."""
    if row.has_errors:
        return []
    messages = [
        *closed(row.ref, parts, facts.terms),
        *_changed_in_mid_year(row, parts, facts),
        *_unsound(row, parts, facts),
    ]
    return [
        Problem(Severity.ERROR, message, sheet, cell, row.row, text=row.title)
        for cell, message in messages
    ]


def _changed_in_mid_year(
    row: TargetRow, parts: Sequence[Compared], facts: TargetFacts
) -> Iterator[tuple[str, str]]:
    """A target for the year does not say whether it replaces the one from a later quarter."""
    for part in parts:
        if part.differs and (row.ref, part.wanted.name) in facts.later:
            message = (
                f"The terms of measure {row.ref} changed within {part.wanted.name}: a target for "
                "the whole year does not say from when it holds. Change them in the "
                f"administration, or leave out {row.key}."
            )
            yield part.wanted.cell, message


def _unsound(
    row: TargetRow, parts: Sequence[Compared], facts: TargetFacts
) -> Iterator[tuple[str, str]]:
    """What the table or the rules would refuse."""
    for part in parts:
        if not part.differs:
            continue
        for message in refused_fields(part, POINTERS) or _against_rules(part, facts):
            place = f"Measure {row.ref}, terms {part.wanted.name}"
            yield part.wanted.cell, f"{place}: {message} Mend the row, or leave out {row.key}."


def _against_rules(part: Compared, facts: TargetFacts) -> list[str]:
    wanted = part.wanted
    built: Any = keeper_of(Table.TERMS).built({**part.whole, **wanted.columns})
    measure = facts.measures.get(wanted.columns["ref"])
    if measure is None:
        return []
    built.measure = measure
    return list(rag.problems(built.as_rules()))
