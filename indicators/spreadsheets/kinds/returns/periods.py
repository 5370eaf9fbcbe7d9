"""For which period a table of returns is: as its rows say, as stands above them, or as asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from indicators.rules.periods import Quarter
from indicators.spreadsheets.files.sheets import Cell, Sheet
from indicators.spreadsheets.kinds.returns.vocabulary import PERIOD
from indicators.spreadsheets.tables.finding import Table
from indicators.spreadsheets.understanding.periods_named import find_period, read_period
from indicators.spreadsheets.understanding.questions import Ask, Choice, one_of

MESSAGE: Final = "The sheet does not say for which period its figures are. Which is it?"


def quarter_in(cell: Cell) -> Quarter | None:
    """The quarter or outturn that a cell names."""
    try:
        return Quarter.parse(cell.text)
    except ValueError:
        named = read_period(cell)
        return named if isinstance(named, Quarter) else None


def of_rows(table: Table) -> Quarter | None:
    """The first that a row names."""
    cells = (row.cells[PERIOD] for row in table.rows if PERIOD in row.cells)
    return next((found for each in cells if (found := quarter_in(each))), None)


def above(table: Table, sheet: Sheet) -> Quarter | None:
    """The only one that is named above the table, or in the sheet's name."""
    texts = [
        cell.text
        for number, across in sheet.rows.items()
        if number < table.header_row
        for cell in across.values()
    ]
    named = {found[0] for each in (*texts, sheet.name) if (found := find_period(each))}
    quarters = [each for each in named if isinstance(each, Quarter)]
    return quarters[0] if len(named) == 1 and quarters else None


def which(open_now: Iterable[Quarter]) -> Ask[Quarter]:
    """Which of the open periods is meant."""
    by_key = {each.slug: each for each in open_now}
    choices = tuple(Choice(key, f"{each.name} ({each.prose})") for key, each in by_key.items())
    pick = one_of(choices)
    return Ask("period", "period", MESSAGE, choices, lambda each: by_key[pick(each)])
