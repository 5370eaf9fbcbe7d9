"""Walks the people, dates and second thoughts of the example council's quarterly cycle."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from indicators.board.leads_health import measures_with_health
from indicators.models import (
    ActingAs,
    Confirmation,
    Judgement,
    Measure,
    Message,
    MonthFigure,
    Period,
    Rating,
    Reopening,
    Return,
    State,
)
from indicators.returns.months import MonthEntry, put_together
from indicators.returns.outturn import suggested
from organisation.access import access_of
from organisation.models import Appointment, Change, Cover, Person
from reporting.quality import mark_of
from reporting.scorecard.periods import latest_period
from tests.everybody import client_of
from tests.perfmgmt.example import TODAY, at, returns, status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_council")]


def person(name: str) -> Person:
    return Person.objects.get(name=name)


def the_return(ref: str, period: str) -> Return:
    return returns(period).get(measure__ref=ref)


def page(name: str, address: str) -> str:
    """What a page says to somebody of the example council."""
    return client_of(person(name)).get(address).content.decode()


# Leads, deputies, cover


def test_all_but_three_measures_have_a_lead_who_returns_them() -> None:
    performance = access_of(person("Leonie Drake"), TODAY)
    measures: list[Any] = list(measures_with_health(performance, TODAY))

    assert len(measures) == 42
    assert {each.ref: each.health for each in measures if each.health} == {
        "22": "none",
        "3": "left",
        "27": "never",
    }


def test_leads_and_deputies_are_officers_of_the_service() -> None:
    held = Appointment.objects.filter(role="OFFICER").values_list("person_id", "service_id")
    officers = set(held)
    measures = Measure.objects.performance_measures().exclude(lead=None)

    assert Measure.objects.exclude(deputy=None).count() == 16
    assert [
        each.ref
        for each in measures
        for somebody in (each.lead_id, each.deputy_id)
        if somebody is not None and (somebody, each.service_id) not in officers
    ] == []


def test_who_left_can_sign_in_no_more_and_holds_no_post() -> None:
    left = person("Hollis Wren")

    assert not left.is_active
    assert [each.ends_on for each in left.appointments.all()] == [date(2017, 11, 30)]
    assert access_of(left, TODAY).roles == frozenset()


def test_cover_is_in_force_and_was_used() -> None:
    cover = Cover.objects.on(TODAY).get()
    covered = returns("2017/18 Q3").get(submitted_as=ActingAs.COVER)

    assert (str(cover), cover.starts_on, cover.ends_on) == (
        "Nerys Holloway for Keira Lomax",
        date(2018, 1, 8),
        date(2018, 1, 26),
    )
    assert (covered.measure.ref, covered.submitted_by, covered.on_behalf_of) == (
        "6",
        cover.by,
        cover.absent,
    )


def test_returns_say_in_which_part_they_were_submitted() -> None:
    before = Return.objects.filter(period__year__lt=2016).exclude(submitted_as="")
    parts = Counter(each.submitted_as for each in returns("2017/18 Q3") if each.submitted_as)

    assert set(before.values_list("submitted_as", flat=True)) == {"OFFICER", "PERFORMANCE"}
    assert parts == {"LEAD": 34, "OFFICER": 2, "DEPUTY": 1, "COVER": 1}


# The quarter that is open


def test_open_quarter_is_in_grace() -> None:
    grace = {str(each): each.enter_until for each in Period.objects.exclude(enter_until=None)}

    assert grace == {"2017/18 Q3": date(2018, 1, 22)}
    assert not Period.objects.get(year=2017, number=3).is_locked(TODAY)


def test_one_return_is_ready_and_one_awaits_information() -> None:
    waiting = returns("2017/18 Q3").filter(state=State.DRAFT).order_by("measure__ref")

    assert [
        (each.measure.ref, each.is_ready, each.no_value_reason, bool(each.commentary))
        for each in waiting
    ] == [("29", True, "", False), ("32", False, "AWAITING", True)]


def test_one_return_waits_with_a_check_that_was_waved_through() -> None:
    waiting = returns("2017/18 Q3").filter(state=State.SUBMITTED).performance_measures()

    assert [
        (each.measure.ref, [check.code for check in each.confirmations.all()]) for each in waiting
    ] == [("30", ["says-worse"])]
    assert "1 check answered with a reason" in page(
        "Marion Castell", reverse("indicators:approvals")
    )


def test_every_check_was_waved_through_for_a_reason_of_its_own() -> None:
    codes = Counter(Confirmation.objects.values_list("code", flat=True))
    reasons = set(Confirmation.objects.values_list("reason", flat=True))

    assert codes == {"far-from-usual": 8, "says-worse": 1}
    assert len(reasons) == 9


def test_a_better_colour_waits_for_a_second_person() -> None:
    judged = Judgement.objects.get()

    assert (judged.of.measure.ref, judged.colour, judged.agreed_by) == ("27", "GREEN", None)
    assert status(the_return("27", "2017/18 Q3")) == "TARGET_TBC"


def test_no_message_was_sent() -> None:
    assert (Message.objects.count(), mail.outbox) == (0, [])


# Months, the year, corrections


def test_measure_that_is_returned_monthly_has_its_months() -> None:
    monthly = the_return("11", "2017/18 Q3")
    months = [MonthEntry(each.month, each.value) for each in monthly.months.all()]

    assert list(Measure.objects.filter(frequency="MONTHLY")) == [monthly.measure]
    assert [str(each) for each in months] == ["October 47", "November 45", "December 42"]
    assert monthly.value == put_together(monthly, months).value == Decimal(42)
    assert MonthFigure.objects.exclude(of=monthly).count() == 0
    assert monthly.is_example


def test_outturn_is_what_its_quarters_make() -> None:
    outturn = list(returns("2016/17 outturn"))

    assert len(outturn) == 36
    assert {each.state for each in outturn} == {State.APPROVED}
    assert [
        at(each)
        for each in outturn
        if (found := suggested(each)) is None
        or each.value != found.value
        or (each.quality == "ESTIMATED") != found.estimated
    ] == []
    assert [each.measure.ref for each in outturn if each.quality != "FINAL"] == ["B4"]


def test_outturn_has_the_colours_of_its_year() -> None:
    assert Counter(status(each) for each in returns("2016/17 outturn").performance_measures()) == {
        "GREEN": 17,
        "AMBER": 3,
        "RED": 8,
    }


def test_latest_period_is_still_the_open_quarter() -> None:
    latest = latest_period(TODAY)

    assert latest is not None
    assert str(latest) == "2017/18 Q3"


def test_corrected_figure_stands_beside_the_one_that_counted_before() -> None:
    new, old = Return.objects.filter(
        measure__ref="28", period__year=2017, period__number=2
    ).order_by("-version")

    assert [(each.numerator, each.denominator, each.is_current) for each in (new, old)] == [
        (Decimal(86), Decimal(92), True),
        (Decimal(84), Decimal(92), False),
    ]
    assert (new.corrects, new.state, mark_of(new)) == (old, State.APPROVED, "[r]")
    assert new.correction_reason.startswith("Two conferences of September")
    assert [each.is_frozen for each in Rating.objects.filter(of__in=(new, old))] == [True, True]
    assert Return.objects.filter(version__gt=1).count() == 1


def test_who_corrected_was_let_in_by_name() -> None:
    reopening = Reopening.objects.get()

    assert (str(reopening), list(reopening.people.all())) == (
        "2017/18 Q2 until 2017-12-08",
        [person("Farah Lindqvist")],
    )


# Pages


@pytest.mark.parametrize(
    ("name", "address", "says"),
    [
        ("Beatrix Holme", "/measures/28/2017-18-q2/", "93.48% [r]"),
        ("Beatrix Holme", "/measures/24/2017-18-q3/", "More teenagers come into care"),
        ("Beatrix Holme", "/scorecard/2016-17-outturn/", "Year-end outturn 2016/17"),
        ("Leonie Drake", "/board/2017-18-q3/", "Lead never returned"),
        ("Leonie Drake", "/judged/", "waits for a second person"),
        ("Callum Fairweather", "/returns/", "Awaiting information"),
        ("Farah Lindqvist", "/returns/", "Ready to submit"),
        ("Nerys Holloway", "/returns/", "Covering for Keira Lomax until 26 January 2018"),
        ("Odile Marsh", "/returns/2017-18-q3/11/", "October 47"),
    ],
)
def test_page_shows_it(name: str, address: str, says: str) -> None:
    assert says in page(name, address)


def test_record_has_the_days_on_which_it_happened() -> None:
    deeds = ("measure leads named", "cover arranged", "period reopened", "correction begun")
    found = Change.objects.filter(deed__in=deeds).values_list("deed", "on").distinct()

    assert sorted(set(found)) == [
        ("correction begun", date(2017, 12, 5)),
        ("cover arranged", date(2018, 1, 4)),
        ("period reopened", date(2017, 12, 4)),
    ]
