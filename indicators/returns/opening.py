"""Opening a period: a return for every measure that is due in it."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from indicators.models import Frequency, Period, Return, Terms
from indicators.returns.refusals import RefusedError
from indicators.rules.periods import Quarter
from organisation.access import NotAllowedError, access_of
from organisation.models import Person
from organisation.record import record


@transaction.atomic
def open_period(*, quarter: Quarter, due_on: date, by: Person, on: date) -> Period:
    """Open a quarter and make its returns; only the performance team may."""
    if not access_of(by, on).may_close():
        message = "Only the performance team opens periods."
        raise NotAllowedError(message)
    if Period.objects.at(quarter).exists():
        raise RefusedError(f"{quarter.name} is open already or was.")
    if due_on < quarter.end:
        raise RefusedError(
            {"due_on": f"The due date is before the quarter's end, {quarter.end:%-d %B %Y}."}
        )
    period = Period.objects.create(
        year=quarter.year, number=quarter.number, due_on=due_on, opened_on=on
    )
    made = Return.objects.bulk_create(
        Return(measure_id=terms.measure_id, period=period, terms=terms)
        for terms in terms_due(quarter)
    )
    record("period opened", period, by=by, on=on, why=f"{len(made)} returns asked for")
    return period


def terms_due(quarter: Quarter) -> list[Terms]:
    """The terms under which a return is due: in the basket, and in its turn."""
    latest: dict[int, Terms] = {}
    found = Terms.objects.for_quarter(quarter.year, quarter.number).select_related("measure")
    for terms in found:
        latest.setdefault(terms.measure_id, terms)
    return [each for each in latest.values() if each.in_force and _scheduled(each, quarter)]


def _scheduled(terms: Terms, quarter: Quarter) -> bool:
    return terms.measure.frequency == Frequency.QUARTERLY or quarter.number == 4  # noqa: PLR2004
