"""`manage.py import_workbook`: arguments, the object it prints, how it ends."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from indicators.models import ImportRun, Measure, Terms
from indicators.spreadsheets.runs.contract import outcome
from organisation.models import Change
from tests.indicators.spreadsheets.books import HEADINGS, sheet_of
from tests.indicators.spreadsheets.importing_examples import (
    ANSWERS,
    ANSWERS_FILE,
    HOMES,
    ROADS,
    SOUTHEND,
    southend_preview,
    with_target,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    file = tmp_path / "measures.xlsx"
    file.write_bytes(sheet_of([HEADINGS, HOMES, ROADS]))
    return file


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps({"year": "2017/18", **ANSWERS}), encoding="utf-8")
    return file


def run(*arguments: object, kind: str = "measures") -> tuple[int, str, str]:
    """Exit code, what was printed, and the last message."""
    printed = io.StringIO()
    command = ["import_workbook", *map(str, arguments), "--kind", kind]
    try:
        call_command(*command, stdout=printed)
    except CommandError as error:
        return error.returncode, printed.getvalue(), str(error)
    return 0, printed.getvalue(), ""


def printed_object(*arguments: object, kind: str = "measures") -> tuple[int, dict[str, Any]]:
    code, printed, _ = run(*arguments, "--json", kind=kind)
    return code, json.loads(printed)


def test_southend_as_one_object() -> None:
    code, found = printed_object(SOUTHEND, "--answers", ANSWERS_FILE, "--year", "2017/18")

    seen = southend_preview(year="2017/18")
    assert code == 0
    assert found == {**outcome(seen.understanding, seen.statuses)}
    assert (found["committed"], found["counts"]["new"], Measure.objects.count()) == (False, 34, 0)


def test_commit_says_what_it_did_and_saves(workbook: Path, answers: Path) -> None:
    code, found = printed_object(workbook, "--answers", answers, "--commit")

    assert (code, found["committed"], found["counts"]) == (
        0,
        True,
        {"rows": 2, "new": 2, "changed": 0, "unchanged": 0, "errors": 0},
    )
    assert Measure.objects.count() == 2
    origin = f"command import_workbook measures.xlsx sha256:{ImportRun.objects.get().sha256}"
    assert set(Change.objects.values_list("origin", flat=True)) == {origin}
    assert not Change.objects.exclude(person=None).exists()


def test_second_commit_finds_nothing_to_change(workbook: Path, answers: Path) -> None:
    run(workbook, "--answers", answers, "--commit")
    changes = Change.objects.count()

    code, found = printed_object(workbook, "--answers", answers, "--commit")

    assert (code, found["counts"]["unchanged"], Change.objects.count()) == (0, 2, changes)


def test_open_questions_end_with_1_and_save_nothing(workbook: Path) -> None:
    code, found = printed_object(workbook, "--year", "2017/18", "--commit")

    assert (code, found["committed"], Measure.objects.count()) == (1, False, 0)
    assert [(each["key"], each["severity"]) for each in found["problems"]] == [
        ("profile", "question"),
        ("tolerance", "question"),
        ("department.x", "question"),
    ]


def test_answers_one_by_one_go_before_the_file(workbook: Path, answers: Path) -> None:
    given = ("--answer", "tolerance=points:2", "profile.1=none", "--answer", "decimals.2=1")

    code, _, _ = run(workbook, "--answers", answers, *given, "--commit")

    assert code == 0
    assert list(
        Terms.objects.filter(year=2017).values_list(
            "measure__ref", "profile", "tolerance_mode", "measure__decimals"
        )
    ) == [("1", "NONE", "POINTS", 0), ("2", "NONE", "POINTS", 1)]


def test_measures_to_leave_out(workbook: Path, answers: Path) -> None:
    code, found = printed_object(workbook, "--answers", answers, "--leave-out", "2", "--commit")

    assert (code, [row["ref"] for row in found["rows"]]) == (0, ["1"])
    assert list(Measure.objects.values_list("ref", flat=True)) == ["1"]


def test_error_in_a_cell_ends_with_1(tmp_path: Path, answers: Path) -> None:
    file = tmp_path / "measures.xlsx"
    file.write_bytes(sheet_of([HEADINGS, HOMES, with_target(ROADS, "plenty")]))

    code, found = printed_object(file, "--answers", answers, "--commit")

    assert (code, found["counts"]["errors"], found["rows"][1]["status"]) == (1, 1, "error")
    assert [(each["cell"], each["severity"]) for each in found["problems"]] == [("G3", "error")]
    assert Measure.objects.count() == 0


def test_file_that_can_not_be_read_ends_with_2(tmp_path: Path) -> None:
    file = tmp_path / "measures.xlsx"
    file.write_bytes(b"%PDF-1.4")

    code, found = printed_object(file)

    assert (code, found["rows"], found["header_row"]) == (2, [], None)
    assert [each["message"] for each in found["problems"]] == [
        "This is a PDF: ask for the workbook that it was made from, and upload that."
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.xlsx"], "nowhere.xlsx can't be read: No such file or directory."),
        ([SOUTHEND, "--answers", "none.json"], "none.json can't be read: No such file or direc"),
        ([SOUTHEND, "--answers", SOUTHEND], f"{SOUTHEND} is no JSON: 'utf-8' codec can't decode"),
        ([SOUTHEND, "--answer", "tolerance"], "--answer tolerance has no =: write --answer KEY="),
    ],
)
def test_what_can_not_be_read_is_named(arguments: list[object], message: str) -> None:
    code, printed, said = run(*arguments)

    assert (code, printed, said[: len(message)]) == (2, "", message)


def test_answers_that_are_no_object(tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    file.write_text("[]", encoding="utf-8")

    code, _, said = run(SOUTHEND, "--answers", file)

    assert (code, said) == (2, f"{file} must hold one object: an answer for each question's key.")


def test_csv_is_read_as_a_workbook_is(tmp_path: Path, answers: Path) -> None:
    file = tmp_path / "measures.csv"
    rows = [",".join(map(str, row)) for row in (HEADINGS, HOMES, ROADS)]
    file.write_text("\r\n".join(rows), encoding="utf-8-sig")

    code, found = printed_object(file, "--answers", answers, "--commit")

    assert (code, found["committed"], found["counts"]["new"]) == (0, True, 2)


def test_text_for_people_of_open_questions(workbook: Path) -> None:
    code, printed, said = run(
        workbook, "--year", "2017/18", "--answer", "profile=linear", "department.x=new:Place / All"
    )

    assert (code, said) == (1, "Nothing was saved: 1 open question, 0 errors.")
    assert printed.splitlines() == [
        "measures.xlsx, sheet Measures, headings in row 1, setting up 2017/18",
        "",
        "  rows           2",
        "  new            2",
        "  changed        0",
        "  unchanged      0",
        "  errors         0",
        "",
        "1 open question. Answer: --answer KEY=VALUE, or --answers FILE.json",
        "",
        "  tolerance",
        "    The sheet gives no tolerance. Which one, until one is agreed?",
        "    for measures 1 and 2 (cells G2 and G3)",
        "      default                 The council's default: amber to 5% of the target",
        "      none                    None: red at once",
        "      percent:GREEN,AMBER     As a percentage of the target: amber, or green and amber",
        "      points:GREEN,AMBER      In the measure's own unit: amber, or green and amber",
        "    for one measure alone: --answer tolerance.1=VALUE",
        "",
        "Nothing saved.",
    ]


def test_text_for_people_of_changes(workbook: Path, answers: Path) -> None:
    run(workbook, "--answers", answers, "--commit")
    workbook.write_bytes(sheet_of([HEADINGS, HOMES, with_target(ROADS, "90%")]))

    _, printed, _ = run(workbook, "--answers", answers)

    assert printed.splitlines()[-5:] == [
        "",
        "What changes",
        "  2      2017/18 target: 85 → 90",
        "",
        "Nothing saved yet. Add --commit to save it.",
    ]


def test_text_for_people_of_problems(tmp_path: Path, answers: Path) -> None:
    file = tmp_path / "measures.xlsx"
    file.write_bytes(sheet_of([HEADINGS, HOMES, with_target(ROADS, "plenty")]))

    _, printed, _ = run(file, "--answers", answers)

    problem = (
        "  error    G3             G3 can't be understood as a figure: write a number, a range "
        "such as 45.7 - 52.3, TBC or N/A, or leave the row out."
    )
    assert printed.splitlines()[-4:] == [
        "1 problem; warnings don't stop an import",
        problem,
        "",
        "Nothing saved.",
    ]
