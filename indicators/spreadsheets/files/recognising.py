"""Recognises a file by its contents, whatever it is called, and says what to do with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Final

from indicators.spreadsheets.files.limits import LIMITS, MEGABYTE, Unreadable

ZIP_MAGIC: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORKBOOK_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SAVE_AS: Final = "open it in Excel, choose Save As, Excel Workbook (.xlsx), and upload that."
NOT_A_WORKBOOK: Final = (
    "This is not an Excel workbook (.xlsx) or a CSV file: upload the workbook that has the table."
)
SNIFFED: Final = 4096

# What a file begins with, and what to say of it.
BEGINNINGS: Final = {
    b"%PDF": "This is a PDF: ask for the workbook that it was made from, and upload that.",
    b"{\\rtf": "This is a text document (.rtf), not a workbook: copy its table into Excel.",
    b"\x89PNG": "This is a picture: upload the workbook that has the table.",
    b"\xff\xd8\xff": "This is a picture: upload the workbook that has the table.",
    b"GIF8": "This is a picture: upload the workbook that has the table.",
    b"II*\0": "This is a picture: upload the workbook that has the table.",
    b"MM\0*": "This is a picture: upload the workbook that has the table.",
    b"RIFF": "This is a picture or a recording: upload the workbook that has the table.",
    b"\x1f\x8b": "This is a packed file (.gz): unpack it and upload the workbook that it holds.",
    b"7z\xbc\xaf": "This is a packed file (.7z): unpack it and upload the workbook that it holds.",
    b"Rar!": "This is a packed file (.rar): unpack it and upload the workbook that it holds.",
    # Workbooks of Excel 2 to 4.
    b"\x09\x00\x04\x00": f"This is a very old Excel file (.xls): {SAVE_AS}",
    b"\x09\x02\x06\x00": f"This is a very old Excel file (.xls): {SAVE_AS}",
    b"\x09\x04\x06\x00": f"This is a very old Excel file (.xls): {SAVE_AS}",
    b"\x09\x08": f"This is a very old Excel file (.xls): {SAVE_AS}",
}
# Streams of an OLE container, and what to say of it.
STREAMS: Final = {
    "EncryptedPackage": "This workbook is password protected: open it in Excel, remove the "
    "password (File, Info, Protect Workbook), save it and upload it again.",
    "Workbook": f"This is a workbook of the old .xls kind: {SAVE_AS}",
    "WordDocument": "This is a Word document (.doc), not a workbook: copy its table into Excel.",
    "PowerPoint Document": "This is a presentation, not a workbook: copy its table into Excel.",
    "__properties_version1.0": "This is an e-mail: save the workbook attached to it, and upload "
    "that.",
    "Book": f"This is a workbook of the old .xls kind: {SAVE_AS}",
}
# What the beginning of a text says, in small letters, and what to say of it.
MARKUP: Final = {
    r"progid=.excel\.sheet|urn:schemas-microsoft-com:office:spreadsheet": "This is a workbook in "
    f"the XML form of Excel 2003: {SAVE_AS}",
    r"<(!doctype\s+)?html\b|<table\b|<head\b|<meta\b|content-type:\s*(text/html|multipart/related)":
    f"This is a web page that is called a workbook (many systems export such): {SAVE_AS}",
    r"office:document": f"This is an OpenDocument spreadsheet: {SAVE_AS}",
    r"<\?xml\b|<svg\b": "This is an XML file, not a workbook: open it in Excel, check that it "
    "shows your table, choose Save As, Excel Workbook (.xlsx), and upload that.",
}  # fmt: skip
# What one of a package's content types says, and what to say of it.
MACROS: Final = {
    "sheet.binary": f"This is a binary workbook (.xlsb): {SAVE_AS}",
    "macroEnabled": f"This workbook has macros (.xlsm), which are not let in: {SAVE_AS}",
    "vbaProject": f"This workbook has macros (.xlsm), which are not let in: {SAVE_AS}",
}
DOCUMENTS: Final = {
    "spreadsheetml.template.main": f"This is a template for workbooks (.xltx): {SAVE_AS}",
    "wordprocessingml": "This is a Word document (.docx), not a workbook: copy its table into "
    "Excel, save it as a workbook and upload that.",
    "presentationml": "This is a presentation, not a workbook: copy its table into Excel, save it "
    "as a workbook and upload that.",
}


def is_package(data: bytes) -> bool:
    """Whether the file is a zip, as workbooks are."""
    return data.startswith(ZIP_MAGIC)


def refuse_other_files(data: bytes) -> None:
    """Refuse, with advice, what is neither a zip nor plain text."""
    if not data:
        raise Unreadable("The file is empty (0 bytes): save it again from Excel and upload that.")
    if len(data) > LIMITS.file_bytes:
        most = LIMITS.file_bytes // MEGABYTE
        raise Unreadable(
            f"The file is larger than {most} MB: remove pictures and sheets that are not needed."
        )
    if data.startswith(OLE_MAGIC):
        raise Unreadable(_ole_advice(data))
    for beginning, advice in BEGINNINGS.items():
        if data.startswith(beginning):
            raise Unreadable(advice)


def refuse_markup(text: str) -> None:
    """Refuse a text that is markup of some kind, not a table of values."""
    start = text[:SNIFFED].lower()
    if not re.match(r"\s*(<|mime-version:)", start):
        return
    for pattern, advice in MARKUP.items():
        if re.search(pattern, start):
            raise Unreadable(advice)


def refuse_other_packages(types: AbstractSet[str], names: AbstractSet[str]) -> None:
    """Refuse a zip that is not a workbook, or is one that isn't let in."""
    _refuse_types(MACROS, types)
    if WORKBOOK_TYPE in types:
        return
    _refuse_types(DOCUMENTS, types)
    if "content.xml" in names and "mimetype" in names:
        raise Unreadable(f"This is an OpenDocument file (.ods): {SAVE_AS}")
    if any(each.startswith("index/") and each.endswith(".iwa") for each in names):
        raise Unreadable(
            "This is a Numbers file: in Numbers choose Export To, Excel, and upload that."
        )
    if any(each.endswith((".xlsx", ".csv")) for each in names):
        raise Unreadable(
            "This is a packed folder (.zip): unpack it and upload the workbook that it holds."
        )
    raise Unreadable(NOT_A_WORKBOOK)


def _refuse_types(advised: Mapping[str, str], types: AbstractSet[str]) -> None:
    for mark, advice in advised.items():
        if any(mark in each for each in types):
            raise Unreadable(advice)


def _ole_advice(data: bytes) -> str:
    for stream, advice in STREAMS.items():
        if stream.encode("utf-16-le") in data:
            return advice
    return f"This is an old Office file (of the .xls kind) that can't be told apart: {SAVE_AS}"
