"""Nothing that was typed is lost, whatever happens to session, connection, tab or button."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from indicators.models import KeptEntry, Return
from indicators.returns.entering import Entry, save_draft
from organisation.models import Change, Person
from tests.factories import (
    PASSWORD,
    TODAY,
    make_officer,
    make_person,
    make_return,
    make_service,
)

BUILT = Path(__file__).resolve().parents[2] / "static" / "build"
TEXT = "Three large families came at once."
USUALLY, PATIENTLY = 5000, 20_000  # milliseconds; saving by itself takes a few seconds
SAVED = re.compile(r"Draft saved at \d\d:\d\d\.")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _on_15_january_2018(settings: Settings) -> Iterator[None]:
    settings.BUSINESS_TODAY = date(2018, 1, 15)
    cache.clear()  # the sign-ins of other tests, which count against this one's
    expect.set_options(timeout=PATIENTLY)
    yield
    expect.set_options(timeout=USUALLY)


@pytest.fixture
def form(live_server: LiveServer, page: Page) -> Page:
    """The return of measure 25 before an officer of its service."""
    make_return()
    open_return(page, live_server)
    sign_in(page, officer())
    return page


def open_return(page: Page, server: LiveServer) -> None:
    page.goto(f"{server.url}/returns/2017-18-q3/25/")


def sign_in(page: Page, person: Person) -> None:
    """On the page for it, to which one is led; then the return stands there with its scripts."""
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="25 Measure 25")).to_be_visible()
    page.wait_for_load_state("load")


def officer() -> Person:
    return make_officer(make_service())


def other_officer() -> Person:
    return make_officer(make_service(), "Otto")


def type_into(page: Page, label: str, text: str, *, leave: bool = True) -> None:
    box = page.get_by_label(label)
    box.focus()
    page.keyboard.press("End")
    page.keyboard.type(text)
    if leave:
        page.keyboard.press("Tab")


def says(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.locator("#autosave")).to_contain_text(words)


def stored() -> Return:
    return Return.objects.get(measure__ref="25")


def asks_before_leaving(page: Page) -> bool:
    """Whether the browser would warn; it asks the page so."""
    asked = "() => !window.dispatchEvent(new Event('beforeunload', {cancelable: true}))"
    return bool(page.evaluate(asked))


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


# A session that ends


def test_session_gone_while_typing_and_the_same_person_finds_the_text(
    form: Page, axe: Callable[[Page], list[str]]
) -> None:
    Session.objects.all().delete()
    type_into(form, "Commentary", TEXT)
    says(form, "You are signed out. What you typed here is kept for you.")
    assert not asks_before_leaving(form)
    assert axe(form) == []
    form.get_by_role("link", name="Sign in again").click()
    sign_in(form, officer())
    expect(form.get_by_role("heading", name="What you typed is back")).to_be_visible()
    expect(form.get_by_label("Commentary")).to_have_value(TEXT)
    assert axe(form) == []
    form.get_by_role("button", name="Save draft").click()
    expect(form.get_by_text("Draft saved. It is not submitted yet.")).to_be_visible()
    assert (stored().commentary, KeptEntry.objects.count()) == (TEXT, 0)


def test_session_gone_and_somebody_else_finds_nothing(form: Page) -> None:
    Session.objects.all().delete()
    type_into(form, "Commentary", TEXT)
    says(form, "You are signed out.")
    form.get_by_role("link", name="Sign in again").click()
    sign_in(form, other_officer())
    expect(form.get_by_label("Commentary")).to_have_value("")
    expect(form.get_by_text(TEXT)).to_have_count(0)
    expect(form.locator("#restored")).to_have_count(0)
    assert KeptEntry.objects.get().person == officer()


def test_session_gone_when_a_button_is_pressed(form: Page) -> None:
    type_into(form, "Percentage at", "82", leave=False)
    expect(form.locator("#result")).to_contain_text("Green: 82.0%")
    Session.objects.all().delete()
    form.get_by_role("button", name="Submit this return").click()
    expect(form.get_by_text("You are signed out, so nothing was saved.")).to_be_visible()
    sign_in(form, officer())
    expect(form.get_by_label("Percentage at")).to_have_value("82")


def test_signed_in_anew_in_another_tab_the_old_tab_saves_on(
    form: Page, live_server: LiveServer
) -> None:
    Session.objects.all().delete()
    tab = form.context.new_page()
    open_return(tab, live_server)
    sign_in(tab, officer())
    type_into(form, "Commentary", TEXT, leave=False)
    says(form, SAVED)
    assert (stored().commentary, KeptEntry.objects.count()) == (TEXT, 0)


def test_somebody_else_signed_in_in_another_tab_gets_nothing(
    form: Page, live_server: LiveServer
) -> None:
    Session.objects.all().delete()
    tab = form.context.new_page()
    open_return(tab, live_server)
    sign_in(tab, other_officer())
    type_into(form, "Commentary", TEXT, leave=False)
    says(form, "Somebody else is signed in now, so nothing is saved. What you typed here is kept")
    tab.reload()
    expect(tab.get_by_label("Commentary")).to_have_value("")
    assert (stored().commentary, KeptEntry.objects.get().person) == ("", officer())


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


# Before a session ends


def test_warning_two_minutes_before_the_end_lets_one_stay(
    live_server: LiveServer, page: Page, settings: Settings, axe: Callable[[Page], list[str]]
) -> None:
    settings.SESSION_COOKIE_AGE = 125
    make_return()
    open_return(page, live_server)
    sign_in(page, officer())
    warning = page.get_by_role("dialog", name=re.compile("You will be signed out at"))
    stays = warning.get_by_role("button", name="Stay signed in")
    expect(stays).to_be_focused()
    assert axe(page) == []
    settings.SESSION_COOKIE_AGE = 1800
    stays.click()
    expect(warning).to_have_count(0)
    expect(page.get_by_label("Percentage at")).to_be_visible()


def test_warning_says_when_it_is_too_late(
    live_server: LiveServer, page: Page, settings: Settings
) -> None:
    make_return()
    open_return(page, live_server)
    sign_in(page, officer())
    settings.SESSION_COOKIE_AGE = 4
    page.reload()
    over = page.get_by_role("dialog", name="You are signed out")
    expect(over).to_be_visible()
    over.get_by_role("link", name="Sign in again").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_limit_of_a_session_is_said_too(
    live_server: LiveServer, page: Page, settings: Settings
) -> None:
    make_return()
    open_return(page, live_server)
    sign_in(page, officer())
    settings.SESSION_LIMIT = 90
    page.reload()
    limit = page.get_by_role("dialog", name=re.compile("You will be signed out at"))
    expect(limit).to_contain_text("That is the longest that one can stay signed in.")
    limit.get_by_role("button", name="Go on").click()
    expect(limit).to_have_count(0)


def test_pages_without_a_form_give_no_warning(
    live_server: LiveServer, page: Page, settings: Settings
) -> None:
    page.goto(f"{live_server.url}/accessibility/")
    page.goto(f"{live_server.url}/accounts/login/?next=/accessibility/")
    page.get_by_label("E-mail address").fill(make_person("Alice").email)
    page.get_by_label("Password").fill(PASSWORD)
    settings.SESSION_COOKIE_AGE = 100
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.wait_for_timeout(2500)
    expect(page.get_by_role("dialog")).to_have_count(0)


# Without scripts


@pytest.fixture
def bare(live_server: LiveServer, browser: Browser) -> Iterator[Page]:
    """The same return in a browser that runs no scripts."""
    make_return()
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    open_return(page, live_server)
    sign_in(page, officer())
    yield page
    context.close()


def test_session_gone_without_scripts_and_the_text_is_back(bare: Page) -> None:
    bare.get_by_label("Commentary").fill(TEXT)
    Session.objects.all().delete()
    bare.get_by_role("button", name="Save draft").click()
    expect(bare.get_by_text("What you typed is kept for you")).to_be_visible()
    sign_in(bare, officer())
    expect(bare.get_by_label("Commentary")).to_have_value(TEXT)
    bare.get_by_role("button", name="Drop it").click()
    expect(bare.get_by_label("Commentary")).to_have_value("")
    assert KeptEntry.objects.count() == 0


def test_back_button_without_scripts_shows_the_newest_draft(bare: Page) -> None:
    bare.get_by_label("Commentary").fill(TEXT)
    bare.get_by_role("button", name="Save draft").click()
    bare.get_by_role("link", name="My returns").click()
    bare.go_back()
    expect(bare.get_by_label("Commentary")).to_have_value(TEXT)
