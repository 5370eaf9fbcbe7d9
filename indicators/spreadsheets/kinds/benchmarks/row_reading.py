"""Understands one row of benchmarks: its measure, and the figure of every comparator in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from indicators.rules.periods import FinancialYear
from indicators.rules.units import Unit
from indicators.spreadsheets.files.sheets import Cell, Sheet
from indicators.spreadsheets.kinds.benchmarks.columns import FigureColumn
from indicators.spreadsheets.kinds.benchmarks.comparators import Names, settle_comparator
from indicators.spreadsheets.kinds.benchmarks.periods import (
    NoPeriodError,
    Period,
    has_two_meanings,
    settle_period,
)
from indicators.spreadsheets.kinds.benchmarks.settled import BenchmarkRow, SettledBenchmark
from indicators.spreadsheets.kinds.benchmarks.vocabulary import (
    COMPARATOR,
    ESTIMATED,
    NOTE,
    PERIOD,
    SOURCE,
    VALUE,
)
from indicators.spreadsheets.kinds.known_measures import KnownMeasure, KnownMeasures
from indicators.spreadsheets.kinds.measure_figures import as_kept, read_in_unit
from indicators.spreadsheets.kinds.measures.reading import ref_of
from indicators.spreadsheets.problems import Problem, Severity, at, quote
from indicators.spreadsheets.tables.finding import Table
from indicators.spreadsheets.tables.footnotes import Footnotes
from indicators.spreadsheets.tables.headings import REF, TITLE
from indicators.spreadsheets.tables.rows import TableRow
from indicators.spreadsheets.understanding.cells import read_words
from indicators.spreadsheets.understanding.questions import Asker
from indicators.spreadsheets.understanding.understood import State, Understood
from indicators.spreadsheets.words import one_line, plain
from organisation.columns import original

YES: Final = frozenset({"yes", "y", "true", "x", "e", "p"})
NO_FIGURE: Final = frozenset({State.NONE, State.TBC, State.SUPPRESSED})


@dataclass(frozen=True)
class Context:
    """What understanding any row needs."""

    sheet: Sheet
    table: Table
    asker: Asker
    measures: KnownMeasures
    names: Names
    columns: tuple[FigureColumn, ...]
    footnotes: Footnotes
    year: FinancialYear | None
    periods: dict[str, Period] = field(default_factory=dict)  # by text, as they turn up


@dataclass
class RowReading:
    """One row's cells as they are understood, with what is wrong in them."""

    context: Context
    row: TableRow
    cells: dict[str, Understood] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def read(self) -> BenchmarkRow:
        """The row, with every figure that is settled."""
        for name in (REF, TITLE, COMPARATOR, PERIOD, SOURCE, NOTE):
            if name in self.row.cells:
                self.cells[name] = read_words(self.row.cells[name])
        ref, title = ref_of(self.row), one_line(self.source(TITLE).text)
        measure = self.context.measures.find(ref, title)
        if measure is None:
            self.problem(self.source(REF if ref else TITLE), self._unknown(ref, title))
        else:
            self._compare_titles(measure, title)
        figures = tuple(self._figures(measure)) if measure else ()
        return BenchmarkRow(
            row=self.row.number,
            ref=measure.ref if measure else ref,
            title=measure.title if measure else title,
            cells=self.cells,
            has_errors=any(each.severity is Severity.ERROR for each in self.problems),
            is_hidden=self.row.hidden,
            place=f"row:{self.row.number}",
            unit=measure.unit if measure else Unit("count"),
            figures=figures,
            is_open=self._is_open,
        )

    @property
    def _is_open(self) -> bool:
        """Whether a column, or a figure, of the row is still asked about."""
        asked = any(each.is_open for each in self.context.columns)
        return asked or any(each.state is State.OPEN for each in self.cells.values())

    def source(self, name: str) -> Cell:
        """The sheet's cell of a field; a field without a column has an empty one."""
        return self.row.cells.get(name) or Cell("", self.row.number, 0)

    def text(self, name: str) -> str:
        """A field's text on one line, without the apostrophe that exports put before a =."""
        return original(one_line(self.source(name).text))

    def problem(
        self, cell: Cell, message: str, severity: Severity = Severity.ERROR, heading: str = ""
    ) -> None:
        """Note what is wrong with one cell."""
        headings = {at: self.context.table.headings[name]
                    for name, at in self.context.table.columns.items()}  # fmt: skip
        column = heading or headings.get(cell.column, "")
        sheet = self.context.table.sheet
        self.problems.append(at(cell, message, sheet=sheet, column=column, severity=severity))

    def _unknown(self, ref: str, title: str) -> str:
        where = f"row:{self.row.number}"
        if not ref and not title:
            return f"Row {self.row.number} names no measure: type its number, or leave out {where}."
        named = ref or quote(title)
        return (
            f"The council has no measure {named}: correct the number, import the measure first, "
            f"or leave out {where}."
        )

    def _compare_titles(self, measure: KnownMeasure, title: str) -> None:
        """Another name beside a number may mean that the number is wrong."""
        one, other = plain(title), plain(measure.title)
        if one and one not in other and other not in one:
            message = (
                f"The row says {quote(title)}, and measure {measure.ref} is "
                f"{quote(measure.title)}: is the number right?"
            )
            self.problem(self.source(TITLE), message, Severity.WARNING)

    def _figures(self, measure: KnownMeasure) -> Iterator[SettledBenchmark]:
        for column in self.context.columns:
            cell = self.context.sheet.cell(self.row.number, column.column)
            if found := self._figure(measure, column, cell):
                yield found

    def _figure(
        self, measure: KnownMeasure, column: FigureColumn, cell: Cell
    ) -> SettledBenchmark | None:
        is_lone = len(self.context.columns) == 1
        if column.is_open or (cell.blank and not is_lone):
            return None
        found = self._understood(measure, column, cell)
        self.cells[VALUE if is_lone else f"{VALUE}.{cell.address}"] = found
        whose, period = self._whose(column, measure.ref), self._period(column, measure.ref)
        if found.state is not State.VALUE or found.value is None or not whose or not period:
            return None
        return SettledBenchmark(
            comparator=whose,
            period=period,
            value=self._kept(found.value, column, cell),
            is_estimated=found.estimated or plain(self.source(ESTIMATED).text) in YES,
            note=self._note(found, cell, column),
            source=self.text(SOURCE),
            cell=cell.address,
            is_new_comparator=whose not in self.context.names.values(),
        )

    def _kept(self, value: Decimal, column: FigureColumn, cell: Cell) -> Decimal:
        kept, warning = as_kept(value, cell.address)
        if warning:
            self.problem(cell, warning, Severity.WARNING, column.heading)
        return kept

    def _understood(self, measure: KnownMeasure, column: FigureColumn, cell: Cell) -> Understood:
        asker, says = self.context.asker, column.says_percent
        found = read_in_unit(cell, measure.unit, asker, measure.ref, says_percent=says)
        if found.state is State.ERROR:
            self.problem(cell, f"{cell.address} {found.message}", heading=column.heading)
        elif found.state is State.RANGE:
            message = f"{cell.address} {found.text} is a range: a benchmark is one figure."
            self.problem(cell, message, heading=column.heading)
        elif found.state in NO_FIGURE:
            what = f"{found.text} is no figure" if found.text else "is empty"
            message = f"{cell.address} {what}: no benchmark is kept, and none is changed."
            self.problem(cell, message, Severity.WARNING, column.heading)
        for warning in found.warnings:
            self.problem(cell, warning, Severity.WARNING, column.heading)
        return found

    def _whose(self, column: FigureColumn, ref: str) -> str | None:
        """The comparator: the column's, or the row's own."""
        if column.comparator:
            return column.comparator
        cell = self.source(COMPARATOR)
        if cell.blank:
            message = f"Row {self.row.number} does not say whose figure it is: type a comparator."
            self.problem(cell, message)
            return None
        names, asker = self.context.names, self.context.asker
        return settle_comparator(original(cell.text), names, asker, ref, cell)

    def _period(self, column: FigureColumn, ref: str) -> Period | None:
        """The period: the column's, or the row's own."""
        if column.period:
            return column.period
        cell = self.source(PERIOD)
        if isinstance(cell.value, str) and cell.text in self.context.periods:
            return self.context.periods[cell.text]
        try:
            found = settle_period(cell, self.context.asker, ref, self.context.year)
        except NoPeriodError as error:
            words = (cell.address or f"Row {self.row.number}", cell.text, str(error))
            self.problem(cell, " ".join(each for each in words if each))
            return None
        if found and isinstance(cell.value, str) and not has_two_meanings(cell.text):
            self.context.periods[cell.text] = found
        return found

    def _note(self, found: Understood, cell: Cell, column: FigureColumn) -> str:
        """The note's column, the words beside the figure, and what its mark means."""
        marks = found.footnotes
        meaning = self.context.footnotes.explains(marks) if marks else ""
        if marks and not meaning:
            message = f"No footnote below the table explains the {marks}: it is kept as a note."
            self.problem(cell, message, Severity.WARNING, column.heading)
            meaning = "which the source doesn't explain"
        marked = f"Marked {marks}: {meaning}" if marks else ""
        own = self.text(NOTE)
        return "; ".join(each for each in (own, found.note, marked) if each)


def hidden(reading: RowReading) -> None:
    """Tell of a row that is hidden in the workbook."""
    message = f"Row {reading.row.number} is hidden in the workbook; it is imported."
    reading.problem(reading.source(REF), message, Severity.WARNING)


def without_repeats(rows: list[BenchmarkRow], readings: list[RowReading]) -> list[BenchmarkRow]:
    """Each figure once: the same again is told, another one in its place is an error."""
    first: dict[tuple[str, str, object], SettledBenchmark] = {}
    found: list[BenchmarkRow] = []
    for row, reading in zip(rows, readings, strict=True):
        kept: list[SettledBenchmark] = []
        clashes = False
        for each in row.figures:
            key = (row.ref, each.comparator, each.period.end)
            before = first.setdefault(key, each)
            if before is each:
                kept.append(each)
                continue
            clashes = _tell_of_repeat(row, reading, each, before) or clashes
        found.append(replace(row, figures=tuple(kept), has_errors=row.has_errors or clashes))
    return found


def _tell_of_repeat(
    row: BenchmarkRow, reading: RowReading, each: SettledBenchmark, before: SettledBenchmark
) -> bool:
    """Whether the two differ."""
    differs = before.value != each.value
    what = f"{each.comparator} for {each.period.name} stands in {before.cell} and {each.cell}"
    remedy = f"keep one, or leave out {row.place}" if differs else "it is imported once"
    cell = next(
        cell for cell in reading.context.sheet.rows[row.row].values() if cell.address == each.cell
    )
    severity = Severity.ERROR if differs else Severity.WARNING
    reading.problem(cell, f"Measure {row.ref}, {what}: {remedy}.", severity)
    return differs
