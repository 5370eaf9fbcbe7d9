"""Rating a return on the terms in force, and keeping the rating with those terms."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from typing import Any

from indicators.models import (
    Judgement,
    Kind,
    NoValueReason,
    Period,
    PeriodState,
    Rating,
    Return,
    State,
    Terms,
)
from indicators.querysets import ReturnQuerySet
from indicators.returns.outturn import terms_in
from indicators.returns.seasons import seasonal_share
from indicators.rules import rag, trend
from organisation.models import Council, Person
from organisation.record import Edit, differences, record

LAST = 4


def work_out(return_: Return, council: Council, figure: rag.Figure | None = None) -> rag.Rating:
    """The rating that a return gets, or would get with `figure`. Stores nothing."""
    terms = replace(rules_terms(return_.terms, return_.period, council), unit=unit_of(return_))
    return rag.rate(
        terms,
        figure or return_.figure,
        place_of(return_.period),
        return_state=rag.ReturnState.SUBMITTED,
        awaiting=rag.AwaitingPolicy(council.awaiting_policy),
        judgement=_judgement(return_),
        long_direction=_long_direction(return_, terms, figure or return_.figure)
        if terms.improving_uplift
        else None,
    )


def unit_of(return_: Return) -> rag.Unit:
    """How its figure is written: a correction's as when its period was closed."""
    kept = Rating.objects.filter(of=return_.corrects).first() if return_.corrects else None
    return kept.unit if kept else return_.measure.figure_unit


def place_of(period: Period) -> rag.Place:
    """Which quarter of the year's four; an outturn is at the year's end."""
    return rag.Place(min(period.number, LAST), LAST)


def rules_terms(terms: Terms, period: Period, council: Council) -> rag.Terms:
    """Terms as the rules take them for a period; indicators keep their colour to themselves."""
    if period.quarter.is_outturn:
        return _uncoloured_indicator(terms, terms_in(terms, period.quarter), council)
    profile = terms.profile_in(period.number)
    if profile.method == rag.ProfileMethod.SEASONAL:
        profile = replace(profile, share=seasonal_share(terms.measure_id, period.quarter))
    ready = terms.as_rules(period.number, profile)
    return _uncoloured_indicator(terms, ready, council)


def _uncoloured_indicator(terms: Terms, ready: rag.Terms, council: Council) -> rag.Terms:
    if terms.measure.kind == Kind.INDICATOR and not council.colours_indicators:
        return replace(ready, policy=rag.RatingPolicy.TREND_ONLY)
    return ready


def as_entered(return_: Return, council: Council) -> rag.Rating:
    """The rating of what stands on a return: its figure, or the reason for which it has none."""
    if return_.no_value_reason == "PUBLISHED_LATER":
        return rag.unreturned(rag.Status.CARRY_OVER)
    if return_.no_value_reason == "NOT_APPLICABLE":
        return rag.not_applicable("the measure does not apply this period")
    if return_.no_value_reason == "NO_CASES":
        zero = rag.Figure(numerator=Decimal(0), denominator=Decimal(0))
        return work_out(return_, council, zero)
    return work_out(return_, council)


def store(return_: Return, on: date, council: Council | None = None) -> Rating:
    """Rate a submitted or approved return and keep the result with the terms used."""
    stored = Rating.objects.filter(of=return_).first()
    return keep(return_, as_entered(return_, council or Council.current()), on, stored)


def store_and_compare(return_: Return, on: date, council: Council | None = None) -> list[Edit]:
    """Rate and keep as `store` does; return what that changed, for the record.

    What is published later gets none, for the clock decides it, and keeps none of a figure that
    was sent back.
    """
    stored = Rating.objects.filter(of=return_).first()
    before, after = _told(stored), _told(None)
    if return_.no_value_reason != NoValueReason.PUBLISHED_LATER:
        rated = as_entered(return_, council or Council.current())
        after = _told(keep(return_, rated, on, stored))
    elif stored is not None:
        stored.delete()
    return differences(before, after)


def _told(kept: Rating | None) -> dict[str, str]:
    return {
        "rating": kept.status if kept else "",
        "sentence": kept.sentence if kept else "",
    }


def keep(return_: Return, result: rag.Rating, on: date, stored: Rating | None) -> Rating:
    """Write what the rules said over what is stored; a frozen rating is never touched."""
    stored = stored or Rating(of=return_)
    if stored.is_frozen:
        message = f"The rating of {return_} is frozen: its period is closed."
        raise ValueError(message)
    stored.status, stored.calculated = result.status.value, result.calculated.value
    stored.value, stored.target = result.value, result.target
    stored.low, stored.high, stored.gap = result.low, result.high, result.gap
    stored.sentence, stored.gap_words = result.sentence, result.gap_words
    stored.target_words = result.target_words
    stored.tolerance_words = result.tolerance_words
    stored.bands = [band_as_json(band) for band in result.bands]
    stored.terms = snapshot(return_.terms, unit_of(return_))
    stored.rated_on = on
    stored.save()
    return_.rating = stored
    return stored


def rate_again(sent: ReturnQuerySet, *, by: Person | None, on: date, why: str = "") -> None:
    """Rate what is sent in periods that are still open once more; record what that changes."""
    council = Council.current()
    sent = sent.current().filter(
        state__in=(State.SUBMITTED, State.APPROVED), period__state=PeriodState.OPEN
    )
    for return_ in sent.select_related("measure", "period", "terms__measure"):
        lost = _agreement_lost(return_, council)
        if edits := [*lost, *store_and_compare(return_, on, council)]:
            if any(edit.field == "rating" for edit in edits):
                edits += _approval_voided(return_)
            record("return rated again", return_, by=by, on=on, why=why, edits=edits)


def _agreement_lost(return_: Return, council: Council) -> list[Edit]:
    """A better colour was agreed for another calculation than the terms give now."""
    made: Judgement | None = getattr(return_, "judgement", None)
    kept = Rating.objects.filter(of=return_).first()
    if made is None or made.agreed_by is None or kept is None:
        return []
    if as_entered(return_, council).calculated.value == kept.calculated:
        return []
    by, made.agreed_by = made.agreed_by, None
    made.save()
    return [Edit("judgement agreed by", str(by), "", text=True)]


def _approval_voided(return_: Return) -> list[Edit]:
    """What was approved has another colour now, so it waits for its approver once more."""
    if return_.state != State.APPROVED:
        return []
    lost = differences({"approved_for": return_.approved_for_id}, {"approved_for": None})
    return_.state, return_.approved_by, return_.approved_on = State.SUBMITTED, None, None
    return_.approved_for = None
    return_.edit += 1
    return_.save()
    return [Edit("state", State.APPROVED, State.SUBMITTED), *lost]


def freeze_correction(return_: Return, on: date) -> list[Edit]:
    """Freeze the rating of a correction; what is still to be published is carried over.

    Returns what that changed, for the record.
    """
    edits: list[Edit] = []
    if return_.no_value_reason == NoValueReason.PUBLISHED_LATER:
        carried = keep(return_, rag.unreturned(rag.Status.CARRY_OVER), on, None)
        edits = differences(_told(None), _told(carried))
    Rating.objects.filter(of=return_).update(is_frozen=True)
    return edits


def snapshot(terms: Terms, unit: rag.Unit) -> dict[str, Any]:
    """The terms as they stood, and how figures were printed, for the stored rating."""
    fields = {field.name: field.value_from_object(terms) for field in terms._meta.concrete_fields}
    own = {str(each.quarter): str(each.target or "") for each in terms.period_targets.all()}
    printed = {"kind": str(unit.kind), "suffix": unit.suffix, "decimals": unit.decimals}
    kept = {name: _json(value) for name, value in fields.items()}
    return kept | {"period_targets": own, "unit": printed}


def band_as_json(band: rag.Band) -> dict[str, str | None]:
    """A band of the ruler with exact figures as text."""
    return {key: None if value is None else str(value) for key, value in asdict(band).items()}


def band_from_json(kept: dict[str, str | None]) -> rag.Band:
    """The inverse of `band_as_json`."""
    low, high = kept["low"], kept["high"]
    return rag.Band(
        colour=rag.Colour(str(kept["colour"])),
        low=None if low is None else Decimal(low),
        high=None if high is None else Decimal(high),
    )


def _json(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int) else str(value)


def _judgement(return_: Return) -> rag.Judgement | None:
    found: Judgement | None = getattr(return_, "judgement", None)
    if found is None:
        return None
    return rag.Judgement(rag.Colour(found.colour), approved=found.agreed_by_id is not None)


def _long_direction(return_: Return, terms: rag.Terms, figure: rag.Figure) -> rag.Verdict | None:
    """Better or worse than the same quarter last year, for the council that counts it."""
    last = return_.period.quarter.same_last_year()
    before = Rating.objects.filter(
        of__measure=return_.measure,
        of__is_current=True,
        of__period__year=last.year,
        of__period__number=last.number,
    ).first()
    return trend.direction(
        terms,
        figure.amount(terms.unit),
        before.value if before else None,
        comparison=trend.Comparison.SAME_PERIOD_LAST_YEAR,
    ).judgement
