"""Closing a period: nothing red unexplained, nothing missing unnamed, then everything frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from indicators.models import ExceptionReport, Period, PeriodState, Rating, Return, State
from indicators.querysets import WITH_OFFICER
from indicators.returns import rating
from indicators.returns.refusals import RefusedError, locked
from indicators.rules import rag
from organisation.access import NotAllowedError, access_of
from organisation.models import Council, Person
from organisation.record import Edit, record


@dataclass(frozen=True)
class Obstacle:
    """Why a period can't close yet: which return, and what is to be done."""

    return_: Return
    kind: str  # "unapproved", "unexplained" or "missing"
    message: str


def obstacles(period: Period, on: date) -> list[Obstacle]:
    """Everything that stands against closing, in order of ref."""
    council = Council.current()
    found = (
        Return.objects.current()
        .filter(period=period)
        .with_everything()
        .with_status(on, council.awaiting_policy)
        .order_by("measure__ref")
    )
    return [each for return_ in found if (each := _obstacle(return_)) is not None]


def _obstacle(return_: Return) -> Obstacle | None:
    if return_.state == State.SUBMITTED:
        return Obstacle(return_, "unapproved", "Submitted but not approved: approve or send back.")
    if return_.state in WITH_OFFICER and return_.missing_acknowledged_by_id is None:
        return Obstacle(return_, "missing", "Not returned: acknowledge it with a reason.")
    if return_.state == State.APPROVED and return_.status in _red_statuses():
        report = getattr(return_, "exception_report", None)
        if report is None or not (report.is_complete or report.is_waived):
            return Obstacle(
                return_, "unexplained", "Red without an exception report: complete or waive it."
            )
    return None


def _red_statuses() -> set[str]:
    return {status.value for status in rag.Status if status.is_red}


@transaction.atomic
def waive(return_: Return, *, reason: str, by: Person, on: date) -> ExceptionReport:
    """Let a red go without an exception report, with the reason on record."""
    stored = _for_performance_team(return_, reason, by, on)
    report = ExceptionReport.objects.filter(of=stored).first() or ExceptionReport(of=stored)
    report.waived_by, report.waived_on, report.waived_reason = by, on, reason.strip()
    report.save()
    record("exception report waived", stored, by=by, on=on, why=reason.strip())
    return report


@transaction.atomic
def acknowledge_missing(return_: Return, *, reason: str, by: Person, on: date) -> Return:
    """Name a missing return and say why the period closes without it."""
    stored = _for_performance_team(return_, reason, by, on)
    if not stored.is_with_officer:
        state = stored.get_state_display().lower()
        raise RefusedError(f"{stored} is {state}, so it isn't missing.")
    stored.missing_acknowledged_by, stored.missing_reason = by, reason.strip()
    stored.save()
    record("missing return acknowledged", stored, by=by, on=on, why=reason.strip())
    return stored


@transaction.atomic
def close_period(period: Period, *, by: Person, on: date) -> Period:
    """Close and freeze. RefusedError names each return that stands against it."""
    if not access_of(by, on).may_close():
        message = "Only the performance team closes periods."
        raise NotAllowedError(message)
    stored = Period.objects.select_for_update().get(pk=period.pk)
    if not stored.is_open:
        raise RefusedError(f"{stored} is closed already.")
    if against := obstacles(stored, on):
        raise RefusedError({each.return_.measure.ref: each.message for each in against})
    _freeze(stored, on)
    stored.state, stored.closed_on, stored.closed_by = PeriodState.CLOSED, on, by
    stored.save()
    record(
        "period closed",
        stored,
        by=by,
        on=on,
        edits=[Edit("state", PeriodState.OPEN, PeriodState.CLOSED)],
    )
    return stored


def _freeze(period: Period, on: date) -> None:
    """Write down what the clock decided, then let no rating of the period change again."""
    council = Council.current()
    undecided = (
        Return.objects.current()
        # A return that was sent back still has the rating of what was not accepted.
        .filter(~Q(state=State.APPROVED) | Q(no_value_reason="PUBLISHED_LATER"), period=period)
        .with_everything()
        .with_status(on, council.awaiting_policy)
    )
    for return_ in undecided:
        status = rag.Status(return_.status)
        rating.keep(return_, rag.unreturned(status), on)
    Rating.objects.filter(of__period=period).update(is_frozen=True)


def _for_performance_team(return_: Return, reason: str, by: Person, on: date) -> Return:
    if not access_of(by, on).may_close():
        message = "Only the performance team waives reports and acknowledges missing returns."
        raise NotAllowedError(message)
    if not reason.strip():
        raise RefusedError({"reason": "Give the reason; it stays on record."})
    stored = locked(return_)
    if not stored.period.is_open:
        raise RefusedError(f"{stored.period} is closed already.")
    return stored
