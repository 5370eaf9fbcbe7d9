"""The parts of a workbook beside its sheets: list of sheets, shared texts, number formats."""

from __future__ import annotations

import posixpath
import re
import sys
from dataclasses import dataclass, field
from typing import Final

from openpyxl.styles.numbers import BUILTIN_FORMATS

from indicators.spreadsheets.files.archive import (
    LONGEST_TEXT,
    TOO_LONG,
    Attributes,
    Package,
    PartHandler,
    refuse_many,
)
from indicators.spreadsheets.files.limits import LIMITS, Allowance, Unreadable

WORKBOOK: Final = "xl/workbook.xml"
ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
# What no text may hold: databases and documents refuse it.
CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MOST_STYLES: Final = 65_536
LONGEST_FORMAT: Final = 512


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it."""

    name: str
    visible: bool
    part: str


@dataclass(frozen=True, slots=True)
class Book:
    """What reading any one sheet needs."""

    sheets: tuple[SheetEntry, ...]
    texts: tuple[str, ...]
    formats: tuple[str, ...]
    since_1904: bool


class _Relations(PartHandler):
    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, str] = {}
        self.kinds: dict[str, str] = {}

    def begin(self, name: str, attrs: Attributes) -> None:
        if name == "Relationship" and attrs.get("TargetMode") != "External":
            self.targets[attrs["Id"]] = attrs["Target"]
            self.kinds[attrs["Type"].rpartition("/")[2]] = attrs["Target"]
            refuse_many(self.targets, "relationships")


class _Workbook(PartHandler):
    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, bool, str]] = []
        self.since_1904 = False

    def begin(self, name: str, attrs: Attributes) -> None:
        if name == "sheet":
            ids = [value for key, value in attrs.items() if key.rpartition(":")[2] == "id"]
            visible = attrs.get("state", "visible") == "visible"
            self.sheets.append((attrs["name"], visible, ids[0] if ids else ""))
            if len(self.sheets) > LIMITS.sheets:
                message = f"The workbook has more than {LIMITS.sheets} sheets: remove some."
                raise Unreadable(message)
        elif name == "workbookPr":
            self.since_1904 = attrs.get("date1904", "") in {"1", "true"}


class Pieces:
    """The pieces that one text is written in: formats part it, and entities."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0

    def add(self, piece: str) -> None:
        """One more piece; raises `Unreadable` for more than a cell can hold."""
        if piece:
            self._pieces.append(piece)
            self._length += len(piece)
        if self._length > LONGEST_TEXT:
            raise Unreadable(TOO_LONG)

    @property
    def begun(self) -> bool:
        """Whether there is anything yet."""
        return self._length > 0

    def joined(self) -> str:
        """The whole text; what comes next is another."""
        text = "".join(self._pieces)
        self._pieces.clear()
        self._length = 0
        return text


@dataclass
class TextsPart(PartHandler):
    """Shared texts, rich text joined, phonetic readings left out."""

    allowance: Allowance = field(default_factory=Allowance)
    texts: list[str] = field(default_factory=list)
    pieces: Pieces = field(default_factory=Pieces)
    phonetic: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def begin(self, name: str, attrs: Attributes) -> None:  # noqa: ARG002
        if name == "si":
            self.pieces.joined()
        elif name == "rPh":
            self.phonetic = True

    def finish(self, name: str, text: str) -> None:
        if name == "t" and not self.phonetic:
            self.pieces.add(unescaped(text))
        elif name == "rPh":
            self.phonetic = False
        elif name == "si":
            text = self.pieces.joined()
            self.allowance.take(sys.getsizeof(text))
            self.texts.append(text)


class _Styles(PartHandler):
    def __init__(self) -> None:
        super().__init__()
        self.own: dict[int, str] = {}
        self.cells: list[int] = []
        self.in_cells = False

    def begin(self, name: str, attrs: Attributes) -> None:
        if name == "numFmt":
            self.own[int(attrs["numFmtId"])] = attrs["formatCode"][:LONGEST_FORMAT]
        elif name == "cellXfs":
            self.in_cells = True
        elif name == "xf" and self.in_cells:
            self.cells.append(int(attrs.get("numFmtId", "0")))
        if len(self.cells) > MOST_STYLES or len(self.own) > MOST_STYLES:
            raise Unreadable(
                "The workbook has more cell styles than Excel can hold: copy the table as values "
                "into a new workbook and upload that."
            )

    def finish(self, name: str, text: str) -> None:  # noqa: ARG002
        if name == "cellXfs":
            self.in_cells = False

    def formats(self) -> tuple[str, ...]:
        """The number format of each cell style."""
        return tuple(
            self.own.get(each) or BUILTIN_FORMATS.get(each, "General") for each in self.cells
        )


def unescaped(text: str) -> str:
    """Text with the package's escapes (_x000D_) resolved, without what no text may hold."""
    if "_x" not in text:
        return text
    return without_controls(ESCAPED.sub(lambda found: chr(int(found[1], 16)), text))


def without_controls(text: str) -> str:
    """The text without control characters and halves of characters."""
    return CONTROLS.sub("", text)


def read_book(package: Package) -> Book:
    """The workbook's list of sheets and what they share."""
    try:
        return _book(package)
    except (KeyError, ValueError, IndexError) as error:
        raise Unreadable(
            "The workbook's list of sheets is damaged: open it in Excel, save it, try again."
        ) from error


def _book(package: Package) -> Book:
    listed, relations = _Workbook(), _Relations()
    package.parse(WORKBOOK, listed)
    package.parse("xl/_rels/workbook.xml.rels", relations)
    texts, styles = TextsPart(package.allowance), _Styles()
    if "sharedStrings" in relations.kinds:
        package.parse(_part(relations.kinds["sharedStrings"]), texts)
    if "styles" in relations.kinds:
        package.parse(_part(relations.kinds["styles"]), styles)
    return Book(
        sheets=tuple(
            SheetEntry(name, visible, _part(relations.targets[relation]))
            for name, visible, relation in listed.sheets
            if relation in relations.targets
        ),
        texts=tuple(texts.texts),
        formats=styles.formats(),
        since_1904=listed.since_1904,
    )


def _part(target: str) -> str:
    """The part that a relationship of the workbook names."""
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join("xl", target))
