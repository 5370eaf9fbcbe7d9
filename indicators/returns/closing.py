"""Closing a period: nothing red unexplained, nothing missing unnamed, then everything frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from indicators.models import ExceptionReport, Period, PeriodState, Rating, Return, State
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
    return [each for return_ in found if (each := _obstacle(return_, on)) is not None]


def _obstacle(return_: Return, on: date) -> Obstacle | None:
    status = rag.Status(return_.status)
    if status is rag.Status.NOT_APPLICABLE and not return_.terms.in_force:
        return None
    if return_.state == State.SUBMITTED:
        return Obstacle(return_, "unapproved", "Submitted but not approved: approve or send back.")
    if return_.missing_acknowledged_by_id is None and _is_missing(return_):
        return Obstacle(return_, "missing", _why_missing(return_, on))
    if status.is_red and not _is_explained(return_):
        return Obstacle(
            return_, "unexplained", "Red without an exception report: send it back, or waive it."
        )
    return None


def _is_missing(return_: Return) -> bool:
    """Still with its officer, or not published by the day that was approved."""
    overdue = return_.state == State.APPROVED and rag.Status(return_.status).is_awaiting
    return return_.is_with_officer or overdue


def _why_missing(return_: Return, on: date) -> str:
    if return_.state == State.APPROVED:
        return "Not published by the day expected: acknowledge it with a reason, or send it back."
    if on <= return_.period.due_on:
        return f"Not returned, and in time until {return_.period.due_on:%-d %B %Y}: wait for it."
    return "Not returned: acknowledge it with a reason."


def _is_explained(return_: Return) -> bool:
    report = getattr(return_, "exception_report", None)
    return report is not None and (report.is_complete or report.is_waived)


@transaction.atomic
def waive(return_: Return, *, reason: str, by: Person, on: date) -> ExceptionReport:
    """Let a red go without an exception report, with the reason on record."""
    stored = _for_performance_team(return_, reason, by, on)
    if not rag.Status(stored.status).is_red:
        raise RefusedError(f"{stored} isn't red, so it needs no exception report.")
    report = ExceptionReport.objects.filter(of=stored).first() or ExceptionReport(of=stored)
    report.waived_by, report.waived_on, report.waived_reason = by, on, reason.strip()
    report.save()
    record("exception report waived", stored, by=by, on=on, why=reason.strip())
    return report


@transaction.atomic
def acknowledge_missing(return_: Return, *, reason: str, by: Person, on: date) -> Return:
    """Name a missing return and say why the period closes without it."""
    stored = _for_performance_team(return_, reason, by, on)
    if not _is_missing(stored):
        state = stored.get_state_display().lower()
        raise RefusedError(f"{stored} is {state}, so it isn't missing.")
    if on <= stored.period.due_on:
        due = f"{stored.period.due_on:%-d %B %Y}"
        raise RefusedError(f"{stored} is in time until {due}, so it isn't missing yet.")
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
    _freeze(stored, by, on)
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


def _freeze(period: Period, by: Person, on: date) -> None:
    """Write down what the clock decided, then let no rating of the period change again."""
    council = Council.current()
    # A return that was sent back still has the rating of what was not accepted.
    not_accepted = ~Q(state=State.APPROVED) | Q(terms__in_force=False)
    undecided = (
        Return.objects.current()
        .filter(not_accepted | Q(no_value_reason="PUBLISHED_LATER"), period=period)
        .with_everything()
        .with_status(on, council.awaiting_policy)
    )
    for return_ in undecided:
        result = rag.unreturned(rag.Status(return_.status))
        kept = rating.keep(return_, result, on, getattr(return_, "rating", None))
        edits = [Edit("rating", "", kept.status), Edit("sentence", "", kept.sentence)]
        record("return closed without a figure", return_, by=by, on=on, edits=edits)
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
    policy = Council.current().awaiting_policy
    stored.status = Return.objects.with_status(on, policy).get(pk=stored.pk).status
    return stored
