"""An import in a browser: uploaded, waited for, answered, committed, undone."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from pytest_playwright.pytest_playwright import CreateContextCallback

from indicators.models import ImportRun, Measure
from indicators.spreadsheets.runs import asking
from indicators.spreadsheets.runs.working import work_once
from organisation.models import Role
from tests.factories import PASSWORD, make_person
from tests.indicators.spreadsheets.books import HEADINGS, sheet_of
from tests.indicators.spreadsheets.importing_examples import ANSWERS, HOMES, ROADS, with_target

pytestmark = pytest.mark.django_db(transaction=True)
UPLOAD = "/admin/indicators/measure/import/"
NARROW, WIDE = 320, 1280
PATIENCE = 20_000  # milliseconds, for machines that are busy with other things


@pytest.fixture(autouse=True)
def _patience() -> None:
    expect.set_options(timeout=PATIENCE)


@pytest.fixture
def _everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "SMALL_FILE", 0)
    monkeypatch.setattr(asking, "FEW_ROWS", 0)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    file = tmp_path / "measures.xlsx"
    broken = with_target((3, *ROADS[1:]), "plenty")
    file.write_bytes(sheet_of([HEADINGS, HOMES, ROADS, broken]))
    return file


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    file = tmp_path / "answers.json"
    given = {key: answer for key, answer in ANSWERS.items() if key != "tolerance"}
    file.write_text(json.dumps(given), encoding="utf-8")
    return file


def sign_in(page: Page, server: LiveServer) -> None:
    ann = make_person("Ann", Role.PERFORMANCE, is_staff=True)
    page.goto(f"{server.url}/accounts/login/")
    page.get_by_label("E-mail").fill(ann.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def upload(page: Page, server: LiveServer, workbook: Path, answers: Path) -> None:
    page.goto(f"{server.url}{UPLOAD}")
    page.get_by_role("radio", name=re.compile("^Measures")).check()
    page.get_by_label("Workbook").set_input_files(workbook)
    page.get_by_label("Year being set up").fill("2017/18")
    page.get_by_label("Answers file").set_input_files(answers)
    page.get_by_role("button", name="Read and preview").click()


def choose_tolerance(page: Page) -> None:
    question = page.locator('fieldset[data-key="tolerance"]')
    question.get_by_label("None: red at once").first.check()


def wrong(page: Page, axe_source: str) -> list[str]:
    """What axe finds; it may not load the administration's style sheets into the page itself."""
    page.evaluate(axe_source)
    found = page.evaluate("() => axe.run(document, {preload: false})")
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found["violations"]]


@pytest.mark.usefixtures("_everything_is_large")
def test_large_import_with_the_worker(
    page: Page,
    live_server: LiveServer,
    workbook: Path,
    answers: Path,
    axe_source: str,
) -> None:
    def look() -> None:
        assert wrong(page, axe_source) == [], page.url
        page.set_viewport_size({"width": NARROW, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") == NARROW, page.url
        page.set_viewport_size({"width": WIDE, "height": 720})

    sign_in(page, live_server)
    upload(page, live_server, workbook, answers)
    expect(page.get_by_text("It waits to be read.")).to_be_visible()
    look()

    work_once()  # the page that waits goes on by itself
    expect(page.get_by_role("heading", name="Measures as they will be")).to_be_visible()
    choose_tolerance(page)
    look()
    page.get_by_role("button", name="Leave out the 1 row in error").click()
    work_once()

    expect(page.get_by_text("0 open questions")).to_be_visible()
    look()
    page.get_by_role("button", name="Import 2 measures").click()
    expect(page.get_by_text("It waits to be saved.")).to_be_visible()
    assert Measure.objects.count() == 0
    work_once()

    expect(page.get_by_role("button", name="Undo this import")).to_be_visible()
    assert Measure.objects.count() == 2
    look()
    page.get_by_role("button", name="Undo this import").click()
    expect(page.get_by_text("It waits to be undone.")).to_be_visible()
    work_once()

    expect(page.get_by_text("Undone", exact=True).first).to_be_visible()
    assert Measure.objects.count() == 0


def test_small_import_without_scripts_or_worker(
    new_context: CreateContextCallback, live_server: LiveServer, workbook: Path, answers: Path
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    sign_in(page, live_server)
    upload(page, live_server, workbook, answers)

    choose_tolerance(page)
    page.get_by_label("Leave out 3, row 4").check()
    page.get_by_role("button", name="Answer and preview again").first.click()
    page.get_by_role("link", name=re.compile("^Left out")).click()
    expect(page.get_by_label("3", exact=True)).to_be_checked()
    page.get_by_role("button", name="Import 2 measures").click()

    expect(page.get_by_text("is imported: 2 measures are new")).to_be_visible()
    assert ImportRun.objects.get().left_out == ["3"]


@pytest.mark.usefixtures("_everything_is_large")
def test_waiting_page_goes_on_without_scripts(
    new_context: CreateContextCallback, live_server: LiveServer, workbook: Path, answers: Path
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    sign_in(page, live_server)
    upload(page, live_server, workbook, answers)
    expect(page.get_by_text("It waits to be read.")).to_be_visible()

    work_once()

    expect(page.get_by_role("heading", name="Measures as they will be")).to_be_visible()
