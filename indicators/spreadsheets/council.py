"""The council's own directorates and services, as the importer matches texts with them."""

from __future__ import annotations

from datetime import date

from django.utils.text import slugify

from indicators.spreadsheets.departments import CouncilList
from indicators.spreadsheets.settled import SettledService
from organisation.models import Council, Directorate, Person, Service
from organisation.record import save

LONGEST_SLUG = 120


def council_list() -> CouncilList:
    """What is there now, without what was reorganised away."""
    found: dict[str, tuple[str, ...]] = {
        directorate.name: tuple(
            service.name for service in directorate.services.all() if service.last_day is None
        )
        for directorate in Directorate.objects.filter(last_day=None).prefetch_related("services")
    }
    return CouncilList(found, Council.current().tolerance_percent.normalize())


def make_service(named: SettledService, *, by: Person | None, on: date) -> None:
    """Make a service, and its directorate, where the council has none of that name."""
    directorate = Directorate.objects.filter(name=named.directorate).first()
    if directorate is None:
        directorate = Directorate(name=named.directorate, slug=_free_slug(named.directorate))
        save(directorate, by=by, on=on)
    if not directorate.services.filter(name=named.service).exists():
        save(Service(directorate=directorate, name=named.service), by=by, on=on)


def _free_slug(name: str) -> str:
    """The name as addresses have it, numbered where another directorate has the same."""
    slug = slugify(name)[: LONGEST_SLUG - 4] or "directorate"
    taken = set(Directorate.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    numbered = (f"{slug}-{number}" for number in range(2, len(taken) + 3))
    return slug if slug not in taken else next(each for each in numbered if each not in taken)
