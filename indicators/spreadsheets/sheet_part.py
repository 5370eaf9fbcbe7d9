"""Collects the raw cells of one sheet's XML, its merged blocks and its hidden parts."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.xmlreader import AttributesImpl

from openpyxl.utils.cell import get_column_letter

from indicators.spreadsheets.archive import LIMITS, PartHandler
from indicators.spreadsheets.parts import unescaped


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell as the file writes it."""

    address: str
    kind: str  # n number, s shared text, str or inlineStr text, b yes/no, e error, d date
    style: int
    text: str
    formula: str | None


class SheetPart(PartHandler):
    """Reads what is written, cell by cell; the sheet's announced extent is never trusted."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[RawCell] = []
        self.merged: list[str] = []
        self.hidden_columns: set[int] = set()
        self.hidden_rows: set[int] = set()
        self._row = self._column = self._style = 0
        self._address = self._kind = ""
        self._text: list[str] = []
        self._formula: str | None = None
        self._phonetic = False

    def begin(self, name: str, attrs: AttributesImpl) -> None:
        if name == "c":
            self._begin_cell(attrs)
        elif name == "row":
            self._begin_row(attrs)
        elif name == "rPh":
            self._phonetic = True
        elif name == "mergeCell":
            self.merged.append(str(attrs.get("ref", "")))
        elif name == "col" and attrs.get("hidden", "") in {"1", "true"}:
            last = min(int(attrs["max"]), LIMITS.columns)
            self.hidden_columns.update(range(int(attrs["min"]), last + 1))

    def finish(self, name: str, text: str) -> None:
        if name == "v":
            self._text.append(text)
        elif name == "f":
            self._formula = text
        elif name == "t" and not self._phonetic:
            self._text.append(unescaped(text))
        elif name == "rPh":
            self._phonetic = False
        elif name == "c" and (self._text or self._formula is not None):
            written = "".join(self._text)
            kind = self._kind
            self.cells.append(RawCell(self._address, kind, self._style, written, self._formula))

    def _begin_row(self, attrs: AttributesImpl) -> None:
        self._row = int(attrs.get("r", str(self._row + 1)))
        self._column = 0
        if attrs.get("hidden", "") in {"1", "true"}:
            self.hidden_rows.add(self._row)

    def _begin_cell(self, attrs: AttributesImpl) -> None:
        self._column += 1
        self._address = attrs.get("r") or f"{get_column_letter(self._column)}{self._row}"
        self._kind = attrs.get("t", "n")
        self._style = int(attrs.get("s", "0"))
        self._text = []
        self._formula = None
