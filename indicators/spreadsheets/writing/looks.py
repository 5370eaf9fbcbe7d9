"""How cells look, each look worked out once a sheet: openpyxl is slow at it."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import Any, Final

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from indicators.spreadsheets.writing.placed import PlacedSheet

BLACK, GREY, YELLOW, BLUE = "FF0B0C0C", "FFB1B4B6", "FFFFDD00", "FF0000EE"
THICK: Final = Side(style="thick", color=BLACK)
FONTS: Final = {
    "plain": Font(name="Arial", size=12),
    "bold": Font(name="Arial", size=12, bold=True),
    "title": Font(name="Arial", size=16, bold=True),
    "link": Font(name="Arial", size=12, color=BLUE, underline="single"),
}
ALIGNMENTS: Final = {
    "wrapped": Alignment(wrap_text=True, vertical="top"),
    "left": Alignment(wrap_text=True, vertical="top", horizontal="left"),
    # So that the decimals of figures stand below each other.
    "right": Alignment(wrap_text=True, vertical="top", horizontal="right", indent=1),
    "across": Alignment(wrap_text=False, vertical="top"),
}
BORDERS: Final = {
    "": Border(),
    "header": Border(bottom=Side(style="medium", color=BLACK)),
    "row": Border(bottom=Side(style="thin", color=GREY)),
    "mark": Border(left=THICK, right=THICK, top=THICK, bottom=THICK),
}
MARK_FILL: Final = PatternFill("solid", start_color=YELLOW)


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks; `quoted` says that it is text whatever it looks like."""

    font: str = "plain"
    alignment: str = "wrapped"
    border: str = ""
    number_format: str = "General"
    quoted: bool = False


def dress(sheet: PlacedSheet, cell: Cell, look: Look) -> Cell:
    """Give a cell of a sheet its look."""
    dressed: Any = cell
    if look not in sheet.looks:
        cell.font, cell.alignment = FONTS[look.font], ALIGNMENTS[look.alignment]
        cell.border, cell.number_format = BORDERS[look.border], look.number_format
        if look.border == "mark":
            cell.fill = MARK_FILL
        dressed.quotePrefix = look.quoted
        sheet.looks[look] = copy(dressed._style)  # noqa: SLF001 - the numbers of all these
    dressed._style = sheet.looks[look]  # noqa: SLF001
    return cell
