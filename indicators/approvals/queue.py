"""What waits for an approver: by service and period, with what one needs to decide in place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Q

from indicators.approvals.approving_for import ApprovingFor, Covered, approving_for
from indicators.approvals.queue_choices import ServiceChoice, choices_of, service_place
from indicators.approvals.queue_rows import Viewer, WaitingRow, waiting_rows
from indicators.models import Return, State
from indicators.querysets import ReturnQuerySet
from indicators.refs import ref_order
from indicators.returns.addresses import greens_url, key_of, name_of
from indicators.returns.recorded import Recorded, is_ones_own, recorded_of
from indicators.rules.periods import Quarter
from organisation.access import Access
from organisation.models import Service

HEAVY = ("rating__terms", "rating__bands")  # what putting in order and counting needs not
ALL = "all"
LONG = 40


@dataclass(frozen=True)
class WaitingService:
    """What waits of one service in one period."""

    service: str
    period: str
    greens_url: str
    whose: str  # who is away and approves it, where one only covers
    rows: tuple[WaitingRow, ...]

    @property
    def greens(self) -> tuple[WaitingRow, ...]:
        """Those that can be approved together."""
        return tuple(row for row in self.rows if row.is_plain_green)


@dataclass(frozen=True)
class Queue:
    """What waits, and of it what is shown: all, one service, or a list of services to choose."""

    number: int
    own: int  # of them; somebody else has to approve those
    chosen: str
    covered: tuple[Covered, ...]
    choices: tuple[ServiceChoice, ...]
    services: tuple[WaitingService, ...]

    @property
    def in_words(self) -> str:
        """How much waits, in one sentence."""
        number, own = self.number - self.own, self.own
        if not number and not own:
            return "Nothing waits for you."
        returns = "return waits" if number == 1 else "returns wait"
        mine = f"{own} of your own {'waits' if own == 1 else 'wait'} for somebody else."
        sentences = [f"{number} {returns} for you."] if number else []
        return " ".join([*sentences, *([mine] if own else [])])

    @property
    def is_to_choose(self) -> bool:
        """So much waits that one begins with a service."""
        return bool(self.number and not self.services and not self.chosen)

    @property
    def offers_services(self) -> bool:
        """The services stand in a list, to narrow the queue to one."""
        return len(self.choices) > 1 and not self.chosen


def queue_of(access: Access, on: date, chosen: str = "") -> Queue:
    """What this person may decide on; the same number of queries however much it is."""
    found = sorted(_waiting(access).defer(*HEAVY), key=place)
    shown = [each for each in found if chosen in {"", ALL, key_of(each.measure.service)}]
    if len(found) > LONG and not chosen:
        shown = []
    covers, recorded = approving_for(access, on), recorded_of(found, access.person_id)
    return Queue(
        number=len(found),
        own=sum(is_ones_own(each, recorded.get(each.pk), access.person_id) for each in found),
        chosen=_name_of(chosen, found),
        covered=covers.people,
        choices=choices_of(found),
        services=_services(shown, Viewer(access.person_id, on, chosen), recorded, covers),
    )


def greens_waiting(
    access: Access, on: date, quarter: Quarter, service: Service | None
) -> tuple[WaitingRow, ...]:
    """What of one service can be approved together in one period."""
    found = _waiting(access).filter(
        measure__service=service, period__year=quarter.year, period__number=quarter.number
    )
    returns = _loaded(found)
    recorded = recorded_of(returns, access.person_id)
    rows = waiting_rows(returns, Viewer(access.person_id, on), recorded)
    return tuple(row for row in rows if row.is_plain_green)


def next_waiting(access: Access, after: Return, chosen: str = "") -> Return | None:
    """The one to decide next: what follows `after` in the queue, and is not one's own."""
    found = [
        each
        for each in sorted(_waiting(access).defer(*HEAVY), key=place)
        if chosen in {"", ALL, key_of(each.measure.service)} and each.pk != after.pk
    ]
    recorded = recorded_of(found, access.person_id)
    others = [
        each for each in found if not is_ones_own(each, recorded.get(each.pk), access.person_id)
    ]
    later = (each for each in others if place(each) > place(after))
    return next(later, others[0] if others else None)


def may_decide(access: Access) -> Q:
    """Which returns this person may approve or send back, as `Access.may_approve` says of one."""
    mine = Q(measure__service__in=access.approves_services) | Q(
        measure__service__directorate__in=access.approves_directorates
    )
    return mine | Q(measure__service=None) if access.is_performance else mine


def place(return_: Return) -> tuple[object, ...]:
    """Where a return stands in a list: by period, directorate, service and ref."""
    service = service_place(return_.measure.service)
    return return_.period.quarter, service, ref_order(return_.measure.ref)


def _waiting(access: Access) -> ReturnQuerySet:
    """What waits, with enough to put it in order and count it."""
    return (
        Return.objects.live()
        .filter(may_decide(access), state=State.SUBMITTED)
        .select_related("measure__service__directorate", "period", "rating")
    )


def _loaded(found: ReturnQuerySet) -> list[Return]:
    """The same with all that a row shows, in order."""
    everything = (
        found.with_everything()
        .select_related(
            "terms__measure",
            "submitted_by",
            "on_behalf_of",
            "corrects__rating",
            "corrects__measure",
            "judgement__by",
        )
        .prefetch_related(
            "confirmations",
            "terms__period_targets",
            "exception_report__actions",
        )
    )
    return sorted(everything, key=place)


def _services(
    shown: Iterable[Return],
    viewer: Viewer,
    recorded: Mapping[int, Recorded],
    covers: ApprovingFor,
) -> tuple[WaitingService, ...]:
    found = _loaded(Return.objects.filter(pk__in=[each.pk for each in shown]))
    rows = {row.return_id: row for row in waiting_rows(found, viewer, recorded)}
    groups = groupby(found, key=lambda each: (each.period, each.measure.service))
    return tuple(
        WaitingService(
            service=name_of(service),
            period=period.quarter.name,
            greens_url=greens_url(period.quarter, service, viewer.chosen),
            whose=covers.whose(service),
            rows=tuple(rows[each.pk] for each in group),
        )
        for (period, service), group in groups
    )


def _name_of(chosen: str, found: Iterable[Return]) -> str:
    """The service to which the queue is narrowed, by its name where anything of it waits."""
    if chosen in {"", ALL}:
        return ""
    services = (each.measure.service for each in found)
    return next((name_of(each) for each in services if key_of(each) == chosen), "this service")
