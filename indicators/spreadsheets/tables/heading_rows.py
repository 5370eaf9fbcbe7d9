"""Reads what may be a table's heading: one row, or two where a group stands over its columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from indicators.spreadsheets.files.sheets import Cell, Sheet
from indicators.spreadsheets.problems import Problem, Severity, at, quote
from indicators.spreadsheets.tables.headings import words_of
from indicators.spreadsheets.tables.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A heading that names no column that is known: its asker can ask what it is."""

    heading: str
    compared: str  # as `Vocabulary.named` wants it
    cell: Cell


@dataclass
class Header:
    """What may be a table's heading; `row` is its last row."""

    row: int
    vocabulary: Vocabulary
    columns: dict[str, int] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    unmatched: list[Unmatched] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    # By column, what the heading's rows say there: what says the same below repeats them.
    said: dict[int, set[str]] = field(default_factory=dict)
    hidden: list[Cell] = field(default_factory=list)

    @property
    def is_table(self) -> bool:
        """Whether these headings are those of the kind of table that is looked for."""
        return self.vocabulary.is_table(self.columns.keys())


def header_at(sheet: Sheet, row: int, vocabulary: Vocabulary) -> Header:
    """The row as a heading."""
    header = Header(row, vocabulary)
    for cell in sheet.rows[row].values():
        if not cell.origin or cell.origin == cell.address:
            _place(header, sheet, cell, _heading(sheet, cell, vocabulary))
    return _finished(header, sheet)


def header_over(sheet: Sheet, first: int, row: int, vocabulary: Vocabulary) -> Header:
    """The row and the one above it as one heading."""
    header = Header(row, vocabulary)
    above, below = sheet.rows[first], sheet.rows[row]
    for column in sorted(above.keys() | below.keys()):
        top, own = above.get(column), below.get(column)
        if own and own.origin and own.origin != own.address:
            own = None  # merged with what stands above it, or to its left
        if top and own is None and top.origin and top.origin != top.address:
            continue
        if own is None and top:
            _place(header, sheet, top, _one_line(top.text))
        elif own:
            group = top or _group(above, column)
            _place(header, sheet, own, _joined(group, own, vocabulary))
            _say(header, group)
    return _finished(header, sheet)


def is_second_row(sheet: Sheet, header: Header, row: int, both: Header) -> bool:
    """Whether a row below what is a heading belongs to it: it splits a group of columns."""
    named = {header.columns.get(header.vocabulary.title), header.columns.get(header.vocabulary.ref)}
    own = [
        cell.column
        for cell in sheet.rows[row].values()
        if not cell.origin or cell.origin == cell.address
    ]
    return bool(own) and not named & set(own) and len(both.columns) > len(header.columns)


def _group(above: Mapping[int, Cell], column: int) -> Cell | None:
    """The heading to the left in the row above, with nothing between."""
    before = [each for each in above if each < column]
    return above[max(before)] if before else None


def _joined(group: Cell | None, own: Cell, vocabulary: Vocabulary) -> str:
    """The heading by itself if it names a column, else with its group, else the group alone."""
    alone = _one_line(own.text)
    if group is None or vocabulary.field_of(alone) is not None:
        return alone
    above = _one_line(group.text)
    if _both_follow_patterns(above, alone, vocabulary):
        return alone
    if vocabulary.field_of(f"{above} {alone}") is not None:
        return f"{above} {alone}"
    stands_over = group.column == own.column and vocabulary.field_of(above) is not None
    return above if stands_over else alone


def _heading(sheet: Sheet, cell: Cell, vocabulary: Vocabulary) -> str:
    """The heading, with the group's above it where it is only a year ("Target" over "2017/18")."""
    alone = _one_line(cell.text)
    group = sheet.cells.get((cell.row - 1, cell.column))
    if not group or vocabulary.patterned(alone) is None or vocabulary.field_of(alone) is not None:
        return alone
    above = _one_line(group.text)
    joins = vocabulary.patterned(f"{above} {alone}")
    return f"{above} {alone}" if joins and vocabulary.patterned(above) is None else alone


def _both_follow_patterns(above: str, alone: str, vocabulary: Vocabulary) -> bool:
    """Two years, one over the other, are not one heading."""
    return vocabulary.patterned(above) is not None and vocabulary.patterned(alone) is not None


def _place(header: Header, sheet: Sheet, cell: Cell, heading: str) -> None:
    _say(header, cell)
    if cell.column in sheet.hidden_columns:
        header.hidden.append(cell)
        return
    name = header.vocabulary.field_of(heading)
    if name is None:
        header.unmatched.append(Unmatched(heading, words_of(heading), cell))
        header.problems.append(not_imported(sheet, cell, "is not one that the importer knows"))
    elif name in header.columns:
        header.problems.append(not_imported(sheet, cell, "repeats another heading"))
    elif name:
        header.columns[name] = cell.column
        header.headings[name] = heading


def _finished(header: Header, sheet: Sheet) -> Header:
    """Tell of the hidden columns last."""
    header.problems += [not_imported(sheet, cell, "is hidden") for cell in header.hidden]
    return header


def _say(header: Header, cell: Cell | None) -> None:
    if cell is not None:
        header.said.setdefault(cell.column, set()).add(words_of(cell.text))


def not_imported(sheet: Sheet, cell: Cell, why: str) -> Problem:
    """The warning of a column that is left aside."""
    message = f"The column {quote(cell.text)} {why}: it is not imported."
    heading = _one_line(cell.text)
    return at(cell, message, sheet=sheet.name, column=heading, severity=Severity.WARNING)


def _one_line(text: str) -> str:
    return " ".join(text.split())
