"""The administration's import pages, as an administrator uses them."""

import io
import json
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from indicators.models import ImportProgress, ImportRun, ImportState, Measure, Terms
from indicators.redacting.places import Scope
from indicators.redacting.removing import redact
from indicators.spreadsheets.kinds.kind import ShownRow
from indicators.spreadsheets.pages.shown_questions import answers_from, shown_questions
from indicators.spreadsheets.runs import asking
from indicators.spreadsheets.runs.keeping import FILE_GONE
from indicators.spreadsheets.runs.staging import BriefQuestion, in_brief
from indicators.spreadsheets.runs.working import take
from organisation.models import Change, Directorate, Person, Service
from organisation.redacting import Passage
from tests.factories import make_performance, make_person
from tests.indicators.spreadsheets.books import HEADINGS, sheet_of
from tests.indicators.spreadsheets.importing_examples import (
    ANSWERS,
    ANSWERS_FILE,
    HOMES,
    ON,
    ROADS,
    SOUTHEND,
    imported,
    previewed,
    stored,
    with_target,
)

pytestmark = pytest.mark.django_db
UPLOAD = "/admin/indicators/measure/import/"
COMMIT = "/admin/indicators/measure/process_import/"


@pytest.fixture
def ann() -> Person:
    return make_person("Ann", is_staff=True, is_superuser=True)


@pytest.fixture
def admin(client: Client, ann: Person) -> Client:
    client.force_login(ann)
    return client


def file_of(*rows: Sequence[object]) -> SimpleUploadedFile:
    return SimpleUploadedFile("measures.xlsx", sheet_of([HEADINGS, *rows]))


def answers_file(**answers: object) -> SimpleUploadedFile:
    return SimpleUploadedFile("answers.json", json.dumps(answers).encode())


def uploaded(admin: Client, *rows: Sequence[object], **fields: object) -> ImportRun:
    """An import that is previewed, with every question answered unless `fields` say otherwise."""
    given = {
        "kind": "measures",
        "workbook": file_of(*rows),
        "year": "2017/18",
        "answers_file": answers_file(**ANSWERS),
    }
    response = admin.post(UPLOAD, given | fields)
    run = ImportRun.objects.latest("pk")
    assert (response.status_code, response.headers["Location"]) == (302, f"{UPLOAD}{run.pk}/")
    return run


def page(admin: Client, run: ImportRun, query: str = "") -> Any:
    """What the preview page is given to show."""
    response = admin.get(f"{UPLOAD}{run.pk}/{query}")
    assert response.status_code == 200
    return response.context


def committable(shown: Any) -> bool:
    found: bool = shown["run"].summary["committable"]
    return found


def lines(row: ShownRow, *cells: int) -> tuple[str, ...]:
    """What stands in some cells of a row."""
    return tuple(" / ".join(row.cells[each].lines) for each in cells)


def problems(shown: Any) -> list[tuple[str, str]]:
    return [(each.cell, each.column) for each in shown["problems"]]


def test_addresses() -> None:
    assert reverse("admin:indicators_measure_import") == UPLOAD
    assert reverse("admin:indicators_measure_process_import") == COMMIT


def test_southend_from_upload_to_commit(admin: Client, ann: Person) -> None:
    workbook = SimpleUploadedFile(SOUTHEND.name, SOUTHEND.read_bytes())
    run = uploaded(admin, workbook=workbook, answers_file="", year="2017/18")
    before = page(admin, run)
    everything = SimpleUploadedFile("answers.json", ANSWERS_FILE.read_bytes())
    admin.post(f"{UPLOAD}{run.pk}/", {"answers_file": everything})
    after = page(admin, run)
    empty = stored()["Measure"]

    done = admin.post(COMMIT, {"run": run.pk}, follow=True)

    assert (len(before["open_questions"]), committable(before), empty) == (20, False, 0)
    assert (len(after["open_questions"]), after["to_save"]) == (0, 34)
    message = (
        "The file southend_2017_indicators.xlsx is imported: 34 measures are new, 0 changed, "
        "0 stayed as they were."
    )
    assert [str(each) for each in done.context["messages"]] == [message]
    run.refresh_from_db()
    assert (Measure.objects.count(), run.state, run.by) == (34, ImportState.COMMITTED, ann)
    assert set(Change.objects.values_list("origin", "person")) == {
        (f"import southend_2017_indicators.xlsx sha256:{run.sha256}", ann.pk)
    }


def test_question_is_put_once_with_what_it_applies_to(admin: Client) -> None:
    run = uploaded(admin, HOMES, ROADS, answers_file=answers_file(profile="linear"))

    html = admin.get(f"{UPLOAD}{run.pk}/").content.decode()
    questions = [
        (each.key, each.places, [(choice.value, choice.label) for choice in each.answer.choices])
        for each in page(admin, run)["open_questions"]
    ]

    assert questions == [
        (
            "tolerance",
            "Measures 1 and 2; cells G2 and G3",
            [
                ("default", "The council's default: amber to 5% of the target"),
                ("none", "None: red at once"),
                ("percent:", "As a percentage of the target: amber, or green and amber"),
                ("points:", "In the measure's own unit: amber, or green and amber"),
            ],
        ),
        (
            "department.x",
            "Measures 1 and 2; cells H2 and H3",
            [("new:", "A new one")],
        ),
    ]
    assert html.count("The sheet gives no tolerance. Which one, until one is agreed?") == 1
    assert 'name="answer-tolerance.1"' in html
    assert "Import 2 measures" not in html


def test_answers_of_the_page(admin: Client) -> None:
    run = uploaded(admin, HOMES, ROADS, answers_file="")

    admin.post(
        f"{UPLOAD}{run.pk}/",
        {
            "answer-tolerance": "percent:",
            "figure-tolerance": "2,5",
            "answer-tolerance.2": "points:",
            "figure-tolerance.2": "3",
            "answer-tolerance.1": "",
            "answer-profile": "none",
            "answer-department.x": "new:",
            "figure-department.x": "Place / All",
            "decimals-1": "0",
            "decimals-2": "1",
        },
    )

    run.refresh_from_db()
    shown = page(admin, run)
    assert run.answers == {
        "tolerance": "percent:2,5",
        "tolerance.2": "points:3",
        "profile": "none",
        "department.x": "new:Place / All",
        "decimals.2": "1",
    }
    assert (committable(shown), shown["to_save"]) == (True, 2)
    assert [(each.ref, each.decimals, *lines(each, 4, 5)) for each in shown["rows"]] == [
        (
            "1",
            0,
            "green to 2% of the target, amber to 5% of the target (not yet agreed)",
            "All, Place (will be made)",
        ),
        ("2", 1, "amber to 3 percentage points (not yet agreed)", "All, Place (will be made)"),
    ]
    assert "Import 2 measures" in admin.get(f"{UPLOAD}{run.pk}/").content.decode()


def test_answer_is_shown_as_given_and_can_be_taken_back(admin: Client) -> None:
    run = uploaded(admin, HOMES, answers_file=answers_file(**ANSWERS, **{"profile.1": "start:20"}))
    shown = {each.key: each for each in page(admin, run)["answered_questions"]}
    chosen = [each.value for each in shown["tolerance"].answer.choices if each.is_chosen]

    admin.post(f"{UPLOAD}{run.pk}/", {"answer-tolerance": "none", "answer-profile.1": ""})

    run.refresh_from_db()
    assert (chosen, shown["department.x"].answer.typed) == (["default"], "Place / Homes & roads")
    assert run.answers == {**ANSWERS, "tolerance": "none"}


def test_service_is_typed_without_anything_to_choose(admin: Client) -> None:
    run = uploaded(admin, HOMES, ROADS, answers_file=answers_file(profile="linear"))
    shown = {each.key: each.answer for each in page(admin, run)["open_questions"]}
    box = {"figure-department.x": "Place / Homes"}

    admin.post(f"{UPLOAD}{run.pk}/", {"figure-department.x": shown["department.x"].draft})
    run.refresh_from_db()
    untouched = run.answers
    admin.post(f"{UPLOAD}{run.pk}/", box)
    run.refresh_from_db()
    typed = run.answers
    admin.post(f"{UPLOAD}{run.pk}/", box)
    run.refresh_from_db()
    again = run.answers
    admin.post(f"{UPLOAD}{run.pk}/", {"figure-department.x": ""})
    run.refresh_from_db()

    assert (shown["department.x"].is_typed, shown["department.x"].draft) == (True, "x")
    assert untouched == run.answers == {"profile": "linear"}
    assert typed == again == {"profile": "linear", "department.x": "new:Place / Homes"}


def test_answers_for_hundreds_of_measures(admin: Client) -> None:
    run = uploaded(admin, HOMES)

    answers = {f"answer-tolerance.{number}": "none" for number in range(2000)}
    response = admin.post(f"{UPLOAD}{run.pk}/", answers)

    run.refresh_from_db()
    assert (response.status_code, len(run.answers)) == (302, len(ANSWERS) + 2000)


def test_wrong_answer_keeps_its_question_open(admin: Client) -> None:
    run = uploaded(admin, HOMES, answers_file=answers_file(**{**ANSWERS, "profile": "start:soon"}))

    question = page(admin, run)["open_questions"][0]

    message = (
        "The answer “start:soon” to profile can't be taken: it is for one measure: give it as "
        "profile.1 and the like."
    )
    assert (question.key, question.mistakes) == ("profile", (message,))


def test_measure_is_left_out_and_taken_back(admin: Client) -> None:
    run = uploaded(admin, HOMES, with_target(ROADS, "plenty"))
    before = page(admin, run)

    admin.post(f"{UPLOAD}{run.pk}/", {"leave_out": ["2"]})
    left, there = page(admin, run), page(admin, run, "?show=left-out")
    admin.post(f"{UPLOAD}{run.pk}/?show=left-out", {"was_left_out": ["2"]})
    back = page(admin, run)

    assert problems(before) == [("G3", "2017/18 Target")]
    assert (committable(left), [each.ref for each in left["rows"]]) == (True, ["1"])
    assert (there["rows"], there["left_out"]) == ([], ["2"])
    assert (committable(back), [each.status for each in back["rows"]]) == (False, ["error", "new"])


def test_every_row_in_error_is_left_out_at_once(admin: Client) -> None:
    run = uploaded(admin, HOMES, with_target(ROADS, "plenty"), with_target((3, *ROADS[1:]), "few"))

    admin.post(f"{UPLOAD}{run.pk}/", {"leave_out_errors": "Leave out"})

    run.refresh_from_db()
    assert (run.left_out, run.counts["rows"], committable(page(admin, run))) == (
        ["2", "3"],
        1,
        True,
    )


def test_twice_the_same_number_is_left_out_by_row(admin: Client) -> None:
    run = uploaded(admin, HOMES, HOMES)

    assert [each.key for each in page(admin, run)["rows"]] == ["row:2", "row:3"]


def test_changes_are_shown_from_old_to_new(admin: Client) -> None:
    imported(HOMES, ROADS)

    run = uploaded(admin, HOMES, with_target(ROADS, "90%"))

    html = admin.get(f"{UPLOAD}{run.pk}/").content.decode()
    assert [each.changes for each in page(admin, run)["rows"]] == [
        ("2017/18 target: 85 → 90",),
        (),
    ]
    assert "Import 1 measure" in html


def test_same_workbook_again_has_nothing_to_import(admin: Client) -> None:
    admin.post(COMMIT, {"run": uploaded(admin, HOMES, ROADS).pk})
    before = stored()

    run = uploaded(admin, HOMES, ROADS)
    html = admin.get(f"{UPLOAD}{run.pk}/").content.decode()
    admin.post(COMMIT, {"run": run.pk})

    assert "there is nothing to import" in html
    assert stored() == before


def test_row_that_changed_since_it_was_shown_is_refused(admin: Client) -> None:
    imported(HOMES, ROADS)
    run = uploaded(admin, HOMES, with_target(ROADS, "90%"))
    page(admin, run)
    Terms.objects.filter(measure__ref="2", year=2017).update(target=88)

    refused = admin.post(COMMIT, {"run": run.pk})
    rows = refused.context["rows"]
    unsaved = Terms.objects.get(measure__ref="2", year=2017).target
    again = admin.post(COMMIT, {"run": run.pk})

    assert (refused.status_code, unsaved) == (409, Decimal(88))
    assert [(each.ref, each.has_changed_since, each.changes) for each in rows] == [
        ("2", True, ("2017/18 target: 88 → 90",)),
        ("1", False, ()),
    ]
    assert (again.status_code, Terms.objects.get(measure__ref="2", year=2017).target) == (
        302,
        Decimal(90),
    )


def test_open_questions_refuse_the_commit(admin: Client) -> None:
    run = uploaded(admin, HOMES, answers_file="")

    response = admin.post(COMMIT, {"run": run.pk})

    told = [str(each) for each in admin.get(response.headers["Location"]).context["messages"]]
    message = "Nothing was saved: answer every question, and mend or leave out every error."
    assert (response.status_code, told, Measure.objects.count()) == (302, [message], 0)


def test_import_is_given_up(admin: Client) -> None:
    run = uploaded(admin, HOMES)

    admin.post(f"{UPLOAD}{run.pk}/", {"discard": "Give up this import"})
    page_again = admin.get(f"{UPLOAD}{run.pk}/")
    commit_again = admin.post(COMMIT, {"run": run.pk})

    run.refresh_from_db()
    assert (run.state, Measure.objects.count()) == (ImportState.DISCARDED, 0)
    assert (page_again.context["title"], commit_again.headers["Location"]) == (
        "Import of measures.xlsx",
        f"{UPLOAD}{run.pk}/",
    )


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        (
            {"workbook": SimpleUploadedFile("a.xlsx", b"%PDF-1.4")},
            "workbook",
            "This is a PDF: ask for the workbook that it was made from, and upload that.",
        ),
        (
            {"workbook": SimpleUploadedFile("a.xlsx", b"0" * (5 * 1024 * 1024 + 1))},
            "workbook",
            "The file is larger than 5 MB: remove pictures and sheets not needed.",
        ),
        ({}, "workbook", "This field is required."),
        (
            {"answers_file": SimpleUploadedFile("a.json", b"[]")},
            "answers_file",
            "The file must hold one object: an answer for each key.",
        ),
        (
            {"answers_file": SimpleUploadedFile("a.json", b" " * 1_000_001)},
            "answers_file",
            "This file is too large to be one of answers.",
        ),
    ],
)
def test_uploads_that_can_not_be_read(
    admin: Client, fields: dict[str, object], field: str, message: str
) -> None:
    response = admin.post(UPLOAD, {"kind": "measures"} | fields)

    assert response.context["form"].errors[field] == [message]
    assert ImportRun.objects.count() == 0


def test_answers_file_that_is_no_json_is_said_on_the_preview(admin: Client) -> None:
    run = uploaded(admin, HOMES)

    response = admin.post(
        f"{UPLOAD}{run.pk}/", {"answers_file": SimpleUploadedFile("a.json", b"{")}
    )

    assert b"This is no JSON file" in response.content


@pytest.mark.parametrize("file", [b"[" * 100_000, b'{"a":' * 100_000])
def test_answers_file_nested_without_end_is_no_json(admin: Client, file: bytes) -> None:
    run = uploaded(admin, HOMES)

    response = admin.post(
        f"{UPLOAD}{run.pk}/", {"answers_file": SimpleUploadedFile("a.json", file)}
    )

    assert b"it is nested too deeply for answers" in response.content


@pytest.mark.parametrize(
    "file", [b'{"a": NaN}', b'{"a\\ud800": "\\u0000\\ud800"}', b'{"a": 1e999}']
)
def test_answers_that_no_database_holds_answer_no_question(admin: Client, file: bytes) -> None:
    run = uploaded(admin, HOMES, answers_file=SimpleUploadedFile("a.json", file))

    problems = [each.message for each in page(admin, run)["problems"]]

    assert ("The answer a answers no question." in problems) == (b"ud800" not in file)


def test_page_that_sends_what_no_text_may_hold_is_taken_without_it(admin: Client) -> None:
    run = uploaded(admin, HOMES, ROADS)

    sent = {"answer-a.\x00b": "\x00c", "leave_out": "\x002"}
    admin.post(f"{UPLOAD}{run.pk}/", sent)

    run.refresh_from_db()
    assert (run.answers["a.b"], run.left_out) == ("c", ["2"])


@pytest.mark.parametrize("number", ["", "abc", "\x00", "1e3", "9" * 30, "9" * 5000])
def test_commit_of_what_is_no_import_is_not_found(admin: Client, number: str) -> None:
    assert admin.post(COMMIT, {"run": number}).status_code == 404


def test_import_whose_file_was_deleted_is_told_so_and_saves_nothing(admin: Client) -> None:
    """Removing personal data deletes the file of a preview, too."""
    named = (1, "No", "Homes for Jane Doe [Running total]", *HOMES[3:])
    run = uploaded(admin, named, ROADS)
    redact(Passage("Jane Doe"), Scope(), reason="asked for", by=make_performance(), on=ON)

    answered = admin.post(f"{UPLOAD}{run.pk}/", {"answer-profile": "linear"}, follow=True)
    admin.post(COMMIT, {"run": run.pk})

    run.refresh_from_db()
    told = [str(each) for each in answered.context["messages"]]
    assert (told, run.state, run.refusal) == ([FILE_GONE], ImportState.UNREADABLE, FILE_GONE)
    assert FILE_GONE.encode() in admin.get(f"{UPLOAD}{run.pk}/").content
    assert Measure.objects.count() == 0


def test_commit_from_a_page_that_shows_another_preview_is_refused(admin: Client) -> None:
    """Two windows, or two people: what is saved is what whoever commits has looked at."""
    run = uploaded(admin, HOMES, ROADS)
    stage = page(admin, run)["stage"]
    admin.post(f"{UPLOAD}{run.pk}/", {"leave_out": "2"})

    admin.post(COMMIT, {"run": run.pk, "stage": stage})
    refused = Measure.objects.count()
    admin.post(COMMIT, {"run": run.pk, "stage": page(admin, run)["stage"]})

    assert (refused, list(Measure.objects.values_list("ref", flat=True))) == (0, ["1"])


def test_only_who_may_change_measures_imports(client: Client) -> None:
    run = uploaded_by_somebody()
    client.force_login(make_person("Bob", is_staff=True))

    pages = [client.get(UPLOAD), client.get(f"{UPLOAD}{run.pk}/"), client.post(COMMIT)]

    assert [each.status_code for each in pages] == [403, 403, 403]


LISTS = {
    "importrun": "",
    "terms": "?kind=targets",
    "baseline": "?kind=values",
    "benchmark": "?kind=benchmarks",
    "planaction": "?kind=actions",
}


def test_import_is_found_from_the_start_and_from_every_list(admin: Client) -> None:
    lists = {name: text(admin, f"/admin/indicators/{name}/") for name in LISTS}

    found = {name: f'href="{UPLOAD}{LISTS[name]}"' in html for name, html in lists.items()}

    assert found == dict.fromkeys(LISTS, True)
    assert f'href="{UPLOAD}"' in text(admin, "/admin/")


def test_import_is_not_offered_to_who_may_not(client: Client) -> None:
    client.force_login(make_person("Bob", is_staff=True))

    assert UPLOAD not in text(client, "/admin/")


def text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def uploaded_by_somebody() -> ImportRun:
    return ImportRun.objects.create(kind="measures", file_name="a.xlsx", sha256="", content=b"")


def test_commit_is_no_link(admin: Client) -> None:
    assert admin.get(COMMIT).status_code == 405


def test_pages_hold_no_inline_styles_or_scripts(admin: Client) -> None:
    run = uploaded(admin, HOMES, answers_file="")

    for address in (UPLOAD, f"{UPLOAD}{run.pk}/"):
        html = admin.get(address).content.decode().partition("<main")[2]
        assert (" style=" in html, "<script>" in html) == (False, False)


def asked(**answers: object) -> tuple[BriefQuestion, ...]:
    """The questions of a row, in brief."""
    seen = previewed(HOMES, answers=answers)
    return tuple(map(in_brief, seen.understanding.questions))


def test_many_services_are_a_list_to_choose_from() -> None:
    few = {each.key: each.answer.is_long for each in shown_questions(asked(**{"department.x": ""}))}
    place = Directorate.objects.create(name="Place")
    Service.objects.bulk_create(Service(directorate=place, name=f"Team {n}") for n in range(8))

    many = {
        each.key: each.answer.is_long for each in shown_questions(asked(**{"department.x": ""}))
    }

    assert (few["department.x"], many["department.x"]) == (False, True)


def test_answers_beside_the_page_are_kept() -> None:
    assert answers_from({"answer-profile": "none"}, asked(), {}, {"month.nov": "2016"}) == {
        "month.nov": "2016",
        "profile": "none",
    }


def test_forty_single_answers_are_listed_and_the_rest_are_named(admin: Client) -> None:
    rows = [(number, *HOMES[1:]) for number in range(1, 51)]

    run = uploaded(admin, *rows, answers_file=answers_file(profile="linear"))

    tolerance = page(admin, run)["open_questions"][0]
    html = admin.get(f"{UPLOAD}{run.pk}/").content.decode()
    assert (len(tolerance.singles), tolerance.more) == (40, 10)
    assert tolerance.places == "Measures 1 to 40 and 10 more"
    assert "keys such as tolerance.1." in html


# Pages of rows and problems


def hundreds(count: int, broken: int = 0) -> list[tuple[object, ...]]:
    """So many measures, the last ones with a target that can't be read."""
    good = [(number, *HOMES[1:]) for number in range(1, count + 1 - broken)]
    bad = [
        with_target((number, *HOMES[1:]), "plenty")
        for number in range(count + 1 - broken, count + 1)
    ]
    return [*good, *bad]


@pytest.fixture
def of_250(admin: Client) -> ImportRun:
    """240 new measures and, below them in the sheet, 10 in error."""
    return uploaded(admin, *hundreds(250, broken=10))


@pytest.mark.parametrize(
    ("query", "first", "last", "count"),
    [
        ("", "241", "90", 100),
        ("?page=2", "91", "190", 100),
        ("?page=3", "191", "240", 50),
        ("?page=99", "191", "240", 50),
        ("?page=x", "241", "90", 100),
        ("?show=new", "1", "100", 100),
        ("?show=new&page=3", "201", "240", 40),
        ("?show=error", "241", "250", 10),
    ],
)
def test_rows_are_listed_by_hundreds(
    admin: Client, of_250: ImportRun, query: str, first: str, last: str, count: int
) -> None:
    rows = page(admin, of_250, query)["rows"]

    assert (rows[0].ref, rows[-1].ref, len(rows)) == (first, last, count)


def test_filters_count_what_there_is(admin: Client, of_250: ImportRun) -> None:
    shown = page(admin, of_250, "?show=new&page=2")

    assert [(each.label, each.count, each.is_current) for each in shown["filters"]] == [
        ("All", 250, False),
        ("New", 240, True),
        ("Errors", 10, False),
    ]
    assert [each.address for each in shown["paging"].links] == [
        "?show=new&page=1",
        "?show=new&page=2",
        "?show=new&page=3",
    ]


def test_page_takes_as_many_queries_for_any_number_of_rows(
    admin: Client,
) -> None:
    few, many = uploaded(admin, HOMES), uploaded(admin, *hundreds(250))
    sizes = []
    for run in (few, many):
        with CaptureQueriesContext(connection) as asked_for:
            admin.get(f"{UPLOAD}{run.pk}/")
        sizes.append(len(asked_for))

    assert sizes[0] == sizes[1]


def test_problems_are_listed_by_hundreds(admin: Client) -> None:
    run = uploaded(admin, *hundreds(120, broken=110))

    first, second = page(admin, run), page(admin, run, "?problems=2")

    assert [len(each["problems"]) for each in (first, second)] == [100, 10]
    assert second["problems"][-1].cell == "G121"


# Large ones, done by the worker


@pytest.fixture
def _everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "SMALL_FILE", 0)
    monkeypatch.setattr(asking, "FEW_ROWS", 0)


@pytest.mark.usefixtures("_everything_is_large")
def test_large_import_waits_for_the_worker(admin: Client) -> None:
    run = uploaded(admin, HOMES, ROADS)
    address = f"{UPLOAD}{run.pk}/"
    waiting = admin.get(address)
    ImportRun.objects.update(waiting_since=timezone.now() - timedelta(minutes=1))
    silent = admin.get(address, headers={"HX-Request": "true"})
    assert take() is not None
    ImportProgress.objects.update(step="Comparing", done=1, total=2)
    counted = admin.get(address, headers={"HX-Request": "true"}).content.decode()

    assert (waiting.context["title"], waiting.context["is_silent"]) == ("Import under way", False)
    assert "It waits to be read." in waiting.content.decode()
    assert "python manage.py import_worker" in silent.content.decode()
    assert "Comparing: 1 of 2 rows, 50%." in counted
    assert '<progress aria-labelledby="step" max="2" value="1">' in counted
    assert "python manage.py import_worker" not in counted
    assert Measure.objects.count() == 0


@pytest.mark.usefixtures("_everything_is_large")
def test_waiting_page_asks_for_the_next_one_when_it_is_there(admin: Client) -> None:
    run = uploaded(admin, HOMES)
    ImportRun.objects.update(state=ImportState.PREVIEWED, summary={"questions": []}, counts={})

    response = admin.get(f"{UPLOAD}{run.pk}/", headers={"HX-Request": "true"})

    assert (response.content, response.headers["HX-Refresh"]) == (b"", "true")


@pytest.mark.usefixtures("_everything_is_large")
def test_large_import_is_given_up_before_it_is_read(admin: Client) -> None:
    run = uploaded(admin, HOMES)

    admin.post(f"{UPLOAD}{run.pk}/", {"discard": "Give up"})

    run.refresh_from_db()
    assert (run.state, bytes(run.content)) == (ImportState.DISCARDED, b"")


def test_import_that_is_being_saved_is_not_given_up(admin: Client) -> None:
    run = uploaded(admin, HOMES)
    ImportRun.objects.update(state=ImportState.SAVING)

    response = admin.post(f"{UPLOAD}{run.pk}/", {"discard": "Give up"}, follow=True)

    run.refresh_from_db()
    told = [str(each) for each in response.context["messages"]]
    assert (run.state, told) == (
        ImportState.SAVING,
        ["This file is being saved already: begin a new one."],
    )


# Afterwards


def test_returns_are_not_imported_here(admin: Client) -> None:
    run = ImportRun.objects.create(
        kind="returns",
        file_name="a.xlsx",
        state=ImportState.PREVIEWED,
        summary={"committable": True},
        counts={"rows": 0},
    )

    looked = admin.get(f"{UPLOAD}{run.pk}/")
    done = [admin.post(f"{UPLOAD}{run.pk}/", {}), admin.post(COMMIT, {"run": run.pk})]

    run.refresh_from_db()
    assert (looked.status_code, [each.status_code for each in done]) == (200, [404, 404])
    assert run.state == ImportState.PREVIEWED


def test_log_of_an_import(admin: Client) -> None:
    run = uploaded(admin, HOMES, ROADS)
    admin.post(COMMIT, {"run": run.pk})

    response = admin.get(f"{UPLOAD}{run.pk}/")

    html = " ".join(response.content.decode().split())
    assert response.context["title"] == "Import of measures.xlsx"
    for words in (run.sha256, "by Ann", "2 measures: 2 new, 0 changed, 0 unchanged", "linear"):
        assert words in html
    assert "Undo this import" in html
    assert f"{UPLOAD}{run.pk}/" in admin.get(UPLOAD).content.decode()
    assert admin.get(f"/admin/indicators/importrun/{run.pk}/change/").headers["Location"] == (
        f"{UPLOAD}{run.pk}/"
    )


def test_import_is_undone_and_done_again(admin: Client, ann: Person) -> None:
    run = uploaded(admin, HOMES, ROADS)
    admin.post(COMMIT, {"run": run.pk})

    done = admin.post(f"{UPLOAD}{run.pk}/undo/", follow=True)
    run.refresh_from_db()
    after = (run.state, run.undone_by, Measure.objects.count())
    admin.post(COMMIT, {"run": uploaded(admin, HOMES, ROADS).pk})

    assert [str(each) for each in done.context["messages"]][1:] == [
        "The import of measures.xlsx is undone: all is as it was before it."
    ]
    assert (after, Measure.objects.count()) == ((ImportState.UNDONE, ann, 0), 2)


def test_undo_that_is_refused_says_what_stands_on_it(admin: Client) -> None:
    run = uploaded(admin, HOMES)
    admin.post(COMMIT, {"run": run.pk})
    Terms.objects.filter(year=2017).update(target=120)

    admin.post(f"{UPLOAD}{run.pk}/undo/")

    run.refresh_from_db()
    html = admin.get(f"{UPLOAD}{run.pk}/").content.decode()
    assert (run.state, Measure.objects.count()) == (ImportState.COMMITTED, 1)
    assert "Terms 1 2017/18: target was 100 and is 120." in html


def test_original_is_an_attachment(admin: Client) -> None:
    content = sheet_of([HEADINGS, HOMES])
    run = uploaded(admin, workbook=SimpleUploadedFile('a "b"<i>.xlsx', content))

    response = admin.get(f"{UPLOAD}{run.pk}/file/")

    assert (response.content, response.headers["Content-Type"]) == (
        content,
        "application/octet-stream",
    )
    assert response.headers["Content-Disposition"] == 'attachment; filename="a _b__i_.xlsx"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_problems_are_downloaded_marked_and_as_csv(admin: Client) -> None:
    run = uploaded(admin, HOMES, with_target(ROADS, "plenty"))

    book = admin.get(f"{UPLOAD}{run.pk}/problems.xlsx")
    csv = admin.get(f"{UPLOAD}{run.pk}/problems.csv")

    sheets = load_workbook(io.BytesIO(book.content))
    marked = sheets["Measures"]["G3"]
    assert marked.comment is not None
    assert "G3" in csv.content.decode("utf-8-sig").splitlines()[1]
    assert csv.headers["Content-Disposition"] == 'attachment; filename="measures-problems.csv"'


def test_csv_file_is_taken(admin: Client) -> None:
    lines = [",".join(map(str, row)) for row in (HEADINGS, HOMES)]
    file = SimpleUploadedFile("measures.csv", "\r\n".join(lines).encode())

    run = uploaded(admin, workbook=file)

    assert (run.counts["new"], page(admin, run)["rows"][0].ref) == (1, "1")
