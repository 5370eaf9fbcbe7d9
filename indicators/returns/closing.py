"""Closing a period: nothing red unexplained, nothing missing unnamed, then everything frozen."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.text import Truncator

from indicators.models import (
    ExceptionReport,
    NoValueReason,
    Period,
    PeriodState,
    Rating,
    Return,
    State,
)
from indicators.returns import rating
from indicators.returns.refusals import REASON, REASON_AT_MOST, RefusedError, locked, reason_given
from indicators.returns.wording import named
from indicators.rules import rag
from organisation.access import NotAllowedError, access_of
from organisation.models import Change, Council, Person
from organisation.record import Edit, record

RATED_AGAIN, SUBMITTED = "return rated again", "return submitted"  # as the record calls them
UNAPPROVED = "Submitted but not approved: approve or send back."
SENT_RED = "Red without an exception report: its approver sends it back, or waive it."
VOIDED = "Approved before, and changed since by new terms: approve it again, or send it back."


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
    returns = list(found)
    voided = voided_among(returns)
    each_one = (_obstacle(return_, on, voided) for return_ in returns)
    return [each for each in each_one if each is not None]


def voided_among(returns: Iterable[Return]) -> frozenset[int]:
    """The ids of those that wait for approval again, since new terms changed their colour."""
    waiting = [each.pk for each in returns if each.state == State.SUBMITTED]
    rows = (
        Change.objects.filter(
            object_type=Return._meta.label_lower,
            object_id__in=waiting,
            field="state",
            deed__in=(RATED_AGAIN, SUBMITTED),
        )
        .order_by("pk")
        .values_list("object_id", "deed")
    )
    return frozenset(pk for pk, deed in dict(rows).items() if deed == RATED_AGAIN)


def _obstacle(return_: Return, on: date, voided: Collection[int]) -> Obstacle | None:
    status = rag.Status(return_.status)
    if status is rag.Status.NOT_APPLICABLE and not return_.terms.in_force:
        return None
    if _is_sent_red(return_) and not _is_explained(return_):
        return Obstacle(return_, "unexplained", SENT_RED)
    if return_.state == State.SUBMITTED:
        return Obstacle(return_, "unapproved", VOIDED if return_.pk in voided else UNAPPROVED)
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
    if not (rag.Status(stored.status).is_red or _is_sent_red(stored)):
        raise RefusedError(f"{named(stored)} isn't red, so it needs no exception report.")
    report = ExceptionReport.objects.filter(of=stored).first() or ExceptionReport(of=stored)
    report.waived_by, report.waived_on, report.waived_reason = by, on, reason.strip()
    report.save()
    record("exception report waived", stored, by=by, on=on, why=report.waived_reason)
    return report


def _is_sent_red(return_: Return) -> bool:
    """Rated red and with its approver, who can't approve it before it is explained or waived."""
    kept: Rating | None = getattr(return_, "rating", None)
    sent = return_.state == State.SUBMITTED
    return sent and kept is not None and rag.Status(kept.status).is_red


@transaction.atomic
def acknowledge_missing(return_: Return, *, reason: str, by: Person, on: date) -> Return:
    """Name a missing return and say why the period closes without it."""
    stored = _for_performance_team(return_, reason, by, on)
    why = reason_given(reason)
    if not _is_missing(stored):
        state = stored.get_state_display().lower()
        raise RefusedError(f"{named(stored)} is {state}, so it isn't missing.")
    if on <= stored.period.due_on:
        due = f"{stored.period.due_on:%-d %B %Y}"
        raise RefusedError(f"{named(stored)} is in time until {due}, so it isn't missing yet.")
    stored.missing_acknowledged_by, stored.missing_reason = by, why
    stored.save()
    record("missing return acknowledged", stored, by=by, on=on, why=why)
    return stored


@transaction.atomic
def acknowledge_several(
    returns: Iterable[Return], *, reason: str, by: Person, on: date
) -> list[Return]:
    """Name several missing returns at once, all or none, with one reason.

    Without one, each keeps what its officer said; RefusedError names those that said nothing.
    """
    shared = reason_given(reason) if reason.strip() else ""
    done, problems = [], {}
    for each in sorted(returns, key=lambda each: each.pk):
        try:
            said = shared or said_why(each)
            done.append(acknowledge_missing(each, reason=said, by=by, on=on))
        except RefusedError as refused:
            ref = each.measure.ref
            problems[ref] = str(refused) if "" in refused.problems else f"{ref}: {refused}"
    if problems:
        raise RefusedError(problems)
    if not done:
        raise RefusedError({"returns": "Choose the returns that are missing."})
    return done


def said_why(return_: Return) -> str:
    """What the officer said of a figure that is awaited, as far as a reason holds it."""
    awaited = return_.no_value_reason == NoValueReason.AWAITING
    return Truncator(return_.commentary.strip()).chars(REASON_AT_MOST) if awaited else ""


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
    _let_nobody_in(stored, by, on)
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
    # By number: PostgreSQL joins badly while it takes tables that grew just now for empty.
    returns = list(Return.objects.filter(period=period).values_list("pk", flat=True))
    Rating.objects.filter(of__in=returns).update(is_frozen=True)


def _let_nobody_in(period: Period, by: Person, on: date) -> None:
    """Who was let in while it was locked is let in no longer: correcting is decided anew."""
    for each in period.reopenings.filter(until__gt=on):
        edits = [Edit("until", str(each.until), str(on))]
        each.until = on
        each.save()
        record("reopening ended", period, by=by, on=on, edits=edits)


def _for_performance_team(return_: Return, reason: str, by: Person, on: date) -> Return:
    if not access_of(by, on).may_close():
        message = "Only the performance team waives reports and acknowledges missing returns."
        raise NotAllowedError(message)
    if not reason.strip():
        raise RefusedError({"reason": REASON})
    stored = locked(return_)
    if not stored.period.is_open:
        raise RefusedError(f"{stored.period} is closed already.")
    policy = Council.current().awaiting_policy
    stored.status = Return.objects.with_status(on, policy).get(pk=stored.pk).status
    return stored
