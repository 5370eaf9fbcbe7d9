"""The colour as one types, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
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


@pytest.fixture
def form(live_server: LiveServer, page: Page) -> Page:
    """The return of a measure that was 79.5 last quarter, before an officer of its service."""
    make_history(make_measure(), {Quarter(2017, 2): "79.5"})
    make_return()
    officer = make_officer(make_service())
    page.goto(f"{live_server.url}/returns/2017-18-q3/25/")
    page.get_by_label("E-mail address").fill(officer.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="25 Measure 25")).to_be_visible()
    page.wait_for_load_state("load")  # with its scripts, which answer as one types
    return page


def test_colour_and_sentence_follow_what_one_types(form: Page) -> None:
    figure, status = form.get_by_label("Percentage at"), form.get_by_role("status")
    figure.fill("82")
    expect(status).to_contain_text("Green: 82.0% meets the target")
    expect(form.get_by_label("Key risks")).to_be_hidden()
    figure.fill("70")
    expect(status).to_contain_text("Red: 70.0% is 10.0 percentage points below")
    expect(form.get_by_label("Key risks")).to_be_visible()
    figure.fill("7o")
    expect(status).to_contain_text("Enter the figure as a number, for example 59.6")


def test_doubt_asks_for_its_reason_and_leaves_typed_words_alone(form: Page) -> None:
    form.get_by_label("Commentary").fill("Half a sentence")
    form.get_by_label("Percentage at").fill("0.8")
    expect(form.get_by_text("Are you sure?")).to_be_visible()
    form.get_by_label("say why it is so unusual").fill("It closed.")
    form.get_by_label("Percentage at").fill("0.9")
    expect(form.get_by_role("status")).to_contain_text("Red: 0.9%")
    expect(form.get_by_label("say why it is so unusual")).to_have_value("It closed.")
    expect(form.get_by_label("Commentary")).to_have_value("Half a sentence")


def test_green_return_takes_two_fields_and_one_click(form: Page) -> None:
    form.get_by_label("Percentage at").fill("82")
    form.get_by_label("Commentary").fill("Going well.")
    expect(form.get_by_role("status")).to_contain_text("Green: 82.0%")
    form.get_by_role("button", name="Check and submit").click()
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
    assert axe(form) == []
    form.set_viewport_size({"width": 320, "height": 800})
    assert form.evaluate("document.documentElement.scrollWidth") == 320
