"""Choosing officers: by directorate, with their services, found by a word."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.periods.choosing import Group, PersonChoice, groups, people_who_enter
from organisation.models import Cover
from tests.factories import (
    TODAY,
    make_approver,
    make_officer,
    make_performance,
    make_service,
)

pytestmark = pytest.mark.django_db


def test_officers_stand_under_the_directorate_of_their_service() -> None:
    children, waste = make_service(), make_service("Waste", "Place")
    olga, oren = make_officer(children, "Olga"), make_officer(waste, "Oren")
    penny = make_performance()
    make_approver(children, "Asha")
    assert groups(people_who_enter(TODAY), chosen=[oren.pk]) == (
        Group("Performance team", (one(penny.pk, "Penny", "Performance team"),), is_open=False),
        Group("People", (one(olga.pk, "Olga", "Children"),), is_open=False),
        Group("Place", (one(oren.pk, "Oren", "Waste", is_chosen=True),), is_open=True),
    )


def one(pk: int, name: str, services: str, *, is_chosen: bool = False) -> PersonChoice:
    return PersonChoice(pk, name, "", services, is_chosen)


def test_officer_of_several_services_stands_once() -> None:
    olga = make_officer(make_service(), "Olga")
    for service in (make_service("Adults"), make_service("Waste", "Place")):
        make_officer(service, "Olga")
    [group] = groups(people_who_enter(TODAY))
    assert group == Group("People", (one(olga.pk, "Olga", "Adults, Children, Waste"),), False)


def test_who_covers_for_an_officer_enters_too() -> None:
    olga, oren = make_officer(make_service(), "Olga"), make_officer(make_service("Adults"), "Oren")
    Cover.objects.create(absent=olga, by=oren, starts_on=TODAY, ends_on=TODAY)
    [group] = groups(people_who_enter(TODAY))
    assert [(each.name, each.services) for each in group.people] == [
        ("Olga", "Children"),
        ("Oren", "Children (covers for Olga), Adults"),
    ]
    [later] = groups(people_who_enter(TODAY + timedelta(days=1)))
    assert {each.services for each in later.people} == {"Adults", "Children"}


def test_people_who_left_are_not_offered() -> None:
    olga = make_officer(make_service(), "Olga")
    olga.is_active = False
    olga.save()
    oren = make_officer(make_service(), "Oren")
    oren.appointments.update(ends_on=TODAY - timedelta(days=1))
    assert people_who_enter(TODAY) == {}


@pytest.mark.parametrize("wanted", ["olg", "OLGA", "child"])
def test_people_are_found_by_a_part_of_name_or_service(wanted: str) -> None:
    make_officer(make_service(), "Olga")
    make_officer(make_service("Waste", "Place"), "Oren")
    found = groups(people_who_enter(TODAY), wanted=wanted)
    assert [(each.name, [one.name for one in each.people]) for each in found] == [
        ("People", ["Olga"])
    ]
    assert found[0].is_open


def test_who_is_ticked_stays_in_sight_whatever_is_looked_for() -> None:
    make_officer(make_service(), "Olga")
    oren = make_officer(make_service("Waste", "Place"), "Oren")
    found = groups(people_who_enter(TODAY), wanted="olga", chosen=[oren.pk])
    assert [(each.name, each.chosen) for each in found] == [("People", 0), ("Place", 1)]


@pytest.mark.parametrize("number", [1, 9])
def test_people_are_read_in_two_queries(number: int) -> None:
    for each in range(number):
        make_officer(make_service(f"Service {each}", f"Directorate {each % 3}"))
    with CaptureQueriesContext(connection) as asked:
        people_who_enter(TODAY)
    assert len(asked) == 2
