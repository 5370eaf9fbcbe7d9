"""Which aim each action serves, where the aims are spread over rows or blocks of cells."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from indicators.spreadsheets.files.sheets import Cell, Sheet
from indicators.spreadsheets.kinds.actions import topics
from indicators.spreadsheets.kinds.actions.settled import SettledAim
from indicators.spreadsheets.kinds.actions.vocabulary import AIMS
from indicators.spreadsheets.kinds.actions.wording import BULLETS
from indicators.spreadsheets.tables.finding import Table
from indicators.spreadsheets.tables.headings import words_of
from indicators.spreadsheets.tables.rows import TableRow
from indicators.spreadsheets.understanding.questions import Asker
from indicators.spreadsheets.words import one_line, plain

LONGEST_AIM: Final = 200
LONGEST_NAME: Final = 80  # what is longer reads like a sentence
# "Safe Corporate Priorities: …" and, where nothing like that is there, "Safe: …".
_NAMED: Final = re.compile(
    r"(?P<name>[^:]{1,80}?)[\s:-]*\b(?:(?:corporate|strategic|key|our|council) )*"
    r"(?:priorities|objectives|aims|outcomes)\s*:\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_COLON: Final = re.compile(r"(?P<name>[A-Z0-9][^:.]{0,50}):\s*(?P<rest>\S.*)", re.DOTALL)
_ENDS: Final = (".", "!", "?", ";")


@dataclass
class Aims:
    """The aims of a table by the row in which each begins."""

    began: dict[int, SettledAim] = field(default_factory=dict)
    is_open: bool = False

    def at(self, row: int) -> SettledAim:
        """The last that began in the row or above it."""
        place = bisect_right(self._rows, row)
        return self.began[self._rows[place - 1]] if place else SettledAim()

    @cached_property
    def _rows(self) -> list[int]:
        return sorted(self.began)


@dataclass(frozen=True, slots=True)
class _Said:
    """A text in the column of aims, and the action beside it or below it."""

    row: int
    ref: str
    cell: Cell
    is_block: bool  # merged over several rows

    @property
    def text(self) -> str:
        return one_line(self.cell.text)


def aims_of(sheet: Sheet, table: Table, refs: Mapping[int, str], asker: Asker) -> Aims:
    """The aims that a column names; what may be a fragment of one is asked, once for all."""
    column = aim_column(table)
    if column is None:
        return Aims()
    said = list(_said(sheet, table, column, refs))
    pattern = next(
        (each for each in (_NAMED, _COLON) if said and each.fullmatch(said[0].text)), None
    )
    return _grouped(said, pattern, asker)


def aim_column(table: Table) -> str | None:
    """The field that names the aims: the first that the table has."""
    return next((each for each in AIMS if each in table.columns), None)


def aims_of_bands(rows: Sequence[TableRow]) -> Aims:
    """The aims that lines between the rows name."""
    found = Aims()
    for row in rows:
        found.began[row.number] = named_aim(one_line(row.band), None)
    return found


def _said(sheet: Sheet, table: Table, column: str, refs: Mapping[int, str]) -> Iterator[_Said]:
    """The texts that stand in the column themselves, down to the last action."""
    place, rows = table.columns[column], sorted(refs)
    last = rows[-1] if rows else 0
    heading = words_of(table.headings[column])
    for number, across in sheet.rows.items():
        cell = across.get(place)
        if cell is None or cell.blank or not table.header_row < number <= last:
            continue
        is_own = cell.address == (cell.origin or cell.address)
        if is_own and words_of(cell.text) != heading and not _is_wide(across, cell):
            is_block = bool(cell.origin) and _goes_down(sheet, cell)
            yield _Said(number, refs[rows[bisect_left(rows, number)]], cell, is_block)


def _is_wide(across: Mapping[int, Cell], cell: Cell) -> bool:
    beside = across.get(cell.column + 1)
    return bool(cell.origin) and beside is not None and beside.origin == cell.origin


def _goes_down(sheet: Sheet, cell: Cell) -> bool:
    return sheet.cell(cell.row + 1, cell.column).origin == cell.origin


def _grouped(said: Sequence[_Said], pattern: re.Pattern[str] | None, asker: Asker) -> Aims:
    found = Aims()
    names: list[str] = []
    texts: dict[int, list[str]] = {}
    began = 0
    reads_plainly = pattern is None and all(map(_is_short, said))
    for each in said:
        begins = True if not names else _begins(each, pattern, texts[began], reads_plainly)
        if begins is None:
            begins = asker.ask(topics.aim_or_fragment(each.text), each.ref, each.cell)
            found.is_open = found.is_open or begins is None
        if begins and not (names and plain(each.text) == names[-1]):
            began, texts[each.row] = each.row, [each.text]
            names.append(plain(each.text))
        elif not begins:
            texts[began].append(each.text)
    found.began = {row: named_aim(" ".join(pieces), pattern) for row, pieces in texts.items()}
    return found


def _is_short(said: _Said) -> bool:
    """A text that reads like a name and like nothing else."""
    text = said.text
    return len(text) <= LONGEST_NAME and not text.endswith(_ENDS) and not _goes_on(text)


def _goes_on(text: str) -> bool:
    """A text that begins in mid-sentence, or with a bullet."""
    return text[:1].islower() or text[:1] in BULLETS or text[:1] in ",;)&"


def _begins(
    said: _Said,
    pattern: re.Pattern[str] | None,
    before: Sequence[str],
    reads_plainly: bool,  # noqa: FBT001
) -> bool | None:
    """Whether a text begins an aim; None where that isn't plain."""
    if said.is_block or reads_plainly or (pattern and pattern.fullmatch(said.text)):
        return True
    if _goes_on(said.text):
        return False
    if not pattern:
        return True if plain(said.text) == plain(before[0]) else None
    is_sentence = said.text.endswith(_ENDS) or len(said.text) > LONGEST_NAME
    runs_on = len(before) > 1 and not before[-1].endswith(_ENDS)
    return False if is_sentence or runs_on else None


def named_aim(text: str, pattern: re.Pattern[str] | None) -> SettledAim:
    """An aim's name apart from its priorities."""
    for each in (pattern,) if pattern else (_NAMED, _COLON):
        if found := each.fullmatch(text):
            priorities = one_line(found["rest"]).lstrip(f"{BULLETS} ")
            return SettledAim(one_line(found["name"]).rstrip(" -:"), priorities)
    return SettledAim(text)
