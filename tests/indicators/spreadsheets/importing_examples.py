"""Workbooks previewed and committed: what several tests of the importer start from."""

import json
from collections.abc import Sequence
from datetime import date

from indicators.models import Baseline, Measure, PeriodTarget, Terms
from indicators.spreadsheets.runs.importing import Committed, Preview, commit, preview
from organisation.models import Change, Directorate, Service
from tests.indicators.spreadsheets.books import FIXTURES, HEADINGS, sheet_of

ON = date(2017, 1, 20)
SOUTHEND = FIXTURES / "southend_2017_indicators.xlsx"
ANSWERS_FILE = FIXTURES / "southend_2017_answers.json"
HOMES = (1, "No", "Homes built [Running total]", "Aim to Maximise", "40 (Nov 16)", 90, 100, "x", "")
ROADS = (
    2,
    "No",
    "Roads mended [Snapshot]",
    "Aim to Maximise",
    "81% (Nov 16)",
    "80%",
    "85%",
    "x",
    "",
)
ANSWERS = {
    "department.x": "new:Place / Homes & roads",
    "profile": "linear",
    "tolerance": "default",
}


def southend_answers() -> dict[str, object]:
    found: dict[str, object] = json.loads(ANSWERS_FILE.read_text(encoding="utf-8"))
    return found


def southend_preview(**options: object) -> Preview:
    given: dict[str, object] = {"answers": southend_answers(), **options}
    return preview(SOUTHEND.read_bytes(), name=SOUTHEND.name, **given)  # type: ignore[arg-type]


def previewed(*rows: Sequence[object], **options: object) -> Preview:
    """Rows under the usual headings, for 2017/18, with everything answered."""
    answers: dict[str, object] = {**ANSWERS, **options.pop("answers", {})}  # type: ignore[dict-item]
    given: dict[str, object] = {"year": "2017/18", "answers": answers, **options}
    return preview(sheet_of([HEADINGS, *rows]), name="measures.xlsx", **given)  # type: ignore[arg-type]


def imported(*rows: Sequence[object], **options: object) -> Committed:
    return commit(previewed(*rows, **options), by=None, on=ON)


def stored() -> dict[str, int]:
    """How much there is of everything that an import writes."""
    models = (Directorate, Service, Measure, Terms, PeriodTarget, Baseline, Change)
    return {model.__name__: model._meta.base_manager.count() for model in models}


def with_target(row: Sequence[object], target: object) -> tuple[object, ...]:
    """The row with another target for 2017/18."""
    return (*row[:6], target, *row[7:])
