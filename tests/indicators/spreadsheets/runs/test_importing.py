"""Previewing and committing a workbook against what is stored."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError
from django.db.models.signals import pre_save

from indicators.models import Baseline, ImportRun, ImportState, Kind, Measure, PeriodTarget, Terms
from indicators.rules.periods import Quarter
from indicators.spreadsheets.problems import Severity
from indicators.spreadsheets.runs.importing import (
    FieldChange,
    ImportRefusedError,
    Status,
    Upload,
    commit,
    discard,
    preview_again,
    preview_of,
    start,
)
from indicators.spreadsheets.runs.staging import staged_rows
from organisation.models import Change, Directorate, Service
from organisation.record import values
from tests.factories import approved, make_history, make_measure, make_person, make_return
from tests.indicators.spreadsheets.books import HEADINGS, sheet_of
from tests.indicators.spreadsheets.importing_examples import (
    ANSWERS,
    HOMES,
    ON,
    ROADS,
    imported,
    previewed,
    southend_preview,
    stored,
    with_target,
)

pytestmark = pytest.mark.django_db
NOTHING = {
    "Directorate": 0,
    "Service": 0,
    "Measure": 0,
    "Terms": 0,
    "PeriodTarget": 0,
    "Baseline": 0,
    "Change": 0,
}


def errors(*rows: Any, **options: Any) -> list[tuple[str, str]]:
    found = previewed(*rows, **options).understanding.problems
    return [(each.cell, each.message) for each in found if each.severity is Severity.ERROR]


# The whole of a real workbook


def test_preview_of_southend_saves_nothing() -> None:
    seen = southend_preview()

    assert (seen.committable, seen.counts) == (
        True,
        {"rows": 34, "new": 34, "changed": 0, "unchanged": 0, "errors": 0},
    )
    assert stored() == NOTHING
    assert ImportRun.objects.count() == 0


def test_southend_is_committed() -> None:
    by = make_person("Ann")

    done = commit(southend_preview(), by=by, on=ON)

    assert {name: count for name, count in stored().items() if name != "Change"} == {
        "Directorate": 3,
        "Service": 10,
        "Measure": 34,
        "Terms": 62,  # 34 of each year, but for six measures that join in 2017/18
        "PeriodTarget": 0,
        "Baseline": 28,
    }
    run = ImportRun.objects.get()
    assert (done.run, run.state, run.by, run.counts) == (
        run,
        ImportState.COMMITTED,
        by,
        done.counts,
    )


def test_southend_running_total_as_stored() -> None:
    commit(southend_preview(), by=None, on=ON)

    measure = Measure.objects.get(ref="4")
    terms = Terms.objects.get(measure=measure, year=2017)
    baseline = measure.baselines.get()
    set_fields = {name: value for name, value in values(terms).items() if value not in {None, ""}}
    assert str(measure.service) == "Transformation"
    assert (measure.kind, measure.value_type, measure.decimals, measure.is_new) == (
        Kind.PERFORMANCE_MEASURE,
        "count",
        0,
        True,
    )
    assert set_fields == {
        "measure": measure.pk,
        "year": 2017,
        "from_quarter": 1,
        "in_force": True,
        "polarity": "MAX",
        "basis": "CUMULATIVE_TOTAL",
        "returns_average_to_date": True,
        "policy": "TARGET",
        "target_state": "SET",
        "target": "35000",
        "target_text": "(1,250 per month)",
        "profile": "LINEAR",
        "profile_start": "20000",
        "tolerance_mode": "PERCENT_OF_TARGET",
        "tolerance_green": "0",
        "tolerance_amber": "5",
        "improving_uplift": False,
        "is_example": False,
    }
    assert values(baseline) == {
        "measure": measure.pk,
        "period_end": date(2016, 11, 30),
        "period_name": "November 2016",
        "value": "20413",
        "target": None,
        "is_estimated": False,
        "note": "",
        "source_file": "southend_2017_indicators.xlsx",
        "source_sheet": "Appendix 1 - Indicators",
        "source_cell": "E8",
        "import_run": ImportRun.objects.get().pk,
    }


def test_new_measures_join_in_the_year_being_set_up() -> None:
    commit(southend_preview(), by=None, on=ON)

    years = Terms.objects.filter(measure__ref__in=["23", "26", "27", "28", "29", "30"])
    assert set(years.values_list("year", flat=True)) == {2017}
    assert Terms.objects.filter(year=2016).count() == 28


def test_record_says_who_and_from_where() -> None:
    by = make_person("Ann", post="Performance Manager")

    run = commit(southend_preview(), by=by, on=ON).run

    assert run is not None
    origin = f"import southend_2017_indicators.xlsx sha256:{run.sha256}"
    assert set(Change.objects.values_list("origin", "person", "on")) == {(origin, by.pk, ON)}
    assert set(Change.objects.values_list("deed", flat=True)) == {
        "directorate added",
        "service added",
        "measure added",
        "terms added",
        "baseline added",
        "workbook imported",
    }


def test_southend_twice_changes_nothing() -> None:
    commit(southend_preview(), by=None, on=ON)
    before = stored()

    seen = southend_preview()
    done = commit(seen, by=None, on=ON)

    assert seen.counts == {"rows": 34, "new": 0, "changed": 0, "unchanged": 34, "errors": 0}
    assert (stored(), done.run, ImportRun.objects.count()) == (before, None, 1)
    assert seen.understanding.problems[-1].message.startswith("This very file was imported before")


# What changes


def test_changed_target_is_shown_and_saved() -> None:
    imported(HOMES, ROADS)
    seen = previewed(HOMES, with_target(ROADS, "90%"))

    assert seen.statuses == {"1": "unchanged", "2": "changed"}
    assert seen.rows[1].changes == (FieldChange("2017/18", "target", "85", "90"),)

    before = Change.objects.count()
    commit(seen, by=None, on=ON)
    changes = Change.objects.order_by("id")[before:]
    assert [(each.deed, each.field, each.before, each.after) for each in changes] == [
        ("terms changed", "target", "85", "90"),
        ("workbook imported", "", "", ""),
    ]


def test_changed_kind_of_answer_is_shown_in_words() -> None:
    imported(ROADS)

    changes = previewed(ROADS, answers={"tolerance": "points:2"}).rows[0].changes

    assert changes == (
        FieldChange(
            "2017/18",
            "kind of tolerance",
            "As a percentage of the target",
            "In the measure's own unit",
        ),
        FieldChange("2017/18", "amber to", "5", "2"),
    )


def test_same_figure_from_another_cell_is_no_change() -> None:
    imported(HOMES, ROADS)

    assert previewed(ROADS, HOMES).counts["unchanged"] == 2


def test_another_years_terms_take_only_their_target() -> None:
    imported(ROADS)
    earlier = (*ROADS[:5], "82%", *ROADS[6:])

    commit(previewed(earlier, answers={"tolerance": "points:2"}), by=None, on=ON)

    found = Terms.objects.order_by("year").values_list("year", "target", "tolerance_mode")
    assert list(found) == [
        (2016, Decimal(82), "PERCENT_OF_TARGET"),
        (2017, Decimal(85), "POINTS"),
    ]


def test_range_of_another_year_changes_its_polarity_too() -> None:
    imported(ROADS)
    ranged = (*ROADS[:3], "Goldilocks", ROADS[4], "70% - 80%", "75% - 85%", *ROADS[7:])

    commit(previewed(ranged), by=None, on=ON)

    found = Terms.objects.order_by("year").values_list("polarity", "target", "low", "high")
    assert list(found) == [
        ("RANGE", None, Decimal(70), Decimal(80)),
        ("RANGE", None, Decimal(75), Decimal(85)),
    ]


def test_single_figure_of_another_year_keeps_the_shape_of_its_polarity() -> None:
    ranged = (*ROADS[:3], "Goldilocks", ROADS[4], "70% - 80%", "75% - 85%", *ROADS[7:])
    imported(ranged)
    imported((*ROADS[:5], "75%", *ROADS[6:]))

    found = Terms.objects.order_by("year").values_list("polarity", "target", "low", "high")
    assert list(found) == [
        ("RANGE", None, Decimal(75), Decimal(75)),
        ("MAX", Decimal(85), None, None),
    ]


def test_blank_comment_leaves_what_is_stored() -> None:
    imported((*ROADS[:8], "Weather matters."))

    assert previewed(ROADS).statuses == {"2": "unchanged"}
    assert Measure.objects.get().comments == "Weather matters."


def test_agreed_tolerance_outlives_the_default() -> None:
    imported(ROADS)
    terms = Terms.objects.filter(year=2017)
    terms.update(tolerance_mode="POINTS", tolerance_amber=3, tolerance_agreed_by="Cabinet")

    seen = previewed(ROADS)

    [row] = seen.shown()
    assert (seen.statuses, row.cells[4].lines) == ({"2": "unchanged"}, ("stays as it was agreed",))


def test_what_replaces_something_agreed_is_not_agreed() -> None:
    imported(ROADS)
    agreed = {"tolerance_agreed_by": "Cabinet", "agreed_by": "Cabinet", "agreed_on": ON}
    Terms.objects.filter(year=2017).update(**agreed)

    imported(with_target(ROADS, "90%"), answers={"tolerance": "points:2"})

    terms = Terms.objects.get(year=2017)
    assert (terms.target, terms.tolerance_mode) == (Decimal(90), "POINTS")
    assert (terms.tolerance_agreed_by, terms.agreed_by, terms.agreed_on) == ("", "", None)


def test_explicit_profile_makes_targets_of_the_year_being_set_up() -> None:
    imported(HOMES, answers={"profile.1": "explicit:20,45,70"})

    terms = {each.year: each for each in Terms.objects.all()}
    quarters = PeriodTarget.objects.values_list("terms", "quarter", "target")
    assert {year: each.profile for year, each in terms.items()} == {2016: "NONE", 2017: "EXPLICIT"}
    assert list(quarters) == [
        (terms[2017].pk, 1, Decimal(20)),
        (terms[2017].pk, 2, Decimal(45)),
        (terms[2017].pk, 3, Decimal(70)),
    ]


def test_explicit_profile_answered_anew() -> None:
    imported(HOMES, answers={"profile.1": "explicit:20,45,70"})
    seen = previewed(HOMES)

    commit(seen, by=None, on=ON)

    assert seen.rows[0].changes == (
        FieldChange("2017/18", "in-year profile", "A target for each period", "Straight line"),
        FieldChange("2017/18", "targets by quarter", "Q1 20; Q2 45; Q3 70", "none"),
    )
    assert PeriodTarget.objects.count() == 0
    assert Change.objects.filter(deed="period target deleted").count() == 3


def test_average_of_single_periods_is_kept_with_the_terms() -> None:
    delays = (
        3,
        "No",
        "Delays [Year to date average]",
        "Aim to Minimise",
        "8 (Nov 16)",
        9,
        8,
        "x",
        "",
    )

    imported(delays, answers={"average": "each_period"})

    assert set(Terms.objects.values_list("returns_average_to_date", flat=True)) == {False}


def test_measure_that_leaves_the_basket_is_asked_for_last_years_tolerance() -> None:
    leaving = with_target(ROADS, "N/A")

    imported(leaving, answers={"tolerance": "points:2"})

    found = Terms.objects.order_by("year").values_list("target_state", "tolerance_mode")
    assert list(found) == [("SET", "POINTS"), ("NONE", "POINTS")]


def test_decimals_rate_open_returns_again() -> None:
    imported(ROADS)
    measure = Measure.objects.get()
    Terms.objects.filter(year=2017).update(policy="TARGET")
    return_ = approved(make_return(measure.ref, Quarter(2017, 3)), "82.4")
    before = return_.rating.sentence

    imported(ROADS, answers={"decimals.2": "1"})

    return_.rating.refresh_from_db()
    assert ("82.4" in before, "82.4" in return_.rating.sentence) == (False, True)


# What can't be


def test_closed_period_holds_its_terms() -> None:
    imported(ROADS)
    make_history(Measure.objects.get(), {Quarter(2017, 1): "86"})

    found = errors(with_target(ROADS, "90%"))

    message = (
        "A closed period was rated on the terms of measure 2 for 2017/18, so they can't change: "
        "target from 85 to 90. Put back what is stored, or leave out 2. What changes within the "
        "year is agreed in the administration: terms from a later quarter."
    )
    assert found == [("G2", message)]
    assert previewed(with_target(ROADS, "90%"), leave_out=["2"], answers={}).committable


def test_closed_period_lets_the_unchanged_pass() -> None:
    imported(ROADS)
    make_history(Measure.objects.get(), {Quarter(2017, 1): "86"})

    seen = previewed(ROADS, HOMES)

    assert (seen.committable, seen.statuses) == (True, {"2": "unchanged", "1": "new"})


def test_ref_of_an_indicator_is_not_taken() -> None:
    make_measure("2", kind=Kind.INDICATOR)

    message = (
        "2 is an indicator of the council already: give the measure another number, or leave out 2."
    )
    assert errors(ROADS) == [("", message)]


def test_figure_that_the_table_can_not_hold() -> None:
    found = errors(HOMES, answers={"tolerance": f"points:{10**15}"})

    message = (
        "Measure 1, terms 2017/18: amber to: Ensure that there are no more than 14 digits before "
        "the decimal point. Mend the cell, or leave out 1."
    )
    assert found[-1] == ("G2", message)


def test_other_years_target_of_nought_is_asked_its_own_tolerance() -> None:
    nought = (*ROADS[:5], "0%", *ROADS[6:])
    asked = [(each.key, each.cell) for each in previewed(nought).understanding.problems]

    imported(nought, answers={"tolerance.zero": "points:2"})

    found = Terms.objects.order_by("year").values_list("year", "tolerance_mode", "tolerance_amber")
    assert ("tolerance.zero", "F2") in asked
    assert list(found) == [
        (2016, "POINTS", Decimal(2)),
        (2017, "PERCENT_OF_TARGET", Decimal(5)),
    ]


def test_goldilocks_widths_are_of_the_single_figure_alone() -> None:
    southend = southend_preview()
    commit(southend, by=None, on=ON)

    found = Terms.objects.filter(measure__ref="24").order_by("year")
    columns = ("low", "high", "tolerance_mode", "tolerance_green", "tolerance_amber")
    assert list(found.values_list("year", *columns)) == [
        (2016, Decimal("57.3"), Decimal("68.3"), "PERCENT_OF_TARGET", 0, 5),
        (2017, 66, 66, "POINTS", 2, 4),
    ]
    row = next(each for each in southend.shown() if each.ref == "24")
    assert row.cells[4].lines == (
        "green to 2, amber to 4 (not yet agreed)",
        "2016/17: amber to 5% of the target (the council's default, not yet agreed)",
    )
    assert southend_preview().statuses["24"] == "unchanged"


def test_year_without_the_profile_of_the_year_being_set_up_is_named() -> None:
    shown = {each.ref: each.cells[1].lines[1] for each in southend_preview().shown()}
    straight = "Running total for the year; in-year profile: Straight line"

    assert (shown["3"], shown["4"], shown["15"]) == (
        straight,
        f"{straight} from 20,000; 2016/17 without a profile: rated at the end of the year alone",
        "Running total for the year; no in-year profile",
    )


def test_open_questions_refuse_the_commit() -> None:
    seen = previewed(HOMES, answers={"profile": ""})

    with pytest.raises(ImportRefusedError, match="answer every question"):
        commit(seen, by=None, on=ON)

    assert stored() == NOTHING


def test_row_that_changed_since_the_preview_refuses_all() -> None:
    imported(HOMES, ROADS)
    seen = previewed(with_target(HOMES, 120), with_target(ROADS, "90%"))
    Terms.objects.filter(measure__ref="2", year=2017).update(target=88)
    before = stored()

    with pytest.raises(ImportRefusedError, match="measures 2 changed since") as refused:
        commit(seen, by=None, on=ON)

    assert refused.value.keys == ("2",)
    assert stored() == before
    assert Terms.objects.get(measure__ref="1", year=2017).target == Decimal(100)


def test_measure_made_since_the_preview_refuses_all() -> None:
    seen = previewed(HOMES, ROADS)
    imported(ROADS)

    with pytest.raises(ImportRefusedError, match="measures 2 changed since"):
        commit(seen, by=None, on=ON)

    assert list(Measure.objects.values_list("ref", flat=True)) == ["2"]


def test_failure_half_way_rolls_everything_back() -> None:
    def fail(**_: object) -> None:
        raise IntegrityError("the disk is full")

    pre_save.connect(fail, sender=Terms)
    try:
        with pytest.raises(ImportRefusedError, match=r"nothing was saved: .*the disk is full"):
            imported(HOMES, ROADS)
    finally:
        pre_save.disconnect(fail, sender=Terms)

    assert (stored(), ImportRun.objects.count()) == (NOTHING, 0)


# Imports that are kept between preview and commit


def upload(*rows: Any) -> Upload:
    content = sheet_of([HEADINGS, *rows])
    return Upload(content, "measures.xlsx", year="2017/18", answers=ANSWERS)


def test_kept_import_is_committed_once() -> None:
    run, seen = start(upload(HOMES, ROADS), by=None)
    done = commit(run, by=None, on=ON)
    before = stored()

    with pytest.raises(ImportRefusedError, match="This file is imported already"):
        commit(run, by=None, on=ON)

    assert (done.counts, done.run, stored()) == (seen.counts, run, before)


def test_kept_import_takes_answers_and_rows_to_leave_out() -> None:
    run, _ = start(replace(upload(HOMES, ROADS), answers={}), by=None)

    seen = preview_again(run, answers=ANSWERS, leave_out=["2"])

    run.refresh_from_db()
    assert (seen.committable, seen.statuses) == (True, {"1": "new"})
    staged = [(each.key, each.digest) for each in staged_rows(run)]
    assert (run.left_out, preview_of(run)) == (["2"], seen)
    assert staged == [(each.key, each.digest) for each in seen.rows]


def test_kept_import_is_held_to_what_was_shown() -> None:
    run, _ = start(upload(HOMES, ROADS), by=None)
    imported(ROADS)

    with pytest.raises(ImportRefusedError, match="measures 2 changed"):
        commit(run, by=None, on=ON)

    preview_again(run)
    assert commit(run, by=None, on=ON).counts["new"] == 1


def test_import_that_is_given_up_keeps_no_file() -> None:
    run, _ = start(upload(HOMES), by=None)

    discard(run)

    run.refresh_from_db()
    assert (run.state, bytes(run.content), stored()) == (ImportState.DISCARDED, b"", NOTHING)


# The council's own directorates


def test_directorates_whose_names_look_alike_in_addresses() -> None:
    answers = {"department.1": "new:Adults' care / Homes", "department.2": "new:Adults care / Day"}

    imported(HOMES, ROADS, answers=answers)

    assert list(Directorate.objects.order_by("slug").values_list("slug", "name")) == [
        ("adults-care", "Adults' care"),
        ("adults-care-2", "Adults care"),
    ]


def test_service_is_made_in_a_directorate_that_has_none_yet() -> None:
    Directorate.objects.create(name="PLACE")

    imported(HOMES)

    assert str(Measure.objects.get().service.directorate) == "PLACE"  # type: ignore[union-attr]


def test_council_that_exists_is_not_made_again() -> None:
    place = Directorate.objects.create(name="Place")
    Service.objects.create(directorate=place, name="Homes")
    named = [(*row[:7], "Place - Homes", "") for row in (HOMES, ROADS)]

    done = imported(*named)

    assert set(Measure.objects.values_list("service__name", "service__directorate__name")) == {
        ("Homes", "Place")
    }
    assert (done.counts["new"], Service.objects.count()) == (2, 1)


# Nothing knows Southend


OTHER_HEADINGS = (
    "Department",
    "2019/20 Target",
    "Measure",
    "Ref",
    "Comments",
    "2018/19 Target",
    "Polarity",
    "Latest Performance",
)
OTHER_ROWS = (
    ("Growth: Libraries", "62%", "Loans on time [Snapshot]", "L2", "", "60%", "Maximise",
     "58% (Dec)"),
    ("Care: Families", "40 - 45", "Children looked after per 10,000 [Snapshot]", "C1", "As agreed.",
     "41 - 47", "Goldilocks", "44.5 (Dec)"),
    ("Care: Families", 300, "Visits [Cumulative]", "C2", "", "TBC", "Maximise", "130 (Dec)"),
)  # fmt: skip
OTHER_ANSWERS = {
    "month.dec": "2018",
    "basis.cumulative.count": "CUMULATIVE_TOTAL",
    "profile": "linear",
    "tolerance": "points:2",
    "department.growth-libraries": "new:Growth / Libraries",
}


def test_another_councils_table_for_later_years() -> None:
    care = Directorate.objects.create(name="Care")
    families = Service.objects.create(directorate=care, name="Families")
    content = sheet_of([OTHER_HEADINGS, *OTHER_ROWS], title="Plan")
    run, seen = start(Upload(content, "plan.xlsx", year="2019/20", answers=OTHER_ANSWERS), by=None)

    commit(run, by=None, on=date(2019, 2, 1))

    assert seen.statuses == {"L2": Status.NEW, "C1": Status.NEW, "C2": Status.NEW}
    assert list(
        Measure.objects.values_list("ref", "value_type", "unit", "decimals", "service__name")
    ) == [
        ("C1", "rate", "per 10,000", 1, "Families"),
        ("C2", "count", "", 0, "Families"),
        ("L2", "percent", "", 0, "Libraries"),
    ]
    assert [
        (each.measure.ref, each.year, each.target_state, each.target or (each.low, each.high))
        for each in Terms.objects.select_related("measure")
    ] == [
        ("C1", 2018, "SET", (Decimal(41), Decimal(47))),
        ("C1", 2019, "SET", (Decimal(40), Decimal(45))),
        ("C2", 2018, "TBC", (None, None)),
        ("C2", 2019, "SET", Decimal(300)),
        ("L2", 2018, "SET", Decimal(60)),
        ("L2", 2019, "SET", Decimal(62)),
    ]
    assert set(Baseline.objects.values_list("period_name", "source_cell")) == {
        ("December 2018", "H2"),
        ("December 2018", "H3"),
        ("December 2018", "H4"),
    }
    assert families.measures.count() == 2
