"""Texts and numbers that no page of ours sends: they are refused in words, or do nothing."""

import pytest
from pytest_django.fixtures import Settings

from indicators.models import Return
from tests.everybody import client_of
from tests.factories import TODAY, make_officer, make_performance, make_return, make_service

pytestmark = pytest.mark.django_db

FORM, PERIOD = "/returns/2017-18-q3/25/", "/periods/2017-18-q3/"
GRID = "/returns/2017-18-q3/grid/people_children/"


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.BUSINESS_TODAY = TODAY


def test_null_character_in_the_grid_is_left_out() -> None:
    key = make_return().pk
    typed = {f"value-{key}": "81", f"commentary-{key}": "As\0 planned.", f"seen-{key}": "0"}
    client_of(make_officer(make_service())).post(GRID, {"action": "save", **typed})
    assert Return.objects.get().commentary == "As planned."


@pytest.mark.parametrize("text", ['"' + "x" * 140_000, "25\t" + "9" * 140_000])
def test_pasted_cell_that_is_too_long_is_refused_in_words(text: str) -> None:
    make_return()
    pasted = {"action": "paste", "pasted": text}
    page = client_of(make_officer(make_service())).post(GRID, pasted)
    assert page.status_code == 200
    assert "A cell is too long, or a quotation mark is left open." in page.content.decode()


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000])
def test_number_that_is_no_id_finds_nothing(number: str) -> None:
    make_return()
    several = {"action": "acknowledge-several", "returns": number, "reason": "Late."}
    client = client_of(make_performance())
    assert client.post(PERIOD, several).status_code == 404
    assert client.post(PERIOD, {"action": "waive", "return": number}).status_code == 404


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000])
def test_number_that_is_no_version_saves_nothing(number: str) -> None:
    make_return()
    typed = {"action": "save", "value": "81", "quality": "FINAL", "seen_edit": number}
    page = client_of(make_officer(make_service())).post(FORM, typed)
    assert (page.status_code, Return.objects.get().edit) == (200, 0)
