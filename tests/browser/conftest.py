"""What tests that play a quarter share: the day, a second screen, a look at a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer
from pytest_playwright.pytest_playwright import CreateContextCallback

from tests.browser.desk import NARROW, Look
from tests.browser.one_return import officer, open_return, sign_in
from tests.factories import make_return

WIDE = 1280
PATIENCE = 20_000  # milliseconds, for machines that are busy with other things


@pytest.fixture(autouse=True, scope="session")
def _patience() -> None:
    expect.set_options(timeout=PATIENCE)


@pytest.fixture(autouse=True)
def _two_days_before_it_is_due(settings: Settings) -> None:
    settings.BUSINESS_TODAY = date(2018, 1, 10)


@pytest.fixture
def look(axe: Callable[[Page], list[str]]) -> Look:
    """Asks axe once, on a wide screen or on a phone's, since asking takes a second."""

    def at(page: Page, *, on_phone: bool = False) -> None:
        if not on_phone:
            assert axe(page) == [], page.url
        page.set_viewport_size({"width": NARROW, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") == NARROW, page.url
        if on_phone:
            assert axe(page) == [], page.url
        page.set_viewport_size({"width": WIDE, "height": 720})

    return at


@pytest.fixture
def other_page(new_context: CreateContextCallback) -> Iterator[Page]:
    """A second person's screen, whose scripts may not fail either."""
    failures: list[str] = []
    page = new_context().new_page()
    page.on("pageerror", lambda error: failures.append(str(error)))
    yield page
    assert failures == []


@pytest.fixture
def bare_page(new_context: CreateContextCallback) -> Page:
    """A screen that runs no scripts."""
    return new_context(java_script_enabled=False).new_page()


@pytest.fixture
def _on_15_january_2018(settings: Settings) -> None:
    settings.BUSINESS_TODAY = date(2018, 1, 15)
    cache.clear()  # the sign-ins of other tests, which count against this one's


@pytest.fixture
def form(_on_15_january_2018: None, live_server: LiveServer, page: Page) -> Page:
    """The return of measure 25 before an officer of its service."""
    make_return()
    open_return(page, live_server)
    sign_in(page, officer())
    return page


@pytest.fixture
def bare(_on_15_january_2018: None, live_server: LiveServer, bare_page: Page) -> Page:
    """The same return in a browser that runs no scripts."""
    make_return()
    open_return(bare_page, live_server)
    sign_in(bare_page, officer())
    return bare_page
