"""My returns: what is due, how many are left, what is locked, and which one comes next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Self

from django.db.models import F
from django.urls import reverse

from indicators.models import NoValueReason, Period, Reopening, Return, State
from indicators.refs import ref_order
from indicators.returns.addresses import key_of
from indicators.returns.wording import day, due_words, grace_words
from organisation.access import Access
from organisation.models import Service

BOROUGH = "Indicators of the borough"
READY = "Ready to submit"


@dataclass(frozen=True)
class DueRow:
    """A return as a task; `notes` say what else one should know of it."""

    ref: str
    name: str
    url: str
    state: str
    is_left: bool
    sent_back_reason: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ServiceTasks:
    """A service's returns of a period."""

    service: str
    directorate: str
    left: int
    rows: tuple[DueRow, ...]
    service_key: str = ""

    @property
    def in_words(self) -> str:
        """How many are left, in few words."""
        if self.left:
            return f"{self.left} of {len(self.rows)} left"
        return f"all {len(self.rows)} submitted" if len(self.rows) > 1 else "submitted"


@dataclass(frozen=True)
class PeriodTasks:
    """What is due in one period; `locked` says so where nobody, or not this person, can enter."""

    name: str
    slug: str
    prose: str
    due: str
    is_late: bool
    left: int
    total: int
    services: tuple[ServiceTasks, ...]
    locked: str = ""
    until: str = ""
    is_open: bool = True

    @property
    def in_words(self) -> str:
        """How many are left, in one sentence."""
        if not self.left:
            one = "The one return is submitted."
            return one if self.total == 1 else f"All {self.total} returns are submitted."
        if self.left == self.total:
            return f"{self.total} {_returns(self.total)} to do, {self.due}."
        return f"{self.left} of {self.total} returns left to do, {self.due}."


def _returns(number: int) -> str:
    return "return" if number == 1 else "returns"


@dataclass(frozen=True)
class Work:
    """All that a person may work on, in the order of the list, and where they were let in."""

    access: Access
    on: date
    returns: tuple[Return, ...]
    until: Mapping[int, date]

    @classmethod
    def read(cls, access: Access, on: date) -> Self:
        """Returns of open periods, and corrections not yet approved: two queries."""
        found = Return.objects.live()
        if not access.is_performance:
            found = found.filter(measure__service__in=access.enters_services)
        found = found.select_related("measure__service__directorate", "period")
        returns = sorted(found, key=lambda each: _place(each, access))
        return cls(access, on, tuple(returns), _let_in_until(access, on))

    def can_enter(self, return_: Return) -> bool:
        """Whether it is with the officer, and its period not locked for this person."""
        period = return_.period
        if period.is_open:
            is_free = not period.is_locked(self.on) or bool(return_.sent_back_reason)
        else:
            is_free = self.access.is_performance
        return return_.is_with_officer and (is_free or period.pk in self.until)


def _let_in_until(access: Access, on: date) -> dict[int, date]:
    """The locked or closed periods in which this person may enter, with the last day."""
    found = Reopening.objects.filter(people=access.person_id, made_on__lte=on, until__gte=on)
    # Whoever was let in before it closed was to enter, not to correct.
    found = found.exclude(made_on__lt=F("period__closed_on"))
    return dict(found.order_by("until").values_list("period_id", "until"))


def tasks(work: Work) -> list[PeriodTasks]:
    """What is due, oldest period first."""
    return [
        _period_tasks(period, list(group), work)
        for period, group in groupby(work.returns, key=lambda each: each.period)
    ]


def next_to_do(work: Work, after: Return | None = None) -> Return | None:
    """The next return: what was sent back first, else the one that follows `after` in the list.

    What is locked for this person, or awaits its information, can't be done and is not offered.
    """
    left = [
        each
        for each in work.returns
        if work.can_enter(each)
        and each.no_value_reason != NoValueReason.AWAITING
        and (after is None or each.pk != after.pk)
    ]
    later = [] if after is None else [each for each in left if _is_later(each, after, work)]
    sent_back = [each for each in left if each.state == State.SENT_BACK]
    return next(iter((*sent_back, *later, *left)), None)


def _is_later(return_: Return, than: Return, work: Work) -> bool:
    return _place(return_, work.access) > _place(than, work.access)


def edit_url(return_: Return) -> str:
    return reverse("indicators:return-edit", args=(return_.period.quarter, return_.measure.ref))


def _place(return_: Return, access: Access) -> tuple[object, ...]:
    """Where it stands in the list: by period, directorate and service; one's own measures first."""
    measure = return_.measure
    service = measure.service
    above = service.directorate.name if service else ""
    whose = access.person_id not in {measure.lead_id, measure.deputy_id}
    name = service.name if service else ""
    return return_.period.quarter, above, name, whose, ref_order(measure.ref)


def _period_tasks(period: Period, returns: list[Return], work: Work) -> PeriodTasks:
    by_service = groupby(returns, key=lambda each: each.measure.service)
    on, until = work.on, work.until.get(period.pk)
    return PeriodTasks(
        name=period.quarter.name,
        slug=period.slug,
        prose=period.quarter.prose,
        due=due_words(period, on) if period.is_open else "corrections of a closed period",
        is_late=period.is_open and on > period.due_on,
        left=_left(returns),
        total=len(returns),
        services=tuple(
            _service_tasks(each, list(group), work.access) for each, group in by_service
        ),
        locked="" if until or _holds_the_key(period, work) else _locked(period, on),
        until=_until(period, until, on),
        is_open=period.is_open,
    )


def _holds_the_key(period: Period, work: Work) -> bool:
    """The performance team goes on with corrections without being let in."""
    return work.access.is_performance and not period.is_open


def _locked(period: Period, on: date) -> str:
    if period.is_locked(on):
        return (
            f"{period} is locked for entering; what was sent back can still be mended. "
            "If something has to be entered, ask the performance team to let you in."
        )
    return "" if period.is_open else f"{period} is closed, and it is not reopened for you."


def _until(period: Period, until: date | None, on: date) -> str:
    """Until when one may enter late; of a closed period, what is open again says it."""
    if not period.is_open:
        return ""
    if until is not None and period.is_locked(on):
        return f"{period} is open to you until {day(until)}."
    return grace_words(period, on)


def _service_tasks(service: Service | None, returns: list[Return], access: Access) -> ServiceTasks:
    return ServiceTasks(
        service=service.name if service else BOROUGH,
        directorate=service.directorate.name if service else "",
        left=_left(returns),
        rows=tuple(_row(each, access) for each in returns),
        service_key=key_of(service) if service else "",
    )


def _left(returns: Iterable[Return]) -> int:
    return sum(each.is_with_officer for each in returns)


def _row(return_: Return, access: Access) -> DueRow:
    return DueRow(
        ref=return_.measure.ref,
        name=return_.measure.name,
        url=edit_url(return_),
        state=_state(return_),
        is_left=return_.is_with_officer,
        sent_back_reason=return_.sent_back_reason if return_.is_with_officer else "",
        notes=tuple(_notes(return_, access)),
    )


def _state(return_: Return) -> str:
    if return_.state == State.DRAFT and return_.is_ready:
        return READY
    return return_.get_state_display()


def _notes(return_: Return, access: Access) -> Iterable[str]:
    if return_.is_correction:
        yield f"Correction: {return_.correction_reason}"
    if access.person_id == return_.measure.lead_id:
        yield "You are its lead"
    elif access.person_id == return_.measure.deputy_id:
        yield "You are its deputy"
    if return_.is_with_officer and return_.no_value_reason == NoValueReason.AWAITING:
        yield "Awaiting information"
