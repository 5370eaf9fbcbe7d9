"""How a table of figures stands: which columns hold a period's figure and what is beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from indicators.rules.periods import FinancialYear
from indicators.spreadsheets.files.reading import Cell
from indicators.spreadsheets.kinds.values.spans import Span
from indicators.spreadsheets.kinds.values.vocabulary import (
    BESIDE_A_FIGURE,
    FIGURE,
    is_wide,
)
from indicators.spreadsheets.problems import Problem, Severity, quote
from indicators.spreadsheets.tables.finding import Table
from indicators.spreadsheets.understanding import topics
from indicators.spreadsheets.understanding.periods_named import (
    Month,
    Named,
    SomeQuarter,
    find_period,
    read_period,
)
from indicators.spreadsheets.understanding.questions import Asker

HOW: Final = "write it like 2017/18 Q2, April 2017 or 2016/17"


@dataclass(frozen=True)
class PeriodColumns:
    """A period's columns: its figure, and what stands beside it, by field."""

    span: Span
    fields: dict[str, str]  # what it is -> the table's field


@dataclass
class Layout:
    """Periods over columns, or none where each row names its own."""

    asker: Asker
    year: FinancialYear | None
    periods: tuple[PeriodColumns, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    is_wide: bool = False
    _read: dict[tuple[object, ...], Named | None] = field(default_factory=dict)

    @classmethod
    def of(cls, table: Table, asker: Asker, year: FinancialYear | None) -> Layout:
        """The layout of a table, its headings' periods asked about where need be."""
        layout = cls(asker, year, is_wide=is_wide(table.columns.keys()))
        if layout.is_wide:
            layout.periods = tuple(layout._columns(table))
        return layout

    def _columns(self, table: Table) -> list[PeriodColumns]:
        found: list[PeriodColumns] = []
        for name in table.columns:
            what, at, slug = name.partition("@")
            if what != FIGURE or not at:
                continue
            fields = {FIGURE: name} | {
                beside: f"{beside}@{slug}"
                for beside in BESIDE_A_FIGURE
                if f"{beside}@{slug}" in table.columns
            }
            heading = table.headings[name]
            named = find_period(heading)
            cell = Cell("", table.header_row, table.columns[name], text=heading)
            span = self.settled(named[0] if named else None, "", cell)
            if isinstance(span, Span):
                found.append(PeriodColumns(span, fields))
            elif span:
                problem = Problem(Severity.ERROR, span, table.sheet, row=table.header_row)
                self.problems.append(problem)
        return found

    def period(self, cell: Cell, ref: str, year: FinancialYear | None) -> Span | str:
        """The span that a cell names; else what is wrong with it, or "" while it is asked."""
        key = (cell.text, cell.value if cell.text != cell.value else None, year)
        if key not in self._read:
            self._read[key] = read_period(cell, year or self.year)
        return self.settled(self._read[key], ref, cell)

    def settled(self, named: Named | None, ref: str, cell: Cell) -> Span | str:
        """What is named, once it is sure which year is meant."""
        if isinstance(named, SomeQuarter):
            if named.calendar_year is None:
                return _no_year(cell)
            named = self.asker.ask(topics.quarter_meant(named), ref, cell)
            return Span.of(named) if named else ""
        if named is None:
            return f"{_where(cell)}{quote(cell.text)} can't be understood as a period: {HOW}."
        if isinstance(named, Month) and named.year is None:
            return _no_year(cell)
        return Span.of(named)


def _no_year(cell: Cell) -> str:
    return f"{_where(cell)}{quote(cell.text)} doesn't say which year: {HOW}."


def _where(cell: Cell) -> str:
    return f"{cell.address} " if cell.address else ""
