"""Reads a CSV file, however a council's programs write it, into the one sheet that it holds."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from indicators.spreadsheets.files.decoding import decoded
from indicators.spreadsheets.files.limits import LIMITS, Allowance, Unreadable
from indicators.spreadsheets.files.parts import without_controls
from indicators.spreadsheets.files.recognising import refuse_markup
from indicators.spreadsheets.files.sheet_part import ROWS_ABOVE, refuse_long_text
from indicators.spreadsheets.files.sheets import Cell, Cells, Remark, Sheet, address_of, letters
from indicators.spreadsheets.words import clean

DELIMITERS: Final = (",", ";", "\t")
SAMPLE: Final = 64 * 1024  # characters by which the separator is told
HINT: Final = re.compile(r"sep=(.)\n", re.IGNORECASE)  # Excel's own hint, in the first line
AS_TEXT: Final = re.compile(r'="([^"]*)"')  # ="007", by which programs keep Excel off a text
ERRORS: Final = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
)
FEWEST_SWALLOWED: Final = 3  # columns that a line must have to look like a row
CHECKED_EVERY: Final = 1_000
GOES_ON: Final = "expected after"  # of csv: text behind a closing quotation mark


@dataclass(frozen=True, slots=True)
class Record:
    """One row of the file and the lines that it stands on."""

    row: int
    first_line: int
    last_line: int
    fields: list[str]


def read_csv(data: bytes, name: str, allowance: Allowance) -> Sheet:
    """The file's one sheet; raises `Unreadable` where something of it would be lost."""
    text = decoded(data)
    refuse_markup(text)
    if not text.strip("\ufeff \t\n"):
        raise Unreadable("The file is empty: there is no text in it. Save it again from Excel.")
    text, delimiter, skipped = _told_apart(text)
    cells: dict[int, dict[int, Cell]] = defaultdict(dict)
    widths: dict[int, int] = {}
    remarks: list[Remark] = []
    for record in _records(text, delimiter, skipped):
        if record.row % CHECKED_EVERY == 0:
            allowance.check_time()
        _keep(record, cells, allowance)
        if record.row in cells:
            widths[record.row] = len(record.fields)
            remarks += _swallowed(record, delimiter)
            if len(cells) > LIMITS.rows + ROWS_ABOVE:
                raise Unreadable(f"The file has more than {LIMITS.rows:,} rows: split it.")
    title = PurePosixPath(name.replace("\\", "/")).stem or "CSV"
    return Sheet(title, visible=True, cells=Cells(cells), remarks=tuple(remarks), widths=widths)


def _told_apart(text: str) -> tuple[str, str, int]:
    """The text without Excel's hint, its separator, and how many lines the hint took."""
    hint = HINT.match(text)
    if hint:
        return text[hint.end() :], hint[1], 1
    return text, _delimiter(text), 0


def _delimiter(text: str) -> str:
    """The separator by which most rows have the same number of cells.

    One by which quotation marks go wrong is taken only where no other makes columns.
    """
    is_whole = len(text) <= SAMPLE
    return max(DELIMITERS, key=lambda each: _evenness(text[:SAMPLE], each, is_whole=is_whole))


def _evenness(sample: str, delimiter: str, *, is_whole: bool) -> tuple[bool, int, int]:
    widths: dict[int, int] = defaultdict(int)
    is_sound = True
    try:
        for fields in csv.reader(io.StringIO(sample), delimiter=delimiter, strict=True):
            widths[len(fields)] += len(fields) > 1
    except csv.Error as error:
        is_sound = not (is_whole or GOES_ON in str(error))  # a sample may end within a text
    count, width = max(((count, width) for width, count in widths.items()), default=(0, 0))
    return is_sound and count > 0, count, width


def _records(text: str, delimiter: str, skipped: int) -> Iterator[Record]:
    rows = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    number, last = 0, skipped
    while True:
        try:
            fields = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise Unreadable(_advice(str(error), last + 1, rows.line_num + skipped)) from error
        number, first, last = number + 1, last + 1, rows.line_num + skipped
        yield Record(number, first, last, fields)


def _advice(error: str, first: int, last: int) -> str:
    if GOES_ON in error:
        return (
            f"On line {last} of the file a text goes on after its closing quotation mark: write "
            'quotation marks inside a text twice (""), or save the file as .xlsx.'
        )
    return (
        f'The row that begins on line {first} of the file opens a quotation mark (") that is '
        "never closed: remove it, or write it twice and close the text with another."
    )


def _keep(record: Record, cells: dict[int, dict[int, Cell]], allowance: Allowance) -> None:
    for column, written in enumerate(record.fields, 1):
        if not written or not (cell := _cell(record.row, column, written)).text:
            continue
        if column > LIMITS.columns:
            raise Unreadable(
                f"Line {record.first_line} of the file has text beyond column "
                f"{letters(LIMITS.columns)}: remove it, or check the quotation marks above it."
            )
        refuse_long_text(cell, f" (line {record.first_line} of the file)")
        allowance.take_cell(cell.text)
        cells[record.row][column] = cell


def _cell(row: int, column: int, written: str) -> Cell:
    as_text = AS_TEXT.fullmatch(written)
    value = without_controls(as_text[1] if as_text else written)
    text = clean(value)
    return Cell(address_of(row, column), row, column, value, text, is_error=text.upper() in ERRORS)


def _swallowed(record: Record, delimiter: str) -> Iterator[Remark]:
    """A text in quotation marks in which whole rows of the table seem to stand."""
    separators = max(len(record.fields), FEWEST_SWALLOWED) - 1
    for column, written in enumerate(record.fields, 1):
        inner = written.split("\n")[1:]
        if any(line.count(delimiter) >= separators for line in inner):
            address = address_of(record.row, column)
            message = (
                f"The text in {address} runs from line {record.first_line} to line "
                f"{record.last_line} of the file and seems to hold rows of the table: look for a "
                'quotation mark (") that is not closed, and close or remove it.'
            )
            yield Remark(address, record.row, message)
