"""A session that ends, in mid-typing or soon: nothing is lost, and one is warned in time."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from indicators.models import KeptEntry
from tests.browser.one_return import (
    SAVED,
    TEXT,
    asks_before_leaving,
    officer,
    open_return,
    other_officer,
    says,
    sign_in,
    stored,
    type_into,
)
from tests.factories import PASSWORD, make_person, make_return

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_on_15_january_2018"),
]


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
