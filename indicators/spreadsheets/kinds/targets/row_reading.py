"""Understands the cells of one row of targets, with what is wrong in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from indicators.rules.periods import FinancialYear
from indicators.spreadsheets.files.sheets import Cell
from indicators.spreadsheets.kinds.known_measures import KnownMeasure
from indicators.spreadsheets.kinds.measure_figures import read_in_unit
from indicators.spreadsheets.kinds.targets.known_terms import KnownTerms
from indicators.spreadsheets.problems import Problem, Severity, at
from indicators.spreadsheets.tables.finding import Table
from indicators.spreadsheets.tables.rows import TableRow
from indicators.spreadsheets.understanding.cells import PERCENT
from indicators.spreadsheets.understanding.questions import Asker
from indicators.spreadsheets.understanding.settling import FULL
from indicators.spreadsheets.understanding.understood import State, Understood
from indicators.spreadsheets.words import one_line
from organisation.columns import original


@dataclass(frozen=True)
class Context:
    """What understanding any row needs."""

    table: Table
    asker: Asker
    terms: KnownTerms
    year: FinancialYear | None  # of what names no year itself


@dataclass
class RowReading:
    """One row's cells as they are understood, by field."""

    context: Context
    row: TableRow
    measure: KnownMeasure | None
    ref: str
    cells: dict[str, Understood] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def source(self, name: str) -> Cell:
        """The sheet's cell of a field; a field without a column has an empty one."""
        return self.row.cells.get(name) or Cell("", self.row.number, 0)

    def text(self, name: str) -> str:
        """A field's text on one line, without the apostrophe that exports put before a =."""
        return original(one_line(self.source(name).text))

    def problem(self, name: str, message: str, severity: Severity = Severity.ERROR) -> None:
        """Note what is wrong with one cell."""
        column = self.context.table.headings.get(name, "")
        sheet = self.context.table.sheet
        cell = self.source(name)
        self.problems.append(at(cell, message, sheet=sheet, column=column, severity=severity))

    def warn(self, name: str, message: str) -> None:
        """Note what should be looked at, and stops nothing."""
        self.problem(name, message, Severity.WARNING)

    @property
    def has_errors(self) -> bool:
        """Whether anything is wrong with the row."""
        return any(each.severity is Severity.ERROR for each in self.problems)

    def figure(self, name: str, measure: KnownMeasure) -> Understood:
        """A cell in the measure's own unit; it is read, and reported, once."""
        if name not in self.cells:
            heading = self.context.table.headings.get(name, "")
            cell = self.source(name)
            found = read_in_unit(
                cell, measure.unit, self.context.asker, measure.ref, says_percent="%" in heading
            )
            self.cells[name] = found
            self._report(name, found, measure)
        return self.cells[name]

    def _report(self, name: str, found: Understood, measure: KnownMeasure) -> None:
        if found.state is State.ERROR:
            self.problem(name, f"{found.cell} {found.message}")
        if found.state is State.SUPPRESSED:
            message = f"{found.cell} {found.text} is no target: write a figure, TBC or N/A."
            self.problem(name, message)
        for warning in found.warnings:
            self.warn(name, warning)
        if found.unit == PERCENT and any(each > FULL for each in found.figures):
            self.warn(name, f"{found.cell} is above 100%: is it right?")
        if any(_is_finer(each, measure.unit.decimals) for each in found.figures):
            self.problem(
                name,
                f"{found.cell} is finer than the {measure.unit.decimals} decimal places of measure "
                f"{measure.ref}: round it, or give the measure more places first.",
            )


def _is_finer(figure: Decimal, decimals: int) -> bool:
    return figure != round(figure, decimals)
