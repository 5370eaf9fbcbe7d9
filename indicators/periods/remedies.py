"""What stands against closing a period, each with its remedy, and what was settled so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Q

from indicators.approvals.approvers import approvers_of
from indicators.models import Period, Return, State
from indicators.officers.due import edit_url
from indicators.refs import ref_order
from indicators.returns.addresses import decide_url, name_of
from indicators.returns.closing import UNAPPROVED, VOIDED, Obstacle, obstacles, said_why
from indicators.returns.reasons import ReasonForm
from organisation.access import Access

WAIVE, ACKNOWLEDGE, SEND_BACK = "waive", "acknowledge", "send-back"
SEVERAL = "acknowledge-several"
HOW_MANY = (
    (UNAPPROVED, ("waits for its approver", "wait for their approvers")),
    (VOIDED, ("was approved before and has changed since", "were approved before and changed")),
    ("unexplained", ("red lacks its exception report", "reds lack their exception reports")),
    ("missing", ("is missing", "are missing")),
)
IN_TIME = ("is still in time", "are still in time")


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
    other_deed: str


@dataclass(frozen=True)
class MissingRow:
    """A return that nobody sent; `said`: why, in the words of its officer."""

    return_id: int
    ref: str
    name: str
    state: str
    said: str
    url: str


@dataclass(frozen=True)
class MissingGroup:
    """What is missing of one service."""

    service: str
    directorate: str
    rows: tuple[MissingRow, ...]


@dataclass(frozen=True)
class Against:
    """What stands against closing: looked at one by one, missing, and still in time."""

    rows: tuple[ObstacleRow, ...]
    missing: tuple[MissingGroup, ...]
    in_time: tuple[MissingRow, ...]
    in_words: str

    @property
    def number(self) -> int:
        return len(self.rows) + self.number_missing + len(self.in_time)

    @property
    def number_missing(self) -> int:
        return sum(len(each.rows) for each in self.missing)


def against(period: Period, on: date, access: Access | None = None) -> Against:
    """All that stands against closing an open period, in order of ref; `access`: who looks."""
    found = obstacles(period, on) if period.is_open else []
    found.sort(key=lambda each: ref_order(each.return_.measure.ref))
    out = [each for each in found if each.kind == "missing" and each.return_.is_with_officer]
    due = on > period.due_on
    rows = [each for each in found if each not in out]
    approvers = _approvers(rows, on)
    return Against(
        rows=tuple(_obstacle_row(each, access, approvers) for each in rows),
        missing=_groups(each.return_ for each in out) if due else (),
        in_time=() if due else tuple(_missing_row(each.return_) for each in out),
        in_words=_in_words(found, due=due),
    )


def _approvers(found: Iterable[Obstacle], on: date) -> dict[int, str]:
    """Who approves each service of which something waits: one query, or none."""
    waiting = [each.return_.measure.service for each in found if each.kind == "unapproved"]
    services = [each for each in waiting if each is not None]
    return approvers_of(services, on) if services else {}


def _in_words(found: Sequence[Obstacle], *, due: bool) -> str:
    """12 returns stand against closing: 3 wait for their approvers, 9 are missing."""
    if not found:
        return "Nothing stands against closing."
    kinds = [each.message if each.kind == "unapproved" else each.kind for each in found]
    words = dict(HOW_MANY) if due else dict(HOW_MANY) | {"missing": IN_TIME}
    parts = [
        f"{number} {words[kind][number != 1]}" for kind in words if (number := kinds.count(kind))
    ]
    first, last = ", ".join(parts[:-1]), parts[-1]
    verb = "return stands" if len(found) == 1 else "returns stand"
    return f"{len(found)} {verb} against closing: {f'{first} and {last}' if first else last}."


def _groups(returns: Iterable[Return]) -> tuple[MissingGroup, ...]:
    """By directorate and service, as the board lists them."""
    ordered = sorted(returns, key=lambda each: (*_place(each), ref_order(each.measure.ref)))
    return tuple(
        MissingGroup(service, directorate, tuple(map(_missing_row, rows)))
        for (directorate, service), rows in groupby(ordered, key=_place)
    )


def _place(return_: Return) -> tuple[str, str]:
    service = return_.measure.service
    return service.directorate.name if service else "", name_of(service)


def _missing_row(return_: Return) -> MissingRow:
    return MissingRow(
        return_id=return_.pk,
        ref=return_.measure.ref,
        name=return_.measure.name,
        state=return_.get_state_display(),
        said=said_why(return_),
        url=edit_url(return_),
    )


def _obstacle_row(
    obstacle: Obstacle, access: Access | None, approvers: Mapping[int, str]
) -> ObstacleRow:
    return_ = obstacle.return_
    deed, button, label = {
        "missing": (ACKNOWLEDGE, "Acknowledge as missing", "Why does the period close without it?"),
        "unexplained": (
            WAIVE,
            "Waive the exception report",
            "Why is no exception report needed, or what has its officer to explain?",
        ),
    }.get(obstacle.kind, ("", "", ""))
    service, waits = return_.measure.service, obstacle.kind == "unapproved"
    decides = waits and (access.may_approve(service) if access else service is None)
    return ObstacleRow(
        return_id=return_.pk,
        ref=return_.measure.ref,
        name=return_.measure.name,
        service=name_of(service),
        message=_waits_for(obstacle, approvers) if waits and not decides else obstacle.message,
        deed=deed,
        button=button,
        form=ReasonForm(label=label, of=return_.pk) if deed else None,
        url=decide_url(return_) if decides else edit_url(return_),
        other_deed=SEND_BACK if return_.state == State.APPROVED else "",
    )


def _waits_for(obstacle: Obstacle, approvers: Mapping[int, str]) -> str:
    """Who has to approve it, for somebody who may not."""
    service = obstacle.return_.measure.service
    who = approvers.get(service.pk, "") if service else "the performance team"
    again = obstacle.message == VOIDED
    what = "Approved before, and changed since by new terms" if again else "Submitted"
    if not who:
        return f"{what}, but nobody is appointed to approve it."
    return f"{what}: waits for approval {'once more ' if again else ''}by {who}."


@dataclass(frozen=True)
class SettledRow:
    """A return that the period closes, or closed, without: what was decided, why, by whom.

    `said`: what its officer had written of a figure that is awaited, where the reason is another.
    """

    ref: str
    name: str
    what: str
    reason: str
    who: str
    said: str = ""


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
        missing, why, said = "Acknowledged as missing", return_.missing_reason, said_why(return_)
        kept = "" if said == why else said
        return SettledRow(measure.ref, measure.name, missing, why, str(by), kept)
    report = return_.exception_report
    waived = "Exception report waived"
    return SettledRow(
        measure.ref, measure.name, waived, report.waived_reason, str(report.waived_by)
    )
