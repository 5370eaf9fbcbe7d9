"""Agreeing terms: they are saved, recorded, and open periods are rated again on them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from indicators.models import PeriodState, PeriodTarget, Terms
from indicators.returns.rating import rate_open_returns
from organisation.models import Person
from organisation.record import Edit, record, save


@transaction.atomic
def agree_terms(
    terms: Terms,
    *,
    by: Person | None,
    on: date,
    period_targets: Mapping[int, PeriodTarget] | None = None,
    why: str = "",
) -> Terms:
    """Save terms (and, where given, their targets by quarter) and rate open returns again.

    ValidationError where they could never give a colour, or where a closed period was rated on
    them: then the change needs terms of its own, from a later quarter.
    """
    terms.full_clean(validate_constraints=True)
    if terms.pk and _closed_on(terms) and _changes_rating(terms):
        raise ValidationError(
            "A closed period was rated on these terms, so they can't change. "
            "Add terms for the same year that begin with a later quarter."
        )
    save(terms, by=by, on=on, texts=("reason",), why=why)
    if period_targets is not None:
        _set_period_targets(terms, period_targets, by, on)
    for return_ in rate_open_returns(terms, on):
        record(
            "return rated again",
            return_,
            by=by,
            on=on,
            why=why,
            edits=[
                Edit("rating", "", return_.rating.status),
                Edit("sentence", "", return_.rating.sentence),
            ],
        )
    return terms


def _closed_on(terms: Terms) -> bool:
    return terms.returns.filter(period__state=PeriodState.CLOSED).exists()


def _changes_rating(terms: Terms) -> bool:
    """Whether anything that decides a colour differs from what is stored."""
    stored = Terms.objects.select_related("measure").get(pk=terms.pk)
    return stored.as_rules() != terms.as_rules() or stored.in_force != terms.in_force


def _set_period_targets(
    terms: Terms, wanted: Mapping[int, PeriodTarget], by: Person | None, on: date
) -> None:
    for quarter, target in wanted.items():
        stored = terms.period_targets.filter(quarter=quarter).first()
        target.terms, target.quarter, target.pk = terms, quarter, stored.pk if stored else None
        save(target, by=by, on=on)
    terms.forget_period_targets()
