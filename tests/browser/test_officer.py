"""An officer's own work: the first return, a red with everything, what has no figure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from indicators.models import ExceptionReport, Measure, NoValueReason, Rating
from indicators.returns.entering import Entry, entry_of
from indicators.returns.needs import NO_ACTION, NO_RECOVERY, RED_NEEDS
from indicators.rules.periods import Quarter
from tests.browser.desk import (
    ACTION,
    BACK_ON_TARGET,
    EXPLANATION,
    FIGURE,
    PLANNED,
    QUEUE,
    RETURN,
    Look,
    approver,
    expect_done,
    expect_refused,
    make_asked,
    officer,
    open_return,
    press_submit,
    sit_down,
    stored,
)
from tests.factories import EXPLAINED, PASSWORD, Q2, make_history, open_quarter

pytestmark = pytest.mark.django_db(transaction=True)

PAUSE = 100  # milliseconds between two keys
SECONDS_A_KEY = 60 / 200  # of somebody who types 200 characters a minute
SECONDS_A_CLICK = 1.7  # hand to the mouse, pointing, pressing
COMMENTARY = "More families were offered a place near home after two schools grew."


@dataclass
class Hands:
    """One person's hands, with what they do counted."""

    keys: int = 0
    clicks: int = 0
    fields: int = 0

    def click(self, what: Locator) -> None:
        what.click()
        self.clicks += 1

    def type(self, into: Locator, text: str) -> None:
        self.click(into)
        into.press_sequentially(text, delay=PAUSE)
        self.keys += len(text)
        self.fields += 1

    @property
    def seconds(self) -> float:
        return self.keys * SECONDS_A_KEY + self.clicks * SECONDS_A_CLICK


def test_first_return_takes_less_than_a_minute(
    page: Page, live_server: LiveServer, look: Look
) -> None:
    make_asked("25")
    make_history(Measure.objects.get(), {Q2: "81.3"})
    make_asked("26")
    open_quarter()
    person, hands, main = officer(), Hands(), page.get_by_role("main")
    page.goto(live_server.url)
    hands.type(page.get_by_label("E-mail address"), person.email)
    hands.type(page.get_by_label("Password"), PASSWORD)
    hands.click(page.get_by_role("button", name="Sign in"))
    hands.click(page.get_by_role("navigation", name="Main").get_by_role("link", name="Returns"))
    expect(page.get_by_text("2 returns to do, due 12 January 2018, in 2 days")).to_be_visible()
    hands.click(page.get_by_role("link", name="Do the next one, 2017/18 Q3: 25 Measure 25"))
    page.wait_for_url("**/returns/2017-18-q3/25/")
    signing_in = hands.fields

    hands.type(page.get_by_label(FIGURE), "82.4")
    expect(page.locator("#result")).to_contain_text("Green: 82.4% meets the target")
    hands.type(page.get_by_label("Commentary"), COMMENTARY)
    expect(page.get_by_text("Draft saved at")).to_be_visible()  # while one types on
    assert (stored().state, stored().value) == ("DRAFT", Decimal("82.4"))
    look(page)
    hands.click(page.get_by_role("button", name="Submit this return"))

    expect(main.get_by_role("heading", level=1)).to_have_text("My returns")
    expect_done(page, "25 Measure 25 is submitted. Green: 82.4% meets the target")
    banner = page.locator(".govuk-notification-banner")
    expect(
        banner.get_by_role("link", name="Do the next one, 2017/18 Q3: 26 Measure 26")
    ).to_be_visible()

    assert (hands.fields - signing_in, hands.clicks) == (2, 8)
    assert hands.seconds < 60
    return_ = stored()
    assert (return_.state, return_.submitted_by) == ("SUBMITTED", person)
    assert entry_of(return_) == Entry(value=Decimal("82.4"), commentary=COMMENTARY)
    assert Rating.objects.get(of=return_).status == "GREEN"
    assert stored("26").state == "NOT_STARTED"


def test_button_stays_under_the_mouse_that_presses_it(page: Page, live_server: LiveServer) -> None:
    make_asked("25")
    open_quarter()
    sit_down(page, live_server, officer(), RETURN)
    page.get_by_label(FIGURE).fill("82.4")
    expect(page.locator("#result")).to_contain_text("Green: 82.4%")
    button = page.get_by_role("button", name="Submit this return").bounding_box()
    assert button is not None
    page.mouse.move(button["x"] + button["width"] / 2, button["y"] + button["height"] / 2)
    page.mouse.down()  # leaves the box, which is saved at once
    expect(page.get_by_text("Draft saved at")).to_be_visible()
    page.mouse.up()
    expect_done(page, "25 Measure 25 is submitted.")
    assert stored().state == "SUBMITTED"


# Red


@pytest.fixture
def red(page: Page, live_server: LiveServer) -> Page:
    """The return of a measure that has no past, with a red figure typed."""
    make_asked("25")
    open_quarter()
    sit_down(page, live_server, officer(), RETURN)
    expect(page.get_by_label("Key risks")).to_be_hidden()
    page.get_by_label(FIGURE).fill("61")
    return page


def test_red_needs_all_of_its_explanation(red: Page, look: Look) -> None:
    expect(red.locator("#result")).to_contain_text("Red: 61.0% is 19.0 percentage points below")
    missing = {
        "id_cause": RED_NEEDS["cause"],
        "id_key_risks": RED_NEEDS["key_risks"],
        "id_mitigation": RED_NEEDS["mitigation"],
        "id_expected_recovery": NO_RECOVERY,
        "id_action-1-text": NO_ACTION,
    }
    for label in (*EXPLANATION, *ACTION, BACK_ON_TARGET):
        expect(red.get_by_label(label).first).to_be_visible()
    look(red)
    refused(red, missing)
    look(red, on_phone=True)
    for label, box in zip(EXPLANATION, list(missing), strict=False):
        red.get_by_label(label).fill(EXPLANATION[label])
        del missing[box]
        refused(red, missing)
    red.get_by_label("What will be done").first.fill(ACTION["What will be done"])
    whole = "Name the post that will do it.", "Enter the day by which it will be done."
    unnamed = {"id_action-1-owner_post": whole[0], "id_action-1-due_on": whole[1]}
    refused(red, {"id_expected_recovery": NO_RECOVERY, **unnamed})
    for label, text in ACTION.items():
        red.get_by_label(label).first.fill(text)
    refused(red, {"id_expected_recovery": NO_RECOVERY})
    assert stored().state == "DRAFT"
    red.get_by_label(BACK_ON_TARGET).select_option("2018-19-q1")
    press_submit(red)

    expect_done(red, "25 Measure 25 is submitted. Red: 61.0%")
    assert stored().state == "SUBMITTED"
    assert Rating.objects.get(of=stored()).status == "RED"
    assert entry_of(stored()) == Entry(
        value=Decimal(61),
        cause=EXPLANATION["What caused it?"],
        key_risks=EXPLANATION["Key risks"],
        mitigation=EXPLANATION["Mitigation"],
        expected_recovery=Quarter(2018, 1),
        actions=(PLANNED,),
    )


def refused(page: Page, problems: dict[str, str]) -> None:
    press_submit(page)
    expect_refused(page, problems)


def test_red_that_stays_red_says_why_its_day_moves(
    page: Page, live_server: LiveServer, look: Look
) -> None:
    make_asked("25")
    make_history(Measure.objects.get(), {Q2: "62"}, **EXPLAINED)
    open_quarter()
    sit_down(page, live_server, officer(), RETURN)
    page.get_by_label(FIGURE).fill("61")
    expect(page.get_by_text("Last time you expected Quarter 1 2019/20")).to_be_visible()
    expect(page.get_by_label(BACK_ON_TARGET)).to_have_value("2019-20-q1")
    page.get_by_role("button", name="Use last time's actions").click()
    expect(page.get_by_label("What will be done").first).to_have_value("Fill the two vacant posts")
    for label, text in EXPLANATION.items():
        page.get_by_label(label).fill(text)
    page.get_by_label(BACK_ON_TARGET).select_option("2019-20-q3")
    press_submit(page)
    moves = "Last time you expected it back on target in 2019/20 Q1. Say why that moves."
    expect_refused(page, {"id_recovery_reason": moves})
    look(page)
    page.get_by_label("If that moves, or no quarter can be named: why?").fill("Nobody applied.")
    press_submit(page)

    expect_done(page, "25 Measure 25 is submitted. Red: 61.0%")
    open_return(page)
    told = "Expected back on target: 2019/20 Q3 (last time: 2019/20 Q1)."
    expect(page.get_by_text(told)).to_contain_text("Nobody applied.")
    look(page, on_phone=True)
    report = ExceptionReport.objects.get(of=stored())
    assert (report.was_expected, report.expected_recovery) == (Quarter(2019, 1), Quarter(2019, 3))
    assert report.recovery_reason == "Nobody applied."
    assert entry_of(stored()).actions == EXPLAINED["actions"]


# No figure


def test_awaited_information_stays_with_the_officer(
    page: Page, live_server: LiveServer, look: Look
) -> None:
    make_asked("25", "26")
    open_quarter()
    sit_down(page, live_server, officer(), RETURN)
    page.get_by_text("Provisional, estimated or no figure").click()
    page.get_by_label("Awaiting information").check()
    press_submit(page)
    why = "Say in a sentence why the figure is not in yet: the performance team reads it."
    expect_refused(page, {"id_commentary": f"{why} The rest is saved as a draft."})
    look(page, on_phone=True)
    page.get_by_label("Commentary").fill("The register opens on 20 January.")
    press_submit(page)

    expect_done(page, "Saved. It counts as awaiting information until the figure is in")
    expect(
        page.get_by_role("link", name="Do the next one, 2017/18 Q3: 26 Measure 26").first
    ).to_be_visible()
    row = page.get_by_role("list", name="Children").get_by_role("listitem").first
    expect(row).to_contain_text("Awaiting information")
    look(page)
    sit_down(page, live_server, approver(), QUEUE)
    expect(page.get_by_text("Nothing waits for you.")).to_be_visible()
    assert stored().state == "DRAFT"
    assert entry_of(stored()) == Entry(
        no_value_reason=NoValueReason.AWAITING, commentary="The register opens on 20 January."
    )
