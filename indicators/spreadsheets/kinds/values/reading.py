"""Understands a table of figures: which measure and period each is for, and what is open."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from indicators.rules.periods import FinancialYear
from indicators.spreadsheets.files.reading import Sheet
from indicators.spreadsheets.kinds.kind import Understanding, Upload
from indicators.spreadsheets.kinds.leaving_out import keys_in
from indicators.spreadsheets.kinds.measures.topics import sheet as which_sheet
from indicators.spreadsheets.kinds.naming import choose_table, without_table
from indicators.spreadsheets.kinds.values.known import Known
from indicators.spreadsheets.kinds.values.layout import Layout
from indicators.spreadsheets.kinds.values.open_returns import OpenReturns
from indicators.spreadsheets.kinds.values.row_reading import RowReading, Tables
from indicators.spreadsheets.kinds.values.settled import SettledFigure, ValueRow
from indicators.spreadsheets.kinds.values.vocabulary import VALUE_COLUMNS
from indicators.spreadsheets.problems import Problem, Severity, quote
from indicators.spreadsheets.tables.finding import Table
from indicators.spreadsheets.tables.headings import REF
from indicators.spreadsheets.understanding.questions import Asker
from indicators.spreadsheets.words import shortened

VALUES: Final = "values"
NO_TABLE: Final = (
    "No table found: a heading row needs Ref with Period and Value, or Ref with a column for each "
    "period, such as 2017/18 Q1."
)

ValuesRead = Understanding[ValueRow]


def understand(upload: Upload, sheets: Sequence[Sheet], known: Known) -> ValuesRead:
    """Understand the sheets, given the answers so far; nothing is saved.

    `upload.year` completes periods that name no year; `upload.leave_out` holds rows' keys ("12
    2017/18 Q3"), or "row:23". `Unreadable` where the sheet that is asked for can't be read.
    """
    sha256 = hashlib.sha256(upload.content).hexdigest()
    result = ValuesRead(upload.name, sha256, upload.kind)
    asker = Asker(upload.answers or {})
    chosen = choose_table(sheets, upload, VALUE_COLUMNS, asker, which_sheet)
    if chosen.table is None:
        return without_table(result, chosen, asker, NO_TABLE)
    return _Reading(chosen.table, asker, known, upload).of(result)


@dataclass
class _Reading:
    """One table being read."""

    table: Table
    asker: Asker
    known: Known
    upload: Upload
    problems: list[Problem] = field(default_factory=list)

    def of(self, result: ValuesRead) -> ValuesRead:
        """What the table says."""
        table, asker = self.table, self.asker
        asker.sheet = table.sheet
        asker.headings = {table.columns[name]: words for name, words in table.headings.items()}
        self.problems += table.problems
        layout = Layout.of(table, asker, self._year())
        self.problems += layout.problems
        context = Tables(table, asker, self.known, layout, self._returns())
        given = [found for row in table.rows if (found := RowReading.of(context, row))]
        there = {key for each in given for key in (each.known_as, each.number_key)}
        leave_out = keys_in(self.upload.leave_out, there)
        kept: list[RowReading] = []
        out: list[RowReading] = []
        for each in given:
            (out if leave_out & {each.known_as, each.number_key} else kept).append(each)
        rows = self._rows(kept)
        left_out = tuple(dict.fromkeys(each.key for each in out))
        self._tell_of_nothing(rows, sorted(leave_out - there))
        refs = frozenset(each.ref for each in out)
        return replace(
            result,
            sheet=table.sheet,
            header_row=table.header_row,
            year=layout.year,
            rows=rows,
            left_out=left_out,
            questions=asker.questions,
            learned=asker.learned,
            problems=(*self.problems, *asker.problems(refs)),
        )

    def _year(self) -> FinancialYear | None:
        if not self.upload.year:
            return None
        try:
            return FinancialYear.parse(self.upload.year)
        except ValueError as error:
            self.problems.append(Problem(Severity.ERROR, str(error), self.table.sheet))
            return None

    def _returns(self) -> OpenReturns:
        texts = {row.cells[REF].text for row in self.table.rows}
        measures = (self.known.measures.find(each) for each in texts)
        return OpenReturns(self.upload.by, {each.ref for each in measures if each})

    def _rows(self, readings: Sequence[RowReading]) -> tuple[ValueRow, ...]:
        """The rows, once figures that stand twice are named."""
        same: dict[str, int] = defaultdict(int)
        for each in readings:
            same[each.known_as] += 1
        self._report_twice(readings)
        found = []
        for each in readings:
            self.problems += each.problems
            found.append(each.row(is_alone=same[each.known_as] == 1))
        return tuple(found)

    def _report_twice(self, readings: Sequence[RowReading]) -> None:
        places: dict[tuple[object, ...], list[tuple[RowReading, SettledFigure]]] = defaultdict(list)
        for reading in readings:
            for figure in reading.figures:
                places[reading.ref, *figure.place].append((reading, figure))
        for found in places.values():
            if len(found) > 1:
                _name_each(found)

    def _tell_of_nothing(self, rows: Sequence[ValueRow], unmet: Sequence[str]) -> None:
        table = self.table
        if not rows:
            message = "0 rows: there is nothing below the headings to import."
            found = Problem(Severity.WARNING, message, table.sheet, row=table.header_row)
            self.problems.append(found)
        for each in unmet:
            message = f"There is no row {quote(each)} to leave out."
            self.problems.append(Problem(Severity.WARNING, message, table.sheet))


def _name_each(found: Sequence[tuple[RowReading, SettledFigure]]) -> None:
    """The same measure and period on several rows: both are named, none is taken."""
    first = found[0][1].span
    names = list(dict.fromkeys(each.span.name for _, each in found))
    cells = shortened([f"{each.cell} (row {reading.source.number})" for reading, each in found])
    last = found[-1][0]
    for reading, figure in found:
        what = f"for {first.name}" if len(names) == 1 else f"of one last day ({shortened(names)})"
        message = (
            f"Measure {reading.ref} has several figures {what}, in {cells}: keep one and leave out "
            f"the others, such as {last.number_key}."
        )
        reading.error_at(figure.cell, message)
