"""The door of this room: a file of any kind that is let in becomes sheets of cells."""

from __future__ import annotations

from indicators.spreadsheets.files.csv_file import read_csv
from indicators.spreadsheets.files.limits import Allowance
from indicators.spreadsheets.files.recognising import is_package, refuse_other_files
from indicators.spreadsheets.files.sheets import Cell, Sheet
from indicators.spreadsheets.files.workbook import read_workbook

__all__ = ["Cell", "Sheet", "read_file", "read_workbook"]


def read_file(data: bytes, name: str = "") -> tuple[Sheet, ...]:
    """The sheets of an .xlsx workbook, or the one sheet of a CSV; the contents tell which.

    Raises `Unreadable`, with what to do, for everything else. `name` is the file's.
    """
    refuse_other_files(data)
    allowance = Allowance()
    if is_package(data):
        return read_workbook(data, allowance)
    return (read_csv(data, name, allowance),)
