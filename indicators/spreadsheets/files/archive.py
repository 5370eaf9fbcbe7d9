"""Opens a workbook's package only after its size, kind and contents have been found harmless."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sized
from typing import Final
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

# Without it the parser would expand entities that a hostile workbook declares, so its absence
# stops the program at start.
from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.expatreader import DefusedExpatParser  # type: ignore[import-untyped]

from indicators.spreadsheets.files.limits import LIMITS, MEGABYTE, Allowance, Unreadable
from indicators.spreadsheets.files.recognising import (
    NOT_A_WORKBOOK,
    is_package,
    refuse_other_files,
    refuse_other_packages,
)

CONTENT_TYPES: Final = "[Content_Types].xml"
CHUNK: Final = 64 * 1024
# No spreadsheet program writes as much as this; files made to fill the memory do.
DEEPEST: Final = 100
MOST_NAMES: Final = 3_000
LONGEST_TAG: Final = MEGABYTE
LONGEST_TEXT: Final = 8 * LIMITS.text  # a text's characters may be written as seven (_x000A_)
KNOWN_PACKINGS: Final = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
DAMAGED_ZIP: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    ValueError,
    LookupError,
    EOFError,
    OSError,
    OverflowError,
    RuntimeError,
)
TOO_LONG: Final = (
    f"The file has a text of more than {LIMITS.text:,} characters, which no cell can hold: "
    "shorten it."
)
MEND: Final = "open it in Excel, save it and upload it again."

Attributes = Mapping[str, str]


class PartHandler(ContentHandler):
    """Tells the names of elements without their prefix, and their text when they end."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.events = 0
        self._length = self._depth = 0
        self._names: set[str] = set()

    def begin(self, name: str, attrs: Attributes) -> None:
        """An element begins."""

    def finish(self, name: str, text: str) -> None:
        """An element ends; `text` is what was written since the last one began or ended."""

    def startElement(self, name: str, attrs: Attributes) -> None:  # type: ignore[override]  # noqa: N802
        self.events += 1
        self._depth += 1
        if name not in self._names or not attrs.keys() <= self._names:
            self._learn(name, attrs)
        self.text.clear()
        self._length = 0
        self.begin(name.rpartition(":")[2], attrs)

    def characters(self, content: str) -> None:
        self.events += 1
        self._length += len(content)
        if self._length > LONGEST_TEXT:
            raise Unreadable(TOO_LONG)
        self.text.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802
        self._depth -= 1
        text = "".join(self.text)
        self.text.clear()
        self._length = 0
        self.finish(name.rpartition(":")[2], text)

    def _learn(self, name: str, attrs: Attributes) -> None:
        self._names.add(name)
        self._names.update(attrs)
        if len(self._names) > MOST_NAMES or sum(map(len, self._names)) > LONGEST_TAG:
            raise Unreadable(f"A part of the workbook is not what Excel writes: {MEND}")

    @property
    def too_deep(self) -> bool:
        """Whether elements stand in one another as in no real workbook."""
        return self._depth > DEEPEST


class _Parser(DefusedExpatParser):  # type: ignore[misc]
    """Hands on an element's attributes as they are: wrapping them takes a third of the time."""

    def start_element(self, name: str, attrs: Attributes) -> None:
        self._cont_handler.startElement(name, attrs)


class Package:
    """The parts of one workbook, read within the limits."""

    def __init__(self, data: bytes, allowance: Allowance | None = None) -> None:
        self.allowance = allowance or Allowance()
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except DAMAGED_ZIP as error:
            raise Unreadable(
                "The file is damaged or incomplete, perhaps from a broken upload: "
                "open it in Excel, save it and upload it again."
            ) from error
        infos = self._zip.infolist()
        refuse_large_packages(infos, len(data))
        self._infos = {_compared(info.filename): info for info in infos}
        if len(self._infos) < len(infos):
            raise Unreadable(f"The workbook holds a part twice, as no real one does: {MEND}")

    def has(self, name: str) -> bool:
        """Whether the part is there."""
        return _compared(name) in self._infos

    @property
    def names(self) -> frozenset[str]:
        """The names of all parts, in small letters."""
        return frozenset(self._infos)

    def parse(self, name: str, handler: PartHandler) -> None:
        """Read one XML part with the handler; a part with a DTD is refused."""
        if not self.has(name):
            raise Unreadable(f"The workbook lacks its part {name}: save it again from Excel.")
        try:
            self._feed(name, handler)
        except DefusedXmlException as error:
            raise Unreadable(
                f"The part {name} of the workbook declares a document type (DTD), which no "
                "spreadsheet program writes: the file is refused."
            ) from error
        except (SAXException, *DAMAGED_ZIP) as error:
            raise Unreadable(
                f"The part {name} of the workbook is damaged or encrypted: {MEND}"
            ) from error

    def _feed(self, name: str, handler: PartHandler) -> None:
        """Unpack and parse the part piece by piece, so that it is never whole in memory."""
        parser = _Parser(forbid_dtd=True)
        parser.setContentHandler(handler)
        seen, silent = 0, 0
        with self._zip.open(self._infos[_compared(name)]) as part:
            while chunk := part.read(CHUNK):
                self.allowance.check_time()
                parser.feed(chunk)
                silent = silent + len(chunk) if handler.events == seen else 0
                seen = handler.events
                if handler.too_deep or silent > LONGEST_TAG:
                    raise Unreadable(f"The part {name} is not what Excel writes: {MEND}")
        parser.close()


def _compared(name: str) -> str:
    """A part's name as packages compare it; some programs write backslashes."""
    return name.replace("\\", "/").lstrip("/").lower()


def refuse_large_packages(infos: list[zipfile.ZipInfo], size: int) -> None:
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
    if packed > size or any(info.compress_type not in KNOWN_PACKINGS for info in infos):
        raise Unreadable(f"The workbook is packed in a way that Excel doesn't use: {MEND}")


def refuse_many(found: Sized, what: str) -> None:
    """Refuse more of something than any workbook has; what it is made of has to be kept."""
    if len(found) > MOST_NAMES:
        raise Unreadable(f"The workbook has more {what} than any real one: {MEND}")


class _ContentTypes(PartHandler):
    """Collects the content types that the package declares."""

    def __init__(self) -> None:
        super().__init__()
        self.types: set[str] = set()

    def begin(self, name: str, attrs: Attributes) -> None:
        if name in {"Override", "Default"}:
            self.types.add(attrs.get("ContentType", ""))
            refuse_many(self.types, "content types")


def open_package(data: bytes, allowance: Allowance | None = None) -> Package:
    """The package of an .xlsx workbook; raises `Unreadable` for anything else."""
    refuse_other_files(data)
    if not is_package(data):
        raise Unreadable(NOT_A_WORKBOOK)
    package = Package(data, allowance)
    declared = _ContentTypes()
    if package.has(CONTENT_TYPES):
        package.parse(CONTENT_TYPES, declared)
    refuse_other_packages(declared.types, package.names)
    return package
