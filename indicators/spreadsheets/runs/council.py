"""The council's own directorates and services, as the importer matches texts with them."""

from __future__ import annotations

from indicators.spreadsheets.understanding.departments import CouncilList
from organisation.models import Council, Directorate


def council_list() -> CouncilList:
    """What is there now, without what was reorganised away."""
    found: dict[str, tuple[str, ...]] = {
        directorate.name: tuple(
            service.name for service in directorate.services.all() if service.last_day is None
        )
        for directorate in Directorate.objects.filter(last_day=None).prefetch_related("services")
    }
    return CouncilList(found, Council.current().tolerance_percent.normalize())
