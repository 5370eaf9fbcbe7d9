"""What is refused before it is unpacked, and in which words."""

import io
import random
import zipfile

import pytest
from openpyxl import Workbook

from indicators.spreadsheets.files.archive import open_package
from indicators.spreadsheets.files.limits import LIMITS, Unreadable
from indicators.spreadsheets.files.reading import read_workbook
from tests.indicators.spreadsheets.books import saved, sheet_of, with_parts

TYPES = "[Content_Types].xml"
SHEET = "xl/worksheets/sheet1.xml"


def zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


def with_dtd(data: bytes) -> bytes:
    declared = b'<!DOCTYPE worksheet [<!ENTITY a "aaaa">]><worksheet'
    sheet = "xl/worksheets/sheet1.xml"
    return with_parts(data, {sheet: lambda part: part.replace(b"<worksheet", declared, 1)})


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"No,Name\n1,Homes\n", "not an Excel workbook"),
        (sheet_of([["No"]])[:2000], "damaged or incomplete"),
        (zipped(readme=b"no workbook"), "not an Excel workbook"),
        (bytes(LIMITS.file_bytes + 1), "larger than 5 MB"),
        (zipped(**{f"part{n}": b"x" for n in range(LIMITS.entries + 1)}), "more than 200 parts"),
        (zipped(bomb=bytes(20_000_000)), "more than 100 to 1"),
        (zipped(bomb=bytes(60_000_000)), "more than 50 MB"),
    ],
)
def test_package_refused(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        open_package(data)


def test_document_type_refused() -> None:
    with pytest.raises(Unreadable, match=r"sheet1\.xml .* declares a document type"):
        read_workbook(with_dtd(sheet_of([["No", "Name"]])))


def test_damaged_part_refused() -> None:
    damaged = with_parts(sheet_of([["No"]]), {"xl/workbook.xml": lambda part: part[:40]})

    with pytest.raises(Unreadable, match=r"workbook\.xml of the workbook is damaged"):
        read_workbook(damaged)


def test_part_larger_than_announced_refused() -> None:
    data = bytearray(sheet_of([["No"]]))
    directory = data.rindex(b"PK\x01\x02")
    size = directory + 24
    data[size : size + 4] = (1).to_bytes(4, "little")

    with pytest.raises(Unreadable, match="damaged"):
        read_workbook(bytes(data))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<a>" * 200, "not what Excel writes"),
        (b'<row r="' + b"1" * 3_000_000 + b'"/>', "not what Excel writes"),
        (b"".join(b"<n%d/>" % number for number in range(4_000)), "not what Excel writes"),
        (b"<row><c><v>" + b"x" * 300_000 + b"</v></c></row>", "more than 32,767 characters"),
        (b"<row><c>" + b"<v>abc</v>" * 100_000 + b"</c></row>", "more than 32,767 characters"),
        (b'<row><c t="str"><v>' + b"x" * 32_768 + b"</v></c></row>", "longer than 32,767"),
        (b"<row>" + b"<c><v>1</v></c>" * 101 + b"</row>", "beyond column CV"),
        (b"<row><c><v>1</v></c></row>" * 20_200, "more than 20,000 rows"),
        (b'<row><c r="A0"><v>1</v></c></row>', "damaged"),
        (b'<row><c t="s"><v>\xc2\xb2</v></c></row>', "text of cell A1 is missing"),
        (b'<col min="1" max="2" hidden="1"/><row/><col min="3" max="3" hidden="1"/>', "damaged"),
    ],
)  # fmt: skip
def test_sheet_that_no_program_writes_refused(body: bytes, said: str) -> None:
    def rewritten(_part: bytes) -> bytes:
        return b"<worksheet><sheetData>" + body + noise() + b"</sheetData></worksheet>"

    with pytest.raises(Unreadable, match=said):
        read_workbook(with_parts(sheet_of([["No"]]), {SHEET: rewritten}))


def noise() -> bytes:
    """A comment that hardly packs, so that the ratio of the package is a usual one."""
    source = random.Random(1)  # noqa: S311 - the same file each time
    return b"<!--" + source.randbytes(200_000).hex().encode() + b"-->"


def test_merged_blocks_without_end_refused() -> None:
    def rewritten(part: bytes) -> bytes:
        block = b'<mergeCell ref="A1:CV1048576"/>' * 5_000
        return part.replace(b"</sheetData>", b"</sheetData><mergeCells>" + block + b"</mergeCells>")

    with pytest.raises(Unreadable, match="too many merged cells"):
        read_workbook(with_parts(sheet_of([["No"]] * 50), {SHEET: rewritten}))


def test_part_that_is_there_twice_refused() -> None:
    file = io.BytesIO(sheet_of([["No"]]))
    with zipfile.ZipFile(file, "a") as package:
        package.writestr("XL/WORKBOOK.XML", b"<workbook/>")

    with pytest.raises(Unreadable, match="holds a part twice"):
        read_workbook(file.getvalue())


def test_packing_that_excel_does_not_use_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as package:
        package.writestr(TYPES, b"<Types/>")

    with pytest.raises(Unreadable, match="packed in a way that Excel doesn't use"):
        open_package(file.getvalue())


def test_parts_named_with_backslashes_are_found() -> None:
    data = sheet_of([["No"]])
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr("/" + name.replace("/", "\\"), old.read(name))

    assert [each.text for each in read_workbook(file.getvalue())[0].cells.values()] == ["No"]


def test_too_many_sheets_refused() -> None:
    book = Workbook()
    for number in range(LIMITS.sheets):
        book.create_sheet(f"Sheet {number}")

    with pytest.raises(Unreadable, match="more than 20 sheets"):
        read_workbook(saved(book))
