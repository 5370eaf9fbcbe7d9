"""The page that removes personal data: first what would be touched, then doing it."""

from __future__ import annotations

import pytest
from django.http import HttpResponse

from indicators.models import Return
from organisation.models import Change, ChangeText, Person, Role
from organisation.redacting import REDACTED
from tests.everybody import ROLES, client_of, make_everybody
from tests.factories import entered, make_performance, make_person, make_return
from tests.reporting.scorecard_examples import as_words

pytestmark = pytest.mark.django_db
ADDRESS = "/returns/2017-18-q3/25/redact/"
GIVEN = {"passage": "Jane Doe", "where": "return", "reason": "A resident asked for it"}


def named(ref: str = "25") -> Return:
    return entered(make_return(ref), commentary="We wrote to Jane Doe.")


def post(address: str = ADDRESS, /, **sent: str) -> HttpResponse:
    return post_as(make_performance(), address, **sent)


def post_as(person: Person, address: str = ADDRESS, /, **sent: str) -> HttpResponse:
    client = client_of(person)
    response = client.post(address, GIVEN | {"action": "look"} | sent, follow=True)
    assert isinstance(response, HttpResponse)
    return response


def said(response: HttpResponse) -> str:
    return as_words(response.content.decode())


def test_preview_says_what_would_be_touched_and_touches_nothing() -> None:
    named()
    words = said(post())
    assert "Remove it from 2 texts?" in words
    assert "25 2017/18 Q3 Commentary 1" in words
    assert "In the record of changes 1 text will be emptied." in words
    assert Return.objects.get().commentary == "We wrote to Jane Doe."


def test_preview_warns_of_words_that_would_be_broken() -> None:
    entered(make_return(), commentary="Planned with Ann for the annual report.")
    words = said(post(passage="ann"))
    assert "Careful: 2 times it is only a part of a longer word" in words


def test_second_step_removes_it() -> None:
    named()
    response = post(action="remove", seen="2")
    assert Return.objects.get().commentary == "We wrote to [removed]."
    words = said(response)
    assert "Removed from 1 text and from 1 entry of the record of changes." in words
    assert "History" in words
    assert "Jane" not in words


def test_second_step_is_refused_where_more_holds_it_by_now() -> None:
    named()
    response = post(action="remove", seen="1")
    assert "What holds it has changed since you looked." in said(response)
    assert not Change.objects.filter(deed=REDACTED).exists()


@pytest.mark.parametrize("seen", ["", "x", "-1"])
def test_second_step_is_refused_without_the_first(seen: str) -> None:
    named()
    post(action="remove", seen=seen)
    assert Return.objects.get().commentary == "We wrote to Jane Doe."


def test_going_back_keeps_what_was_typed() -> None:
    named()
    page = post(action="change").content.decode()
    assert 'value="Jane Doe"' in page
    assert "A resident asked for it" in page


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"passage": "Jo"}, "Enter at least 3 characters of what is to be removed."),
        ({"passage": "John Roe"}, "It was not found there."),
        ({"reason": " "}, "Give the reason; it stays on record."),
        ({"reason": "Jane Doe asked"}, "The reason holds what is to be removed"),
        ({"where": ""}, "Choose where to look."),
    ],
)
def test_what_is_wrong_is_said_beside_its_box(sent: dict[str, str], message: str) -> None:
    named()
    response = post(**sent)
    assert message in said(response)
    assert "There is a problem" in said(response)


def test_place_is_the_return_the_measure_or_everywhere() -> None:
    named("25")
    named("26")
    assert "Remove it from 2 texts?" in said(post(where="return"))
    assert "Remove it from 2 texts?" in said(post(where="measure"))
    assert "Remove it from 4 texts?" in said(post(where="everywhere"))
    assert "Remove it from 4 texts?" in said(post("/redact/"))


def test_administrator_comes_back_to_the_page_itself() -> None:
    """A return's figures before approval are none of an administrator's."""
    named()
    administrator = make_person("Ada", Role.ADMINISTRATOR, is_staff=True)
    response = post_as(administrator, action="remove", seen="2")
    assert "Removed from 1 text" in said(response)
    assert "History of 25" not in said(response)


def test_nothing_of_what_was_typed_is_kept_anywhere() -> None:
    named()
    response = post(action="remove", seen="2")
    kept = [*Change.objects.values_list(), *ChangeText.objects.values_list()]
    assert [row for row in kept if "Jane" in str(row)] == []
    assert "Jane" not in str(dict(response.wsgi_request.session))  # type: ignore[attr-defined]
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("role", ROLES)
def test_only_performance_team_and_administrators_remove(role: str) -> None:
    person = make_everybody()[role]
    named("26")
    sent = GIVEN | {"action": "remove", "seen": "2"}
    client_of(person).post("/redact/", sent)
    may = role in {"performance team", "administrator"}
    assert Change.objects.filter(deed=REDACTED).exists() is may
