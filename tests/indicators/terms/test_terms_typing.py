"""Changing terms in a real browser: the effect as one types, and only the boxes that are needed."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from indicators.models import Terms
from tests.factories import PASSWORD, approved, make_performance, make_return

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def form(live_server: LiveServer, page: Page) -> Page:
    """The terms of a measure that is approved at 81 against 80, before the performance team."""
    approved(make_return(), "81")
    page.goto(f"{live_server.url}/terms/25/change/")
    page.get_by_label("E-mail address").fill(make_performance().email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Change the terms: 25 Measure 25")).to_be_visible()
    page.wait_for_load_state("load")  # with its scripts, which answer as one types
    return page


def test_effect_follows_what_one_types_and_what_was_checked_is_agreed(
    form: Page, axe: Callable[[Page], list[str]]
) -> None:
    target, effect = form.get_by_label("Target", exact=True), form.get_by_role("status")
    target.fill("82")
    expect(effect).to_contain_text("Green at 82.0% or more, amber down to 77.0%.")
    expect(effect).to_contain_text("becomes")
    target.fill("82.55")
    expect(effect).to_contain_text("finer than the measure's decimals")
    target.fill("85")
    expect(effect).to_contain_text("Green at 85.0% or more")
    form.get_by_label("Why do the terms change?").fill("The new contract")
    form.get_by_label("Who agreed it?").fill("Cabinet")
    form.get_by_label("Agreed on").fill("15 December 2017")
    form.get_by_label("Decision reference").fill("minute 45")
    form.get_by_role("button", name="Check what it does").click()
    expect(form.get_by_text("Nothing is agreed yet.")).to_be_visible()
    assert axe(form) == []
    form.get_by_role("button", name="Agree these terms").click()
    expect(form.get_by_text("The new terms hold from Quarter 3 2017/18 on.")).to_be_visible()
    assert Terms.objects.get(from_quarter=3).target == 85


def test_only_the_boxes_of_the_chosen_tolerance_show(form: Page) -> None:
    points, limit = form.locator("#id_points_amber"), form.locator("#id_amber_limit")
    expect(points).to_be_visible()
    expect(limit).to_be_hidden()
    form.get_by_label("A set amber limit").check()
    expect(points).to_be_hidden()
    limit.fill("70")
    expect(form.get_by_role("status")).to_contain_text("amber down to 70.0%")
    form.get_by_label("To be confirmed").check()
    expect(form.get_by_label("Target", exact=True)).to_be_hidden()
    expect(form.get_by_role("status")).to_contain_text("the target is to be confirmed")
