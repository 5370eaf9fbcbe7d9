"""What a workbook holds, before any file format: a cover, notes, tables of typed cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Self

from indicators.spreadsheets.words import one_line

LONGEST_HEADER = 255


class Shorthand(StrEnum):
    """A letter in place of a missing figure, or beside one, as statisticians use them."""

    words: str

    def __new__(cls, value: str, words: str = "") -> Self:
        """Make the member from its letter and what it means."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.words = words
        return member

    BREAK = "[b]", "break in the series: not comparable with what comes before"
    CONFIDENTIAL = "[c]", "confidential: left out so that nobody can be recognised"
    ESTIMATED = "[e]", "estimated figure"
    FORECAST = "[f]", "forecast"
    PROVISIONAL = "[p]", "provisional figure"
    REVISED = "[r]", "revised after its period was closed"
    UNRELIABLE = "[u]", "low reliability"
    NOT_AVAILABLE = "[x]", "not available"
    NOT_APPLICABLE = "[z]", "not applicable, or there is nothing to say"


@dataclass(frozen=True, slots=True)
class Number:
    """A figure and the decimals at which it is shown."""

    value: Decimal
    decimals: int = 0


Value = str | int | Number | date | Shorthand | None
Row = tuple[Value, ...]


class Kind(Enum):
    """What a column's cells are."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True)
class Column:
    """A column: its heading, what its cells are, and what stands where one has nothing."""

    name: str
    kind: Kind = Kind.TEXT
    unit: str = ""
    missing: Shorthand | None = None

    @property
    def header(self) -> str:
        """The heading with the unit: "Days late (days)"."""
        return f"{self.name} ({self.unit})" if self.unit else self.name

    @property
    def blank(self) -> Shorthand:
        """What stands in a cell that would be empty."""
        if self.missing is not None:
            return self.missing
        return Shorthand.NOT_APPLICABLE if self.kind is Kind.TEXT else Shorthand.NOT_AVAILABLE

    def filled(self, value: Value) -> str | int | Number | date:
        """The value, or the shorthand in place of nothing."""
        if value is None or (isinstance(value, str) and not value.strip()):
            return self.blank
        return value


@dataclass(frozen=True)
class Table:
    """One table: its short name (for its sheet), its title, its columns and its rows.

    ValueError where a heading is missing, too long or said twice, or a row has another width.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        headers = [one_line(header).casefold() for header in self.headers]
        if not all(headers) or len({*headers}) < len(headers) or not headers:
            message = f"The table {self.name} needs a heading of its own over each column."
            raise ValueError(message)
        if any(len(header) > LONGEST_HEADER for header in headers):
            message = f"The table {self.name} has a heading of over {LONGEST_HEADER} characters."
            raise ValueError(message)
        if any(len(row) != len(self.columns) for row in self.rows):
            message = f"Each row of the table {self.name} needs {len(self.columns)} cells."
            raise ValueError(message)

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(one_line(column.header) for column in self.columns)

    def filled(self) -> Iterator[tuple[str | int | Number | date, ...]]:
        """The rows without an empty cell; where there are none, one that says so."""
        for row in self.rows or (("None", *[None] * (len(self.columns) - 1)),):
            yield tuple(
                column.filled(value) for column, value in zip(self.columns, row, strict=True)
            )


@dataclass(frozen=True)
class Cover:
    """What the first sheet says: what this is, for which period, from whom."""

    title: str
    period: str
    prepared: date
    source: str
    contact: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Workbook:
    """A whole workbook."""

    cover: Cover
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = field(default=())

    @property
    def shorthand(self) -> tuple[Shorthand, ...]:
        """The letters that stand in its cells, in the order of the alphabet."""
        texts = {
            value
            for table in self.tables
            for row in table.filled()
            for value in row
            if isinstance(value, str) and "[" in value
        }
        return tuple(each for each in Shorthand if any(each.value in text for text in texts))
