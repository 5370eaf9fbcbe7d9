"""The forms in which an address offers a spreadsheet: xlsx and csv."""

from __future__ import annotations

from typing import Final

from django.urls import register_converter

XLSX: Final = "xlsx"
CSV: Final = "csv"


class SpreadsheetConverter:
    """The ending of a spreadsheet's address."""

    regex = f"{XLSX}|{CSV}"

    def to_python(self, text: str) -> str:
        return text

    def to_url(self, form: str) -> str:
        return form


register_converter(SpreadsheetConverter, "spreadsheet")
