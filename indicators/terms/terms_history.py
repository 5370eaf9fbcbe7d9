"""How the terms of a measure came about: each set of them, and what it changed in mid-year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise

from django.db.models import Prefetch, QuerySet

from indicators.models import Measure, PeriodTarget, Return, Terms
from indicators.officers.facts import target_agreed
from indicators.rules.periods import Quarter
from indicators.terms.terms_words import (
    NOT_AGREED,
    changed_in_words,
    in_prose,
    target_figure,
    tolerance_rule,
)


@dataclass(frozen=True)
class HistoryRow:
    """One set of terms: from when, what they ask, who agreed them, what they changed."""

    since: str
    target: str
    tolerance: str
    agreed: str
    reason: str
    changed: str
    closed: str


def history(measure: Measure) -> list[HistoryRow]:
    """Every set of terms that the measure had, the newest first."""
    found = list(_with_targets(measure))
    closed = _closed_on(found)
    before: Mapping[int, Terms] = {
        after.pk: earlier for earlier, after in pairwise(found) if earlier.year == after.year
    }
    return [
        HistoryRow(
            since=in_prose(Quarter(each.year, each.from_quarter)),
            target=target_figure(each) if each.in_force else "out of the basket",
            tolerance=tolerance_rule(each) if each.in_force else "–",
            agreed=target_agreed(each) or NOT_AGREED,
            reason=each.reason,
            changed=changed_in_words(before[each.pk], each) if each.pk in before else "",
            closed=closed.get(each.pk, ""),
        )
        for each in reversed(found)
    ]


def changes_in(measure: Measure, quarter: Quarter) -> tuple[str, ...]:
    """What was changed in mid-year by a quarter, oldest first, each in a sentence."""
    found = _with_targets(measure).filter(year=quarter.year, from_quarter__lte=quarter.number)
    rows = list(found)
    told = (changed_in_words(*pair) for pair in pairwise(rows))
    return tuple(each for each in told if each)


def _with_targets(measure: Measure) -> QuerySet[Terms]:
    found = measure.terms.order_by("year", "from_quarter").select_related("measure")
    targets = PeriodTarget.objects.select_related("terms__measure")
    return found.prefetch_related(Prefetch("period_targets", queryset=targets))


def _closed_on(terms: Iterable[Terms]) -> dict[int, str]:
    """Which closed periods stand on each terms, so that those can't change."""
    found = Return.objects.current().filter(terms__in=list(terms), period__state="CLOSED")
    ordered = found.select_related("period").order_by("terms_id", "period__number")
    return {
        key: ", ".join(each.period.quarter.short for each in group)
        for key, group in groupby(ordered, key=lambda each: each.terms_id)
    }
