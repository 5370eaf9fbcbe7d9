"""What was asked of whom: by person, by service, in a period and over its year."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.board.board_asked import Asked, AskedRow, Burden, asked
from indicators.models import Measure, Period
from indicators.returns.closing import close_period
from indicators.rules.periods import Quarter
from organisation.access import access_of
from organisation.models import Person
from tests.factories import (
    Q2,
    Q3,
    TODAY,
    approved,
    make_approver,
    make_history,
    make_measure,
    make_officer,
    make_performance,
    make_return,
    make_service,
    make_terms,
    open_quarter,
    submitted,
)

pytestmark = pytest.mark.django_db


def led(ref: str, lead: Person | None, service: str = "Children", **fields: object) -> Measure:
    measure = make_measure(ref, service=make_service(service), lead=lead, **fields)
    make_terms(measure)
    return measure


def seen(quarter: Quarter = Q3, by: Person | None = None) -> Asked:
    period = Period.objects.at(quarter).get()
    return asked(period, access_of(by or make_performance(), TODAY), TODAY)


def test_people_stand_by_how_much_is_asked_of_them() -> None:
    lena = make_officer(make_service(), "Lena")
    omar = make_officer(make_service(), "Omar")
    for ref in ("1", "2"):
        led(ref, omar)
    made = [approved(make_return(ref, Q2), on=Q2.end) for ref in ("1", "2")]
    close_period(made[0].period, by=make_performance(), on=Q2.end)
    led("3", lena)
    led("4", None)
    open_quarter()
    submitted(make_return("1"), on=date(2018, 1, 10))
    submitted(make_return("3"), on=date(2018, 1, 14))
    url = "/board/2017-18-q3/?person="
    assert seen().people == (
        AskedRow(
            name="Omar",
            note="",
            url=f"{url}{omar.pk}&state=all",
            late_url=f"{url}{omar.pk}&state=not-in-time",
            leads=2,
            period=Burden(asked=2, figures=2, returned=1, late=1),
            year=Burden(asked=4, figures=4, returned=3, late=1),
            is_person=True,
        ),
        AskedRow(
            name="Lena",
            note="",
            url=f"{url}{lena.pk}&state=all",
            late_url=f"{url}{lena.pk}&state=not-in-time",
            leads=1,
            period=Burden(asked=1, figures=1, returned=1, late=1),
            year=Burden(asked=1, figures=1, returned=1, late=1),
            is_person=True,
        ),
        AskedRow(
            name="No lead is named",
            note="",
            url="",
            late_url="",
            leads=1,
            period=Burden(asked=1, figures=1, returned=0, late=1),
            year=Burden(asked=1, figures=1, returned=0, late=1),
        ),
    )


def test_monthly_measure_is_asked_for_three_figures() -> None:
    led("1", None, frequency="MONTHLY")
    led("2", None)
    open_quarter()
    [service] = seen().services
    assert (service.name, service.note, service.period.figures) == ("Children", "People", 4)


def test_words_say_how_much_and_of_whom_most() -> None:
    lena = make_officer(make_service(), "Lena")
    make_history(led("1", lena), {Q2: "82"})
    led("2", lena)
    open_quarter()
    assert seen().in_words == (
        "2 returns were asked for in Q3, 3 in 2017/18 so far. Most was asked of Lena: 2 returns."
    )
    assert seen(Q2).in_words == (
        "1 return was asked for in Q2, 1 in 2017/18 so far. Most was asked of Lena: 1 return."
    )


def test_words_say_why_there_are_more_figures_than_returns() -> None:
    make_history(led("2", None), {Q2: "82"})
    led("1", None, frequency="MONTHLY")
    open_quarter()
    why = "the return of a monthly measure holds one for each of the quarter’s months."
    assert seen().in_words == (
        "2 returns were asked for in Q3, 3 in 2017/18 so far. "
        f"They hold 4 figures in Q3, 5 in 2017/18: {why}"
    )


def test_words_without_any_lead_name_nobody() -> None:
    led("1", None)
    open_quarter()
    assert seen().in_words == "1 return was asked for in Q3, 1 in 2017/18 so far."


def test_lead_who_has_left_and_annual_measures_are_counted() -> None:
    lena = make_officer(make_service(), "Lena")
    led("1", lena, frequency="ANNUAL")
    lena.is_active = False
    lena.save()
    open_quarter()
    [row] = seen().people
    assert (row.note, row.leads, row.period, row.year) == ("has left", 1, Burden(), Burden())


def test_indicators_stand_last_among_the_services() -> None:
    led("1", None)
    indicator = make_measure("B1", kind="INDICATOR")
    make_terms(indicator)
    indicator.service = None
    indicator.save()
    open_quarter()
    rows = seen().services
    assert [(each.name, each.url) for each in rows][1:] == [
        ("Indicators of the borough", "/board/2017-18-q3/?service=no-service&state=all")
    ]


def test_approver_sees_what_was_asked_of_the_own_services() -> None:
    led("1", make_officer(make_service(), "Lena"))
    led("2", make_officer(make_service("Housing"), "Omar"), service="Housing")
    open_quarter()
    found = seen(by=make_approver(make_service("Housing")))
    assert [each.name for each in found.people] == ["Omar"]
    assert [each.name for each in found.services] == ["Housing"]


@pytest.mark.parametrize("number", [1, 12])
def test_what_was_asked_takes_seven_queries(number: int) -> None:
    for each in range(number):
        service = make_service(f"S{each}", f"D{each % 3}")
        led(str(each), make_officer(service), service=service.name)
    open_quarter()
    period, access = Period.objects.get(), access_of(make_performance(), TODAY)
    with CaptureQueriesContext(connection) as made:
        asked(period, access, TODAY)
    assert len(made) == 7
