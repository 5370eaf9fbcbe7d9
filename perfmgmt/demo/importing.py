"""Imports the Southend workbook into the example council with the product's own importer."""

from __future__ import annotations

from datetime import date

from indicators.spreadsheets.importing import commit, preview
from organisation.models import Person
from perfmgmt.demo.sources import FIXTURES, read_json

WORKBOOK = "southend_2017_indicators.xlsx"
ANSWERS = "southend_2017_answers.json"


def import_workbook(by: Person, on: date) -> None:
    """Preview the real workbook with the answers to its questions, and commit it."""
    content = (FIXTURES / WORKBOOK).read_bytes()
    found = preview(content, name=WORKBOOK, answers=read_json(ANSWERS))
    commit(found, by=by, on=on)
