"""Opens a workbook's package only after its size, kind and contents have been found harmless."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

# Without it the parser would expand entities that a hostile workbook declares, so its absence
# stops the program at start.
from defusedxml import DTDForbidden  # type: ignore[import-untyped]
from defusedxml.sax import parseString  # type: ignore[import-untyped]

MEGABYTE: Final = 1024 * 1024
ZIP_MAGIC: Final = b"PK\x03\x04"
OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CONTENT_TYPES: Final = "[Content_Types].xml"
WORKBOOK_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a workbook may hold (spec: upload, zip entries, unpacked size, sheets, rows)."""

    file_bytes: int = 5 * MEGABYTE
    entries: int = 200
    unpacked_bytes: int = 50 * MEGABYTE
    ratio: int = 100
    sheets: int = 20
    rows: int = 20_000
    columns: int = 100
    text: int = 32_767


LIMITS: Final = Limits()


class Unreadable(Exception):  # noqa: N818 - what it says of the file
    """The file can't be read at all; the message says why and what to do."""


class PartHandler(ContentHandler):
    """Tells the names of elements without their prefix, and their text when they end."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []

    def begin(self, name: str, attrs: AttributesImpl) -> None:
        """An element begins."""

    def finish(self, name: str, text: str) -> None:
        """An element ends; `text` is what was written since the last one began or ended."""

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        self.text.clear()
        self.begin(name.rpartition(":")[2], attrs)

    def characters(self, content: str) -> None:
        self.text.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802
        text = "".join(self.text)
        self.text.clear()
        self.finish(name.rpartition(":")[2], text)


class Package:
    """The parts of one workbook, read within the limits."""

    def __init__(self, data: bytes) -> None:
        refuse_other_files(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, EOFError) as error:
            raise Unreadable(
                "The file is damaged or incomplete, perhaps from a broken upload: "
                "open it in Excel, save it and upload it again."
            ) from error
        self._infos = {info.filename: info for info in self._zip.infolist()}
        refuse_large_packages(self._zip.infolist())

    def has(self, name: str) -> bool:
        """Whether the part is there."""
        return name in self._infos

    def parse(self, name: str, handler: PartHandler) -> None:
        """Read one XML part with the handler; a part with a DTD is refused."""
        try:
            parseString(self.read(name), handler, forbid_dtd=True)
        except DTDForbidden as error:
            raise Unreadable(
                f"The part {name} of the workbook declares a document type (DTD), which no "
                "spreadsheet program writes: the file is refused."
            ) from error
        except (SAXException, ValueError, LookupError) as error:
            raise Unreadable(
                f"The part {name} of the workbook is damaged: open it in Excel, save it and "
                "upload it again."
            ) from error

    def read(self, name: str) -> bytes:
        """One part's bytes, never more than the central directory announced."""
        if name not in self._infos:
            raise Unreadable(f"The workbook lacks its part {name}: save it again from Excel.")
        announced = self._infos[name].file_size
        try:
            with self._zip.open(name) as part:
                data = part.read(announced + 1)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as e:
            raise Unreadable(
                f"The part {name} of the workbook is damaged or encrypted: open it in Excel, "
                "save it and upload it again."
            ) from e
        if len(data) > announced:
            raise Unreadable(f"The part {name} of the workbook is larger than it says: refused.")
        return data


def refuse_other_files(data: bytes) -> None:
    """Refuse by the first bytes what can't be an .xlsx workbook."""
    if len(data) > LIMITS.file_bytes:
        raise Unreadable("The file is larger than 5 MB: remove pictures and sheets not needed.")
    if data.startswith(OLE_MAGIC):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unreadable(
                "This workbook is password protected: open it in Excel, remove the password, "
                "save it and upload it again."
            )
        raise Unreadable(
            "This is a workbook of the old .xls kind: in Excel, save it as Excel Workbook (.xlsx)."
        )
    if data and b"\0" not in data and not data.startswith((ZIP_MAGIC, b"%PDF")):
        raise Unreadable(
            "This is a text file such as .csv, not an Excel workbook: open it in Excel and save it "
            "as Excel Workbook (.xlsx)."
        )
    if not data.startswith(ZIP_MAGIC):
        raise Unreadable("This is not an Excel workbook (.xlsx): save it as one and try again.")


def refuse_large_packages(infos: list[zipfile.ZipInfo]) -> None:
    """Refuse by the central directory, before anything is unpacked."""
    unpacked = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    if len(infos) > LIMITS.entries:
        raise Unreadable(f"The workbook has more than {LIMITS.entries} parts: refused.")
    if unpacked > LIMITS.unpacked_bytes:
        raise Unreadable("The workbook unpacks to more than 50 MB: refused.")
    if unpacked > LIMITS.ratio * max(packed, 1) or any(
        info.file_size > MEGABYTE and info.file_size > LIMITS.ratio * max(info.compress_size, 1)
        for info in infos
    ):
        raise Unreadable("The workbook is packed more than 100 to 1, as no real one is: refused.")


class _ContentTypes(PartHandler):
    """Collects the content types that the package declares."""

    def __init__(self) -> None:
        super().__init__()
        self.types: list[str] = []

    def begin(self, name: str, attrs: AttributesImpl) -> None:
        if name in {"Override", "Default"}:
            self.types.append(str(attrs.get("ContentType", "")))


def open_package(data: bytes) -> Package:
    """The package of an .xlsx workbook; raises `Unreadable` for anything else."""
    package = Package(data)
    if not package.has(CONTENT_TYPES):
        raise Unreadable("This is not an Excel workbook (.xlsx): save it as one and try again.")
    declared = _ContentTypes()
    package.parse(CONTENT_TYPES, declared)
    if any("macroEnabled" in each or "vbaProject" in each for each in declared.types):
        raise Unreadable(
            "This workbook has macros (.xlsm): in Excel, save it as Excel Workbook (.xlsx)."
        )
    if WORKBOOK_TYPE not in declared.types:
        raise Unreadable("This is not an Excel workbook (.xlsx): save it as one and try again.")
    return package
