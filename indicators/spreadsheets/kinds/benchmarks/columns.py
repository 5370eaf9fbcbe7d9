"""The columns that hold figures of others: whose each is, of which period, and which is our own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from indicators.rules.periods import FinancialYear
from indicators.spreadsheets.files.sheets import Cell, Sheet
from indicators.spreadsheets.kinds.benchmarks.comparators import Names, settle_comparator
from indicators.spreadsheets.kinds.benchmarks.periods import (
    NoPeriodError,
    Period,
    asked_period,
    in_heading,
    settle_named,
)
from indicators.spreadsheets.kinds.benchmarks.vocabulary import (
    COMPARATOR,
    FIGURE,
    OURS,
    PERIOD,
    VALUE,
)
from indicators.spreadsheets.problems import Problem, Severity, at, quote
from indicators.spreadsheets.tables.finding import Table
from indicators.spreadsheets.understanding.cells import read_figure
from indicators.spreadsheets.understanding.departments import same
from indicators.spreadsheets.understanding.questions import Asker
from indicators.spreadsheets.understanding.understood import State
from indicators.spreadsheets.words import one_line

BESIDE: Final = re.compile(r"%|[()\[\],:]|\b(?:value|figure|result|score)s?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """A column of figures. Its rows say what it leaves open (None)."""

    column: int
    heading: str
    comparator: str | None = None
    period: Period | None = None
    is_open: bool = False  # a question about it is not answered yet

    @property
    def says_percent(self) -> bool:
        """Whether its heading has a % sign."""
        return "%" in self.heading


@dataclass
class Columns:
    """Finds the columns of figures in a table, asking what their headings leave open."""

    sheet: Sheet
    table: Table
    asker: Asker
    names: Names
    council: str  # its name
    year: FinancialYear | None

    def __post_init__(self) -> None:
        self.problems = list(self.table.problems)
        self.is_long = COMPARATOR in self.table.columns
        self.found = tuple(self._found())
        self._complete_periods()

    def _found(self) -> Iterator[FigureColumn]:
        """Every column of figures, in the sheet's order."""
        headings = {
            self.table.columns[name]: heading
            for name, heading in self.table.headings.items()
            if name == VALUE or name.startswith(FIGURE)
        }
        headings |= {each.cell.column: each.heading for each in self.table.unmatched}
        for column, heading in sorted(headings.items()):
            if found := self._column(column, heading):
                yield found
        if OURS in self.table.columns:
            self._is_ours(self.table.columns[OURS], self.table.headings[OURS])

    def _column(self, column: int, heading: str) -> FigureColumn | None:
        if self.is_long and column == self.table.columns.get(VALUE):
            return FigureColumn(column, heading)
        named, words = in_heading(heading) or (None, heading)
        if named is None and self.is_long:
            return None
        if not self._has_figures(column):
            return None
        above = self._above(column)
        over, over_words = in_heading(above.text) or (None, above.text) if above else (None, "")
        words = self._bare(words) or ("" if self.is_long else self._bare(over_words))
        cell = self.sheet.cell(self.table.header_row, column)
        if same(words, self.council):
            self._is_ours(column, heading)
            return None
        self._accept(column)
        return self._settled(FigureColumn(column, heading), named or over, words, cell)

    def _settled(
        self, found: FigureColumn, named: object, words: str, cell: Cell
    ) -> FigureColumn | None:
        """The column with its comparator and period, as far as they are known."""
        name: str | None = None
        if not self.is_long:
            name = settle_comparator(words, self.names, self.asker, "", cell, is_column=True)
            if name == "":
                self._warn(found, "is left aside, as answered")
                return None
        period, is_open = None, not self.is_long and name is None
        if named is not None:
            try:
                period = settle_named(named, self.asker, "", cell)  # type: ignore[arg-type]
            except NoPeriodError as error:
                self.problems.append(self._at(found, f"{cell.address} {error}", Severity.ERROR))
            is_open = is_open or period is None
        return replace(found, comparator=name, period=period, is_open=is_open)

    def _has_figures(self, column: int) -> bool:
        """Whether anything below the heading could be a figure."""
        cells = (self.sheet.cell(row.number, column) for row in self.table.rows)
        states = {State.VALUE, State.RANGE, State.OPEN, State.SUPPRESSED}
        return any(not each.blank and read_figure(each).state in states for each in cells)

    def _above(self, column: int) -> Cell | None:
        """The group that stands over a heading: right above it, or to the left of there."""
        row = self.sheet.rows.get(self.table.header_row - 1, {})
        named = {self.table.columns[each] for each in self.table.columns if not _is_figure(each)}
        before = [each for each in row if max(named, default=0) < each <= column]
        if column in row and column not in named:
            return row[column]
        return row[max(before)] if before else None

    def _bare(self, words: str) -> str:
        return one_line(BESIDE.sub(" ", words)).strip(" -–—")

    def _accept(self, column: int) -> None:
        """A heading that is a comparator's is known after all."""
        address = self.sheet.cell(self.table.header_row, column).address
        self.problems = [
            each
            for each in self.problems
            if each.cell != address or "not one that the importer knows" not in each.message
        ]

    def _is_ours(self, column: int, heading: str) -> None:
        self._accept(column)
        words = "holds the council's own figures, not others': it is not imported"
        self._warn(FigureColumn(column, heading), words)

    def _warn(self, found: FigureColumn, what: str) -> None:
        message = f"The column {quote(found.heading)} {what}."
        self.problems.append(self._at(found, message, Severity.WARNING))

    def _at(self, found: FigureColumn, message: str, severity: Severity) -> Problem:
        cell = self.sheet.cell(self.table.header_row, found.column)
        heading = one_line(found.heading)
        return at(cell, message, sheet=self.sheet.name, column=heading, severity=severity)

    def _complete_periods(self) -> None:
        """Where neither heading nor row names a period: the one above the table, or as answered."""
        lacking = [each for each in self.found if each.period is None and not each.is_open]
        if not lacking or PERIOD in self.table.columns:
            return
        period = self._period_above() or self._period_of_year() or self._asked(lacking[0])
        self.found = tuple(
            replace(each, period=period, is_open=period is None) if each in lacking else each
            for each in self.found
        )

    def _period_above(self) -> Period | None:
        """The one period that a title above the table names."""
        texts = [
            cell
            for number, across in self.sheet.rows.items()
            if number < self.table.header_row
            for cell in across.values()
            if cell.origin in {"", cell.address}
        ]
        found = {named[0]: cell for cell in texts if (named := in_heading(cell.text))}
        if len(found) != 1:
            return None
        [(period, cell)] = found.items()
        try:
            return settle_named(period, self.asker, "", cell)
        except NoPeriodError:
            return None

    def _period_of_year(self) -> Period | None:
        return Period(self.year.last_day, self.year.label) if self.year else None

    def _asked(self, found: FigureColumn) -> Period | None:
        cell = self.sheet.cell(self.table.header_row, found.column)
        return asked_period(self.asker, cell)


def _is_figure(name: str) -> bool:
    return name == VALUE or name.startswith(FIGURE)
