"""Understands a table of benchmarks: rows, what they settle, and what is still to be answered."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from indicators.rules.periods import FinancialYear
from indicators.spreadsheets.files.sheets import Sheet
from indicators.spreadsheets.kinds.benchmarks.columns import Columns
from indicators.spreadsheets.kinds.benchmarks.comparators import Names
from indicators.spreadsheets.kinds.benchmarks.row_reading import (
    Context,
    RowReading,
    hidden,
    without_repeats,
)
from indicators.spreadsheets.kinds.benchmarks.settled import BenchmarkRow
from indicators.spreadsheets.kinds.benchmarks.vocabulary import BENCHMARK_COLUMNS
from indicators.spreadsheets.kinds.kind import Understanding, Upload
from indicators.spreadsheets.kinds.known_measures import KnownMeasures
from indicators.spreadsheets.kinds.leaving_out import sort_out
from indicators.spreadsheets.kinds.measures import topics
from indicators.spreadsheets.kinds.measures.reading import ref_of
from indicators.spreadsheets.kinds.naming import choose_table, without_table
from indicators.spreadsheets.problems import Problem, Severity
from indicators.spreadsheets.tables.finding import Table
from indicators.spreadsheets.tables.footnotes import Footnotes
from indicators.spreadsheets.understanding.questions import Asker

NO_TABLE: Final = (
    "No table found: a heading row needs the measure's number (Ref), and either Comparator, "
    "Period and Value, or a column for each comparator."
)
NO_FIGURES: Final = (
    "The table has no column of figures: it needs Comparator, Period and Value, or a column for "
    "each comparator, such as England."
)
BenchmarksRead = Understanding[BenchmarkRow]


@dataclass(frozen=True)
class Stored:
    """What the council has already that decides how a table is read."""

    measures: KnownMeasures
    names: Names  # of comparators
    council: str


def understand(upload: Upload, sheets: Sequence[Sheet], stored: Stored) -> BenchmarksRead:
    """Understand the sheets, given the answers so far; nothing is saved."""
    sha256 = hashlib.sha256(upload.content).hexdigest()
    result = BenchmarksRead(upload.name, sha256, upload.kind)
    asker = Asker(upload.answers or {})
    which = partial(topics.sheet, things="benchmarks")
    chosen = choose_table(sheets, upload, BENCHMARK_COLUMNS, asker, which)
    table = chosen.table
    if table is None:
        return without_table(result, chosen, asker, NO_TABLE)
    try:
        year = FinancialYear.parse(upload.year) if upload.year else None
    except ValueError as error:
        return replace(result, problems=(Problem(Severity.ERROR, str(error), table.sheet),))
    sheet = next(each for each in sheets if each.name == table.sheet and each.visible)
    return _of_table(replace(result, year=year), sheet, table, asker, stored, upload)


def _of_table(
    result: BenchmarksRead,
    sheet: Sheet,
    table: Table,
    asker: Asker,
    stored: Stored,
    upload: Upload,
) -> BenchmarksRead:
    asker.sheet = table.sheet
    asker.headings = {table.columns[field]: heading for field, heading in table.headings.items()}
    columns = Columns(sheet, table, asker, stored.names, stored.council, result.year)
    context = Context(
        sheet, table, asker, stored.measures, stored.names, columns.found,
        Footnotes.of(table), result.year,
    )  # fmt: skip
    sorted_out = sort_out(table, upload.leave_out, ref_of)
    readings = [RowReading(context, each) for each in sorted_out.kept]
    rows = without_repeats([_read(each) for each in readings], readings)
    own = tuple(problem for each in readings for problem in each.problems)
    return replace(
        result,
        sheet=table.sheet,
        header_row=table.header_row,
        rows=tuple(rows),
        left_out=sorted_out.left_out,
        questions=asker.questions,
        learned=asker.learned,
        problems=(
            *columns.problems,
            *_of_the_whole(table, columns, rows),
            *own,
            *asker.problems(frozenset(sorted_out.left_out)),
            *sorted_out.problems,
        ),
    )


def _read(reading: RowReading) -> BenchmarkRow:
    if reading.row.hidden:
        hidden(reading)
    return reading.read()


def _of_the_whole(
    table: Table, columns: Columns, rows: Sequence[BenchmarkRow]
) -> tuple[Problem, ...]:
    """What is wrong with the table as such."""
    found: list[Problem] = []
    if not columns.found:
        found.append(Problem(Severity.ERROR, NO_FIGURES, table.sheet, row=table.header_row))
    if not rows:
        message = "0 rows: there is nothing below the headings to import."
        found.append(Problem(Severity.WARNING, message, table.sheet, row=table.header_row))
    return tuple(found)
