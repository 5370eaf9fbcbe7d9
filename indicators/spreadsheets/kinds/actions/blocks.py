"""The rows that make up one action: its own, and those on which its cells go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from indicators.spreadsheets.files.sheets import Cell
from indicators.spreadsheets.kinds.actions.vocabulary import DUE, LEAD, MILESTONES, OWNER
from indicators.spreadsheets.problems import Problem, Severity, at
from indicators.spreadsheets.tables.finding import Table
from indicators.spreadsheets.tables.headings import DEPARTMENT, REF, SERVICE, TITLE
from indicators.spreadsheets.tables.rows import TableRow

BESIDE: Final = (DEPARTMENT, SERVICE, LEAD, OWNER, DUE)


@dataclass(frozen=True)
class Block:
    """An action's row, and the rows below it that have no number of their own."""

    row: TableRow
    more: tuple[TableRow, ...] = ()

    def cell(self, name: str) -> Cell:
        """The cell of a field, with what stands below it in the block, each on a line."""
        own = self.row.cells.get(name) or Cell("", self.row.number, 0)
        below = [each.cells[name].text for each in self.more if _says(each, name)]
        if not below:
            return own
        return replace(own, text="\n".join(filter(None, (own.text, *below))), value=None)


def blocks_of(table: Table) -> tuple[Block, ...]:
    """The table's rows, those that only go on with an action put to it."""
    found: list[Block] = []
    for row in table.rows:
        if found and _goes_on(row, table):
            last = found.pop()
            found.append(Block(last.row, (*last.more, row)))
        else:
            found.append(Block(row))
    return tuple(found)


def told(blocks: Sequence[Block], sheet: str) -> tuple[Problem, ...]:
    """Says which texts were joined to the action above them."""
    return tuple(
        at(
            row.cells[TITLE],
            f"Row {row.number} has no number and nothing but words: it goes on with the action on "
            f"row {block.row.number}, and is joined to it.",
            sheet=sheet,
            column="",
            severity=Severity.WARNING,
        )
        for block in blocks
        for row in block.more
        if _says(row, TITLE)
    )


def _goes_on(row: TableRow, table: Table) -> bool:
    """A row under a merged number; or without one and without an action, or with nothing else."""
    ref, title = row.cells.get(REF), row.cells.get(TITLE)
    if ref is not None and not ref.blank:
        return not _says(row, REF)
    if title is not None and not title.blank and not _says(row, TITLE):
        return True
    if REF not in table.columns:
        return False
    if not _says(row, TITLE):
        return _says(row, DUE) or _says(row, MILESTONES)
    return not any(_says(row, name) for name in BESIDE)


def _says(row: TableRow, name: str) -> bool:
    """Whether a text stands in this row itself, not in a block merged from above."""
    cell = row.cells.get(name)
    return cell is not None and not cell.blank and cell.address == (cell.origin or cell.address)
