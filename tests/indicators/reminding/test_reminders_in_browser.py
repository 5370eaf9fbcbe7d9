"""The page of reminders and a message's HTML form, in a real browser."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from indicators.models import Message, MessageState
from indicators.reminding.preview import preview
from indicators.reminding.sending import begin, finish
from tests.factories import make_performance, make_service
from tests.indicators.reminding.chased import DUE, led, make_chased
from tests.indicators.returns.pages import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)
Axe = Callable[[Page], list[str]]


@pytest.fixture(autouse=True)
def _the_day_after(on_day: Callable[[date], None]) -> None:
    on_day(DUE + DAY)


@pytest.fixture
def full() -> None:
    """Something to go out, something sent, failed, broken off and told to nobody."""
    names = ("Ann Able", "Bob Stone", "Cora Cole", "Dan Dale")
    for ref, lead in enumerate(names):
        led(f"{ref}", lead=lead, deputy="Lena Lead", title="Children in care per 10,000 " * 3)
    make_chased("9", service=make_service("Waste", "Place"))
    ann, bob, cora, *_ = preview(DUE + DAY).letters
    begin(ann, by=None)
    Message.objects.update(error="The connection broke while it was being sent: timed out.")
    refused = "The mail server refused the address: 550 5.1.1 no such mailbox"
    ends = ((bob, MessageState.FAILED, refused), (cora, MessageState.SENT, ""))
    for letter, state, error in ends:
        message = begin(letter, by=None)
        assert message is not None
        finish(message, state, by=None, on=DUE + DAY, error=error)


def enter(page: Page, server: LiveServer) -> None:
    """Give the browser the session of one of the performance team."""
    client = signed_in(make_performance())
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": cookie, "url": server.url}])


@pytest.fixture
def without_scripts(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    enter(page, live_server)
    yield page
    context.close()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.usefixtures("full")
def test_page_is_accessible_and_fits(
    live_server: LiveServer, page: Page, axe: Axe, width: int
) -> None:
    enter(page, live_server)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/reminders/")
    page.locator("details summary").first.click()
    expect(page.get_by_text("Dear Bob Stone")).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.usefixtures("full")
def test_html_message_is_accessible_and_fits(
    live_server: LiveServer, page: Page, axe: Axe, width: int
) -> None:
    enter(page, live_server)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/reminders/as-html/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 return overdue")
    assert page.evaluate("getComputedStyle(document.body).padding") == "16px"
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_preview_and_button_work_without_scripts(
    live_server: LiveServer, without_scripts: Page
) -> None:
    page = without_scripts
    led(deputy="Dan Deputy")
    page.goto(f"{live_server.url}/reminders/")
    page.get_by_text("Lena Lead: 1 return overdue").click()
    expect(page.get_by_text("Dear Lena Lead")).to_be_visible()
    page.get_by_role("button", name="Send these messages now (2)").click()
    expect(page.get_by_text("2 messages are sent.")).to_be_visible()
    assert Message.objects.filter(state="SENT").count() == 2


def test_button_on_a_page_that_is_out_of_date_says_what_has_changed(
    live_server: LiveServer, page: Page, axe: Axe
) -> None:
    enter(page, live_server)
    led("1")
    page.goto(f"{live_server.url}/reminders/")
    led("2", lead="Bob Stone")
    page.get_by_role("button", name="Send this message now (1)").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page.get_by_text("There is a message to Bob Stone now.")).to_be_visible()
    assert axe(page) == []
    assert not Message.objects.exists()
