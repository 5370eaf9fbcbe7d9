"""Nothing that was typed on a grid is lost when the session ends, with scripts or without."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from playwright.sync_api import Page, Response, expect
from pytest_django.live_server_helper import LiveServer

from indicators.models import KeptEntry, Return
from organisation.models import Change, Person
from tests.browser.desk import make_asked, officer, sign_in
from tests.factories import PASSWORD, open_quarter

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

GRID = "/returns/2017-18-q3/grid/people_children/"
TEXT = "Three large families came at once."
FIGURE, COMMENTARY = "Figure, 25 Measure 25", "Commentary, 26 Measure 26"
KEPT = re.compile(r"Kept for you at \d\d:\d\d\. It is not saved until you save all\.")
BACK = "What you typed is back"


@pytest.fixture(autouse=True)
def _no_sign_ins_before() -> None:
    cache.clear()  # those of other tests count against this one's


def asked() -> None:
    make_asked("25", "26")
    open_quarter()


@pytest.fixture
def grid(live_server: LiveServer, page: Page) -> Page:
    """Two measures of a service before its officer."""
    asked()
    sign_in(page, live_server, officer(), GRID)
    page.wait_for_load_state("load")
    return page


def type_both(page: Page) -> None:
    page.get_by_label(FIGURE).fill("8o")
    page.get_by_label(COMMENTARY).fill(TEXT)


def type_and_wait(page: Page) -> None:
    """Type both, until the server has answered for all of it."""
    with page.expect_response(_has_all):
        type_both(page)
        page.keyboard.press("Tab")


def _has_all(answer: Response) -> bool:
    sent = answer.request.post_data or ""
    return answer.url.endswith("/autosave/") and TEXT.split(maxsplit=1)[0] in sent


def both(page: Page) -> tuple[str, str]:
    return page.get_by_label(FIGURE).input_value(), page.get_by_label(COMMENTARY).input_value()


def come_back(page: Page, person: Person) -> None:
    """On the page for signing in, to which one was led; then the grid stands there."""
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Returns of Children")
    page.wait_for_load_state("load")


def says(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.locator("#autosave")).to_contain_text(words)


def save_all(page: Page, done: str) -> None:
    page.get_by_role("button", name="Save all as drafts").click()
    expect(page.locator(".govuk-notification-banner")).to_contain_text(done)


def saved() -> dict[str, tuple[Decimal | None, str]]:
    found = Return.objects.values_list("measure__ref", "value", "commentary")
    return {ref: (value, commentary) for ref, value, commentary in found}


def test_typing_is_kept_while_one_types_and_there_after_reload(
    grid: Page, axe: Callable[[Page], list[str]]
) -> None:
    type_and_wait(grid)
    says(grid, KEPT)
    assert not Change.objects.filter(deed="return saved").exists()
    grid.reload()
    expect(grid.get_by_role("heading", name=BACK)).to_be_visible()
    assert both(grid) == ("8o", TEXT)
    assert axe(grid) == []
    grid.get_by_label(FIGURE).fill("80")
    save_all(grid, "2 returns saved as drafts.")
    assert saved() == {"25": (Decimal(80), ""), "26": (None, TEXT)}
    assert KeptEntry.objects.count() == 0


def test_session_gone_in_mid_typing_and_the_same_person_finds_all_of_it(grid: Page) -> None:
    Session.objects.all().delete()
    type_and_wait(grid)
    says(grid, "You are signed out. What you typed here is kept for you.")
    grid.get_by_role("link", name="Sign in again").click()
    come_back(grid, officer())
    expect(grid.get_by_role("heading", name=BACK)).to_be_visible()
    assert both(grid) == ("8o", TEXT)
    assert grid.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_session_gone_when_the_button_is_pressed_and_somebody_else_signs_in(grid: Page) -> None:
    Session.objects.all().delete()
    type_both(grid)
    grid.get_by_role("button", name="Save all as drafts").click()
    expect(grid.get_by_text("You are signed out, so nothing was saved.")).to_be_visible()
    come_back(grid, officer("Otto"))
    assert both(grid) == ("", "")
    expect(grid.get_by_role("heading", name=BACK)).to_have_count(0)
    assert {each.person for each in KeptEntry.objects.all()} == {officer()}


def test_signed_in_anew_in_another_tab_the_old_tab_keeps_on(
    grid: Page, live_server: LiveServer
) -> None:
    Session.objects.all().delete()
    tab = grid.context.new_page()
    sign_in(tab, live_server, officer(), GRID)
    type_and_wait(grid)
    says(grid, KEPT)
    grid.get_by_label(FIGURE).fill("80")
    save_all(grid, "2 returns saved as drafts.")
    assert saved() == {"25": (Decimal(80), ""), "26": (None, TEXT)}


def test_session_gone_without_scripts_and_the_same_person_finds_all_of_it(
    bare_page: Page, live_server: LiveServer
) -> None:
    asked()
    sign_in(bare_page, live_server, officer(), GRID)
    type_both(bare_page)
    Session.objects.all().delete()
    bare_page.get_by_role("button", name="Save all as drafts").click()
    expect(bare_page.get_by_text("What you typed is kept for you")).to_be_visible()
    come_back(bare_page, officer())
    expect(bare_page.get_by_role("heading", name=BACK)).to_be_visible()
    assert both(bare_page) == ("8o", TEXT)
    bare_page.get_by_label(FIGURE).fill("80")
    save_all(bare_page, "2 returns saved as drafts.")
    assert saved() == {"25": (Decimal(80), ""), "26": (None, TEXT)}
    assert KeptEntry.objects.count() == 0


def test_what_came_back_is_dropped_without_scripts(
    bare_page: Page, live_server: LiveServer
) -> None:
    asked()
    sign_in(bare_page, live_server, officer(), GRID)
    type_both(bare_page)
    bare_page.get_by_role("button", name="Save all as drafts").click()
    bare_page.goto(f"{live_server.url}{GRID}")
    bare_page.get_by_role("button", name="Drop it").click()
    expect(bare_page.get_by_role("heading", name=BACK)).to_have_count(0)
    assert (both(bare_page), KeptEntry.objects.count()) == (("", ""), 0)
