"""Tells in which encoding a text file is written; a file that mixes two is refused by its line."""

from __future__ import annotations

import codecs
from typing import Final

from indicators.spreadsheets.files.limits import Unreadable
from indicators.spreadsheets.files.recognising import NOT_A_WORKBOOK

AS_UTF8: Final = "save it again from Excel as “CSV UTF-8”, or as Excel Workbook (.xlsx)."
MARKS: Final = {  # the longer first: the mark of UTF-32 begins as that of UTF-16
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
SNIFFED: Final = 4096
MOST_CONTROLS: Final = 0.02
FEW_CONTROLS: Final = 5
PRINTED: Final = frozenset({9, 10, 12, 13, *range(32, 256)})


def decoded(data: bytes) -> str:
    """The text of the file, its lines ending in a line feed; raises `Unreadable`."""
    for mark, encoding in MARKS.items():
        if data.startswith(mark):
            return _strictly(data.removeprefix(mark), encoding)
    if unmarked := _unmarked_utf16(data):
        return _strictly(data, unmarked)
    _refuse_binary(data)
    try:
        return _lines(data.decode())
    except UnicodeDecodeError:
        _refuse_mixture(data)
        return _strictly(data, "cp1252")


def _unmarked_utf16(data: bytes) -> str:
    """UTF-16 without its mark: every second byte of plain text is zero."""
    start = data[:SNIFFED]
    half = len(start) // 2
    for encoding, high in (("utf-16-le", start[1::2]), ("utf-16-be", start[::2])):
        low = start[::2] if encoding == "utf-16-le" else start[1::2]
        if half and high.count(0) > 0.6 * half and not low.count(0):
            return encoding
    return ""


def _refuse_binary(data: bytes) -> None:
    start = data[:SNIFFED]
    strange = sum(each not in PRINTED for each in start)
    if strange > max(FEW_CONTROLS, MOST_CONTROLS * len(start)):
        raise Unreadable(NOT_A_WORKBOOK)
    if (place := data.find(0)) >= 0:
        raise Unreadable(
            f"Line {_line(data, place)} of the file holds a byte that no text has (NUL), perhaps "
            f"from a broken upload: {AS_UTF8}"
        )


def _strictly(data: bytes, encoding: str) -> str:
    try:
        text = _lines(data.decode(encoding))
    except UnicodeDecodeError as error:
        line = _lines(data[: error.start].decode(encoding, "replace")).count("\n") + 1
        raise Unreadable(
            f"Line {line} of the file holds a character that can't be read, perhaps from a broken "
            f"upload or an older program: {AS_UTF8}"
        ) from error
    if (place := text.find("\0")) >= 0:
        line = text.count("\n", 0, place) + 1
        raise Unreadable(
            f"Line {line} of the file holds a character that no text has (NUL), perhaps from a "
            f"broken upload: {AS_UTF8}"
        )
    return text


def _refuse_mixture(data: bytes) -> None:
    """Refuse a file of which some lines are UTF-8 and others Windows-1252."""
    lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    kinds = {True: 0, False: 0}
    for number, line in enumerate(lines, 1):
        if not line.isascii():
            kinds[_is_utf8(line)] = kinds[_is_utf8(line)] or number
    if all(kinds.values()):
        raise Unreadable(
            f"The file mixes two encodings: line {kinds[True]} is UTF-8 and line {kinds[False]} is "
            f"Windows-1252, so that some letters would come out wrong. Check them, then {AS_UTF8}"
        )


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _line(data: bytes, place: int) -> int:
    before = data[:place].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return before.count(b"\n") + 1


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
