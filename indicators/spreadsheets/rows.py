"""Tells the rows of measures below a heading row from bands, repeated headings and notes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from indicators.spreadsheets.headings import (
    DEPARTMENT,
    POLARITY,
    REF,
    SERVICE,
    TARGET,
    TITLE,
    field_of,
)
from indicators.spreadsheets.problems import Problem, Severity, at, quote
from indicators.spreadsheets.reading import Cell, Sheet

REF_LIKE: Final = re.compile(r"[A-Za-z]{0,6}[ ./-]?\d+([./-]\d+)*[A-Za-z]{0,2}")
REPEATED_HEADINGS: Final = 2


@dataclass(frozen=True)
class TableRow:
    """A row that holds a measure, as far as can be told before its cells are understood."""

    number: int
    cells: Mapping[str, Cell]
    hidden: bool = False
    band: str = ""  # the band above it, such as a department's name


@dataclass
class Rows:
    """What stands below a heading row."""

    measures: list[TableRow] = field(default_factory=list)
    lines: list[tuple[int, str]] = field(default_factory=list)  # bands and notes
    problems: list[Problem] = field(default_factory=list)

    @property
    def band(self) -> str:
        """The band that the next row stands under."""
        return self.lines[-1][1] if self.lines else ""

    @property
    def notes(self) -> tuple[str, ...]:
        """The lines below the last measure."""
        last = self.measures[-1].number if self.measures else 0
        return tuple(text for number, text in self.lines if number > last)


def rows_below(sheet: Sheet, header_row: int, columns: Mapping[str, int]) -> Rows:
    """Sort every row below the heading row into what it is."""
    found = Rows()
    for number, across in sheet.rows.items():
        if number <= header_row:
            continue
        # A block merged downwards belongs to the row that it begins on.
        own = {
            each.column: each
            for each in across.values()
            if each.address == (each.origin or each.address)
            and each.column not in sheet.hidden_columns
        }
        if own:
            _place(found, sheet, number, own, columns)
    return found


def _place(
    found: Rows, sheet: Sheet, number: int, own: Mapping[int, Cell], columns: Mapping[str, int]
) -> None:
    cells = {name: sheet.cell(number, column) for name, column in columns.items()}
    if _repeats_heading(own, columns):
        return
    if len(own) == 1 and not _is_lone_ref(own, columns):
        _place_line(found, sheet, number, next(iter(own.values())), columns)
    elif _has_measure(cells):
        hidden = number in sheet.hidden_rows
        found.measures.append(TableRow(number, cells, hidden=hidden, band=found.band))
    else:
        first = next(iter(own.values()))
        found.problems.append(_aside(sheet, first, "looks like a total: it is not imported"))


def _repeats_heading(own: Mapping[int, Cell], columns: Mapping[str, int]) -> bool:
    same = [
        name
        for name, column in columns.items()
        if column in own and (field_of(own[column].text) == name or name.startswith(TARGET))
    ]
    plain_names = [name for name in same if not name.startswith(TARGET)]
    return len(plain_names) >= REPEATED_HEADINGS and TITLE in plain_names


def _is_lone_ref(own: Mapping[int, Cell], columns: Mapping[str, int]) -> bool:
    cell = next(iter(own.values()))
    return columns.get(REF) == cell.column and bool(REF_LIKE.fullmatch(cell.text))


def _has_measure(cells: Mapping[str, Cell]) -> bool:
    """A ref, or a title with more than a figure: a total has neither polarity nor target."""
    if REF in cells and not cells[REF].blank:
        return True
    telling = [
        cell
        for name, cell in cells.items()
        if not cell.blank
        and (name in {POLARITY, DEPARTMENT, SERVICE} or name.startswith(TARGET))
        and not cell.is_formula
        and cell.address == (cell.origin or cell.address)
    ]
    return bool(telling)


def _place_line(
    found: Rows, sheet: Sheet, number: int, cell: Cell, columns: Mapping[str, int]
) -> None:
    """One text alone on its row: the rest of a long title, or a band or note."""
    is_wide = (number, cell.column + 1) in sheet.cells
    last = found.measures[-1] if found.measures else None
    if last and columns[TITLE] == cell.column and not is_wide and last.number == number - 1:
        title = last.cells[TITLE]
        joined = replace(title, text=f"{title.text} {cell.text}".strip())
        found.measures[-1] = replace(last, cells={**last.cells, TITLE: joined})
        found.problems.append(_aside(sheet, cell, f"continues {title.address}: it is joined to it"))
    else:
        found.lines.append((number, cell.text))


def _aside(sheet: Sheet, cell: Cell, what: str) -> Problem:
    message = f"Row {cell.row}, {quote(cell.text)}, {what}."
    return at(cell, message, sheet=sheet.name, column="", severity=Severity.WARNING)
