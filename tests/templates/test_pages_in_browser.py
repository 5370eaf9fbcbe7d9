"""Pages that belong to no app, in a real browser: sign-in, errors, the administration's frame."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import PASSWORD, make_person

pytestmark = pytest.mark.django_db


def enter(page: Page, client: Client, url: str) -> None:
    """Give the browser the session of the test's client."""
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": url}])


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    "path", ["/accounts/login/", "/accounts/password/reset/", "/accounts/no-such-page/"]
)
def test_page_is_accessible_and_fits(
    live_server: LiveServer,
    page: Page,
    axe: Callable[[Page], list[str]],
    path: str,
    width: int,
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(live_server.url + path)

    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_sign_in_refused_names_the_problem_and_takes_the_focus(
    live_server: LiveServer, page: Page, axe: Callable[[Page], list[str]]
) -> None:
    person = make_person("Alice")
    page.goto(f"{live_server.url}/accounts/login/")

    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()

    expect(page).to_have_title("Error: Sign in – Our council")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page.get_by_label("E-mail address")).to_have_value(person.email)
    assert axe(page) == []


def test_sign_in_and_out(live_server: LiveServer, page: Page) -> None:
    person = make_person("Alice")
    page.goto(f"{live_server.url}/accounts/password/change/")

    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Change your password")

    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


@pytest.mark.parametrize("path", ["/admin/", "/admin/organisation/person/add/"])
def test_administration_keeps_to_the_content_policy(
    live_server: LiveServer, client: Client, page: Page, path: str
) -> None:
    client.force_login(make_person("Alice", is_staff=True, is_superuser=True))
    enter(page, client, live_server.url)

    page.goto(live_server.url + path)

    expect(page.locator("#site-name")).to_contain_text("administration")
