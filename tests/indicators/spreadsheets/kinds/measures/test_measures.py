"""Whole workbooks: another council's columns and years, and what stops an import."""

from datetime import date
from decimal import Decimal

import pytest
from openpyxl import Workbook

from indicators.rules.periods import FinancialYear
from indicators.rules.vocabulary import Basis, Polarity, ProfileMethod, TargetState, ToleranceMode
from indicators.spreadsheets.kinds.measures.reading import MeasuresRead
from indicators.spreadsheets.kinds.measures.settled import (
    SettledBaseline,
    SettledMeasure,
    SettledProfile,
    SettledTarget,
    SettledTolerance,
)
from indicators.spreadsheets.understanding.departments import CouncilList, SettledService
from tests.indicators.spreadsheets.books import (
    HEADINGS,
    MEASURE,
    Understand,
    saved,
    sheet_of,
    understand,
)


def measures(found: MeasuresRead) -> dict[str, SettledMeasure]:
    return {row.ref: row.measure for row in found.rows}


def errors(found: MeasuresRead) -> list[tuple[str, str]]:
    return [(each.cell, each.message) for each in found.problems if each.severity == "error"]


@pytest.mark.parametrize("first", [2017, 2018])
def test_another_council_with_columns_and_rows_in_another_order(first: int) -> None:
    last, new = FinancialYear(first), FinancialYear(first + 1)
    rows: list[list[object]] = [
        ["Measures of the borough"],
        [],
        ["Service", f"Target {new.slug}", "Ref", "Measure", "Good is", f"{last.label} target",
         "Directorate", "Current value", "Notes"],
        ["Housing", "TBC", "H2", "Homes built [Cumulative]", "Higher is better", 90, "Adults",
         f"61 (Jan {last.start + 1})", "Two\nlines"],
        ["Waste", "55%", "E1", "Recycling [Monthly Snapshot]", "Higher is better", "54%",
         "Environment", "50.5% (Dec)", ""],
    ]  # fmt: skip

    found = understand(
        sheet_of(rows),
        council=CouncilList({"Adults": ("Housing",), "Environment": ("Waste", "Parks")}),
        year=new.label,
        answers={
            "basis.H2": "CUMULATIVE_TOTAL",
            "profile": "linear",
            "tolerance": "none",
            "month.dec": str(last.start),
        },
    )

    assert (found.header_row, found.year, found.problems, found.committable) == (3, new, (), True)
    assert measures(found) == {
        "H2": SettledMeasure(
            ref="H2",
            title="Homes built [Cumulative]",
            is_new=False,
            value_type="count",
            unit="",
            decimals=0,
            polarity=Polarity.MAX,
            basis=Basis.CUMULATIVE_TOTAL,
            returns_average_to_date=None,
            profile=SettledProfile(ProfileMethod.LINEAR),
            tolerance=SettledTolerance(ToleranceMode.NONE),
            service=SettledService("Adults", "Housing"),
            comments="Two\nlines",
            baseline=SettledBaseline(
                value=Decimal(61),
                period_end=last.last_day.replace(month=1),
                period_name=f"January {last.start + 1}",
                profiled_target=None,
                is_estimated=False,
                note="",
                cell="H4",
            ),
            targets={
                last.label: SettledTarget(TargetState.SET, value=Decimal(90), cell="F4"),
                new.label: SettledTarget(TargetState.TBC, cell="B4"),
            },
        ),
        "E1": SettledMeasure(
            ref="E1",
            title="Recycling [Monthly Snapshot]",
            is_new=False,
            value_type="percent",
            unit="",
            decimals=1,
            polarity=Polarity.MAX,
            basis=Basis.SNAPSHOT,
            returns_average_to_date=None,
            profile=None,
            tolerance=SettledTolerance(ToleranceMode.NONE),
            service=SettledService("Environment", "Waste"),
            comments="",
            baseline=SettledBaseline(
                value=Decimal("50.5"),
                period_end=last.first_day.replace(month=12, day=31),
                period_name=f"December {last.start}",
                profiled_target=None,
                is_estimated=False,
                note="",
                cell="H5",
            ),
            targets={
                last.label: SettledTarget(TargetState.SET, value=Decimal(54), cell="F5"),
                new.label: SettledTarget(TargetState.SET, value=Decimal(55), cell="B5"),
            },
        ),
    }


def test_year_is_asked_when_there_are_targets_of_several(understood: Understand) -> None:
    asked = understood(MEASURE, year=None)
    told = understood(MEASURE, year=None, answers={"year": "2016/17"})

    question = next(each for each in asked.problems if each.key == "year")
    assert (question.severity.value, question.choices) == ("question", ("2016/17", "2017/18"))
    assert (asked.year, told.year) == (None, FinancialYear(2016))


@pytest.mark.parametrize(
    ("year", "said"),
    [
        ("2018/19", "The table has no target column for 2018/19; it has 2016/17 and 2017/18."),
        ("2018", "“2018” is not a financial year; write it like 2017/18."),
    ],
)
def test_year_without_targets_is_an_error(understood: Understand, year: str, said: str) -> None:
    found = understood(MEASURE, year=year)

    assert (errors(found), found.committable) == ([("", said)], False)


def test_refs_missing_and_doubled_are_errors_until_left_out(understood: Understand) -> None:
    rows = [MEASURE, ("01", *MEASURE[1:]), ("", *MEASURE[1:]), ("12a ", *MEASURE[1:])]

    found = understood(*rows)
    kept = understood(*rows, leave_out=["row:3", "row:4"])

    doubled = (
        "The number 1 stands on rows 2 and 3: keep one and leave out the others, such as row:3."
    )
    missing = "Row 4 has no number in the column of numbers: type one, or leave out row:4."
    assert errors(found) == [("A2", doubled), ("A3", doubled), ("A4", missing)]
    assert (errors(kept), [row.ref for row in kept.rows]) == ([], ["1", "12a"])


def test_row_left_out_asks_nothing(understood: Understand) -> None:
    found = understood(MEASURE, leave_out=["1"], answers={"basis.1": "SNAPSHOT"})

    assert (found.rows, found.left_out, found.questions, found.committable) == (
        (),
        ("1",),
        (),
        True,
    )


def test_row_to_leave_out_that_is_not_there_is_warned_of(understood: Understand) -> None:
    found = understood(MEASURE, leave_out=["99"])

    assert found.problems[-1].message == "There is no row “99” to leave out."


def test_terms_that_the_rules_refuse_are_errors(understood: Understand) -> None:
    row = (1, "No", "Rate [Snapshot]", "Goldilocks", "N/A", "N/A", "£0 - £5", "Place Roads", "")

    found = understood(row, answers={"tolerance": "default"})

    assert [cell for cell, _ in errors(found)] == ["G2"]


def test_row_that_mixes_units_is_an_error(understood: Understand) -> None:
    row = (1, "No", "Spent [Snapshot]", "Aim to Minimise", "£5 (Nov)", "N/A", 7, "Place Roads", "")

    assert errors(understood(row)) == [
        ("E2", "The row mixes percentages, money or plain figures: make them alike.")
    ]


def test_hidden_row_is_imported_with_a_notice() -> None:
    book = Workbook()
    for row in (HEADINGS, MEASURE):
        book.worksheets[0].append(list(row))
    book.worksheets[0].row_dimensions[2].hidden = True

    found = understand(saved(book), council=CouncilList(), year="2017/18")

    assert [row.is_hidden for row in found.rows] == [True]
    assert found.problems[0].message == "Row 2 is hidden in the workbook; it is imported."


def test_blank_department_is_taken_from_the_band_above(understood: Understand) -> None:
    row = (*MEASURE[:7], "", "")

    found = understood(["PLACE ROADS"], row)

    assert measures(found)["1"].service == SettledService("Place", "Roads")


def test_two_sheets_of_measures_are_asked_about() -> None:
    book = Workbook()
    for name in ("First", "Second"):
        sheet = book.create_sheet(name)
        for row in (HEADINGS, MEASURE):
            sheet.append(list(row))

    asked = understand(saved(book), council=CouncilList())
    told = understand(saved(book), council=CouncilList(), answers={"sheet": "Second"})
    named = understand(saved(book), council=CouncilList(), sheet="First")

    assert [(each.key, each.choices) for each in asked.problems] == [("sheet", ("First", "Second"))]
    assert (asked.committable, told.sheet, named.sheet) == (False, "Second", "First")


def test_footnote_is_told_with_the_baseline() -> None:
    row = (*MEASURE[:4], "40* (Nov 16)", *MEASURE[5:])

    found = understand(
        sheet_of([HEADINGS, row, [], ["* Provisional until May"]]),
        council=CouncilList(),
        year="2017/18",
    )

    baseline = measures(found)["1"].baseline
    assert baseline is not None
    assert baseline.note == "* Provisional until May"


@pytest.mark.parametrize(
    ("rows", "said", "committable"),
    [
        ([], "No table found: a heading row needs No, Short Name and targets.", False),
        ([HEADINGS], "0 rows: there is nothing below the headings to import.", True),
    ],
)
def test_workbook_with_nothing_to_import(
    rows: list[list[object]], said: str, committable: bool
) -> None:
    found = understand(sheet_of(rows), council=CouncilList(), year="2017/18")

    assert ([each.message for each in found.problems], found.committable) == ([said], committable)


def test_missing_columns_are_named() -> None:
    rows: list[list[object]] = [["Name", "2017/18 Target", "Latest"], ["Homes", 5, "4 (Nov)"]]

    found = understand(sheet_of(rows), council=CouncilList())

    assert [message for cell, message in errors(found) if not cell] == [
        "The table has no column for the measure's number (No, Ref).",
        "The table has no column for its polarity (Minimise or Maximise, Polarity).",
    ]


@pytest.mark.parametrize(
    ("latest", "target", "keys"),
    [
        ("11.310 (Nov 16)", "12.500", {"thousands": "thousands"}),
        ("11,310 (8,667) (Nov 16)", "12,500", {"second": "target"}),
    ],
)
def test_figure_with_several_readings_is_asked_about_and_answered(
    understood: Understand, latest: str, target: str, keys: dict[str, str]
) -> None:
    row = (1, "No", "Hours [Snapshot]", "Aim to Maximise", latest, "N/A", target, "Place Roads", "")

    asked = understood(row, answers={"tolerance": "default"})
    told = understood(row, answers={"tolerance": "default", **keys})

    assert [each.key for each in asked.problems if each.severity == "question"] == list(keys)
    assert (asked.committable, told.committable) == (False, True)
    settled = measures(told)["1"]
    target_set = settled.targets["2017/18"]
    assert settled.baseline is not None
    assert target_set is not None
    assert (settled.baseline.value, target_set.value) == (
        Decimal(11310),
        Decimal(12500),
    )


def test_date_in_the_place_of_a_goldilocks_range_is_asked_about(understood: Understand) -> None:
    row = (
        1,
        "No",
        "Rate [Snapshot]",
        "Goldilocks",
        "N/A",
        "N/A",
        date(2017, 5, 4),
        "Place Roads",
        "",
    )
    answers = {"tolerance": "default"}

    asked = understood(row, answers=answers)
    told = understood(row, answers={**answers, "date-range.1": "range"})

    assert [each.key for each in asked.problems if each.severity == "question"] == ["date-range"]
    target = measures(told)["1"].targets["2017/18"]
    assert target is not None
    assert (target.low, target.high) == (Decimal(4), Decimal(5))
