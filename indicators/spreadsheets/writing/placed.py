"""A sheet written row by row whose rows say where they stand, so that gaps cost nothing."""

from __future__ import annotations

from collections.abc import Generator, Hashable, Mapping, Sequence
from typing import Any, Final

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.utils.cell import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidationList
from openpyxl.worksheet.dimensions import DimensionHolder
from openpyxl.worksheet.page import PrintPageSetup
from openpyxl.worksheet.properties import PageSetupProperties, WorksheetProperties
from openpyxl.worksheet.protection import SheetProtection

A4, A3 = 9, 8
#: From this width on, letters on A4 would be too small to read.
WIDE: Final = 200


class PlacedSheet(WriteOnlyWorksheet):
    """As openpyxl's, which can only count: a cell in row 1,000,000 would cost a million rows."""

    # What openpyxl gives such a sheet and its types don't tell.
    _writer: Any
    column_dimensions: DimensionHolder[str, Any]
    row_dimensions: DimensionHolder[int, Any]
    merged_cells: MultiCellRange
    sheet_properties: WorksheetProperties
    page_setup: PrintPageSetup
    protection: SheetProtection
    data_validations: DataValidationList

    def __init__(self, book: openpyxl.Workbook, name: str) -> None:
        super().__init__(book, name)
        self.looks: dict[Hashable, Any] = {}

    def set_up(
        self, wide: Mapping[int, float], high: Sequence[float] = (), frozen: str = ""
    ) -> None:
        """Widths by column, heights from the first row, what stays in view, how it prints.

        Before the first row is written.
        """
        for number, width in wide.items():
            self.column_dimensions[get_column_letter(number)].width = width
        for number, each in enumerate(high, 1):
            self.row_dimensions[number].height = each
        if frozen:
            self.freeze_panes = frozen
        self.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        self.page_setup.orientation = "landscape" if len(wide) > 1 else "portrait"
        self.page_setup.paperSize = A4 if sum(wide.values()) < WIDE else A3
        self.page_setup.fitToHeight = 0

    def place(self, row: int, cells: Mapping[int, Cell]) -> None:
        """Write a row, its cells by column in order; below all that was written so far."""
        for column, cell in cells.items():
            cell.row, cell.column = row, column
        self.append((row, list(cells.values())))

    def _write_rows(self) -> Generator[None, tuple[int, Sequence[Cell]], None]:
        """What openpyxl sends its rows to."""
        out = self._writer.xf.send(True)  # noqa: FBT003 - openpyxl asks so
        with out.element("sheetData"):
            try:
                while True:
                    row, cells = yield
                    self._writer.write_row(out, cells, row)
            except GeneratorExit:
                pass
        self._writer.xf.send(None)


def add_sheet(book: openpyxl.Workbook, name: str) -> PlacedSheet:
    """A new last sheet of a workbook that is written row by row."""
    sheet = PlacedSheet(book, name)
    adding: Any = book  # create_sheet makes only openpyxl's own kind
    adding._add_sheet(sheet)  # noqa: SLF001
    return sheet
