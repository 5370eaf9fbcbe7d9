"""Returns asked in the council's words, and the one place where the clock decides a status."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, CharField, F, Q, Value, When

from indicators.rules.rag import Status

if TYPE_CHECKING:
    from indicators.models.returns import Return  # noqa: F401

STATUS = "status"
WITH_OFFICER = ("NOT_STARTED", "DRAFT", "SENT_BACK")
# Nobody alone answers for an indicator, so one that is late is chased but never red.
UNCOLOURED = (
    Q(terms__polarity="NEUTRAL")
    | Q(terms__policy__in=("TREND_ONLY", "NONE"))
    | Q(measure__kind="INDICATOR")
)
LATER = Q(no_value_reason="PUBLISHED_LATER")
REDS = tuple(each.value for each in Status if each.is_red)


class ReturnQuerySet(models.QuerySet["Return"]):
    """Current returns and what they count as on a day."""

    def current(self) -> ReturnQuerySet:
        return self.filter(is_current=True)

    def live(self) -> ReturnQuerySet:
        """What people work on: returns of open periods, and corrections not yet approved.

        A measure that left the basket is asked for no longer.
        """
        return self.filter(
            Q(is_current=True, period__state="OPEN", terms__in_force=True)
            | Q(is_current=False, corrects__is_current=True)
        )

    def with_status(self, on: date, awaiting: str = "RED") -> ReturnQuerySet:
        """Annotate `status`: what each return counts as `on` a day, for members and counts.

        Stored where the period is closed or the return is approved; else decided by the clock:
        not due, published later, awaiting, or sent in time and not yet approved. What left the
        basket while its period was open does not apply.
        """
        late = Status.RED_AWAITING if awaiting == "RED" else Status.AWAITING
        overdue = Q(period__due_on__lt=on)
        decided = Case(
            When(rating__is_frozen=True, then=F("rating__status")),
            When(terms__in_force=False, then=Value(Status.NOT_APPLICABLE.value)),
            When(
                LATER & Q(state="APPROVED", expected_on__gte=on),
                then=Value(Status.CARRY_OVER.value),
            ),
            When(~LATER & Q(state="APPROVED"), then=F("rating__status")),
            When(
                Q(state="SUBMITTED", submitted_on__lte=F("period__due_on"))
                & (~LATER | Q(expected_on__gte=on)),
                then=Value(Status.NOT_YET_APPROVED.value),
            ),
            When(~overdue, then=Value(Status.NOT_DUE.value)),
            When(UNCOLOURED, then=Value(Status.AWAITING.value)),
            default=Value(late.value),
            output_field=CharField(),
        )
        annotated: ReturnQuerySet = self.annotate(**{STATUS: decided})
        return annotated

    def red(self) -> ReturnQuerySet:
        """Rated red, by calculation or judgement; needs `with_status` first."""
        return self.filter(Q((f"{STATUS}__in", REDS)))

    def missing(self) -> ReturnQuerySet:
        """Not with the approver and not approved."""
        return self.filter(state__in=WITH_OFFICER)

    def performance_measures(self) -> ReturnQuerySet:
        return self.filter(measure__kind="PERFORMANCE_MEASURE")

    def indicators(self) -> ReturnQuerySet:
        return self.filter(measure__kind="INDICATOR")

    def with_everything(self) -> ReturnQuerySet:
        """With measure, terms, period, service and rating, so that pages ask no more."""
        return self.select_related(
            "measure__service__directorate", "terms", "period", "rating", "exception_report"
        )
