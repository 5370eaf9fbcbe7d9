"""Directorates and services that an import makes, and takes away again."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.text import slugify

from organisation.models import Directorate, Person, Service
from organisation.record import record, save

LONGEST_SLUG = 120


def make_service(directorate: str, service: str, *, by: Person | None, on: date) -> None:
    """Make a service, and its directorate, where the council has none of that name."""
    found = Directorate.objects.filter(name=directorate).first()
    if found is None:
        found = Directorate(name=directorate, slug=_free_slug(directorate))
        save(found, by=by, on=on)
    if not found.services.filter(name=service).exists():
        save(Service(directorate=found, name=service), by=by, on=on)


def _free_slug(name: str) -> str:
    """The name as addresses have it, numbered where another directorate has the same."""
    slug = slugify(name)[: LONGEST_SLUG - 4] or "directorate"
    taken = set(Directorate.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    numbered = (f"{slug}-{number}" for number in range(2, len(taken) + 3))
    return slug if slug not in taken else next(each for each in numbered if each not in taken)


def remove_service(directorate: str, service: str, *, by: Person | None, on: date) -> None:
    """Remove a service that an import made, and its directorate, unless something is in them."""
    found = Service.objects.filter(directorate__name=directorate, name=service).first()
    if found is None or found.plan_actions.exists():  # a link would go with it unasked
        return
    if _removed(found, by, on):
        above = found.directorate
        if not above.services.exists():
            _removed(above, by, on)


def _removed(thing: Service | Directorate, by: Person | None, on: date) -> bool:
    name = thing._meta.verbose_name
    try:
        with transaction.atomic():
            record(f"{name} deleted", thing, by=by, on=on)
            thing.delete()
    except ProtectedError:
        return False
    return True
