"""How long sessions last, and the warning before they end."""

from __future__ import annotations

import time

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from organisation.sessions import ACTIVE, BEGAN
from tests.factories import PASSWORD, make_person

pytestmark = pytest.mark.django_db

LEFT, STAY, PAGE = "/accounts/session/", "/accounts/session/stay/", "/accounts/password/change/"
IDLE, LIMIT = 30 * 60, 12 * 60 * 60


@pytest.fixture
def alice() -> Client:
    """Alice's browser, a moment after she signed in."""
    client, person = Client(), make_person("Alice")
    sent = {"login": person.email, "password": PASSWORD}
    assert client.post("/accounts/login/", sent).status_code == 302
    return client


def pass_by(client: Client, seconds: int, *, of: tuple[str, ...] = (BEGAN, ACTIVE)) -> None:
    """Let time pass, by moving the session into the past."""
    session = client.session
    for each in of:
        session[each] -= seconds
    session.save()


def is_signed_in(client: Client) -> bool:
    return client.get(PAGE).status_code == 200


def test_limits_are_those_of_the_method() -> None:
    assert (settings.SESSION_COOKIE_AGE, settings.SESSION_LIMIT) == (IDLE, LIMIT)


def test_session_ends_half_an_hour_after_the_last_deed(alice: Client) -> None:
    pass_by(alice, IDLE - 10)
    assert is_signed_in(alice)
    pass_by(alice, IDLE)
    assert not is_signed_in(alice)
    assert "_auth_user_id" not in alice.session


def test_each_request_renews_it(alice: Client) -> None:
    for _ in range(3):
        pass_by(alice, IDLE - 10)
        assert is_signed_in(alice)


def test_session_ends_twelve_hours_after_sign_in_whatever_is_done(alice: Client) -> None:
    pass_by(alice, LIMIT - 10, of=(BEGAN,))
    assert is_signed_in(alice)
    pass_by(alice, 10, of=(BEGAN,))
    response = alice.get(PAGE)
    assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next={PAGE}")
    assert Session.objects.count() == 0


def test_signing_in_again_begins_anew(alice: Client) -> None:
    pass_by(alice, LIMIT)
    assert not is_signed_in(alice)
    alice.post("/accounts/login/", {"login": "alice@council.example", "password": PASSWORD})
    assert alice.session[BEGAN] >= int(time.time()) - 60


def test_asking_how_long_is_left_renews_nothing(alice: Client) -> None:
    pass_by(alice, 600, of=(ACTIVE,))
    before = alice.session[ACTIVE]
    answer = alice.get(LEFT).json()
    assert IDLE - 660 <= answer["seconds"] <= IDLE - 600
    assert (answer["can_stay"], alice.session[ACTIVE]) == (True, before)


def test_staying_renews_it(alice: Client) -> None:
    pass_by(alice, IDLE - 60, of=(ACTIVE,))
    assert alice.get(STAY).json()["seconds"] >= IDLE - 10
    assert alice.get(LEFT).json()["seconds"] >= IDLE - 60


def test_staying_does_not_go_past_the_limit(alice: Client) -> None:
    pass_by(alice, LIMIT - 90, of=(BEGAN,))
    answer = alice.get(STAY).json()
    assert 30 <= answer["seconds"] <= 90
    assert answer["can_stay"] is False


def test_asking_needs_sign_in() -> None:
    assert [Client().get(url).status_code for url in (LEFT, STAY)] == [302, 302]


def test_pages_say_how_long_is_left_only_to_those_signed_in(alice: Client) -> None:
    assert f'data-seconds="{IDLE}"' in alice.get(PAGE).content.decode()
    assert "data-seconds" not in Client().get("/accounts/login/").content.decode()


def test_page_opened_near_the_limit_knows_it(alice: Client) -> None:
    pass_by(alice, LIMIT - 300, of=(BEGAN,))
    content = alice.get(PAGE).content.decode()
    seconds = int(content.partition('data-seconds="')[2].partition('"')[0])
    assert 240 <= seconds <= 300
