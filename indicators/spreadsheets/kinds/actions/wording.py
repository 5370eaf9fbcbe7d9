"""An action's words: its title apart from its description, and the sub-actions that it lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from indicators.spreadsheets.words import DASHES, one_line

LONGEST_TITLE: Final = 300
LONGEST_BEFORE_DASH: Final = 150
FEWEST_ITEMS: Final = 2
BULLETS: Final = "•·▪●‣◦∙"
# A dash between words; one between two years, or within brackets, divides nothing.
_DASH: Final = re.compile(rf"\s+[{DASHES}-]\s+(?!\d{{4}}\b)|(?<=\D)\s+[{DASHES}-]\s+(?=\d{{4}}\b)")
_COLON: Final = re.compile(r":\s+")
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_DIGIT: Final = re.compile(r"(?:(?<=\s)|^)\(?(\d{1,2})[.)]\s+(?=\D)")
_LETTER: Final = re.compile(r"(?:(?<=\s)|^)\(?([a-z])[.)]\s+")
_LINE: Final = re.compile(rf"^\s*[{DASHES}*-]\s+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Worded:
    """An action's title, and what the text says beyond it."""

    title: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Itemised:
    """A text that ends in a list: what stands before it, and its items."""

    before: str
    items: tuple[str, ...] = ()


def worded(text: str) -> Worded:
    """Divide a text at its first dash, else at its first colon; a short one is all title."""
    line = one_line(text)
    for divider in (_DASH, _COLON):
        for found in divider.finditer(line):
            if found.start() <= LONGEST_BEFORE_DASH and not _within_brackets(line, found.start()):
                return Worded(line[: found.start()], line[found.end() :])
    return Worded(line) if len(line) <= LONGEST_TITLE else _of_long(line)


def _of_long(line: str) -> Worded:
    """Its first sentence; where that is too long, its beginning, with the whole below it."""
    first, *rest = _SENTENCE.split(line, maxsplit=1)
    if rest and len(first) <= LONGEST_TITLE:
        return Worded(first, rest[0])
    words = line[: LONGEST_BEFORE_DASH - 1].rsplit(" ", 1)[0]
    return Worded(f"{words}…", line)


def _within_brackets(text: str, place: int) -> bool:
    return text.count("(", 0, place) > text.count(")", 0, place)


def itemised(text: str) -> Itemised:
    """The list that a text ends in: bullets, 1. 2. 3., a) b) c), or lines with a dash."""
    for found in (_bullets(text), _counted(text, _DIGIT), _counted(text, _LETTER), _lines(text)):
        if len(found.items) >= FEWEST_ITEMS:
            return found
    return Itemised(one_line(text))


def _bullets(text: str) -> Itemised:
    before, *items = re.split(f"[{BULLETS}]", text)
    return _tidy(before, items)


def _lines(text: str) -> Itemised:
    before, *items = _LINE.split(text)
    return _tidy(before, items)


def _counted(text: str, mark: re.Pattern[str]) -> Itemised:
    """Items whose marks count up from the first."""
    wanted = "1" if mark is _DIGIT else "a"
    marks: list[re.Match[str]] = []
    for found in mark.finditer(text):
        if found[1] == wanted:
            marks.append(found)
            wanted = str(int(wanted) + 1) if wanted.isdigit() else chr(ord(wanted) + 1)
    if not marks:
        return Itemised(text)
    ends = [*(each.start() for each in marks[1:]), len(text)]
    items = [text[each.end() : end] for each, end in zip(marks, ends, strict=True)]
    return _tidy(text[: marks[0].start()], items)


def _tidy(before: str, items: Sequence[str]) -> Itemised:
    said = (one_line(each).rstrip(" ;,") for each in items)
    return Itemised(one_line(before), tuple(each for each in said if each))
