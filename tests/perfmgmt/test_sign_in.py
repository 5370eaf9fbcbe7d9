"""Signing in as a whole: who gets in, who is slowed down, what browsers are told."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertRedirects

from tests.factories import PASSWORD, make_person

pytestmark = pytest.mark.django_db

WRONG = "The email address and/or password you specified are not correct."
TOO_MANY = "Too many failed login attempts. Try again later."


@pytest.fixture(autouse=True)
def _no_guesses_counted() -> None:
    cache.clear()


def sign_in(client: Client, email: str, password: str) -> list[str]:
    """What the form says is wrong; nothing if one gets in."""
    response = client.post(reverse("account_login"), {"login": email, "password": password})
    if response.status_code == 302:
        return []
    errors: list[str] = response.context["form"].non_field_errors()
    return list(errors)


def test_sign_in_with_address_in_any_capitals(client: Client) -> None:
    person = make_person("Alice")

    assert sign_in(client, person.email.upper(), PASSWORD) == []
    assert client.session["_auth_user_id"] == str(person.pk)


def test_sign_in_unknown_address_and_wrong_password_say_the_same(client: Client) -> None:
    person = make_person("Alice")

    assert sign_in(client, person.email, "wrong") == [WRONG]
    assert sign_in(client, "nobody@council.example", "wrong") == [WRONG]


def test_sign_in_slows_down_after_ten_guesses(client: Client) -> None:
    person = make_person("Alice")

    guesses = [sign_in(client, person.email, f"guess {number}") for number in range(10)]

    assert guesses == [[WRONG]] * 10
    assert sign_in(client, person.email, PASSWORD) == [TOO_MANY]


def test_sign_in_refused_to_those_who_left(client: Client) -> None:
    person = make_person("Alice", is_active=False)

    response = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})

    assertRedirects(response, reverse("account_inactive"))
    assert "_auth_user_id" not in client.session


def test_sign_up_is_closed(client: Client) -> None:
    assert client.get("/accounts/signup/").status_code == 404


@pytest.mark.parametrize("path", ["/", "/admin/"])
def test_page_needs_sign_in(client: Client, path: str) -> None:
    expected = f"{reverse('account_login')}?next={path}"

    assertRedirects(client.get(path, follow=True), expected)


def test_administration_has_no_sign_in_of_its_own(client: Client) -> None:
    expected = f"{reverse('account_login')}?next=/admin/login/"

    assertRedirects(client.get("/admin/login/"), expected)


def test_sign_out_only_by_post(client: Client) -> None:
    client.force_login(make_person("Alice"))

    client.get(reverse("account_logout"))
    assert "_auth_user_id" in client.session

    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("path", ["/accounts/login/", "/no-such-page/", "/admin/"])
def test_headers_on_every_answer(client: Client, path: str) -> None:
    response = client.get(path)

    expected = {
        "Content-Security-Policy": (
            "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        ),
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
    }
    found = {name: response.headers[name] for name in expected}
    for name in ("Content-Security-Policy",):
        found[name] = "; ".join(sorted(found[name].split("; ")))
        expected[name] = "; ".join(sorted(expected[name].split("; ")))
    assert found == expected


def test_password_reset_goes_by_mail(client: Client, mailoutbox: list[object]) -> None:
    person = make_person("Alice")

    response = client.post(reverse("account_reset_password"), {"email": person.email})

    assertRedirects(response, reverse("account_reset_password_done"))
    assert [mail.to for mail in mailoutbox] == [[person.email]]  # type: ignore[attr-defined]


def test_password_reset_doesnt_say_who_exists(client: Client, mailoutbox: list[object]) -> None:
    response = client.post(reverse("account_reset_password"), {"email": "no@council.example"})

    assertRedirects(response, reverse("account_reset_password_done"))
    assert mailoutbox == []
