"""Rows copied in a spreadsheet and pasted as text: which cell belongs to which measure's box."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass

FIGURE, NUMERATOR, DENOMINATOR, COMMENTARY, CAUSE = (
    "value",
    "numerator",
    "denominator",
    "commentary",
    "cause",
)
COLUMNS = (FIGURE, NUMERATOR, DENOMINATOR, COMMENTARY, CAUSE)
REF, LEFT_OUT = "ref", ""
#: The words that spreadsheets have above their columns, as letters only.
HEADINGS = {
    REF: ("ref", "reference", "no", "number", "measure no", "measure ref", "id", "code"),
    FIGURE: ("figure", "value", "actual", "performance", "latest", "latest performance", "result"),
    NUMERATOR: ("numerator", "num"),
    DENOMINATOR: ("denominator", "den", "out of"),
    COMMENTARY: ("commentary", "comment", "comments", "notes", "narrative"),
    CAUSE: ("cause", "reason", "why"),
    LEFT_OUT: ("measure", "name", "title", "short name", "unit", "target", "last", "rating"),
}
BY_HEADING = {words: column for column, known in HEADINGS.items() for words in known}
WITHOUT_HEADINGS = (REF, FIGURE, COMMENTARY)
LONGEST = 400_000


@dataclass(frozen=True)
class PastedRow:
    """One line of what was pasted: the ref as typed, and the text for each of its boxes."""

    line: int
    ref: str
    cells: dict[str, str]

    @property
    def key(self) -> str:
        """The ref as it is compared: "25." and " 25.0" mean 25."""
        return ref_key(self.ref)


@dataclass(frozen=True)
class Pasted:
    """All lines that could be read, and what was wrong with the others."""

    rows: tuple[PastedRow, ...] = ()
    problems: tuple[str, ...] = ()


def ref_key(ref: str) -> str:
    """A ref without what a spreadsheet adds to it."""
    bare = ref.strip().rstrip(".").casefold()
    return re.sub(r"^(\d+)\.0+$", r"\1", bare)


def read_pasted(text: str) -> Pasted:
    """Read tab-separated text, with or without a row of headings.

    Cells with line ends come in quotes, as spreadsheets copy them. A blank cell is no text.
    """
    if len(text) > LONGEST:
        return Pasted(problems=("That is more than a page of returns; paste fewer rows.",))
    try:
        lines = _lines(text.replace("\0", ""))
    except csv.Error:
        return Pasted(problems=("A cell is too long, or a quotation mark is left open.",))
    if not lines:
        return Pasted(problems=("Nothing was pasted: copy the rows in your spreadsheet first.",))
    widest = max(len(row) for _, row in lines)
    columns, problems = _columns(lines[0][1], widest)
    if problems or columns is None:
        return Pasted(problems=problems)
    body = lines[1:] if _is_heading(lines[0][1]) else lines
    return _rows(body, columns)


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """The rows that hold anything, with the number of each."""
    rows = enumerate(csv.reader(text.splitlines(keepends=True), "excel-tab"), 1)
    found = [(number, [cell.strip() for cell in row]) for number, row in rows]
    return [(number, row) for number, row in found if any(row)]


def _is_heading(row: Sequence[str]) -> bool:
    return any(_heading(cell) == REF for cell in row)


def _heading(cell: str) -> str | None:
    words = re.sub(r"[^a-z]+", " ", cell.casefold()).strip()
    return BY_HEADING.get(words)


def _columns(first: Sequence[str], widest: int) -> tuple[Sequence[str] | None, tuple[str, ...]]:
    """Which box each column is for: by its heading, else ref, figure, commentary."""
    if not _is_heading(first):
        if widest == 1:
            return None, ("There is one column only. Copy the ref and the figure, side by side.",)
        if widest > len(WITHOUT_HEADINGS):
            return None, (
                (
                    f"There are {widest} columns and no headings. Copy the headings too: "
                    "Ref, Figure, Numerator, Denominator, Commentary, Cause."
                ),
            )
        return WITHOUT_HEADINGS[:widest], ()
    found = [_heading(cell) if cell else LEFT_OUT for cell in first]
    unknown = [cell for cell, column in zip(first, found, strict=True) if column is None]
    if unknown:
        named = ", ".join(f"“{each[:40]}”" for each in unknown)
        return None, (
            (
                f"The heading {named} isn't known. Use Ref, Figure, Numerator, Denominator, "
                "Commentary and Cause, or leave that column out."
            ),
        )
    columns = [column or LEFT_OUT for column in found]
    twice = {each for each in columns if each and columns.count(each) > 1}
    if twice:
        return None, (f"Two columns are both for {', '.join(sorted(twice))}: leave one out.",)
    return columns, ()


def _rows(body: Sequence[tuple[int, list[str]]], columns: Sequence[str]) -> Pasted:
    rows, problems, seen = [], [], dict[str, int]()
    for line, cells in body:
        filled = dict(zip(columns, cells, strict=False))
        ref = filled.pop(REF, "")
        filled.pop(LEFT_OUT, None)
        row = PastedRow(line, ref, {name: text for name, text in filled.items() if text})
        beyond = [cell for cell in cells[len(columns) :] if cell]
        if beyond:
            problems.append(f"Line {line}: “{beyond[0][:40]}” stands in a column without heading.")
        elif not ref:
            problems.append(f"Line {line} has no ref, so it belongs to no measure.")
        elif row.key in seen:
            problems.append(f"Line {line}: {ref} stands in line {seen[row.key]} already.")
        else:
            seen[row.key] = line
            rows.append(row)
    return Pasted(tuple(rows), tuple(problems))
