"""Understands one action of a plan: its cells, what they settle, and what is wrong in them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from indicators.models.measures import BAD_REF, is_addressable
from indicators.rules.periods import FinancialYear
from indicators.spreadsheets.files.sheets import Cell
from indicators.spreadsheets.kinds.actions.aims import Aims
from indicators.spreadsheets.kinds.actions.blocks import Block
from indicators.spreadsheets.kinds.actions.directorates import Answerable, answerable
from indicators.spreadsheets.kinds.actions.milestones import Timing, When
from indicators.spreadsheets.kinds.actions.settled import ActionRow, SettledAction, SettledAim
from indicators.spreadsheets.kinds.actions.vocabulary import (
    AIMS,
    DESCRIPTION,
    DUE,
    LEAD,
    MILESTONES,
    OWNER,
)
from indicators.spreadsheets.kinds.actions.wording import LONGEST_TITLE, Worded, worded
from indicators.spreadsheets.problems import Problem, Severity, at
from indicators.spreadsheets.tables.finding import Table
from indicators.spreadsheets.tables.headings import DEPARTMENT, REF, SERVICE, TITLE
from indicators.spreadsheets.understanding.cells import read_words
from indicators.spreadsheets.understanding.departments import CouncilList
from indicators.spreadsheets.understanding.questions import Asker
from indicators.spreadsheets.understanding.understood import State, Understood
from indicators.spreadsheets.words import one_line

LONGEST_REF: Final = 16
WORDS: Final = (
    REF, *AIMS, TITLE, DESCRIPTION, DEPARTMENT, SERVICE, LEAD, OWNER, DUE, MILESTONES,
)  # fmt: skip


@dataclass(frozen=True)
class Context:
    """What understanding any row needs."""

    table: Table
    asker: Asker
    council: CouncilList
    year: FinancialYear | None
    aims: Aims
    has_aims: bool
    bands_answer: bool  # the lines between the rows name directorates


@dataclass
class RowReading:
    """One action's cells as they are understood, with what is wrong in them."""

    context: Context
    block: Block
    ref: str
    position: int
    cells: dict[str, Understood] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        for name in WORDS:
            if name in self.context.table.columns:
                self.cells[name] = read_words(self.block.cell(name))
        for name, found in self.cells.items():
            if found.state is State.ERROR:
                self.problem(name, f"{found.cell} {found.message}")
        if self.block.row.hidden:
            message = f"Row {self.block.row.number} is hidden in the workbook; it is imported."
            self.problem(TITLE, message, Severity.WARNING)
        self._check_ref()

    def problem(self, name: str, message: str, severity: Severity = Severity.ERROR) -> None:
        """Note what is wrong with one cell."""
        self._note(self.block.cell(name), name, message, severity)

    def _note(self, cell: Cell, name: str, message: str, severity: Severity) -> None:
        table = self.context.table
        column = table.headings.get(name, "")
        found = at(cell, message, sheet=table.sheet, column=column, severity=severity)
        self.problems.append(replace(found, row=found.row or self.block.row.number))

    def _check_ref(self) -> None:
        if not self.ref:
            if REF in self.context.table.columns:
                number = self.block.row.number
                message = f"Row {number} has no number: type one, or leave out row:{number}."
                self.problem(REF, message)
        elif len(self.ref) > LONGEST_REF:
            message = f"An action's number has at most {LONGEST_REF} characters: shorten it."
            self.problem(REF, message)
        elif not is_addressable(self.ref):
            self.problem(REF, BAD_REF)

    def read(self) -> ActionRow:
        """The row with all that it settles."""
        when = self._when()
        words = self._words(when.said)
        who = self._who()
        action = SettledAction(
            ref=self.ref,
            position=self.position,
            title=words.title,
            description=words.description,
            aim=self._aim(),
            services=None if who is None or who.is_open else who.services,
            lead_post=self._lead(who),
            is_due_settled=not when.is_open,
            due_on=when.due_on,
            due_words=when.due_words,
            milestones=when.milestones,
        )
        return ActionRow(
            row=self.block.row.number,
            ref=self.ref,
            title=words.title,
            cells=self.cells,
            action=action,
            has_errors=any(each.severity is Severity.ERROR for each in self.problems),
            is_hidden=self.block.row.hidden,
        )

    def _when(self) -> When:
        timing = Timing(self.context.asker, self.context.year)
        text = self.block.cell(TITLE).text
        found = timing.of(self.ref, text, self.block.cell(DUE), self.block.cell(MILESTONES))
        for cell, message, severity in found.problems:
            self._note(cell, DUE, message, severity)
        return found

    def _words(self, said: str) -> Worded:
        """The title and the description: in two columns, or divided."""
        beside = self.block.cell(DESCRIPTION).text
        if not one_line(said):
            self.problem(TITLE, "The row names no action: type it, or leave the row out.")
        if beside and len(one_line(said)) <= LONGEST_TITLE:
            return Worded(one_line(said), beside)
        found = worded(said)
        return replace(found, description="\n".join(filter(None, (found.description, beside))))

    def _aim(self) -> SettledAim | None:
        if self.context.aims.is_open or not self.context.has_aims:
            return None
        found = self.context.aims.at(self.block.row.number)
        others = [
            one_line(self.cells[name].text)
            for name in [each for each in AIMS if each in self.cells][1:]
        ]
        texts = [each for each in (found.priorities, *others) if each]
        return replace(found, priorities="; ".join(texts) if others else found.priorities)

    def _who(self) -> Answerable | None:
        """Who answers for it; None where the sheet has no place for that."""
        own, team = self.block.cell(DEPARTMENT), self.block.cell(SERVICE)
        band = self.block.row.band if self.context.bands_answer else ""
        if not (own.address or team.address or band):
            return None
        said = " ".join(each for each in (own.text, team.text) if each)
        text = said if own.text or not band else f"{band} {said}".strip()
        cell = own if own.address else team
        return answerable(text, self.context.council, self.context.asker, self.ref, cell)

    def _lead(self, who: Answerable | None) -> str | None:
        """The posts that lead it, from their own columns and from beside the directorate."""
        named = [one_line(self.cells[name].text) for name in (LEAD, OWNER) if name in self.cells]
        posts = [*named, who.post if who else ""]
        found = dict.fromkeys(each for each in posts if each)
        return "; ".join(found) if found or named else None
