"""What every page shows around its content, for each role."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from organisation.models import Council, Person, Role
from reporting.context import DemoGroup, DemoPerson
from tests.factories import (
    Q2,
    Q3,
    make_approver,
    make_officer,
    make_performance,
    make_person,
    make_return,
    make_service,
    open_quarter,
    submitted,
)

pytestmark = pytest.mark.django_db
READS = ["Scorecard", "State of the borough", "Exception reports", "Actions"]


def context(person: Person | None, path: str = "/accessibility/") -> dict[str, Any]:
    client = Client()
    if person:
        client.force_login(person)
    answer = client.get(path)
    names = ("council_name", "is_demo", "business_today", "navigation", "demo_groups")
    return {name: answer.context[name] for name in names if name in answer.context}


def labels(person: Person | None, path: str = "/accessibility/") -> list[str]:
    return [place.label for place in context(person, path)["navigation"]]


def test_each_role_is_led_to_what_it_may_do() -> None:
    open_quarter(Q3)
    service = make_service()
    assert labels(None) == []
    assert labels(make_person("Nobody in particular")) == READS
    assert labels(make_person("Cllr Moss", Role.MEMBER)) == READS
    assert labels(make_officer(service)) == [*READS, "Returns"]
    assert labels(make_approver(service)) == [*READS, "Approvals"]
    assert labels(make_performance()) == [*READS, "Returns", "Approvals", "Periods"]
    administrator = make_person("Ada", Role.ADMINISTRATOR, is_staff=True)
    assert labels(administrator) == [*READS, "Settings", "Administration"]


def test_navigation_tells_an_officer_in_words_what_is_late() -> None:
    return_ = make_return()
    officer = make_officer(make_service())
    client = Client()
    client.force_login(officer)
    header = client.get("/accessibility/").content.decode()
    assert ">Returns: 1 late</a>" in header
    submitted(return_)
    header = client.get("/accessibility/").content.decode()
    assert ">Returns</a>" in header


def test_without_a_period_there_are_only_the_scorecard_and_the_plan_to_read() -> None:
    assert labels(make_person()) == ["Scorecard", "Actions"]


def test_navigation_stays_in_the_period_shown_and_says_where_one_is() -> None:
    open_quarter(Q2)
    open_quarter(Q3)
    places = context(make_person(), "/borough/2017-18-q2/")["navigation"]
    assert [(place.url, place.current) for place in places] == [
        ("/scorecard/2017-18-q2/", False),
        ("/borough/2017-18-q2/", True),
        ("/exceptions/2017-18-q2/", False),
        ("/plan/", False),
    ]


def test_the_council_is_named_and_outside_the_demo_the_day_is_nobodys_business() -> None:
    council = Council.current()
    council.name = "Bury Council"
    council.save()
    shown = context(None)
    assert (shown["council_name"], shown["is_demo"], shown["business_today"]) == (
        "Bury Council",
        False,
        None,
    )


def test_the_demo_says_its_day_and_its_people_on_the_sign_in_page_alone(
    settings: Settings,
) -> None:
    settings.DEMO, settings.BUSINESS_TODAY = True, date(2018, 1, 15)
    officer = make_officer(make_service(), "Farah")
    Person.objects.filter(pk=officer.pk).update(email="farah@example.council", post="Data Officer")
    make_person("Real")
    shown = context(None, "/accounts/login/")
    assert shown["demo_groups"] == (
        DemoGroup(
            "Officer",
            "Enter the figures of their service, and explain its reds.",
            (DemoPerson("Farah, Data Officer", "farah@example.council", "Children"),),
        ),
    )
    elsewhere = context(None)
    assert (elsewhere["business_today"], "demo_groups" in elsewhere) == (date(2018, 1, 15), False)


def test_outside_the_demo_the_sign_in_page_names_nobody() -> None:
    Person.objects.filter(pk=make_officer(make_service()).pk).update(email="farah@example.council")
    assert "demo_groups" not in context(None, "/accounts/login/")
