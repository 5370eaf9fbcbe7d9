"""Naming leads and deputies: who may, who can be named, all or nothing, on record."""

from datetime import date

import pytest

from indicators.board.leads import NAMED, Named, name_leads, officers_of
from indicators.models import Measure
from indicators.returns.refusals import RefusedError
from organisation.access import NotAllowedError
from organisation.models import Appointment, Change, Person, Role
from tests.factories import (
    TODAY,
    make_approver,
    make_measure,
    make_officer,
    make_performance,
    make_person,
    make_service,
)

pytestmark = pytest.mark.django_db


def name(
    measure: Measure,
    lead: Person | None,
    deputy: Person | None = None,
    *,
    by: Person | None = None,
    seen: Named | None = None,
) -> int:
    wanted = {measure.pk: Named(lead.pk if lead else None, deputy.pk if deputy else None)}
    before = {measure.pk: seen} if seen else None
    return name_leads(wanted, by=by or make_performance(), on=TODAY, seen=before)


def refused(measure: Measure, lead: Person | None, deputy: Person | None = None) -> dict[str, str]:
    with pytest.raises(RefusedError) as error:
        name(measure, lead, deputy)
    return dict(error.value.problems)


def officer(name: str = "Lena", service: str = "Children") -> Person:
    return make_officer(make_service(service), name)


def test_lead_and_deputy_are_named_on_record() -> None:
    measure, lena, omar = make_measure("25"), officer(), officer("Omar")
    assert name(measure, lena, omar) == 1
    measure.refresh_from_db()
    assert (measure.lead, measure.deputy) == (lena, omar)
    recorded = Change.objects.filter(deed=NAMED).order_by("id")
    assert [(each.field, each.person) for each in recorded] == [
        ("lead", make_performance()),
        ("deputy", make_performance()),
    ]


def test_nothing_is_recorded_where_nothing_changes() -> None:
    measure, lena = make_measure("25"), officer()
    name(measure, lena)
    before = Change.objects.count()
    assert name(measure, lena) == 0
    assert Change.objects.count() == before


def test_lead_is_taken_back_by_naming_nobody() -> None:
    measure = make_measure("25", lead=officer())
    assert name(measure, None) == 1
    measure.refresh_from_db()
    assert measure.lead is None


def test_deputy_is_somebody_else() -> None:
    measure, lena = make_measure("25"), officer()
    assert refused(measure, lena, lena) == {
        f"deputy_{measure.pk}": (
            "The lead of 25 can't be its own deputy: choose somebody else, or nobody."
        )
    }


def test_lead_is_an_officer_of_the_service() -> None:
    measure, outsider = make_measure("25"), officer("Otto", "Housing")
    assert refused(measure, outsider) == {
        f"lead_{measure.pk}": (
            "Otto is no officer of Children today, so can't answer for 25. "
            "Choose one of its officers."
        )
    }


@pytest.mark.parametrize("how", ["left", "over", "unknown"])
def test_deputy_is_an_officer_of_the_service_today(how: str) -> None:
    measure, otto = make_measure("25"), officer("Otto")
    if how == "left":
        otto.is_active = False
        otto.save()
    elif how == "over":
        Appointment.objects.update(ends_on=date(2018, 1, 14))
    else:
        otto = Person(pk=999, name="This person")
    problem = refused(measure, None, otto)[f"deputy_{measure.pk}"]
    assert problem.startswith(f"{otto.name} is no officer of Children today")


def test_lead_who_has_left_stays_until_somebody_else_is_named() -> None:
    otto, lena = officer("Otto"), officer()
    measure = make_measure("25", lead=otto)
    Appointment.objects.filter(person=otto).delete()
    assert name(measure, otto, lena) == 1


def test_indicator_is_led_by_the_performance_team() -> None:
    measure = make_measure("B1", kind="INDICATOR")
    measure.service = None
    measure.save()
    assert refused(measure, officer()) == {
        f"lead_{measure.pk}": "Lena isn't in the performance team, which enters B1."
    }
    assert name(measure, make_performance()) == 1


def test_all_are_named_or_none() -> None:
    first, second = make_measure("25"), make_measure("26")
    lena, outsider = officer(), officer("Otto", "Housing")
    wanted = {first.pk: Named(lena.pk, None), second.pk: Named(outsider.pk, None)}
    with pytest.raises(RefusedError) as error:
        name_leads(wanted, by=make_performance(), on=TODAY)
    assert list(error.value.problems) == [f"lead_{second.pk}"]
    assert not Measure.objects.exclude(lead=None).exists()


def test_what_somebody_else_changed_is_not_written_over() -> None:
    measure, lena, omar = make_measure("25"), officer(), officer("Omar")
    name(measure, omar)
    with pytest.raises(RefusedError, match="Somebody else has changed the lead or deputy of 25"):
        name(measure, lena, seen=Named(None, None))
    assert name(measure, lena, seen=Named(omar.pk, None)) == 1


def test_same_choice_by_two_people_is_no_conflict() -> None:
    measure, lena = make_measure("25"), officer()
    name(measure, lena)
    assert name(measure, lena, seen=Named(None, None)) == 0


# Who may


def test_approver_names_leads_of_the_own_services() -> None:
    service = make_service()
    director = make_person("Dora", Role.APPROVER, directorate=service.directorate)
    assert name(make_measure("25"), officer(), by=make_approver(service)) == 1
    assert name(make_measure("26"), officer(), by=director) == 1


@pytest.mark.parametrize("who", ["officer", "other approver", "member"])
def test_nobody_else_names_leads(who: str) -> None:
    measure, lena = make_measure("25"), officer()
    person = {
        "officer": lena,
        "other approver": make_approver(make_service("Housing")),
        "member": make_person("Cllr Moss", Role.MEMBER),
    }[who]
    with pytest.raises(NotAllowedError, match="Leads of Children are named by its approvers"):
        name(measure, lena, by=person)
    assert not Measure.objects.exclude(lead=None).exists()


def test_officers_stand_by_service_and_name() -> None:
    zoe, lena, otto = officer("Zoe"), officer(), officer("Otto", "Housing")
    penny, children, housing = make_performance(), make_service(), make_service("Housing")
    assert officers_of({children.pk, housing.pk, None}, TODAY) == {
        children.pk: {lena.pk: lena, zoe.pk: zoe},
        housing.pk: {otto.pk: otto},
        None: {penny.pk: penny},
    }
