"""The same pages in a browser that runs no scripts."""

from __future__ import annotations

from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from indicators.models import Measure, Return
from indicators.returns.entering import Entry, Waved, entry_of
from indicators.rules.periods import Quarter
from tests.browser.desk import (
    EXPLANATION,
    FIGURE,
    LIST,
    NARROW,
    PLANNED,
    QUEUE,
    approver,
    expect_done,
    explain_red,
    make_asked,
    officer,
    open_return,
    press_submit,
    sign_in,
    sit_down,
    stored,
)
from tests.factories import Q2, make_history, open_quarter

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

WHY = "Counted anew, without the schools that left."


def fits(page: Page) -> None:
    """No wider than the narrowest screen."""
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW


def test_doubtful_red_is_submitted_and_approved(bare_page: Page, live_server: LiveServer) -> None:
    make_asked("25")
    make_history(Measure.objects.get(), {Quarter(2017, 1): "82", Q2: "83"})
    open_quarter()
    bare_page.set_viewport_size({"width": NARROW, "height": 800})
    sign_in(bare_page, live_server, officer(), LIST)
    fits(bare_page)
    open_return(bare_page)
    fits(bare_page)
    checks_the_colour(bare_page)
    says_why_and_explains(bare_page)
    approver_approves(bare_page, live_server)


def checks_the_colour(page: Page) -> None:
    page.get_by_label(FIGURE).fill("0.61")
    page.get_by_label("Commentary").fill("Fewer schools.")
    page.get_by_role("button", name="Check the colour").click()
    expect(page.locator("#result")).to_contain_text("Red: 0.6% is 79.4 percentage points below")
    expect(page.locator("#doubt-scale-slip")).to_contain_text("0.61% is about 1/135 of the usual")
    fits(page)
    assert entry_of(stored()) == Entry(value=Decimal("0.61"), commentary="Fewer schools.")


def says_why_and_explains(page: Page) -> None:
    """Refused until the doubt has its reason."""
    explain_red(page)
    press_submit(page)
    expect(page.locator(".govuk-error-summary").get_by_role("link")).to_have_count(1)
    fits(page)
    page.get_by_label("It is right because").fill(WHY)
    press_submit(page)
    expect_done(page, "25 Measure 25 is submitted. Red: 0.6%")
    entry = entry_of(stored())
    assert entry == Entry(
        value=Decimal("0.61"),
        commentary="Fewer schools.",
        waved=(Waved("scale-slip", entry.waved[0].said, WHY),),
        cause=EXPLANATION["What caused it?"],
        key_risks=EXPLANATION["Key risks"],
        mitigation=EXPLANATION["Mitigation"],
        expected_recovery=Quarter(2018, 1),
        actions=(PLANNED,),
    )


def approver_approves(page: Page, server: LiveServer) -> None:
    sit_down(page, server, approver(), QUEUE)
    page.get_by_text("1 check answered with a reason").click()
    expect(page.get_by_text(WHY)).to_be_visible()
    fits(page)
    page.get_by_role("button", name="Approve 25 Measure 25").click()
    expect_done(page, "25 Measure 25 is approved.")
    assert (stored().state, stored().approved_by) == ("APPROVED", approver())


def test_rows_are_pasted_into_the_grid(bare_page: Page, live_server: LiveServer) -> None:
    make_asked("25", "26", "27")
    open_quarter()
    bare_page.set_viewport_size({"width": NARROW, "height": 800})
    sit_down(bare_page, live_server, officer(), LIST)
    bare_page.get_by_role("link", name="Enter Children on one grid").click()
    bare_page.get_by_text("Paste rows from a spreadsheet").click()
    bare_page.get_by_label("Rows as you copied them").fill("25\t82.5%\tUp.\n26\ttbc\n27\t81\n")
    bare_page.get_by_role("button", name="Put them into the boxes").click()
    wrong = "26: Enter the figure as a number, for example 59.6."
    expect(bare_page.get_by_role("link", name=wrong)).to_be_visible()
    fits(bare_page)
    bare_page.get_by_label("Figure, 26 Measure 26").fill("79")
    bare_page.get_by_role("button", name="Save all as drafts").click()

    expect_done(bare_page, "3 returns saved as drafts.")
    fits(bare_page)
    saved = Return.objects.values_list("measure__ref", "value", "commentary", "state")
    assert set(saved) == {
        ("25", Decimal("82.5"), "Up.", "DRAFT"),
        ("26", Decimal(79), "", "DRAFT"),
        ("27", Decimal(81), "", "DRAFT"),
    }
