"""Imports workbooks and example benchmarks into the example council by the product's importer."""

from __future__ import annotations

from datetime import date

from tablib.core import Dataset

from indicators.comparison_resources import PlanActionResource
from indicators.models import PlanAction
from indicators.spreadsheets.runs.importing import commit, preview
from organisation.models import Person
from perfmgmt.demo.sources import FIXTURES, read_csv, read_json

MEASURES = "southend_2017_indicators.xlsx"
PLAN = "southend_2017_actions.xlsx"
BENCHMARKS = "demo_benchmarks.csv"


def import_workbook(by: Person, on: date) -> None:
    """Preview the workbook of measures with the answers to its questions, and commit it."""
    _import(MEASURES, "measures", "southend_2017_answers.json", by, on)


def import_plan(by: Person, on: date) -> None:
    """The same with the plan of actions."""
    _import(PLAN, "actions", "southend_2017_actions_answers.json", by, on)


def import_benchmarks(by: Person, on: date) -> None:
    """Figures of others beside the council's own: all of them are example figures."""
    _import(BENCHMARKS, "benchmarks", "demo_benchmarks_answers.json", by, on)


def _import(name: str, kind: str, answers: str, by: Person, on: date) -> None:
    content = (FIXTURES / name).read_bytes()
    found = preview(content, name=name, kind=kind, answers=read_json(answers))
    commit(found, by=by, on=on)


def align_plan(by: Person, on: date) -> None:
    """Put the actions of each aim under an outcome, as an example."""
    outcomes = {
        row["southend_aim"]: row["outcome"] for row in read_csv("example_alignment_of_aims.csv")
    }
    rows = [
        (each.plan_year.label, each.ref, outcomes[each.aim]) for each in PlanAction.objects.all()
    ]
    dataset = Dataset(*rows, headers=("year", "ref", "outcomes"))
    PlanActionResource().import_data(dataset, raise_errors=True, by=by, on=on)
