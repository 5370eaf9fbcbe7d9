"""In which part somebody submits a return, and for whom somebody submits or approves it."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q

from indicators.models import ActingAs, Measure
from organisation.access import Access
from organisation.models import Appointment, Person, Role, Service


def part_of(
    measure: Measure, by: Person, access: Access, on: date
) -> tuple[ActingAs, Person | None]:
    """The part, and the person who would have submitted it otherwise.

    The lead acts for nobody; everybody else acts for the lead where there is one, and who covers
    for an absence acts for whoever is away.
    """
    if by.pk == measure.lead_id:
        return ActingAs.LEAD, None
    lead, deputy = measure.lead, measure.deputy
    if by.pk == measure.deputy_id:
        return ActingAs.DEPUTY, lead
    for absent in (lead, deputy):
        if absent is not None and absent.pk in access.covers_for:
            return ActingAs.COVER, absent
    officers = Appointment.objects.on(on).filter(role=Role.OFFICER, service=measure.service)
    if measure.service is not None and officers.filter(person=by).exists():
        return ActingAs.OFFICER, lead
    away = officers.filter(person__in=access.covers_for).select_related("person").first()
    if measure.service is not None and away is not None:
        return ActingAs.COVER, away.person
    return ActingAs.PERFORMANCE, lead


def approves_for(service: Service | None, access: Access, on: date) -> Person | None:
    """Who is away and would have approved; None for whoever approves the service themselves.

    Of several who are away, the service's own approver comes before one of its directorate.
    """
    if service is None or not access.covers_for:
        return None
    held = Appointment.objects.on(on).filter(
        Q(service=service) | Q(directorate=service.directorate_id),
        role=Role.APPROVER,
        person__in=(access.person_id, *access.covers_for),
        person__is_active=True,
    )
    in_order = held.select_related("person").order_by(F("service").asc(nulls_last=True), "pk")
    people = [each.person for each in in_order]
    is_own = any(each.pk == access.person_id for each in people)
    return None if is_own or not people else people[0]
