"""What is refused before it is unpacked, and in which words."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from indicators.spreadsheets.archive import LIMITS, Unreadable, open_package
from indicators.spreadsheets.reading import read_workbook
from tests.indicators.spreadsheets.books import saved, sheet_of, with_parts

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TYPES = "[Content_Types].xml"


def zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


def with_macros(data: bytes) -> bytes:
    return with_parts(
        data, {TYPES: lambda part: part.replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml")}
    )


def with_dtd(data: bytes) -> bytes:
    declared = b'<!DOCTYPE worksheet [<!ENTITY a "aaaa">]><worksheet'
    sheet = "xl/worksheets/sheet1.xml"
    return with_parts(data, {sheet: lambda part: part.replace(b"<worksheet", declared, 1)})


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"No,Name\n1,Homes\n", "not an Excel workbook"),
        (b"", "not an Excel workbook"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password protected"),
        (OLE + bytes(600), "old .xls kind"),
        (sheet_of([["No"]])[:2000], "damaged or incomplete"),
        (zipped(readme=b"no workbook"), "not an Excel workbook"),
        (bytes(LIMITS.file_bytes + 1), "larger than 5 MB"),
        (zipped(**{f"part{n}": b"x" for n in range(LIMITS.entries + 1)}), "more than 200 parts"),
        (zipped(bomb=bytes(20_000_000)), "more than 100 to 1"),
        (zipped(bomb=bytes(60_000_000)), "more than 50 MB"),
        (with_macros(sheet_of([["No"]])), "has macros"),
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


def test_too_many_sheets_refused() -> None:
    book = Workbook()
    for number in range(LIMITS.sheets):
        book.create_sheet(f"Sheet {number}")

    with pytest.raises(Unreadable, match="more than 20 sheets"):
        read_workbook(saved(book))
