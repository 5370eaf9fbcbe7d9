"""The merged blocks of a sheet, found again from the cells that each covers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl.utils.cell import get_column_letter

from indicators.spreadsheets.files.sheets import Cell, Sheet


@dataclass(frozen=True, order=True)
class Block:
    """From its first cell's row and column to its last one's."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def reference(self) -> str:
        """A1:C2."""
        first, last = get_column_letter(self.left), get_column_letter(self.right)
        return f"{first}{self.top}:{last}{self.bottom}"


def merged_blocks(sheet: Sheet) -> tuple[Block, ...]:
    """The blocks, in their order; one that another overlaps is left out, since Excel minds."""
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for place, cell in sheet.cells.items():
        if cell.origin:
            places[cell.origin].append(place)
    found = ((origin, _around(covered)) for origin, covered in places.items())
    return tuple(sorted(block for origin, block in found if _is_whole(sheet, block, origin)))


def _around(places: list[tuple[int, int]]) -> Block:
    rows, columns = zip(*places, strict=True)
    return Block(min(rows), min(columns), max(rows), max(columns))


def _is_whole(sheet: Sheet, block: Block, origin: str) -> bool:
    """Whether it begins with its own cell, is more than that, and nothing else is within."""
    first = sheet.cell(block.top, block.left)
    if first.address != origin or (block.top, block.left) == (block.bottom, block.right):
        return False
    return all(cell.origin == origin for cell in _within(sheet, block))


def _within(sheet: Sheet, block: Block) -> Iterator[Cell]:
    for row in range(block.top, block.bottom + 1):
        for column in range(block.left, block.right + 1):
            if cell := sheet.cells.get((row, column)):
                yield cell
