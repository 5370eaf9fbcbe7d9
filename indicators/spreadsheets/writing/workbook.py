"""Writes a described workbook as .xlsx by the rules for accessible spreadsheets.

A cover, contents, notes; one real table a sheet with headings in one row; nothing merged, nothing
blank, nothing hidden, nothing said by colour alone.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Final

import openpyxl
from openpyxl.utils.cell import get_column_letter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.table import TableColumn, TableStyleInfo

from indicators.spreadsheets.writing.cells import PLAIN, link_to, text_cell, value_cell
from indicators.spreadsheets.writing.describing import Column, Cover, Kind, Table, Workbook
from indicators.spreadsheets.writing.layout import LINE, TITLE_LINE, Filled, height, widths
from indicators.spreadsheets.writing.looks import Look
from indicators.spreadsheets.writing.names import sheet_names, shortened, table_names
from indicators.spreadsheets.writing.placed import PlacedSheet, add_sheet
from indicators.spreadsheets.writing.texts import for_excel, legible

LANGUAGE: Final = "en-GB"
TITLE, BOLD, LINK = Look("title"), Look("bold"), Look("link")
TITLE_ACROSS, ACROSS, LINK_ACROSS = (Look(font, "across") for font in ("title", "plain", "link"))
COVER, CONTENTS, NOTES = "Cover", "Contents", "Notes"
COVER_WIDTH: Final = 90
LONGEST_LABEL: Final = 255
ALIGNED: Final = {Kind.TEXT: "left", Kind.DATE: "left", Kind.NUMBER: "right"}
#: The filter's arrow covers the end of a heading.
ROOM: Final = "    "
#: By row (1 is the first below the headings) and column: the sheet and the cell to lead to.
Links = Mapping[int, Mapping[int, tuple[str, str]]]


def xlsx_of(workbook: Workbook) -> bytes:
    """The workbook's file."""
    book = new_book(workbook.cover)
    sheets = sheet_names((table.name for table in workbook.tables), (COVER, CONTENTS, NOTES))
    pages = [_notes(workbook), *workbook.tables]
    names = table_names((CONTENTS, *(table.name for table in pages)))
    _write_cover(add_sheet(book, COVER), workbook)
    contents = _contents(workbook, sheets)
    links = {row: {1: (sheet, "A1")} for row, sheet in enumerate((NOTES, *sheets), 1)}
    write_table(add_sheet(book, CONTENTS), contents, names[0], links=links)
    for sheet, table, name in zip((NOTES, *sheets), pages, names[1:], strict=True):
        write_table(add_sheet(book, sheet), table, name, back_to=CONTENTS)
    return saved(book)


def new_book(cover: Cover) -> openpyxl.Workbook:
    """An empty workbook that knows its title, its language and whose it is."""
    book = openpyxl.Workbook(write_only=True)
    made = datetime.combine(cover.prepared, time(), tzinfo=UTC).replace(tzinfo=None)
    about = book.properties
    about.title, about.subject, about.language = _label(cover.title), _label(cover.period), LANGUAGE
    about.creator = about.lastModifiedBy = _label(cover.contact)
    about.created = made
    return book


def _label(text: str) -> str:
    """Text for where a file has little room for it, outside its cells."""
    return shortened(legible(text), LONGEST_LABEL)


def saved(book: openpyxl.Workbook) -> bytes:
    """The file's bytes."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _contents(workbook: Workbook, sheets: Sequence[str]) -> Table:
    rows = [(NOTES, "What to know before using these figures", max(len(workbook.notes), 1))]
    rows += [
        (sheet, table.title, max(len(table.rows), 1))
        for sheet, table in zip(sheets, workbook.tables, strict=True)
    ]
    columns = (Column("Sheet"), Column("What it holds"), Column("Rows", Kind.NUMBER))
    return Table(CONTENTS, "Contents", columns, tuple(rows))


def _notes(workbook: Workbook) -> Table:
    rows = tuple((f"Note {number}", text) for number, text in enumerate(workbook.notes, 1))
    return Table(NOTES, "Notes", (Column("Note"), Column("What it says")), rows)


def _write_cover(sheet: PlacedSheet, workbook: Workbook) -> None:
    """Everything in column A, one below the other, as a screen reader goes through it."""
    lines = [(workbook.cover.title, TITLE)]
    for heading, texts in _parts(workbook):
        if texts:
            lines += [(heading, BOLD), *((text, PLAIN) for text in texts)]
    high = [TITLE_LINE, *(height([text], [COVER_WIDTH]) for text, _ in lines[1:]), LINE]
    sheet.set_up({1: COVER_WIDTH}, high)
    for row, (text, look) in enumerate(lines, 1):
        sheet.place(row, {1: text_cell(sheet, text, look)})
    row = len(lines) + 1
    cell = text_cell(sheet, f"See {CONTENTS}", LINK)
    sheet.place(row, {1: link_to(cell, f"A{row}", CONTENTS, "A1")})


def _parts(workbook: Workbook) -> Iterator[tuple[str, Sequence[str]]]:
    """What the cover says below its title, each under a heading."""
    cover = workbook.cover
    letters = [f"{one} {one.words}" for one in workbook.shorthand]
    yield "Period", [cover.period]
    yield "Prepared", [long_date(cover.prepared)]
    yield "Source", [cover.source]
    yield "Contact", [cover.contact]
    yield "About", cover.about
    yield "Letters in place of a figure or beside one", letters


def long_date(day: date) -> str:
    """15 January 2018."""
    return f"{day.day} {day:%B %Y}"


def write_table(
    sheet: PlacedSheet, table: Table, name: str, *, links: Links | None = None, back_to: str = ""
) -> None:
    """Title, a sentence, the way back, then the table: headings in one row, frozen.

    `links`: the cells that lead to a place in the workbook.
    """
    rows = list(table.filled())
    header = 4 if back_to else 3
    _set_up(sheet, table, rows, header)
    sheet.place(1, {1: text_cell(sheet, table.title, TITLE_ACROSS)})
    sheet.place(2, {1: text_cell(sheet, _sentence(table, len(rows)), ACROSS)})
    if back_to:
        way_back = text_cell(sheet, f"Back to {back_to}", LINK_ACROSS)
        sheet.place(3, {1: link_to(way_back, "A3", back_to, "A1")})
    _write_headers(sheet, table, header)
    for number, row in enumerate(rows, 1):
        _write_row(sheet, table, row, header + number, (links or {}).get(number, {}))
    last = f"{get_column_letter(len(table.columns))}{header + len(rows)}"
    _mark_up(sheet, table, name, f"A{header}:{last}")


def _set_up(sheet: PlacedSheet, table: Table, rows: Sequence[Sequence[Filled]], at: int) -> None:
    """Sizes, with the heading at a row and above it the title and single lines."""
    wide = widths(table, rows)
    headings = height([f"{each}{ROOM}" for each in table.headers], wide)
    high = [TITLE_LINE, *[LINE] * (at - 2), headings, *(height(row, wide) for row in rows)]
    sheet.set_up(dict(enumerate(wide, 1)), high, frozen=f"A{at + 1}")
    sheet.print_title_rows = f"{at}:{at}"


def _sentence(table: Table, number: int) -> str:
    rows = f"{number:,} row" if number == 1 else f"{number:,} rows"
    return f"This sheet holds one table of {rows} and {len(table.columns)} columns."


def _write_headers(sheet: PlacedSheet, table: Table, place: int) -> None:
    cells = [
        text_cell(sheet, header, Look("bold", ALIGNED[column.kind], "header"))
        for header, column in zip(table.headers, table.columns, strict=True)
    ]
    sheet.place(place, dict(enumerate(cells, 1)))


def _write_row(
    sheet: PlacedSheet,
    table: Table,
    row: Sequence[Filled],
    place: int,
    links: Mapping[int, tuple[str, str]],
) -> None:
    cells = {}
    for number, (value, column) in enumerate(zip(row, table.columns, strict=True), 1):
        font = "link" if number in links else "plain"
        cells[number] = value_cell(sheet, value, Look(font, ALIGNED[column.kind], "row"))
    for number, (to, where) in links.items():
        link_to(cells[number], f"{get_column_letter(number)}{place}", to, where)
    sheet.place(place, cells)


def _mark_up(sheet: PlacedSheet, table: Table, name: str, reference: str) -> None:
    """Make it a real table, whose headings a screen reader reads out with each cell."""
    made = ExcelTable(displayName=name, ref=reference, comment=_label(table.title))
    made.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    made.autoFilter = AutoFilter(ref=reference)
    for number, header in enumerate(table.headers, 1):
        made.tableColumns.append(TableColumn(id=number, name=for_excel(header)))
    sheet.tables.add(made)


def _letter(table: Table) -> str:
    return get_column_letter(len(table.columns))
