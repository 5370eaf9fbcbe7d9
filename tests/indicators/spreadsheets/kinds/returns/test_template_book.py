"""The workbook that officers fill in: what stands in it, what is locked, what may be typed."""

from __future__ import annotations

from datetime import datetime

import pytest
from openpyxl.cell.cell import Cell
from pytest_django.fixtures import Settings

from indicators.spreadsheets.kinds.returns.explaining import HOW
from indicators.spreadsheets.kinds.returns.template_book import HEADER_ROW
from indicators.spreadsheets.kinds.returns.vocabulary import HEADERS, RETURN_WORDS
from organisation.models import Person
from tests.factories import (
    Q2,
    TODAY,
    approved,
    entered,
    make_measure,
    make_officer,
    make_return,
    make_service,
    submitted,
)
from tests.indicators.spreadsheets.kinds.returns.workbooks import (
    SHEET,
    cells_of,
    downloaded,
    headings,
    opened,
    rows_by_ref,
)

pytestmark = pytest.mark.django_db
TO_FILL = (
    "Figure",
    "Numerator",
    "Denominator",
    "No figure because",
    "Figure expected on",
    "Final, provisional or estimated",
    "Commentary",
    "Cause, if amber",
)


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.BUSINESS_TODAY = TODAY


@pytest.fixture
def olive() -> Person:
    return make_officer(make_service(), "Olive")


def unlocked(data: bytes, ref: str) -> list[str]:
    """The headings whose cells of a row can be filled in."""
    _, sheet = opened(data)
    row = rows_by_ref(sheet)[ref]
    cells: list[tuple[str, Cell]] = [
        (name, sheet.cell(row, at))  # type: ignore[misc]
        for name, at in headings(sheet).items()
    ]
    return [name for name, cell in cells if not cell.protection.locked]


def test_row_tells_what_is_asked_and_what_is_known(olive: Person) -> None:
    approved(make_return("25", Q2), "81.5", on=Q2.end)
    make_return("25")
    cells = cells_of(downloaded(olive), "25")
    version = str(cells.pop("Version"))
    assert version.startswith("v0-")
    assert cells == {
        "Ref": "25",
        "Measure": "Measure 25",
        "Unit": "%",
        "Target": "80% or more",
        "Tolerance": "5 percentage points (amber down to 75.0%)",
        "Same period last year": "[x]",
        "Last figure": "81.5% (2017/18 Q2)",
        "State": "To fill in",
        "Service": "Children",
        "Period": "2017/18 Q3",
        **dict.fromkeys(TO_FILL),
        "Final, provisional or estimated": "Final",
    }


def test_draft_stands_in_its_cells(olive: Person) -> None:
    entered(make_return("25"), "82.25", commentary="=Steady.", quality="PROVISIONAL", cause="Late.")
    cells = cells_of(downloaded(olive), "25")
    assert {name: cells[name] for name in TO_FILL} == {
        "Figure": 82.25,
        "Numerator": None,
        "Denominator": None,
        "No figure because": None,
        "Figure expected on": None,
        "Final, provisional or estimated": "Provisional",
        "Commentary": "=Steady.",
        "Cause, if amber": "Late.",
    }


def test_reason_and_day_stand_in_their_cells(olive: Person) -> None:
    entered(
        make_return("25"),
        None,
        no_value_reason="PUBLISHED_LATER",
        expected_on=datetime(2018, 2, 1).date(),  # noqa: DTZ001 - a day has no zone
    )
    cells = cells_of(downloaded(olive), "25")
    assert cells["No figure because"] == "The source publishes later"
    assert cells["Figure expected on"] == datetime(2018, 2, 1)  # noqa: DTZ001


def test_only_the_cells_to_fill_are_open(olive: Person) -> None:
    make_return("25")
    make_measure("26", value_type="count", decimals=0)
    make_return("26")
    data = downloaded(olive)
    _, sheet = opened(data)
    assert sheet.protection.sheet
    assert unlocked(data, "25") == list(TO_FILL)
    assert unlocked(data, "26") == ["Figure", *TO_FILL[3:]]


def test_what_is_submitted_or_monthly_is_locked_and_says_why(olive: Person) -> None:
    submitted(make_return("25"))
    make_measure("26", frequency="MONTHLY")
    make_return("26")
    data = downloaded(olive)
    assert (unlocked(data, "25"), unlocked(data, "26")) == ([], [])
    assert cells_of(data, "25")["State"] == "Locked: Submitted already"
    assert cells_of(data, "26")["State"] == ("Locked: entered month by month, on its own page")
    assert cells_of(data, "25")["Figure"] == 82


def test_service_without_ratios_has_no_columns_for_parts(olive: Person) -> None:
    make_measure("26", value_type="count", decimals=0)
    make_return("26")
    assert not {"Numerator", "Denominator"} & cells_of(downloaded(olive), "26").keys()


def test_percentages_show_their_sign_and_all_decimals_of_a_draft(olive: Person) -> None:
    entered(make_return("25"), "82.256")
    make_measure("26", value_type="currency", decimals=2)
    make_return("26")
    _, sheet = opened(downloaded(olive))
    at, rows = headings(sheet)["Figure"], rows_by_ref(sheet)
    formats = [sheet.cell(rows[ref], at).number_format for ref in ("25", "26")]
    assert formats == ['#,##0.000"%"', '"£"#,##0.00']


def test_lists_and_numbers_are_checked_as_they_are_typed(olive: Person) -> None:
    make_return("25")
    _, sheet = opened(downloaded(olive))
    found = {
        str(each.sqref): (each.type, each.formula1)
        for each in sheet.data_validations.dataValidation
    }
    assert found == {
        "I6": ("decimal", "-99999999999999"),
        "J6": ("decimal", "-99999999999999"),
        "K6": ("decimal", "0"),
        "L6": (
            "list",
            (
                '"Awaiting information,The source publishes later,There were no cases,'
                'Not applicable this period"'
            ),
        ),
        "M6": ("date", "36526"),
        "N6": ("list", '"Final,Provisional,Estimated"'),
        "P6": (None, None),
    }


def test_workbook_is_accessible(olive: Person) -> None:
    make_return("25")
    book, sheet = opened(downloaded(olive))
    assert book.sheetnames == ["Cover", HOW, SHEET]
    assert [each.sheet_state for each in book.worksheets] == ["visible"] * 3
    assert [list(each.merged_cells.ranges) for each in book.worksheets] == [[]] * 3
    assert [each.ref for each in sheet.tables.values()] == [f"A{HEADER_ROW}:S6"]
    assert sheet.freeze_panes == f"B{HEADER_ROW + 1}"
    assert sheet.print_title_rows == f"${HEADER_ROW}:${HEADER_ROW}"
    assert book.properties.title == "Returns of Children, 2017/18 Q3"


def test_every_heading_is_explained_and_known_to_the_reader() -> None:
    assert [RETURN_WORDS.field_of(words) for words in HEADERS.values()] == list(HEADERS)
