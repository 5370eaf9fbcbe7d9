"""The colour as one types, in a real browser."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from indicators.models import Return
from indicators.rules.periods import Quarter
from tests.factories import (
    PASSWORD,
    make_history,
    make_measure,
    make_officer,
    make_return,
    make_service,
)

pytestmark = pytest.mark.django_db(transaction=True)
SETTLE = 700


@pytest.fixture
def form(live_server: LiveServer, page: Page) -> Iterator[Page]:
    """The return of a measure that was 79.5 last quarter, before an officer of its service."""
    make_history(make_measure(), {Quarter(2017, 2): "79.5"})
    make_return()
    sign_in(page, live_server)
    page.wait_for_load_state("load")  # with its scripts, which answer as one types
    yield page
    page.goto("about:blank")
    page.wait_for_timeout(SETTLE)  # what the page asked last is answered before the next test


def sign_in(page: Page, server: LiveServer) -> None:
    officer = make_officer(make_service())
    page.goto(f"{server.url}/returns/2017-18-q3/25/")
    page.get_by_label("E-mail address").fill(officer.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="25 Measure 25")).to_be_visible()


def test_colour_and_sentence_follow_what_one_types(form: Page) -> None:
    figure, status = form.get_by_label("Percentage at"), form.locator("#result")
    figure.fill("82")
    expect(status).to_contain_text("Green: 82.0% meets the target")
    expect(form.get_by_label("Key risks")).to_be_hidden()
    figure.fill("70")
    expect(status).to_contain_text("Red: 70.0% is 10.0 percentage points below")
    expect(form.get_by_label("Key risks")).to_be_visible()
    figure.fill("7o")
    expect(status).to_contain_text("Enter the figure as a number, for example 59.6")


def test_amber_opens_its_cause_and_no_more(form: Page) -> None:
    expect(form.get_by_label("What caused it?")).to_be_hidden()
    form.get_by_label("Percentage at").fill("77")
    expect(form.get_by_label("What caused it?")).to_be_visible()
    expect(form.get_by_text("This figure is amber.")).to_be_visible()
    expect(form.get_by_label("Key risks")).to_be_hidden()


def test_doubt_asks_for_its_reason_and_leaves_typed_words_alone(form: Page) -> None:
    form.get_by_label("Commentary").fill("Half a sentence")
    form.get_by_label("Percentage at").fill("0.8")
    doubt, reason = form.locator(".app-doubt__said"), form.get_by_label("It is right because")
    expect(doubt).to_contain_text("0.8%")
    reason.press_sequentially("It clo")
    form.get_by_label("Percentage at").fill("0.9")
    expect(doubt).to_contain_text("0.9%")
    expect(reason).to_have_value("It clo")
    expect(form.get_by_label("Commentary")).to_have_value("Half a sentence")
    form.get_by_label("Percentage at").fill("82")
    expect(doubt).to_have_count(0)


def test_doubt_about_words_stands_beside_them_once_they_are_left(form: Page) -> None:
    form.get_by_label("Commentary").fill("Ask jane@example.org.")
    form.get_by_label("Commentary").press("Tab")
    doubt = form.locator("#doubts-commentary")
    expect(doubt).to_contain_text("e-mail address")
    form.get_by_label("Commentary").fill("Ask the team.")
    form.get_by_label("Commentary").press("Tab")
    expect(doubt).not_to_contain_text("e-mail address")


def test_box_that_is_being_typed_in_keeps_its_focus(form: Page) -> None:
    form.get_by_label("Percentage at").fill("0.8")
    reason = form.get_by_label("It is right because")
    reason.press_sequentially("One sch", delay=60)
    form.evaluate("htmx.trigger(document.body, 'check')")
    form.wait_for_timeout(500)
    form.keyboard.type("ool closed.")
    expect(reason).to_have_value("One school closed.")
    expect(reason).to_be_focused()


def test_what_was_typed_before_the_scripts_came_is_checked(form: Page) -> None:
    form.evaluate("document.getElementById('id_value').value = '70'")
    expect(form.locator("#result")).not_to_contain_text("Red: 70.0%")
    form.evaluate("window.dispatchEvent(new Event('pageshow'))")
    expect(form.locator("#result")).to_contain_text("Red: 70.0%")


def test_green_return_takes_two_fields_and_one_click(form: Page) -> None:
    form.get_by_label("Percentage at").fill("82")
    form.get_by_label("Commentary").fill("Going well.")
    expect(form.locator("#result")).to_contain_text("Green: 82.0%")
    form.get_by_role("button", name="Submit this return").click()
    expect(form.get_by_text("25 Measure 25 is submitted.")).to_be_visible()
    assert Return.objects.get(measure__ref="25", period__number=3).state == "SUBMITTED"


def test_enter_in_the_figure_checks_and_does_not_submit(form: Page) -> None:
    form.get_by_label("Percentage at").fill("82")
    form.get_by_label("Percentage at").press("Enter")
    expect(form.get_by_role("button", name="Submit this return")).to_be_visible()
    assert Return.objects.get(measure__ref="25", period__number=3).state == "DRAFT"


def test_form_is_open_to_everybody(form: Page, axe: Callable[[Page], list[str]]) -> None:
    form.get_by_label("Percentage at").fill("0.8")
    expect(form.get_by_text("Are you sure?")).to_be_visible()
    expect(form.get_by_label("Key risks")).to_be_visible()
    assert axe(form) == []
    form.set_viewport_size({"width": 320, "height": 800})
    assert form.evaluate("document.documentElement.scrollWidth") == 320


def test_green_return_is_done_by_keyboard_alone(form: Page) -> None:
    form.get_by_label("Percentage at").focus()
    form.keyboard.type("82")
    expect(form.locator("#result")).to_contain_text("Green: 82.0%")
    order = []
    for _ in range(3):
        form.keyboard.press("Tab")
        order.append(form.evaluate("document.activeElement.textContent.trim()"))
    assert order[:2] == ["Numerator and denominator", "Provisional, estimated or no figure"]
    form.keyboard.type("Going well.")
    for _ in range(3):
        form.keyboard.press("Tab")
    expect(form.get_by_role("button", name="Submit this return")).to_be_focused()
    form.keyboard.press("Enter")
    expect(form.get_by_text("25 Measure 25 is submitted.")).to_be_visible()


def test_errors_take_the_focus_and_lead_to_their_boxes(form: Page) -> None:
    form.get_by_label("Percentage at").fill("70")
    expect(form.locator("#result")).to_contain_text("Red: 70.0%")
    form.get_by_role("button", name="Submit this return").click()
    summary = form.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    form.get_by_role("link", name="A red needs at least one action").click()
    expect(form.locator("#id_action-1-text")).to_be_focused()


def test_refusal_of_a_figure_that_is_no_more_goes_away(form: Page) -> None:
    form.get_by_label("Percentage at").fill("0.8")
    expect(form.get_by_text("Are you sure?")).to_be_visible()
    form.get_by_role("button", name="Submit this return").click()
    refusal = form.locator(".app-doubt .govuk-error-message")
    expect(refusal).to_contain_text("Mend it, or say why it is right.")
    form.get_by_label("Percentage at").fill("0.7")
    expect(form.locator(".app-doubt__said")).to_contain_text("0.7")
    expect(refusal).to_have_count(0)


# Without scripts


@pytest.fixture
def bare(live_server: LiveServer, browser: Browser) -> Iterator[Page]:
    """The same return in a browser that runs no scripts."""
    make_history(make_measure(), {Quarter(2017, 2): "79.5"})
    make_return()
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    sign_in(page, live_server)
    yield page
    context.close()


def test_red_is_returned_without_scripts(bare: Page) -> None:
    bare.get_by_label("Percentage at").fill("70")
    bare.get_by_role("button", name="Check the colour").click()
    expect(bare.get_by_text("Red: 70.0% is 10.0 percentage points below")).to_be_visible()
    bare.get_by_label("What caused it?").fill("Floods closed two schools.")
    bare.get_by_label("Key risks").fill("Children wait longer.")
    bare.get_by_label("Mitigation").fill("A second team from February.")
    bare.get_by_label("What will be done").first.fill("Recruit two officers")
    bare.get_by_label("By which post").first.fill("Director")
    bare.get_by_label("By when").first.fill("31 March 2018")
    bare.get_by_label("When will it be back on target?").select_option("2018-19-q1")
    for reason in bare.get_by_label("It is right because").all():
        reason.fill("Two schools were closed.")
    bare.get_by_role("button", name="Submit this return").click()
    expect(bare.get_by_text("25 Measure 25 is submitted.")).to_be_visible()


def test_reason_for_no_figure_is_within_reach_without_scripts(bare: Page) -> None:
    bare.get_by_text("Provisional, estimated or no figure").click()
    bare.get_by_label("Awaiting information").check()
    bare.get_by_label("Commentary").fill("The source is late.")
    bare.get_by_role("button", name="Check and submit").click()
    expect(bare.get_by_text("It counts as awaiting information until")).to_be_visible()
