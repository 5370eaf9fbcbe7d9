"""The return of measure 25 on its own page, as its officer types into it in a browser."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from indicators.models import Return
from organisation.models import Person
from tests.factories import PASSWORD, make_officer, make_service

TEXT = "Three large families came at once."
SAVED = re.compile(r"Draft saved at \d\d:\d\d\.")


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
