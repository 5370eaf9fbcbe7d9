"""Understands one row of a table of returns: whose it is, what changed, what is against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from indicators.models import NoValueReason, Return
from indicators.returns.addresses import name_of
from indicators.returns.checks import refusals, usual
from indicators.rules.periods import Quarter
from indicators.rules.rag import Figure
from indicators.spreadsheets.files.sheets import Cell
from indicators.spreadsheets.kinds.returns.cells import CellsRead, is_empty
from indicators.spreadsheets.kinds.returns.conflicts import conflict
from indicators.spreadsheets.kinds.returns.desk import Desk
from indicators.spreadsheets.kinds.returns.periods import quarter_in
from indicators.spreadsheets.kinds.returns.settled import ReturnRow, Standing
from indicators.spreadsheets.kinds.returns.standing import standing_of
from indicators.spreadsheets.kinds.returns.template import WITH_PARTS, TemplateRow
from indicators.spreadsheets.kinds.returns.versions import Version, print_of
from indicators.spreadsheets.kinds.returns.vocabulary import (
    EXPECTED,
    FIGURES,
    HEADERS,
    PARTS,
    PERIOD,
    REASON,
    SHOWN,
    STATE,
    TO_FILL,
    VALUE,
    VERSION,
)
from indicators.spreadsheets.problems import Problem, Severity, at, quote
from indicators.spreadsheets.stored.returns import columns_of, wanted_entry
from indicators.spreadsheets.tables.finding import Table
from indicators.spreadsheets.tables.headings import REF, TITLE
from indicators.spreadsheets.tables.rows import TableRow
from indicators.spreadsheets.understanding.questions import Asker
from indicators.spreadsheets.words import one_line, plain

CHECKED: Final = tuple(each for each in SHOWN if each != STATE)  # a state may move meanwhile
BOTH: Final = "There is a figure, and a reason for having none: empty one of the two."
NO_DAY: Final = "Give the day on which the source publishes the figure."
DAY_ALONE: Final = "A day is given only where “The source publishes later” is chosen."
LATER: Final = NoValueReason.PUBLISHED_LATER


@dataclass(frozen=True)
class Context:
    """What understanding any row needs."""

    table: Table
    asker: Asker
    desk: Desk
    quarter: Quarter
    returns: Mapping[str, Return]
    template: Mapping[str, TemplateRow]

    @property
    def is_ours(self) -> bool:
        """Whether the table is of a workbook that was downloaded here."""
        return VERSION in self.table.columns


@dataclass
class RowReading:
    """One row as it is understood."""

    context: Context
    row: TableRow
    problems: list[Problem] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    note: str = ""
    is_open: bool = False

    def read(self) -> ReturnRow:
        """The row, with what it wants of its return."""
        measure = self.context.desk.measures.find(self._cell(REF).text)
        return_ = self.context.returns.get(measure.ref) if measure else None
        if measure is None:
            self._error(self._cell(REF), self._unknown())
        elif self._is_of_this_period():
            if return_ is None:
                self._error(self._cell(REF), self._not_asked(measure.ref))
            elif not self.context.desk.may_enter(return_):
                self._error(self._cell(REF), self._not_theirs(return_))
            else:
                self._read(return_)
        ref, title = (measure.ref, measure.title) if measure else (self._cell(REF).text, "")
        title = return_.measure.name if return_ else title
        return self._row(ref, title, return_)

    def _row(self, ref: str, title: str, return_: Return | None) -> ReturnRow:
        has_errors = self.is_open or any(each.severity is Severity.ERROR for each in self.problems)
        columns = {} if has_errors else self.columns
        entry = wanted_entry(return_, columns) if return_ and columns else None
        council = self.context.desk.council
        return ReturnRow(
            row=self.row.number,
            ref=ref,
            title=title or one_line(self._cell(TITLE).text),
            cells={},
            has_errors=has_errors,
            is_hidden=self.row.hidden,
            place=f"row:{self.row.number}",
            period=self.context.quarter.name,
            cell=self._cell(VALUE).address,
            columns=columns,
            return_=return_,
            entry=entry,
            standing=standing_of(return_, entry, council) if return_ and entry else Standing(),
            note=self.note,
        )

    def _read(self, return_: Return) -> None:
        """The row of a return that this person may enter."""
        stored = columns_of(return_)
        version = Version.parse(self._cell(VERSION).text)
        if self.context.is_ours and version is None:
            self._error(self._cell(VERSION), self._no_version())
            return
        self._compare_shown(return_)
        cells = self._cells(return_, stored)
        is_whole = not cells.errors and not cells.is_open
        wanted = self._wanted(cells.columns, stored)
        if version and is_whole and print_of(stored | wanted) == version.print:
            self.note = "untouched"
            return
        if is_whole and all(stored[name] == text for name, text in wanted.items()):
            return
        if locked := self.context.desk.locked(return_):
            self._error(self._cell(REF), self._is_locked(return_, locked))
            return
        for cell, message in cells.errors:
            self._error(cell, message)
        for cell, message in cells.warnings:
            self._problem(cell, message, Severity.WARNING)
        self.is_open = cells.is_open
        if is_whole and self._is_sound(return_, stored | wanted):
            self._settle(return_, version, stored, wanted)

    def _settle(
        self,
        return_: Return,
        version: Version | None,
        stored: Mapping[str, str],
        wanted: dict[str, str],
    ) -> None:
        """Take what changed, unless somebody else saved in the meantime and it isn't answered."""
        if version and version.edit != return_.edit:
            person_id = self.context.desk.work.access.person_id
            ask = conflict(return_, stored, wanted, person_id)
            answer = self.context.asker.ask(ask, return_.measure.ref, self._cell(VERSION))
            if answer is None:
                self.is_open = True
                return
            if not answer:
                self.note = "left as it is saved, as answered"
                return
        self.columns = wanted

    def _cells(self, return_: Return, stored: Mapping[str, str]) -> CellsRead:
        measure, is_ours = return_.measure, self.context.is_ours
        found = CellsRead(measure.ref, measure.figure_unit, self.context.asker, stored, is_ours)
        has_parts = measure.value_type in WITH_PARTS
        for name in TO_FILL:
            cell = self.row.cells.get(name)
            if cell is None or (is_empty(cell) and not is_ours):
                continue
            if name not in PARTS or has_parts:
                found.read(name, cell)
            elif not is_empty(cell):
                what = f"measure {measure.ref} has no {HEADERS[name].lower()}"
                message = f"{cell.address}: {what}: it is not imported."
                self._problem(cell, message, Severity.WARNING)
        return found

    def _wanted(self, columns: Mapping[str, str], stored: Mapping[str, str]) -> dict[str, str]:
        """What the cells say; a figure takes the place of a reason that was saved before it."""
        wanted = dict(columns)
        has_figure = any(wanted.get(name) for name in FIGURES)
        if has_figure and not self.context.is_ours:
            wanted = dict.fromkeys(FIGURES, "") | wanted
        had_none = not any(stored[name] for name in FIGURES)
        if has_figure and had_none and wanted.get(REASON, stored[REASON]) == stored[REASON]:
            wanted[REASON] = ""
        if wanted.get(REASON, stored[REASON]) != LATER and (
            wanted.get(EXPECTED, stored[EXPECTED]) == stored[EXPECTED]
        ):
            wanted[EXPECTED] = ""
        return {name: wanted[name] for name in TO_FILL if name in wanted}

    def _is_sound(self, return_: Return, whole: Mapping[str, str]) -> bool:
        """Whether what the row comes to can be saved; what can't is named at its cell."""
        found = {}
        has_figure = any(whole[name] for name in FIGURES)
        if whole[REASON] and has_figure:
            found[REASON] = BOTH
        elif whole[REASON] == LATER and not whole[EXPECTED]:
            found[EXPECTED] = NO_DAY
        elif whole[EXPECTED] and whole[REASON] != LATER:
            found[EXPECTED] = DAY_ALONE
        entry = wanted_entry(return_, whole)
        figure = Figure(entry.value, entry.numerator, entry.denominator)
        found |= refusals(figure, usual(return_))
        for name, message in found.items():
            cell = self._cell(name)
            where = f"{cell.address}: " if cell.address else ""
            self._error(cell, f"{where}{message}")
        return not found

    def _compare_shown(self, return_: Return) -> None:
        """Tell of locked cells that say something else than the system."""
        if not self.context.is_ours:
            return
        shown = self.context.template[return_.measure.ref].shown
        for name in CHECKED:
            cell = self.row.cells.get(name)
            if cell is not None and plain(cell.text) != plain(shown[name]):
                self._tell(cell, name, shown[name])

    def _tell(self, cell: Cell, name: str, was: str) -> None:
        what = HEADERS[name].lower()
        message = (
            f"{cell.address}: the {what} was changed from {quote(was)} to {quote(cell.text)}: "
            "it is not imported."
        )
        self._problem(cell, message, Severity.WARNING)

    # What is wrong with a row as such

    def _is_of_this_period(self) -> bool:
        cell = self.row.cells.get(PERIOD)
        if cell is None or cell.blank or quarter_in(cell) == self.context.quarter:
            return True
        message = (
            f"{cell.address}: the row is of {cell.text}, and the workbook of "
            f"{self.context.quarter.name}: one workbook holds one period."
        )
        self._error(cell, f"{message} Leave the row out.")
        return False

    def _unknown(self) -> str:
        ref = self._cell(REF).text
        if not ref:
            return f"Row {self.row.number} has no measure's number: type it, or leave the row out."
        return f"There is no measure {quote(ref)}: correct the number, or leave the row out."

    def _not_asked(self, ref: str) -> str:
        period = self.context.quarter.name
        return f"No return is asked of measure {ref} for {period}: leave the row out."

    def _not_theirs(self, return_: Return) -> str:
        return (
            f"Measure {return_.measure.ref} belongs to {name_of(return_.measure.service)}, whose "
            "returns are entered by its own officers: leave the row out."
        )

    def _no_version(self) -> str:
        return (
            f"Row {self.row.number}: the version was changed, so it can't be told what changed "
            "since the workbook was made. Download it again, or leave the row out."
        )

    def _is_locked(self, return_: Return, why: str) -> str:
        return (
            f"Measure {return_.measure.ref} can't be changed here: {why}. "
            "Leave the row out; nothing of it is imported."
        )

    def _cell(self, name: str) -> Cell:
        """The sheet's cell of a field; a field without a column has an empty one."""
        return self.row.cells.get(name) or Cell("", self.row.number, 0)

    def _error(self, cell: Cell, message: str) -> None:
        self._problem(cell, message, Severity.ERROR)

    def _problem(self, cell: Cell, message: str, severity: Severity) -> None:
        heading = self.context.asker.headings.get(cell.column, "")
        sheet = self.context.table.sheet
        self.problems.append(at(cell, message, sheet=sheet, column=heading, severity=severity))
