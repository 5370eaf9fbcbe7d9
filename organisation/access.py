"""What each person may see and do on a given day, from their appointments."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from organisation.models import Appointment, Cover, Person, Role, Service


class NotAllowedError(PermissionError):
    """A deed refused; the message says what and who may."""


@dataclass(frozen=True)
class Access:
    """A person's roles on a day. Service and directorate ids say where.

    Includes what those may for whom the person covers (`covers_for`, their ids).
    """

    person_id: int
    roles: frozenset[Role] = frozenset()
    enters_services: frozenset[int] = frozenset()
    approves_services: frozenset[int] = frozenset()
    approves_directorates: frozenset[int] = field(default=frozenset())
    covers_for: frozenset[int] = field(default=frozenset())

    @property
    def is_performance(self) -> bool:
        return Role.PERFORMANCE in self.roles

    @property
    def enters(self) -> bool:
        """Has returns of their own to enter."""
        return bool(self.enters_services)

    @property
    def approves(self) -> bool:
        """Has returns to approve."""
        return bool(self.approves_services or self.approves_directorates)

    def may_enter(self, service: Service | None) -> bool:
        """Enter, save and submit the returns of a service; the performance team may for all."""
        if self.is_performance:
            return True
        return service is not None and service.pk in self.enters_services

    def may_approve(self, service: Service | None) -> bool:
        """Approve or send back the returns of a service. Indicators: the performance team."""
        if service is None:
            return self.is_performance
        return (
            service.pk in self.approves_services
            or service.directorate_id in self.approves_directorates
        )

    def may_see_unapproved(self, service: Service | None) -> bool:
        """See figures that nobody has approved yet: the service itself and the performance team."""
        return self.may_enter(service) or self.may_approve(service)

    def may_close(self) -> bool:
        """Open and close periods, waive and acknowledge."""
        return self.is_performance

    def may_judge(self) -> bool:
        """Give a rating another colour than the calculated one."""
        return self.is_performance

    def may_redact(self) -> bool:
        """Remove personal data that was typed by mistake."""
        return self.is_performance or Role.ADMINISTRATOR in self.roles


def access_of(person: Person, on: date) -> Access:
    """Read a person's appointments in force `on` a day, and those they cover: two queries.

    Covering somebody lets one enter and approve as they may, and nothing else.
    """
    if not person.is_active:
        return Access(person_id=person.pk)
    covered = frozenset(Cover.objects.on(on).filter(by=person).values_list("absent_id", flat=True))
    whose = Q(person=person)
    if covered:
        handed_over = (Role.OFFICER, Role.APPROVER)
        whose |= Q(person__in=covered, person__is_active=True, role__in=handed_over)
    held = list(Appointment.objects.on(on).filter(whose).order_by())

    def ids(role: Role, attribute: str) -> frozenset[int]:
        found = (getattr(each, attribute) for each in held if each.role == role)
        return frozenset(each for each in found if each is not None)

    return Access(
        person_id=person.pk,
        roles=frozenset(Role(each.role) for each in held),
        enters_services=ids(Role.OFFICER, "service_id"),
        approves_services=ids(Role.APPROVER, "service_id"),
        approves_directorates=ids(Role.APPROVER, "directorate_id"),
        covers_for=covered,
    )
