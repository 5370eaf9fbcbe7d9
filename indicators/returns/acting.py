"""In which part somebody submits a return, and on whose behalf."""

from __future__ import annotations

from datetime import date

from indicators.models import ActingAs, Measure
from organisation.access import Access
from organisation.models import Appointment, Person, Role


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
