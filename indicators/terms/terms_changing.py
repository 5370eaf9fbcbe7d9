"""Changing the terms of a measure in mid-year: from a quarter on, and never what is closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from indicators.agreeing import agree_terms, hold_open_periods
from indicators.models import Measure, Period, PeriodState, PeriodTarget, Terms
from indicators.returns.refusals import RefusedError
from indicators.rules import rag
from indicators.rules.periods import QUARTERS, Quarter
from organisation.access import NotAllowedError, access_of
from organisation.models import Person
from organisation.record import Edit, record

TARGET_FIELDS = ("target_state", "target", "low", "high", "benchmark")
TOLERANCE_FIELDS = (
    "tolerance_mode",
    "tolerance_green",
    "tolerance_amber",
    "tolerance_cap",
    "amber_limit",
    "amber_low",
    "amber_high",
)
WORDS = ("reason", "agreed_by", "agreed_on", "decision_ref")
NEVER_SAVED = -1  # the key of terms that are only imagined, so that their targets can be read
NEEDED = {
    "reason": "Say why the terms change; it is printed on the measure's page.",
    "agreed_by": "Enter who agreed it, for example Cabinet.",
    "decision_ref": "Enter where the decision stands, for example Cabinet, 15 December 2017, "
    "minute 45.",
}
SAME = "These are the terms that hold already: change the target, the tolerance or the quarter."


@dataclass(frozen=True)
class QuarterTarget:
    """A quarter's own target: one figure, or a range."""

    target: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True)
class Agreement:
    """Why something changes, and who agreed it when and where."""

    reason: str
    agreed_by: str
    agreed_on: date
    decision_ref: str


@dataclass(frozen=True)
class Proposal:
    """New terms: what holds from a quarter on. Fields that it does not name stay as they were.

    `own_targets`: a target of its own for each quarter that is named, None to have none.
    """

    quarter: Quarter
    values: Mapping[str, Any]
    own_targets: Mapping[int, QuarterTarget | None] = field(default_factory=dict)


OUT_OF_BASKET: Mapping[str, Any] = {"in_force": False}


@transaction.atomic
def change_terms(
    measure: Measure, proposal: Proposal, agreement: Agreement, *, by: Person, on: date
) -> Terms:
    """Agree new terms from a quarter on; open periods follow, closed ones stay as they were.

    They become a row of their own, which begins as a copy of what held before; only where terms
    begin with that very quarter already, and nothing closed stands on them, are those changed.
    RefusedError by field, ValidationError where terms could never give a colour.
    """
    if not access_of(by, on).is_performance:
        message = "Only the performance team changes the terms of a measure."
        raise NotAllowedError(message)
    hold(measure)
    if problems := refusals(measure, proposal, agreement, on):
        raise RefusedError(problems)
    held, terms = held_in(measure, proposal.quarter), proposed(measure, proposal, agreement)
    if terms.in_force and (not terms.tolerance_agreed_by or _differ(held, terms, TOLERANCE_FIELDS)):
        # Who agreed the terms agreed their tolerance, unless somebody had agreed it before.
        terms.tolerance_agreed_by = terms.agreed_by
    return _agree(terms, by, on)


def hold(measure: Measure) -> None:
    """Keep others from changing the same terms or returns, and open periods from being closed.

    Periods come first, as every deed on a return takes them, so that none waits for another.
    """
    hold_open_periods()
    Measure.objects.select_for_update().get(pk=measure.pk)


def refusals(
    measure: Measure, proposal: Proposal, agreement: Agreement, on: date
) -> dict[str, str]:
    """What stands against agreeing it, by field: a lacking reason, a quarter that is closed."""
    given = {name: getattr(agreement, name).strip() for name in NEEDED}
    problems = {name: message for name, message in NEEDED.items() if not given[name]}
    if agreement.agreed_on > on:
        problems["agreed_on"] = f"Enter the day on which it was agreed: {_day(on)} or before."
    if proposal.quarter not in quarters_to_change(measure, on):
        problems["quarter"] = (
            f"{proposal.quarter.name} is closed or has no terms to change: choose another quarter."
        )
    if not problems and not _changes_anything(measure, proposal, agreement):
        problems[""] = SAME
    return problems


def _agree(terms: Terms, by: Person, on: date) -> Terms:
    """Save the terms with their targets by quarter; a target that fell away goes, on record."""
    wanted = {each.quarter: _unsaved(each) for each in terms.period_targets.all()}
    terms.pk = None if terms.pk == NEVER_SAVED else terms.pk
    terms.forget_period_targets()
    if terms.pk is not None:
        for each in terms.period_targets.exclude(quarter__in=wanted):
            each.refuse_if_closed()
            edits = [Edit("deleted", str(each), "")]
            record("period target deleted", each, by=by, on=on, edits=edits, why=terms.reason)
            each.delete()
    return agree_terms(terms, by=by, on=on, period_targets=wanted, why=terms.reason)


def _unsaved(target: PeriodTarget) -> PeriodTarget:
    return PeriodTarget(
        quarter=target.quarter, target=target.target, low=target.low, high=target.high
    )


def proposed(measure: Measure, proposal: Proposal, agreement: Agreement | None = None) -> Terms:
    """The terms as proposed, not saved, with their targets by quarter to be read."""
    held = held_in(measure, proposal.quarter)
    begins = (held.year, held.from_quarter) == (proposal.quarter.year, proposal.quarter.number)
    terms = copy(held)
    if not begins:
        terms.pk, terms._state.adding = NEVER_SAVED, True  # noqa: SLF001 - to be a row of its own
    terms.year, terms.from_quarter = proposal.quarter.year, proposal.quarter.number
    for name, value in {"in_force": True, **proposal.values}.items():
        setattr(terms, name, value)
    own = {each.quarter: _unsaved(each) for each in held.period_targets.all()}
    own |= {
        number: PeriodTarget(quarter=number, **vars(target))
        for number, target in proposal.own_targets.items()
        if target is not None
    }
    dropped = {number for number, target in proposal.own_targets.items() if target is None}
    terms._prefetched_objects_cache = {  # noqa: SLF001 - what is not saved can't be queried
        "period_targets": [own[number] for number in sorted(own) if number not in dropped]
    }
    if _differ(held, terms, TARGET_FIELDS) or _own(held) != _own(terms):
        terms.target_text, terms.is_example = "", False
    if agreement is not None:
        terms.reason, terms.decision_ref = agreement.reason.strip(), agreement.decision_ref.strip()
        terms.agreed_by, terms.agreed_on = agreement.agreed_by.strip(), agreement.agreed_on
    return terms


def _changes_anything(measure: Measure, proposal: Proposal, agreement: Agreement) -> bool:
    """Whether anything differs from what holds: terms in a quarter to come, or their own words."""
    held, terms = held_in(measure, proposal.quarter), proposed(measure, proposal, agreement)
    if held.year != terms.year or held.in_force != terms.in_force:
        return True
    if held.pk == terms.pk and _differ(held, terms, WORDS):
        return True
    coming = [number for number in QUARTERS if number >= terms.from_quarter]
    return any(held.as_rules(number) != terms.as_rules(number) for number in coming)


def problems_of(terms: Terms) -> list[str]:
    """What could never give a colour, in any quarter of the terms, each said once."""
    if not terms.in_force:
        return []
    coming = [number for number in QUARTERS if number >= terms.from_quarter]
    found = [each for number in coming for each in rag.problems(terms.as_rules(number))]
    return list(dict.fromkeys(found)) or _refused_by_model(terms)


def _refused_by_model(terms: Terms) -> list[str]:
    try:
        terms.full_clean(validate_unique=False)
    except ValidationError as refused:
        return list(dict.fromkeys(refused.messages))
    return []


def held_in(measure: Measure, quarter: Quarter) -> Terms:
    """The terms that hold in a quarter; before a year has any, the last of the years before."""
    found = [
        each
        for each in _rows(measure)
        if (each.year, each.from_quarter) <= (quarter.year, quarter.number)
    ]
    if not found:
        message = f"{measure} has no terms by {quarter.name}."
        raise Terms.DoesNotExist(message)
    return found[-1]


def quarters_to_change(measure: Measure, on: date) -> list[Quarter]:
    """The quarters from which new terms can hold: the earliest open one and those after it.

    Of a year that has no terms yet, only the first such quarter, so that none is left without.
    """
    first, closed = first_to_change(on), _closed_quarters()
    known = list(_rows(measure))
    found: list[Quarter] = []
    for year in (first.financial_year, first.financial_year.next()):
        coming = [each for each in year.quarters if each >= first and each not in closed]
        rows = [each for each in known if each.year == year.start]
        if rows:
            found += [each for each in coming if _can_begin(each, rows)]
        elif any(each.year < year.start for each in known):
            found += coming[:1]
    return found


def first_to_change(on: date) -> Quarter:
    """The earliest open quarter; where none is open the one after the last that was closed."""
    opened = Period.objects.open().filter(number__in=QUARTERS).order_by("year", "number").first()
    if opened is not None:
        return opened.quarter
    closed = _closed_quarters()
    return max(closed).next() if closed else Quarter.of(on)


def _closed_quarters() -> set[Quarter]:
    periods = Period.objects.filter(state=PeriodState.CLOSED, number__in=QUARTERS)
    return {each.quarter for each in periods}


def _can_begin(quarter: Quarter, rows: Iterable[Terms]) -> bool:
    """Not before the measure's first terms of the year, nor where a closed period stands on it."""
    begun = [each for each in rows if each.from_quarter <= quarter.number]
    at = next((each for each in begun if each.from_quarter == quarter.number), None)
    return bool(begun) and (at is None or not at.closed_quarters)


def _rows(measure: Measure) -> list[Terms]:
    found = measure.terms.order_by("year", "from_quarter")
    return list(found.select_related("measure").prefetch_related("period_targets"))


def _differ(first: Terms, second: Terms, names: tuple[str, ...]) -> bool:
    return any(getattr(first, name) != getattr(second, name) for name in names)


def _own(terms: Terms) -> list[tuple[int, Decimal | None, Decimal | None, Decimal | None]]:
    found = terms.period_targets.all()
    return [(each.quarter, each.target, each.low, each.high) for each in found]


def _day(when: date) -> str:
    return f"{when:%-d %B %Y}"
