"""Periods and how far they have got: counts by state, and what stands against closing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse

from indicators.models import Period, PeriodState, Return, State
from indicators.querysets import WITH_OFFICER
from indicators.refs import ref_order
from indicators.returns.closing import Obstacle, obstacles
from indicators.returns.due import edit_url
from indicators.returns.queue import decide_url
from indicators.returns.reasons import ReasonForm
from indicators.returns.wording import day, due_words
from indicators.rules.periods import Quarter

QUARTERS_OFFERED_FIRST = 5
WAIVE, ACKNOWLEDGE, SEND_BACK = "waive", "acknowledge", "send-back"


@dataclass(frozen=True)
class PeriodRow:
    """A period with its progress."""

    name: str
    prose: str
    url: str
    is_open: bool
    due: str
    approved: int
    submitted: int
    with_officer: int
    total: int

    @property
    def in_words(self) -> str:
        """How far it has got, in one sentence."""
        if not self.is_open:
            return f"This period is closed; {self.approved} of {self.total} returns were approved."
        return f"{self.approved} of {self.total} returns are approved; {self.due}."


@dataclass(frozen=True)
class ObstacleRow:
    """A return that stands against closing, with the form that puts it right where there is one."""

    return_id: int
    ref: str
    name: str
    service: str
    message: str
    deed: str
    button: str
    form: ReasonForm | None
    url: str
    other_deed: str = ""  # an approved return can go back to its officer instead


def period_rows(on: date) -> list[PeriodRow]:
    """All periods, newest first: two queries."""
    counted = Counter[tuple[int, str]]()
    states = Return.objects.current().order_by().values_list("period_id", "state")
    for period_id, state, number in states.annotate(number=Count("id")):
        counted[period_id, state] = number
    return [_row(each, counted, on) for each in Period.objects.newest_first()]


def _row(period: Period, counted: Counter[tuple[int, str]], on: date) -> PeriodRow:
    closed = period.closed_on
    numbers = {state: counted[period.pk, state] for state in State.values}
    return PeriodRow(
        name=period.quarter.name,
        prose=period.quarter.prose,
        url=reverse("indicators:period", args=(period.quarter,)),
        is_open=period.is_open,
        due=due_words(period, on) if closed is None else f"closed {day(closed)}",
        approved=numbers[State.APPROVED],
        submitted=numbers[State.SUBMITTED],
        with_officer=sum(numbers[state] for state in WITH_OFFICER),
        total=sum(numbers.values()),
    )


def quarters_to_open(on: date) -> list[Quarter]:
    """The one after the newest period; the first ever may be any of the last few."""
    newest = Period.objects.newest_first().first()
    if newest is not None:
        return [newest.quarter.next()]
    found = [Quarter.of(on)]
    while len(found) < QUARTERS_OFFERED_FIRST:
        found.append(found[-1].previous())
    return found


@dataclass(frozen=True)
class SettledRow:
    """A return that the period closes, or closed, without: what was decided, why, by whom."""

    ref: str
    name: str
    what: str
    reason: str
    who: str


def settled_rows(period: Period) -> list[SettledRow]:
    """Missing returns that were acknowledged and reports that were waived, in order of ref."""
    found = (
        period.returns.current()
        .filter(
            Q(missing_acknowledged_by__isnull=False) | Q(exception_report__waived_by__isnull=False)
        )
        .select_related("measure", "missing_acknowledged_by", "exception_report__waived_by")
    )
    return sorted(map(_settled_row, found), key=lambda each: ref_order(each.ref))


def _settled_row(return_: Return) -> SettledRow:
    measure, by = return_.measure, return_.missing_acknowledged_by
    if by is not None:
        missing = "Acknowledged as missing"
        return SettledRow(measure.ref, measure.name, missing, return_.missing_reason, str(by))
    report = return_.exception_report
    waived = "Exception report waived"
    return SettledRow(
        measure.ref, measure.name, waived, report.waived_reason, str(report.waived_by)
    )


def obstacle_rows(period: Period, on: date) -> list[ObstacleRow]:
    """What stands against closing, in order of ref."""
    found = obstacles(period, on) if period.state == PeriodState.OPEN else []
    return sorted((_obstacle_row(each) for each in found), key=lambda each: ref_order(each.ref))


def _obstacle_row(obstacle: Obstacle) -> ObstacleRow:
    return_ = obstacle.return_
    deed, button, label = {
        "missing": (ACKNOWLEDGE, "Acknowledge as missing", "Why does the period close without it?"),
        "unexplained": (
            WAIVE,
            "Waive the exception report",
            "Why is no exception report needed, or what has its officer to explain?",
        ),
    }.get(obstacle.kind, ("", "", ""))
    service = return_.measure.service
    own_to_approve = obstacle.kind == "unapproved" and service is None
    url = decide_url(return_) if own_to_approve else edit_url(return_)
    return ObstacleRow(
        return_id=return_.pk,
        ref=return_.measure.ref,
        name=return_.measure.name,
        service=service.name if service else "Indicators of the borough",
        message=obstacle.message,
        deed=deed,
        button=button,
        form=ReasonForm(label=label, of=return_.pk) if deed else None,
        url=url,
        other_deed=SEND_BACK if return_.state == State.APPROVED else "",
    )
