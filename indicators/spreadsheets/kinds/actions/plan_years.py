"""Of which financial year a plan is: what its title says, else what is answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from indicators.rules.periods import FinancialYear
from indicators.spreadsheets.files.sheets import Cell, Sheet
from indicators.spreadsheets.kinds.actions import topics
from indicators.spreadsheets.kinds.actions.blocks import Block
from indicators.spreadsheets.kinds.actions.due_dates import read_due
from indicators.spreadsheets.kinds.actions.vocabulary import DUE
from indicators.spreadsheets.problems import Problem, Severity
from indicators.spreadsheets.tables.finding import Table
from indicators.spreadsheets.understanding.periods_named import YEAR, four_digits
from indicators.spreadsheets.understanding.questions import Asker
from indicators.spreadsheets.words import listed

MOST_OFFERED = 3


def plan_year(
    sheet: Sheet, table: Table, blocks: Sequence[Block], asker: Asker, wanted: str | None
) -> tuple[FinancialYear | None, tuple[Problem, ...]]:
    """The year as told, the only one that stands above the table, or asked for."""
    cell = Cell("", table.header_row, 0)
    named = tuple(dict.fromkeys(_named(sheet, table)))
    if wanted:
        return _as_told(wanted, named, table)
    if answered := asker.option(topics.plan_year(named), cell):
        return answered, ()
    if len(named) == 1:
        return named[0], ()
    return asker.ask(topics.plan_year(named or _of_days(blocks)), "", cell), ()


def _as_told(
    wanted: str, named: Sequence[FinancialYear], table: Table
) -> tuple[FinancialYear | None, tuple[Problem, ...]]:
    """The year that was told with the file; a sheet that says otherwise is warned of."""
    try:
        year = topics.read_year(wanted)
    except ValueError as error:
        return None, (Problem(Severity.ERROR, str(error), table.sheet, row=table.header_row),)
    if not named or year in named:
        return year, ()
    says = listed([each.label for each in named])
    message = f"The sheet says {says}, and the plan is imported as that of {year.label}."
    return year, (Problem(Severity.WARNING, message, table.sheet, row=table.header_row),)


def _named(sheet: Sheet, table: Table) -> Iterator[FinancialYear]:
    """The years in the sheet's name, above the table and in its headings."""
    above = (
        cell.text
        for number, across in sheet.rows.items()
        if number <= table.header_row
        for cell in across.values()
    )
    for text in (sheet.name, *above):
        yield from years_in(text)


def years_in(text: str) -> Iterator[FinancialYear]:
    """The financial years that a text names; 2015-2020 is none."""
    for found in YEAR.finditer(text):
        start, end = four_digits(found["start"]), four_digits(found["end"])
        if end == start + 1:
            yield FinancialYear(start)


def _of_days(blocks: Sequence[Block]) -> tuple[FinancialYear, ...]:
    """The years in which most due dates fall, to offer."""
    days = (
        each.named.day
        for block in blocks
        for each in read_due(block.cell(DUE), None).days
        if each.named.day
    )
    counted = Counter(FinancialYear.of(each) for each in days)
    return tuple(year for year, _ in counted.most_common(MOST_OFFERED))
