"""My returns: what is due in open periods, how many are left, and which one comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.urls import reverse

from indicators.models import Period, PeriodState, Return, State
from indicators.querysets import WITH_OFFICER, ReturnQuerySet
from indicators.refs import ref_order
from indicators.returns.wording import due_words
from organisation.access import Access


@dataclass(frozen=True)
class DueRow:
    """A return as a task."""

    ref: str
    name: str
    url: str
    state: str
    is_left: bool
    sent_back_reason: str


@dataclass(frozen=True)
class ServiceTasks:
    """A service's returns of a period."""

    service: str
    directorate: str
    left: int
    rows: tuple[DueRow, ...]


@dataclass(frozen=True)
class PeriodTasks:
    """What is due in one open period."""

    name: str
    prose: str
    due: str
    is_late: bool
    left: int
    total: int
    services: tuple[ServiceTasks, ...]

    @property
    def in_words(self) -> str:
        """How many are left, in one sentence."""
        if not self.left:
            return f"All {self.total} returns are submitted."
        if self.left == self.total:
            return f"{self.total} {_returns(self.total)} to do, {self.due}."
        return f"{self.left} of {self.total} returns left to do, {self.due}."


def _returns(number: int) -> str:
    return "return" if number == 1 else "returns"


def returns_to_enter(access: Access) -> ReturnQuerySet:
    """The current returns of open periods that this person may enter."""
    found = Return.objects.current().filter(period__state=PeriodState.OPEN)
    if not access.is_performance:
        found = found.filter(measure__service__in=access.enters_services)
    return found.select_related("measure__service__directorate", "period")


def tasks(access: Access, on: date) -> list[PeriodTasks]:
    """What is due, oldest period first: one query."""
    found = sorted(returns_to_enter(access), key=lambda each: (each.period.quarter, *_place(each)))
    return [
        _period_tasks(period, list(group), on)
        for period, group in groupby(found, key=lambda each: each.period)
    ]


def next_to_do(access: Access, after: Return | None = None) -> Return | None:
    """The next return: what was sent back first, else the one that follows `after` in the list."""
    left = sorted(
        returns_to_enter(access).filter(state__in=WITH_OFFICER),
        key=lambda each: (each.state != State.SENT_BACK, each.period.quarter, *_place(each)),
    )
    if not left or left[0].state == State.SENT_BACK or after is None:
        return left[0] if left else None
    here = (after.period.quarter, *_place(after))
    later = (each for each in left if (each.period.quarter, *_place(each)) > here)
    return next(later, left[0])


def edit_url(return_: Return) -> str:
    return reverse("indicators:return-edit", args=(return_.period.quarter, return_.measure.ref))


def _place(return_: Return) -> tuple[object, ...]:
    """Where a return stands in a list: by directorate, service and ref."""
    service = return_.measure.service
    above = service.directorate.name if service else ""
    return above, service.name if service else "", ref_order(return_.measure.ref)


def _period_tasks(period: Period, returns: list[Return], on: date) -> PeriodTasks:
    services = groupby(returns, key=lambda each: each.measure.service)
    return PeriodTasks(
        name=period.quarter.name,
        prose=period.quarter.prose,
        due=due_words(period, on),
        is_late=on > period.due_on,
        left=_left(returns),
        total=len(returns),
        services=tuple(
            _service_tasks(
                service.name if service else "Indicators of the borough",
                service.directorate.name if service else "",
                list(group),
            )
            for service, group in services
        ),
    )


def _service_tasks(name: str, directorate: str, returns: list[Return]) -> ServiceTasks:
    return ServiceTasks(name, directorate, _left(returns), tuple(_row(each) for each in returns))


def _left(returns: Iterable[Return]) -> int:
    return sum(each.is_with_officer for each in returns)


def _row(return_: Return) -> DueRow:
    return DueRow(
        ref=return_.measure.ref,
        name=return_.measure.name,
        url=edit_url(return_),
        state=return_.get_state_display(),
        is_left=return_.is_with_officer,
        sent_back_reason=return_.sent_back_reason if return_.is_with_officer else "",
    )
