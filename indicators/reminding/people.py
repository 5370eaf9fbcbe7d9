"""Whom to tell about a measure on a day: lead, deputy, officers, heads, or who covers for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from indicators.models import Measure
from organisation.models import Appointment, Cover, Person, Role, Service

DEPUTY, COPIED = "you are its deputy", "copied to you as its deputy"


@dataclass(frozen=True)
class Told:
    """Somebody to be told, and why them where that isn't plain."""

    person: Person
    why: str = ""


@dataclass
class Directory:
    """Who holds which role, and who covers for whom, on one day. Read once for all measures."""

    officers: dict[int, list[Person]] = field(default_factory=lambda: defaultdict(list))
    heads: dict[int, list[Person]] = field(default_factory=lambda: defaultdict(list))
    directors: dict[int, list[Person]] = field(default_factory=lambda: defaultdict(list))
    team: list[Person] = field(default_factory=list)
    covers: dict[int, list[Person]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def read(cls, on: date) -> Self:
        """The appointments and covers in force: two queries."""
        made = cls()
        held = Appointment.objects.on(on).filter(person__is_active=True).select_related("person")
        for each in held.order_by("person__name", "person_id"):
            made._enter(each)
        for cover in Cover.objects.on(on).select_related("by").order_by("by__name", "by_id"):
            made.covers[cover.absent_id].append(cover.by)
        return made

    def _enter(self, held: Appointment) -> None:
        if held.role == Role.PERFORMANCE:
            self.team.append(held.person)
        elif held.role == Role.OFFICER and held.service_id:
            self.officers[held.service_id].append(held.person)
        elif held.role == Role.APPROVER and held.service_id:
            self.heads[held.service_id].append(held.person)
        elif held.role == Role.APPROVER and held.directorate_id:
            self.directors[held.directorate_id].append(held.person)

    def asked(self, measure: Measure) -> list[Told]:
        """Who is asked for its return: the first of these of whom somebody is there.

        Its lead; its deputy; all officers of its service; the performance team.
        """
        service = measure.service
        leaderless = "it has no measure lead"
        nobody = f"{service} has no officer" if service else ""
        return (
            self._able(measure.lead, service)
            or self._able(measure.deputy, service, DEPUTY)
            or self._there(self._officers_of(service), leaderless)
            or self._there(self.team, nobody)
        )

    def copied(self, measure: Measure) -> list[Told]:
        """The deputy, who is told as well once a return is overdue."""
        return self._able(measure.deputy, measure.service, COPIED)

    def above(self, measure: Measure, told: Collection[int]) -> list[Told]:
        """Approvers of its service, else of the directorate, but for those `told` already."""
        service = measure.service
        if service is None:
            return []
        heads = self._there(self.heads.get(service.pk, []))
        directors = self._there(self.directors.get(service.directorate_id, []))
        return _without(heads, told) or _without(directors, told)

    def senders(self, person: Person | None, measure: Measure) -> list[Told]:
        """The person who submitted a return, if they may still enter it, or their cover."""
        return self._able(person, measure.service)

    def _officers_of(self, service: Service | None) -> list[Person]:
        return self.officers.get(service.pk, []) if service else []

    def _able(self, person: Person | None, service: Service | None, why: str = "") -> list[Told]:
        """A person who may enter the service's returns; nobody who left or went elsewhere."""
        may = person is not None and person in (*self._officers_of(service), *self.team)
        return self._there([person], why) if person is not None and may else []

    def _there(self, people: Iterable[Person], why: str = "") -> list[Told]:
        """Each person, or whoever covers while they are away."""
        found: dict[int, Told] = {}
        for person in people:
            for told in self._in_place_of(person, why):
                found.setdefault(told.person.pk, told)
        return list(found.values())

    def _in_place_of(self, person: Person, why: str) -> list[Told]:
        covering = self.covers.get(person.pk)
        if covering is None:
            return [Told(person, why)]
        return [
            Told(each, f"you cover for {person.name}")
            for each in covering
            if each.is_active and each.pk not in self.covers
        ]


def _without(people: list[Told], told: Collection[int]) -> list[Told]:
    return [each for each in people if each.person.pk not in told]
