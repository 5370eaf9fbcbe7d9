"""A return's form that is sent by itself while one types."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.models import KeptEntry, Return
from indicators.returns.closing import acknowledge_missing, close_period
from indicators.returns.entering import Entry, PlannedAction, entry_of, save_draft
from indicators.returns.submitting import submit
from organisation.models import Change
from tests.factories import (
    TODAY,
    entered,
    make_officer,
    make_performance,
    make_return,
    make_service,
    submitted,
)
from tests.indicators.returns.officers import URL, officer, stored
from tests.indicators.returns.pages import Page, box, signed_in, words

pytestmark = pytest.mark.django_db

AUTOSAVE = f"{URL}autosave/"


class Tab:
    """A page of the return that somebody has open, with what it sends along."""

    def __init__(self, client: Client) -> None:
        self.client = client
        opened = client.get(URL)
        self.carried = {name: box(opened, name) for name in ("page", "seen_edit")}

    def autosave(self, **typed: str) -> Page:
        sent = {"quality": "FINAL", **self.carried, **typed}
        answer = self.client.post(AUTOSAVE, sent)
        seen = attribute(answer, "data-seen-edit")
        self.carried["seen_edit"] = seen or self.carried["seen_edit"]
        return answer

    def press(self, action: str, **typed: str) -> Page:
        return self.client.post(
            URL, {"quality": "FINAL", **self.carried, "action": action, **typed}
        )


def attribute(answer: Page, name: str) -> str:
    before, _, after = answer.content.decode().partition(f'{name}="')
    return after.partition('"')[0] if before and after else ""


@pytest.fixture
def tab() -> Tab:
    """The return of measure 25, not started, before an officer of its service."""
    make_return()
    return Tab(signed_in(officer()))


def rows() -> list[tuple[str, str, str]]:
    """What the record says of the return: field, from, to."""
    found = Change.objects.about(stored()).filter(deed="return saved")
    return [(each.field, each.before, each.after) for each in found]


# What is saved


def test_draft_is_saved_as_typed_and_says_when(tab: Tab) -> None:
    answer = tab.autosave(value="59.6", commentary="So far.")
    assert answer.status_code == 200
    assert words(answer).startswith("Draft saved at ")
    assert (attribute(answer, "data-held"), attribute(answer, "data-seen-edit")) == ("draft", "1")
    assert entry_of(stored()) == Entry(value=Decimal("59.6"), commentary="So far.")
    assert (stored().state, stored().entered_by) == ("DRAFT", officer())


def test_record_says_who_and_from_where_and_only_what_changed(tab: Tab) -> None:
    tab.autosave(value="59.6")
    tab.autosave(value="59.6")
    tab.autosave(value="60.1")
    assert rows() == [("value", "", "59.6"), ("value", "59.6", "60.1")]
    changes = Change.objects.about(stored()).filter(deed="return saved")
    assert {(each.person, each.origin) for each in changes} == {(officer(), "form")}


def test_what_cannot_be_read_is_said_and_the_rest_saved(tab: Tab) -> None:
    half = {"action-1-text": "Recruit", "action-1-owner_post": "", "action-1-due_on": ""}
    answer = tab.autosave(value="8o", commentary="Going well.", **half)
    assert "except what is not finished or can't be read: Percentage at 31" in words(answer)
    assert "By which post, By when. That is kept as you typed it." in words(answer)
    assert attribute(answer, "data-held") == "kept"
    assert (stored().value, stored().commentary) == (None, "Going well.")
    again = tab.client.get(URL)
    assert (box(again, "value"), box(again, "action-1-text")) == ("8o", "Recruit")
    assert "What you typed is back" in words(again)
    assert "<title>Error" not in again.content.decode()


def test_once_it_can_be_read_nothing_is_kept_beside_it(tab: Tab) -> None:
    tab.autosave(value="8o")
    assert KeptEntry.objects.count() == 1
    assert attribute(tab.autosave(value="80"), "data-held") == "draft"
    assert KeptEntry.objects.count() == 0
    assert "What you typed is back" not in words(tab.client.get(URL))


def test_answer_costs_no_more_for_a_long_return(tab: Tab) -> None:
    tab.autosave(value="70")
    with CaptureQueriesContext(connection) as few:
        tab.autosave(value="71")
    row = {"text": "Recruit", "owner_post": "Director", "due_on": "1 May 2018"}
    actions = {
        f"action-{place}-{name}": text for place in range(1, 20) for name, text in row.items()
    }
    tab.autosave(value="72", **actions)
    with CaptureQueriesContext(connection) as many:
        tab.autosave(value="73", **actions)
    assert len(many) <= len(few) + 8  # however many they are


def test_answer_is_stored_nowhere(tab: Tab) -> None:
    assert tab.autosave(value="80")["Cache-Control"] == "no-store"


# A session that is renewed only by somebody's doing


def active_at(client: Client) -> int:
    return int(client.session["last active"])


def test_autosave_that_saves_nothing_does_not_renew_the_session(tab: Tab) -> None:
    tab.autosave(value="80")
    session = tab.client.session
    session["last active"] -= 600
    session.save()
    before = active_at(tab.client)
    tab.autosave(value="80")
    assert active_at(tab.client) == before
    tab.autosave(value="81")
    assert active_at(tab.client) >= before + 600


# Two people, two tabs


def test_what_somebody_else_saved_is_not_overwritten(tab: Tab) -> None:
    other = make_officer(make_service(), "Otto")
    save_draft(stored(), Entry(value=Decimal(81)), by=other, on=TODAY)
    answer = tab.autosave(value="79", commentary="Mine.")
    assert answer.status_code == 409
    assert words(answer).startswith("Otto saved this at ")
    assert "after you opened it. Nothing is overwritten. What you typed here is kept" in words(
        answer
    )
    assert "Compare the two" in words(answer)
    assert (attribute(answer, "data-held"), attribute(answer, "data-seen-edit")) == ("kept", "")
    assert entry_of(stored()) == Entry(value=Decimal(81))


def test_compare_shows_both_and_waits_for_the_choice(tab: Tab) -> None:
    save_draft(stored(), Entry(value=Decimal(81)), by=make_performance(), on=TODAY)
    tab.autosave(value="79")
    page = tab.press("save", value="79")
    assert "Percentage at 31 December 2017 81 79" in words(page)
    undecided = {name: box(page, name) for name in ("page", "seen_edit", "undecided")}
    tab.carried = undecided
    answer = tab.autosave(value="79.5")
    assert "It is not the draft until you choose it." in words(answer)
    assert stored().value == 81
    again = Tab(tab.client)
    assert box(tab.client.get(URL), "value") == "79.5"
    assert "Save mine instead" in words(tab.client.get(URL))
    again.press("save", value="79.5")
    assert (stored().value, KeptEntry.objects.count()) == (Decimal("79.5"), 0)


@pytest.mark.parametrize("action", ["check", "add-action", "copy-actions", "submit"])
def test_only_the_button_that_says_so_saves_over_the_other_version(tab: Tab, action: str) -> None:
    save_draft(stored(), Entry(value=Decimal(81)), by=make_performance(), on=TODAY)
    page = tab.press("save", value="79")
    tab.carried = {name: box(page, name) for name in ("page", "seen_edit", "undecided")}
    again = tab.press(action, value="79.5")
    assert "Percentage at 31 December 2017 81 79.5" in words(again)
    assert (box(again, "value"), box(again, "undecided")) == ("79.5", "yes")
    assert stored().value == 81


def test_keeping_what_is_saved_drops_the_other(tab: Tab) -> None:
    save_draft(stored(), Entry(value=Decimal(81)), by=make_performance(), on=TODAY)
    tab.press("save", value="79")
    assert "Keep what is saved" in words(tab.client.get(URL))
    assert tab.press("drop", value="79")["Location"] == URL
    page = tab.client.get(URL)
    assert (box(page, "value"), KeptEntry.objects.count()) == ("81", 0)
    assert "Two versions" not in page.content.decode()


def test_own_other_tab_is_named_as_such(tab: Tab) -> None:
    other = Tab(tab.client)
    other.autosave(value="80")
    answer = tab.autosave(value="79")
    assert words(answer).startswith("You saved this in another tab at ")
    assert stored().value == 80
    assert "You saved this return after you opened it here" in words(tab.press("save", value="79"))


def test_same_typed_in_two_tabs_is_no_conflict(tab: Tab) -> None:
    other = Tab(tab.client)
    other.autosave(value="80")
    answer = tab.autosave(value="80.0")
    assert (answer.status_code, attribute(answer, "data-seen-edit")) == (200, "1")
    assert rows() == [("value", "", "80")]


def test_second_click_on_save_is_no_conflict(tab: Tab) -> None:
    pages = [tab.press("save", value="80"), tab.press("save", value="80")]
    assert [(page.status_code, page["Location"]) for page in pages] == [(302, URL)] * 2
    assert rows() == [("value", "", "80")]


def test_text_of_one_page_is_not_lost_to_another(tab: Tab) -> None:
    other = Tab(tab.client)
    tab.autosave(value="8o")
    answer = other.autosave(value="9o", seen_edit="0")
    assert attribute(answer, "data-held") == "nowhere"
    assert "could not be kept: copy it before you leave this page" in words(answer)
    other.autosave(value="90")
    assert box(tab.client.get(URL), "value") == "8o"


# Sent, locked, closed


def test_late_autosave_neither_reopens_nor_complains(tab: Tab) -> None:
    submitted(stored(), "82")
    answer = tab.autosave(value="82")
    assert words(answer) == "This return is submitted. Nothing more is to be saved."
    assert (answer.status_code, attribute(answer, "data-held")) == (200, "done")
    assert stored().state == "SUBMITTED"


def test_text_typed_after_submitting_elsewhere_is_kept_and_comes_back(tab: Tab) -> None:
    submitted(stored(), "82")
    answer = tab.autosave(value="82", commentary="One more thing.")
    assert "Ask the approver to send it back" in words(answer)
    assert attribute(answer, "data-held") == "kept"
    assert (stored().state, stored().commentary) == ("SUBMITTED", "")
    page = words(tab.client.get(URL))
    assert "What you typed and could not save" in page
    assert "Commentary (empty) One more thing." in page


def test_closed_period_takes_nothing_and_keeps_the_text(tab: Tab) -> None:
    team = make_performance()
    acknowledge_missing(stored(), reason="Failed.", by=team, on=TODAY)
    close_period(stored().period, by=team, on=TODAY)
    answer = tab.autosave(commentary="Too late.")
    assert "is closed; its figures can't be changed here. What you typed" in words(answer)
    assert "Too late." in words(tab.client.get(URL))
    assert stored().commentary == ""
    tab.press("drop")
    assert "Too late." not in words(tab.client.get(URL))


def test_both_of_two_quick_clicks_on_submit_go_well(tab: Tab) -> None:
    """The second has saved the same before the first submitted."""
    entered(stored(), "82")
    page = tab.client.get(URL)
    carried = {name: box(page, name) for name in ("page", "seen_edit", "seen")}
    submit(stored(), by=officer(), on=TODAY)
    sent: dict[str, Any] = {"quality": "FINAL", "value": "82", "action": "submit", **carried}
    assert tab.client.post(URL, sent)["Location"] == "/returns/"
    assert Change.objects.filter(deed="return submitted", field="state").count() == 1


# Who may


def test_only_those_who_may_enter(tab: Tab) -> None:
    stranger = make_officer(make_service("Waste", "Place"))
    sent = {"quality": "FINAL", "seen_edit": "0", "value": "80"}
    assert signed_in(stranger).post(AUTOSAVE, sent).status_code == 403
    assert tab.client.get(AUTOSAVE).status_code == 405
    assert Client().post(AUTOSAVE, sent)["Location"] == f"/accounts/login/?next={URL}"
    assert Return.objects.get(measure__ref="25").value is None


def test_actions_typed_whole_are_saved(tab: Tab) -> None:
    tab.autosave(
        **{
            "value": "70",
            "action-1-text": "Recruit",
            "action-1-owner_post": "Director",
            "action-1-due_on": "31/3/2018",
        }
    )
    assert entry_of(stored()).actions == (PlannedAction("Recruit", "Director", date(2018, 3, 31)),)
