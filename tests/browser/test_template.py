"""The workbook of a service: downloaded, filled in by LibreOffice, uploaded, saved as drafts."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect
from pytest_django.live_server_helper import LiveServer

from indicators.models import Return
from tests.browser.desk import LIST, Look, expect_done, make_asked, officer, sit_down, stored
from tests.factories import entered, open_quarter
from tests.indicators.spreadsheets.kinds.returns.workbooks import filled
from tests.libreoffice_filling import Value, filled_in_libreoffice

pytestmark = pytest.mark.django_db(transaction=True)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: A percentage, a count, and one whose draft is emptied; the fourth is not touched.
CELLS: dict[str, Value] = {
    "I6": Decimal("82.5"),
    "O6": "Two posts filled.\n=Better than in summer.",
    "L7": "There were no cases",
    "I8": None,
    "D9": "1% or more",
}
COLUMN = "From what is saved to what the file says"


def download(page: Page) -> bytes:
    with page.expect_download() as found:
        page.get_by_role("link", name="Download the returns of Children as a workbook").click()
    assert found.value.suggested_filename == "returns-children-2017-18-q3.xlsx"
    return Path(found.value.path()).read_bytes()


def upload(page: Page, data: bytes) -> None:
    page.get_by_role("link", name="Upload it").click()
    file: FilePayload = {"name": "children.xlsx", "mimeType": XLSX, "buffer": data}
    page.get_by_label("Workbook").set_input_files(file)
    page.get_by_role("button", name="Show what it changes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What children.xlsx changes")


def changes(page: Page) -> list[str]:
    """What each row would change, as it stands on the page."""
    cells = page.locator(f'td[data-label="{COLUMN}"]')
    return [re.sub(r"\s+", " ", text).strip() for text in cells.all_inner_texts()]


@pytest.fixture
def returns(page: Page, live_server: LiveServer) -> Page:
    """My returns of a service with four measures, one with a draft."""
    make_asked("1", "2", "3", "4")
    open_quarter()
    entered(Return.objects.get(measure__ref="3"), "79")
    sit_down(page, live_server, officer(), LIST)
    return page


@pytest.mark.office
def test_workbook_filled_in_libreoffice_becomes_drafts(
    returns: Page, look: Look, tmp_path: Path
) -> None:
    data = filled_in_libreoffice(download(returns), "Returns", CELLS, tmp_path)
    upload(returns, data)
    expect(returns.get_by_text("3 returns would change, 1 row is untouched.")).to_be_visible()
    said = "D9: the target was changed from “80% or more” to “1% or more”: it is not imported."
    expect(returns.get_by_text(said)).to_be_visible()
    assert changes(returns) == [
        (
            "Figure: from nothing → to 82.5% "
            "Commentary: from nothing → to “Two posts filled. =Better than in summer.”"
        ),
        "No figure because: from nothing → to There were no cases",
        "Figure: from 79% → to nothing",
    ]
    look(returns)
    returns.get_by_role("button", name="Save 3 drafts").click()
    expect_done(returns, "3 drafts are saved from children.xlsx.")
    expect(returns.get_by_role("heading", level=1)).to_have_text("My returns")
    first, second, third = (stored(ref) for ref in ("1", "2", "3"))
    assert (first.value, first.commentary) == (
        Decimal("82.5"),
        "Two posts filled.\n=Better than in summer.",
    )
    assert (second.no_value_reason, third.value, stored("4").edit) == ("NO_CASES", None, 0)


def test_row_that_somebody_saved_meanwhile_is_settled_on_the_page(
    returns: Page, look: Look
) -> None:
    data = filled(download(returns), {("1", "Figure"): 82})
    entered(Return.objects.get(measure__ref="1"), "81")
    upload(returns, data)
    expect(returns.get_by_role("button", name="Save")).to_have_count(0)
    look(returns)
    returns.get_by_label("Take the file's: Figure: 82%").check()
    returns.get_by_role("button", name="Look at it again with these answers").click()
    returns.get_by_role("button", name="Save 1 draft").click()
    expect_done(returns, "1 draft is saved from children.xlsx.")
    assert stored("1").value == Decimal(82)


def test_workbook_is_uploaded_without_scripts(live_server: LiveServer, bare_page: Page) -> None:
    make_asked("1")
    open_quarter()
    sit_down(bare_page, live_server, officer(), LIST)
    upload(bare_page, filled(download(bare_page), {("1", "Figure"): 82}))
    bare_page.get_by_role("button", name="Save 1 draft").click()
    expect_done(bare_page, "1 draft is saved from children.xlsx.")
    assert stored("1").value == Decimal(82)
