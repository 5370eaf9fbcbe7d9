"""Which rows of the record are about a return, and which about a measure."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, Q, QuerySet

from indicators.models import Alignment, Baseline, Measure, Period, PeriodTarget, Return, Terms
from indicators.returns.dropping import dropped_of


def about_return(measure: Measure, period: Period) -> Q:
    """All that was done to a measure's return for a period, in any of its versions."""
    return _about_returns(Return.objects.filter(measure=measure, period=period))


def about_terms(measure: Measure) -> Q:
    """All that was done to a measure's terms and targets by quarter, those deleted since too."""
    terms = _about(Terms, measure.terms.all())
    targets = _about(PeriodTarget, PeriodTarget.objects.filter(terms__measure=measure))
    # What is deleted is known only by what the record called it.
    gone = Q(
        object_type__in=[each._meta.label_lower for each in (Terms, PeriodTarget)],
        object_label__startswith=f"{measure.ref} ",
    )
    return terms | targets | gone


def about_measure(measure: Measure) -> Q:
    """A measure's own fields, where it stands, its terms, and how far its returns have come."""
    own = _about(Measure, Measure.objects.filter(pk=measure.pk))
    placed = _about(Alignment, measure.alignments.all())
    states = _about_returns(measure.returns.all()) & Q(field="state")
    return own | placed | about_terms(measure) | states


def about_all_of(measure: Measure) -> Q:
    """Everything on record of a measure, with each figure and text of its returns."""
    returns, baselines = _about_returns(measure.returns.all()), measure.baselines.all()
    return about_measure(measure) | returns | _about(Baseline, baselines)


def _about_returns(returns: QuerySet[Return]) -> Q:
    """What was done to returns, and to corrections of them that were dropped since."""
    gone = dropped_of(returns).values("object_id")
    return _about(Return, returns) | Q(object_type=Return._meta.label_lower, object_id__in=gone)


def _about(model: type[Model], things: Any) -> Q:
    return Q(object_type=model._meta.label_lower, object_id__in=things.values("pk"))
