"""Two officers at one return at the same time: nobody overwrites unseen."""

from __future__ import annotations

from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from indicators.returns.entering import Entry, entry_of
from tests.browser.desk import (
    FIGURE,
    RETURN,
    Look,
    expect_done,
    make_asked,
    officer,
    press_submit,
    sit_down,
    stored,
)
from tests.factories import open_quarter

pytestmark = pytest.mark.django_db(transaction=True)

THEIRS = Entry(value=Decimal(81), commentary="From the register.")
MINE = Entry(value=Decimal("83.5"), commentary="From the register, with the late ones.")


@pytest.fixture
def two_versions(page: Page, other_page: Page, live_server: LiveServer) -> Page:
    """Olive has both versions before her: Otto saved his after she opened the return."""
    make_asked("25")
    open_quarter()
    for each, name in ((page, "Olive"), (other_page, "Otto")):
        sit_down(each, live_server, officer(name), RETURN)
    enter(other_page, THEIRS)
    other_page.get_by_role("button", name="Save draft").click()
    expect_done(other_page, "Draft saved.")
    assert entry_of(stored()) == THEIRS

    enter(page, MINE)
    said = page.get_by_role("status").filter(has_text="Nothing is overwritten")
    expect(said).to_contain_text("Otto saved this at")
    page.get_by_role("button", name="Compare the two").click()
    expect(page.get_by_role("heading", name="Otto saved this return after you")).to_be_visible()
    assert entry_of(stored()) == THEIRS
    return page


def enter(page: Page, entry: Entry) -> None:
    page.get_by_label(FIGURE).fill(str(entry.value))
    page.get_by_label("Commentary").fill(entry.commentary)
    page.get_by_label("Commentary").press("Tab")


def test_both_versions_stand_side_by_side(two_versions: Page, look: Look) -> None:
    rows = two_versions.get_by_role("region", name="Two versions").get_by_role("row")
    expect(rows).to_have_text(
        [
            "What Saved Yours",
            "Percentage at 31 December 2017 81 83.5",
            f"Commentary {THEIRS.commentary} {MINE.commentary}",
        ]
    )
    expect(two_versions.locator("section[autofocus]")).to_be_focused()
    expect(two_versions.get_by_label(FIGURE)).to_have_value("83.5")
    expect(two_versions.get_by_label("Commentary")).to_have_value(MINE.commentary)
    look(two_versions, on_phone=True)
    two_versions.get_by_role("button", name="Keep what is saved").click()
    expect(two_versions.get_by_label(FIGURE)).to_have_value("81")
    assert (entry_of(stored()), stored().entered_by) == (THEIRS, officer("Otto"))


def test_own_version_is_saved_only_when_it_is_chosen(
    two_versions: Page, other_page: Page, look: Look
) -> None:
    two_versions.get_by_role("button", name="Save mine instead").click()
    expect_done(two_versions, "Draft saved. It is ready to submit.")
    assert (entry_of(stored()), stored().entered_by) == (MINE, officer("Olive"))
    press_submit(two_versions)
    expect_done(two_versions, "25 Measure 25 is submitted. Green: 83.5%")

    press_submit(other_page)
    told = "Ask the approver to send it back if it has to change."
    expect(other_page.locator(".govuk-error-summary")).to_contain_text(told)
    expect(other_page.get_by_label("Commentary")).to_have_value(THEIRS.commentary)
    look(other_page)
    assert (entry_of(stored()), stored().state) == (MINE, "SUBMITTED")
