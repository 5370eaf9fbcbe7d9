"""Understood workbooks that several tests read."""

import json
from collections.abc import Sequence

import pytest

from indicators.spreadsheets.kinds.measures.reading import MeasuresRead
from indicators.spreadsheets.understanding.departments import CouncilList
from tests.indicators.spreadsheets.books import (
    COUNCIL,
    FIXTURES,
    HEADINGS,
    Understand,
    sheet_of,
    understand,
)


@pytest.fixture
def answers() -> dict[str, str]:
    """The example council's answers."""
    text = (FIXTURES / "southend_2017_answers.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


@pytest.fixture
def southend(answers: dict[str, str]) -> MeasuresRead:
    """The Southend workbook with all of its questions answered."""
    file = FIXTURES / "southend_2017_indicators.xlsx"
    return understand(file, council=CouncilList(), year="2017/18", answers=answers)


@pytest.fixture
def understood() -> Understand:
    """Understand rows under the usual headings, for 2017/18."""

    def run(*rows: Sequence[object], **options: object) -> MeasuresRead:
        chosen: dict[str, object] = {"council": COUNCIL, "year": "2017/18", **options}
        return understand(sheet_of([HEADINGS, *rows]), **chosen)  # type: ignore[arg-type]

    return run
