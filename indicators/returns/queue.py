"""What waits for an approver, with what it was last time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Q
from django.urls import reverse

from indicators.models import Period, PeriodState, Rating, Return, State
from indicators.refs import ref_order
from indicators.returns.wording import day
from indicators.rules import rag
from organisation.access import Access


@dataclass(frozen=True)
class WaitingRow:
    """A return that waits to be approved."""

    ref: str
    name: str
    url: str
    value: str
    before: str
    status: rag.Status | None
    submitted: str
    is_own: bool


@dataclass(frozen=True)
class WaitingService:
    """What waits of one service in one period."""

    service: str
    period: str
    rows: tuple[WaitingRow, ...]


def waiting(access: Access) -> list[WaitingService]:
    """All that this person may decide on, by period and service: two queries."""
    mine = Q(measure__service__in=access.approves_services) | Q(
        measure__service__directorate__in=access.approves_directorates
    )
    if access.is_performance:
        mine |= Q(measure__service=None)
    found = sorted(
        Return.objects.current()
        .filter(mine, state=State.SUBMITTED, period__state=PeriodState.OPEN)
        .select_related("measure__service__directorate", "period", "rating", "submitted_by"),
        key=_place,
    )
    before = _before(found)
    return [
        WaitingService(
            service=service,
            period=period.quarter.name,
            rows=tuple(_row(each, before, access) for each in group),
        )
        for (period, service), group in groupby(found, key=_heading)
    ]


def decide_url(return_: Return) -> str:
    """Where a return is approved."""
    return reverse("indicators:return-approve", args=(return_.period.quarter, return_.measure.ref))


def _heading(return_: Return) -> tuple[Period, str]:
    service = return_.measure.service
    return return_.period, service.name if service else "Indicators of the borough"


def _place(return_: Return) -> tuple[object, ...]:
    return return_.period.quarter, _heading(return_)[1], ref_order(return_.measure.ref)


def _before(returns: list[Return]) -> dict[tuple[int, str], str]:
    """The approved figure of the quarter before, printed, by measure and quarter."""
    quarters = {each.period.quarter.previous() for each in returns}
    wanted = Q(pk__in=[])
    for quarter in quarters:
        wanted |= Q(of__period__year=quarter.year, of__period__number=quarter.number)
    found = Rating.objects.filter(
        wanted,
        of__measure__in={each.measure_id for each in returns},
        of__is_current=True,
        of__state=State.APPROVED,
        value__isnull=False,
    ).select_related("of__measure", "of__period")
    return {
        (each.of.measure_id, each.of.period.slug): each.unit.short(each.value)
        for each in found
        if each.value is not None
    }


def _row(return_: Return, before: dict[tuple[int, str], str], access: Access) -> WaitingRow:
    kept = getattr(return_, "rating", None)
    value = kept.value if kept else None
    previous = return_.period.quarter.previous()
    return WaitingRow(
        ref=return_.measure.ref,
        name=return_.measure.name,
        url=decide_url(return_),
        value="–" if value is None else return_.measure.figure_unit.short(value),
        before=before.get((return_.measure_id, previous.slug), "–"),
        status=rag.Status(kept.status) if kept else None,
        submitted=_submitted(return_.submitted_on),
        is_own=access.person_id in {return_.submitted_by_id, return_.entered_by_id},
    )


def _submitted(when: date | None) -> str:
    return day(when) if when else ""
