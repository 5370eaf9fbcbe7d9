"""Finds the table in a sheet: its heading, its columns, its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from indicators.spreadsheets.files.limits import LIMITS, Unreadable
from indicators.spreadsheets.files.sheets import Sheet
from indicators.spreadsheets.problems import Problem, Severity, quote
from indicators.spreadsheets.tables.heading_rows import (
    Header,
    Unmatched,
    header_at,
    header_over,
    is_second_row,
)
from indicators.spreadsheets.tables.oddities import oddities
from indicators.spreadsheets.tables.rows import TableRow, rows_below
from indicators.spreadsheets.tables.vocabulary import Vocabulary
from indicators.spreadsheets.words import listed, plain

ROWS_SEARCHED: Final = 200
FEWEST_HEADINGS: Final = 3
FEWEST_KNOWN: Final = 2


@dataclass(frozen=True)
class Table:
    """A table: where its columns stand, what is in its rows, what was left aside."""

    sheet: str
    header_row: int
    columns: Mapping[str, int]  # field -> column number
    headings: Mapping[str, str]  # field -> heading as the sheet words it
    rows: tuple[TableRow, ...] = ()
    notes: tuple[str, ...] = ()  # the lines below the table
    problems: tuple[Problem, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()  # headings that name no column that is known


def tables_in(
    sheets: Sequence[Sheet], wanted: str | None, vocabulary: Vocabulary
) -> tuple[Table, ...]:
    """The tables of this kind on the visible sheets, or on the one that is asked for."""
    hidden = _hidden_sheets(sheets)
    found = (table_in(sheet, vocabulary) for sheet in _chosen(sheets, wanted))
    return tuple(replace(each, problems=(*each.problems, *hidden)) for each in found if each)


def likely_tables_in(
    sheets: Sequence[Sheet], wanted: str | None, vocabulary: Vocabulary
) -> tuple[Table, ...]:
    """Where no table is recognised: headings, without rows, that somebody may name the rest of."""
    found = (_likely_table(sheet, vocabulary) for sheet in _chosen(sheets, wanted))
    return tuple(each for each in found if each)


def headings_in(
    sheets: Sequence[Sheet], wanted: str | None, vocabulary: Vocabulary
) -> tuple[Table, ...]:
    """The headings, without rows, of the tables there are; else those that are likely."""
    found = [
        _table(sheet, header)
        for sheet in _chosen(sheets, wanted)
        if (header := _header(sheet, vocabulary))
    ]
    return tuple(found) or likely_tables_in(sheets, wanted, vocabulary)


def _chosen(sheets: Sequence[Sheet], wanted: str | None) -> list[Sheet]:
    return [_named(sheets, wanted)] if wanted else [each for each in sheets if each.visible]


def _named(sheets: Sequence[Sheet], wanted: str) -> Sheet:
    for sheet in sheets:
        if plain(sheet.name) == plain(wanted) and sheet.visible:
            return sheet
        if plain(sheet.name) == plain(wanted):
            raise Unreadable(f"The sheet {quote(wanted)} is hidden: unhide it in Excel first.")
    names = listed([quote(each.name) for each in sheets if each.visible])
    raise Unreadable(f"There is no sheet {quote(wanted)} in the workbook; it has {names}.")


def _hidden_sheets(sheets: Sequence[Sheet]) -> tuple[Problem, ...]:
    names = [quote(each.name) for each in sheets if not each.visible]
    if not names:
        return ()
    what = f"The sheet {names[0]} is" if len(names) == 1 else f"The sheets {listed(names)} are"
    message = f"{what} hidden in the workbook: nothing there is imported."
    return (Problem(Severity.WARNING, message),)


def table_in(sheet: Sheet, vocabulary: Vocabulary) -> Table | None:
    """The sheet's table of this kind, if it has one."""
    header = _header(sheet, vocabulary)
    if header is None:
        return None
    found = rows_below(sheet, header)
    if len(found.things) > LIMITS.rows:
        raise Unreadable(f"The table has more than {LIMITS.rows:,} rows: split it.")
    odd = oddities(sheet, header, [row.number for row in found.things])
    table = _table(sheet, header)
    return replace(
        table,
        rows=tuple(found.things),
        notes=found.notes,
        problems=(*table.problems, *found.problems, *odd),
    )


def _table(sheet: Sheet, header: Header) -> Table:
    return Table(
        sheet=sheet.name,
        header_row=header.row,
        columns=header.columns,
        headings=header.headings,
        problems=tuple(header.problems),
        unmatched=tuple(header.unmatched),
    )


def _header(sheet: Sheet, vocabulary: Vocabulary) -> Header | None:
    """The first heading of this kind, in one row or two."""
    numbers = list(sheet.rows)[: ROWS_SEARCHED + 1]
    for number in numbers[:ROWS_SEARCHED]:
        header = header_at(sheet, number, vocabulary)
        both = _with_next(sheet, number, vocabulary)
        if header.is_table and both and is_second_row(sheet, header, both.row, both):
            return both
        if header.is_table:
            return header
        if both and both.is_table and _is_heading_over(sheet, header, both, vocabulary):
            return both
    return None


def _is_heading_over(sheet: Sheet, header: Header, both: Header, vocabulary: Vocabulary) -> bool:
    """Whether two rows are a heading together: the second is none alone, nor the first figures."""
    if header_at(sheet, both.row, vocabulary).is_table:
        return False
    return is_second_row(sheet, header, both.row, both)


def _with_next(sheet: Sheet, number: int, vocabulary: Vocabulary) -> Header | None:
    if number + 1 not in sheet.rows:
        return None
    return header_over(sheet, number, number + 1, vocabulary)


def _likely_table(sheet: Sheet, vocabulary: Vocabulary) -> Table | None:
    """The row that has the most headings that are known, if it looks like a heading at all."""
    best: Header | None = None
    for number in list(sheet.rows)[:ROWS_SEARCHED]:
        header = header_at(sheet, number, vocabulary)
        known = len(header.columns)
        enough = known >= FEWEST_KNOWN and known + len(header.unmatched) >= FEWEST_HEADINGS
        if enough and (best is None or known > len(best.columns)):
            best = header
    return _table(sheet, best) if best else None
