"""How far each return has got on a day: said once, for the counts and for the lists behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateField,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from indicators.models import NoValueReason, Period, Return, State
from indicators.querysets import WITH_OFFICER, ReturnQuerySet
from organisation.access import Access

READY, UNPUBLISHED = "READY", "UNPUBLISHED"
SENT = (State.SUBMITTED.value, State.APPROVED.value)
NO_SERVICE = "no-service"  # how what no service answers for stands in addresses


@dataclass(frozen=True)
class Shown:
    """What a number of the board counts: its words, and which returns."""

    words: str
    which: Q


#: What a list can be narrowed to, under its name in addresses. Needs `with_standing`.
STATES = {
    "all": Shown("Asked for", Q(pk__isnull=False)),
    "returned": Shown("Returned", Q(standing__in=SENT)),
    "in-time": Shown("Returned in time", Q(standing__in=SENT, came_late=False)),
    "came-late": Shown("Returned late", Q(standing__in=SENT, came_late=True)),
    "approved": Shown("Approved", Q(standing=State.APPROVED)),
    "waiting": Shown("With the approver", Q(standing=State.SUBMITTED)),
    "sent-back": Shown("Sent back", Q(standing=State.SENT_BACK)),
    "started": Shown("In draft", Q(standing__in=(State.DRAFT, READY))),
    "ready": Shown("Ready to submit", Q(standing=READY)),
    "not-started": Shown("Not started", Q(standing=State.NOT_STARTED)),
    "unpublished": Shown("Not published by the day expected", Q(standing=UNPUBLISHED)),
    "late": Shown("Late now", Q(is_late=True)),
    "not-in-time": Shown("Late now, or returned late", Q(is_late=True) | Q(came_late=True)),
}


def in_sight(access: Access, measure: str = "measure__") -> Q:
    """What this person may follow: the performance team all, approvers their own services."""
    if access.is_performance:
        return Q()
    return Q((f"{measure}service__in", access.approves_services)) | Q(
        (f"{measure}service__directorate__in", access.approves_directorates)
    )


def asked_in(period: Period, access: Access) -> ReturnQuerySet:
    """The returns asked for in a period that this person may follow.

    What left the basket while the period was open is asked of nobody any more.
    """
    return Return.objects.current().filter(in_sight(access), period=period, terms__in_force=True)


def with_standing(returns: ReturnQuerySet, on: date) -> ReturnQuerySet:
    """Annotate `standing`, `sent_on`, `came_late`, `is_late` and `late_since`, as on a day.

    `standing` is the state, but drafts that can be submitted are READY, and what its source has
    not published by the day expected is UNPUBLISHED. A correction is as late as what it corrects.
    """
    first = Return.objects.filter(
        measure=OuterRef("measure"), period=OuterRef("period"), version=1
    ).values("submitted_on")[:1]
    unpublished = Q(
        state__in=SENT,
        no_value_reason=NoValueReason.PUBLISHED_LATER,
        expected_on__lt=Coalesce("period__closed_on", Value(on)),
    )
    annotated: ReturnQuerySet = returns.annotate(
        standing=Case(
            When(unpublished, then=Value(UNPUBLISHED)),
            When(state=State.DRAFT, is_ready=True, then=Value(READY)),
            default=F("state"),
            output_field=CharField(),
        ),
        sent_on=Coalesce(Subquery(first), "submitted_on", output_field=DateField()),
        came_late=_whether(Q(standing__in=SENT, sent_on__gt=F("period__due_on"))),
        is_late=_whether(
            Q(standing=UNPUBLISHED) | Q(state__in=WITH_OFFICER, period__due_on__lt=on)
        ),
        late_since=Case(
            When(standing=UNPUBLISHED, then=F("expected_on")),
            default=F("period__due_on"),
            output_field=DateField(),
        ),
    )
    return annotated


def last_day(period: Period, on: date) -> date:
    """The day on which lateness is measured: today, or when the period was closed."""
    return min(period.closed_on or on, on)


def _whether(condition: Q) -> Case:
    return Case(
        When(condition, then=Value(value=True)),
        default=Value(value=False),
        output_field=BooleanField(),
    )
