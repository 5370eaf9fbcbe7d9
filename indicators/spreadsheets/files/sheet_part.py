"""Reads the XML of one sheet into cells as they come, with what is merged or hidden."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Final

from openpyxl.utils.cell import column_index_from_string, range_boundaries

from indicators.spreadsheets.files.archive import Attributes, PartHandler
from indicators.spreadsheets.files.limits import LIMITS, Allowance, Unreadable
from indicators.spreadsheets.files.parts import Book, Pieces, unescaped
from indicators.spreadsheets.files.sheets import Cell, Cells, Sheet, address_of, letters
from indicators.spreadsheets.files.values import RawCell, Reader

ADDRESS: Final = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
TRUE: Final = frozenset({"1", "true"})
ROWS_ABOVE: Final = 100  # titles and notes that stand around a table
MOST_BLOCKS: Final = 50_000
MOST_MERGED: Final = 200_000  # places that merged blocks cover


@dataclass(frozen=True, slots=True)
class Block:
    """A merged block."""

    left: int
    top: int
    right: int
    bottom: int


class SheetPart(PartHandler):
    """Reads what is written, cell by cell; the sheet's announced extent is never trusted."""

    def __init__(self, name: str, book: Book, allowance: Allowance) -> None:
        super().__init__()
        self.name = name
        self.allowance = allowance
        self.reader = Reader(book)
        self.cells: dict[int, dict[int, Cell]] = defaultdict(dict)
        self.blocks: list[Block] = []
        self.hidden_columns: set[int] = set()
        self.hidden_rows: set[int] = set()
        self._row = self._column = self._style = 0
        self._row_hidden = False
        self._kind = ""
        self._text = Pieces()
        self._formula: str | None = None
        self._phonetic = False
        self._began = False

    def begin(self, name: str, attrs: Attributes) -> None:
        if name == "c":
            self._begin_cell(attrs)
        elif name == "row":
            self._begin_row(attrs)
        elif name == "rPh":
            self._phonetic = True
        elif name == "mergeCell":
            self._add_block(attrs.get("ref", ""))
        elif name == "col" and (attrs.get("hidden") in TRUE or attrs.get("width") == "0"):
            self._hide_columns(int(attrs["min"]), int(attrs["max"]))

    def finish(self, name: str, text: str) -> None:
        if name == "v":
            self._text.add(text)
        elif name == "f":
            self._formula = text
        elif name == "t" and not self._phonetic:
            self._text.add(unescaped(text))
        elif name == "rPh":
            self._phonetic = False
        elif name == "c" and (self._text.begun or self._formula is not None):
            self._keep_cell()

    def _begin_row(self, attrs: Attributes) -> None:
        self._began = True
        self._row = int(attrs.get("r") or self._row + 1)
        self._column = 0
        self._row_hidden = attrs.get("hidden") in TRUE or attrs.get("ht") == "0"

    def _begin_cell(self, attrs: Attributes) -> None:
        self._column += 1
        if address := attrs.get("r"):
            self._row, self._column = place_of(address)
        self._kind = attrs.get("t", "n")
        self._style = int(attrs.get("s", "0"))
        self._text.joined()
        self._formula = None

    def _hide_columns(self, first: int, last: int) -> None:
        if self._began:
            # Its cells would have passed as visible ones.
            raise ValueError(first)
        self.hidden_columns.update(range(max(first, 1), min(last, LIMITS.columns) + 1))

    def _keep_cell(self) -> None:
        raw = RawCell(self._row, self._column, self._kind, self._style, self._text.joined(),
                      self._formula)  # fmt: skip
        hidden = self._row_hidden or self._column in self.hidden_columns
        cell = self.reader.cell(raw, hidden=hidden)
        if cell.blank:
            return
        self._refuse_beyond_limits(cell)
        self.allowance.take_cell(cell.text)
        self.cells[cell.row][cell.column] = cell
        if self._row_hidden:
            self.hidden_rows.add(cell.row)

    def _refuse_beyond_limits(self, cell: Cell) -> None:
        if cell.column > LIMITS.columns:
            raise Unreadable(
                f"The sheet {self.name} has text in {cell.address}, beyond column "
                f"{letters(LIMITS.columns)}: clear it."
            )
        refuse_long_text(cell, f" of the sheet {self.name}")
        if len(self.cells) > LIMITS.rows + ROWS_ABOVE:
            raise Unreadable(f"The sheet {self.name} has more than {LIMITS.rows:,} rows: split it.")

    def _add_block(self, ref: str) -> None:
        left, top, right, bottom = range_boundaries(ref)
        if left is None or top is None or right is None or bottom is None:
            return
        self.blocks.append(Block(left, top, right, bottom))
        if len(self.blocks) > MOST_BLOCKS:
            raise Unreadable("The workbook has too many merged cells: unmerge them.")

    def sheet(self) -> Sheet:
        """The sheet that was read, its merged blocks filled."""
        rows = sorted(self.cells)
        left = MOST_MERGED
        for block in self.blocks:
            within = rows[bisect_left(rows, block.top) : bisect_right(rows, block.bottom)]
            left -= len(within) * (min(block.right, LIMITS.columns) + 1 - block.left)
            if left < 0:
                raise Unreadable("The workbook has too many merged cells: unmerge them.")
            self._fill(block, within)
        return Sheet(
            self.name,
            visible=True,
            cells=Cells(self.cells),
            hidden_columns=frozenset(self.hidden_columns),
            hidden_rows=frozenset(self.hidden_rows),
        )

    def _fill(self, block: Block, rows: list[int]) -> None:
        """Put the block's value wherever it reaches, on rows that hold something."""
        first = self.cells[block.top].get(block.left) if block.top in self.cells else None
        if first is None:
            return
        for row in rows:
            for column in range(block.left, min(block.right, LIMITS.columns) + 1):
                is_first = (row, column) == (block.top, block.left)
                if is_first or column not in self.cells[row]:
                    self.allowance.take_cell("")
                    address = address_of(row, column)
                    self.cells[row][column] = replace(
                        first, address=address, row=row, column=column, origin=first.address
                    )


def refuse_long_text(cell: Cell, where: str = "") -> None:
    """Refuse what no cell of Excel can hold."""
    if len(cell.text) > LIMITS.text:
        raise Unreadable(
            f"The text in cell {cell.address}{where} is longer than {LIMITS.text:,} characters: "
            "shorten it."
        )


def place_of(address: str) -> tuple[int, int]:
    """Row and column of an address; raises ValueError if it is none."""
    found = ADDRESS.fullmatch(address)
    if not found:
        raise ValueError(address)
    return int(found[2]), column_index_from_string(found[1])
