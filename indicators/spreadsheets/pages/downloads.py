"""What of an import can be downloaded: the file as it came, its problems, the file with both."""

from __future__ import annotations

import re
from typing import Final

from django.http import Http404, HttpResponse

from indicators.models import ImportRun
from indicators.spreadsheets.files.limits import Unreadable
from indicators.spreadsheets.files.reading import read_file
from indicators.spreadsheets.pages.row_words import on_page
from indicators.spreadsheets.problems import Problem
from indicators.spreadsheets.runs.staging import every_problem
from indicators.spreadsheets.writing.csv_text import csv_of
from indicators.spreadsheets.writing.marked import marked, problem_table
from organisation.clock import today

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def original(run: ImportRun) -> HttpResponse:
    """The file as it came, byte for byte; no browser takes it for a page."""
    if not run.content:
        raise Http404("This import was given up, and its file was not kept.")
    return attached(bytes(run.content), "application/octet-stream", run.file_name)


def problems_workbook(run: ImportRun) -> HttpResponse:
    """The workbook written anew, with its problems marked in the cells."""
    try:
        sheets = read_file(bytes(run.content), run.file_name)
    except Unreadable as error:
        raise Http404(str(error)) from error
    content = marked(sheets, _worded(run), on=today(), file=run.file_name)
    return attached(content, XLSX, f"{stem(run)}-problems.xlsx")


def problems_csv(run: ImportRun) -> HttpResponse:
    """The problems alone, a row for each."""
    table = problem_table(f"Problems in {run.file_name}", _worded(run))
    return attached(csv_of(table), "text/csv; charset=utf-8", f"{stem(run)}-problems.csv")


def _worded(run: ImportRun) -> list[Problem]:
    return [on_page(each) for each in every_problem(run)]


def attached(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file to be kept rather than shown."""
    response = HttpResponse(content, content_type=kind)
    safe = re.sub(r"[^A-Za-z0-9._ -]", "_", name)
    response["Content-Disposition"] = f'attachment; filename="{safe}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def stem(run: ImportRun) -> str:
    """The file's name without its ending."""
    return run.file_name.rpartition(".")[0] or run.file_name
