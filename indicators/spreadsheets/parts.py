"""The parts of a workbook beside its sheets: list of sheets, shared texts, number formats."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from xml.sax.xmlreader import AttributesImpl

from openpyxl.styles.numbers import BUILTIN_FORMATS

from indicators.spreadsheets.archive import LIMITS, Package, PartHandler, Unreadable

WORKBOOK = "xl/workbook.xml"
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


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

    def begin(self, name: str, attrs: AttributesImpl) -> None:
        if name == "Relationship" and attrs.get("TargetMode") != "External":
            self.targets[attrs["Id"]] = attrs["Target"]
            self.kinds[attrs["Type"].rpartition("/")[2]] = attrs["Target"]


class _Workbook(PartHandler):
    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, bool, str]] = []
        self.since_1904 = False

    def begin(self, name: str, attrs: AttributesImpl) -> None:
        if name == "sheet":
            ids = [attrs[key] for key in attrs.getNames() if key.rpartition(":")[2] == "id"]
            visible = attrs.get("state", "visible") == "visible"
            self.sheets.append((attrs["name"], visible, ids[0] if ids else ""))
        elif name == "workbookPr":
            self.since_1904 = attrs.get("date1904", "") in {"1", "true"}


@dataclass
class TextsPart(PartHandler):
    """Shared texts, rich text joined, phonetic readings left out."""

    texts: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    phonetic: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def begin(self, name: str, attrs: AttributesImpl) -> None:  # noqa: ARG002
        if name == "si":
            self.pieces.clear()
        elif name == "rPh":
            self.phonetic = True

    def finish(self, name: str, text: str) -> None:
        if name == "t" and not self.phonetic:
            self.pieces.append(unescaped(text))
        elif name == "rPh":
            self.phonetic = False
        elif name == "si":
            self.texts.append("".join(self.pieces))


class _Styles(PartHandler):
    def __init__(self) -> None:
        super().__init__()
        self.own: dict[int, str] = {}
        self.cells: list[int] = []
        self.in_cells = False

    def begin(self, name: str, attrs: AttributesImpl) -> None:
        if name == "numFmt":
            self.own[int(attrs["numFmtId"])] = attrs["formatCode"]
        elif name == "cellXfs":
            self.in_cells = True
        elif name == "xf" and self.in_cells:
            self.cells.append(int(attrs.get("numFmtId", "0")))

    def finish(self, name: str, text: str) -> None:  # noqa: ARG002
        if name == "cellXfs":
            self.in_cells = False

    def formats(self) -> tuple[str, ...]:
        """The number format of each cell style."""
        return tuple(
            self.own.get(each) or BUILTIN_FORMATS.get(each, "General") for each in self.cells
        )


def unescaped(text: str) -> str:
    """Text with the package's escapes (_x000D_) resolved."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


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
    if len(listed.sheets) > LIMITS.sheets:
        raise Unreadable(f"The workbook has more than {LIMITS.sheets} sheets: remove some.")
    texts, styles = TextsPart(), _Styles()
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
