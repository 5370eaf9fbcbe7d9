"""Benchmarks as councils and publishers list them: long, wide, and with periods over columns."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.models import Benchmark, Comparator, Measure
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
from organisation.columns import neutral
from organisation.models import Change, Council
from tests import factories
from tests.indicators.spreadsheets.books import sheet_of

pytestmark = pytest.mark.django_db
ON = date(2018, 1, 15)
LONG = ("Ref", "Measure", "Comparator", "Period", "Value", "Source", "Note")
NEW = {
    "comparator.england": "new:England",
    "comparator.north-west": "new:North West",
    "percent.plain": "yes",
}
Rows = Sequence[Sequence[object]]


@pytest.fixture(autouse=True)
def _measures() -> None:
    factories.make_measure("25", title="Recycling")
    factories.make_measure("7", title="Homes built", value_type="count", decimals=0)


def seen(rows: Rows, **options: object) -> Preview:
    given = {"name": "benchmarks.xlsx", "kind": "benchmarks", "answers": NEW, **options}
    return preview(sheet_of(rows), **given)  # type: ignore[arg-type]


def imported(rows: Rows, **options: object) -> Committed:
    return commit(seen(rows, **options), by=None, on=ON)


def told(found: Preview, severity: str = "error") -> list[tuple[str, str]]:
    """What is said of cells; that an answer was not needed is left aside."""
    problems = found.understanding.problems
    return [(p.cell, p.message) for p in problems if p.severity == severity and p.cell]


def stored() -> list[tuple[str, str, date, str, Decimal]]:
    return [
        (b.measure.ref, b.comparator.name, b.period_end, b.period_name, b.value)
        for b in Benchmark.objects.order_by("measure__ref", "comparator__name", "period_end")
    ]


ENGLAND = ("25", "England", date(2017, 3, 31), "2016/17", Decimal("43.7"))
NORTH_WEST = ("25", "North West", date(2017, 3, 31), "2016/17", Decimal(46))


def test_a_long_table_keeps_each_figure_with_where_it_comes_from() -> None:
    done = imported([
        ["Benchmarks for the scorecard"],
        LONG,
        ["25", "Recycling", "England", "2016/17", "43.7%", "Defra, ENV18", "Final"],
        ["25", "Recycling", "North West", "2016/17", "46%", "Defra, ENV18", ""],
        ["7", "Homes built", "England", "Q2 2017/18", 321, "", ""],
    ])  # fmt: skip

    assert done.counts == {"rows": 3, "new": 3, "changed": 0, "unchanged": 0, "errors": 0}
    assert stored() == [
        ENGLAND,
        NORTH_WEST,
        ("7", "England", date(2017, 9, 30), "2017/18 Q2", Decimal(321)),
    ]
    first = Benchmark.objects.get(measure__ref="25", comparator__name="England")
    assert (first.source, first.note, first.source_file, first.source_sheet, first.source_cell) == (
        "Defra, ENV18", "Final", "benchmarks.xlsx", "Measures", "E3",
    )  # fmt: skip
    assert first.import_run == done.run


@pytest.mark.parametrize(
    "rows",
    [
        [("Ref", "Measure", "Period", "England", "North West"),
         ("25", "Recycling", "2016/17", "43.7%", "46%")],
        [("Benchmarks 2016/17",), ("Ref", "Measure", "England", "North West"),
         ("25", "Recycling", "43.7%", "46%")],
        [("Ref", "England 2016/17", "North West (2016/17)"), ("25", "43.7%", "46%")],
        [("Ref", "England % 2016/17", "North West % 2016/17"), ("25", 43.7, 46)],
        [("", "", "2016/17", ""), ("Ref", "Measure", "England", "North West"),
         ("25", "Recycling", "43.7%", "46%")],
        [("Ref", "Measure", "England", "North West"), ("", "", "2016/17", "2016/17"),
         ("25", "Recycling", "43.7%", "46%")],
        [("Ref", "Comparator", "2016/17"), ("25", "England", "43.7%"), ("25", "North West", "46%")],
        [("Measure", "Period", "England", "North West"), ("recycling", "2016/17", 43.7, 46)],
        [("Ref", "Comparator", "Period", "Value"), ("25", "England", "2016-17", "43.7%"),
         ("25.0", "North West", "FY 2016/17", "46%")],
    ],
)  # fmt: skip
def test_every_shape_of_the_same_figures_reads_alike(rows: Rows) -> None:
    found = seen(rows)

    assert told(found) == []
    assert told(found, "question") == []
    commit(found, by=None, on=ON)
    assert stored() == [ENGLAND, NORTH_WEST]


def test_the_period_of_a_table_without_one_is_asked_and_may_be_told() -> None:
    rows = [("Ref", "Measure", "England"), ("25", "Recycling", "43.7%")]

    assert [key for _, key in _questions(seen(rows))] == ["period"]
    imported(rows, answers={**NEW, "period": "period:2016/17"})
    assert stored() == [ENGLAND]
    assert told(seen(rows, year="2016/17"), "question") == []


def _questions(found: Preview) -> list[tuple[str, str]]:
    return [(p.cell, p.key) for p in found.understanding.problems if p.severity == "question"]


@pytest.mark.parametrize(
    ("text", "answer", "end", "name"),
    [
        ("2016", "begins", date(2017, 3, 31), "2016/17"),
        ("2016", "ends", date(2016, 3, 31), "2015/16"),
        ("2016", "calendar", date(2016, 12, 31), "2016"),
        ("2014-16", "calendar", date(2016, 12, 31), "2014-16"),
        ("2014-16", "financial", date(2016, 3, 31), "2014-16"),
    ],
)
def test_a_year_that_may_begin_in_january_is_asked(
    text: str, answer: str, end: date, name: str
) -> None:
    rows = [("Ref", "Comparator", "Period", "Value"), ("7", "England", text, 5)]
    key = f"lone-year.{text}"

    assert _questions(seen(rows)) == [("C2", key)]
    imported(rows, answers={**NEW, key: answer})
    assert stored() == [("7", "England", end, name, Decimal(5))]


@pytest.mark.parametrize(
    ("period", "end", "name"),
    [
        (date(2017, 3, 31), date(2017, 3, 31), "March 2017"),
        ("Nov-16", date(2016, 11, 30), "November 2016"),
        ("30/09/2017", date(2017, 9, 30), "30 September 2017"),
        ("Q3 2017/18", date(2017, 12, 31), "2017/18 Q3"),
        ("2016/17 outturn", date(2017, 3, 31), "2016/17"),
    ],
)
def test_periods_as_people_write_them(period: object, end: date, name: str) -> None:
    imported([("Ref", "Comparator", "Period", "Value"), ("7", "England", period, 5)])

    assert stored() == [("7", "England", end, name, Decimal(5))]


def test_a_comparator_that_the_council_lacks_is_asked_once_for_all_rows() -> None:
    Comparator.objects.create(name="England")
    rows = [("Ref", "Comparator", "Period", "Value"), ("7", "Eng.", "2016/17", 5),
            ("25", "Eng.", "2016/17", "6%"), ("7", "england", "2015/16", 7)]  # fmt: skip
    found = seen(rows, answers={})

    assert _questions(found) == [("B2", "comparator.eng")]
    question = found.understanding.questions[0]
    assert [each.written for each in question.choices] == ["new:Eng.", "England", "new:NAME"]
    imported(rows, answers={"comparator.eng": "England"})
    assert {each.comparator.name for each in Benchmark.objects.all()} == {"England"}
    assert Comparator.objects.count() == 1


def test_a_new_comparator_is_remembered_by_being_stored() -> None:
    rows = [("Ref", "Comparator", "Period", "Value"), ("7", "CIPFA neighbours", "2016/17", 5)]
    imported(rows, answers={"comparator.cipfa-neighbours": "new:CIPFA neighbours"})

    assert seen(rows, answers={}).committable
    wrong = seen([*rows, ("7", "SE", "2016/17", 4)], answers={"comparator.se": "South East"})
    assert told(wrong) == [
        ("B3", ("The answer “South East” to comparator.se can't be taken: the council has no "
         "comparator South East (it has CIPFA neighbours); to make it, put new: before it."))
    ]  # fmt: skip


def test_our_own_column_is_named_and_ignored() -> None:
    Council.objects.update_or_create(pk=1, defaults={"name": "Borough of Example"})
    found = seen([
        ("Ref", "Period", "Our figure", "Borough of Example", "England", "Owner"),
        ("25", "2016/17", "40%", "40%", "43.7%", "Ann"),
    ])  # fmt: skip

    assert sorted(told(found, "warning")) == [
        ("C1", ("The column “Our figure” holds the council's own figures, not others': it is not "
         "imported.")),
        ("D1", ("The column “Borough of Example” holds the council's own figures, not others': it "
         "is not imported.")),
        ("F1", "The column “Owner” is not one that the importer knows: it is not imported."),
    ]  # fmt: skip
    commit(found, by=None, on=ON)
    assert stored() == [ENGLAND]


def test_a_column_that_is_still_asked_about_is_not_read_yet() -> None:
    rows = [("Ref", "Period", "England", "Steps"), ("25", "2016/17", "43.7%", 12),
            ("7", "2016/17", 5, "soon")]  # fmt: skip
    found = seen(rows)

    assert (told(found), _questions(found)) == ([], [("D1", "comparator.steps")])
    assert [row.cells[0].lines for row in found.shown()] == [
        ("England (a new comparator), 2016/17", "to be answered"),
        ("England (a new comparator), 2016/17", "to be answered"),
    ]


def test_a_column_that_is_no_comparator_is_left_aside_as_answered() -> None:
    rows = [("Ref", "Period", "England", "Rank"), ("25", "2016/17", "43.7%", 12)]
    imported(rows, answers={**NEW, "comparator.rank": "leave"})

    assert stored() == [ENGLAND]


@pytest.mark.parametrize("nothing", ["<5", "*", "N/A", "TBC", "..", "-", ""])
def test_no_figure_is_no_benchmark_and_never_zero(nothing: str) -> None:
    rows = [("Ref", "Comparator", "Period", "Value"), ("7", "England", "2016/17", nothing)]
    found = seen(rows)

    what = f"D2 {nothing} is no figure" if nothing else "D2 is empty"
    assert told(found, "warning") == [("D2", f"{what}: no benchmark is kept, and none is changed.")]
    commit(found, by=None, on=ON)
    assert stored() == []


def test_zero_is_a_figure() -> None:
    imported([("Ref", "Comparator", "Period", "Value"), ("7", "England", "2016/17", 0)])

    assert stored() == [("7", "England", date(2017, 3, 31), "2016/17", Decimal(0))]


@pytest.mark.parametrize(
    ("row", "cell", "message"),
    [
        (("99", "England", "2016/17", 5), "A2",
         ("The council has no measure 99: correct the number, import the measure first, or leave "
         "out row:2.")),
        (("7", "England", "soon", 5), "C2",
         ("C2 soon names no period: write it like 2016/17, 2016/17 Q3, November 2016 or 31 March "
         "2017.")),
        (("7", "England", "Q3", 5), "C2",
         ("C2 Q3 names a period without its year: write it like 2016/17, 2016/17 Q3, November 2016 "
         "or 31 March 2017.")),
        (("7", "England", "2016/17", "45 - 52"), "D2",
         "D2 45 - 52 is a range: a benchmark is one figure."),
        (("7", "England", "2016/17", "5%"), "D2",
         "D2 is a percentage, but the measure is not one: correct the cell."),
        (("25", "England", "2016/17", "£5"), "D2",
         "D2 is money, but the measure is a percentage: correct the cell."),
        (("7", "", "2016/17", 5), "B2",
         "Row 2 does not say whose figure it is: type a comparator."),
        (("7", "England", "2016/17", "many"), "D2",
         ("D2 can't be understood as a figure: write a number, a range such as 45.7 - 52.3, TBC or "
         "N/A, or leave the row out.")),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_named_with_its_remedy(
    row: Sequence[object], cell: str, message: str
) -> None:
    found = seen([("Ref", "Comparator", "Period", "Value"), row])

    assert told(found) == [(cell, message)]
    assert not found.committable
    with pytest.raises(ImportRefusedError):
        commit(found, by=None, on=ON)
    assert stored() == []


def test_a_row_in_error_can_be_left_out() -> None:
    rows = [("Ref", "Comparator", "Period", "Value"), ("99", "England", "2016/17", 5),
            ("25", "England", "2016/17", "43.7%")]  # fmt: skip
    done = imported(rows, leave_out=["row:2"])

    assert (done.counts["rows"], stored()) == (1, [ENGLAND])


def test_a_percentage_without_its_sign_is_asked() -> None:
    rows = [("Ref", "Comparator", "Period", "Value"), ("25", "England", "2016/17", 0.437)]

    assert _questions(seen(rows)) == [("D2", "percent.fraction")]
    imported(rows, answers={**NEW, "percent.fraction": "fraction"})
    assert stored() == [ENGLAND]


def test_two_figures_for_one_period_are_an_error_and_the_same_twice_a_warning() -> None:
    head, row = ("Ref", "Comparator", "Period", "Value"), ("25", "England", "2016/17", "43.7%")

    same, other = seen([head, row, row]), seen([head, row, ("25", "England", "2016/17", "44%")])

    stands = "Measure 25, England for 2016/17 stands in D2 and D3"
    assert told(same, "warning") == [("D3", f"{stands}: it is imported once.")]
    assert told(other) == [("D3", f"{stands}: keep one, or leave out row:3.")]
    commit(same, by=None, on=ON)
    assert stored() == [ENGLAND]


def test_another_name_beside_the_number_is_warned_of() -> None:
    found = seen([("Ref", "Measure", "Comparator", "Period", "Value"),
                  ("25", "Potholes", "England", "2016/17", "43.7%")])  # fmt: skip

    assert told(found, "warning") == [
        ("B2", "The row says “Potholes”, and measure 25 is “Recycling”: is the number right?")
    ]


def test_a_text_that_the_table_would_refuse_is_an_error() -> None:
    found = seen([LONG, ("7", "", "England", "2016/17", 5, "s" * 201, "")])

    assert told(found) == [
        ("E2", ("Measure 7, England, 2016/17: source: Ensure this value has at most 200 characters "
         "(it has 201). Mend the row, or leave out row:2."))
    ]  # fmt: skip


def test_a_mark_keeps_its_footnote() -> None:
    imported([("Ref", "Comparator", "Period", "Value"), ("7", "England", "2016/17", "5*"),
              (), ("* Eleven months only",)])  # fmt: skip

    assert Benchmark.objects.get().note == "Marked *: Eleven months only"


def test_importing_again_changes_nothing_and_a_new_figure_is_shown_old_to_new() -> None:
    row = ("25", "Recycling", "England", "2016/17", "43.7%", "Defra", "")
    imported([LONG, row])
    again = seen([("Moved down",), LONG, row])

    assert again.counts == {"rows": 1, "new": 0, "changed": 0, "unchanged": 1, "errors": 0}
    before = Change.objects.count()
    assert commit(again, by=None, on=ON).run is None
    assert Change.objects.count() == before
    changed = seen([("Moved down",), LONG, (*row[:4], "44%", *row[5:])])
    assert [str(each) for each in changed.rows[0].changes] == ["England, 2016/17 value: 43.7 → 44"]


def test_taking_back_restores_what_was_there() -> None:
    first = imported([LONG, ("25", "", "England", "2016/17", "43.7%", "", "")])
    rows = [LONG, ("25", "", "England", "2016/17", "50%", "", ""),
            ("25", "", "North West", "2016/17", "46%", "", "")]  # fmt: skip
    found = seen(rows)
    done = commit(found, by=None, on=ON)
    assert first.run
    assert done.run
    saving = Saving(None, ON, done.run)

    for table in (Table.BENCHMARK, Table.COMPARATOR):
        parts = [p for row in found.rows for p in row.parts if p.wanted.table is table]
        keeper_of(table).take_back(parts, saving)

    assert stored() == [ENGLAND]
    assert list(Comparator.objects.values_list("name", flat=True)) == ["England"]


def test_a_comparator_with_figures_outlives_the_import_that_made_it() -> None:
    found = seen([LONG, ("25", "", "England", "2016/17", "43.7%", "", "")])
    done = commit(found, by=None, on=ON)
    assert done.run
    parts = [p for row in found.rows for p in row.parts if p.wanted.table is Table.COMPARATOR]

    keeper_of(Table.COMPARATOR).take_back(parts, Saving(None, ON, done.run))

    assert stored() == [ENGLAND]


def test_a_measure_that_became_another_kind_of_figure_refuses_the_commit() -> None:
    found = seen([LONG, ("7", "", "England", "2016/17", 5, "", "")])
    Measure.objects.filter(ref="7").update(value_type="percent")

    with pytest.raises(ImportRefusedError, match="rows row:2 changed since the preview"):
        commit(found, by=None, on=ON)


TEXT = st.text(st.characters(codec="cp1252", categories=["L", "N"]), min_size=1, max_size=12)
FIGURE = st.decimals(-99999, 99999, places=2, allow_nan=False)


@settings(
    max_examples=25, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    st.dictionaries(
        st.tuples(
            st.sampled_from(["A1", "B2", "12a"]),
            st.sampled_from(["England", "=SUM(1)", "Wales & borders", "Größere Städte"]),
            st.integers(1990, 2030),
        ),
        FIGURE,
        min_size=1,
        max_size=8,
    ),
    st.booleans(),
)
def test_what_we_write_reads_back_as_it_was(
    figures: dict[tuple[str, str, int], Decimal], is_csv: bool
) -> None:
    Benchmark.objects.all().delete()
    for ref in {ref for ref, _, _ in figures}:
        if not Measure.objects.filter(ref=ref).exists():
            factories.make_measure(ref, value_type="currency", decimals=2)
    for _, name, _ in figures:
        Comparator.objects.get_or_create(name=name)
    rows = [
        (ref, neutral(name), f"{year}/{(year + 1) % 100:02d}", f"{value:.2f}")
        for (ref, name, year), value in figures.items()
    ]
    file = _csv(rows) if is_csv else sheet_of([("Ref", "Comparator", "Period", "Value"), *rows])

    found = preview(file, name="written", kind="benchmarks")

    assert told(found) == []
    assert told(found, "question") == []
    commit(found, by=None, on=ON)
    assert {
        (b.measure.ref, b.comparator.name, b.period_end.year - 1): b.value
        for b in Benchmark.objects.select_related("measure", "comparator")
    } == figures


def _csv(rows: Rows) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows([("Ref", "Comparator", "Period", "Value"), *rows])
    return file.getvalue().encode("utf-8-sig")


def test_a_figure_with_more_places_than_are_kept_is_said() -> None:
    rows = [("Ref", "Comparator", "Period", "Value"), ("7", "England", "2016/17", "0.00000004")]

    found = seen(rows)

    message = "D2 holds more than 6 decimal places: kept as 0."
    assert message in [each for _, each in told(found, "warning")]
