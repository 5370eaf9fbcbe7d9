"""The closed periods in which a person may correct."""

from datetime import date

import pytest

from indicators.models import Return
from indicators.officers.due import Work
from indicators.officers.open_again import Correctable, OpenAgain, open_again
from indicators.returns.closing import close_period
from indicators.returns.reopening import begin_correction, reopen
from organisation.access import access_of
from organisation.models import Person
from tests.factories import (
    DUE,
    TODAY,
    approved,
    make_measure,
    make_officer,
    make_performance,
    make_return,
    make_service,
    make_terms,
)
from tests.indicators.returns.officers import get
from tests.indicators.returns.pages import words

pytestmark = pytest.mark.django_db


def reopened() -> Person:
    """Somebody who was let in to a closed quarter with a measure of each of two services."""
    make_terms(make_measure("9", service=make_service("Housing", "Place")))
    return_, me, team = make_return(), make_officer(make_service()), make_performance()
    for each in Return.objects.select_related("measure"):
        approved(each)
    close_period(return_.period, by=team, on=TODAY)
    reopen(
        return_.period,
        people=[me],
        until=date(2018, 1, 20),
        reason="Wrong register.",
        by=team,
        on=TODAY,
    )
    return me


def test_returns_of_the_own_service_lead_to_their_pages() -> None:
    me = reopened()
    assert open_again(Work.read(access_of(me, TODAY), TODAY)) == [
        OpenAgain(
            prose="Quarter 3, October to December 2017",
            words="2017/18 Q3 is open to you until 20 January 2018.",
            services=(("Children", (Correctable("25", "Measure 25", "/returns/2017-18-q3/25/"),)),),
        )
    ]


def test_nothing_is_open_to_others_or_after_the_last_day() -> None:
    me = reopened()
    other = make_officer(make_service(), "Otto")
    late = date(2018, 1, 21)
    assert open_again(Work.read(access_of(other, TODAY), TODAY)) == []
    assert open_again(Work.read(access_of(me, late), late)) == []


def test_my_returns_says_once_until_when_and_nothing_of_late_returns() -> None:
    me = reopened()
    return_ = Return.objects.get(measure__ref="25")
    return_.period.enter_until = date(2018, 1, 22)
    return_.period.save()
    begin_correction(return_, reason="Counted twice.", by=me, on=TODAY)
    assert DUE < TODAY
    text = words(get("/returns/", me))
    assert text.count("2017/18 Q3 is open to you until 20 January 2018.") == 1
    other = words(get("/returns/", make_officer(make_service(), "Otto")))
    assert "2017/18 Q3 is closed, and it is not reopened for you." in other
    assert "Late returns can be entered" not in other
