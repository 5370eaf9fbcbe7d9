"""Targets as councils list them: a column per year, a row per year, quarters, months, ranges."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from indicators.models import Measure, PeriodTarget, Terms
from indicators.returns.closing import close_period
from indicators.rules.periods import Quarter
from indicators.spreadsheets.runs.importing import (
    Committed,
    ImportRefusedError,
    Preview,
    commit,
    preview,
)
from indicators.spreadsheets.stored.keepers import keeper_of
from indicators.spreadsheets.stored.keeping import Saving
from indicators.spreadsheets.stored.parts import Table
from organisation.models import Change
from tests import factories
from tests.indicators.spreadsheets.books import sheet_of

pytestmark = pytest.mark.django_db
ON = date(2018, 1, 15)
Rows = Sequence[Sequence[object]]
HOMES: dict[str, Any] = {"value_type": "count", "decimals": 0, "title": "Homes built"}
TOTAL: dict[str, Any] = {"basis": "CUMULATIVE_TOTAL", "target": Decimal(400), "profile": "LINEAR"}
RANGE: dict[str, Any] = {
    "polarity": "RANGE",
    "target": None,
    "low": Decimal(40),
    "high": Decimal(50),
}


@pytest.fixture(autouse=True)
def _measures() -> None:
    """25 a percentage at a point in time, 7 a running total, 9 a range, 4 each quarter's own."""
    factories.make_terms(factories.make_measure("25", title="Recycling"))
    factories.make_terms(factories.make_measure("7", **HOMES), **TOTAL)
    factories.make_terms(factories.make_measure("9", title="Caseload"), **RANGE)
    four = factories.make_measure("4", title="Visits", value_type="count", decimals=0)
    factories.make_terms(four, basis="PERIOD", target=Decimal(90))


def seen(rows: Rows, **options: object) -> Preview:
    chosen: dict[str, object] = {"name": "targets.xlsx", "kind": "targets", **options}
    return preview(sheet_of(rows), **chosen)  # type: ignore[arg-type]


def imported(rows: Rows, **options: object) -> Committed:
    return commit(seen(rows, **options), by=None, on=ON)


def told(found: Preview, severity: str = "error") -> list[tuple[str, str]]:
    problems = found.understanding.problems
    return [(p.cell, p.message) for p in problems if p.severity == severity and p.cell]


def asked(found: Preview) -> list[str]:
    return [p.key for p in found.understanding.problems if p.severity == "question"]


def target(ref: str, year: int = 2018) -> tuple[Any, ...]:
    terms = Terms.objects.get(measure__ref=ref, year=year, from_quarter=1)
    return (terms.target_state, terms.target, terms.low, terms.high, terms.target_text)


def quarters(ref: str, year: int = 2018) -> dict[int, object]:
    found = PeriodTarget.objects.filter(terms__measure__ref=ref, terms__year=year)
    return {q.quarter: (q.target,) if q.low is None else (q.low, q.high) for q in found}


@pytest.mark.parametrize(
    "rows",
    [
        [("Ref", "Measure", "2018/19 Target"), (25, "Recycling", "85%")],
        [("Ref", "Target 2018-19"), (25, "85%")],
        [("Ref", "Year", "Target"), (25, "2018/19", "85%")],
        [("Ref", "Year", "Target %"), (25, "2018/19", 85)],
        [("Targets for 2018/19",), ("Ref", "Measure", "Target"), (25, "", "85%")],
        [("Ref", "Measure", "Target"), ("", "", "2018/19"), (25, "Recycling", "85%")],
        [("Measure", "Year", "Target"), ("RECYCLING", "2018/19", "85%")],
        [("Ref", "Measure", "2017/18 Target", "2018/19 Target"), (25, "", "", "85%")],
    ],
)
def test_every_shape_of_the_same_target_reads_alike(rows: Rows) -> None:
    found = seen(rows)

    assert (told(found), asked(found)) == ([], [])
    commit(found, by=None, on=ON)
    assert target("25") == ("SET", Decimal(85), None, None, "")
    assert target("25", 2017) == ("SET", Decimal(80), None, None, "")


def test_new_terms_are_made_from_those_of_the_year_before() -> None:
    Terms.objects.filter(measure__ref="25").update(
        tolerance_agreed_by="Cabinet", decision_ref="Min 12", exceed_margin=3, target_text="old"
    )
    found = seen([("Ref", "2018/19 Target"), (25, "85%")])

    assert found.rows[0].status == "new"
    assert next(found.shown()).cells[0].lines == (
        "2018/19: 85% (new terms, otherwise as in 2017/18)",
    )
    commit(found, by=None, on=ON)
    terms = Terms.objects.get(measure__ref="25", year=2018)
    assert (terms.polarity, terms.basis, terms.tolerance_mode, terms.tolerance_amber) == (
        "MAX", "SNAPSHOT", "POINTS", Decimal(5),
    )  # fmt: skip
    assert (terms.tolerance_agreed_by, terms.exceed_margin) == ("Cabinet", Decimal(3))
    assert (terms.agreed_by, terms.decision_ref, terms.target_text) == ("", "", "")


def test_a_year_before_the_measure_joined_is_not_applicable_and_makes_nothing() -> None:
    found = seen([("Ref", "2015/16 Target", "2018/19 Target"), (25, "N/A", "85%")])

    assert told(found) == []
    commit(found, by=None, on=ON)
    assert not Terms.objects.filter(year=2015).exists()
    assert target("25")[1] == 85


def test_a_profile_that_stays_keeps_where_it_starts() -> None:
    Terms.objects.filter(measure__ref="7").update(profile_start=100)
    rows = [("ref", "year", "target", "profile"), ("7", "2017/18", 400, "LINEAR")]

    assert seen(rows).counts["unchanged"] == 1
    moved = seen([(*rows[0], "profile_start"), (*rows[1], 120)])
    assert [str(each) for each in moved.rows[0].changes] == [
        "2017/18 profile starts from: 100 → 120"
    ]


def test_of_terms_that_exist_only_the_target_changes() -> None:
    Terms.objects.filter(measure__ref="25").update(
        tolerance_agreed_by="Cabinet", exceed_margin=3, target_text="words"
    )
    found = seen([("Ref", "2017/18 Target"), (25, "85%")])

    assert [str(each) for each in found.rows[0].changes] == [
        "2017/18 target: 80 → 85",
        "2017/18 words beside the target: words → none",
        "2017/18 agreed by: Cabinet → none",
    ]
    commit(found, by=None, on=ON)
    terms = Terms.objects.get(measure__ref="25", year=2017)
    assert (terms.target, terms.tolerance_agreed_by) == (Decimal(85), "Cabinet")
    assert terms.exceed_margin == Decimal(3)


def test_a_measure_without_terms_for_any_earlier_year_is_refused_with_the_remedy() -> None:
    factories.make_measure("30")
    found = seen([("Ref", "2018/19 Target"), (30, "85%"), (25, "85%")])

    assert told(found) == [
        ("B2", ("Measure 30 has no terms for 2018/19 or before: import it with its aim and basis "
         "as a measure first, or leave out 30."))
    ]  # fmt: skip
    imported([("Ref", "2018/19 Target"), (30, "85%"), (25, "85%")], leave_out=["30"])
    assert target("25")[1] == 85


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("TBC", ("TBC", None, None, None, "")),
        ("ТВС", ("TBC", None, None, None, "")),
        ("N/A", ("NONE", None, None, None, "")),
        ("85% (stretch)", ("SET", Decimal(85), None, None, "(stretch)")),
    ],
)
def test_words_for_a_target(cell: str, kept: tuple[object, ...]) -> None:
    imported([("Ref", "2018/19 Target"), (25, cell)])

    assert target("25") == kept


@pytest.mark.parametrize(
    "rows",
    [
        [("Ref", "2018/19 Target"), (9, "45% - 52.5%")],
        [("Ref", "Year", "Low", "High"), (9, "2018/19", "45%", "52.5%")],
        [("Ref", "Year", "Target from", "Target to"), (9, "2018/19", "45%", "52.5%")],
    ],
)
def test_a_range_is_in_one_cell_or_in_two(rows: Rows) -> None:
    imported([tuple({"Target from": "From", "Target to": "To"}.get(str(c), c) for c in rows[0]),
              *rows[1:]])  # fmt: skip

    assert target("9") == ("SET", None, Decimal(45), Decimal("52.5"), "")


def test_a_percentage_without_its_sign_is_asked() -> None:
    rows = [("Ref", "2018/19 Target"), (25, 0.85)]

    assert asked(seen(rows)) == ["percent.fraction"]
    imported(rows, answers={"percent.fraction": "fraction"})
    assert target("25")[1] == 85


def test_the_year_of_a_table_that_names_none_is_asked_or_told() -> None:
    rows = [("Ref", "Measure", "Target"), (25, "", "85%")]
    found = seen(rows)

    assert asked(found) == ["year"]
    assert [each.value for each in found.understanding.questions[0].choices] == [
        "2018/19", "2017/18", "2016/17",
    ]  # fmt: skip
    wrong = seen(rows, answers={"year": "soon"}).understanding
    assert [p.message for p in wrong.problems] == [
        (
            "The answer “soon” to year can't be taken: “soon” is not a financial year; write it "
            "like 2017/18."
        )
    ]
    imported(rows, year="2018/19")
    assert target("25")[1] == 85


@pytest.mark.parametrize(
    ("rows", "annual", "by_quarter"),
    [
        ([("Ref", "2018/19 Target", "Q1", "Q2", "Q3", "Q4"), (7, 400, 50, 150, 300, 400)], 400,
         {1: 50, 2: 150, 3: 300}),
        ([("Ref", "2018/19 Target", "Q1 target", "Q2 target", "Q3 target"), (7, 400, 50, 150, 300)],
         400, {1: 50, 2: 150, 3: 300}),
        ([("Ref", "2018/19 Target", "Q1 2018/19", "Q3 2018/19"), (7, 400, 50, 300)], 400,
         {1: 50, 3: 300}),
        ([("Ref", "2018/19 Target", "Jun-18", "Sep-18", "Dec-18", "Mar-19"),
          (7, 400, 50, 150, 300, 400)], 400, {1: 50, 2: 150, 3: 300}),
        ([("Ref", "2018/19 Target", "June", "July", "September", "December"),
          (7, 400, 50, 80, 150, 300)], 400, {1: 50, 2: 150, 3: 300}),
        ([("Ref", "2018/19 Target", "Q1", "Q2", "Q3", "Q4"),
          (25, "85%", "81%", "82%", "83%", "85%")],
         85, {1: 81, 2: 82, 3: 83}),
        ([("Ref", "2018/19 Target", "Q1", "Q4"), (4, 90, 80, 95)], 90, {1: 80, 4: 95}),
        ([("Ref", "2018/19 Target", "Apr", "May", "Jun", "Jul"), (4, 90, 30, 25, 20, 9)], 90,
         {1: 75}),
    ],
)  # fmt: skip
def test_a_profile_by_quarters_or_months(
    rows: Rows, annual: int, by_quarter: dict[int, int]
) -> None:
    found = seen(rows)
    assert (told(found), asked(found)) == ([], [])
    commit(found, by=None, on=ON)

    ref = str(rows[1][0])
    assert target(ref)[1] == annual
    assert quarters(ref) == {number: (each,) for number, each in by_quarter.items()}
    assert Terms.objects.get(measure__ref=ref, year=2018).profile == "EXPLICIT"


def test_each_year_has_its_own_quarters_and_words_are_of_the_last() -> None:
    rows = [("Ref", "2018/19 Target", "2019/20 Target", "Q1 2018/19", "Q1 2019/20", "Tolerance"),
            (7, 400, 500, 50, 60, "5%")]  # fmt: skip
    imported(rows)

    assert (quarters("7"), quarters("7", 2019)) == ({1: (50,)}, {1: (60,)})
    modes = Terms.objects.filter(measure__ref="7", year__gte=2018).order_by("year")
    assert [each.tolerance_mode for each in modes] == ["POINTS", "PERCENT_OF_TARGET"]


def test_ranges_by_quarter() -> None:
    rows = [("Ref", "2018/19 Target", "Q1"), (9, "45% - 52%", "44% - 52%")]
    imported(rows)

    assert quarters("9") == {1: (44, 52)}


def test_quarters_of_a_running_total_that_add_up_are_asked() -> None:
    rows = [("Ref", "2018/19 Target", "Q1", "Q2", "Q3", "Q4"), (7, 400, 100, 120, 80, 100)]
    found = seen(rows)

    assert asked(found) == ["to-date"]
    imported(rows, answers={"to-date": "own"})
    assert (target("7")[1], quarters("7")) == (400, {1: (100,), 2: (220,), 3: (300,)})


def test_months_of_a_running_total_that_add_up_are_asked_and_added() -> None:
    months = ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar")
    rows = [("Ref", "2018/19 Target", *months), (7, 120, *[10] * 12)]

    assert asked(seen(rows)) == ["to-date"]
    found = seen(rows, answers={"to-date": "own"})
    assert next(found.shown()).cells[1].lines == (
        "2018/19: Q1 30, Q2 60, Q3 90 (months added up from April)",
    )
    commit(found, by=None, on=ON)
    assert quarters("7") == {1: (30,), 2: (60,), 3: (90,)}
    warnings = [p.message for p in found.understanding.problems if p.severity == "warning"]
    assert warnings == [
        (
            "Returns are quarterly: of monthly targets those at the quarters' ends are taken "
            "(June, September, December and March), or the months are added up where each is a "
            "month's own."
        )
    ]


def test_the_last_quarter_alone_gives_the_years_target() -> None:
    rows = [("Targets 2018/19",), ("Ref", "Q1", "Q2", "Q3", "Q4"), (25, "81%", "82%", "83%", "85%")]
    imported(rows)

    assert (target("25")[1], quarters("25")) == (85, {1: (81,), 2: (82,), 3: (83,)})


@pytest.mark.parametrize(
    ("word", "profile"),
    [("Straight line", "LINEAR"), ("seasonal", "SEASONAL"), ("None", "NONE"), ("linear", "LINEAR")],
)
def test_words_for_a_profile(word: str, profile: str) -> None:
    imported([("Ref", "2018/19 Target", "Profile"), (7, 400, word)])

    assert Terms.objects.get(measure__ref="7", year=2018).profile == profile


def test_an_unusual_word_for_a_profile_is_asked() -> None:
    rows = [("Ref", "2018/19 Target", "Profile"), (7, 400, "front-loaded")]

    assert asked(seen(rows)) == ["profile-word.front-loaded"]
    imported(rows, answers={"profile-word.front-loaded": "linear"})
    assert Terms.objects.get(measure__ref="7", year=2018).profile == "LINEAR"


def test_last_years_targets_by_quarter_are_not_carried_on_but_asked() -> None:
    terms = Terms.objects.get(measure__ref="7")
    Terms.objects.filter(pk=terms.pk).update(profile="EXPLICIT")
    PeriodTarget.objects.create(terms=terms, quarter=1, target=Decimal(50))
    rows = [("Ref", "2018/19 Target"), (7, 480)]

    assert asked(seen(rows)) == ["profile"]
    imported(rows, answers={"profile": "linear"})
    assert (Terms.objects.get(measure__ref="7", year=2018).profile, quarters("7")) == ("LINEAR", {})
    changed = seen([("Ref", "2017/18 Target"), (7, 480)])
    assert told(changed, "warning") == [
        ("B2", ("The targets by quarter of measure 7 stay as they are: Q1 50. Give Q1, Q2 and Q3 "
         "too if they change."))
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("headings", "row", "mode", "green", "amber"),
    [
        (("Amber to (% of target)",), (25, "85%", "4%"), "PERCENT_OF_TARGET", 0, 4),
        (("Green to (points)", "Amber to (points)"), (25, "85%", 1, 4), "POINTS", 1, 4),
        (("Tolerance",), (7, 400, "± 5%"), "PERCENT_OF_TARGET", 0, 5),
        (("Tolerance",), (25, "85%", "2 points"), "POINTS", 0, 2),
        (("Tolerance", "Tolerance type"), (7, 400, 5, "points"), "POINTS", 0, 5),
        (("Tolerance",), (7, 400, "none"), "NONE", None, None),
    ],
)
def test_tolerances(
    headings: Sequence[str], row: Sequence[object], mode: str, green: int | None, amber: int | None
) -> None:
    found = seen([("Ref", "2018/19 Target", *headings), row])
    assert (told(found), asked(found)) == ([], [])
    commit(found, by=None, on=ON)

    terms = Terms.objects.get(measure__ref=str(row[0]), year=2018)
    assert (terms.tolerance_mode, terms.tolerance_green, terms.tolerance_amber) == (
        mode, green, amber,
    )  # fmt: skip


@pytest.mark.parametrize(("cell", "key"), [("5%", "tolerance-percent"), ("5", "tolerance-unit")])
def test_a_tolerance_with_two_meanings_is_asked(cell: str, key: str) -> None:
    rows = [("Ref", "2018/19 Target", "Tolerance"), (25, "85%", cell)]

    assert asked(seen(rows)) == [key]
    imported(rows, answers={key: "points"})
    assert Terms.objects.get(measure__ref="25", year=2018).tolerance_mode == "POINTS"


def test_another_tolerance_than_the_agreed_one_is_not_agreed() -> None:
    Terms.objects.filter(measure__ref="25").update(tolerance_agreed_by="Cabinet")
    imported([("Ref", "2018/19 Target", "Tolerance"), (25, "85%", "2 points")])

    assert Terms.objects.get(measure__ref="25", year=2018).tolerance_agreed_by == ""


@pytest.mark.parametrize("year", [2017, 2018])
def test_who_agreed_when_and_where_it_is_minuted(year: int) -> None:
    imported([
        ("Ref", "Year", "Target", "Agreed by", "Date agreed", "Decision ref", "Reason for change"),
        (25, f"{year}/{year - 1999}", "85%", "Executive", "19 January 2018", "Minute 714", "Waste"),
    ])  # fmt: skip

    terms = Terms.objects.get(measure__ref="25", year=year)
    assert (terms.agreed_by, terms.agreed_on, terms.decision_ref, terms.reason) == (
        "Executive", date(2018, 1, 19), "Minute 714", "Waste",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "cell", "message"),
    [
        ([("Ref", "2018/19 Target"), (25, "45% - 52%")], "B2",
         ("B2 45% - 52% is a range, but for measure 25 we aim to maximise: give one figure, or "
         "change its aim in the administration first.")),
        ([("Ref", "2018/19 Target"), (99, 5)], "A2",
         ("The council has no measure 99: correct the number, import the measure first, or leave "
         "out row:2.")),
        ([("Ref", "2018/19 Target"), (7, "85%")], "B2",
         "B2 is a percentage, but the measure is not one: correct the cell."),
        ([("Ref", "2018/19 Target"), (7, "85.5")], "B2",
         ("B2 is finer than the 0 decimal places of measure 7: round it, or give the measure more "
         "places first.")),
        ([("Ref", "2018/19 Target"), (7, "<5")], "B2",
         "B2 <5 is no target: write a figure, TBC or N/A."),
        ([("Ref", "Year", "Target"), (7, "soon", 5)], "B2",
         "B2 soon is no financial year: write it like 2018/19."),
        ([("Ref", "Year", "Low", "High"), (9, "2018/19", "45%", "")], "C2",
         "C2 is one end of a range: give the other end too."),
        ([("Ref", "Year", "Low", "High"), (25, "2018/19", "45%", "50%")], "C2",
         "Measure 25 does not aim to stay in range: give one target."),
        ([("Ref", "2018/19 Target", "Q1", "Q4"), (7, 400, 50, 390)], "D2",
         ("D2: the last quarter's target is the year's, and the year's is another: make the two "
         "alike, or clear the quarter's.")),
        ([("Ref", "2018/19 Target", "Profile", "Q1"), (7, 400, "linear", 50)], "C2",
         ("The profile is straight line, and quarters have their own targets: clear one of the "
         "two.")),
        ([("Ref", "2018/19 Target", "Profile"), (25, "85%", "linear")], "B2",
         ("Measure 25, terms 2018/19: Only a running total has a straight-line or seasonal "
         "profile; choose that basis, or type a target for each period. Mend the row, or leave "
         "out 25.")),
        ([("Ref", "2018/19 Target", "Date agreed"), (25, "85%", "31 Sept 2017")], "C2",
         "C2 There is no 31 September 2017: September has 30 days. Is 30 September 2017 meant?"),
        ([("Ref", "2018/19 Target", "Green to", "Amber to"), (7, 400, "5%", "2%")], "C2",
         "Green can't reach further than amber: correct one of them."),
        ([("Ref", "2018/19 Target", "Tolerance"), (7, 400, "some")], "C2",
         "C2 some is no tolerance: write 5%, 2 points or none."),
        ([("Ref", "Year", "Q1", "Q2"), (4, "2018/19", 50, 60)], "C2",
         "Give the year's target too, in a column Target."),
        ([("Ref", "2018/19 Target"), (9, "66%")], "B2",
         ("Measure 9, terms 2018/19: The range is the single figure 66; give it a tolerance, or "
         "two ends. Mend the row, or leave out 9.")),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_named_with_its_remedy(rows: Rows, cell: str, message: str) -> None:
    Terms.objects.filter(measure__ref="9").update(tolerance_mode="NONE", tolerance_amber=None)
    found = seen(rows)

    assert (cell, message) in told(found)
    assert not found.committable
    with pytest.raises(ImportRefusedError):
        commit(found, by=None, on=ON)
    assert not Terms.objects.filter(year=2018).exists()


def test_a_year_with_a_closed_period_refuses_with_what_would_change() -> None:
    return_ = factories.approved(factories.make_return("25", Quarter(2017, 3)))
    others = return_.period.returns.exclude(pk=return_.pk)
    others.delete()
    close_period(return_.period, by=factories.make_performance(), on=ON)
    found = seen([("Ref", "2017/18 Target", "2018/19 Target"), (25, "85%", "90%")])

    assert told(found) == [
        ("B2", ("A closed period was rated on the terms of measure 25 for 2017/18, so they can't "
         "change: target from 80 to 85. Put back what is stored, or leave out 25. What changes "
         "within the year is agreed in the administration: terms from a later quarter."))
    ]  # fmt: skip
    imported([("Ref", "2017/18 Target", "2018/19 Target"), (25, "80%", "90%")])
    assert target("25")[1] == 90


def test_a_year_whose_terms_changed_within_it_is_refused() -> None:
    measure = Measure.objects.get(ref="25")
    factories.make_terms(measure, from_quarter=3, target=Decimal(82))
    rows = [("Ref", "2017/18 Target"), (25, "85%")]

    assert told(seen(rows)) == [
        ("B2", ("The terms of measure 25 changed within 2017/18: a target for the whole year does "
         "not say from when it holds. Change them in the administration, or leave out 25."))
    ]  # fmt: skip
    assert told(seen([rows[0], (25, "80%")])) == []


def test_two_rows_for_one_year_are_an_error_and_for_two_years_are_not() -> None:
    head = ("Ref", "Year", "Target")
    same = seen([head, (25, "2018/19", "85%"), (25, "2018/19", "86%")])
    other = seen([head, (25, "2018/19", "85%"), (25, "2019/20", "86%")])

    message = (
        "Measure 25 has targets for 2018/19 on rows 2 and 3: keep one and leave out the others, "
        "such as row:3."
    )
    assert told(same) == [("A2", message), ("A3", message)]
    commit(other, by=None, on=ON)
    assert (target("25")[1], target("25", 2019)[1]) == (85, 86)
    assert [row.key for row in other.rows] == ["row:2", "row:3"]


def test_importing_again_changes_nothing() -> None:
    rows = [("Ref", "2018/19 Target", "Q1", "Q2", "Q3", "Tolerance", "Agreed by"),
            (7, 400, 50, 150, 300, "5%", "Cabinet")]  # fmt: skip
    imported(rows)
    before = Change.objects.count()
    again = seen(rows)

    assert again.counts == {"rows": 1, "new": 0, "changed": 0, "unchanged": 1, "errors": 0}
    assert commit(again, by=None, on=ON).run is None
    assert Change.objects.count() == before


def test_a_row_without_a_target_changes_nothing() -> None:
    found = seen([("Ref", "2018/19 Target"), (25, ""), (7, 400)])

    assert told(found, "warning") == [("B2", "Row 2 has no target: it changes nothing.")]
    assert found.counts["unchanged"] == 1
    commit(found, by=None, on=ON)
    assert not Terms.objects.filter(measure__ref="25", year=2018).exists()


def test_taking_back_restores_the_terms_and_removes_the_new() -> None:
    found = seen(
        [("Ref", "2017/18 Target", "2018/19 Target", "Q1 2018/19"), (25, "85%", "90%", "86%")]
    )
    done = commit(found, by=None, on=ON)
    assert done.run
    assert (target("25", 2017)[1], quarters("25")) == (85, {1: (86,)})

    keeper_of(Table.TERMS).take_back(found.rows[0].parts, Saving(None, ON, done.run))

    assert target("25", 2017)[1] == 80
    assert Terms.objects.get(measure__ref="25", year=2017).agreed_by == "Cabinet"
    assert not Terms.objects.filter(year=2018).exists()


def test_a_csv_reads_as_a_workbook_does() -> None:
    file = io.StringIO()
    csv.writer(file, delimiter=";").writerows(
        [("Ref", "2018/19 Target", "Q1"), ("7", "1,400", "350"), ("25", "85%", "")]
    )
    found = preview(file.getvalue().encode("cp1252"), name="targets.csv", kind="targets")

    commit(found, by=None, on=ON)
    assert (target("7")[1], quarters("7"), target("25")[1]) == (1400, {1: (350,)}, 85)


def test_an_open_period_follows_its_new_target() -> None:
    return_ = factories.submitted(factories.make_return("25"), "82")
    imported([("Ref", "2017/18 Target"), (25, "90%")])

    return_.refresh_from_db()
    assert return_.rating.status == "RED"
