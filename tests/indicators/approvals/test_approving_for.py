"""For whom somebody approves while they are away."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.approvals.approving_for import ApprovingFor, Covered, approving_for
from organisation.access import access_of
from organisation.models import Cover, Directorate, Person, Role
from tests.factories import (
    TODAY,
    make_approver,
    make_officer,
    make_person,
    make_service,
)

pytestmark = pytest.mark.django_db

BACK = date(2018, 1, 31)


def covers(by: Person, absent: Person) -> Cover:
    return Cover.objects.create(absent=absent, by=by, starts_on=TODAY, ends_on=BACK)


def found(person: Person) -> ApprovingFor:
    return approving_for(access_of(person, TODAY), TODAY)


def test_whoever_covers_nobody_asks_nothing() -> None:
    access = access_of(make_approver(make_service()), TODAY)
    with CaptureQueriesContext(connection) as asked:
        assert approving_for(access, TODAY) == ApprovingFor()
    assert len(asked) == 0


def test_service_of_somebody_who_is_away_is_theirs() -> None:
    children, housing = make_service(), make_service("Housing")
    by, absent = make_approver(children, "Bela"), make_approver(housing, "Asha")
    covers(by, absent)
    approving = found(by)
    assert approving.people == (Covered("Asha", "31 January 2018", ("Housing",)),)
    assert (approving.whose(housing), approving.whose(children), approving.whose(None)) == (
        "Asha",
        "",
        "",
    )


def test_directorate_of_somebody_who_is_away_covers_its_services() -> None:
    by, service = make_approver(make_service("Waste", "Place"), "Bela"), make_service()
    director = make_person(
        "Dora", Role.APPROVER, directorate=Directorate.objects.get(name="People")
    )
    covers(by, director)
    assert found(by).people == (Covered("Dora", "31 January 2018", ("People",)),)
    assert found(by).whose(service) == "Dora"


def test_service_that_one_approves_anyway_is_ones_own() -> None:
    service = make_service()
    by, absent = make_approver(service, "Bela"), make_approver(service, "Asha")
    covers(by, absent)
    assert found(by).whose(service) == ""


def test_officer_who_is_away_is_nobody_to_approve_for() -> None:
    by, absent = make_approver(make_service(), "Bela"), make_officer(make_service("Housing"))
    covers(by, absent)
    assert found(by).people == ()
