"""What proposed terms would do: how far each colour reaches, and what open returns become."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from datetime import date

from indicators.models import ExceptionReport, Measure, Rating, Return, State, Terms
from indicators.returns import rating
from indicators.returns.needs import lacking
from indicators.rules import rag
from indicators.rules.periods import QUARTERS, Quarter
from indicators.rules.ruler import Ruler, ruler
from indicators.terms.terms_changing import Proposal, held_in, proposed
from indicators.terms.terms_words import (
    differences_in_words,
    guide_for,
    in_prose,
    reach_in_words,
)
from organisation.models import Council

SHOWN = 3
NOTHING_YET = "Nothing is entered yet; it will be rated on these terms"
OUT_OF_BASKET = "Not applicable: the measure is out of the basket in this period"


@dataclass(frozen=True)
class Reach:
    """How far the colours reach in one quarter, or in all where they reach the same."""

    quarters: str
    sentence: str
    tolerance: str
    ruler: Ruler | None


@dataclass(frozen=True)
class Standing:
    """A return as it stands on a set of terms; without a status nothing is entered yet."""

    status: rag.Status | None
    sentence: str


@dataclass(frozen=True)
class Becomes:
    """An open return: what it is now and what it would become."""

    period: str
    figure: str
    state: str
    before: Standing
    after: Standing
    note: str

    @property
    def stays(self) -> bool:
        return self.before.status is self.after.status


@dataclass(frozen=True)
class Effect:
    """All that agreeing the proposed terms would do."""

    differences: tuple[str, ...]
    since: str
    until: str
    reaches: tuple[Reach, ...]
    returns: tuple[Becomes, ...]
    more: int
    untouched: str

    def seen(self, proposal: Proposal) -> str:
        """What a page hands back, to show that what it showed is what is agreed."""
        sent = sorted(proposal.own_targets.items())
        told = (proposal.quarter, sorted(proposal.values.items()), sent, self)
        return hashlib.sha256(repr(told).encode()).hexdigest()


def effect_of(measure: Measure, proposal: Proposal, council: Council, on: date) -> Effect:
    """What would change if the proposed terms were agreed; nothing is saved."""
    held, terms = held_in(measure, proposal.quarter), proposed(measure, proposal)
    later = _later(measure, proposal.quarter)
    last = later.from_quarter - 1 if later else QUARTERS[-1]
    found = [_becomes(each, terms, council, on) for each in _open_returns(terms, last)]
    return Effect(
        differences=tuple(differences_in_words(held, terms)),
        since=in_prose(proposal.quarter),
        until=_until(later),
        reaches=_reaches(terms, last, council) if terms.in_force else (),
        returns=tuple(found[:SHOWN]),
        more=len(found[SHOWN:]),
        untouched=_untouched(measure, proposal.quarter),
    )


def _later(measure: Measure, quarter: Quarter) -> Terms | None:
    """Terms of the same year that begin after the quarter, and hold from then on as agreed."""
    found = measure.terms.filter(year=quarter.year, from_quarter__gt=quarter.number)
    return found.order_by("from_quarter").first()


def _until(later: Terms | None) -> str:
    if later is None:
        return ""
    since = in_prose(Quarter(later.year, later.from_quarter))
    return f"From {since} on, the terms that were agreed for then hold."


def _untouched(measure: Measure, quarter: Quarter) -> str:
    """The closed periods of the year, which keep their terms and ratings."""
    closed = Return.objects.current().filter(
        measure=measure, period__year=quarter.year, period__state="CLOSED"
    )
    names = [each.period.quarter.name for each in closed.select_related("period")]
    if not names:
        return ""
    *first, last = names
    listed = f"{', '.join(first)} and {last}" if first else last
    return f"{listed} {'are' if first else 'is'} closed: ratings and targets there stay."


def _reaches(terms: Terms, last: int, council: Council) -> tuple[Reach, ...]:
    """The scale of each quarter in which they hold, quarters with the same one together."""
    found: dict[tuple[str, str], list[Quarter]] = {}
    for number in range(terms.from_quarter, last + 1):
        quarter = Quarter(terms.year, number)
        found.setdefault(_told(terms, quarter, council), []).append(quarter)
    return tuple(
        Reach(
            quarters=_named(quarters) if len(found) > 1 else "",
            sentence=sentence,
            tolerance=tolerance,
            ruler=_ruler(terms, quarters[0], council),
        )
        for (sentence, tolerance), quarters in found.items()
    )


def _told(terms: Terms, quarter: Quarter, council: Council) -> tuple[str, str]:
    guide = guide_for(terms, quarter, council)
    if not guide.bands:
        return guide.sentence, ""
    return reach_in_words(guide.bands, terms.measure.figure_unit), guide.tolerance_words


def _ruler(terms: Terms, quarter: Quarter, council: Council) -> Ruler | None:
    return ruler(guide_for(terms, quarter, council).bands, None, terms.measure.figure_unit)


def _named(quarters: Iterable[Quarter]) -> str:
    return ", ".join(each.name for each in quarters)


def _open_returns(terms: Terms, last: int) -> list[Return]:
    """Returns of open periods that would stand on the terms; an outturn on those of quarter 4."""
    found = Return.objects.current().filter(
        measure=terms.measure,
        period__state="OPEN",
        period__year=terms.year,
        period__number__gte=terms.from_quarter,
    )
    if last < QUARTERS[-1]:
        found = found.filter(period__number__lte=last)
    found = found.with_everything().select_related("terms__measure")
    return list(found.prefetch_related("terms__period_targets").order_by("period__number"))


def _becomes(return_: Return, terms: Terms, council: Council, on: date) -> Becomes:
    imagined = copy(return_)
    imagined.terms = terms
    before, after = _standing(return_, council, on), _standing(imagined, council, on)
    return Becomes(
        period=return_.period.quarter.name,
        figure=_figure(return_),
        state=return_.get_state_display(),
        before=before,
        after=after,
        note=_note(imagined, council),
    )


def _standing(return_: Return, council: Council, on: date) -> Standing:
    """What it counts as with what stands on it."""
    if not return_.terms.in_force:
        return Standing(rag.Status.NOT_APPLICABLE, OUT_OF_BASKET)
    if not return_.has_figure and not return_.no_value_reason:
        return Standing(None, NOTHING_YET)
    rated = rating.as_entered(return_, council)
    if rated.status.is_awaiting and on <= return_.period.due_on:
        rated = rag.unreturned(rag.Status.NOT_DUE)
    return Standing(rated.status, rated.sentence)


def _note(imagined: Return, council: Council) -> str:
    """What else follows for a return that was sent: an approval falls with its colour."""
    kept: Rating | None = getattr(imagined, "rating", None)
    if imagined.is_with_officer or kept is None or not imagined.terms.in_force:
        return ""
    status = rating.as_entered(imagined, council).status
    if status == kept.status:
        return ""
    voided = imagined.state == State.APPROVED
    found = ["its approval is void, and it waits for its approver once more"] if voided else []
    if (status.is_red or status.is_amber) and _lacks_explanation(imagined, is_red=status.is_red):
        colour = "a red" if status.is_red else "an amber"
        found.append(f"as {colour} it needs its explanation before it can be approved")
    return "; ".join(found)


def _lacks_explanation(imagined: Return, *, is_red: bool) -> bool:
    report = ExceptionReport.objects.filter(of=imagined).first() or ExceptionReport(of=imagined)
    return bool(lacking(imagined, report, is_red=is_red))


def _figure(return_: Return) -> str:
    unit = return_.measure.figure_unit
    amount = return_.figure.amount(unit)
    if amount is not None:
        return unit.short(amount)
    return return_.get_no_value_reason_display().lower() or "no figure yet"
