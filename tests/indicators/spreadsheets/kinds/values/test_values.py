"""Tables of figures, a period a row or a column: read, refused, kept, imported again, undone."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from pytest_django import Settings

from indicators.models import Baseline, Measure, Return
from indicators.returns.closing import close_period
from indicators.spreadsheets.problems import Severity
from indicators.spreadsheets.runs.importing import Preview, Upload, commit, start
from indicators.spreadsheets.runs.previewing import preview_upload
from indicators.spreadsheets.runs.undoing import undo
from organisation.models import Change
from tests.factories import (
    Q2,
    TODAY,
    make_measure,
    make_officer,
    make_performance,
    make_return,
    make_service,
    open_quarter,
)
from tests.indicators.spreadsheets.books import sheet_of

pytestmark = pytest.mark.django_db
LONG = ("Ref", "Measure", "Period", "Value")


@pytest.fixture(autouse=True)
def measures(settings: Settings) -> dict[str, Measure]:
    """A percentage, a count, money and a yes or no, on a day in January 2018."""
    settings.BUSINESS_TODAY = TODAY
    kinds = {"7": "percent", "12": "count", "20": "currency", "21": "yes_no"}
    return {ref: make_measure(ref, value_type=kind, decimals=1) for ref, kind in kinds.items()}


def seen_of(*rows: Sequence[object], by: int | None = None, **options: object) -> Preview:
    upload = Upload(sheet_of(rows), "figures.xlsx", "values", by=by, **options)  # type: ignore[arg-type]
    return preview_upload(upload)


def messages(seen: Preview, severity: Severity = Severity.ERROR) -> list[str]:
    return [each.message for each in seen.understanding.problems if each.severity is severity]


def imported(*rows: Sequence[object], **options: object) -> None:
    commit(seen_of(*rows, **options), by=None, on=TODAY)  # type: ignore[arg-type]


def kept() -> list[tuple[str, date, str, Decimal]]:
    rows = Baseline.objects.order_by("measure__ref", "period_end")
    return list(rows.values_list("measure__ref", "period_end", "period_name", "value"))


JUNE, MARCH = date(2016, 6, 30), date(2017, 3, 31)


@pytest.mark.parametrize(
    ("period", "end", "name"),
    [
        ("2016/17 Q1", JUNE, "2016/17 Q1"),
        ("Q1 2016/17", JUNE, "2016/17 Q1"),
        ("Apr - Jun 2016", JUNE, "2016/17 Q1"),
        ("Jun-16", JUNE, "June 2016"),
        (date(2016, 6, 1), JUNE, "June 2016"),
        ("2016/17", MARCH, "2016/17"),
        ("2016/17 outturn", MARCH, "2016/17"),
        ("Q4 2016/17", MARCH, "2016/17 Q4"),
    ],
)
def test_period_of_a_row_is_read_in_the_words_of_councils(
    period: object, end: date, name: str
) -> None:
    imported(LONG, (12, "Measure 12", period, 1310))

    assert kept() == [("12", end, name, Decimal(1310))]


def test_long_table_keeps_all_that_stands_beside_a_figure() -> None:
    headings = ("Ref", "Period", "Value", "Numerator", "Denominator", "Target", "Note", "Estimate?")
    imported(headings, ("7", "2016/17 Q1", "73.1%", 548, 750, "80%", "@ counted anew", "Yes"))

    found = Baseline.objects.get()
    assert (found.value, found.target, found.is_estimated, found.note) == (
        Decimal("73.1"),
        Decimal(80),
        True,
        "@ counted anew; 548 out of 750",
    )
    assert found.source == "figures.xlsx, Measures, cell C2"


def test_figure_that_is_blank_is_worked_out_of_what_it_counts() -> None:
    headings = ("Ref", "Period", "Value", "Numerator", "Denominator")
    imported(headings, ("7", "2016/17 Q1", None, 3, 4))

    assert kept() == [("7", JUNE, "2016/17 Q1", Decimal(75))]


def test_year_and_quarter_may_stand_in_two_columns() -> None:
    imported(("Ref", "Year", "Quarter", "Actual"), (12, "2016/17", "Q1", 5), (12, "2015/16", "", 4))

    assert kept() == [
        ("12", date(2016, 3, 31), "2015/16", Decimal(4)),
        ("12", JUNE, "2016/17 Q1", Decimal(5)),
    ]


WIDE = ("Ref", "Measure", "Q1 2016/17", "2016/17 Q2", "Oct - Dec 2016", "Jan-17", "2016/17")


def test_wide_table_has_a_figure_for_each_column_that_holds_one() -> None:
    seen = seen_of(WIDE, (12, "Measure 12", 1, None, 3, "N/A", 5), (20, "Measure 20"))
    commit(seen, by=None, on=TODAY)

    assert [each.key for each in seen.rows] == ["12"]
    assert kept() == [
        ("12", JUNE, "2016/17 Q1", Decimal(1)),
        ("12", date(2016, 12, 31), "2016/17 Q3", Decimal(3)),
        ("12", MARCH, "2016/17", Decimal(5)),
    ]
    assert messages(seen, Severity.WARNING) == [
        "F2 (N/A) holds no figure: nothing is imported for it."
    ]


def test_wide_table_under_headings_of_two_rows_has_targets_beside_figures() -> None:
    imported(
        ("Ref", "Measure", "2016/17", None, "Q1 2016/17 Target"),
        (None, None, "Q1", "Q2", None),
        (12, "Measure 12", 1, 2, 9),
    )

    found = Baseline.objects.order_by("period_end").values_list("value", "target")
    assert list(found) == [(Decimal(1), Decimal(9)), (Decimal(2), None)]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_is_read_as_a_workbook_is(separator: str) -> None:
    file = io.StringIO()
    rows = [LONG, ("007", "Measure 7", "2016/17 Q1", "45.2%"), (12, "", "May 2016", "1,310")]
    csv.writer(file, delimiter=separator).writerows(rows)
    run, _ = start(Upload(file.getvalue().encode("utf-8-sig"), "f.csv", "values"), by=None)
    commit(run, by=None, on=TODAY)

    assert kept() == [
        ("12", date(2016, 5, 31), "May 2016", Decimal(1310)),
        ("7", JUNE, "2016/17 Q1", Decimal("45.2")),
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ((70, "", "2016/17 Q1", 1), "There is no measure “70”. Is 7 “Measure 7” meant?"),
        (
            (99, "measure 12", "2016/17 Q1", 1),
            "There is no measure “99”. Is 12 “Measure 12” meant?",
        ),
        ((12, "", "2016/17 Q1", "45%"), "D2 is a percentage, but the measure is not one"),
        ((7, "", "2016/17 Q1", "£45"), "D2 is money, but the measure is a percentage"),
        ((21, "", "2016/17 Q1", 3), "D2 is neither Yes nor No, as measure 21 wants it."),
        ((12, "", "2016/17 Q1", "4 to 9"), "D2 holds a range where one figure is meant"),
        ((12, "", "2016/17 Q1", "#REF!"), "D2 is an error value"),
        ((12, "", "soon", 1), "C2 “soon” can't be understood as a period: write it like"),
        ((12, "", "Q1", 1), "C2 “Q1” doesn't say which year"),
        ((12, "", None, 1), "Row 2 has no period"),
        ((12, "", "2018/19 Q1", 1), "2018/19 Q1 ends on 30 June 2018, which is still to come"),
    ],
)
def test_what_cannot_be_kept_is_named_with_its_remedy(row: Sequence[object], said: str) -> None:
    seen = seen_of(LONG, row)

    (message,) = messages(seen)
    assert message.startswith(said)
    assert (seen.committable, [each.status.value for each in seen.rows]) == (False, ["error"])


@pytest.mark.parametrize("said", ["TBC", "N/A", "<5", "-", "..", None])
def test_no_figure_is_never_zero(said: object) -> None:
    seen = seen_of(LONG, (12, "", "2016/17 Q1", said), (12, "", "2016/17 Q2", 0))
    commit(seen, by=None, on=TODAY)

    assert kept() == [("12", date(2016, 9, 30), "2016/17 Q2", Decimal(0))]
    (warning,) = messages(seen, Severity.WARNING)
    assert "nothing is imported for it" in warning


def test_yes_and_no_are_figures_of_a_measure_that_asks_for_them() -> None:
    imported(LONG, (21, "", "2016/17 Q1", "Yes"), (21, "", "2016/17 Q2", "no"))

    assert [each[3] for each in kept()] == [Decimal(1), Decimal(0)]


def test_figure_of_a_percentage_without_its_sign_is_asked_about() -> None:
    rows = (LONG, (7, "", "2016/17 Q1", 45.2))

    assert [each.key for each in seen_of(*rows).understanding.questions] == ["percent.plain"]
    imported(*rows, answers={"percent.plain": "yes"})
    assert kept() == [("7", JUNE, "2016/17 Q1", Decimal("45.2"))]


def test_figure_with_two_readings_is_asked_about() -> None:
    rows = (LONG, (12, "", "2016/17 Q1", "11.310"))

    assert [each.key for each in seen_of(*rows).understanding.questions] == ["thousands"]
    imported(*rows, answers={"thousands": "thousands"})
    assert kept() == [("12", JUNE, "2016/17 Q1", Decimal(11310))]


def test_quarter_of_a_calendar_year_is_asked_about() -> None:
    rows = (LONG, (12, "", "Q1 2016", 4))

    assert [each.key for each in seen_of(*rows).understanding.questions] == ["quarter-year"]
    imported(*rows, answers={"quarter-year": "begins"})
    assert kept() == [("12", JUNE, "2016/17 Q1", Decimal(4))]


def test_same_measure_and_period_twice_names_both_rows() -> None:
    rows = (LONG, (12, "", "2016/17 Q1", 4), (12, "", "Apr - Jun 2016", 5))

    said = (
        "Measure 12 has several figures for 2016/17 Q1, in D2 (row 2) and D3 (row 3): keep one "
        "and leave out the others, such as row:3."
    )
    assert messages(seen_of(*rows)) == [said, said]
    imported(*rows, leave_out=("row:3",))
    assert kept() == [("12", JUNE, "2016/17 Q1", Decimal(4))]


def test_quarter_and_year_of_one_last_day_are_not_both_taken() -> None:
    seen = seen_of(LONG, (12, "", "2016/17 Q4", 4), (12, "", "2016/17", 5))

    assert "of one last day (2016/17 Q4 and 2016/17)" in messages(seen)[0]


def test_name_that_is_not_the_measures_own_is_warned_of_once() -> None:
    rows = [(12, "Homes built", f"2016/17 Q{number}", number) for number in (1, 2)]

    (said,) = messages(seen_of(LONG, *rows), Severity.WARNING)
    assert said == (
        "The sheet calls measure 12 “Homes built”, the system “Measure 12”: check that the number "
        "is right."
    )


def test_figure_of_a_closed_period_is_refused_with_its_remedy() -> None:
    period = open_quarter(Q2)
    close_period(period, by=make_performance(), on=TODAY)
    seen = seen_of(LONG, (12, "", "2017/18 Q2", 4), (12, "", "Aug-17", 4))

    assert [each.partition(":")[0] for each in messages(seen)] == [
        "2017/18 Q2 is closed, so its figures stand as they were reported",
        "August 2017 ends within 2017/18 Q2, which is closed",
    ]


def test_period_after_the_last_that_was_opened_is_not_a_baseline() -> None:
    open_quarter(Q2)

    (message,) = messages(seen_of(LONG, (12, "", "2017/18 Q3", 4)))
    assert message.startswith("2017/18 Q3 has not been opened yet: open it under Periods")


def test_figure_of_an_open_period_becomes_a_draft_return() -> None:
    service = make_service()
    return_ = make_return("30", Q2)
    officer = make_officer(service)
    rows = (("Ref", "Period", "Value", "Note"), (30, "2017/18 Q2", "45.2%", "As counted."))
    commit(seen_of(*rows, by=officer.pk), by=officer, on=TODAY)

    found = Return.objects.get(pk=return_.pk)
    assert (found.state, found.value, found.commentary) == ("DRAFT", Decimal("45.2"), "As counted.")
    assert kept() == []


def test_return_that_nobody_is_asked_for_is_refused() -> None:
    make_return("30", Q2)
    officer = make_officer(make_service())
    row = (12, "", "2017/18 Q2", 4)

    assert messages(seen_of(LONG, row, by=officer.pk))[0].startswith(
        "No return is asked for measure 12 in 2017/18 Q2"
    )
    assert messages(seen_of(LONG, row))[0].startswith("Figures of an open period are entered by")


def test_table_without_refs_or_periods_is_none() -> None:
    assert messages(seen_of(("Ref", "Measure", "Value"), (1, "x", 2)))[0].startswith(
        "No table found"
    )


def test_importing_again_changes_nothing() -> None:
    rows = (LONG, (12, "Measure 12", "2016/17 Q1", 4), (7, "", "2016/17 Q1", "45.2%"))
    imported(*rows)
    before = Change.objects.count()
    seen = seen_of(*rows)

    assert seen.counts == {"rows": 2, "new": 0, "changed": 0, "unchanged": 2, "errors": 0}
    assert commit(seen, by=None, on=TODAY).run is None
    assert Change.objects.count() == before


def test_change_is_shown_recorded_and_undone() -> None:
    imported(LONG, (12, "", "2016/17 Q1", 4))
    first = kept()
    content = sheet_of((LONG, (12, "", "2016/17 Q1", 5), (12, "", "2016/17 Q2", 6)))
    run, seen = start(Upload(content, "figures.xlsx", "values"), by=None)

    assert [str(each) for each in seen.rows[0].changes] == ["2016/17 Q1 value: 4 → 5"]
    assert [each.key for each in seen.rows] == ["12 2016/17 Q1", "12 2016/17 Q2"]
    commit(run, by=None, on=TODAY)
    told = Change.objects.filter(object_type="indicators.baseline").order_by("id")
    assert list(told.values_list("deed", "field", "before", "after")) == [
        ("baseline added", "value", "", "4"),
        ("baseline added", "value", "", "6"),
        ("baseline changed", "value", "4", "5"),
    ]
    undo(run, by=None, on=TODAY)
    assert kept() == first


def test_figure_that_does_not_apply_waits_for_its_reason() -> None:
    """The mark by which the importer knows N/A is no reason, and nothing to be printed."""
    make_return("25")
    penny = make_performance()
    row = ("25", "Measure 25", "2017/18 Q3", "N/A")
    commit(seen_of(LONG, row, by=penny.pk), by=penny, on=TODAY)

    return_ = Return.objects.get()
    assert (return_.no_value_reason, return_.commentary) == ("NOT_APPLICABLE", "")
