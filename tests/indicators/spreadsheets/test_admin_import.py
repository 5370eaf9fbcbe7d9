"""The administration's import pages, as an administrator uses them."""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from indicators.models import ImportRun, ImportState, Measure, Terms
from indicators.spreadsheets.shown_questions import answers_from, shown_questions
from organisation.models import Change, Directorate, Person, Service
from tests.factories import make_person
from tests.indicators.spreadsheets.books import HEADINGS, sheet_of
from tests.indicators.spreadsheets.importing_examples import (
    ANSWERS,
    ANSWERS_FILE,
    HOMES,
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
    given = {"workbook": file_of(*rows), "year": "2017/18", "answers_file": answers_file(**ANSWERS)}
    response = admin.post(UPLOAD, given | fields)
    run = ImportRun.objects.latest("pk")
    assert (response.status_code, response.headers["Location"]) == (302, f"{UPLOAD}{run.pk}/")
    return run


def page(admin: Client, run: ImportRun) -> Any:
    """What the preview page is given to show."""
    response = admin.get(f"{UPLOAD}{run.pk}/")
    assert response.status_code == 200
    return response.context


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

    assert (len(before["open_questions"]), before["seen"].committable, empty) == (20, False, 0)
    assert (len(after["open_questions"]), after["to_save"]) == (0, 34)
    message = (
        "southend_2017_indicators.xlsx is imported: 34 measures are new, 0 changed, 0 stayed as "
        "they were."
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
    assert (shown["seen"].committable, shown["to_save"]) == (True, 2)
    assert [(each.ref, each.decimals, each.tolerance, each.service) for each in shown["rows"]] == [
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
    run = uploaded(admin, HOMES, with_target(ROADS, "about 85"))
    errors = [(each.cell, each.column) for each in page(admin, run)["errors"]]

    admin.post(f"{UPLOAD}{run.pk}/", {"leave_out": ["2"]})
    left = page(admin, run)
    admin.post(f"{UPLOAD}{run.pk}/", {})
    back = page(admin, run)

    assert errors == [("G3", "2017/18 Target")]
    assert (left["seen"].committable, [each.ref for each in left["rows"]]) == (True, ["1"])
    assert (back["seen"].committable, [each.status for each in back["rows"]]) == (
        False,
        ["new", "error"],
    )


def test_twice_the_same_number_is_left_out_by_row(admin: Client) -> None:
    run = uploaded(admin, HOMES, HOMES)

    assert [each.key for each in page(admin, run)["rows"]] == ["row:2", "row:3"]


def test_changes_are_shown_from_old_to_new(admin: Client) -> None:
    imported(HOMES, ROADS)

    run = uploaded(admin, HOMES, with_target(ROADS, "90%"))

    html = admin.get(f"{UPLOAD}{run.pk}/").content.decode()
    assert [each.changes for each in page(admin, run)["rows"]] == [
        (),
        ("2017/18 target: 85 → 90",),
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
        ("1", False, ()),
        ("2", True, ("2017/18 target: 88 → 90",)),
    ]
    assert (again.status_code, Terms.objects.get(measure__ref="2", year=2017).target) == (
        302,
        Decimal(90),
    )


def test_open_questions_refuse_the_commit(admin: Client) -> None:
    run = uploaded(admin, HOMES, answers_file="")

    response = admin.post(COMMIT, {"run": run.pk})

    assert (response.status_code, Measure.objects.count()) == (409, 0)


def test_import_is_given_up(admin: Client) -> None:
    run = uploaded(admin, HOMES)

    admin.post(f"{UPLOAD}{run.pk}/", {"discard": "Give up this import"})
    page_again = admin.get(f"{UPLOAD}{run.pk}/")
    commit_again = admin.post(COMMIT, {"run": run.pk})

    run.refresh_from_db()
    assert (run.state, Measure.objects.count()) == (ImportState.DISCARDED, 0)
    assert (page_again.headers["Location"], commit_again.headers["Location"]) == (UPLOAD, UPLOAD)


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        (
            {"workbook": SimpleUploadedFile("a.xlsx", b"no workbook")},
            "workbook",
            (
                "This is a text file such as .csv, not an Excel workbook: open it in Excel and "
                "save it as Excel Workbook (.xlsx)."
            ),
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
    response = admin.post(UPLOAD, fields)

    assert response.context["form"].errors[field] == [message]
    assert ImportRun.objects.count() == 0


def test_answers_file_that_is_no_json_is_said_on_the_preview(admin: Client) -> None:
    run = uploaded(admin, HOMES)

    response = admin.post(
        f"{UPLOAD}{run.pk}/", {"answers_file": SimpleUploadedFile("a.json", b"{")}
    )

    assert b"This is no JSON file" in response.content


def test_only_who_may_change_measures_imports(client: Client) -> None:
    run = uploaded_by_somebody()
    client.force_login(make_person("Bob", is_staff=True))

    pages = [client.get(UPLOAD), client.get(f"{UPLOAD}{run.pk}/"), client.post(COMMIT)]

    assert [each.status_code for each in pages] == [403, 403, 403]


def uploaded_by_somebody() -> ImportRun:
    return ImportRun.objects.create(kind="measures", file_name="a.xlsx", sha256="", content=b"")


def test_commit_is_no_link(admin: Client) -> None:
    assert admin.get(COMMIT).status_code == 405


def test_pages_hold_no_inline_styles_or_scripts(admin: Client) -> None:
    run = uploaded(admin, HOMES, answers_file="")

    for address in (UPLOAD, f"{UPLOAD}{run.pk}/"):
        html = admin.get(address).content.decode().partition("<main")[2]
        assert (" style=" in html, "<script>" in html) == (False, False)


def test_many_services_are_a_list_to_choose_from() -> None:
    seen = previewed(HOMES, answers={"department.x": ""})
    few = {each.key: each.answer.is_long for each in shown_questions(seen)}
    place = Directorate.objects.create(name="Place")
    Service.objects.bulk_create(Service(directorate=place, name=f"Team {n}") for n in range(8))

    many = {
        each.key: each.answer.is_long
        for each in shown_questions(previewed(HOMES, answers={"department.x": ""}))
    }

    assert (few["department.x"], many["department.x"]) == (False, True)


def test_answers_beside_the_page_are_kept() -> None:
    seen = previewed(HOMES)

    assert answers_from({"answer-profile": "none"}, seen, {"month.nov": "2016"}) == {
        "month.nov": "2016",
        "profile": "none",
    }
