"""What a cell of a workbook holds: text, number, date, error or the stored result of a formula."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Final

from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from indicators.spreadsheets.files.limits import Unreadable
from indicators.spreadsheets.files.parts import Book
from indicators.spreadsheets.files.sheets import Cell, Value, address_of
from indicators.spreadsheets.files.showing import shown
from indicators.spreadsheets.words import clean

EXTERNAL: Final = re.compile(r"\[[^\[\]]+\][^!\[\]]*!")
NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
ISO_DAY: Final = re.compile(r"(\d{4}-\d\d-\d\d)(T[\d:.]*)?Z?", re.ASCII)
CLEAN: Final = re.compile(r"[!-~]+(?: [!-~]+)*")  # most texts: cleaning changes nothing
EXCEL_DIGITS: Final = 15


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell as the file writes it."""

    row: int
    column: int
    kind: str  # n number, s shared text, str or inlineStr text, b yes/no, e error, d date
    style: int
    text: str
    formula: str | None


class Reader:
    """Makes cells of what one workbook writes."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._cleaned: dict[int, str] = {}

    def cell(self, raw: RawCell, *, hidden: bool) -> Cell:
        """The cell as its reader sees it."""
        formats = self.book.formats
        code = formats[raw.style] if 0 <= raw.style < len(formats) else "General"
        value = self._value(raw, code)
        formula = raw.formula
        return Cell(
            address=address_of(raw.row, raw.column),
            row=raw.row,
            column=raw.column,
            value=value,
            text=self._text(raw, value, code),
            number_format=code,
            hidden=hidden,
            is_error=raw.kind == "e",
            no_result=formula is not None and not raw.text and raw.kind != "str",
            is_formula=formula is not None,
            external=bool(formula and EXTERNAL.search(formula)),
        )

    def _value(self, raw: RawCell, code: str) -> Value:
        if raw.kind == "s":
            return self.book.texts[self._index(raw)]
        if raw.kind == "b":
            return raw.text == "1"
        if raw.kind == "n":
            return _number(raw.text, code, since_1904=self.book.since_1904)
        if raw.kind == "d" and (day := ISO_DAY.fullmatch(raw.text)):
            return date.fromisoformat(day[1])
        return raw.text

    def _index(self, raw: RawCell) -> int:
        index = int(raw.text) if raw.text.isdecimal() else -1
        if not 0 <= index < len(self.book.texts):
            address = address_of(raw.row, raw.column)
            raise Unreadable(f"The text of cell {address} is missing: save it again in Excel.")
        return index

    def _text(self, raw: RawCell, value: Value, code: str) -> str:
        """The cell as shown; a text that many cells share is cleaned and kept once."""
        if raw.kind != "s":
            return _shown(value, code)
        index = int(raw.text)
        if index not in self._cleaned:
            self._cleaned[index] = _shown(value, code)
        return self._cleaned[index]


def _number(text: str, code: str, *, since_1904: bool) -> Value:
    """The stored number to Excel's fifteen digits, or the date that it stands for."""
    number = float(text) if NUMBER.fullmatch(text) else math.inf
    if not math.isfinite(number):
        return text
    if _is_date(code):
        epoch = CALENDAR_MAC_1904 if since_1904 else CALENDAR_WINDOWS_1900
        try:
            return _day(from_excel(number, epoch), text)
        except (ValueError, OverflowError):
            return text
    return Decimal(f"{number:.{EXCEL_DIGITS}g}")


@lru_cache(maxsize=256)
def _is_date(code: str) -> bool:
    return bool(is_date_format(code))


def _day(found: datetime | date | time | timedelta | None, text: str) -> date | str:
    if isinstance(found, datetime):
        return found.date()
    return found if isinstance(found, date) else text


def _shown(value: Value, code: str) -> str:
    if isinstance(value, Decimal):
        text = shown(value, code)
    elif isinstance(value, bool):
        text = str(value).upper()
    elif isinstance(value, date):
        text = f"{value.day} {value:%B %Y}"
    else:
        text = value or ""
    return text if CLEAN.fullmatch(text) else clean(text)
