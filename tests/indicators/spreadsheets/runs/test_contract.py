"""The contract's object: every cell of the Southend workbook as it is expected."""

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest

from indicators.spreadsheets.kinds.measures.reading import MeasuresRead
from indicators.spreadsheets.runs.contract import CellObject, RowObject, outcome
from tests.indicators.spreadsheets.books import MEASURE, Understand

EXPECTED = Path(__file__).parents[3] / "data" / "southend_2017_indicators_expected_parse.csv"
KINDS = {"point": "value", "point_with_text": "value", "not_applicable": "none", "": "none"}


def expected_rows() -> list[dict[str, str]]:
    with EXPECTED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None


def target(cell: CellObject) -> dict[str, object]:
    """A target's cell as the expected table lays it out."""
    return {
        "kind": cell["state"],
        "value": number(cell["value"]),
        "low": number(cell["low"]),
        "high": number(cell["high"]),
        "unit": cell["unit"],
        "text": cell["note"].removeprefix("not_applicable"),
    }


def expected_target(row: dict[str, str], prefix: str) -> dict[str, object]:
    kind = row[f"{prefix}_kind"]
    # The table leaves 28's unit open: it becomes a percentage by its answer.
    is_28 = row["no"] == "28" and prefix == "t1718"
    return {
        "kind": KINDS.get(kind, kind),
        "value": number(row[f"{prefix}_value"]),
        "low": number(row[f"{prefix}_low"]),
        "high": number(row[f"{prefix}_high"]),
        "unit": "percent" if is_28 else row[f"{prefix}_unit"],
        "text": row.get(f"{prefix}_text", ""),
    }


def rows(understanding: MeasuresRead) -> dict[str, RowObject]:
    return {row["ref"]: row for row in outcome(understanding, {})["rows"]}


@pytest.mark.parametrize("expected", expected_rows(), ids=lambda row: f"measure {row['no']}")
def test_every_cell_of_the_southend_workbook(
    southend: MeasuresRead, expected: dict[str, str]
) -> None:
    row = rows(southend)[expected["no"]]
    cells = row["cells"]
    latest, profiled = cells["latest"], cells["in_year_profiled_target"]
    found = {
        "new_mpr_indicator": cells["new"]["text"],
        "short_name": cells["title"]["text"],
        "calculation_basis": cells["basis"]["text"],
        "polarity": cells["polarity"]["value"],
        "latest_value": number(latest["value"]),
        "latest_unit": latest["unit"],
        "latest_period and latest_flag": latest["note"],
        "in_year_profiled_target": number(profiled["value"]),
        "t1617": target(cells["target_2016_17"]),
        "t1718": target(cells["target_2017_18"]),
        "department": cells["department"]["text"],
        "service": cells["service"]["text"],
        "comments": cells["comments"]["text"],
    }
    notes = (expected["latest_period"], expected["latest_flag"])
    assert found == {
        **{name: expected[name] for name in found if name in expected},
        "latest_value": number(expected["latest_value"]),
        "latest_period and latest_flag": "; ".join(each for each in notes if each),
        "in_year_profiled_target": number(expected["in_year_profiled_target"]),
        "t1617": expected_target(expected, "t1617"),
        "t1718": expected_target(expected, "t1718"),
    }


def test_all_rows_are_there_in_order(southend: MeasuresRead) -> None:
    assert list(rows(southend)) == [row["no"] for row in expected_rows()]


def test_object_of_a_workbook(understood: Understand) -> None:
    found = outcome(understood(MEASURE, name="measures.xlsx"), {"1": "unchanged"})

    assert {**found, "rows": len(found["rows"]), "problems": len(found["problems"])} == {
        "file": "measures.xlsx",
        "kind": "measures",
        "sheet": "Measures",
        "header_row": 1,
        "committed": False,
        "counts": {"rows": 1, "new": 0, "changed": 0, "unchanged": 1, "errors": 0},
        "rows": 1,
        "problems": 5,
    }
    assert json.loads(json.dumps(found)) == found


def test_row_in_error_is_counted_as_such(understood: Understand) -> None:
    broken = [*MEASURE[:6], "plenty", *MEASURE[7:]]

    found = outcome(understood(broken), {"1": "changed"})

    assert found["counts"] == {"rows": 1, "new": 0, "changed": 0, "unchanged": 0, "errors": 1}
    assert found["problems"][0] == {
        "sheet": "Measures",
        "cell": "G2",
        "row": 2,
        "column": "2017/18 Target",
        "text": "plenty",
        "severity": "error",
        "key": "",
        "choices": [],
        "message": "G2 can't be understood as a figure: write a number, a range such as "
        "45.7 - 52.3, TBC or N/A, or leave the row out.",
    }
