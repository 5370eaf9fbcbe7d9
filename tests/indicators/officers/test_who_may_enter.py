"""Who may open and save which return."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from organisation.models import Change, Person
from tests.factories import (
    entered,
    make_approver,
    make_officer,
    make_performance,
    make_person,
    make_return,
    make_service,
)
from tests.indicators.returns.officers import URL, doubted, get, green, officer, post, stored
from tests.indicators.returns.pages import Page, box, signed_in, words

pytestmark = pytest.mark.django_db


def check(by: Person | None = None, **fields: str) -> Page:
    return signed_in(by or officer()).post(f"{URL}check/", {"quality": "FINAL", **fields})


def test_colour_shows_while_one_types_and_saves_nothing() -> None:
    make_return()
    page = check(value="70")
    assert "Red: 70.0% is 10.0 percentage points below 80%" in words(page)
    assert "This figure is red. Before it can be submitted it needs its cause" in words(page)
    assert (stored().state, stored().edit) == ("NOT_STARTED", 0)
    assert not Change.objects.filter(object_type="indicators.return").exists()


def test_page_and_live_check_give_the_same_sentence() -> None:
    make_return()
    live = box(check(value="82"), "seen")
    post("check", value="82")
    assert live == box(get(), "seen") == green()


def test_unreadable_figure_is_named_while_one_types() -> None:
    make_return()
    page = check(value="8o")
    assert "Enter the figure as a number, for example 59.6" in words(page)
    assert 'name="seen"' not in page.content.decode()


def test_only_doubts_that_changed_are_sent_while_one_types() -> None:
    doubted()
    first = check(value="8200")
    assert "Are you sure? 8,200 is about 100 times the usual 82." in words(first)
    [code] = re.findall(r'id="doubt-([a-z-]+)"', first.content.decode())
    shown: dict[str, Any] = {
        f"said-{code}": unescape(box(first, f"said-{code}")),
        f"reason-{code}": "All schools.",
    }
    same = check(value="8200", **shown)
    assert "Are you sure?" not in words(same)
    changed = check(value="8300", **shown).content.decode()
    assert f'id="said-{code}" hx-swap-oob="innerHTML"' in changed
    assert f'id="id_reason-{code}"' not in changed
    gone = check(value="83", **shown).content.decode()
    assert f'hx-swap-oob="delete:#doubt-{code}"' in gone


# Who may


@pytest.mark.parametrize("who", ["other service", "approver", "nobody"])
def test_drafts_are_for_the_own_service(who: str) -> None:
    entered(make_return(), "81", commentary="Secret so far.")
    person = {
        "other service": make_officer(make_service("Housing"), "Harry"),
        "approver": make_approver(make_service()),
        "nobody": make_person("Nobody"),
    }[who]
    for response in (get(by=person), post("save", person, value="1"), check(person, value="1")):
        assert response.status_code == 403
        assert "Secret" not in response.content.decode()
        assert "Returns of Children are entered by its own officers." in words(response)
    assert stored().value == 81


def test_performance_team_may_enter() -> None:
    make_return()
    post("save", make_performance(), value="82")
    assert stored().value == 82


def test_measure_that_is_not_asked_has_no_page() -> None:
    make_return()
    assert get("/returns/2017-18-q3/99/").status_code == 404
    assert get("/returns/2016-17-q3/25/").status_code == 404


@pytest.mark.parametrize("url", ["/returns/", URL])
def test_pages_need_sign_in(url: str) -> None:
    make_return()
    response = Client().get(url)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("url", [URL, f"{URL}check/"])
def test_forms_need_their_token(url: str) -> None:
    make_return()
    client = signed_in(officer(), enforce_csrf_checks=True)
    assert client.post(url, {"value": "82", "seen_edit": "0"}).status_code == 403
    assert stored().value is None


@pytest.mark.parametrize(
    ("method", "url"), [("post", "/returns/"), ("get", f"{URL}check/"), ("put", URL)]
)
def test_each_address_takes_only_its_methods(method: str, url: str) -> None:
    make_return()
    assert getattr(signed_in(officer()), method)(url).status_code == 405
