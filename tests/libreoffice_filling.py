"""Fills cells of a workbook in LibreOffice's own format, as somebody does who works in it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from copy import copy
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from tests.libreoffice import converted

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
COLUMNS, ROWS = f"{TABLE}number-columns-repeated", f"{TABLE}number-rows-repeated"
CELLS = {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}

Value = Decimal | str | None


def filled_in_libreoffice(
    made: bytes, sheet: str, cells: Mapping[str, Value], folder: Path
) -> bytes:
    """The workbook opened, some cells filled in, and saved as .xlsx again."""
    opened, closed = folder / "opened", folder / "closed"
    opened.mkdir()
    closed.mkdir()
    (flat,) = converted(made, "fods", opened)
    edited = _edited(flat.read_bytes(), sheet, cells)
    (back,) = converted(edited, "xlsx", closed, "fods")
    return back.read_bytes()


def _edited(flat: bytes, sheet: str, cells: Mapping[str, Value]) -> bytes:
    """The document with these cells in place of what stood there."""
    # Prefixes as LibreOffice wrote them: it knows its own format by them.
    for _, (prefix, name) in ET.iterparse(io.BytesIO(flat), ["start-ns"]):  # noqa: S314
        ET.register_namespace(prefix, name)
    root = ET.fromstring(flat)  # noqa: S314 - LibreOffice made it of our own file
    table = next(each for each in root.iter(f"{TABLE}table") if each.get(f"{TABLE}name") == sheet)
    for address, value in cells.items():
        letters, number = coordinate_from_string(address)
        row = _single(table, {f"{TABLE}table-row"}, ROWS, number)
        _put(_single(row, CELLS, COLUMNS, column_index_from_string(letters)), value)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _single(above: ET.Element, names: set[str], repeats: str, number: int) -> ET.Element:
    """The row or cell of that number by itself, where it stood for several alike."""
    place = 0
    parents = {each: parent for parent in above.iter() for each in parent}
    for each in [found for found in above.iter() if found.tag in names]:
        times = int(each.get(repeats, "1"))
        if place < number <= place + times:
            return _parted(parents[each], each, repeats, number - place, times)
        place += times
    message = f"There is no row or cell {number}."
    raise LookupError(message)


def _parted(
    parent: ET.Element, each: ET.Element, repeats: str, which: int, times: int
) -> ET.Element:
    """What stood for several, as those before, the one, and those after."""
    at = list(parent).index(each)
    parent.remove(each)
    before, one, after = (_copied(each, repeats, n) for n in (which - 1, 1, times - which))
    for part in (after, one, before):
        if part is not None:
            parent.insert(at, part)
    assert one is not None
    return one


def _copied(each: ET.Element, repeats: str, times: int) -> ET.Element | None:
    if not times:
        return None
    part = copy(each)
    part.attrib = {name: text for name, text in each.attrib.items() if name != repeats}
    if times > 1:
        part.set(repeats, str(times))
    return part


def _put(cell: ET.Element, value: Value) -> None:
    for name in [each for each in cell.attrib if not each.startswith(TABLE)]:
        del cell.attrib[name]
    for each in [*cell]:
        cell.remove(each)
    if value is None:
        return
    kind = "float" if isinstance(value, Decimal) else "string"
    cell.set(f"{OFFICE}value-type", kind)
    if isinstance(value, Decimal):
        cell.set(f"{OFFICE}value", str(value))
    for line in str(value).split("\n"):
        ET.SubElement(cell, f"{TEXT}p").text = line
