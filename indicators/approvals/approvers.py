"""Who approves the returns of a service on a day, by name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from organisation.models import Appointment, Role, Service


def approvers_of(services: Iterable[Service], on: date) -> dict[int, str]:
    """Who approves each service: its own approvers, else those of its directorate; one query."""
    by_id = {each.pk: each for each in services}
    above = {each.directorate_id for each in by_id.values()}
    held = Appointment.objects.on(on).filter(
        Q(service__in=by_id) | Q(directorate__in=above),
        role=Role.APPROVER,
        person__is_active=True,
    )
    own: dict[int, list[str]] = {}
    directors: dict[int, list[str]] = {}
    for each in held.select_related("person").order_by("person__name"):
        if each.service_id is not None:
            own.setdefault(each.service_id, []).append(each.person.name)
        else:
            directors.setdefault(each.directorate_id, []).append(each.person.name)
    return {
        pk: " or ".join(own.get(pk) or directors.get(service.directorate_id, []))
        for pk, service in by_id.items()
    }
