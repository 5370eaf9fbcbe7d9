"""Understands a plan: its year, its aims, its actions, and what is still to be answered."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from indicators.rules.periods import FinancialYear
from indicators.spreadsheets.files.sheets import Cell, Sheet
from indicators.spreadsheets.kinds.actions import topics
from indicators.spreadsheets.kinds.actions.aims import Aims, aim_column, aims_of, aims_of_bands
from indicators.spreadsheets.kinds.actions.blocks import blocks_of, told
from indicators.spreadsheets.kinds.actions.plan_years import plan_year
from indicators.spreadsheets.kinds.actions.row_reading import Context, RowReading
from indicators.spreadsheets.kinds.actions.settled import ActionRow
from indicators.spreadsheets.kinds.actions.stated_counts import unlike_stated
from indicators.spreadsheets.kinds.actions.vocabulary import ACTION_COLUMNS, LEAD, OWNER
from indicators.spreadsheets.kinds.kind import Understanding, Upload
from indicators.spreadsheets.kinds.leaving_out import sort_out
from indicators.spreadsheets.kinds.measures import topics as general
from indicators.spreadsheets.kinds.measures.reading import ref_of
from indicators.spreadsheets.kinds.naming import choose_table, without_table
from indicators.spreadsheets.problems import Problem, Severity, quote
from indicators.spreadsheets.tables.finding import Table
from indicators.spreadsheets.tables.headings import DEPARTMENT, REF, SERVICE
from indicators.spreadsheets.tables.rows import TableRow
from indicators.spreadsheets.understanding.departments import CouncilList
from indicators.spreadsheets.understanding.questions import Asker
from indicators.spreadsheets.words import shortened

ACTIONS: Final = "actions"
NO_TABLE: Final = (
    "No table found: a heading row needs the actions (Action, Task), and columns such as No, Aim, "
    "Directorate, Lead or Due Date."
)
ActionsRead = Understanding[ActionRow]


def understand(upload: Upload, sheets: Sequence[Sheet], council: CouncilList) -> ActionsRead:
    """Understand the sheets, given the answers so far; nothing is saved."""
    sha256 = hashlib.sha256(upload.content).hexdigest()
    result = ActionsRead(upload.name, sha256, upload.kind)
    asker = Asker(upload.answers or {}, noun="action")
    which = partial(general.sheet, things=ACTIONS)
    chosen = choose_table(sheets, upload, ACTION_COLUMNS, asker, which)
    table = chosen.table
    if table is None:
        return without_table(result, chosen, asker, NO_TABLE)
    return Plan(upload, sheets, table, asker, council.with_answers(asker.answers)).read(result)


class Plan:
    """One table of actions, read from its year to its rows."""

    def __init__(
        self,
        upload: Upload,
        sheets: Sequence[Sheet],
        table: Table,
        asker: Asker,
        council: CouncilList,
    ) -> None:
        self.upload, self.sheets, self.table = upload, sheets, table
        self.asker, self.council = asker, council
        self.sheet = next(each for each in sheets if each.name == table.sheet and each.visible)
        self.blocks = blocks_of(table)
        asker.sheet = table.sheet
        asker.headings = {table.columns[name]: each for name, each in table.headings.items()}

    def read(self, result: ActionsRead) -> ActionsRead:
        """The rows, the questions and the problems."""
        year, problems = plan_year(
            self.sheet, self.table, self.blocks, self.asker, self.upload.year
        )
        refs = self._refs()
        mains = replace(self.table, rows=tuple(each.row for each in self.blocks))
        sorted_out = sort_out(mains, self.upload.leave_out, lambda row: refs[row.number])
        context = self._context(sorted_out.kept, refs, year)
        kept = {each.number for each in sorted_out.kept}
        readings = [
            RowReading(context, block, refs[block.row.number], position)
            for position, block in enumerate(self.blocks, start=1)
            if block.row.number in kept
        ]
        _report_repeated(readings)
        rows = tuple(each.read() for each in readings)
        own = tuple(problem for each in readings for problem in each.problems)
        return replace(
            result,
            sheet=self.table.sheet,
            header_row=self.table.header_row,
            year=year,
            rows=rows,
            left_out=sorted_out.left_out,
            questions=self.asker.questions,
            learned=self.asker.learned,
            problems=(
                *self.table.problems,
                *problems,
                *self._of_the_whole(),
                *own,
                *self.asker.problems(frozenset(sorted_out.left_out)),
                *sorted_out.problems,
            ),
        )

    def _refs(self) -> Mapping[int, str]:
        """Each action's number by its row; where the table has none they are counted if asked."""
        rows = [each.row for each in self.blocks]
        if REF in self.table.columns:
            return {each.number: ref_of(each) for each in rows}
        counts = self.asker.ask(topics.numbering(), "", Cell("", self.table.header_row, 0))
        return {
            each.number: str(place) if counts else "" for place, each in enumerate(rows, start=1)
        }

    def _context(
        self, rows: Sequence[TableRow], refs: Mapping[int, str], year: FinancialYear | None
    ) -> Context:
        has_column = aim_column(self.table) is not None
        meaning = self._bands(rows, has_column=has_column)
        return Context(
            table=self.table,
            asker=self.asker,
            council=self.council,
            year=year,
            aims=self._aims(rows, refs, meaning),
            has_aims=has_column or meaning == "aim",
            bands_answer=meaning == "department",
        )

    def _aims(self, rows: Sequence[TableRow], refs: Mapping[int, str], meaning: str) -> Aims:
        if meaning == "aim":
            return aims_of_bands(rows)
        kept = {each.number: refs[each.number] for each in rows}
        return aims_of(self.sheet, self.table, kept, self.asker)

    def _bands(self, rows: Sequence[TableRow], *, has_column: bool) -> str:
        """What lines between the rows name: whatever has no column, else it is asked."""
        with_band = [each for each in rows if each.band]
        has_departments = {DEPARTMENT, SERVICE} & self.table.columns.keys()
        if not with_band or (has_column and has_departments):
            return ""
        if has_departments:
            return "aim"
        if has_column:
            return "department"
        cell = Cell("", with_band[0].number, 0, text=with_band[0].band)
        return self.asker.ask(topics.bands(), "", cell) or ""

    def _of_the_whole(self) -> tuple[Problem, ...]:
        """What is to be said of the table as such."""
        found = [*told(self.blocks, self.table.sheet)]
        end = max((each.number for each in self.table.rows), default=self.table.header_row)
        found += unlike_stated(self.sheets, self.table, len(self.blocks), end)
        for name in (LEAD, OWNER):
            if name in self.table.columns:
                message = (
                    f"The column {quote(self.table.headings[name])} is kept as the post that leads "
                    "each action. Names of people do not belong there."
                )
                found.append(self._warning(message))
        if not self.blocks:
            found.append(self._warning("0 rows: there is nothing below the headings to import."))
        return tuple(found)

    def _warning(self, message: str) -> Problem:
        return Problem(Severity.WARNING, message, self.table.sheet, row=self.table.header_row)


def _report_repeated(readings: Sequence[RowReading]) -> None:
    """Name the numbers that stand on several rows."""
    rows: dict[str, list[str]] = defaultdict(list)
    for reading in readings:
        rows[reading.ref].append(str(reading.block.row.number))
    for reading in readings:
        same = rows[reading.ref]
        if reading.ref and len(same) > 1:
            message = (
                f"The number {reading.ref} stands on rows {shortened(same)}: keep one and leave "
                f"out the others, such as row:{same[-1]}."
            )
            reading.problem(REF, message)
