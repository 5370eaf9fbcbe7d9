"""The figure that an outturn's quarters make: suggested to the officer, who says it is final."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from indicators.models import Frequency, Rating, Return, State, Terms
from indicators.rules import rag
from indicators.rules.aggregation import Aggregate, Aggregation
from indicators.rules.outturn import year_figure, year_method, year_terms
from indicators.rules.periods import OUTTURN, QUARTERS, Quarter
from indicators.rules.rag import Basis, Figure

MADE = {
    Aggregation.SUM: "The quarters add up to {}",
    Aggregation.LAST: "The last figure is the year’s: {}",
    Aggregation.RATIO_OF_SUMS: "The quarters together make {}",
    Aggregation.MEAN: "On average the quarters make {}",
}


@dataclass(frozen=True)
class Suggestion:
    """A figure for the year, and how it was put together; `estimated` where it can't be exact."""

    value: Decimal | None
    words: str
    estimated: bool = False


def suggested(return_: Return) -> Suggestion | None:
    """What the year's approved returns make by the measure's basis; None for a quarter's return."""
    quarter = return_.period.quarter
    if not quarter.is_outturn:
        return None
    terms, unit = return_.terms, return_.measure.figure_unit
    basis, average = Basis(terms.basis), terms.returns_average_to_date
    approved = _approved(return_, quarter)
    figures = {number: approved.get(number) for number, _ in asked_in(terms)}
    found = year_figure(basis, list(figures.values()), unit, average_returned=average)
    if found.value is None:
        return Suggestion(None, _nothing(found))
    value = unit.round(found.value)
    method = year_method(basis, unit, average_returned=average)
    made = f"{MADE[method].format(unit.short(value))} ({_shown(figures, unit)})."
    estimated = " It is the mean of the quarters, so an estimate." if found.estimated else ""
    return Suggestion(value, made + estimated, found.estimated)


def _nothing(found: Aggregate) -> str:
    """Why the quarters make no figure."""
    if found.is_complete:
        return "There were no cases, so the quarters make no figure."
    return f"Only {found.coverage} have an approved figure, so nothing is put together."


def _shown(figures: dict[int, Figure | None], unit: rag.Unit) -> str:
    """Q1 100, Q2 no cases."""
    amounts = {number: each.amount(unit) for number, each in figures.items() if each is not None}
    return ", ".join(
        f"Q{number} {'no cases' if amount is None else unit.short(amount)}"
        for number, amount in amounts.items()
    )


def _approved(return_: Return, quarter: Quarter) -> dict[int, Figure | None]:
    """The approved figure of each quarter of the year; one without cases is 0 of 0."""
    found = Rating.objects.filter(
        of__measure=return_.measure_id,
        of__is_current=True,
        of__state=State.APPROVED,
        of__period__year=quarter.year,
        of__period__number__in=QUARTERS,
    ).select_related("of__period")
    return {each.of.period.number: _figure(each) for each in found}


def _figure(kept: Rating) -> Figure | None:
    of = kept.of
    if kept.status == rag.Status.NO_CASES:
        return Figure(numerator=Decimal(0), denominator=Decimal(0))
    return of.figure if of.has_figure else None


def terms_in(terms: Terms, quarter: Quarter) -> rag.Terms:
    """Terms as the rules take them for a quarter, or for the year's outturn."""
    if not quarter.is_outturn:
        return terms.as_rules(quarter.number)
    parts = [each.as_rules(number) for number, each in asked_in(terms)]
    return year_terms(terms.as_rules(OUTTURN), parts)


def asked_in(terms: Terms) -> list[tuple[int, Terms]]:
    """The quarters of the year in which a return was due, each with the terms that held then."""
    others = (each for each in terms.measure.terms.all() if each.year == terms.year)
    of_year = [each for each in others if each.from_quarter != terms.from_quarter] + [terms]
    of_year.sort(key=lambda each: each.from_quarter)
    held = {
        number: [each for each in of_year if each.from_quarter <= number][-1:]
        for number in Frequency(terms.measure.frequency).quarters
    }
    return [(number, each) for number, found in held.items() for each in found if each.in_force]
