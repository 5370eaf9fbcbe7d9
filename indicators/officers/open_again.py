"""The closed periods that are open to a person again, and the returns to correct in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from indicators.models import Period, PeriodState, Return
from indicators.officers.due import Work, edit_url
from indicators.refs import ref_order
from indicators.returns.wording import day


@dataclass(frozen=True)
class Correctable:
    """A return of a closed period: its page leads on to the correction."""

    ref: str
    name: str
    url: str


@dataclass(frozen=True)
class OpenAgain:
    """A closed period, until when it is open to this person, and their returns in it by service."""

    prose: str
    words: str
    services: tuple[tuple[str, tuple[Correctable, ...]], ...]


def open_again(work: Work) -> list[OpenAgain]:
    """What a person was let in to after it was closed, oldest first: one query, or none."""
    access, until = work.access, work.until
    if not until:
        return []
    found = Return.objects.current().filter(period__in=list(until), measure__service__isnull=False)
    found = found.exclude(period__state=PeriodState.OPEN)
    if not access.is_performance:
        found = found.filter(measure__service__in=access.enters_services)
    found = found.select_related("measure__service__directorate", "period")
    by_period = groupby(sorted(found, key=_place), key=lambda each: each.period)
    return [_open_again(period, list(group), until[period.pk]) for period, group in by_period]


def _place(return_: Return) -> tuple[object, ...]:
    return return_.period.quarter, _service_of(return_), ref_order(return_.measure.ref)


def _service_of(return_: Return) -> str:
    service = return_.measure.service
    return service.name if service else ""


def _open_again(period: Period, returns: list[Return], until: date) -> OpenAgain:
    return OpenAgain(
        prose=period.quarter.prose,
        words=f"{period} is open to you until {day(until)}.",
        services=tuple(
            (service, tuple(_correctable(each) for each in group))
            for service, group in groupby(returns, key=_service_of)
        ),
    )


def _correctable(return_: Return) -> Correctable:
    return Correctable(return_.measure.ref, return_.measure.name, edit_url(return_))
