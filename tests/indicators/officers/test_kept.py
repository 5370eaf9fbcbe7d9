"""Text that comes without its session: kept for who typed it, given back to nobody else."""

from __future__ import annotations

import time
from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import signing
from django.test import Client
from django.utils import timezone

from indicators.models import KeptEntry
from indicators.officers.keeping import (
    KEPT_FOR,
    LONGEST,
    SALT,
    SLIP_LASTS,
    keep,
    new_slip,
    read_slip,
)
from indicators.returns.entering import Entry, save_draft
from organisation.models import Person
from tests.factories import PASSWORD, TODAY, make_officer, make_return, make_service, submitted
from tests.indicators.officers.test_autosave import AUTOSAVE, Tab, attribute
from tests.indicators.returns.officers import URL, officer, stored
from tests.indicators.returns.pages import Page, box, signed_in, words

pytestmark = pytest.mark.django_db

TEXT = "Three large families came at once."
LOGIN = f"/accounts/login/?next={URL}"


@pytest.fixture
def tab() -> Tab:
    """The return before an officer whose browser is asked for the token of each form."""
    make_return()
    return opened(officer())


def opened(person: Person) -> Tab:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    tab = Tab(client)
    tab.carried["csrfmiddlewaretoken"] = client.cookies[settings.CSRF_COOKIE_NAME].value
    return tab


def sign_out_elsewhere(tab: Tab) -> None:
    Session.objects.filter(pk=tab.client.session.session_key).delete()


def sign_in(tab: Tab, person: Person) -> None:
    """On the page for it, in the same browser: the token of older pages holds no more."""
    token = box(tab.client.get("/accounts/login/"), "csrfmiddlewaretoken")
    sent = {"login": person.email, "password": PASSWORD, "csrfmiddlewaretoken": token}
    assert tab.client.post("/accounts/login/", sent).status_code == 302


def kept() -> dict[str, str]:
    return dict(KeptEntry.objects.get().typed["boxes"])


def comes_back(tab: Tab) -> Page:
    """The page of the return after its officer has signed in again."""
    sign_in(tab, officer())
    return tab.client.get(URL)


# A session that has ended


def test_form_without_session_is_kept_and_leads_to_sign_in(tab: Tab) -> None:
    sign_out_elsewhere(tab)
    answer = tab.press("submit", value="8o", commentary=TEXT)
    assert (answer.status_code, answer["Location"]) == (302, LOGIN)
    assert "What you typed is kept for you" in words(tab.client.get(LOGIN))
    assert stored().state == "NOT_STARTED"
    page = comes_back(tab)
    assert box(page, "value") == "8o"
    text = words(page)
    assert "What you typed is back" in text
    assert f"Commentary (empty) {TEXT}" in text


def test_autosave_without_session_is_kept_and_says_so_on_the_page(tab: Tab) -> None:
    sign_out_elsewhere(tab)
    answer = tab.autosave(commentary=TEXT)
    assert answer.status_code == 401
    assert words(answer) == "You are signed out. What you typed here is kept for you. Sign in again"
    assert attribute(answer, "href") == "/accounts/login/?next=%2Freturns%2F2017-18-q3%2F25%2F"
    assert (attribute(answer, "data-held"), answer["Cache-Control"]) == ("kept", "no-store")
    tab.autosave(commentary=f"{TEXT} Two more.")
    assert f"{TEXT} Two more." in words(comes_back(tab))


def test_session_that_ended_by_its_age_is_no_different(tab: Tab) -> None:
    now = timezone.now()
    Session.objects.update(expire_date=now - timedelta(minutes=1))
    assert tab.press("save", commentary=TEXT)["Location"] == LOGIN
    assert kept()["commentary"] == TEXT


def test_saving_what_came_back_deletes_what_was_kept(tab: Tab) -> None:
    sign_out_elsewhere(tab)
    tab.press("save", commentary=TEXT)
    comes_back(tab)
    again = Tab(tab.client)
    again.carried["csrfmiddlewaretoken"] = tab.client.cookies[settings.CSRF_COOKIE_NAME].value
    again.press("save", commentary=TEXT)
    assert (stored().commentary, KeptEntry.objects.count()) == (TEXT, 0)


def test_dropping_what_came_back_leaves_what_is_saved(tab: Tab) -> None:
    tab.autosave(commentary="Saved.")
    sign_out_elsewhere(tab)
    tab.press("save", commentary=TEXT)
    assert "Drop it" in words(comes_back(tab))
    again = Tab(tab.client)
    again.carried["csrfmiddlewaretoken"] = tab.client.cookies[settings.CSRF_COOKIE_NAME].value
    again.press("drop")
    assert KeptEntry.objects.count() == 0
    assert TEXT not in words(tab.client.get(URL))
    assert stored().commentary == "Saved."


def test_what_somebody_saved_in_between_stands_beside_it(tab: Tab) -> None:
    sign_out_elsewhere(tab)
    tab.press("save", value="79")
    other = make_officer(make_service(), "Otto")
    save_draft(stored(), Entry(value=Decimal(81)), by=other, on=TODAY)
    text = words(comes_back(tab))
    assert "What you typed is back" in text
    assert "Otto saved this return after you opened it" in text
    assert "Percentage at 31 December 2017 81 79" in text
    assert "Save mine instead" in text
    assert stored().value == 81


def test_what_is_saved_by_now_is_not_given_back(tab: Tab) -> None:
    sign_out_elsewhere(tab)
    tab.press("save", commentary=TEXT)
    save_draft(stored(), Entry(commentary=TEXT), by=officer(), on=TODAY)
    assert "What you typed" not in words(comes_back(tab))


def test_return_submitted_since_shows_what_was_kept(tab: Tab) -> None:
    sign_out_elsewhere(tab)
    tab.press("save", commentary=TEXT)
    submitted(stored(), "82")
    text = words(comes_back(tab))
    assert "What you typed and could not save" in text
    assert TEXT in text


# Nobody else


def test_somebody_else_on_the_same_computer_sees_nothing_of_it(tab: Tab) -> None:
    sign_out_elsewhere(tab)
    tab.press("save", commentary=TEXT)
    sign_in(tab, make_officer(make_service(), "Otto"))
    page = tab.client.get(URL)
    assert page.status_code == 200
    assert TEXT not in page.content.decode()
    assert "What you typed" not in words(page)


def test_form_sent_after_somebody_else_signed_in_is_kept_for_its_own_person(tab: Tab) -> None:
    other = make_officer(make_service(), "Otto")
    sign_in_instead(tab, other)
    answer = tab.press("save", commentary=TEXT)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert (stored().commentary, KeptEntry.objects.get().person) == ("", officer())
    assert TEXT not in tab.client.get(URL).content.decode()


def test_autosave_after_somebody_else_signed_in_is_kept_for_its_own_person(tab: Tab) -> None:
    sign_in_instead(tab, make_officer(make_service(), "Otto"))
    answer = tab.autosave(commentary=TEXT)
    assert answer.status_code == 403
    assert "Somebody else is signed in now, so nothing is saved. What you typed" in words(answer)
    assert "data-token" not in answer.content.decode()
    assert (stored().commentary, KeptEntry.objects.get().person) == ("", officer())


def sign_in_instead(tab: Tab, person: Person) -> None:
    sign_out_elsewhere(tab)
    sign_in(tab, person)


def test_own_page_of_before_the_last_sign_in_gets_the_new_token(tab: Tab) -> None:
    sign_in_instead(tab, officer())
    answer = tab.autosave(commentary=TEXT)
    assert (answer.status_code, attribute(answer, "data-held")) == (403, "again")
    tab.carried["csrfmiddlewaretoken"] = attribute(answer, "data-token")
    assert attribute(tab.autosave(commentary=TEXT), "data-held") == "draft"
    assert (stored().commentary, KeptEntry.objects.count()) == (TEXT, 0)


def test_own_form_of_before_the_last_sign_in_is_back_in_the_boxes(tab: Tab) -> None:
    sign_in_instead(tab, officer())
    assert tab.press("submit", commentary=TEXT)["Location"] == URL
    text = words(tab.client.get(URL))
    assert "Nothing was saved yet, since you have signed in anew." in text
    assert f"Commentary (empty) {TEXT}" in text
    assert stored().commentary == ""


def test_page_of_somebody_else_is_never_saved_as_ones_own() -> None:
    """Even with a token that holds, the slip says for whom the page was made."""
    make_return()
    mine, other = opened(officer()), opened(make_officer(make_service(), "Otto"))
    slip = mine.carried["page"]
    assert other.press("save", commentary=TEXT, page=slip)["Location"] == "/"
    assert (stored().commentary, KeptEntry.objects.get().person) == ("", officer())


# Slips that don't hold


@pytest.mark.parametrize("slip", ["", "x", "x:y:z", "WzEsMSwieCJd:1:forged", "٣"])
def test_forged_slip_keeps_nothing_and_gives_the_text_back(tab: Tab, slip: str) -> None:
    sign_out_elsewhere(tab)
    answer = tab.press("save", page=slip, commentary=TEXT)
    assert answer.status_code == 403
    assert TEXT in words(answer)
    assert "Copy what you need from here" in words(answer)
    assert answer["Cache-Control"] == "no-store"
    assert "could not be kept" in words(tab.autosave(page=slip, commentary=TEXT))
    assert KeptEntry.objects.count() == 0


def test_slip_holds_over_a_weekend_and_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    slip = new_slip(officer(), make_return())
    signed = slip.signed
    made = time.time()
    monkeypatch.setattr(time, "time", lambda: made + SLIP_LASTS.total_seconds() - 2)
    assert read_slip(signed) == slip
    monkeypatch.setattr(time, "time", lambda: made + SLIP_LASTS.total_seconds() + 2)
    assert read_slip(signed) is None


def test_slip_of_another_use_is_none() -> None:
    assert read_slip(signing.dumps((1, 1, "x"))) is None
    assert read_slip(signing.dumps((1, 1, "x"), salt=SALT)) is not None


def test_forged_request_without_slip_is_refused_as_ever(tab: Tab) -> None:
    answer = tab.press("save", csrfmiddlewaretoken="forged", page="", commentary=TEXT)
    assert answer.status_code == 403
    assert "Please send the form again" in words(answer)
    assert TEXT not in words(answer)
    assert (stored().commentary, KeptEntry.objects.count()) == ("", 0)


# How much, for how long, and only what the form has


def test_only_the_boxes_of_the_form_are_kept(tab: Tab) -> None:
    sign_out_elsewhere(tab)
    tab.press("save", commentary="A\0B", madeup="x")
    assert kept() == {"quality": "FINAL", "commentary": "AB"}


def test_too_long_a_text_is_given_back_instead(tab: Tab) -> None:
    sign_out_elsewhere(tab)
    answer = tab.press("save", commentary="x" * (LONGEST + 1))
    assert (answer.status_code, KeptEntry.objects.count()) == (403, 0)
    assert "x" * (LONGEST + 1) in answer.content.decode()


def test_text_is_deleted_after_seven_days(tab: Tab) -> None:
    sign_out_elsewhere(tab)
    tab.press("save", commentary=TEXT)
    KeptEntry.objects.update(kept_at=timezone.now() - KEPT_FOR - timedelta(minutes=1))
    assert "What you typed" not in words(comes_back(tab))
    other = make_officer(make_service(), "Otto")
    assert keep(new_slip(other, stored()), {"value": "1"}, seen_edit=0, now=timezone.now())
    assert [each.person for each in KeptEntry.objects.all()] == [other]


def test_nothing_is_kept_for_those_who_left(tab: Tab) -> None:
    sign_out_elsewhere(tab)
    Person.objects.filter(pk=officer().pk).update(is_active=False)
    assert "could not be kept" in words(tab.autosave(commentary=TEXT))
    assert KeptEntry.objects.count() == 0


def test_two_pages_without_session_lose_neither(tab: Tab) -> None:
    other = Tab(tab.client)
    other.carried["csrfmiddlewaretoken"] = tab.carried["csrfmiddlewaretoken"]
    sign_out_elsewhere(tab)
    tab.press("save", commentary=TEXT)
    answer = other.press("save", commentary="On the other page.")
    assert (answer.status_code, "On the other page." in words(answer)) == (403, True)
    assert kept()["commentary"] == TEXT
    same = other.press("save", commentary=TEXT)
    assert same["Location"] == LOGIN


def test_looking_at_it_needs_sign_in(tab: Tab) -> None:
    sign_out_elsewhere(tab)
    assert tab.client.get(URL)["Location"] == LOGIN
    assert tab.client.get(AUTOSAVE)["Location"] == LOGIN
    assert signed_in(officer()).get(URL).status_code == 200
