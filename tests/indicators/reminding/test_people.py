"""Who is told: every way in which a lead, a deputy, officers and heads can be there or not."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from indicators.models import Return
from indicators.reminding.people import Directory, Told
from organisation.models import Person, Role
from tests.factories import make_officer, make_performance, make_person, make_service
from tests.indicators.reminding.chased import (
    DUE,
    covers,
    director_of,
    head_of,
    leaves,
    led,
    make_chased,
    person,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def asked(return_: Return, on: date = DUE) -> list[tuple[str, str]]:
    return plain(Directory.read(on).asked(Return.objects.get(pk=return_.pk).measure))


def copied(return_: Return) -> list[tuple[str, str]]:
    return plain(Directory.read(DUE).copied(return_.measure))


def above(return_: Return, *told: Person) -> list[tuple[str, str]]:
    found = Directory.read(DUE).above(return_.measure, {each.pk for each in told})
    return plain(found)


def plain(found: list[Told]) -> list[tuple[str, str]]:
    return [(each.person.name, each.why) for each in found]


# Who is asked


def test_lead_is_asked_alone() -> None:
    return_ = led(deputy="Dan Deputy")
    make_officer(make_service(), "Olga Officer")
    assert asked(return_) == [("Lena Lead", "")]


def test_deputy_is_asked_where_there_is_no_lead() -> None:
    assert asked(led(lead="", deputy="Dan Deputy")) == [("Dan Deputy", "you are its deputy")]


def test_deputy_is_asked_where_the_lead_has_left() -> None:
    return_ = led(deputy="Dan Deputy")
    leaves(person("Lena Lead"))
    assert asked(return_) == [("Dan Deputy", "you are its deputy")]


def test_deputy_is_asked_where_the_lead_went_to_another_service() -> None:
    return_ = led(deputy="Dan Deputy")
    person("Lena Lead").appointments.update(ends_on=DUE - DAY)
    make_officer(make_service("Waste", "Place"), "Lena Lead")
    assert asked(return_) == [("Dan Deputy", "you are its deputy")]
    assert asked(return_, DUE - DAY) == [("Lena Lead", "")]


def test_lead_in_the_performance_team_is_asked() -> None:
    make_performance("Petra Team")
    return_ = make_chased(lead=person("Petra Team"))
    assert asked(return_) == [("Petra Team", "")]


def test_all_officers_are_asked_where_lead_and_deputy_are_gone() -> None:
    return_ = led(deputy="Dan Deputy")
    service = make_service()
    for name in ("Olga Officer", "Omar Officer", "Otto Gone"):
        make_officer(service, name)
    make_officer(make_service("Waste", "Place"), "Other Officer")
    person("Otto Gone").appointments.update(ends_on=DUE - DAY)
    leaves(person("Lena Lead"))
    leaves(person("Dan Deputy"))
    leaderless = "it has no measure lead"
    assert asked(return_) == [("Olga Officer", leaderless), ("Omar Officer", leaderless)]


def test_performance_team_is_asked_where_a_service_has_no_officer() -> None:
    make_performance("Petra Team")
    assert asked(make_chased()) == [("Petra Team", "Children has no officer")]


def test_performance_team_is_asked_for_an_indicator_of_no_service() -> None:
    make_performance("Petra Team")
    make_performance("Paul Team")
    return_ = make_chased(kind="INDICATOR", service=None)
    return_.measure.service = None
    return_.measure.save()
    assert asked(return_) == [("Paul Team", ""), ("Petra Team", "")]


def test_nobody_is_asked_where_there_is_nobody() -> None:
    assert asked(make_chased()) == []


# Who is away


def test_cover_is_asked_instead_of_the_lead_from_first_to_last_day() -> None:
    return_ = led(deputy="Dan Deputy")
    covers(make_person("Cora Cover"), person("Lena Lead"), DUE - DAY, DUE + DAY)
    expected = {
        DUE - 2 * DAY: [("Lena Lead", "")],
        DUE - DAY: [("Cora Cover", "you cover for Lena Lead")],
        DUE + DAY: [("Cora Cover", "you cover for Lena Lead")],
        DUE + 2 * DAY: [("Lena Lead", "")],
    }
    assert {on: asked(return_, on) for on in expected} == expected


def test_two_covers_are_both_asked() -> None:
    return_ = led()
    for name in ("Cora Cover", "Carl Cover"):
        covers(make_person(name), person("Lena Lead"))
    why = "you cover for Lena Lead"
    assert asked(return_) == [("Carl Cover", why), ("Cora Cover", why)]


@pytest.mark.parametrize("gone", ["left", "away"])
def test_deputy_is_asked_where_the_cover_is_not_there_either(gone: str) -> None:
    return_ = led(deputy="Dan Deputy")
    cover = make_person("Cora Cover")
    covers(cover, person("Lena Lead"))
    if gone == "left":
        leaves(cover)
    else:
        covers(make_person("Carl Cover"), cover)
    assert asked(return_) == [("Dan Deputy", "you are its deputy")]


def test_deputy_who_covers_for_the_lead_is_asked_as_cover() -> None:
    return_ = led(deputy="Dan Deputy")
    covers(person("Dan Deputy"), person("Lena Lead"))
    assert asked(return_) == [("Dan Deputy", "you cover for Lena Lead")]


def test_one_who_covers_for_two_officers_is_asked_once() -> None:
    return_ = led(lead="")
    service, cover = make_service(), make_person("Cora Cover")
    for name in ("Olga Officer", "Omar Officer"):
        covers(cover, make_officer(service, name))
    assert asked(return_) == [("Cora Cover", "you cover for Olga Officer")]


# Who is told besides


def test_deputy_is_copied_and_so_is_who_covers_for_the_deputy() -> None:
    return_ = led(deputy="Dan Deputy")
    assert copied(return_) == [("Dan Deputy", "copied to you as its deputy")]
    covers(make_person("Cora Cover"), person("Dan Deputy"))
    assert copied(return_) == [("Cora Cover", "you cover for Dan Deputy")]


def test_no_deputy_no_copy() -> None:
    assert copied(led()) == []


def test_heads_of_the_service_stand_above_and_the_directorate_is_spared() -> None:
    return_ = led()
    head_of(make_service())
    head_of(make_service(), "Hugo Head")
    director_of(make_service())
    head_of(make_service("Waste", "Place"), "Other Head")
    assert above(return_) == [("Hana Head", ""), ("Hugo Head", "")]


def asked_herself(head: Person) -> None:
    """Nothing happens to her; she is told already."""
    assert head.is_active


def appointment_ends(head: Person) -> None:
    head.appointments.update(ends_on=DUE - DAY)


def is_away_without_cover(head: Person) -> None:
    cover = make_person("Cora Cover")
    covers(cover, head)
    leaves(cover)


@pytest.mark.parametrize("gone", [leaves, appointment_ends, is_away_without_cover, asked_herself])
def test_directorate_stands_above_where_the_head_does_not(gone: Callable[[Person], None]) -> None:
    return_ = led()
    director_of(make_service())
    head = head_of(make_service())
    gone(head)
    told = [head] if gone is asked_herself else []
    assert above(return_, *told) == [("Dora Director", "")]


def test_directorate_stands_above_a_service_without_a_head() -> None:
    return_ = led()
    director_of(make_service())
    assert above(return_) == [("Dora Director", "")]


def test_cover_stands_in_for_a_head_who_is_away() -> None:
    return_ = led()
    covers(make_person("Cora Cover"), head_of(make_service()))
    assert above(return_) == [("Cora Cover", "you cover for Hana Head")]


def test_nobody_stands_above_an_indicator_of_no_service() -> None:
    make_person("Hana Head", Role.APPROVER, service=make_service())
    return_ = make_chased(kind="INDICATOR")
    return_.measure.service = None
    assert above(return_) == []
