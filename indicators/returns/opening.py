"""Opening a period, or a year-end outturn: a return for every measure that is due in it."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from indicators.models import Frequency, Measure, Period, PeriodState, Return, Terms
from indicators.returns.refusals import RefusedError
from indicators.rules.periods import Quarter
from organisation.access import NotAllowedError, access_of
from organisation.models import Person
from organisation.record import Edit, record

ALREADY = "{} is open already or was."


@transaction.atomic
def open_period(
    *, quarter: Quarter, due_on: date, by: Person, on: date, enter_until: date | None = None
) -> Period:
    """Open a quarter or an outturn and make its returns; only the performance team may.

    After `enter_until`, the last day of grace, it locks itself; without one it never does.
    """
    if not access_of(by, on).may_close():
        message = "Only the performance team opens periods."
        raise NotAllowedError(message)
    if Period.objects.at(quarter).exists():
        raise RefusedError(ALREADY.format(quarter.name))
    refuse_dates(quarter, due_on, enter_until)
    if quarter.is_outturn:
        _refuse_before_quarter_4_is_closed(quarter)
    try:
        with transaction.atomic():
            period = Period.objects.create(
                year=quarter.year,
                number=quarter.number,
                due_on=due_on,
                enter_until=enter_until,
                opened_on=on,
            )
    except IntegrityError as twice:  # somebody else has just opened it
        raise RefusedError(ALREADY.format(quarter.name)) from twice
    made = Return.objects.bulk_create(
        Return(measure_id=terms.measure_id, period=period, terms=terms)
        for terms in terms_due(quarter)
    )
    record("period opened", period, by=by, on=on, why=f"{len(made)} returns asked for")
    return period


def refuse_dates(quarter: Quarter, due_on: date, enter_until: date | None) -> None:
    """RefusedError where returns would be due before the quarter is over, or locked before due."""
    if due_on < quarter.end:
        what = "year" if quarter.is_outturn else "quarter"
        raise RefusedError(
            {"due_on": f"The due date is before the {what}'s end, {quarter.end:%-d %B %Y}."}
        )
    if enter_until is not None and enter_until < due_on:
        raise RefusedError({"enter_until": "The days of grace end before the due date."})


def _refuse_before_quarter_4_is_closed(outturn: Quarter) -> None:
    last = Quarter(outturn.year, 4)
    if not Period.objects.at(last).filter(state=PeriodState.CLOSED).exists():
        raise RefusedError(
            {"quarter": f"Close {last.name} first: the outturn stands on its figures."}
        )


def terms_due(quarter: Quarter) -> list[Terms]:
    """The terms under which a return is due: in the basket, and in its turn."""
    return [each for each in terms_held(quarter) if is_due(each, quarter)]


def ask_under(terms: Terms, *, by: Person | None, on: date) -> None:
    """Bring the open periods of the terms' year into line.

    Each return stands on the terms that hold in its quarter, and what has become due is asked for.
    """
    for period in Period.objects.open().filter(year=terms.year):
        for held in terms_held(period.quarter, terms.measure):
            _ask(held, period, by, on)


def _ask(terms: Terms, period: Period, by: Person | None, on: date) -> None:
    asked = Return.objects.current().filter(measure=terms.measure, period=period).first()
    if asked is None:
        if is_due(terms, period.quarter):
            made = Return.objects.create(measure=terms.measure, period=period, terms=terms)
            record("return asked for", made, by=by, on=on)
    elif asked.terms_id != terms.pk:
        before, asked.terms = asked.terms, terms
        asked.save()
        edits = [Edit("terms", f"from Q{before.from_quarter}", f"from Q{terms.from_quarter}")]
        record("return put under other terms", asked, by=by, on=on, edits=edits)


def terms_held(quarter: Quarter, measure: Measure | None = None) -> list[Terms]:
    """For each measure the terms that hold in a quarter: of the year's, those begun last."""
    found = Terms.objects.for_quarter(quarter.year, quarter.number).select_related("measure")
    latest: dict[int, Terms] = {}
    for terms in found if measure is None else found.filter(measure=measure):
        latest.setdefault(terms.measure_id, terms)
    return list(latest.values())


def is_due(terms: Terms, quarter: Quarter) -> bool:
    """In the basket, and in its turn; everything is in an outturn's."""
    in_turn = quarter.is_outturn or quarter.number in Frequency(terms.measure.frequency).quarters
    return terms.in_force and in_turn
