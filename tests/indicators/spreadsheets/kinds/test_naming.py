"""Headings that the importer doesn't know: asked once, imported as said, known the next time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from indicators.models import (
    Baseline,
    Benchmark,
    ColumnName,
    ImportRun,
    PlanAction,
    Return,
    Terms,
)
from indicators.spreadsheets.kinds.known import KINDS
from indicators.spreadsheets.kinds.naming import key_of
from indicators.spreadsheets.problems import Severity
from indicators.spreadsheets.runs.importing import Preview, Upload, commit, start
from indicators.spreadsheets.runs.previewing import preview_upload
from indicators.spreadsheets.runs.undoing import undo
from indicators.spreadsheets.tables.headings import words_of
from organisation.models import Change, Person
from tests import factories
from tests.factories import Q3, TODAY
from tests.indicators.spreadsheets.books import sheet_of

pytestmark = pytest.mark.django_db
Rows = Sequence[Sequence[object]]
TAKEN = (
    "the column “Value” is that already. Answer leave, or say first that the other is "
    "something else."
)
BESIDE = "numerator, denominator, aim, note, estimate"
FIGURES: Rows = [("Ref", "Perf. Qtr", "Value"), ("12", "2016/17 Q1", 1310)]


@dataclass(frozen=True)
class Case:
    """A table with one heading that nobody knows, over a column that has to be there."""

    kind: str
    rows: Rows
    heading: str
    name: str
    model: type[Model]
    column: str
    kept: object
    answers: dict[str, object] = field(default_factory=dict)


CASES = (
    Case(
        "measures",
        [
            ("No", "Short Name", "Betterness", "2017/18 Target", "Basis", "Dept"),
            (1, "Homes built", "Aim to Minimise", 100, "Snapshot", "Place - Housing"),
        ],
        "Betterness", "polarity", Terms, "polarity", "MIN",
        {"department.place-housing": "new:Place / Housing", "tolerance": "default"},
    ),
    Case(
        "targets",
        [("Ref", "Name", "Year", "What we want"), ("7", "Homes built", "2018/19", 450)],
        "What we want", "target", Terms, "target", Decimal(450),
    ),
    Case("values", FIGURES, "Perf. Qtr", "period", Baseline, "period_name", "2016/17 Q1"),
    Case(
        "benchmarks",
        [("Ref", "Comparator", "Period", "Peer says"), ("7", "England", "2016/17", 300)],
        "Peer says", "value", Benchmark, "value", Decimal(300),
        {"comparator.england": "new:England"},
    ),
    Case(
        "actions",
        [("No", "Was wir tun", "Aim", "Due Date"), (1, "Open the museum", "Prosper", "31/03/2018")],
        "Was wir tun", "title", PlanAction, "title", "Open the museum",
    ),
    Case(
        "returns",
        [("Ref", "Period", "Nmbr"), ("7", "2017/18 Q3", 88)],
        "Nmbr", "value", Return, "value", Decimal(88),
    ),
)  # fmt: skip


@pytest.fixture(autouse=True)
def officer(settings: Settings) -> int:
    """Measures 7 and 12, and who enters what is asked of 7 for an open period."""
    settings.BUSINESS_TODAY = TODAY
    service = factories.make_service()
    olive = factories.make_officer(service, "Olive")
    homes = factories.make_measure(
        "7", title="Homes built", value_type="count", decimals=0, service=service
    )
    factories.make_terms(homes)
    factories.make_measure("12", value_type="count", decimals=0)
    factories.make_return("7", Q3)
    return olive.pk


def upload_of(kind: str, rows: Rows, by: int, **answers: object) -> Upload:
    year = "2017/18" if kind in {"measures", "actions"} else None
    return Upload(sheet_of(rows), "ours.xlsx", kind, year=year, answers=answers, by=by)


def seen_of(kind: str, rows: Rows, by: int, **answers: object) -> Preview:
    return preview_upload(upload_of(kind, rows, by, **answers))


def told(seen: Preview, severity: Severity = Severity.QUESTION) -> list[str]:
    found = seen.understanding.problems
    return [each.message for each in found if each.severity is severity]


def answers_of(seen: Preview) -> dict[str, str | None]:
    """The questions about columns with their answers."""
    questions = seen.understanding.questions
    return {each.key: each.answer for each in questions if each.kind == "column"}


def figures() -> list[tuple[str, str, Decimal]]:
    found = Baseline.objects.order_by("measure__ref", "period_end")
    return list(found.values_list("measure__ref", "period_name", "value"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_needed_column_is_asked_once_imported_and_known_the_next_time(
    case: Case, officer: int
) -> None:
    key = key_of(words_of(case.heading))

    first = seen_of(case.kind, case.rows, officer, **case.answers)

    assert told(first) == [f"Which column is “{case.heading}”?"]
    assert (first.committable, first.rows) == (False, ())
    run, second = start(
        upload_of(case.kind, case.rows, officer, **case.answers, **{key: case.name}), by=None
    )
    assert (told(second), told(second, Severity.ERROR)) == ([], [])
    assert ColumnName.objects.count() == 0  # a preview remembers nothing
    commit(run, by=Person.objects.get(pk=officer) if case.kind == "returns" else None, on=TODAY)
    assert case.kept in case.model._base_manager.values_list(case.column, flat=True)  # noqa: SLF001
    assert list(ColumnName.objects.values_list("kind", "heading", "field")) == [
        (case.kind, words_of(case.heading), case.name)
    ]
    third = seen_of(case.kind, case.rows, officer, **case.answers)
    assert (told(third), told(third, Severity.ERROR)) == ([], [])
    assert answers_of(third) == {key: case.name}
    assert {each.status.value for each in third.rows} == {"unchanged"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_can_be_answered_by_its_name(kind: str) -> None:
    fields = KINDS[kind].fields

    assert (max(map(len, fields)) <= 80, len(set(fields.values()))) == (True, len(fields))


def test_unneeded_column_is_offered_and_warned_of_but_not_asked(officer: int) -> None:
    rows = [("Ref", "Period", "Value", "Gossip"), ("12", "2016/17 Q1", 1310, "Well done")]

    seen = seen_of("values", rows, officer)

    assert (seen.committable, answers_of(seen)) == (True, {"column.gossip": "leave"})
    assert told(seen, Severity.WARNING) == [
        "The column “Gossip” is not one that the importer knows: it is not imported."
    ]
    mapped = seen_of("values", rows, officer, **{"column.gossip": "note"})
    assert mapped.rows[0].parts[0].wanted.columns["note"] == "Well done"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("figure", TAKEN),
        ("colour", f"choose title, period, year, {BESIDE} or leave."),
    ],
)
def test_answer_that_cannot_be_is_named(answer: str, why: str, officer: int) -> None:
    seen = seen_of("values", FIGURES, officer, **{"column.perf-qtr": answer})

    assert told(seen, Severity.ERROR) == [
        f"The answer “{answer}” to column.perf-qtr can't be taken: {why}"
    ]
    assert seen.rows == ()


def test_all_left_aside_says_what_a_table_needs(officer: int) -> None:
    seen = seen_of("values", FIGURES, officer, **{"column.perf-qtr": "leave"})

    assert [each.split(":")[0] for each in told(seen, Severity.ERROR)] == ["No table found"]
    assert answers_of(seen) == {"column.perf-qtr": "leave"}


def test_remembered_heading_is_asked_again_where_another_is_that(officer: int) -> None:
    ColumnName.objects.create(kind="values", heading="perf qtr", field="period")
    rows = [("Ref", "Perf. Qtr", "Period", "Value"), ("12", "2016/17 Q1", "2016/17 Q2", 1310)]

    asked = seen_of("values", rows, officer)
    left = seen_of("values", rows, officer, **{"column.perf-qtr": "leave"})

    assert (told(asked), asked.rows) == (["Which column is “Perf. Qtr”?"], ())
    assert [each.wanted.columns["period_name"] for each in left.rows[0].parts] == ["2016/17 Q2"]


def test_two_remembered_headings_of_one_column_are_both_asked(officer: int) -> None:
    for heading in ("perf qtr", "when it was"):
        ColumnName.objects.create(kind="values", heading=heading, field="period")
    rows = [("Ref", "Perf. Qtr", "When it was", "Value"), ("12", "2016/17 Q1", "2016/17 Q2", 1)]

    assert told(seen_of("values", rows, officer)) == [
        "Which column is “Perf. Qtr”?",
        "Which column is “When it was”?",
    ]


def test_memory_of_a_field_that_there_is_not_is_passed_over(officer: int) -> None:
    ColumnName.objects.create(kind="values", heading="perf qtr", field="nonsense")

    assert told(seen_of("values", FIGURES, officer)) == ["Which column is “Perf. Qtr”?"]


def test_memory_of_one_kind_says_nothing_of_another(officer: int) -> None:
    ColumnName.objects.create(kind="targets", heading="perf qtr", field="year")

    assert told(seen_of("values", FIGURES, officer)) == ["Which column is “Perf. Qtr”?"]


def test_other_answer_changes_what_is_remembered_and_undo_puts_it_back(officer: int) -> None:
    known = ColumnName.objects.create(kind="values", heading="gossip", field="title")
    rows = [("Ref", "Period", "Value", "Gossip"), ("12", "2016/17 Q1", 1310, "Well done")]

    run, _ = start(upload_of("values", rows, officer, **{"column.gossip": "note"}), by=None)
    commit(run, by=None, on=TODAY)

    known.refresh_from_db()
    change = Change.objects.get(object_type="indicators.columnname", field="field")
    assert (known.field, change.deed) == ("note", "heading that is known changed")
    undo(run, by=None, on=TODAY)
    known.refresh_from_db()
    assert known.field == "title"


def test_undo_forgets_what_the_import_was_told(officer: int) -> None:
    run, _ = start(upload_of("values", FIGURES, officer, **{"column.perf-qtr": "period"}), by=None)
    commit(run, by=None, on=TODAY)

    undo(run, by=None, on=TODAY)

    assert (ColumnName.objects.count(), figures()) == (0, [])


def test_other_word_for_a_comparator_is_remembered(officer: int) -> None:
    rows = [("Ref", "Comparator", "Period", "Value"), ("7", "Eng.", "2016/17", 300)]
    commit(seen_of("benchmarks", rows, officer, **{"comparator.eng": "new:England"}),
           by=None, on=TODAY)  # fmt: skip
    rows[1] = ("7", "Eng.", "2015/16", 290)

    seen = seen_of("benchmarks", rows, officer)

    assert (seen.committable, told(seen)) == (True, [])
    commit(seen, by=None, on=TODAY)
    assert list(Benchmark.objects.values_list("comparator__name", "value")) == [
        ("England", Decimal(290)),
        ("England", Decimal(300)),
    ]


HEADINGS = ("Ref", "Value", "Alpha", "Beta", "Gamma")
FIELDS = st.sampled_from(["leave", *KINDS["values"].fields, "nothing of the kind"])


@given(answers=st.fixed_dictionaries(dict.fromkeys(("alpha", "beta", "gamma"), FIELDS)))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_answers_never_move_a_value_to_another_column(
    officer: int, answers: dict[str, str]
) -> None:
    """What is imported stands under the heading that was named for it; else it is said why not."""
    cells = {"alpha": "2016/17 Q1", "beta": "2016/17 Q2", "gamma": "2016/17 Q3"}
    given_ = {f"column.{name}": answer for name, answer in answers.items()}

    seen = seen_of("values", [HEADINGS, ("12", 5, *cells.values())], officer, **given_)

    if not seen.committable:
        assert told(seen) or told(seen, Severity.ERROR)
        return
    named = {answer: cells[name] for name, answer in answers.items() if answer != "leave"}
    assert len(named) == sum(answer != "leave" for answer in answers.values())
    row = seen.rows[0].row
    read = {name: each.text for name, each in row.cells.items() if name not in {"ref", "figure"}}
    assert read.items() <= named.items()
    assert [each.wanted.columns["value"] for each in seen.rows[0].parts] == ["5"]


def test_page_asks_takes_the_answer_and_knows_it_the_next_time(client: Client) -> None:
    ann: Any = factories.make_person("Ann", is_staff=True, is_superuser=True)
    client.force_login(ann)
    run, _ = start(upload_of("values", FIGURES, ann.pk), by=ann)
    address = f"/admin/indicators/measure/import/{run.pk}/"

    asked = client.get(address).content.decode()
    client.post(address, {"answer-column.perf-qtr": "period"})
    client.post("/admin/indicators/measure/process_import/", {"run": run.pk})

    assert ("Which column is “Perf. Qtr”?" in asked, figures()) == (
        True,
        [("12", "2016/17 Q1", Decimal(1310))],
    )
    again, _ = start(upload_of("values", FIGURES, ann.pk), by=ann)
    shown = client.get(f"/admin/indicators/measure/import/{again.pk}/").context
    assert [each.key for each in shown["answered_questions"]] == ["column.perf-qtr"]
    client.post(
        f"/admin/indicators/measure/import/{again.pk}/", {"answer-column.perf-qtr": "period"}
    )
    assert ImportRun.objects.get(pk=again.pk).answers == {}  # what stays as it is, nobody said
    listed = client.get("/admin/indicators/columnname/").content.decode()
    assert "perf qtr" in listed


@pytest.mark.parametrize(
    ("given_", "errors"),
    [
        ({"kind": "values", "heading": "Perf. Qtr?", "field": "period"}, []),
        ({"kind": "values", "heading": "Perf", "field": "aims"}, ["have no column aims"]),
        (
            {"kind": "benchmarks", "heading": "comparator: eng", "field": "Wales"},
            ["The council has no comparator Wales: add it first."],
        ),
    ],
)
def test_administration_takes_only_columns_that_there_are(
    client: Client, given_: dict[str, str], errors: list[str]
) -> None:
    client.force_login(factories.make_person("Ann", is_staff=True, is_superuser=True))

    page = client.post("/admin/indicators/columnname/add/", given_)

    said = page.content.decode() if page.status_code == 200 else ""
    assert [each for each in errors if each in said] == errors
    assert list(ColumnName.objects.values_list("heading", flat=True)) == (
        [] if errors else ["perf qtr"]
    )
