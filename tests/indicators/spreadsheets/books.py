"""Workbooks made for one test."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook

from indicators.spreadsheets import CouncilList, Understanding

FIXTURES = Path(__file__).parents[3] / "fixtures"
HEADINGS = (
    "No",
    "New?",
    "Short Name",
    "Minimise or Maximise",
    "Latest Performance",
    "2016/17 Target",
    "2017/18 Target",
    "Dept.",
    "Comments",
)
MEASURE = (1, "No", "Homes built [Cumulative]", "Aim to Maximise", "40 (Nov)", 90, 100, "Place", "")
COUNCIL = CouncilList({"Place": ("Housing", "Roads")})

Rows = Sequence[Sequence[object]]
Understand = Callable[..., Understanding]


def saved(book: Workbook) -> bytes:
    """The workbook's file."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def sheet_of(rows: Rows, title: str = "Measures") -> bytes:
    """A workbook with these rows on its one sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def with_parts(data: bytes, changes: Mapping[str, Callable[[bytes], bytes]]) -> bytes:
    """The workbook with some of its parts rewritten."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name, bytes)(old.read(name)))
    return file.getvalue()
