"""Tells the rows of a table from bands, repeated headings, totals and notes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from indicators.spreadsheets.files.sheets import Cell, Sheet
from indicators.spreadsheets.problems import Problem, Severity, at, quote
from indicators.spreadsheets.tables.heading_rows import Header
from indicators.spreadsheets.tables.headings import words_of
from indicators.spreadsheets.words import plain

REF_LIKE: Final = re.compile(r"[A-Za-z]{0,6}[ ./-]?\d+([./-]\d+)*[A-Za-z]{0,2}")
TOTAL: Final = re.compile(r"(grand |sub[- ]?|overall )?totals?|averages?|mean|sum")
TOTAL_ROW: Final = "looks like a total: it is not imported"
REPEATED_HEADINGS: Final = 2


@dataclass(frozen=True)
class TableRow:
    """A row that holds a thing, as far as can be told before its cells are understood."""

    number: int
    cells: Mapping[str, Cell]
    hidden: bool = False
    band: str = ""  # the band above it, such as a department's name


@dataclass
class Rows:
    """What stands below a heading."""

    sheet: Sheet
    header: Header
    things: list[TableRow] = field(default_factory=list)
    lines: list[tuple[int, str]] = field(default_factory=list)  # bands and notes
    problems: list[Problem] = field(default_factory=list)
    last_of_thing: int = 0  # the last row of what may run on over several
    bands_stand_over_headings: bool = False

    @property
    def band(self) -> str:
        """The band that the next row stands under."""
        return self.lines[-1][1] if self.lines else ""

    @property
    def notes(self) -> tuple[str, ...]:
        """The lines below the last thing."""
        last = self.things[-1].number if self.things else 0
        return tuple(text for number, text in self.lines if number > last)

    def place(self, number: int, own: Mapping[int, Cell]) -> None:
        """Sort one row, by the cells that stand in it themselves, into what it is."""
        cells = {name: self.sheet.cell(number, column) for name, column in self._columns.items()}
        if self._repeats_heading(own):
            self.bands_stand_over_headings |= any(row == number - 1 for row, _ in self.lines)
        elif len(own) == 1 and not self._is_lone_ref(own):
            self._place_line(number, next(iter(own.values())))
        elif self._has_thing(cells):
            hidden = number in self.sheet.hidden_rows
            self.things.append(TableRow(number, cells, hidden=hidden, band=self.band))
            self.last_of_thing = number
        else:
            self._aside(next(iter(own.values())), TOTAL_ROW)

    @property
    def _columns(self) -> Mapping[str, int]:
        return self.header.columns

    def _repeats_heading(self, own: Mapping[int, Cell]) -> bool:
        """Whether the row says what the heading's rows say, or its columns in other words."""
        said = self.header.said
        lone_title = len(own) == 1 and bool(self._title_column & own.keys())
        if not lone_title and all(
            words_of(cell.text) in said.get(column, ()) for column, cell in own.items()
        ):
            return True
        vocabulary = self.header.vocabulary
        title = own.get(self._columns.get(vocabulary.title, 0))
        if title is None or vocabulary.field_of(title.text) != vocabulary.title:
            return False
        same_fields = {
            name
            for name, column in self._columns.items()
            if column in own and vocabulary.field_of(own[column].text) == name
        }
        return len(same_fields) >= REPEATED_HEADINGS

    @property
    def _title_column(self) -> set[int]:
        column = self._columns.get(self.header.vocabulary.title)
        return set() if column is None else {column}

    def _is_lone_ref(self, own: Mapping[int, Cell]) -> bool:
        cell = next(iter(own.values()))
        is_ref = self._columns.get(self.header.vocabulary.ref) == cell.column
        return is_ref and bool(REF_LIKE.fullmatch(cell.text))

    def _has_thing(self, cells: Mapping[str, Cell]) -> bool:
        """A ref, or a title with more than a figure; what calls itself a total is none."""
        vocabulary = self.header.vocabulary
        ref, title = cells.get(vocabulary.ref), cells.get(vocabulary.title)
        refers = ref is not None and not ref.blank
        if refers and ref is not None and not (_is_total(ref) and (not title or title.blank)):
            return True
        if refers or (title is not None and _is_total(title)):
            return False
        return any(
            not cell.blank
            and vocabulary.tells(name)
            and not cell.is_formula
            and cell.address == (cell.origin or cell.address)
            for name, cell in cells.items()
        )

    def _place_line(self, number: int, cell: Cell) -> None:
        """One text alone on its row: the rest of a long title, or a band or note."""
        if number in self.sheet.hidden_rows:
            what = "is hidden and holds only one text: it is not imported"
            self._aside(replace(cell, text=""), what)
            return
        is_wide = (number, cell.column + 1) in self.sheet.cells
        runs_on = self.things and self.last_of_thing == number - 1
        if _is_total(cell) and cell.column in self._title_column:
            self._aside(cell, TOTAL_ROW)
        elif runs_on and cell.column in self._title_column and not is_wide:
            self._join(cell)
        else:
            self.lines.append((number, cell.text))

    def _join(self, cell: Cell) -> None:
        """Add the rest of a title to it."""
        name, last = self.header.vocabulary.title, self.things[-1]
        title = last.cells[name]
        joined = replace(title, text=f"{title.text} {cell.text}".strip())
        self.things[-1] = replace(last, cells={**last.cells, name: joined})
        self.last_of_thing = cell.row
        self._aside(cell, f"continues {title.address}: it is joined to it")

    def _aside(self, cell: Cell, what: str) -> None:
        named = f", {quote(cell.text)}," if cell.text else ""
        message = f"Row {cell.row}{named} {what}."
        sheet = self.sheet.name
        self.problems.append(at(cell, message, sheet=sheet, column="", severity=Severity.WARNING))


def _is_total(cell: Cell) -> bool:
    return bool(TOTAL.fullmatch(plain(cell.text).rstrip(": ")))


def rows_below(sheet: Sheet, header: Header) -> Rows:
    """Sort every row below the heading into what it is."""
    found = Rows(sheet, header)
    for number, across in sheet.rows.items():
        if number <= header.row:
            continue
        # A block merged downwards belongs to the row that it begins on.
        own = {
            each.column: each
            for each in across.values()
            if each.address == (each.origin or each.address)
            and each.column not in sheet.hidden_columns
        }
        if own:
            found.place(number, own)
    if found.bands_stand_over_headings:
        _band_of_first(found)
    return found


def _band_of_first(found: Rows) -> None:
    """Where bands stand over repeated headings, the line over the first heading is one as well."""
    above = found.sheet.rows.get(found.header.row - 1, {}).values()
    own = [each for each in above if each.address == (each.origin or each.address)]
    first = found.lines[0][0] if found.lines else 0
    if len(own) == 1:
        found.things = [
            replace(each, band=own[0].text) if each.number < first else each
            for each in found.things
        ]
