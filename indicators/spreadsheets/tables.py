"""Finds the table of measures in a sheet: its heading row, its columns, its rows of measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from indicators.spreadsheets.archive import LIMITS, Unreadable
from indicators.spreadsheets.headings import (
    LATEST,
    POLARITY,
    TARGET,
    TITLE,
    field_of,
    year_in,
)
from indicators.spreadsheets.problems import Problem, Severity, at, quote
from indicators.spreadsheets.reading import Cell, Sheet
from indicators.spreadsheets.rows import TableRow, rows_below
from indicators.spreadsheets.words import listed, plain

FEWEST_HEADINGS: Final = 3
ROWS_SEARCHED: Final = 200


@dataclass(frozen=True)
class Table:
    """A table of measures: where its columns stand, what is in its rows, what was left aside."""

    sheet: str
    header_row: int
    columns: Mapping[str, int]  # field -> column number
    headings: Mapping[str, str]  # field -> heading as the sheet words it
    rows: tuple[TableRow, ...] = ()
    notes: tuple[str, ...] = ()  # the lines below the table
    problems: tuple[Problem, ...] = ()


@dataclass
class _Header:
    """A row that may be the heading row."""

    row: int
    columns: dict[str, int] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_of_measures(self) -> bool:
        """Whether these headings are those of a table of measures."""
        figures = {LATEST, POLARITY} & self.columns.keys()
        targets = any(each.startswith(TARGET) for each in self.columns)
        enough = len(self.columns) >= FEWEST_HEADINGS
        return enough and TITLE in self.columns and (targets or bool(figures))


def tables_in(sheets: Sequence[Sheet], wanted: str | None) -> tuple[Table, ...]:
    """The tables of measures on the visible sheets, or on the one that is asked for."""
    chosen = [_named(sheets, wanted)] if wanted else [each for each in sheets if each.visible]
    found = (table_in(sheet) for sheet in chosen)
    return tuple(table for table in found if table)


def _named(sheets: Sequence[Sheet], wanted: str) -> Sheet:
    for sheet in sheets:
        if plain(sheet.name) == plain(wanted) and sheet.visible:
            return sheet
        if plain(sheet.name) == plain(wanted):
            raise Unreadable(f"The sheet {quote(wanted)} is hidden: unhide it in Excel first.")
    names = listed([quote(each.name) for each in sheets if each.visible])
    raise Unreadable(f"There is no sheet {quote(wanted)} in the workbook; it has {names}.")


def table_in(sheet: Sheet) -> Table | None:
    """The sheet's table of measures, if it has one."""
    for number in list(sheet.rows)[:ROWS_SEARCHED]:
        header = _header(sheet, number)
        if header.is_of_measures:
            found = rows_below(sheet, number, header.columns)
            if len(found.measures) > LIMITS.rows:
                raise Unreadable(f"The table has more than {LIMITS.rows:,} rows: split it.")
            return Table(
                sheet=sheet.name,
                header_row=number,
                columns=header.columns,
                headings=header.headings,
                rows=tuple(found.measures),
                notes=found.notes,
                problems=(*header.problems, *found.problems),
            )
    return None


def _header(sheet: Sheet, number: int) -> _Header:
    header = _Header(number)
    hidden: list[Cell] = []
    for column, cell in sheet.rows[number].items():
        if cell.origin and cell.origin != cell.address:
            continue
        if column in sheet.hidden_columns:
            hidden.append(cell)
            continue
        _add_heading(header, sheet, cell)
    header.problems += [_not_imported(sheet, cell, "is hidden") for cell in hidden]
    return header


def _add_heading(header: _Header, sheet: Sheet, cell: Cell) -> None:
    text = _heading(sheet, cell)
    name = field_of(text)
    if name is None:
        header.problems.append(_not_imported(sheet, cell, "is not one that the importer knows"))
    elif name in header.columns:
        header.problems.append(_not_imported(sheet, cell, "repeats another heading"))
    else:
        header.columns[name] = cell.column
        header.headings[name] = text


def _heading(sheet: Sheet, cell: Cell) -> str:
    """The heading, with the group's above it where it is only a year ("Target" over "2017/18")."""
    above = sheet.cells.get((cell.row - 1, cell.column))
    if year_in(cell.text) and above and "target" in plain(above.text) and not year_in(above.text):
        return f"{above.text} {cell.text}"
    return " ".join(cell.text.split())


def _not_imported(sheet: Sheet, cell: Cell, why: str) -> Problem:
    message = f"The column {quote(cell.text)} {why}: it is not imported."
    heading = " ".join(cell.text.split())
    return at(cell, message, sheet=sheet.name, column=heading, severity=Severity.WARNING)
