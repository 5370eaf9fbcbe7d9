"""Understands a workbook of measures: rows, what they settle, and what is still to be answered."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from indicators.models.measures import BAD_REF, is_addressable
from indicators.rules.periods import FinancialYear
from indicators.spreadsheets.files.reading import Cell, Sheet
from indicators.spreadsheets.kinds.kind import Row, Understanding, Upload
from indicators.spreadsheets.kinds.leaving_out import keys_in
from indicators.spreadsheets.kinds.measures import topics
from indicators.spreadsheets.kinds.measures.row_reading import Context, RowReading
from indicators.spreadsheets.kinds.measures.settled import SettledMeasure
from indicators.spreadsheets.kinds.measures.settling import settle
from indicators.spreadsheets.kinds.measures.vocabulary import MEASURE_COLUMNS
from indicators.spreadsheets.kinds.naming import choose_table, without_table
from indicators.spreadsheets.problems import Problem, Severity, quote
from indicators.spreadsheets.tables.finding import Table
from indicators.spreadsheets.tables.footnotes import Footnotes
from indicators.spreadsheets.tables.headings import LATEST, POLARITY, REF, TARGET, TITLE, year_in
from indicators.spreadsheets.tables.rows import TableRow
from indicators.spreadsheets.understanding.departments import CouncilList
from indicators.spreadsheets.understanding.questions import Asker
from indicators.spreadsheets.words import clean, listed, shortened

MEASURES: Final = "measures"
LONGEST_REF: Final = 16
NO_TABLE: Final = "No table found: a heading row needs No, Short Name and targets."
NEEDED: Final = {
    REF: "the measure's number (No, Ref)",
    TITLE: "its name (Short Name, Measure)",
    POLARITY: "its polarity (Minimise or Maximise, Polarity)",
}


@dataclass(frozen=True)
class MeasureRow(Row):
    """One measure's row, and what it settles."""

    measure: SettledMeasure = field(kw_only=True)


MeasuresRead = Understanding[MeasureRow]


def understand(upload: Upload, sheets: Sequence[Sheet], council: CouncilList) -> MeasuresRead:
    """Understand the sheets, given the answers so far; nothing is saved.

    `upload.year` is the year being set up ("2017/18"); `upload.leave_out` holds refs, or "row:23"
    for a row by its number. `Unreadable` where the sheet that is asked for can't be read.
    """
    sha256 = hashlib.sha256(upload.content).hexdigest()
    result = MeasuresRead(upload.name, sha256, upload.kind)
    asker = Asker(upload.answers or {})
    chosen = choose_table(sheets, upload, MEASURE_COLUMNS, asker, topics.sheet)
    if chosen.table is None:
        return without_table(result, chosen, asker, NO_TABLE)
    there = {ref_of(each) for each in chosen.table.rows}
    leave_out = keys_in(upload.leave_out, there, _compared)
    return _of_table(result, chosen.table, asker, council, upload.year, leave_out)


def _of_table(
    result: MeasuresRead,
    table: Table,
    asker: Asker,
    council: CouncilList,
    year: str | None,
    leave_out: frozenset[str],
) -> MeasuresRead:
    asker.sheet = table.sheet
    asker.headings = {table.columns[field]: heading for field, heading in table.headings.items()}
    chosen, problems = _year(table, asker, year)
    problems = (*table.problems, *_missing_columns(table), *problems)
    council = council.with_answers(asker.answers)
    context = Context(table, asker, council, chosen, years_of(table), Footnotes.of(table))
    kept = [row for row in table.rows if not leave_out & {ref_of(row), f"row:{row.number}"}]
    readings = [_read(context, row) for row in kept]
    _report_refs(readings)
    rows = tuple(_row(reading) for reading in readings)
    if not rows:
        problems = (*problems, _no_rows(table))
    own = tuple(problem for reading in readings for problem in reading.problems)
    numbers = {row.number for row in kept}
    left_out = tuple(dict.fromkeys(ref_of(row) for row in table.rows if row.number not in numbers))
    return replace(
        result,
        sheet=table.sheet,
        header_row=table.header_row,
        year=chosen,
        rows=rows,
        left_out=left_out,
        questions=asker.questions,
        learned=asker.learned,
        problems=(*problems, *own, *asker.problems(frozenset(left_out)), *_unmet(leave_out, table)),
    )


def _read(context: Context, row: TableRow) -> RowReading:
    reading = RowReading(context, row, ref_of(row))
    if row.hidden:
        message = f"Row {row.number} is hidden in the workbook; it is imported."
        reading.problem(TITLE, message, Severity.WARNING)
    return reading


def _row(reading: RowReading) -> MeasureRow:
    measure = settle(reading)
    return MeasureRow(
        row=reading.row.number,
        ref=reading.ref,
        title=reading.title,
        cells=reading.cells,
        measure=measure,
        has_errors=any(each.severity is Severity.ERROR for each in reading.problems),
        is_hidden=reading.row.hidden,
    )


def ref_of(row: TableRow) -> str:
    """The measure's ref as text: 7, never 7.0 or 07; 12a."""
    cell = row.cells.get(REF)
    return _compared(cell.text) if cell else ""


def _compared(ref: str) -> str:
    text = clean(ref)
    return text.lstrip("0").removesuffix(".0") or text


def _report_refs(readings: Sequence[RowReading]) -> None:
    """Name rows without a ref, and refs that stand on several rows."""
    rows: dict[str, list[str]] = defaultdict(list)
    for reading in readings:
        rows[reading.ref].append(str(reading.row.number))
    for reading in readings:
        if not reading.ref and REF in reading.row.cells:
            reading.problem(
                REF,
                f"Row {reading.row.number} has no number in the column of numbers: type one, "
                f"or leave out row:{reading.row.number}.",
            )
        elif len(reading.ref) > LONGEST_REF:
            message = f"A measure's number has at most {LONGEST_REF} characters: shorten it."
            reading.problem(REF, message)
        elif not is_addressable(reading.ref):
            reading.problem(REF, BAD_REF)
        elif reading.ref and len(same := rows[reading.ref]) > 1:
            reading.problem(
                REF,
                f"The number {reading.ref} stands on rows {shortened(same)}: keep one and "
                f"leave out the others, such as row:{same[-1]}.",
            )


def _year(
    table: Table, asker: Asker, wanted: str | None
) -> tuple[FinancialYear | None, tuple[Problem, ...]]:
    """The year being set up: as told, the only one that has targets, or asked for."""
    years = years_of(table)
    has = listed([each.label for each in years]) or "none"
    if not years:
        return None, (
            _table_error(table, "The table has no target column: head it 2017/18 Target."),
        )
    cell = Cell("", table.header_row, 0)
    answered = asker.option(topics.year_set_up(years), cell)
    if wanted is None:
        if len(years) == 1:
            return years[0], ()
        return answered or asker.ask(topics.year_set_up(years), "", cell), ()
    try:
        year = FinancialYear.parse(wanted)
    except ValueError as error:
        return None, (_table_error(table, str(error)),)
    if year not in years:
        message = f"The table has no target column for {year.label}; it has {has}."
        return None, (_table_error(table, message),)
    return year, ()


def years_of(table: Table) -> tuple[FinancialYear, ...]:
    """The years that the table has targets for."""
    headings = [each for name, each in table.headings.items() if name.startswith(TARGET)]
    return tuple(sorted({year for each in headings if (year := year_in(each))}))


def _missing_columns(table: Table) -> tuple[Problem, ...]:
    missing = [words for name, words in NEEDED.items() if name not in table.columns]
    found = tuple(_table_error(table, f"The table has no column for {each}.") for each in missing)
    if LATEST in table.columns:
        return found
    message = "The table has no column of latest performance: no baselines are imported."
    return (*found, replace(_table_error(table, message), severity=Severity.WARNING))


def _table_error(table: Table, message: str) -> Problem:
    return Problem(Severity.ERROR, message, table.sheet, row=table.header_row)


def _no_rows(table: Table) -> Problem:
    message = "0 rows: there is nothing below the headings to import."
    return replace(_table_error(table, message), severity=Severity.WARNING)


def _unmet(leave_out: frozenset[str], table: Table) -> tuple[Problem, ...]:
    """Warn of a row to leave out that isn't there."""
    there = {ref_of(row) for row in table.rows} | {f"row:{row.number}" for row in table.rows}
    return tuple(
        Problem(Severity.WARNING, f"There is no row {quote(each)} to leave out.", table.sheet)
        for each in sorted(leave_out - there)
    )
