"""Understands all cells of one row: what each holds, and which of its figures are percentages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from indicators.rules.periods import FinancialYear
from indicators.spreadsheets.files.reading import Cell
from indicators.spreadsheets.kinds.measures import basis as wording
from indicators.spreadsheets.problems import Problem, Severity, at
from indicators.spreadsheets.tables.finding import Table
from indicators.spreadsheets.tables.footnotes import Footnotes
from indicators.spreadsheets.tables.headings import (
    BASIS,
    COMMENTS,
    DEPARTMENT,
    IN_YEAR,
    LATEST,
    NEW,
    POLARITY,
    SERVICE,
    TARGET,
    TITLE,
)
from indicators.spreadsheets.tables.rows import TableRow
from indicators.spreadsheets.understanding.cells import PERCENT, read_figure, read_words
from indicators.spreadsheets.understanding.departments import CouncilList
from indicators.spreadsheets.understanding.polarities import read_polarity
from indicators.spreadsheets.understanding.questions import Asker
from indicators.spreadsheets.understanding.settling import FULL, settle_percent, settle_reading
from indicators.spreadsheets.understanding.understood import State, Understood, nothing
from indicators.spreadsheets.words import one_line

SAYS_PERCENT: Final = re.compile(r"%|\bper ?cent(age)?\b|\bproportion\b", re.IGNORECASE)


@dataclass(frozen=True)
class Context:
    """What understanding any row needs."""

    table: Table
    asker: Asker
    council: CouncilList
    year: FinancialYear | None  # the year being set up
    years: tuple[FinancialYear, ...]  # those with targets
    footnotes: Footnotes


@dataclass
class RowReading:
    """One row's cells as they are understood, by field, with what is wrong in them."""

    context: Context
    row: TableRow
    ref: str
    cells: dict[str, Understood] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    # Its title says that it is a percentage; whether a figure without % is one is still asked.
    percent_is_open: bool = False

    def __post_init__(self) -> None:
        self._read_words()
        self._read_figures()
        for name, understood in self.cells.items():
            self._report(name, understood)

    def source(self, name: str) -> Cell:
        """The sheet's cell of a field; a field without a column has an empty one."""
        return self.row.cells.get(name) or Cell("", self.row.number, 0)

    def problem(self, name: str, message: str, severity: Severity = Severity.ERROR) -> None:
        """Note what is wrong with one cell."""
        column = self.context.table.headings.get(name, "")
        sheet = self.context.table.sheet
        found = at(self.source(name), message, sheet=sheet, column=column, severity=severity)
        self.problems.append(found)

    @property
    def target_fields(self) -> tuple[str, ...]:
        """The fields of targets, in the order of their years."""
        return tuple(sorted(each for each in self.row.cells if each.startswith(TARGET)))

    @property
    def title(self) -> str:
        """The measure's title."""
        return self.cells[TITLE].word

    @property
    def says_percent(self) -> bool:
        """Whether the title or a % sign says that the measure is a percentage."""
        names = (LATEST, *self.target_fields)
        signs = any(self.cells[name].unit == PERCENT for name in names)
        return signs or bool(SAYS_PERCENT.search(self.title))

    @property
    def figure_cells(self) -> tuple[Understood, ...]:
        """Latest value, profiled target and targets."""
        return tuple(self.cells[name] for name in (LATEST, IN_YEAR, *self.target_fields))

    def _read_words(self) -> None:
        for name in (NEW, TITLE, DEPARTMENT, SERVICE, COMMENTS):
            cell = self.source(name)
            self.cells[name] = read_words(cell if name == COMMENTS else on_one_line(cell))
        polarity = self.source(POLARITY)
        self.cells[POLARITY] = read_polarity(polarity) if polarity.address else nothing()
        self.cells[BASIS] = self._basis()
        if not self.title and self.cells[TITLE].state is not State.ERROR:
            self.problem(TITLE, "The measure has no name: type one, or leave the row out.")

    def _basis(self) -> Understood:
        own = self.source(BASIS)
        word = own.text or wording.word_in(self.title)
        cell = own if own.text else self.source(TITLE)
        state = State.VALUE if word else State.NONE
        return Understood(cell.address, word, state, word=word)

    def _read_figures(self) -> None:
        for name in (LATEST, *self.target_fields):
            self.cells[name] = self._figure(self.source(name))
        self.cells[IN_YEAR] = self._profiled_target()
        if self.says_percent:
            for name in (LATEST, IN_YEAR, *self.target_fields):
                self.cells[name] = self._as_percent(name, self.cells[name])

    def _figure(self, cell: Cell) -> Understood:
        return settle_reading(read_figure(cell), self.context.asker, self.ref, cell)

    def _profiled_target(self) -> Understood:
        """The target printed for the latest month: in a column of its own or beside the figure."""
        own = self.source(IN_YEAR)
        latest = self.cells[LATEST]
        if not own.blank or not latest.against:
            return self._figure(own) if own.address else nothing()
        number = latest.against
        return Understood(
            latest.cell,
            latest.text,
            State.VALUE,
            value=number.value,
            unit=number.unit,
            places=number.places,
        )

    def _as_percent(self, name: str, found: Understood) -> Understood:
        """A figure without a % sign in a percentage measure: asked, not guessed."""
        cell = self.source(name)
        cell = cell if cell.address else self.source(LATEST)
        settled, is_open = settle_percent(found, self.context.asker, self.ref, cell)
        self.percent_is_open = self.percent_is_open or is_open
        return settled

    def _report(self, name: str, found: Understood) -> None:
        if found.state is State.ERROR:
            self.problem(name, f"{found.cell} {found.message}")
        for warning in found.warnings:
            self.problem(name, warning, Severity.WARNING)
        if found.unit == PERCENT and any(each > FULL for each in found.figures):
            self.problem(name, f"{found.cell} is above 100%: is it right?", Severity.WARNING)


def on_one_line(cell: Cell) -> Cell:
    """The cell with its text on one line."""
    return replace(cell, text=one_line(cell.text))
