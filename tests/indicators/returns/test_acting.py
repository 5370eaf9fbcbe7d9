"""In which part somebody submits, and on whose behalf."""

from datetime import date

import pytest

from indicators.models import ActingAs, Measure, Return
from indicators.returns.acting import part_of
from indicators.returns.submitting import submit
from organisation.access import access_of
from organisation.models import ChangeText, Cover, Person
from tests.factories import (
    TODAY,
    entered,
    make_measure,
    make_officer,
    make_performance,
    make_return,
    make_service,
    make_terms,
)

pytestmark = pytest.mark.django_db


def person(name: str) -> Person:
    return make_officer(make_service(), name)


def measure() -> Measure:
    return make_measure(lead=person("Lena Lead"), deputy=person("Dora Deputy"))


def part(by: Person, of: Measure) -> tuple[ActingAs, str]:
    acts, behalf = part_of(of, by, access_of(by, TODAY), TODAY)
    return acts, behalf.name if behalf else ""


def away(absent: Person, by: Person) -> Person:
    Cover.objects.create(
        absent=absent, by=by, starts_on=date(2018, 1, 8), ends_on=date(2018, 1, 19)
    )
    return by


def test_lead_acts_for_nobody() -> None:
    assert part(person("Lena Lead"), measure()) == (ActingAs.LEAD, "")


def test_deputy_acts_for_the_lead() -> None:
    assert part(person("Dora Deputy"), measure()) == (ActingAs.DEPUTY, "Lena Lead")


def test_colleague_acts_for_the_lead() -> None:
    assert part(person("Olga"), measure()) == (ActingAs.OFFICER, "Lena Lead")


def test_cover_acts_for_whoever_is_away() -> None:
    of = measure()
    cover = away(person("Dora Deputy"), make_officer(make_service("Waste", "Place")))
    assert part(cover, of) == (ActingAs.COVER, "Dora Deputy")


def test_cover_for_a_colleague_of_the_service_acts_for_that_colleague() -> None:
    of = measure()
    cover = away(person("Olga"), make_officer(make_service("Waste", "Place")))
    assert part(cover, of) == (ActingAs.COVER, "Olga")


def test_performance_team_acts_for_the_lead() -> None:
    assert part(make_performance(), measure()) == (ActingAs.PERFORMANCE, "Lena Lead")


def test_without_a_lead_an_officer_acts_for_nobody() -> None:
    assert part(person("Olga"), make_measure()) == (ActingAs.OFFICER, "")


@pytest.mark.parametrize(
    ("day", "may"),
    [
        (date(2018, 1, 7), False),
        (date(2018, 1, 8), True),
        (date(2018, 1, 19), True),
        (date(2018, 1, 20), False),
    ],
)
def test_cover_may_enter_from_the_first_to_the_last_day(day: date, may: bool) -> None:
    service = make_service()
    cover = away(person("Olga"), make_officer(make_service("Waste", "Place")))
    assert access_of(cover, day).may_enter(service) is may


def test_cover_for_somebody_who_left_may_nothing() -> None:
    absent = person("Olga")
    cover = away(absent, make_officer(make_service("Waste", "Place")))
    absent.is_active = False
    absent.save()
    assert not access_of(cover, TODAY).may_enter(make_service())


def test_cover_gives_no_rights_of_the_performance_team() -> None:
    cover = away(make_performance(), person("Olga"))
    assert not access_of(cover, TODAY).may_close()


def test_part_stands_on_the_return_and_in_the_record() -> None:
    make_terms(measure())
    return_ = entered(make_return(), "82")
    submit(return_, by=person("Dora Deputy"), on=TODAY)
    stored = Return.objects.get()
    assert (stored.submitted_as, str(stored.on_behalf_of)) == ("DEPUTY", "Lena Lead")
    told = ChangeText.objects.filter(change__deed="return submitted", part="after")
    assert list(told.values_list("change__field", "text")) == [("on behalf of", "Lena Lead")]
