"""Understands a table of returns for whoever uploads it: its period, its rows, what is open."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from indicators.rules.periods import Quarter
from indicators.spreadsheets.files.sheets import Cell, Sheet
from indicators.spreadsheets.kinds.kind import Understanding, Upload
from indicators.spreadsheets.kinds.leaving_out import sort_out
from indicators.spreadsheets.kinds.measures import topics
from indicators.spreadsheets.kinds.naming import choose_table, without_table
from indicators.spreadsheets.kinds.returns import periods
from indicators.spreadsheets.kinds.returns.desk import Desk
from indicators.spreadsheets.kinds.returns.row_reading import Context, RowReading
from indicators.spreadsheets.kinds.returns.settled import ReturnRow
from indicators.spreadsheets.kinds.returns.template import rows_of
from indicators.spreadsheets.kinds.returns.vocabulary import RETURN_COLUMNS
from indicators.spreadsheets.problems import Problem, Severity
from indicators.spreadsheets.tables.finding import Table
from indicators.spreadsheets.tables.headings import REF
from indicators.spreadsheets.tables.rows import TableRow
from indicators.spreadsheets.understanding.questions import Asker

NO_TABLE: Final = (
    "No table of returns found: a heading row needs Ref and Figure. Download the workbook of your "
    "service, fill it in, and upload it."
)
NOBODY: Final = (
    "Returns are entered by somebody: upload the workbook under My returns, where you are known."
)
NO_ROWS: Final = "0 rows: there is nothing below the headings."
NONE_OPEN: Final = "No period is open, so there is nothing to enter figures for."

ReturnsRead = Understanding[ReturnRow]


def understand(upload: Upload, sheets: Sequence[Sheet]) -> ReturnsRead:
    """Understand the sheets, given the answers so far; nothing is saved."""
    result = ReturnsRead(upload.name, hashlib.sha256(upload.content).hexdigest(), upload.kind)
    if upload.by is None:
        return _stopped(result, NOBODY)
    asker = Asker(upload.answers or {})
    which = partial(topics.sheet, things="returns")
    chosen = choose_table(sheets, upload, RETURN_COLUMNS, asker, which)
    table = chosen.table
    if table is None:
        return without_table(result, chosen, asker, NO_TABLE)
    found = replace(result, sheet=table.sheet, header_row=table.header_row)
    sheet = next(each for each in sheets if each.name == table.sheet and each.visible)
    return _of_somebody(found, sheet, table, asker, upload, Desk.of(upload.by))


def _of_somebody(
    result: ReturnsRead, sheet: Sheet, table: Table, asker: Asker, upload: Upload, desk: Desk
) -> ReturnsRead:
    """The table, once it is known for which period it is and that this is open."""
    asker.sheet = table.sheet
    asker.headings = {table.columns[name]: words for name, words in table.headings.items()}
    if not desk.periods:
        return _stopped(result, NONE_OPEN)
    quarter = _quarter(table, sheet, desk, asker)
    if quarter is None:
        return replace(result, questions=asker.questions, problems=asker.unanswered)
    if quarter not in desk.periods:
        return _stopped(result, _closed(quarter))
    return _of_table(result, table, asker, desk, quarter, upload)


def _stopped(result: ReturnsRead, message: str) -> ReturnsRead:
    problem = Problem(Severity.ERROR, message, result.sheet)
    return replace(result, problems=(problem,))


def _quarter(table: Table, sheet: Sheet, desk: Desk, asker: Asker) -> Quarter | None:
    named = periods.of_rows(table) or periods.above(table, sheet)
    return named or asker.ask(periods.which(desk.periods), "", Cell("", 0, 0))


def _closed(quarter: Quarter) -> str:
    return (
        f"The workbook is of {quarter.name}, which is not open. Download the workbook of an open "
        "period; what is closed is corrected on the measure's own page."
    )


def _of_table(
    result: ReturnsRead, table: Table, asker: Asker, desk: Desk, quarter: Quarter, upload: Upload
) -> ReturnsRead:
    context = _context(table, asker, desk, quarter)
    sorted_out = sort_out(table, upload.leave_out, _ref_of)
    readings = [RowReading(context, each) for each in sorted_out.kept]
    rows = tuple(each.read() for each in readings)
    own = tuple(problem for each in readings for problem in each.problems)
    return replace(
        result,
        rows=_without_twice(rows),
        left_out=sorted_out.left_out,
        questions=asker.questions,
        learned=asker.learned,
        problems=(
            *table.problems,
            *_of_the_whole(table, rows),
            *own,
            *asker.problems(frozenset(sorted_out.left_out)),
            *sorted_out.problems,
        ),
    )


def _context(table: Table, asker: Asker, desk: Desk, quarter: Quarter) -> Context:
    found = [desk.measures.find(_ref_of(each)) for each in table.rows]
    returns = desk.returns(quarter, [each.ref for each in found if each])
    rows = rows_of(returns.values(), desk.work, desk.council)
    return Context(table, asker, desk, quarter, returns, {each.ref: each for each in rows})


def _ref_of(row: TableRow) -> str:
    return row.cells[REF].text


def _of_the_whole(table: Table, rows: Sequence[ReturnRow]) -> tuple[Problem, ...]:
    """What is wrong with the table as such: no rows, or a measure that stands on two."""
    if not rows:
        return (Problem(Severity.WARNING, NO_ROWS, table.sheet, row=table.header_row),)
    twice = _twice(rows)
    return tuple(
        Problem(
            Severity.ERROR,
            f"Measure {each.ref} stands on several rows, here on row {each.row}: leave out all "
            "but one of them.",
            table.sheet,
            row=each.row,
            text=each.ref,
        )
        for each in rows
        if each.ref in twice
    )


def _without_twice(rows: Sequence[ReturnRow]) -> tuple[ReturnRow, ...]:
    twice = _twice(rows)
    return tuple(
        replace(each, has_errors=True, columns={}) if each.ref in twice else each for each in rows
    )


def _twice(rows: Sequence[ReturnRow]) -> frozenset[str]:
    """The measures that stand on several rows."""
    counted = Counter(each.ref for each in rows if each.ref)
    return frozenset(ref for ref, number in counted.items() if number > 1)
