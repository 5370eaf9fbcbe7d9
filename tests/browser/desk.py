"""What people do at their screens while a quarter is returned, for the tests that play it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from indicators.models import Return
from indicators.returns.entering import PlannedAction
from organisation.models import Change, Person
from tests.factories import (
    PASSWORD,
    Q3,
    make_approver,
    make_measure,
    make_officer,
    make_service,
    make_terms,
)

LIST, RETURN, QUEUE = "/returns/", "/returns/2017-18-q3/25/", "/approvals/"
NARROW = 320
FIGURE = re.compile("31 December 2017")
#: What explains a red, box by box, as it is typed.
EXPLANATION = {
    "What caused it?": "Twenty-six plans began and nineteen ended.",
    "Key risks": "Caseloads are above the safe level.",
    "Mitigation": "A weekly panel decides on every plan over 15 months.",
}
ACTION = {
    "What will be done": "Review each plan over 15 months",
    "By which post": "Head of Safeguarding",
    "By when": "31 March 2018",
}
PLANNED = PlannedAction(ACTION["What will be done"], ACTION["By which post"], date(2018, 3, 31))
BACK_ON_TARGET = "When will it be back on target?"


class Look(Protocol):
    """Looks at a page as it stands: axe finds nothing, and it fits the narrowest screen."""

    def __call__(self, page: Page, *, on_phone: bool = False) -> None: ...


def officer(name: str = "Olive") -> Person:
    return make_officer(make_service(), name)


def approver() -> Person:
    return make_approver(make_service(), "Asha")


def make_asked(*refs: str, **fields: Any) -> None:
    """Measures of the officer's service with terms for the year; `fields` are the measures'."""
    for ref in refs:
        make_terms(make_measure(ref, **fields))


def stored(ref: str = "25") -> Return:
    """What the database holds of a return of quarter 3."""
    return Return.objects.get(
        measure__ref=ref, period__year=Q3.year, period__number=Q3.number, is_current=True
    )


def deeds(ref: str = "25") -> list[tuple[str, str]]:
    """What was done with a return, and by whom, in order."""
    found = (
        Change.objects.about(stored(ref)).filter(field__in=("", "state")).select_related("person")
    )
    return [(each.deed, each.person.name if each.person else "") for each in found]


# Coming in, and from page to page


def sign_in(page: Page, server: LiveServer, person: Person, path: str) -> None:
    """Open a page that needs somebody signed in, and sign in there."""
    page.goto(f"{server.url}{path}")
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def sit_down(page: Page, server: LiveServer, person: Person, path: str) -> None:
    """Somebody else takes over this screen, signed in already."""
    client = Client()
    client.force_login(person)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.clear_cookies()
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": server.url}])
    page.goto(f"{server.url}{path}")


def open_return(page: Page, ref: str = "25") -> None:
    """From the list, where its link is; with its scripts, which answer as one types."""
    page.get_by_role("main").get_by_role("link", name=re.compile(f"^{ref} ")).first.click()
    page.wait_for_url(f"**/returns/2017-18-q3/{ref}/")


# On the return


def press_submit(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^(Check and submit|Submit this return)$")).click()


def expect_done(page: Page, words: str) -> None:
    """The banner says what was done."""
    expect(page.locator(".govuk-notification-banner")).to_contain_text(words)


def expect_refused(page: Page, problems: Mapping[str, str]) -> None:
    """Each problem, by the id of its box, stands in the summary and beside the box."""
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    links = summary.get_by_role("link")
    expect(links).to_have_text(list(problems.values()))
    for place, (box, message) in enumerate(problems.items()):
        expect(links.nth(place)).to_have_attribute("href", f"#{box}")
        expect(page.locator(f"#{box}-error")).to_contain_text(message)
        expect(page.locator(f"#{box}")).to_be_visible()
    expect(page).to_have_title(re.compile("^Error: "))


def fill(page: Page, texts: Mapping[str, str]) -> None:
    """Fill boxes in by their labels; of those that there are several of, the first."""
    for label, text in texts.items():
        page.get_by_label(label).first.fill(text)


def explain_red(page: Page) -> None:
    """All that a red has to say."""
    fill(page, EXPLANATION | ACTION)
    page.get_by_label(BACK_ON_TARGET).select_option("2018-19-q1")
