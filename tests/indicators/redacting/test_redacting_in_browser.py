"""Histories and the page that removes personal data, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from indicators.models import Return
from tests.factories import PASSWORD, entered, make_performance, make_return
from tests.templates.test_pages_in_browser import enter

pytestmark = pytest.mark.django_db
HISTORY = "/returns/2017-18-q3/25/history/"


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    "path", [HISTORY, "/measures/25/history/", "/returns/2017-18-q3/25/redact/", "/redact/"]
)
def test_page_is_accessible_and_fits(
    live_server: LiveServer,
    client: Client,
    page: Page,
    axe: Callable[[Page], list[str]],
    path: str,
    width: int,
) -> None:
    return_ = entered(make_return(), commentary="Long enough to be opened on demand. " * 3)
    entered(return_, "7", commentary="Shorter.")
    client.force_login(make_performance())
    enter(page, client, live_server.url)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(live_server.url + path)
    for each in page.locator("main details > summary").all():
        each.click()

    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.browser
def test_personal_data_are_removed_without_scripts(
    live_server: LiveServer, browser: Browser
) -> None:
    entered(make_return(), commentary="We wrote to Jane Doe.")
    make_performance()
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(live_server.url + HISTORY)
    page.get_by_label("E-mail address").fill("penny@council.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    page.get_by_role("link", name="Remove personal data").click()
    page.get_by_label("What is to be removed").fill("jane doe")
    page.get_by_label("Why").fill("A resident asked for it")
    page.get_by_role("button", name="See what would be touched").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Remove it from 2 texts?")
    page.get_by_role("button", name="Remove it").click()

    expect(page.get_by_role("status")).to_contain_text("Removed from 1 text and from 1 entry")
    expect(page.locator("main")).to_contain_text("Commentary: removed on")
    assert Return.objects.get().commentary == "We wrote to [removed]."
