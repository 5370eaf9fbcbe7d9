"""What one row of a sheet wants of one row of one table, in the columns of the exports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Columns = Mapping[str, str]
Key = tuple[str, ...]


class Table(StrEnum):
    """The tables that imports fill, in the order in which they are filled."""

    SERVICE = "service"
    MEASURE = "measure"
    TERMS = "terms"
    BASELINE = "baseline"
    COMPARATOR = "comparator"
    BENCHMARK = "benchmark"
    ACTION = "action"
    MILESTONE = "milestone"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class Part:
    """What is wanted of one row of one table. Columns that are not named stay as they are."""

    table: Table
    key: Key
    columns: Columns
    cell: str = ""
    name: str = ""  # what tells it from the row's other parts: "2017/18", "November 2016"
    is_set_up: bool = True  # of terms: their year is the one being set up
    is_default_tolerance: bool = False

    def as_json(self) -> list[Any]:
        """As it is kept between preview and commit."""
        return [
            self.table.value,
            list(self.key),
            dict(self.columns),
            self.cell,
            self.name,
            self.is_set_up,
            self.is_default_tolerance,
        ]

    @classmethod
    def of_json(cls, kept: list[Any]) -> Part:
        table, key, columns, cell, name, is_set_up, is_default = kept
        return cls(Table(table), tuple(key), columns, cell, name, is_set_up, is_default)
