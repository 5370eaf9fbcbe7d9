"""The performance team's pages of terms: what holds, checking a change, agreeing to it."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.models import Rating, Return, Terms
from indicators.returns.closing import close_period
from organisation.models import Change
from tests.factories import (
    EXPLAINED,
    Q2,
    Q3,
    TODAY,
    approved,
    entered,
    make_history,
    make_measure,
    make_performance,
    make_return,
    make_service,
    make_terms,
    open_quarter,
)
from tests.indicators.returns.pages import Page, box, signed_in, words

pytestmark = pytest.mark.django_db

LIST, URL = "/terms/", "/terms/25/"
CHANGE, PREVIEW, REMOVE = f"{URL}change/", f"{URL}change/preview/", f"{URL}remove/"
AGREED = {
    "reason": "The new contract",
    "agreed_by": "Cabinet",
    "agreed_on": "15 December 2017",
    "decision_ref": "Cabinet, 15 December 2017, minute 45",
}
GIVEN = {
    "quarter": "2017-18-q3",
    "target_state": "SET",
    "target": "82",
    "tolerance_mode": "POINTS",
    "points_amber": "5",
    **AGREED,
}


def get(url: str = URL) -> Page:
    return signed_in(make_performance()).get(url)


def post(url: str = CHANGE, **fields: str) -> Page:
    return signed_in(make_performance()).post(url, fields, follow=True)


def check(url: str = CHANGE, **fields: str) -> Page:
    return post(url, **GIVEN | {"action": "check"} | fields)


def agree(url: str = CHANGE, *, seen: str, **fields: str) -> Page:
    return post(url, **GIVEN | {"action": "agree", "seen": seen} | fields)


def targets() -> list[tuple[int, Decimal | None]]:
    return list(Terms.objects.order_by("from_quarter").values_list("from_quarter", "target"))


def play() -> Return:
    """Two quarters closed, the third approved at 81."""
    measure = make_measure()
    make_terms(measure)
    make_history(measure, {Q2: "81"})
    return approved(make_return(quarter=Q3), "81")


# What holds


def test_page_says_what_holds_who_agreed_it_and_how_it_came_about() -> None:
    play()
    make_terms(make_return().measure, from_quarter=3, target=Decimal(82), reason="New contract")
    said = words(get())
    assert "What holds in Quarter 3 2017/18 Green at 82.0% or more, amber down to 77.0%." in said
    assert "Tolerance 5 percentage points (amber down to 77.0%), not yet agreed" in said
    assert "In-year profile No in-year profile" in said
    assert (
        "Quarter 3 2017/18 82% 5 percentage points Target changed from 80% to 82% "
        "from Quarter 3 2017/18: New contract; agreed by Cabinet. –"
    ) in said
    assert "Quarter 1 2017/18 80% 5 percentage points Agreed by Cabinet Q2" in said


def test_measure_without_terms_says_where_they_come_from() -> None:
    make_measure()
    said = words(get())
    assert "This measure has no terms yet." in said
    assert "Change the target" not in said
    assert "No quarter is left in which the terms can change" in words(get(CHANGE))


def test_list_shows_every_measure_by_service_with_what_holds_and_what_changed() -> None:
    first = make_measure("9", service=make_service("Waste", "Place"))
    make_terms(first)
    make_terms(first, from_quarter=3, target=Decimal(82))
    make_terms(first, from_quarter=4, in_force=False)
    make_measure("10")
    open_quarter(Q3)
    said = words(get(LIST))
    assert "Waste Measure Target Tolerance Agreed 9 Measure 9 " in said
    assert (
        "9 Measure 9 Changed from Q3, will change from Q4 82% 5 percentage points Agreed by Cabinet"
    ) in said
    assert "10 Measure 10 No terms yet – Not yet agreed" in said


def test_list_takes_as_many_queries_for_one_measure_as_for_many() -> None:
    client = signed_in(make_performance())
    make_terms(make_measure("0"))
    open_quarter(Q3)
    client.get(LIST)  # the first page of a fresh database makes the council's row
    one = cost(client)
    for ref in ("1", "2", "3"):
        make_terms(make_measure(ref, service=make_service(f"Service {ref}")))
    assert cost(client) == one


def cost(client: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(LIST)
    return len(queries)


# Checking


def test_check_shows_what_it_would_do_and_does_nothing() -> None:
    play()
    page = check()
    said = words(page)
    assert "Nothing is agreed yet." in said
    assert "Green at 82.0% or more, amber down to 77.0%." in said
    assert "Target changed from 80% to 82%, from Quarter 3 2017/18 on" in said
    assert "2017/18 Q2 is closed: ratings and targets there stay." in said
    assert "2017/18 Q3: 81.0% approved Green becomes Amber" in said
    assert box(page, "seen")
    assert targets() == [(1, Decimal(80))]


@pytest.mark.parametrize("name", ["reason", "agreed_by", "agreed_on", "decision_ref"])
def test_effect_is_shown_although_the_agreement_is_missing(name: str) -> None:
    play()
    page = check(**{name: ""})
    said = words(page)
    assert "There is a problem" in said
    assert "Green at 82.0% or more, amber down to 77.0%." in said
    assert "Agree these terms" not in said


def test_problems_of_terms_are_said_and_nothing_can_be_agreed() -> None:
    play()
    page = check(target="82.55")
    assert "The target 82.55 is finer than the measure's decimals (1)" in words(page)
    assert "Agree these terms" not in words(page)
    assert 'href="#id_target"' in page.content.decode()


def test_change_of_nothing_is_refused_at_the_check() -> None:
    play()
    assert "These are the terms that hold already" in words(check(target="80"))


def test_day_in_the_future_is_refused_beside_its_box() -> None:
    play()
    page = check(agreed_on="16 January 2018")
    assert "Enter the day on which it was agreed: 15 January 2018 or before." in words(page)
    assert 'href="#id_agreed_on"' in page.content.decode()


def test_form_begins_with_the_quarter_that_is_asked_for() -> None:
    play()
    make_terms(make_return().measure, from_quarter=4, target=Decimal(90))
    assert box(get(CHANGE), "target") == "80"
    assert box(get(f"{CHANGE}?from=2017-18-q4"), "target") == "90"


# Agreeing


def test_what_was_checked_is_agreed() -> None:
    play()
    before = list(Rating.objects.filter(is_frozen=True).values())
    page = agree(seen=box(check(), "seen"))
    assert "25 Measure 25: The new terms hold from Quarter 3 2017/18 on." in words(page)
    assert targets() == [(1, Decimal(80)), (3, Decimal(82))]
    assert Return.objects.get(period__number=3).rating.status == "AMBER"
    assert list(Rating.objects.filter(is_frozen=True).values()) == before
    added = Change.objects.get(deed="terms added", field="target")
    assert (added.after, added.person, added.origin) == ("82", make_performance(), "form")


def test_terms_other_than_those_checked_are_shown_before_they_are_agreed() -> None:
    play()
    page = agree(seen=box(check(), "seen"), target="95")
    assert "This is not what you checked" in words(page)
    assert "Green at 95.0% or more, amber down to 90.0%." in words(page)
    assert targets() == [(1, Decimal(80))]
    agree(seen=box(page, "seen"), target="95")
    assert targets() == [(1, Decimal(80)), (3, Decimal(95))]


def test_terms_whose_effect_became_another_are_shown_before_they_are_agreed() -> None:
    make_terms(make_measure())
    return_ = make_return()
    seen = box(check(), "seen")
    entered(return_, "81")
    assert "This is not what you checked" in words(agree(seen=seen))
    assert targets() == [(1, Decimal(80))]


def test_quarter_that_was_closed_in_the_meantime_is_refused() -> None:
    return_ = play()
    seen = box(check(), "seen")
    close_period(return_.period, by=make_performance(), on=TODAY)
    page = agree(seen=seen)
    assert "Choose a quarter of the list: one that is closed keeps its terms." in words(page)
    assert targets() == [(1, Decimal(80))]


def test_agreeing_needs_the_check_first() -> None:
    play()
    assert "This is not what you checked" in words(agree(seen=""))
    assert targets() == [(1, Decimal(80))]


# While one types


def test_preview_says_the_same_without_the_agreement() -> None:
    play()
    page = post(PREVIEW, **{name: GIVEN[name] for name in GIVEN if name not in AGREED})
    said = words(page)
    assert "Green at 82.0% or more, amber down to 77.0%." in said
    assert "2017/18 Q3: 81.0% approved Green becomes Amber" in said
    assert "Agree these terms" not in said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"target": "8o"}, "Enter the target as a number, for example 59.6"),
        ({"points_amber": "-5"}, "A tolerance cannot be negative; enter 0 or more."),
        ({"quarter": "2017-18-q1"}, "Choose a quarter of the list: one that is closed"),
    ],
)
def test_preview_says_what_is_wrong(typed: dict[str, str], said: str) -> None:
    play()
    assert words(post(PREVIEW, **GIVEN | typed)).startswith(said)


# The basket


def test_measure_leaves_the_basket_after_its_effect_was_seen() -> None:
    approved(make_return(), "81", **EXPLAINED)
    page = post(REMOVE, quarter="2017-18-q3", action="check", **AGREED)
    assert "Taken out of the basket, from Quarter 3 2017/18 on" in words(page)
    assert "2017/18 Q3: 81.0% approved Green becomes Not applicable" in words(page)
    page = post(REMOVE, quarter="2017-18-q3", action="agree", seen=box(page, "seen"), **AGREED)
    assert "It is out of the basket from Quarter 3 2017/18 on." in words(page)
    assert "The measure is out of the basket. Agreeing new terms puts it back." in words(page)
    assert Terms.objects.get(from_quarter=3).in_force is False
    agree(seen=box(check(target="80"), "seen"), target="80")
    assert Terms.objects.get(from_quarter=3).in_force is True
