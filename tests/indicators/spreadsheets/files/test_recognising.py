"""Files are recognised by what is in them, and those not let in get advice."""

import io
import zipfile

import pytest

from indicators.spreadsheets.files.limits import Unreadable
from indicators.spreadsheets.files.reading import read_file
from tests.indicators.spreadsheets.books import sheet_of, with_parts

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TYPES = "[Content_Types].xml"
OFFICE = "application/vnd.openxmlformats-officedocument."
WORKBOOK = sheet_of([["No", "Name"], [1, "Homes"]])


def zipped(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "."), content)
    return file.getvalue()


def with_type(content_type: str) -> bytes:
    """A package whose main part is of this type."""
    old = f"{OFFICE}spreadsheetml.sheet.main+xml".encode()
    return with_parts(WORKBOOK, {TYPES: lambda part: part.replace(old, content_type.encode())})


def ole(stream: str) -> bytes:
    return OLE + bytes(600) + stream.encode("utf-16-le") + bytes(600)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty (0 bytes)"),
        (b"\xef\xbb\xbf\r\n \r\n", "The file is empty: there is no text in it"),
        (WORKBOOK[:2000], "damaged or incomplete"),
        (ole("Workbook"), "a workbook of the old .xls kind: open it in Excel, choose Save As"),
        (ole("Book"), "a workbook of the old .xls kind"),
        (ole("EncryptedPackage"), "password protected: open it in Excel, remove the password"),
        (ole("WordDocument"), "a Word document (.doc)"),
        (ole(""), "an old Office file"),
        (b"\x09\x08\x10\x00\x00\x05", "a very old Excel file"),
        (with_type("application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "has macros (.xlsm)"),
        (with_type("application/vnd.ms-excel.sheet.binary.macroEnabled.main"), "(.xlsb)"),
        (with_type(f"{OFFICE}spreadsheetml.template.main+xml"), "a template for workbooks"),
        (with_type(f"{OFFICE}wordprocessingml.document.main+xml"), "a Word document (.docx)"),
        (with_type(f"{OFFICE}presentationml.presentation.main+xml"), "a presentation"),
        (zipped(mimetype="application/vnd.oasis", content__xml="<a/>"), "OpenDocument file (.ods)"),
        (zipped(figures__xlsx="x"), "a packed folder (.zip): unpack it"),
        (zipped(readme="x"), "not an Excel workbook (.xlsx) or a CSV file"),
        (b"<html><table><tr><td>No</td></tr></table></html>", "a web page that is called"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html>\n<p>x</p>", "a web page that is called"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related;\n\n", "a web page that is called"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "2003"),
        (b'<?xml version="1.0"?><data/>', "an XML file"),
        (b"%PDF-1.7 ...", "This is a PDF: ask for the workbook"),
        (b"{\\rtf1 ...", "a text document (.rtf)"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xff\xd8\xff\xe0 JFIF", "a picture"),
        (bytes(range(256)) * 20, "not an Excel workbook (.xlsx) or a CSV file"),
        (b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
    ],
)  # fmt: skip
def test_other_files_refused_with_advice(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_file(data, "measures.xlsx")

    assert said in str(refusal.value)


def test_csv_called_xlsx_and_workbook_called_csv_are_read() -> None:
    text, book = b"No,Name\r\n1,Homes\r\n", WORKBOOK

    found = [read_file(text, "measures.xlsx"), read_file(book, "measures.csv")]

    assert [[cell.text for cell in sheets[0].cells.values()] for sheets in found] == [
        ["No", "Name", "1", "Homes"],
        ["No", "Name", "1", "Homes"],
    ]


def test_workbook_with_an_embedded_word_document_is_read() -> None:
    declared = f'<Default Extension="docx" ContentType="{OFFICE}wordprocessingml.document"/>'
    data = with_parts(
        WORKBOOK,
        {TYPES: lambda part: part.replace(b"<Override", declared.encode() + b"<Override", 1)},
    )

    assert len(read_file(data)[0].cells) == 4
