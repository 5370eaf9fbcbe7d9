"""Naming the leads and deputies of measures: all or nothing, refused clearly, on record."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from indicators.models import Measure
from indicators.returns.refusals import RefusedError
from organisation.access import Access, NotAllowedError, access_of
from organisation.models import Appointment, Person, Role, Service
from organisation.record import save

NAMED = "measure lead named"  # what the record calls it
Officers = Mapping[int | None, Mapping[int, Person]]


@dataclass(frozen=True)
class Named:
    """Ids of a measure's lead and deputy; None: nobody."""

    lead: int | None
    deputy: int | None

    @classmethod
    def of(cls, measure: Measure) -> Named:
        return cls(measure.lead_id, measure.deputy_id)


def may_name(access: Access, service: Service | None) -> bool:
    """The performance team everywhere; approvers in their own services."""
    return access.is_performance or access.may_approve(service)


def officers_of(services: Collection[int | None], on: date) -> Officers:
    """Who can lead the measures of each service: its officers in force, by name; one query.

    What no service answers for is entered by the performance team, so it leads it too.
    """
    held = Appointment.objects.on(on).filter(
        role__in=(Role.OFFICER, Role.PERFORMANCE), person__is_active=True
    )
    found: dict[int | None, dict[int, Person]] = {each: {} for each in services}
    for each in held.select_related("person").order_by("person__name", "person_id"):
        place = each.service_id if each.role == Role.OFFICER else None
        if place in found:
            found[place][each.person_id] = each.person
    return found


@transaction.atomic
def name_leads(
    wanted: Mapping[int, Named],
    *,
    by: Person,
    on: date,
    seen: Mapping[int, Named] | None = None,
) -> int:
    """Name lead and deputy of several measures, all or none; return how many measures changed.

    `wanted` and `seen` go by the measure's id. RefusedError names the field ("lead_7") of each
    person who can't be named, and of each measure that is not any more as it was `seen`.
    """
    measures = list(
        Measure.objects.select_for_update(of=("self",))
        .filter(pk__in=wanted)
        .select_related("service", "lead", "deputy")
        .order_by("pk")
    )
    _refuse_unless_allowed(measures, access_of(by, on))
    changed = [each for each in measures if wanted[each.pk] != Named.of(each)]
    officers = officers_of({each.service_id for each in changed}, on)
    problems: dict[str, str] = {}
    for measure in changed:
        before = (seen or {}).get(measure.pk, Named.of(measure))
        problems |= _problems(measure, wanted[measure.pk], before, officers)
    if problems:
        raise RefusedError(problems)
    for measure in changed:
        measure.lead_id, measure.deputy_id = wanted[measure.pk].lead, wanted[measure.pk].deputy
        save(measure, by=by, on=on, deed=NAMED)
    return len(changed)


def _refuse_unless_allowed(measures: Iterable[Measure], access: Access) -> None:
    for measure in measures:
        if not may_name(access, measure.service):
            place = measure.service or "the whole borough"
            message = f"Leads of {place} are named by its approvers and the performance team."
            raise NotAllowedError(message)


def _problems(measure: Measure, wanted: Named, seen: Named, officers: Officers) -> dict[str, str]:
    """Why this lead and deputy can't be named, by field."""
    stored, lead = Named.of(measure), f"lead_{measure.pk}"
    if seen != stored:
        return {
            lead: f"Somebody else has changed the lead or deputy of {measure.ref} since you opened "
            "this page. It is shown as it is now: choose again."
        }
    found = {}
    for name, chosen, before in (
        (lead, wanted.lead, stored.lead),
        (f"deputy_{measure.pk}", wanted.deputy, stored.deputy),
    ):
        if chosen is not None and chosen != before and chosen not in officers[measure.service_id]:
            found[name] = _no_officer(measure, chosen)
    if wanted.lead is not None and wanted.lead == wanted.deputy:
        found[f"deputy_{measure.pk}"] = (
            f"The lead of {measure.ref} can't be its own deputy: choose somebody else, or nobody."
        )
    return found


def _no_officer(measure: Measure, chosen: int) -> str:
    person = Person.objects.filter(pk=chosen).first()
    name = person.name if person else "This person"
    if measure.service is None:
        return f"{name} isn't in the performance team, which enters {measure.ref}."
    return (
        f"{name} is no officer of {measure.service} today, so can't answer for {measure.ref}. "
        "Choose one of its officers."
    )
