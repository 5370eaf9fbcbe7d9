"""Agreeing what decides a colour: it is saved, recorded, and open periods follow it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from indicators.models import Measure, Period, PeriodTarget, Return, Terms
from indicators.returns.opening import ask_under
from indicators.returns.rating import rate_again
from organisation.models import Council, Person
from organisation.record import save


def hold_open_periods() -> None:
    """Let nobody save, decide or close in an open period until the transaction ends."""
    list(Period.objects.open().select_for_update().order_by("pk").values_list("pk"))


@transaction.atomic
def agree_terms(
    terms: Terms,
    *,
    by: Person | None,
    on: date,
    period_targets: Mapping[int, PeriodTarget] | None = None,
    why: str = "",
) -> Terms:
    """Save terms (and, where given, their targets by quarter); open periods are rated on them.

    ValidationError where they could never give a colour, or where a closed period was rated on
    them: then the change needs terms of its own, from a later quarter.
    """
    hold_open_periods()
    terms.full_clean(validate_constraints=True)
    save(terms, by=by, on=on, why=why)
    if period_targets is not None:
        _set_period_targets(terms, period_targets, by, on)
    ask_under(terms, by=by, on=on)
    same_year = Return.objects.filter(measure=terms.measure, period__year=terms.year)
    rate_again(same_year, by=by, on=on, why=why)
    return terms


@transaction.atomic
def change_measure(measure: Measure, *, by: Person | None, on: date) -> None:
    """Save a measure. Figures written otherwise change the colours of open periods too."""
    hold_open_periods()
    save(measure, by=by, on=on)
    rate_again(Return.objects.filter(measure=measure), by=by, on=on)


@transaction.atomic
def change_council(council: Council, *, by: Person | None, on: date) -> None:
    """Save the council's settings; whether indicators are coloured changes open periods."""
    hold_open_periods()
    save(council, by=by, on=on)
    rate_again(Return.objects.indicators(), by=by, on=on)


def _set_period_targets(
    terms: Terms, wanted: Mapping[int, PeriodTarget], by: Person | None, on: date
) -> None:
    for quarter, target in wanted.items():
        stored = terms.period_targets.filter(quarter=quarter).first()
        target.terms, target.quarter, target.pk = terms, quarter, stored.pk if stored else None
        target.full_clean(validate_unique=False, validate_constraints=False)
        save(target, by=by, on=on)
    terms.forget_period_targets()
