"""The main job, played in a browser from an empty council to a downloaded exception report."""

from __future__ import annotations

import json
import re
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from indicators.models import Measure, Return
from organisation.models import Appointment, Change, Person, Role, Service
from tests.factories import FIRST_DAY, PASSWORD, make_person

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
# The four people of the journey, and the performance team, who open the quarter between them.
ADMINISTRATOR, OFFICER, APPROVER = "Ada", "Olive", "Asha"
MEMBER, TEAM = "Cllr Moss", "Penny"
BY_HAND = {"year", "month.nov", "percent.plain", "goldilocks.24"}
RED = "Red: 59.6 is 3.9 above the range 50.4 to 55.7; amber reaches to 58.4 (5% of the upper limit)"

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.pdf]


@pytest.fixture(autouse=True)
def _on_10_january_2018(settings: Settings) -> None:
    settings.BUSINESS_TODAY = date(2018, 1, 10)


def sign_in(page: Page, server: LiveServer, name: str) -> None:
    """Leave whoever was signed in, and come in as somebody else."""
    page.context.clear_cookies()
    page.goto(f"{server.url}/accounts/login/")
    page.get_by_label("E-mail").fill(Person.objects.get(name=name).email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def test_main_job_from_workbook_to_exception_report(
    page: Page, live_server: LiveServer, tmp_path: Path
) -> None:
    make_person(ADMINISTRATOR, Role.ADMINISTRATOR, is_staff=True, post="Systems administrator")
    make_person(TEAM, Role.PERFORMANCE, post="Performance manager")
    make_person(MEMBER, Role.MEMBER, post="Cabinet member")

    administrator_imports_the_workbook(page, live_server, tmp_path)
    administrator_appoints_officer_and_approver(page, live_server)
    team_opens_the_quarter(page, live_server)
    officer_returns_a_red(page, live_server)
    approver_approves(page, live_server)
    member_reads_and_downloads(page, live_server)


def administrator_imports_the_workbook(page: Page, server: LiveServer, tmp_path: Path) -> None:
    """Answers from a file but for four, which are answered on the page; then one click."""
    answers = json.loads((FIXTURES / "southend_2017_answers.json").read_text(encoding="utf-8"))
    file = tmp_path / "answers.json"
    file.write_text(json.dumps({key: answers[key] for key in answers.keys() - BY_HAND}))
    sign_in(page, server, ADMINISTRATOR)
    page.goto(f"{server.url}/admin/indicators/measure/")
    page.get_by_role("link", name="Import", exact=True).click()
    page.get_by_label("Workbook").set_input_files(FIXTURES / "southend_2017_indicators.xlsx")
    page.get_by_label("Answers file").set_input_files(file)
    page.get_by_role("button", name="Read and preview").click()
    expect(page.get_by_text("Nothing is saved yet")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Import 34"))).to_have_count(0)
    assert not Measure.objects.exists()

    answer(page, "year", "Targets for 2017/18")
    answer(page, "percent.plain", re.compile("^Yes"))
    preview_again(page)
    answer(page, "month.nov", re.compile("2016"))
    goldilocks = question(page, "goldilocks.24")
    choose(goldilocks, re.compile("points|unit", re.IGNORECASE), "2,4")
    preview_again(page)
    expect(page.get_by_text("0 open questions")).to_be_visible()
    assert not Measure.objects.exists()
    page.get_by_role("button", name="Import 34 measures").click()
    expect(page.get_by_text("is imported: 34 measures")).to_be_visible()
    assert Measure.objects.count() == 34


def question(page: Page, key: str) -> Locator:
    """The question of the preview that has this key in an answers file."""
    return page.locator(f'fieldset[data-key="{key}"]')


def answer(page: Page, key: str, label: str | re.Pattern[str]) -> None:
    question(page, key).get_by_label(label).first.check()


def choose(where: Locator, label: re.Pattern[str], typed: str) -> None:
    """Choose what takes figures, and type them."""
    where.get_by_label(label).first.check()
    where.get_by_label("Typed answer").first.fill(typed)


def preview_again(page: Page) -> None:
    page.get_by_role("button", name="Answer and preview again").first.click()


def administrator_appoints_officer_and_approver(page: Page, server: LiveServer) -> None:
    """In the administration, on each person's page; the people themselves exist."""
    service = Service.objects.get(name="Children's Services")
    for name, role, label in (
        (OFFICER, Role.OFFICER, "Officer"),
        (APPROVER, Role.APPROVER, "Approver"),
    ):
        person = make_person(name, post=f"{label} of Children's Services")
        page.goto(f"{server.url}/admin/organisation/person/{person.pk}/change/")
        page.locator("#id_appointments-0-starts_on").fill(FIRST_DAY.strftime("%d/%m/%Y"))
        page.locator("#id_appointments-0-role").select_option(role)
        page.locator("#id_appointments-0-service").select_option(str(service.pk))
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("was changed successfully")).to_be_visible()
    assert Appointment.objects.filter(service=service).count() == 2


def team_opens_the_quarter(page: Page, server: LiveServer) -> None:
    sign_in(page, server, TEAM)
    page.get_by_role("link", name="Periods").click()
    page.get_by_role("link", name="Open 2017/18 Q3").click()
    page.get_by_label("Returns are due on").fill("12 January 2018")
    page.get_by_role("button", name="Open 2017/18 Q3").click()
    expect(page.get_by_text("34 returns are asked for")).to_be_visible()


def officer_returns_a_red(page: Page, server: LiveServer) -> None:
    """Refused without cause, key risks and mitigation; nothing typed is lost."""
    sign_in(page, server, OFFICER)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Returns").click()
    expect(page.get_by_text("7 returns to do, due 12 January 2018, in 2 days")).to_be_visible()
    page.get_by_role("link", name=re.compile("^25 ")).first.click()
    page.wait_for_url("**/returns/2017-18-q3/25/")  # with its scripts, which answer as one types
    page.get_by_label(re.compile("31 December 2017")).fill("59.6")
    expect(page.get_by_text(RED)).to_be_visible()
    page.get_by_label("Commentary").fill("Three large families came at once.")
    page.get_by_role("button", name="Submit this return").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("A red needs its key risks"))).to_be_visible()
    expect(page.get_by_label("Commentary")).to_have_value("Three large families came at once.")
    assert Return.objects.get(measure__ref="25").state == "DRAFT"

    page.get_by_label("What caused it?").fill("Twenty-six plans began and nineteen ended.")
    page.get_by_label("Key risks").fill("Caseloads are above the safe level.")
    page.get_by_label("Mitigation").fill("A weekly panel decides on every plan over 15 months.")
    page.get_by_label("What will be done").first.fill("Review each plan over 15 months")
    page.get_by_label("By which post").first.fill("Head of Safeguarding")
    page.get_by_label("By when").first.fill("31 March 2018")
    page.get_by_label("When will it be back on target?").select_option("2018-19-q1")
    page.get_by_role("button", name="Submit this return").click()
    expect(page.get_by_text("is submitted")).to_be_visible()
    assert Return.objects.get(measure__ref="25").state == "SUBMITTED"


def approver_approves(page: Page, server: LiveServer) -> None:
    sign_in(page, server, APPROVER)
    page.get_by_role("link", name="Approvals").click()
    page.get_by_role("link", name=re.compile("^25 ")).first.click()
    expect(page.get_by_text(RED)).to_be_visible()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("is approved").first).to_be_visible()
    who = Change.objects.filter(deed__in=("return submitted", "return approved"))
    assert {(each.deed, each.person and each.person.name) for each in who} == {
        ("return submitted", OFFICER),
        ("return approved", APPROVER),
    }


def member_reads_and_downloads(page: Page, server: LiveServer) -> None:
    """Overview, directorate, measure, exception report, and the report in Word and PDF."""
    sign_in(page, server, MEMBER)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Quarter 3 2017/18")
    page.get_by_role("row").get_by_role("link", name="Department of People").first.click()
    page.get_by_role("link", name=re.compile("^25 ")).first.click()
    expect(page.get_by_text(RED).first).to_be_visible()
    page.get_by_role("link", name="Exception report", exact=True).first.click()
    expect(page.get_by_text("Caseloads are above the safe level.")).to_be_visible()
    word, pdf = download(page, "Word"), download(page, "PDF")
    paragraphs = " ".join(each.text for each in Document(BytesIO(word)).paragraphs)
    assert RED in paragraphs
    pages = " ".join(each.extract_text() for each in PdfReader(BytesIO(pdf)).pages)
    assert "Caseloads are above the safe level." in " ".join(pages.split())


def download(page: Page, name: str) -> bytes:
    with page.expect_download() as started:
        page.get_by_role("link", name=name, exact=True).click()
    return Path(started.value.path()).read_bytes()
