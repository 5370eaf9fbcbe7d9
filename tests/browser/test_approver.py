"""Between officer and approver: sent back and mended, a doubt waved through, not applicable."""

from __future__ import annotations

from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from indicators.models import Confirmation, Measure, NoValueReason
from indicators.returns.approving import AGREE
from indicators.returns.entering import Entry, Waved, entry_of
from indicators.rules.periods import Quarter
from tests.browser.desk import (
    FIGURE,
    LIST,
    QUEUE,
    RETURN,
    Look,
    approver,
    deeds,
    expect_done,
    expect_refused,
    explain_red,
    make_asked,
    officer,
    press_submit,
    sit_down,
    stored,
)
from tests.factories import make_history, open_quarter

pytestmark = pytest.mark.django_db(transaction=True)

TOO_SHORT = "Say how many plans ended in December."
MENDED = "Twenty-six plans began and nineteen ended, four of them in December."


def open_to_decide(page: Page, server: LiveServer) -> None:
    """The approver opens the return from the queue."""
    sit_down(page, server, approver(), QUEUE)
    page.get_by_role("link", name="25 Measure 25", exact=True).click()
    page.wait_for_url("**/approvals/2017-18-q3/25/")


# Sent back and mended


def test_return_is_sent_back_mended_and_approved(
    page: Page, live_server: LiveServer, look: Look
) -> None:
    make_asked("25", "26")
    open_quarter()
    officer_returns_a_red(page, live_server)
    approver_sends_it_back(page, live_server, look)
    officer_mends_it(page, live_server, look)
    approver_approves_it(page, live_server, look)
    assert deeds() == [
        ("return submitted", "Olive"),
        ("return sent back", "Asha"),
        ("return submitted", "Olive"),
        ("return approved", "Asha"),
    ]


def officer_returns_a_red(page: Page, server: LiveServer) -> None:
    sit_down(page, server, officer(), RETURN)
    page.get_by_label(FIGURE).fill("61")
    explain_red(page)
    expect(page.locator("#result")).to_contain_text("Red: 61.0%")
    press_submit(page)
    expect_done(page, "25 Measure 25 is submitted.")


def approver_sends_it_back(page: Page, server: LiveServer, look: Look) -> None:
    """Not without a reason."""
    open_to_decide(page, server)
    look(page)
    page.get_by_role("button", name="Send back").click()
    expect_refused(page, {"id_reason": "Say what has to change, so that the officer can mend it."})
    look(page, on_phone=True)
    assert stored().state == "SUBMITTED"
    page.get_by_label("What has to change?").fill(TOO_SHORT)
    page.get_by_role("button", name="Send back").click()
    expect_done(page, "25 Measure 25 is sent back. Nothing else waits for you.")
    assert (stored().state, stored().sent_back_reason) == ("SENT_BACK", TOO_SHORT)


def officer_mends_it(page: Page, server: LiveServer, look: Look) -> None:
    """The reason stands in the list and on the return; it comes before what is not started."""
    sit_down(page, server, officer(), LIST)
    expect(page.get_by_role("list", name="Children")).to_contain_text(f"Sent back: {TOO_SHORT}")
    look(page)
    page.get_by_role("link", name="Mend what was sent back, 2017/18 Q3: 25 Measure 25").click()
    page.wait_for_url("**/returns/2017-18-q3/25/")
    expect(page.get_by_text("Sent back by the approver:")).to_be_visible()
    expect(page.get_by_text(TOO_SHORT)).to_be_visible()
    look(page, on_phone=True)
    page.get_by_label("What caused it?").fill(MENDED)
    press_submit(page)
    expect_done(page, "25 Measure 25 is submitted.")
    assert (stored().state, stored().sent_back_reason) == ("SUBMITTED", "")


def approver_approves_it(page: Page, server: LiveServer, look: Look) -> None:
    """Having seen why it was sent back before; the officer can read that for ever after."""
    open_to_decide(page, server)
    expect(page.get_by_text(MENDED)).to_be_visible()
    expect(page.get_by_role("heading", name="Sent back before")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text=TOO_SHORT)).to_contain_text("Asha")
    look(page)
    page.get_by_role("button", name="Approve").click()
    expect_done(page, "25 Measure 25 is approved. Nothing else waits for you.")
    assert (stored().state, stored().approved_by) == ("APPROVED", approver())
    assert entry_of(stored()).cause == MENDED

    sit_down(page, server, officer(), RETURN)
    page.get_by_role("link", name="Everything that was changed on this return").click()
    expect(page.get_by_role("main")).to_contain_text(TOO_SHORT)


# A figure that slipped


def test_figure_that_slipped_goes_on_with_its_reason(
    page: Page, live_server: LiveServer, look: Look
) -> None:
    make_asked("25", value_type="count", decimals=0)
    past = zip([Quarter(2017, 1), Quarter(2017, 2)], ["82", "84"], strict=True)
    make_history(Measure.objects.get(), dict(past))
    open_quarter()
    officer_says_why(page, live_server, look)
    approver_sees_the_doubt(page, live_server, look)


SLIPPED = "8,250 is about 99 times the usual 83."
WHY = "Two neighbouring registers were merged on 1 November."


def officer_says_why(page: Page, server: LiveServer, look: Look) -> None:
    """Asked as one types, and refused until it is said."""
    sit_down(page, server, officer(), RETURN)
    page.get_by_label(FIGURE).press_sequentially("8250", delay=100)
    doubt = page.locator("#doubt-scale-slip")
    expect(doubt).to_contain_text(SLIPPED)
    expect(doubt).to_contain_text("If it slipped by 100, the figure is 83.")
    look(page)
    press_submit(page)
    summary = page.locator(".govuk-error-summary")
    expect(summary.get_by_role("link")).to_contain_text(["Mend it, or say why it is right."])
    expect(summary).to_be_focused()
    look(page, on_phone=True)
    assert stored().state == "DRAFT"
    page.get_by_label("It is right because").fill(WHY)
    press_submit(page)
    expect_done(page, "25 Measure 25 is submitted. Green: 8,250")
    kept = Confirmation.objects.get(of=stored())
    assert (kept.code, kept.reason, kept.said[: len(SLIPPED)]) == ("scale-slip", WHY, SLIPPED)
    assert entry_of(stored()) == Entry(
        value=Decimal(8250), waved=(Waved("scale-slip", kept.said, WHY),)
    )


def approver_sees_the_doubt(page: Page, server: LiveServer, look: Look) -> None:
    """In the queue, which doesn't offer it among the greens that are approved together."""
    sit_down(page, server, approver(), QUEUE)
    expect(page.get_by_role("link", name="greens of Children")).to_have_count(0)
    page.get_by_text("1 check answered with a reason").click()
    card = page.get_by_role("article", name="25 Measure 25")
    expect(card.get_by_text(SLIPPED)).to_be_visible()
    expect(card.get_by_text(WHY)).to_be_visible()
    look(page, on_phone=True)
    card.get_by_role("button", name="Approve").click()
    expect_done(page, "25 Measure 25 is approved.")
    assert stored().state == "APPROVED"


# Not applicable


def test_not_applicable_counts_once_the_approver_agrees(
    page: Page, live_server: LiveServer, look: Look
) -> None:
    make_asked("25")
    open_quarter()
    officer_claims_it(page, live_server, look)
    approver_agrees(page, live_server, look)
    assert stored().state == "APPROVED"
    assert entry_of(stored()) == Entry(
        no_value_reason=NoValueReason.NOT_APPLICABLE, commentary="No inspection was due."
    )


def officer_claims_it(page: Page, server: LiveServer, look: Look) -> None:
    """Only with its reason in the commentary."""
    sit_down(page, server, officer(), RETURN)
    page.get_by_text("Provisional, estimated or no figure").click()
    page.get_by_label("Not applicable this period").check()
    press_submit(page)
    expect_refused(page, {"id_commentary": "Say why the measure does not apply this period."})
    look(page)
    page.get_by_label("Commentary").fill("No inspection was due.")
    press_submit(page)
    expect_done(page, "25 Measure 25 is submitted.")
    assert stored().state == "SUBMITTED"


def approver_agrees(page: Page, server: LiveServer, look: Look) -> None:
    """By a tick; approving without it is refused."""
    sit_down(page, server, approver(), QUEUE)
    expect(page.get_by_text("Not applicable?")).to_be_visible()
    look(page)
    page.get_by_role("link", name="Open it and say whether you agree").click()
    page.get_by_role("button", name="Approve").click()
    expect_refused(page, {"id_agrees": AGREE})
    look(page, on_phone=True)
    assert stored().state == "SUBMITTED"
    page.get_by_label("I agree that the measure does not apply this period").check()
    page.get_by_role("button", name="Approve").click()
    expect_done(page, "25 Measure 25 is approved.")
