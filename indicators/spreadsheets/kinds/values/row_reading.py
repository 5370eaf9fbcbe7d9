"""Understands one row of a table of figures: its measure, its periods and their figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from indicators.rules.periods import FinancialYear
from indicators.spreadsheets.files.reading import Cell
from indicators.spreadsheets.kinds.known_measures import KnownMeasure
from indicators.spreadsheets.kinds.values.figure_reading import FigureReading
from indicators.spreadsheets.kinds.values.known import Known, without_basis
from indicators.spreadsheets.kinds.values.layout import HOW, Layout
from indicators.spreadsheets.kinds.values.open_returns import OpenReturns
from indicators.spreadsheets.kinds.values.settled import SettledFigure, ValueRow
from indicators.spreadsheets.kinds.values.spans import Span
from indicators.spreadsheets.kinds.values.vocabulary import BESIDE_A_FIGURE, FIGURE, PERIOD, YEAR
from indicators.spreadsheets.problems import Problem, Severity, at, quote
from indicators.spreadsheets.tables.finding import Table
from indicators.spreadsheets.tables.headings import REF, TITLE
from indicators.spreadsheets.tables.rows import TableRow
from indicators.spreadsheets.understanding.questions import Asker
from indicators.spreadsheets.understanding.understood import Understood
from indicators.spreadsheets.words import clean, one_line

LONG_FIELDS: Final = (FIGURE, *BESIDE_A_FIGURE)


@dataclass
class Tables:
    """What reading any row needs, and what was told of a measure once for all of its rows."""

    table: Table
    asker: Asker
    known: Known
    layout: Layout
    returns: OpenReturns
    measures: dict[str, tuple[str, KnownMeasure | None]] = field(default_factory=dict)
    names: dict[tuple[str, str], bool] = field(default_factory=dict)
    misnamed: set[tuple[str, str]] = field(default_factory=set)
    refusals: dict[Span, str] = field(default_factory=dict)

    def measure(self, row: TableRow) -> tuple[str, KnownMeasure | None]:
        """A row's measure, and its ref; as it is typed where no measure has it."""
        text = row.cells[REF].text
        if text not in self.measures:
            found = self.known.measures.find(text)
            self.measures[text] = (found.ref if found else clean(text), found)
        return self.measures[text]

    def is_called(self, measure: KnownMeasure, title: str) -> bool:
        """Whether a sheet calls a measure by its own name."""
        called = measure.ref, title
        if called not in self.names:
            self.names[called] = not title or without_basis(title) == without_basis(measure.title)
        return self.names[called]

    def refusal(self, span: Span) -> str:
        """Why no figure of a period is taken."""
        if span not in self.refusals:
            self.refusals[span] = self.known.periods.refusal(span)
        return self.refusals[span]


@dataclass
class RowReading:
    """One row as it is understood, with what is wrong in it."""

    context: Tables
    source: TableRow
    ref: str
    title: str
    known_as: str = ""
    measure: KnownMeasure | None = None
    figures: list[SettledFigure] = field(default_factory=list)
    cells: dict[str, Understood] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    has_errors: bool = False

    @classmethod
    def of(cls, context: Tables, row: TableRow) -> RowReading | None:
        """The row; None for one in which nobody typed a figure and a column has each period."""
        title = row.cells.get(TITLE)
        ref, measure = context.measure(row)
        reading = cls(context, row, ref, one_line(title.text) if title else "", measure=measure)
        if context.layout.is_wide and reading.is_blank:
            return None
        reading.read()
        return reading

    @property
    def number_key(self) -> str:
        """What it can always be left out by."""
        return f"row:{self.source.number}"

    @property
    def key(self) -> str:
        """What it is left out by."""
        return self.known_as or self.number_key

    @property
    def is_blank(self) -> bool:
        """Whether no period's column has anything in it."""
        cells = self.source.cells
        return all(
            cells[name].blank
            for each in self.context.layout.periods
            for name in each.fields.values()
        )

    def read(self) -> None:
        """Understand all of it."""
        self.known_as = self.ref
        spans = list(self._spans())
        if not self._find_measure():
            return
        for span, cells in spans:
            self._read_figure(span, cells)
        if self.source.hidden:
            message = f"Row {self.source.number} is hidden in the workbook; it is imported."
            self._problem(self.source.cells[REF], message, Severity.WARNING)

    def row(self, *, is_alone: bool) -> ValueRow:
        """The row as it is previewed."""
        return ValueRow(
            row=self.source.number,
            ref=self.ref,
            title=self.measure.title if self.measure else self.title,
            cells=self.cells,
            has_errors=self.has_errors,
            is_hidden=self.source.hidden,
            figures=() if self.has_errors else tuple(self.figures),
            known_as=self.known_as if is_alone else self.number_key,
            measure=self.measure,
            is_alone=is_alone,
        )

    def error_at(self, address: str, message: str) -> None:
        """What is wrong with the cell of that address."""
        cells = self.source.cells.values()
        cell = next((each for each in cells if each.address == address), self.source.cells[REF])
        self._problem(cell, message)

    def _find_measure(self) -> bool:
        cell = self.source.cells[REF]
        if self.measure is not None:
            self._check_title(self.measure)
            return True
        if not self.ref:
            message = f"Row {self.source.number} has no measure's number: type one, or leave it out"
            self._problem(cell, f"{message} as {self.number_key}.")
            return False
        meant = self.context.known.suggestion(self.ref, self.title)
        how = f"Correct the number, add the measure first, or leave out {self.number_key}."
        self._problem(cell, f"There is no measure {quote(self.ref)}.{meant} {how}")
        return False

    def _check_title(self, measure: KnownMeasure) -> None:
        """A name that isn't the measure's own may stand at the wrong number: told once."""
        called = self.ref, self.title
        if called in self.context.misnamed or self.context.is_called(measure, self.title):
            return
        self.context.misnamed.add(called)
        message = (
            f"The sheet calls measure {self.ref} {quote(self.title)}, the system "
            f"{quote(measure.title)}: check that the number is right."
        )
        self._problem(self.source.cells[TITLE], message, Severity.WARNING)

    def _spans(self) -> Iterator[tuple[Span, Mapping[str, Cell]]]:
        """The periods of the row with their cells."""
        cells = self.source.cells
        if self.context.layout.is_wide:
            for each in self.context.layout.periods:
                own = {what: cells[name] for what, name in each.fields.items()}
                if any(not cell.blank for cell in own.values()):
                    yield each.span, own
            return
        span = self._named_span()
        if isinstance(span, Span):
            self.known_as = f"{self.ref} {span.period}".strip()
            yield span, {each: cells[each] for each in LONG_FIELDS if each in cells}

    def _named_span(self) -> Span | None:
        """The period that a row of its own names."""
        cells, layout = self.source.cells, self.context.layout
        cell, year = cells.get(PERIOD), self._year()
        if cell is None or (cell.blank and year):
            cell = cells.get(YEAR) or self.source.cells[REF]
            if year:
                return Span.of(year)
        if cell.blank:
            self._problem(cell, f"Row {self.source.number} has no period: {HOW}.")
            return None
        found = layout.period(cell, self.ref, year)
        if isinstance(found, str):
            self.has_errors |= not found
            if found:
                self._problem(cell, found)
            return None
        return found

    def _year(self) -> FinancialYear | None:
        cell = self.source.cells.get(YEAR)
        if cell is None or cell.blank:
            return None
        found = self.context.layout.period(cell, self.ref, None)
        is_year = isinstance(found, Span) and found.quarter is not None and found.quarter.is_outturn
        if not is_year or isinstance(found, str) or found.quarter is None:
            self._problem(cell, f"{cell.address} names no financial year: write it like 2017/18.")
            return None
        return found.quarter.financial_year

    def _read_figure(self, span: Span, cells: Mapping[str, Cell]) -> None:
        context = self.context
        if refusal := context.refusal(span):
            self._refuse(cells[FIGURE], refusal)
            return
        if self.measure is None:
            return
        is_return = context.known.periods.takes_return(span)
        if is_return and span.quarter:
            refusal = context.returns.refusal(span.quarter, self.ref)
            if refusal:
                self._refuse(cells[FIGURE], refusal)
                return
        reading = FigureReading(context.asker, self.measure, span, cells, is_return)
        figure = reading.settled()
        for cell, message in reading.errors:
            self._problem(cell, message)
        for cell, message in reading.warnings:
            self._problem(cell, message, Severity.WARNING)
        for what, understood in reading.understood.items():
            self.cells[f"{what} {span.period}" if context.layout.is_wide else what] = understood
        if figure:
            self.figures.append(figure)

    def _refuse(self, cell: Cell, refusal: str) -> None:
        self._problem(cell, f"{refusal} Or leave out {self.number_key}.")

    def _problem(self, cell: Cell, message: str, severity: Severity = Severity.ERROR) -> None:
        table = self.context.table
        heading = self.context.asker.headings.get(cell.column, "")
        found = at(cell, message, sheet=table.sheet, column=heading, severity=severity)
        self.problems.append(found)
        self.has_errors |= severity is Severity.ERROR
