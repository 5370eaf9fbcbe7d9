"""Officers to choose from: by directorate, with their services, and found by a word."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from organisation.models import Appointment, Cover, Person, Role

TEAM = "Performance team"


@dataclass(frozen=True)
class PersonChoice:
    """Somebody who can be let in, with what they enter."""

    id: int
    name: str
    post: str
    services: str
    is_chosen: bool


@dataclass(frozen=True)
class Group:
    """The people of a directorate; open where somebody is looked for or chosen."""

    name: str
    people: tuple[PersonChoice, ...]
    is_open: bool

    @property
    def chosen(self) -> int:
        return sum(each.is_chosen for each in self.people)


def people_who_enter(on: date) -> dict[str, dict[Person, list[str]]]:
    """Whoever enters returns on a day, by the directorate of their first service: two queries.

    Officers, those who cover for them, and the performance team.
    """
    roles = (Role.OFFICER, Role.PERFORMANCE)
    held = (
        Appointment.objects.on(on)
        .filter(role__in=roles, person__is_active=True)
        .select_related("person", "service__directorate")
        .order_by(
            # whoever has no service stands first, on every database
            F("service__directorate__name").asc(nulls_first=True),
            "person__name",
            "service__name",
        )
    )
    covers: dict[int, list[Person]] = {}
    for cover in Cover.objects.on(on).filter(by__is_active=True).select_related("by"):
        covers.setdefault(cover.absent_id, []).append(cover.by)
    found: dict[str, dict[Person, list[str]]] = {}
    placed: dict[Person, str] = {}
    for each in held:
        place = each.service.directorate.name if each.service else TEAM
        stand_ins = covers.get(each.person_id, []) if each.service else []
        for person in (each.person, *stand_ins):
            name = each.service.name if each.service else TEAM
            away = "" if person == each.person else f" (covers for {each.person.name})"
            at = placed.setdefault(person, place)
            found.setdefault(at, {}).setdefault(person, []).append(f"{name}{away}")
    return found


def groups(
    known: dict[str, dict[Person, list[str]]], *, wanted: str = "", chosen: Collection[int] = ()
) -> tuple[Group, ...]:
    """The choice, narrowed to `wanted`; whoever is chosen stays in sight."""
    made = (
        Group(
            name,
            found := tuple(_narrowed(people, wanted, chosen)),
            is_open=bool(wanted) or any(each.is_chosen for each in found),
        )
        for name, people in known.items()
    )
    return tuple(each for each in made if each.people)


def _narrowed(
    people: dict[Person, list[str]], wanted: str, chosen: Collection[int]
) -> Iterable[PersonChoice]:
    for person, services in people.items():
        choice = PersonChoice(
            id=person.pk,
            name=person.name,
            post=person.post,
            services=", ".join(dict.fromkeys(services)),
            is_chosen=person.pk in chosen,
        )
        said = f"{choice.name} {choice.post} {choice.services}".casefold()
        if choice.is_chosen or wanted.casefold() in said:
            yield choice
