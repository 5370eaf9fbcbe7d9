"""Workbooks fetched as their readers do, and read back."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
from django.test import Client

Rows = list[dict[str, Any]]


def book_at(client: Client, address: str) -> openpyxl.Workbook:
    """The workbook at an address."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def table_of(book: openpyxl.Workbook, sheet: str) -> Rows:
    """The rows of a sheet's table under their headings."""
    (table,) = book[sheet].tables.values()
    header, *rows = [[cell.value for cell in row] for row in book[sheet][table.ref]]
    return [dict(zip(header, row, strict=True)) for row in rows]


def csv_at(client: Client, address: str) -> list[dict[str, str]]:
    """The table of the CSV at an address."""
    text = client.get(address).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))
