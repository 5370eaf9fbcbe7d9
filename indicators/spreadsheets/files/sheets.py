"""A sheet and its cells, as their reader sees them, whatever kind of file they come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache

from openpyxl.utils.cell import get_column_letter

Value = Decimal | str | bool | date | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; in a merged block each place has the value of the block's first cell."""

    address: str
    row: int
    column: int
    value: Value = None
    text: str = ""  # as shown, cleaned
    number_format: str = "General"
    hidden: bool = False
    origin: str = ""  # the block's first cell, if it is merged into one
    is_error: bool = False  # an error value such as #N/A
    no_result: bool = False  # a formula without a stored result
    is_formula: bool = False
    external: bool = False  # a formula that looks into another workbook

    @property
    def blank(self) -> bool:
        """Whether its reader sees nothing and nothing is wrong with it."""
        return not self.text and not self.no_result


@dataclass(frozen=True, slots=True)
class Remark:
    """What is odd about a place in a file though it can be read; it `stops` what may be lost."""

    address: str
    row: int
    message: str
    stops: bool = True


class Cells(Mapping[tuple[int, int], Cell]):
    """Cells by row and column, kept by row: a sheet may have hundreds of thousands."""

    def __init__(self, by_row: Mapping[int, Mapping[int, Cell]]) -> None:
        self.by_row = {row: _in_order(by_row[row]) for row in sorted(by_row)}

    def __getitem__(self, place: tuple[int, int]) -> Cell:
        row, column = place
        return self.by_row[row][column]

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return ((row, column) for row, across in self.by_row.items() for column in across)

    def __len__(self) -> int:
        return sum(map(len, self.by_row.values()))


def _in_order(across: Mapping[int, Cell]) -> Mapping[int, Cell]:
    """The row's cells by column; nearly always they stand so in the file."""
    columns = list(across)
    ordered = sorted(columns)
    return across if columns == ordered else {each: across[each] for each in ordered}


@dataclass(frozen=True)
class Sheet:
    """A sheet's cells that are not blank, by row and column; hidden sheets are not read."""

    name: str
    visible: bool
    cells: Cells
    hidden_columns: frozenset[int] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    remarks: tuple[Remark, ...] = ()
    widths: Mapping[int, int] = field(default_factory=dict)  # of a CSV: how many cells a row has

    @property
    def rows(self) -> Mapping[int, Mapping[int, Cell]]:
        """Cells by column, by row, both in order."""
        return self.cells.by_row

    def cell(self, row: int, column: int) -> Cell:
        """The cell there, blank if need be."""
        if cell := self.rows.get(row, {}).get(column):
            return cell
        return Cell(address_of(row, column), row, column)


@lru_cache(maxsize=256)
def letters(column: int) -> str:
    """The letters of a column."""
    return get_column_letter(column)


def address_of(row: int, column: int) -> str:
    """The address of a place, such as B5."""
    return f"{letters(column)}{row}"
