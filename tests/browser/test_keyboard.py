"""A return from signing in to submitting it by keyboard alone, with its focus always in sight."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from indicators.models import Quality
from indicators.returns.entering import Entry, entry_of
from indicators.returns.needs import RED_NEEDS
from indicators.rules.periods import Quarter
from tests.browser.desk import (
    ACTION,
    BACK_ON_TARGET,
    EXPLANATION,
    FIGURE,
    LIST,
    PLANNED,
    expect_done,
    expect_refused,
    make_asked,
    officer,
    stored,
)
from tests.factories import PASSWORD, open_quarter

pytestmark = pytest.mark.django_db(transaction=True)

FARTHEST = 60  # presses of Tab, beyond which a thing is out of reach
#: What marks the focus must not have been there before, so how things look is kept at each key.
FOCUS = """() => {
  const drawn = (box) => {
    const isOnLabel = box.matches("[type=radio], [type=checkbox]");
    const { outlineColor, outlineStyle, outlineWidth, boxShadow } =
      isOnLabel ? getComputedStyle(box.nextElementSibling, "::before") : getComputedStyle(box);
    const isDrawn = outlineStyle !== "none" && outlineColor !== "rgba(0, 0, 0, 0)";
    const outline = isDrawn ? `${outlineWidth} ${outlineColor}` : "";
    return [outline, boxShadow === "none" ? "" : boxShadow];
  };
  const all = "a, button, input, select, textarea, summary, [tabindex]";
  const box = document.activeElement;
  const now = box === document.body ? [] : drawn(box);
  const before = window.looks?.get(box) ?? [];
  const place = box.getBoundingClientRect();
  const found = {
    isSomewhere: box !== document.body,
    isMarked: now.some((each, at) => each && each !== before[at]),
    isOnScreen: place.width > 0 && place.height > 0 && place.bottom > 0
      && place.top < innerHeight,
  };
  window.looks ??= new Map();
  for (const each of document.querySelectorAll(all)) {
    if (each !== box) window.looks.set(each, drawn(each));
  }
  return found;
}"""
IN_SIGHT = {"isSomewhere": True, "isMarked": True, "isOnScreen": True}


@dataclass
class Keyboard:
    """Somebody who has no mouse; after each key the focus has to be in sight."""

    page: Page

    def press(self, key: str) -> None:
        self.page.evaluate(FOCUS)
        self.page.keyboard.press(key)
        self.sees_the_focus()

    def sees_the_focus(self) -> None:
        assert self.page.evaluate(FOCUS) == IN_SIGHT, self._where

    def tab_to(self, what: Locator) -> None:
        """Press Tab until it has the focus."""
        for _ in range(FARTHEST):
            self.press("Tab")
            if what.evaluate("box => box === document.activeElement"):
                return
        message = f"{what} is not reached; the last was {self._where}"
        raise AssertionError(message)

    def type(self, into: Locator, text: str) -> None:
        self.tab_to(into)
        self.page.keyboard.type(text)
        expect(into).to_be_focused()
        expect(into).to_have_value(text)

    def leave_with(self, key: str) -> None:
        """Press what leads to another page."""
        self.page.keyboard.press(key)

    @property
    def _where(self) -> str:
        return str(self.page.evaluate("document.activeElement.outerHTML.slice(0, 300)"))


def test_red_return_is_entered_and_submitted_by_keyboard(
    page: Page, live_server: LiveServer
) -> None:
    make_asked("25", "26")
    open_quarter()
    keyboard = Keyboard(page)
    signs_in(keyboard, live_server)
    opens_the_return(keyboard)
    enters_a_provisional_figure(keyboard)
    explains_the_red(keyboard)
    mends_what_was_refused(keyboard)
    assert stored().state == "SUBMITTED"
    assert entry_of(stored()) == Entry(
        value=Decimal(61),
        quality=Quality.PROVISIONAL,
        commentary="More came.",
        cause=EXPLANATION["What caused it?"],
        key_risks=EXPLANATION["Key risks"],
        mitigation=EXPLANATION["Mitigation"],
        expected_recovery=Quarter(2018, 1),
        actions=(PLANNED,),
    )


def signs_in(keyboard: Keyboard, server: LiveServer) -> None:
    page, person = keyboard.page, officer()
    page.goto(f"{server.url}{LIST}")
    keyboard.type(page.get_by_label("E-mail address"), person.email)
    keyboard.type(page.get_by_label("Password"), PASSWORD)
    keyboard.leave_with("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("My returns")


def opens_the_return(keyboard: Keyboard) -> None:
    """Past the header by the link that skips it."""
    page = keyboard.page
    keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    keyboard.leave_with("Enter")
    keyboard.press("Tab")
    expect(
        page.get_by_role("link", name="Do the next one, 2017/18 Q3: 25 Measure 25")
    ).to_be_focused()
    keyboard.leave_with("Enter")
    page.wait_for_url("**/returns/2017-18-q3/25/")


def enters_a_provisional_figure(keyboard: Keyboard) -> None:
    """With what is folded opened by Space, a choice of a list, and radios there and back."""
    page = keyboard.page
    keyboard.type(page.get_by_label(FIGURE), "61")
    expect(page.locator("#result")).to_contain_text("Red: 61.0%")
    keyboard.tab_to(page.locator("#no-figure > summary"))
    keyboard.press("Space")
    keyboard.tab_to(page.get_by_label("How firm is the figure?"))
    keyboard.press("ArrowDown")
    expect(page.get_by_label("How firm is the figure?")).to_have_value("PROVISIONAL")
    there_is_one = page.get_by_label("There is a figure, or it is still to be entered")
    keyboard.tab_to(there_is_one)
    keyboard.press("ArrowDown")
    expect(page.get_by_label("Awaiting information")).to_be_checked()
    keyboard.press("ArrowUp")
    expect(there_is_one).to_be_checked()
    keyboard.type(page.get_by_label("Commentary"), "More came.")


def explains_the_red(keyboard: Keyboard) -> None:
    """All but its key risks."""
    page = keyboard.page
    keyboard.type(page.get_by_label("What caused it?"), EXPLANATION["What caused it?"])
    keyboard.type(page.get_by_label("Mitigation"), EXPLANATION["Mitigation"])
    keyboard.tab_to(page.get_by_label(BACK_ON_TARGET))
    for _ in range(2):
        keyboard.press("ArrowDown")
    expect(page.get_by_label(BACK_ON_TARGET)).to_have_value("2018-19-q1")
    for label, text in ACTION.items():
        keyboard.type(page.get_by_label(label).first, text)
    keyboard.tab_to(page.get_by_role("button", name="Submit this return"))
    keyboard.leave_with("Enter")


def mends_what_was_refused(keyboard: Keyboard) -> None:
    """The summary has the focus, and its link leads to the box."""
    page = keyboard.page
    expect_refused(page, {"id_key_risks": RED_NEEDS["key_risks"]})
    keyboard.sees_the_focus()
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect(page.get_by_label("Key risks")).to_be_focused()
    page.keyboard.type(EXPLANATION["Key risks"])
    keyboard.tab_to(page.get_by_role("button", name="Submit this return"))
    keyboard.leave_with("Enter")
    expect_done(page, "25 Measure 25 is submitted. Red: 61.0%")
