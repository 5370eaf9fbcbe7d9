"""Workbooks made for one test."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from indicators.spreadsheets.files.reading import read_workbook
from indicators.spreadsheets.kinds.kind import Upload
from indicators.spreadsheets.kinds.measures import reading
from indicators.spreadsheets.kinds.measures.reading import MeasuresRead
from indicators.spreadsheets.understanding.departments import CouncilList

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
Understand = Callable[..., MeasuresRead]


def understand(
    file: Path | bytes, *, council: CouncilList, name: str = "", **options: Any
) -> MeasuresRead:
    """Understand a workbook of measures with what `Upload` takes."""
    content = file.read_bytes() if isinstance(file, Path) else file
    named = name or (file.name if isinstance(file, Path) else "")
    options["leave_out"] = tuple(options.get("leave_out", ()))
    upload = Upload(content, named, **options)
    return reading.understand(upload, read_workbook(content), council)


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
