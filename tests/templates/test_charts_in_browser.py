"""charts.js in a real browser: plotly over the drawing, under the site's content policy.

The page fixture fails each of these tests if a script fails or the policy is broken.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.templates.example_pages")]


#: Up to this width the drawing that was made for it stays.
NARROW = 640


def drawn(page: Page) -> None:
    page.locator("[data-plotly-state=drawn]").wait_for()


def test_chart_takes_the_drawings_place(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}/chart/figure.json/")
    drawn(page)

    assert page.locator(".app-chart .bars .point").count() == 2
    assert page.locator(".app-chart__plotly").bounding_box()["height"] == 240  # type: ignore[index]
    # The drawing stays for those who listen, out of sight.
    assert page.locator(".app-chart > svg").bounding_box()["height"] <= 1  # type: ignore[index]


def test_chart_says_values_under_the_pointer(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}/chart/figure.json/")
    drawn(page)

    page.locator(".app-chart .nsewdrag").hover(position={"x": 40, "y": 180})

    expect(page.locator(".hoverlayer .hovertext")).to_have_count(1)


def test_chart_click_opens_a_path_of_this_site(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}/chart/figure.json/")
    drawn(page)

    page.locator(".app-chart .nsewdrag").click(position={"x": 40, "y": 180})

    page.wait_for_url(f"{live_server.url}/accessibility/")


def test_chart_click_opens_no_other_site(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}/chart/figure.json/")
    drawn(page)

    page.locator(".app-chart .nsewdrag").click(position={"x": 40, "y": 60})
    page.wait_for_timeout(300)

    assert page.url == f"{live_server.url}/chart/figure.json/"


def test_chart_without_its_figure_keeps_the_drawing(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}/chart/missing.json/")
    page.locator("[data-plotly-state=failed]").wait_for()

    assert page.locator(".app-chart__plotly").count() == 0
    expect(page.get_by_role("img", name="Two bars")).to_be_visible()


def test_chart_on_a_narrow_screen_keeps_the_drawing(live_server: LiveServer, page: Page) -> None:
    page.set_viewport_size({"width": NARROW, "height": 800})
    page.goto(f"{live_server.url}/chart/figure.json/")
    page.wait_for_load_state("networkidle")

    assert page.locator(".app-chart__plotly").count() == 0
    expect(page.get_by_role("img", name="Two bars")).to_be_visible()


@pytest.mark.parametrize("width", [320, 1280])
def test_chart_page_is_accessible_and_fits(
    live_server: LiveServer, page: Page, axe: Callable[[Page], list[str]], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/chart/figure.json/")
    if width > NARROW:
        drawn(page)

    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
