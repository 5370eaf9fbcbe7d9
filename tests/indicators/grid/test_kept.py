"""Rows of the grid that come without their session: kept for who typed them, for nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from indicators.models import KeptEntry, Return
from indicators.officers.keeping import KEPT_FOR
from indicators.returns.entering import Entry, save_draft
from organisation.models import Change, Person
from tests.factories import (
    EXPLAINED,
    PASSWORD,
    TODAY,
    make_measure,
    make_officer,
    make_service,
    make_terms,
    open_quarter,
    submitted,
)
from tests.indicators.returns.pages import Page, box, words

pytestmark = pytest.mark.django_db

URL = "/returns/2017-18-q3/grid/people_children/"
AUTOSAVE = f"{URL}autosave/"
LOGIN = f"/accounts/login/?next={URL}"
TEXT = "Three large families came at once."
REFS = ("25", "26", "27")


@pytest.fixture(autouse=True)
def _business_today(settings: Settings) -> None:
    settings.BUSINESS_TODAY = TODAY


class Tab:
    """The grid as somebody has it open, in a browser that is asked for the token of each form."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.page = client.get(URL)
        self.carried = hidden(self.page)

    def send(self, action: str, typed: dict[str, str], address: str = URL) -> Page:
        """What stands in the boxes, with these texts by "column-ref" in their place."""
        ids = {each.measure.ref: each.pk for each in returns()}
        boxes = {
            f"{name}-{ids[ref]}": text
            for (name, _, ref), text in ((key.partition("-"), typed[key]) for key in typed)
            if ref
        }
        whole = {name: text for name, text in typed.items() if "-" not in name}
        return self.client.post(
            address, {"action": action, **self.carried, **standing(), **boxes, **whole}
        )

    def autosave(self, typed: dict[str, str]) -> Page:
        return self.send("", typed, AUTOSAVE)


def hidden(page: Page) -> dict[str, str]:
    """The hidden boxes of the grid, which carry the versions that were seen and the slip."""
    found = re.findall(
        r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode()
    )
    return dict(found)


def standing() -> dict[str, str]:
    """What is saved, as it stands in the boxes that a browser sends too."""
    return {
        f"value-{each.pk}": "" if each.value is None else format(each.value.normalize(), "f")
        for each in returns()
    }


def returns() -> Iterable[Return]:
    return Return.objects.select_related("measure").order_by("measure__ref")


def stored(ref: str = "25") -> Return:
    return Return.objects.get(measure__ref=ref)


def officer(name: str = "Olive") -> Person:
    return make_officer(make_service(), name)


@pytest.fixture
def tab() -> Tab:
    """Three measures of a service before its officer."""
    for ref in REFS:
        make_terms(make_measure(ref))
    open_quarter()
    return opened(officer())


def opened(person: Person) -> Tab:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    return Tab(client)


def sign_out_elsewhere(tab: Tab) -> None:
    Session.objects.filter(pk=tab.client.session.session_key).delete()


def sign_in(tab: Tab, person: Person) -> Tab:
    """On the page for it, in the same browser; then the grid as it comes now."""
    token = box(tab.client.get("/accounts/login/"), "csrfmiddlewaretoken")
    sent = {"login": person.email, "password": PASSWORD, "csrfmiddlewaretoken": token}
    assert tab.client.post("/accounts/login/", sent).status_code == 302
    return Tab(tab.client)


def kept() -> dict[str, dict[str, str]]:
    found = KeptEntry.objects.select_related("of__measure")
    return {each.of.measure.ref: each.typed["boxes"] for each in found}


def cell(tab: Tab, name: str) -> str:
    """What stands in the box of a figure, by "column-ref"."""
    column, _, ref = name.partition("-")
    return box(tab.page, f"{column}-{stored(ref).pk}")


# A session that has ended


@pytest.mark.parametrize("action", ["save", "submit"])
def test_grid_without_session_is_kept_and_back_after_signing_in(tab: Tab, action: str) -> None:
    sign_out_elsewhere(tab)
    answer = tab.send(action, {"value-25": "82", "commentary-25": TEXT, "value-27": "8o"})
    assert (answer.status_code, answer["Location"]) == (302, LOGIN)
    assert "What you typed is kept for you" in words(tab.client.get(LOGIN))
    assert set(kept()) == {"25", "27"}
    again = sign_in(tab, officer())
    assert "What you typed is back" in words(again.page)
    assert (cell(again, "value-25"), cell(again, "value-27")) == ("82", "8o")
    assert TEXT in words(again.page)
    assert {each.state for each in returns()} == {"NOT_STARTED"}


def test_what_came_back_is_saved_and_no_longer_kept(tab: Tab) -> None:
    typed = {"value-25": "82", "commentary-25": TEXT}
    sign_out_elsewhere(tab)
    tab.send("save", typed)
    answer = sign_in(tab, officer()).send("save", typed)
    assert answer["Location"] == URL
    assert (stored().value, stored().commentary) == (Decimal(82), TEXT)
    assert KeptEntry.objects.count() == 0
    assert "What you typed is back" not in words(tab.client.get(URL))


def test_what_came_back_can_be_dropped(tab: Tab) -> None:
    sign_out_elsewhere(tab)
    tab.send("save", {"value-25": "82"})
    sign_in(tab, officer()).send("drop", {"value-25": "82"})
    assert KeptEntry.objects.count() == 0
    assert (stored().value, cell(Tab(tab.client), "value-25")) == (None, "")


def test_pasted_rows_are_kept_as_if_they_stood_in_their_boxes(tab: Tab) -> None:
    sign_out_elsewhere(tab)
    tab.send("paste", {"value-26": "79", "pasted": "25\t82.5%\tUp.\n27\ttbc\n"})
    again = sign_in(tab, officer())
    found = [cell(again, f"value-{ref}") for ref in REFS]
    assert (found, "Up." in words(again.page)) == (["82.5%", "79", "tbc"], True)


def test_nothing_typed_leaves_nothing_behind(tab: Tab) -> None:
    sign_out_elsewhere(tab)
    assert tab.send("save", {})["Location"] == LOGIN
    assert KeptEntry.objects.count() == 0


def test_own_form_of_before_the_last_sign_in_is_back_in_the_boxes(tab: Tab) -> None:
    sign_out_elsewhere(tab)
    sign_in(tab, officer())
    assert tab.send("save", {"value-25": "82"})["Location"] == URL
    page = Tab(tab.client)
    assert "Nothing was saved yet, since you have signed in anew." in words(page.page)
    assert (cell(page, "value-25"), stored().value) == ("82", None)


def test_forged_request_without_slip_is_refused_as_ever(tab: Tab) -> None:
    tab.carried |= {"csrfmiddlewaretoken": "forged", "page": ""}
    answer = tab.send("save", {"value-25": "82"})
    assert answer.status_code == 403
    assert (stored().value, KeptEntry.objects.count()) == (None, 0)


def test_text_is_not_given_back_after_seven_days(tab: Tab) -> None:
    tab.autosave({"value-25": "82"})
    KeptEntry.objects.update(kept_at=timezone.now() - KEPT_FOR)
    assert cell(Tab(tab.client), "value-25") == ""


# Nobody else


def test_somebody_else_at_the_same_screen_finds_nothing(tab: Tab) -> None:
    sign_out_elsewhere(tab)
    tab.send("save", {"value-25": "82", "commentary-25": TEXT})
    other = sign_in(tab, officer("Otto"))
    assert (cell(other, "value-25"), TEXT in other.page.content.decode()) == ("", False)
    assert "What you typed is back" not in words(other.page)


@pytest.mark.parametrize("action", ["save", "submit", "paste", "drop"])
def test_page_of_somebody_else_is_never_saved_as_ones_own(tab: Tab, action: str) -> None:
    other = opened(officer("Otto"))
    other.carried["page"] = tab.carried["page"]
    assert other.send(action, {"value-25": "82"})["Location"] == "/"
    assert (stored().value, KeptEntry.objects.get().person) == (None, officer())


def test_forged_slip_keeps_nothing_and_gives_the_text_back(tab: Tab) -> None:
    sign_out_elsewhere(tab)
    tab.carried["page"] = "forged"
    answer = tab.send("save", {"commentary-25": TEXT})
    assert (answer.status_code, answer["Cache-Control"]) == (403, "no-store")
    assert (TEXT in words(answer), KeptEntry.objects.count()) == (True, 0)


def test_what_can_not_be_kept_is_named_to_be_copied(tab: Tab) -> None:
    other = Tab(tab.client)
    sign_out_elsewhere(tab)
    tab.send("save", {"commentary-25": TEXT})
    answer = other.send("save", {"commentary-25": "Another.", "value-26": "80"})
    assert answer.status_code == 403
    assert "Commentary, 25 Measure 25 Another. Figure, 26 Measure 26 80" in words(answer)
    assert kept()["25"]["commentary"] == TEXT
    assert set(kept()) == {"25"}


# While one types


def test_typing_is_kept_and_nothing_of_it_saved(tab: Tab) -> None:
    answer = tab.autosave({"value-25": "8o", "value-26": "79"})
    assert answer.status_code == 200
    assert "It is not saved until you save all." in words(answer)
    assert {each.state for each in returns()} == {"NOT_STARTED"}
    assert not Change.objects.filter(deed="return saved").exists()
    again = Tab(tab.client)
    assert [cell(again, f"value-{ref}") for ref in REFS] == ["8o", "79", ""]


def test_text_taken_out_again_is_kept_no_longer(tab: Tab) -> None:
    tab.autosave({"value-25": "82", "value-26": "79"})
    tab.autosave({"value-25": "82"})
    assert set(kept()) == {"25"}


def test_page_that_came_back_goes_on_with_what_it_has(tab: Tab) -> None:
    tab.autosave({"value-25": "82"})
    again = Tab(tab.client)
    answer = again.autosave({"value-25": "83", "value-26": "79"})
    assert "Kept for you at" in words(answer)
    assert {ref: texts["value"] for ref, texts in kept().items()} == {"25": "83", "26": "79"}


def test_second_tab_overwrites_nothing_that_it_has_not_seen(tab: Tab) -> None:
    other = Tab(tab.client)
    tab.autosave({"value-25": "82"})
    answer = other.autosave({"value-25": "60"})
    assert "could not be kept: copy it" in words(answer)
    assert kept()["25"]["value"] == "82"


def test_refused_rows_are_still_there_when_one_comes_back(tab: Tab) -> None:
    assert tab.send("save", {"value-25": "82", "value-26": "tbc"}).status_code == 422
    again = Tab(tab.client)
    assert [cell(again, f"value-{ref}") for ref in REFS] == ["82", "tbc", ""]


# What somebody else saved meanwhile


def saved_by_otto(**explained: Any) -> None:
    entry = Entry(value=Decimal(81), **explained)
    save_draft(stored(), entry, by=officer("Otto"), on=TODAY)


def test_colleagues_figure_is_not_overwritten_however_often_one_saves(tab: Tab) -> None:
    saved_by_otto()
    for _ in range(2):
        answer = tab.send("save", {"value-25": "60", "value-26": "79"})
        assert answer.status_code == 422
        assert "Otto saved this return after you opened the page" in words(answer)
        tab.carried = hidden(answer)
    assert (stored("25").value, stored("26").value) == (Decimal(81), None)


def test_both_versions_stand_side_by_side_on_the_returns_own_page(tab: Tab) -> None:
    saved_by_otto(**EXPLAINED)
    tab.send("save", {"value-25": "60", "value-26": "79"})
    text = words(tab.client.get("/returns/2017-18-q3/25/"))
    assert "Otto saved this return after you opened it" in text
    assert "Percentage at 31 December 2017 81 60" in text
    assert f"Cause {EXPLAINED['cause']}" not in text  # the grid had no other word for it


def test_back_on_the_grid_the_row_says_who_saved_it(tab: Tab) -> None:
    tab.autosave({"value-25": "60"})
    saved_by_otto()
    again = Tab(tab.client)
    assert "25: Otto saved this return after you opened the page" in words(again.page)
    assert cell(again, "value-25") == "60"
    assert again.send("save", {"value-25": "60"}).status_code == 422


def test_return_submitted_since_shows_what_was_kept_on_its_own_page(tab: Tab) -> None:
    tab.autosave({"commentary-25": TEXT})
    submitted(stored(), "82")
    assert TEXT not in words(tab.client.get(URL))
    text = words(tab.client.get("/returns/2017-18-q3/25/"))
    assert "What you typed and could not save" in text
    assert TEXT in text


def test_answer_is_given_back_as_each_page_asks_for_it() -> None:
    make_terms(make_measure("25", value_type="yes_no", decimals=0), target=Decimal(1))
    open_quarter()
    tab = opened(officer())
    tab.autosave({"value-25": "yes"})
    assert cell(Tab(tab.client), "value-25") == "Yes"
    page = tab.client.get("/returns/2017-18-q3/25/").content.decode()
    assert re.search(r'<input[^>]*name="value"[^>]*value="1"[^>]*checked', page)


def test_only_the_boxes_of_the_grid_are_kept(tab: Tab) -> None:
    tab.autosave({"commentary-25": "A\0B", "key_risks-25": "x"})
    assert kept() == {"25": {"value": "", "commentary": "AB"}}
