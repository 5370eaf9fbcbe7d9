"""Who may enter, approve, see and close, from appointments and their dates."""

from datetime import date

import pytest

from organisation.access import Access, access_of
from organisation.models import Appointment, Directorate, Person, Role
from tests.factories import TODAY, make_person, make_service

pytestmark = pytest.mark.django_db


def test_officer_enters_own_service_only() -> None:
    mine, other = make_service("Children"), make_service("Adults")
    access = access_of(make_person("Olive", Role.OFFICER, service=mine), TODAY)
    assert (access.may_enter(mine), access.may_enter(other)) == (True, False)
    assert (access.may_approve(mine), access.may_close()) == (False, False)
    assert (access.may_see_unapproved(mine), access.may_see_unapproved(other)) == (True, False)


def test_approver_of_a_directorate_approves_its_services() -> None:
    mine, other = make_service("Children", "People"), make_service("Waste", "Place")
    person = make_person("Asha", Role.APPROVER, directorate=Directorate.objects.get(name="People"))
    access = access_of(person, TODAY)
    assert (access.may_approve(mine), access.may_approve(other)) == (True, False)
    assert not access.may_enter(mine)


def test_performance_team_enters_all_approves_indicators_and_closes() -> None:
    service = make_service()
    access = access_of(make_person("Penny", Role.PERFORMANCE), TODAY)
    assert access.may_enter(service)
    assert access.may_enter(None)
    assert (access.may_approve(service), access.may_approve(None)) == (False, True)
    assert access.may_close()


@pytest.mark.parametrize(
    ("day", "held"),
    [
        (date(2017, 3, 31), False),
        (date(2017, 4, 1), True),
        (date(2017, 9, 30), True),
        (date(2017, 10, 1), False),
    ],
)
def test_appointment_holds_from_first_to_last_day(day: date, held: bool) -> None:
    service = make_service()
    person = make_person("Olive")
    Appointment.objects.create(
        person=person,
        role=Role.OFFICER,
        service=service,
        starts_on=date(2017, 4, 1),
        ends_on=date(2017, 9, 30),
    )
    assert access_of(person, day).may_enter(service) is held


def test_leaver_may_nothing() -> None:
    person = make_person("Olive", Role.PERFORMANCE)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert access_of(Person.objects.get(pk=person.pk), TODAY) == Access(person_id=person.pk)
