"""One table as CSV: for machines, and for whoever opens it in Excel all the same."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from indicators.rules.units import rounded
from indicators.spreadsheets.writing.describing import Number, Table
from indicators.spreadsheets.writing.texts import for_csv

END = "\r\n"


def csv_of(table: Table) -> bytes:
    """The table in RFC 4180's form, UTF-8 with the mark by which Excel knows it.

    Text that could be taken for a formula gets an apostrophe; numbers stay numbers at their
    decimals, dates are written 2017-12-31.
    """
    lines = [_line(table.headers), *(_line(row) for row in table.filled())]
    return "".join(lines).encode("utf-8-sig")


def _line(values: Iterable[str | int | Number | date]) -> str:
    return ",".join(_field(value) for value in values) + END


def _field(value: str | int | Number | date) -> str:
    """Text in quotes, whatever is in it; a number bare."""
    if isinstance(value, str):
        return '"' + for_csv(value).replace('"', '""') + '"'
    if isinstance(value, Number):
        return f"{rounded(value.value, value.decimals):f}"
    return value.isoformat() if isinstance(value, date) else str(value)
