"""The scorecard's pages as spreadsheets: the figures of the pages, for their readers."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest

from indicators.models import Baseline
from indicators.rules.periods import Quarter
from tests.factories import (
    DUE,
    EXPLAINED,
    Q2,
    approved,
    make_history,
    make_measure,
    make_officer,
    make_return,
    make_service,
    make_terms,
    open_quarter,
    submitted,
)
from tests.libreoffice import sheets_in_libreoffice
from tests.reporting.scorecard_examples import (
    as_words,
    costs,
    make_indicator,
    make_measures,
    make_outcome,
    reader,
)
from tests.reporting.workbook_examples import book_at, csv_at, table_of

pytestmark = pytest.mark.django_db
SCORECARD = "/scorecard/2017-18-q3/scorecard"
REACH = "amber reaches down to 75.0% (a tolerance of 5 percentage points)"
FIGURES = "/measures/25/2017-18-q3/figures"


def test_scorecard_holds_each_measure_as_the_pages_show_it() -> None:
    make_measures("25", "26", "27", before="90")
    make_outcome().alignments.create(measure=make_return("25").measure)
    approved(make_return("25"), "50", quality="PROVISIONAL", **EXPLAINED)
    submitted(make_return("26"), "99.9", on=DUE)
    rows = table_of(book_at(reader(), f"{SCORECARD}.xlsx"), "Measures")
    assert rows[0] == {
        "Ref": "25",
        "Measure": "Measure 25",
        "Directorate": "People",
        "Service": "Children",
        "Outcomes": "SOF-1",
        "Rating": "Red",
        "Why": f"Red: 50.0% is 30.0 percentage points below 80%; {REACH}",
        "Figure": 50,
        "Unit": "%",
        "About the figure": "[p]",
        "Target in words": "80% or more",
        "Target": 80,
        "Lowest of the target range": "[z]",
        "Highest of the target range": "[z]",
        "On last quarter": "Down 40.0 percentage points, worse",
        "On the same quarter last year": "Nothing to compare with",
        "Quarters red on end": 1,
    }
    assert [(row["Ref"], row["Rating"], row["Figure"]) for row in rows[1:]] == [
        ("26", "Not yet approved", "[x]"),
        ("27", "Awaiting information", "[x]"),
    ]


def test_scorecard_counts_by_directorate_and_outcome() -> None:
    make_measures("25", "26")
    make_outcome().alignments.create(measure=make_return("25").measure)
    approved(make_return("25"), "82")
    book = book_at(reader(), f"{SCORECARD}.xlsx")
    assert book.sheetnames == [
        "Cover",
        "Contents",
        "Notes",
        "Measures",
        "Counts by directorate",
        "Counts by outcome",
    ]
    counts = {
        "Measures": 2,
        "Rated": 2,
        "Exceeded": 0,
        "Green": 1,
        "Amber": 0,
        "Red": 0,
        "Awaiting": 1,
        "Not yet approved": 0,
        "Not due yet": 0,
        "Not rated": 0,
    }
    green = counts | {"Measures": 1, "Rated": 1, "Awaiting": 0}
    waits = counts | {"Measures": 1, "Rated": 1, "Green": 0}
    assert table_of(book, "Counts by directorate") == [{"Directorate": "People"} | counts]
    assert table_of(book, "Counts by outcome") == [
        {"Outcome": "SOF-1 Safe"} | green,
        {"Outcome": "No outcome"} | waits,
    ]


def test_csv_holds_the_measures_and_keeps_text_from_being_a_formula() -> None:
    measure = make_measure("25", title="=HYPERLINK(1)", value_type="days", decimals=1)
    make_terms(measure, polarity="MIN", target=Decimal(3), tolerance_amber=Decimal(1))
    open_quarter()
    approved(make_return("25"), "-5")
    (row,) = csv_at(reader(), f"{SCORECARD}.csv")
    assert (row["Measure"], row["Figure"], row["Unit"]) == ("'=HYPERLINK(1)", "-5.0", "days")
    (shown,) = table_of(book_at(reader(), f"{SCORECARD}.xlsx"), "Measures")
    assert (shown["Measure"], shown["Figure"]) == ("=HYPERLINK(1)", -5)


def test_directorate_holds_its_own_measures() -> None:
    make_measures("25")
    make_measure("30", service=make_service("Waste", "Place"))
    approved(make_return("30"), "82")
    book = book_at(reader(), "/directorates/place/2017-18-q3/scorecard.xlsx")
    assert [row["Ref"] for row in table_of(book, "Measures")] == ["30"]
    assert book["Cover"]["A1"].value == "Our council: Place"


def test_outcome_holds_its_measures_and_apart_its_indicators() -> None:
    make_measures("25")
    outcome, indicator = make_outcome(), make_indicator("B1", value_type="rate", unit="per 1,000")
    for measure in (make_return("25").measure, indicator):
        outcome.alignments.create(measure=measure)
    approved(make_return("B1", policy="TREND_ONLY"), "7.5")
    book = book_at(reader(), "/outcomes/SOF-1/2017-18-q3/scorecard.xlsx")
    assert [row["Ref"] for row in table_of(book, "Measures")] == ["25"]
    assert table_of(book, "Indicators") == [
        {
            "Ref": "B1",
            "Indicator": "Measure B1",
            "Figure": 7.5,
            "Unit": "per 1,000",
            "About the figure": "[z]",
            "Figure of": "2017/18 Q3",
            "On the figure before": "Nothing to compare with",
            "On the baseline or last year": "Nothing to compare with",
        }
    ]


def test_history_holds_every_period_and_the_baselines() -> None:
    measure = make_measure("25", is_example=True)
    make_history(measure, {Q2: "50"}, **EXPLAINED)
    Baseline.objects.create(
        measure=measure,
        period_end=Quarter(2016, 2).end,
        period_name="September 2016",
        value=Decimal("47.25"),
        is_estimated=True,
        source_file="old.xlsx",
    )
    approved(make_return("25"), "82")
    book = book_at(reader(), f"{FIGURES}.xlsx")
    rows = table_of(book, "Figures")
    assert [(row["Period"], row["Figure"], row["Rating"]) for row in rows] == [
        ("2017/18 Q3", 82, "Green"),
        ("2017/18 Q2", 50, "Red"),
    ]
    assert (rows[0]["Period ends on"], rows[0]["About the figure"], rows[0]["Target"]) == (
        datetime(2017, 12, 31),  # noqa: DTZ001 - a cell knows no zone
        "example figure",
        80,
    )
    assert table_of(book, "Baselines") == [
        {
            "Period": "September 2016",
            "Period ends on": datetime(2016, 9, 30),  # noqa: DTZ001
            "Figure": 47.3,
            "Unit": "%",
            "About the figure": "[e]",
            "Target printed for that period": "[x]",
            "Source": "old.xlsx",
        }
    ]


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_history_shows_what_waits_for_approval_to_its_own_people_only(form: str) -> None:
    service = make_service()
    make_measure("25", service=service)
    submitted(make_return("25"), "64.3", on=DUE, **EXPLAINED)
    seen = {}
    for name, client in (("member", reader()), ("officer", reader(make_officer(service)))):
        address = f"{FIGURES}.{form}"
        rows = (
            csv_at(client, address)
            if form == "csv"
            else table_of(book_at(client, address), "Figures")
        )
        seen[name] = [(str(row["Figure"]), row["About the figure"], row["Rating"]) for row in rows]
    assert seen == {
        "member": [("[x]", "[z]", "Not yet approved")],
        "officer": [("64.3", "not yet approved", "Red")],
    }


def test_scorecard_never_holds_a_figure_that_is_not_approved() -> None:
    service = make_service()
    make_measure("25", service=service)
    submitted(make_return("25"), "64.3", on=DUE, **EXPLAINED)
    for client in (reader(), reader(make_officer(service))):
        assert csv_at(client, f"{SCORECARD}.csv")[0]["Figure"] == "[x]"


def test_indicator_has_no_target_or_rating() -> None:
    make_indicator("B1")
    approved(make_return("B1", policy="TREND_ONLY"), "7.5")
    (row,) = csv_at(reader(), "/measures/B1/2017-18-q3/figures.csv")
    assert row == {
        "Period": "2017/18 Q3",
        "Period ends on": "2017-12-31",
        "Figure": "7.5",
        "Unit": "%",
        "About the figure": "[z]",
    }


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (f"{SCORECARD}.xlsx", "scorecard-2017-18-q3.xlsx"),
        (f"{SCORECARD}.csv", "scorecard-2017-18-q3.csv"),
        ("/directorates/people/2017-18-q3/scorecard.csv", "people-2017-18-q3.csv"),
        (f"{FIGURES}.xlsx", "measure-25-2017-18-q3.xlsx"),
    ],
)
def test_download_is_a_file_with_a_name_of_its_own(address: str, name: str) -> None:
    make_measures("25")
    answer = reader().get(address)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "address", ["/scorecard/2001-02-q3/scorecard.xlsx", "/measures/99/2017-18-q3/figures.csv"]
)
def test_download_of_what_there_is_not_is_not_found(address: str) -> None:
    make_measures("25")
    assert reader().get(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    [f"{SCORECARD}.xlsx", "/directorates/people/2017-18-q3/scorecard.csv"],
)
def test_download_takes_as_many_queries_for_one_measure_as_for_many(address: str) -> None:
    one, many = costs(address)
    assert one == many


def test_outturn_has_one_direction_and_its_own_figures() -> None:
    make_history(make_measure("25"), {Quarter(2016, 4): "80", Quarter(2016, 5): "82"})
    (row,) = csv_at(reader(), "/scorecard/2016-17-outturn/scorecard.csv")
    assert (row["Figure"], row["On last year’s outturn"]) == ("82.0", "Nothing to compare with")
    assert "On last quarter" not in row


@pytest.mark.parametrize(
    ("page", "file"),
    [
        ("/", SCORECARD),
        ("/scorecard/2017-18-q3/", SCORECARD),
        ("/directorates/people/2017-18-q3/", "/directorates/people/2017-18-q3/scorecard"),
        ("/outcomes/SOF-1/2017-18-q3/", "/outcomes/SOF-1/2017-18-q3/scorecard"),
        ("/measures/25/2017-18-q3/", FIGURES),
    ],
)
def test_pages_lead_to_their_spreadsheets(page: str, file: str) -> None:
    make_measures("25")
    make_outcome()
    html = reader().get(page).content.decode()
    assert f'<a href="{file}.xlsx">Excel workbook</a> · <a href="{file}.csv">CSV</a>' in html
    assert "as a spreadsheet: Excel workbook · CSV" in as_words(html)


@pytest.mark.office
def test_scorecard_opens_in_libreoffice_with_the_same_figures(tmp_path: Path) -> None:
    make_measures("25")
    approved(make_return("25"), "82")
    made = BytesIO(reader().get(f"{SCORECARD}.xlsx").content).getvalue()
    header, row = sheets_in_libreoffice(made, tmp_path)["Measures"][3:]
    assert dict(zip(header, row, strict=True)) == {
        "Ref": "25",
        "Measure": "Measure 25",
        "Directorate": "People",
        "Service": "Children",
        "Outcomes": "[z]",
        "Rating": "Green",
        "Why": f"Green: 82.0% meets the target of 80% or more; {REACH}",
        "Figure": "82.0",
        "Unit": "%",
        "About the figure": "[z]",
        "Target in words": "80% or more",
        "Target": "80",
        "Lowest of the target range": "[z]",
        "Highest of the target range": "[z]",
        "On last quarter": "Nothing to compare with",
        "On the same quarter last year": "Nothing to compare with",
        "Quarters red on end": "0",
    }
