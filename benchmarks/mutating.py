"""Makes hostile and damaged files out of good ones: bytes, packages, XML and cells."""

from __future__ import annotations

import csv
import io
import random
import re
import struct
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils.cell import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Mutation = Callable[[random.Random, bytes], bytes]

MOST_CHANGES: Final = 6
LONG: Final = 33_000
MOST_CELLS: Final = 12
SELDOM: Final = 0.2
SMALL: Final = 1_000  # rows of a sheet that openpyxl moves in no time
MOST_ROWS, MOST_COLUMNS = 100, 20  # of a sheet as CSV
NASTY: Final[tuple[str | float | datetime | None, ...]] = (
    "", " ", "\u00a0", "0", "-", "–", "n/a", "TBC", "ТВС", "#N/A", "#REF!", "(28)", "548 / 750",
    "11.310", "1,300", "1 300", "1e400", "NaN", "inf", "-0", "٣٤", "½", "²", "87.34%", "%",
    "£1.2m", "5 - 10", "45.7–52.3", "< 5", "31 Sept 2017", "Q1", "Nov", "12a", "07", "1.0",
    "=1+1", "@x", "+44", "<script>", "{{ 7*7 }}", "\u202e", "\u200b", "é☕", "a\nb\r\nc",
    "x" * LONG, "_x0000_", "_xD800_", "_x0041_", "'", '"', '""', "PLACE", "Total", "No",
    "Short Name", "2017/18", "2017/18 Target", "Target", "Aim to Maximise", "Goldilocks*",
    0, -1, 1, 0.5, 1e15, 1e308, 1e-300, 1e22, True, False,
    datetime(2017, 9, 30), datetime(1900, 1, 1),  # noqa: DTZ001 - Excel knows no zones
    "=SUM(A1:A9)", "='[Other.xlsx]S'!A1", None,
)  # fmt: skip
FORMATS: Final = (
    "General", "0%", "0.00%", "#,##0", "#,##0,", '0.0,,"m"', "@", ";;;", "mmm-yy", "[h]:mm",
    "0.00E+00", "# ?/?", "[$£-809]#,##0.00", "0" * 200, '"' * 31,
)  # fmt: skip
NUMBERS: Final = ("0", "-1", "1", "99999999999999999999", "1e999", "NaN", "", "x", "1048577", "²")
MARKUP: Final = (
    b'<!DOCTYPE a [<!ENTITY b "c">]>', b"<a>" * 5_000, b"<![CDATA[", b"]]>", b"&amp;", b"&x;",
    b"&#0;", b"<!--", b"-->", b"<?x?>", b"\xff\xfe", b"\0", b'<row r="5">', b"</row>", b"<c/>",
    b'<c r="A1" t="s"><v>999999</v></c>', b'<c r="ZZZ9999999"><v>1</v></c>', b"<mergeCells>",
    b'<mergeCell ref="A1:XFD1048576"/>', b'<col min="1" max="16384" hidden="1"/>',
    b'<cols><col min="-5" max="99999999" hidden="1"/></cols>', b'<c t="d"><v>2017-13-45</v></c>',
    b'<c t="b"><v>x</v></c>', b'<c t="e"><v>#ODD</v></c>', b'<c t="zz"><v>1</v></c>',
)  # fmt: skip
ENCODINGS: Final = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32")


def mutated(source: random.Random, samples: Sequence[bytes]) -> bytes:
    """One file made of one of the samples."""
    data = source.choice(samples)
    ways = PACKAGES if data.startswith(b"PK") else TEXTS
    for _ in range(source.choice((1, 1, 1, 1, 2, 2, MOST_CHANGES))):
        try:
            data = source.choice(ways)(source, data)
        except DAMAGED:
            data = bytes_changed(source, data)  # what was changed before can't be opened any more
    return data


def bytes_changed(source: random.Random, data: bytes) -> bytes:
    """Some bytes flipped, taken out, put in or repeated."""
    place = source.randrange(len(data) + 1)
    length = source.choice((1, 2, 8, 100, 5_000))
    piece = data[place : place + length]
    kind = source.randrange(5)
    if kind == 0:
        return data[:place] + source.randbytes(len(piece)) + data[place + length :]
    if kind == 1:
        return data[:place] + data[place + length :]
    if kind == 2:  # noqa: PLR2004
        return data[:place] + source.randbytes(length) + data[place:]
    if kind == 3:  # noqa: PLR2004
        return data[:place] + piece * source.choice((2, 10, 200)) + data[place + length :]
    return data[:place]


def directory_changed(source: random.Random, data: bytes) -> bytes:
    """A field of the zip's directory with another number."""
    places = [found.start() for found in re.finditer(rb"PK\x01\x02|PK\x03\x04|PK\x05\x06", data)]
    if not places:
        return bytes_changed(source, data)
    place = source.choice(places) + 4 + 2 * source.randrange(20)
    number = source.choice((0, 1, 8, 12, 14, 0xFFFF, source.randrange(0x10000)))
    return data[:place] + struct.pack("<H", number) + data[place + 2 :]


def parts_changed(source: random.Random, data: bytes) -> bytes:
    """A part of the package left out, renamed, doubled or swapped with another."""
    parts = unzipped(data)
    name = source.choice(list(parts))
    other = source.choice(list(parts))
    kind = source.randrange(5)
    entries = list(parts.items())
    if kind == 0:
        entries = [each for each in entries if each[0] != name]
    elif kind == 1:
        odd = source.choice(("/" + name, name.upper(), "../" + name, name.replace("/", "\\")))
        entries = [(odd if each == name else each, content) for each, content in entries]
    elif kind == 2:  # noqa: PLR2004
        entries.append((name.upper(), parts[other]))
    elif kind == 3:  # noqa: PLR2004
        entries = [(each, parts[other] if each == name else old) for each, old in entries]
    else:
        entries += [(f"xl/extra{n}.xml", b"x") for n in range(source.choice((1, 50, 250)))]
    return zipped(entries, source.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED)))


def xml_changed(source: random.Random, data: bytes) -> bytes:
    """The XML of a part with odd numbers, odd markup, or a piece of it very often."""
    parts = unzipped(data)
    name = source.choice([each for each in parts if each.endswith((".xml", ".rels"))])
    parts[name] = source.choice(XML)(source, parts[name])
    return zipped(list(parts.items()), zipfile.ZIP_DEFLATED)


def attribute_changed(source: random.Random, part: bytes) -> bytes:
    found = list(re.finditer(rb'="([^"]*)"', part))
    if not found:
        return bytes_changed(source, part)
    place = source.choice(found)
    value = source.choice((*NUMBERS, "A1:B", "XFD1048576", "hidden", "true", "y" * 100_000))
    return part[: place.start(1)] + value.encode() + part[place.end(1) :]


def markup_put_in(source: random.Random, part: bytes) -> bytes:
    places = [found.start() for found in re.finditer(rb"<", part)] or [0]
    place = source.choice(places)
    return part[:place] + source.choice(MARKUP) + part[place:]


def element_repeated(source: random.Random, part: bytes) -> bytes:
    """An element, with what stands in it, many times over."""
    found = list(re.finditer(rb"<(\w+)\b[^>]*?(/>|>[^<]*(<(?!/\1)[^<]*)*?</\1>)", part[:200_000]))
    if not found:
        return bytes_changed(source, part)
    place = source.choice(found)
    most = max(1, 20_000_000 // max(1, len(place[0])))
    times = min(source.choice((2, 2, 50, 50, 1_000, 1_000, 20_000, 1_000_000)), most)
    return part[: place.start()] + place[0] * times + part[place.end() :]


def tag_taken_out(source: random.Random, part: bytes) -> bytes:
    found = list(re.finditer(rb"<[^>]*>", part))
    if not found:
        return bytes_changed(source, part)
    place = source.choice(found)
    return part[: place.start()] + part[place.end() :]


def cells_changed(source: random.Random, data: bytes) -> bytes:
    """Cells with odd values, formats, merges and hidden parts."""
    book = load_workbook(io.BytesIO(data))
    sheet = source.choice(book.worksheets)
    for _ in range(source.randint(1, MOST_CELLS)):
        cell = sheet.cell(source.randint(1, 60), source.randint(1, 14))
        if isinstance(cell, Cell):
            cell.value = source.choice(NASTY)
            cell.number_format = source.choice(FORMATS)
    if sheet.max_row < SMALL:
        layout_changed(source, sheet)
    return saved(book)


def layout_changed(source: random.Random, sheet: Worksheet) -> None:
    """A merged block, something hidden, rows put in or a column taken out; or nothing."""
    row, column = source.randint(1, 60), source.randint(1, 14)
    odd = source.randrange(6)
    if odd == 0:
        down, across = source.choice((0, 1, 40)), source.choice((0, 1, 200))
        sheet.merge_cells(None, row, column, row + down, column + across)
    elif odd == 1:
        sheet.column_dimensions[get_column_letter(column)].hidden = True
    elif odd == 2:  # noqa: PLR2004
        sheet.row_dimensions[row].hidden = True
    elif odd == 3:  # noqa: PLR2004
        sheet.insert_rows(row, source.choice((1, 30)))
    elif odd == 4:  # noqa: PLR2004
        sheet.delete_cols(column)


def as_text(source: random.Random, data: bytes) -> bytes:
    """One of the workbook's sheets as CSV, some cells changed on the way."""
    sheet = source.choice(load_workbook(io.BytesIO(data)).worksheets[:2])
    within = sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
    rows: list[list[object]] = [list(each) for each in within]
    for _ in range(source.randint(0, 12)):
        row = source.choice(rows) if rows else []
        if row:
            row[source.randrange(len(row))] = source.choice(NASTY)
        if row and source.random() < SELDOM:
            del row[source.randrange(len(row))]
    file = io.StringIO()
    end = source.choice(("\r\n", "\n", "\r"))
    dialect = source.choice(("excel", "unix"))  # of which one puts every cell in quotation marks
    writer = csv.writer(file, dialect, delimiter=source.choice(",;\t|"), lineterminator=end)
    writer.writerows(rows)
    return file.getvalue().encode(source.choice(ENCODINGS), "replace")


def text_changed(source: random.Random, data: bytes) -> bytes:
    """A quotation mark, separator, line end or odd character put into a text."""
    place = source.randrange(len(data) + 1)
    pieces = (b'"', b'""', b",", b";", b"\t", b"\n", b"\r", b"\0", b"\xa3", b"\xc2\xa3", b"\x81",
              b"\xff\xfe", b"\xef\xbb\xbf", b"sep=;\n", b"," * 300, b'"' * 7, b"\n" * 5_000,
              b"x" * LONG, b"<table>", b'="007"')  # fmt: skip
    return data[:place] + source.choice(pieces) + data[place:]


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def zipped(entries: Sequence[tuple[str, bytes]], packing: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as package:
        for name, content in entries:
            package.writestr(name, content)
    return file.getvalue()


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


# What opening or saving a file that was damaged before may raise: none of it is the importer's.
DAMAGED: Final = (Exception,)
XML: Final[Sequence[Mutation]] = (
    attribute_changed,
    markup_put_in,
    element_repeated,
    tag_taken_out,
    bytes_changed,
)
PACKAGES: Final[Sequence[Mutation]] = (
    bytes_changed,
    directory_changed,
    parts_changed,
    *(xml_changed,) * 4,
    *(cells_changed,) * 6,
    as_text,
)
TEXTS: Final[Sequence[Mutation]] = (bytes_changed, text_changed, text_changed)
