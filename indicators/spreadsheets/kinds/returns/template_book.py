"""Writes the workbook that officers fill in: a cover, how to fill it in, one table of returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from openpyxl.cell.cell import Cell
from openpyxl.utils.cell import get_column_letter
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.table import TableColumn, TableStyleInfo

from indicators.models import NoValueReason, Quality
from indicators.rules.units import Unit
from indicators.spreadsheets.kinds.returns.explaining import (
    ABOUT,
    ANSWERS,
    FIRST,
    HOW,
    RETURNS,
    SECOND,
    how_to_fill_in,
)
from indicators.spreadsheets.kinds.returns.filling import Rules, opened
from indicators.spreadsheets.kinds.returns.template import NOT_ASKED, TemplateRow
from indicators.spreadsheets.kinds.returns.vocabulary import (
    CAUSE,
    COMMENTARY,
    EXPECTED,
    FIGURES,
    HEADERS,
    PARTS,
    QUALITY,
    REASON,
    SERVICE,
    TO_FILL,
    VALUE,
    VERSION,
)
from indicators.spreadsheets.tables.headings import REF, TITLE
from indicators.spreadsheets.writing.cells import (
    DATE_FORMAT,
    link_to,
    number_format,
    text_cell,
    typed_cell,
)
from indicators.spreadsheets.writing.describing import Cover
from indicators.spreadsheets.writing.layout import LINE, TITLE_LINE, height
from indicators.spreadsheets.writing.looks import Look
from indicators.spreadsheets.writing.placed import PlacedSheet, add_sheet
from indicators.spreadsheets.writing.workbook import long_date, new_book, saved, write_table
from organisation.columns import figure, original

COVER: Final = "Cover"
HEADER_ROW: Final = 5
WIDTH: Final = 14
WIDTHS: Final = {
    REF: 8,
    TITLE: 34,
    "target": 20,
    "tolerance": 26,
    "last_year": 18,
    "last": 18,
    "state": 20,
    REASON: 24,
    EXPECTED: 20,
    QUALITY: 18,
    COMMENTARY: 50,
    CAUSE: 36,
    SERVICE: 20,
    VERSION: 16,
}
COVER_WIDTH: Final = 72
#: So that a phone's or a screen's pane still shows something beside the measure's name.
FROZEN: Final = f"B{HEADER_ROW + 1}"
CHOICES: Final = {REASON: NoValueReason, QUALITY: Quality}
ENTERED: Final = Look("plain", "left", "row")
SIGNS: Final = {"percent": '{}"%"', "currency": '"£"{}'}


@dataclass(frozen=True)
class Occasion:
    """Whose returns, of which period, due when; made on which day."""

    service: str
    period: str
    prose: str
    due: str
    made_on: date
    council: str

    @property
    def title(self) -> str:
        return f"Returns of {self.service}, {self.period}"


def template_of(rows: Sequence[TemplateRow], occasion: Occasion) -> bytes:
    """The file."""
    columns = columns_for(rows)
    cover = Cover(
        title=occasion.title,
        period=occasion.prose,
        prepared=occasion.made_on,
        source=occasion.council,
        contact=f"The performance team of {occasion.council}",
        about=ABOUT,
    )
    book = new_book(cover)
    _write_cover(add_sheet(book, COVER), cover, occasion)
    how = add_sheet(book, HOW)
    write_table(how, how_to_fill_in(columns), "Table_How_to_fill_it_in")
    _protect(how)
    _write_returns(add_sheet(book, RETURNS), rows, columns, occasion)
    return saved(book)


def columns_for(rows: Sequence[TemplateRow]) -> tuple[str, ...]:
    """The columns that any of these measures needs: parts only where there are ratios."""
    has_parts = any(each.has_parts for each in rows)
    return tuple(each for each in HEADERS if has_parts or each not in PARTS)


def _protect(sheet: PlacedSheet) -> None:
    """Locked without a password; columns and rows may still be made wider, and filtered."""
    guard = sheet.protection
    guard.sheet = True
    guard.formatColumns = guard.formatRows = guard.autoFilter = False


def _write_cover(sheet: PlacedSheet, cover: Cover, occasion: Occasion) -> None:
    lines = [
        (cover.title, Look("title")),
        ("Period", Look("bold")),
        (cover.period, Look()),
        ("Due", Look("bold")),
        (occasion.due, Look()),
        ("Prepared", Look("bold")),
        (long_date(cover.prepared), Look()),
        ("Contact", Look("bold")),
        (cover.contact, Look()),
        ("What to do", Look("bold")),
        *((each, Look()) for each in cover.about),
    ]
    ways = ((f"Go to the sheet “{RETURNS}”", RETURNS), (f"Go to the sheet “{HOW}”", HOW))
    high = [TITLE_LINE, *(height([text], [COVER_WIDTH]) for text, _ in lines[1:]), LINE, LINE]
    sheet.set_up({1: COVER_WIDTH}, high)
    for row, (text, look) in enumerate(lines, 1):
        sheet.place(row, {1: text_cell(sheet, text, look)})
    for row, (text, to) in enumerate(ways, len(lines) + 1):
        cell = text_cell(sheet, text, Look("link"))
        sheet.place(row, {1: link_to(cell, f"A{row}", to, "A1")})
    _protect(sheet)


def _write_returns(
    sheet: PlacedSheet, rows: Sequence[TemplateRow], columns: tuple[str, ...], occasion: Occasion
) -> None:
    wide = [float(WIDTHS.get(each, WIDTH)) for each in columns]
    high = [_height(row, columns, wide) for row in rows]
    headings = height([f"{HEADERS[each]}    " for each in columns], wide)
    above = [TITLE_LINE, LINE, LINE, LINE]
    sheet.set_up(dict(enumerate(wide, 1)), [*above, headings, *high], frozen=FROZEN)
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.print_title_cols = "A:B"
    sheet.page_setup.fitToWidth = 2  # on one page the letters would be too small to read
    if sheet.oddFooter is not None and sheet.oddFooter.center is not None:
        sheet.oddFooter.center.text = f"{occasion.title}, page &P of &N"
    sheet.place(1, {1: text_cell(sheet, occasion.title, Look("title", "across"))})
    sheet.place(2, {1: text_cell(sheet, FIRST, Look("plain", "across"))})
    sheet.place(3, {1: text_cell(sheet, SECOND, Look("plain", "across"))})
    back = text_cell(sheet, f"Go to the sheet “{HOW}”", Look("link", "across"))
    sheet.place(4, {1: link_to(back, "A4", HOW, "A1")})
    bold = Look("bold", "left", "header")
    heads = {n: text_cell(sheet, HEADERS[each], bold) for n, each in enumerate(columns, 1)}
    sheet.place(HEADER_ROW, heads)
    rules = Rules()
    for number, row in enumerate(rows, HEADER_ROW + 1):
        sheet.place(number, _cells(sheet, row, number, columns, rules))
    for each in rules.validations:
        sheet.data_validations.append(each)
    _mark_up(sheet, columns, HEADER_ROW + len(rows), occasion)
    _protect(sheet)


def _height(row: TemplateRow, columns: Sequence[str], wide: Sequence[float]) -> float:
    texts = [original(row.entered.get(each, row.shown.get(each, ""))) for each in columns]
    return max(2 * LINE, height(texts, wide))


def _cells(
    sheet: PlacedSheet, row: TemplateRow, number: int, columns: Sequence[str], rules: Rules
) -> dict[int, Cell]:
    found: dict[int, Cell] = {}
    for place, name in enumerate(columns, 1):
        if name not in TO_FILL:
            text = row.ref if name == REF else row.shown[name]
            found[place] = text_cell(sheet, text, Look("plain", "left", "row"))
        elif not row.asks(name):
            found[place] = _entered(sheet, row, name, NOT_ASKED)
        else:
            found[place] = opened(_entered(sheet, row, name, ""))
            rules.add(f"{get_column_letter(place)}{number}", name, row.unit)
    return found


def _entered(sheet: PlacedSheet, row: TemplateRow, name: str, nothing: str) -> Cell:
    """A cell to fill, with the draft in it where there is one."""
    text = row.entered[name]
    if name == VALUE and row.unit.kind == "yes_no":
        text = ANSWERS[0 if figure(text) else 1] if text else ""
    elif name in FIGURES and (text or not nothing):
        code = code_of(row.unit if name == VALUE else Unit("count"), text)
        return typed_cell(sheet, Decimal(text) if text else None, code, ENTERED)
    elif name == EXPECTED and (text or not nothing):
        day = date.fromisoformat(text) if text else None
        return typed_cell(sheet, day, DATE_FORMAT, ENTERED)
    elif name in CHOICES and text:
        text = str(CHOICES[name](text).label)
    words = original(text) or nothing
    return text_cell(sheet, words, ENTERED) if words else typed_cell(sheet, None, "@", ENTERED)


def code_of(unit: Unit, text: str) -> str:
    """The number format: as the measure is written, and no decimal of a draft is hidden."""
    places = len(text.partition(".")[2])
    return SIGNS.get(unit.kind, "{}").format(number_format(max(unit.decimals, places)))


def _mark_up(sheet: PlacedSheet, columns: Sequence[str], last: int, occasion: Occasion) -> None:
    """Make it a real table, whose headings a screen reader reads out with each cell."""
    reference = f"A{HEADER_ROW}:{get_column_letter(len(columns))}{last}"
    made = ExcelTable(displayName="Table_Returns", ref=reference, comment=occasion.title)
    made.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    for number, name in enumerate(columns, 1):
        made.tableColumns.append(TableColumn(id=number, name=HEADERS[name]))
    sheet.tables.add(made)
