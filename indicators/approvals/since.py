"""What changed on a return since its last period: the figure, which way it moved, the colour."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import OuterRef, Q, Subquery, prefetch_related_objects

from indicators.models import Return, State
from indicators.querysets import ReturnQuerySet
from indicators.returns.outturn import terms_in
from indicators.rules import rag, trend
from indicators.rules.periods import OUTTURN

NOTHING = "Nothing to compare with: this is its first figure."
RUNNING_TOTAL = "a running total, so not comparable"

Ids = tuple[int, int | None, int | None]  # of a return, the one before, the one a year before


@dataclass(frozen=True)
class Since:
    """The figure of the period before, and how this one moved; blank where there is none."""

    period: str = ""
    value: str = ""
    movement: str = NOTHING
    verdict: str = ""  # "better" or "worse" where it is either
    was: str = ""  # the colour before, where it is another now
    is_older: bool = False  # the last that was approved is older than the quarter before

    @property
    def label(self) -> str:
        """The period by its name, and that none after it was approved where that is so."""
        return f"Last approved, {self.period}" if self.is_older else self.period


def since_of(returns: Iterable[Return]) -> dict[int, Since]:
    """For each return, by its id, what changed: two queries, six with an outturn among them.

    The returns need their rating, period, terms and targets by quarter.
    """
    returns = list(returns)
    # What is good for a whole year is put together from the terms of its quarters.
    years = [each for each in returns if each.period.quarter.is_outturn]
    prefetch_related_objects(years, "terms__measure__terms__period_targets")
    earlier = _earlier_of(returns)
    return {each.pk: _since(each, *earlier.get(each.pk, (None, None))) for each in returns}


def _earlier_of(returns: list[Return]) -> dict[int, tuple[Return | None, Return | None]]:
    """The last return before each, and that of the same period last year; approved ones only."""
    asked = Return.objects.filter(pk__in=[each.pk for each in returns])
    quarters = asked.exclude(period__number=OUTTURN)
    outturns = asked.filter(period__number=OUTTURN)
    found: list[Ids] = [*_ids(quarters, ~Q(period__number=OUTTURN))]
    if any(each.period.quarter.is_outturn for each in returns):
        found += _ids(outturns, Q(period__number=OUTTURN))
    wanted = {pk for _, *both in found for pk in both if pk is not None}
    loaded = Return.objects.select_related("rating", "period", "measure").in_bulk(wanted)
    return {pk: (loaded.get(before), loaded.get(last_year)) for pk, before, last_year in found}


def _ids(asked: ReturnQuerySet, of_the_same_kind: Q) -> list[Ids]:
    year, number = OuterRef("period__year"), OuterRef("period__number")
    earlier = (
        Return.objects.current()
        .filter(of_the_same_kind, measure=OuterRef("measure"), rating__isnull=False)
        .filter(Q(state=State.APPROVED) | Q(rating__is_frozen=True))
        .order_by("-period__year", "-period__number")
        .values("pk")
    )
    before = earlier.filter(
        Q(period__year__lt=year) | Q(period__year=year, period__number__lt=number)
    )
    last_year = earlier.filter(period__year=year - 1, period__number=number)
    found = asked.order_by().annotate(
        before=Subquery(before[:1]), last_year=Subquery(last_year[:1])
    )
    return list(found.values_list("pk", "before", "last_year"))


def _since(return_: Return, before: Return | None, last_year: Return | None) -> Since:
    """A running total, and a whole year, are compared with the same period last year."""
    comparison = trend.default_comparison(rag.Basis(return_.terms.basis))
    if return_.period.quarter.is_outturn:
        comparison = trend.Comparison.SAME_PERIOD_LAST_YEAR
    yearly = comparison is trend.Comparison.SAME_PERIOD_LAST_YEAR
    compared = last_year if yearly else before
    if compared is None and before is not None:
        compared, comparison = before, trend.Comparison.PREVIOUS_PERIOD
    if compared is None:
        return Since()
    value = compared.rating.value
    movement, verdict = _moved(return_, value, comparison)
    return Since(
        period=compared.period.quarter.name,
        value="no figure" if value is None else compared.rating.unit.short(value),
        movement=movement,
        verdict=verdict,
        was=_was(return_, before),
        is_older=not yearly and compared.period.quarter != return_.period.quarter.previous(),
    )


def _moved(return_: Return, then: Decimal | None, comparison: trend.Comparison) -> tuple[str, str]:
    """Which way it moved in words, and "better" or "worse" where it is either."""
    kept = getattr(return_, "rating", None)
    terms = terms_in(return_.terms, return_.period.quarter)
    now = kept.value if kept else None
    found = trend.direction(terms, now, then, comparison=comparison)
    if found.judgement is rag.Verdict.NOT_COMPARABLE:
        return RUNNING_TOTAL, ""
    if found.movement is None:
        return "", ""
    told = found.judgement in {rag.Verdict.BETTER, rag.Verdict.WORSE}
    return found.words, found.judgement.value.lower() if told else ""


def _was(return_: Return, before: Return | None) -> str:
    """The colour of the period before, in words, where it is another now."""
    kept = getattr(return_, "rating", None)
    if kept is None or before is None:
        return ""
    then, now = rag.Status(before.rating.status), rag.Status(kept.status)
    return "" if then.family == now.family else f"Was {then.word.lower()} in {before.period}"
