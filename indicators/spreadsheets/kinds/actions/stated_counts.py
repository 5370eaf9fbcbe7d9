"""How many actions the words around a plan speak of, set against how many there are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from indicators.spreadsheets.files.sheets import Cell, Sheet
from indicators.spreadsheets.problems import Problem, Severity, at
from indicators.spreadsheets.tables.finding import Table

_COUNT: Final = re.compile(r"\b(\d{1,4})\s+(?:[A-Za-z'-]+\s+){0,3}actions\b", re.IGNORECASE)


def unlike_stated(
    sheets: Sequence[Sheet], table: Table, rows: int, last: int
) -> tuple[Problem, ...]:
    """Warnings of texts that speak of more actions than there are, or of fewer."""
    return tuple(
        at(
            cell,
            f"The text speaks of {count} actions, and the table has {rows}: is it complete?",
            sheet=sheet.name,
            column="",
            severity=Severity.WARNING,
        )
        for sheet in sheets
        if sheet.visible
        for cell in _around(sheet, table, last)
        for count in map(int, _COUNT.findall(cell.text))
        if count != rows
    )


def _around(sheet: Sheet, table: Table, last: int) -> Iterator[Cell]:
    """The cells that are not the table's; of a merged block the first."""
    for number, across in sheet.rows.items():
        if sheet.name == table.sheet and table.header_row <= number <= last:
            continue
        yield from (
            each for each in across.values() if each.address == (each.origin or each.address)
        )
