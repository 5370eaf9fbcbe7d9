"""Opening a period: a return for every measure that is due in it."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from indicators.models import Frequency, Measure, Period, Return, Terms
from indicators.returns.refusals import RefusedError
from indicators.rules.periods import Quarter
from organisation.access import NotAllowedError, access_of
from organisation.models import Person
from organisation.record import Edit, record


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
    return [each for each in _terms_held(quarter) if _is_due(each, quarter)]


def ask_under(terms: Terms, *, by: Person | None, on: date) -> None:
    """Bring the open periods of the terms' year into line.

    Each return stands on the terms that hold in its quarter, and what has become due is asked for.
    """
    for period in Period.objects.open().filter(year=terms.year):
        for held in _terms_held(period.quarter, terms.measure):
            _ask(held, period, by, on)


def _ask(terms: Terms, period: Period, by: Person | None, on: date) -> None:
    asked = Return.objects.current().filter(measure=terms.measure, period=period).first()
    if asked is None:
        if _is_due(terms, period.quarter):
            made = Return.objects.create(measure=terms.measure, period=period, terms=terms)
            record("return asked for", made, by=by, on=on)
    elif asked.terms_id != terms.pk:
        before, asked.terms = asked.terms, terms
        asked.save()
        edits = [Edit("terms", f"from Q{before.from_quarter}", f"from Q{terms.from_quarter}")]
        record("return put under other terms", asked, by=by, on=on, edits=edits)


def _terms_held(quarter: Quarter, measure: Measure | None = None) -> list[Terms]:
    """For each measure the terms that hold in a quarter: of the year's, those begun last."""
    found = Terms.objects.for_quarter(quarter.year, quarter.number).select_related("measure")
    latest: dict[int, Terms] = {}
    for terms in found if measure is None else found.filter(measure=measure):
        latest.setdefault(terms.measure_id, terms)
    return list(latest.values())


def _is_due(terms: Terms, quarter: Quarter) -> bool:
    in_turn = terms.measure.frequency == Frequency.QUARTERLY or quarter.number == 4  # noqa: PLR2004
    return terms.in_force and in_turn
