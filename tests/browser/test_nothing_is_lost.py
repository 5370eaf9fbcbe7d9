"""Nothing that was typed is lost, whatever happens to connection, tab or button."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from indicators.models import KeptEntry
from indicators.returns.entering import Entry, save_draft
from organisation.models import Change
from tests.browser.one_return import (
    SAVED,
    TEXT,
    asks_before_leaving,
    open_return,
    other_officer,
    says,
    stored,
    type_into,
)
from tests.factories import TODAY

BUILT = Path(__file__).resolve().parents[2] / "static" / "build"

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_on_15_january_2018"),
]


# Autosave


def test_text_is_saved_while_typing_and_there_after_reload(form: Page) -> None:
    type_into(form, "Commentary", TEXT, leave=False)
    says(form, SAVED)
    assert stored().commentary == TEXT
    form.reload()
    expect(form.get_by_label("Commentary")).to_have_value(TEXT)
    expect(form.locator("#restored")).to_have_count(0)


def test_box_is_saved_when_it_is_left_and_the_focus_stays_where_it_went(form: Page) -> None:
    type_into(form, "Percentage at", "82")
    says(form, SAVED)
    expect(form.get_by_text("Numerator and denominator").locator("..")).to_be_focused()
    assert stored().value == 82
    assert not asks_before_leaving(form)
    assert [each.field for each in Change.objects.about(stored())] == ["value"]


def test_what_cannot_be_read_is_said_and_still_there_after_reload(form: Page) -> None:
    type_into(form, "Commentary", TEXT)
    type_into(form, "Percentage at", "8o")
    says(form, "except what is not finished or can't be read: Percentage at 31 December 2017.")
    form.reload()
    expect(form.get_by_label("Percentage at")).to_have_value("8o")
    expect(form.get_by_role("heading", name="What you typed is back")).to_be_visible()
    form.get_by_label("Percentage at").fill("80")
    form.get_by_label("Commentary").focus()
    says(form, SAVED)
    expect(form.locator("#restored")).to_have_count(0)
    assert (stored().value, KeptEntry.objects.count()) == (Decimal(80), 0)


def test_typing_on_after_saving_is_saved_on_the_newest_version(form: Page) -> None:
    for number, words in enumerate(("One.", " Two.", " Three."), start=1):
        type_into(form, "Commentary", words)
        expect(form.locator("input[name=seen_edit]")).to_have_value(str(number))
    assert stored().commentary == "One. Two. Three."
    form.get_by_role("button", name="Save draft").click()
    expect(form.get_by_text("Draft saved. It is not submitted yet.")).to_be_visible()


def test_nothing_is_kept_in_the_browser(form: Page) -> None:
    type_into(form, "Commentary", TEXT)
    says(form, SAVED)
    assert form.evaluate("localStorage.length") == 0
    # htmx notes at which address it is, and nothing of what stands there.
    kept = form.evaluate("({...sessionStorage})")
    assert kept == {"htmx-current-path-for-history": "/returns/2017-18-q3/25/"}
    assert form.evaluate("indexedDB.databases()") == []
    cookies = {cookie["name"] for cookie in form.context.cookies()}
    assert cookies <= {"sessionid", "csrftoken", "messages"}


def test_scripts_of_ours_use_no_storage_of_the_browser() -> None:
    storage = re.compile(r"localStorage|sessionStorage|indexedDB|caches\.|document\.cookie")
    ours = [path for path in BUILT.glob("*.js") if ".min." not in path.name]
    assert {path.name for path in ours} >= {"autosave.js", "returns.js", "session.js"}
    assert [path.name for path in ours if storage.search(path.read_text(encoding="utf-8"))] == []


# A connection that is lost


def test_lost_connection_is_said_and_made_up_for(form: Page) -> None:
    type_into(form, "Commentary", "One.")
    says(form, SAVED)
    form.context.set_offline(offline=True)
    type_into(form, "Commentary", " Two.")
    says(form, re.compile(r"No connection\. Not saved since \d\d:\d\d\. Keep this page open"))
    assert asks_before_leaving(form)
    assert stored().commentary == "One."
    form.context.set_offline(offline=False)
    says(form, SAVED)
    assert stored().commentary == "One. Two."
    assert not asks_before_leaving(form)


def test_button_pressed_without_connection_leaves_the_page_as_it_is(form: Page) -> None:
    form.context.set_offline(offline=True)
    type_into(form, "Percentage at", "82")
    says(form, "No connection.")
    form.get_by_role("button", name="Save draft").click()
    expect(form.get_by_label("Percentage at")).to_have_value("82")
    form.context.set_offline(offline=False)
    says(form, SAVED)
    form.get_by_role("button", name="Save draft").click()
    expect(form.get_by_text("Draft saved. It is ready to submit.")).to_be_visible()
    assert stored().value == 82


def test_server_that_cannot_save_is_asked_again(form: Page) -> None:
    down = "**/autosave/"
    form.route(down, lambda route: route.fulfill(status=503, body="Down"))
    type_into(form, "Commentary", TEXT)
    says(form, "The server can't save at the moment. Not saved since")
    assert asks_before_leaving(form)
    form.unroute(down)
    says(form, SAVED)
    assert stored().commentary == TEXT


# Two tabs, two people


def test_second_tab_overwrites_nothing_and_both_versions_can_be_compared(
    form: Page, live_server: LiveServer, axe: Callable[[Page], list[str]]
) -> None:
    tab = form.context.new_page()
    open_return(tab, live_server)
    tab.wait_for_load_state("load")
    type_into(form, "Commentary", "In the first.")
    says(form, SAVED)
    type_into(tab, "Commentary", "In the second.")
    says(tab, re.compile(r"You saved this in another tab at \d\d:\d\d\. Nothing is overwritten"))
    assert stored().commentary == "In the first."
    tab.get_by_role("button", name="Compare the two").click()
    expect(tab.get_by_role("heading", name="You saved this return after you")).to_be_visible()
    expect(tab.get_by_role("row", name="Commentary In the first. In the second.")).to_be_visible()
    assert axe(tab) == []
    type_into(tab, "Commentary", " Longer.")
    says(tab, "It is not the draft until you choose it.")
    assert stored().commentary == "In the first."
    tab.get_by_role("button", name="Save mine instead").click()
    expect(tab.get_by_text("Draft saved.")).to_be_visible()
    assert (stored().commentary, KeptEntry.objects.count()) == ("In the second. Longer.", 0)


def test_what_a_colleague_saved_is_kept_if_one_chooses_so(form: Page) -> None:
    save_draft(stored(), Entry(value=Decimal(81)), by=other_officer(), on=TODAY)
    type_into(form, "Percentage at", "79")
    says(form, re.compile(r"Otto saved this at \d\d:\d\d, after you opened it"))
    form.get_by_role("button", name="Compare the two").click()
    form.get_by_role("button", name="Keep what is saved").click()
    expect(form.get_by_label("Percentage at")).to_have_value("81")
    expect(form.locator("#restored")).to_have_count(0)
    assert (stored().value, KeptEntry.objects.count()) == (Decimal(81), 0)


def test_old_tab_of_what_was_submitted_neither_reopens_nor_warns(
    form: Page, live_server: LiveServer
) -> None:
    tab = form.context.new_page()
    open_return(tab, live_server)
    tab.wait_for_load_state("load")
    submit_green(form)
    type_into(tab, "Percentage at", "82")
    says(tab, "This return is submitted. Nothing more is to be saved.")
    assert not asks_before_leaving(tab)
    assert stored().state == "SUBMITTED"


def submit_green(page: Page) -> None:
    page.get_by_label("Percentage at").fill("82")
    expect(page.locator("#result")).to_contain_text("Green: 82.0%")
    page.get_by_role("button", name="Submit this return").click()
    expect(page.get_by_text("25 Measure 25 is submitted.")).to_be_visible()


# Buttons of the form and of the browser


def test_double_click_on_submit_submits_once(form: Page) -> None:
    form.get_by_label("Percentage at").fill("82")
    expect(form.locator("#result")).to_contain_text("Green: 82.0%")
    form.get_by_role("button", name="Submit this return").dblclick()
    expect(form.get_by_text("25 Measure 25 is submitted.")).to_be_visible()
    submissions = Change.objects.filter(deed="return submitted", field="state")
    assert (stored().state, submissions.count()) == ("SUBMITTED", 1)


def test_button_waits_for_what_is_on_its_way(form: Page) -> None:
    """The version that the draft is on its way to is the one that the button saves upon."""

    def slowly(route: Route) -> None:
        form.wait_for_timeout(600)
        route.continue_()

    form.route("**/autosave/", slowly)
    type_into(form, "Commentary", TEXT)
    form.get_by_role("button", name="Save draft").click()
    expect(form.get_by_text("Draft saved. It is not submitted yet.")).to_be_visible()
    assert (stored().commentary, stored().edit) == (TEXT, 1)


def test_back_button_shows_the_newest_draft(form: Page) -> None:
    type_into(form, "Commentary", TEXT, leave=False)
    form.get_by_role("link", name="My returns").click()
    expect(form.get_by_role("heading", level=1)).to_have_text("My returns")
    form.go_back()
    expect(form.get_by_label("Commentary")).to_have_value(TEXT)
    form.get_by_role("button", name="Save draft").click()
    expect(form.get_by_text("Draft saved. It is not submitted yet.")).to_be_visible()
    form.go_back()
    expect(form.get_by_label("Commentary")).to_have_value(TEXT)


def test_leaving_in_mid_typing_is_asked_about_and_saved_meanwhile(form: Page) -> None:
    type_into(form, "Commentary", TEXT, leave=False)
    assert asks_before_leaving(form)
    says(form, SAVED)
    assert stored().commentary == TEXT


def test_back_button_without_scripts_shows_the_newest_draft(bare: Page) -> None:
    bare.get_by_label("Commentary").fill(TEXT)
    bare.get_by_role("button", name="Save draft").click()
    bare.get_by_role("link", name="My returns").click()
    bare.go_back()
    expect(bare.get_by_label("Commentary")).to_have_value(TEXT)
