"""Two people at one return, and returns that can not be changed any more."""

from decimal import Decimal

import pytest

from indicators.returns.closing import acknowledge_missing, close_period
from indicators.returns.entering import Entry, entry_of, save_draft
from organisation.models import Change
from tests.factories import (
    TODAY,
    approved,
    entered,
    make_officer,
    make_performance,
    make_return,
    make_service,
    submitted,
)
from tests.indicators.returns.officers import get, green, post, stored, submit
from tests.indicators.returns.pages import box, words

pytestmark = pytest.mark.django_db


def test_second_person_sees_both_versions_and_nothing_is_lost() -> None:
    return_ = make_return()
    other = make_officer(make_service(), "Otto")
    save_draft(return_, Entry(value=Decimal(81), commentary="Otto's."), by=other, on=TODAY)
    page = post("save", value="79", commentary="Mine.", seen_edit="0")
    text = words(page)
    assert "Otto saved this return after you opened it" in text
    assert "Percentage at 31 December 2017 81 79" in text
    assert "Commentary Otto's. Mine." in text
    assert "Save mine instead" in text
    assert (box(page, "value"), box(page, "seen_edit")) == ("79", "1")
    assert entry_of(stored()) == Entry(value=Decimal(81), commentary="Otto's.")


def test_choosing_the_own_version_saves_it() -> None:
    entered(make_return(), "81")
    post("save", value="79", seen_edit="1")
    assert stored().value == 79


@pytest.mark.parametrize("seen", ["", "x", "-1", "٣", "0"])
def test_form_without_the_version_seen_saves_nothing(seen: str) -> None:
    entered(make_return(), "81")
    assert "saved this return after you opened it" in words(post("save", value="9", seen_edit=seen))
    assert stored().value == 81


# What is sent, and what is closed


@pytest.mark.parametrize("played", [submitted, approved])
def test_what_was_sent_is_shown_and_cannot_be_changed(played: object) -> None:
    assert callable(played)
    played(make_return(), "82", commentary="Going well.")
    text = words(get())
    assert "82.0%" in text
    assert f"{green()}." in text
    assert "Going well." in text
    assert "Submitted by Officer of Children, 15 January 2018" in text
    assert "Check and submit" not in text
    page = post("save", value="83", commentary="Changed.")
    assert "Ask the approver to send it back if it has to change." in words(page)
    assert "Changed." in words(page)
    assert stored().value == 82


def test_second_click_on_submit_is_no_error() -> None:
    make_return()
    submit(value="82")
    response = post("submit", value="82", seen=green())
    assert (response.status_code, response["Location"]) == (302, "/returns/")
    assert Change.objects.filter(deed="return submitted", field="state").count() == 1


def test_closed_period_keeps_what_was_typed_on_the_page() -> None:
    return_ = make_return()
    acknowledge_missing(return_, reason="Failed.", by=make_performance(), on=TODAY)
    close_period(return_.period, by=make_performance(), on=TODAY)
    page = post("save", value="82", commentary="Too late.")
    assert "2017/18 Q3 is closed; its figures can't be changed here." in words(page)
    assert (box(page, "value"), "Too late." in words(page)) == ("82", True)
    assert stored().value is None
