"""For whom somebody approves while they are away, and which services those are."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from indicators.returns.wording import day
from organisation.access import Access
from organisation.models import Appointment, Cover, Role, Service


@dataclass(frozen=True)
class Covered:
    """Somebody who is away, until when, and what they approve."""

    name: str
    until: str
    places: tuple[str, ...]


@dataclass(frozen=True)
class ApprovingFor:
    """All those for whom one approves, and for whom one approves each service that is not one's."""

    people: tuple[Covered, ...] = ()
    own: frozenset[str] = frozenset()
    theirs: tuple[tuple[str, str], ...] = ()  # a service or directorate, and who approves it

    def whose(self, service: Service | None) -> str:
        """Who is away and approves this service; blank where it is one's own."""
        if service is None:
            return ""
        places = {f"service {service.pk}", f"directorate {service.directorate_id}"}
        if places & self.own:
            return ""
        return " and ".join(dict.fromkeys(name for where, name in self.theirs if where in places))


def approving_for(access: Access, on: date) -> ApprovingFor:
    """Whom one covers as approver on a day: no query where one covers nobody, else two."""
    if not access.covers_for:
        return ApprovingFor()
    covers = Cover.objects.on(on).filter(by=access.person_id).select_related("absent")
    held = defaultdict[int, list[Appointment]](list)
    people = (access.person_id, *access.covers_for)
    for each in _approvers(people, on):
        held[each.person_id].append(each)
    absent = [each for each in covers if held[each.absent_id]]
    return ApprovingFor(
        people=tuple(_covered(each, held[each.absent_id]) for each in absent),
        own=frozenset(map(_where, held[access.person_id])),
        theirs=tuple(
            (_where(place), each.absent.name) for each in absent for place in held[each.absent_id]
        ),
    )


def _approvers(people: tuple[int, ...], on: date) -> list[Appointment]:
    found = Appointment.objects.on(on).filter(
        person__in=people, person__is_active=True, role=Role.APPROVER
    )
    return list(found.select_related("service", "directorate"))


def _where(appointment: Appointment) -> str:
    if appointment.service_id is not None:
        return f"service {appointment.service_id}"
    return f"directorate {appointment.directorate_id}"


def _covered(cover: Cover, held: list[Appointment]) -> Covered:
    return Covered(
        name=cover.absent.name,
        until=day(cover.ends_on) if cover.ends_on else "",
        places=tuple(str(each.service or each.directorate) for each in held),
    )
