"""What stands beside the box on a return: target, last figures, what was said and promised."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from indicators.models import Baseline, ExceptionReport, Return, State, Terms
from indicators.returns import rating
from indicators.returns.wording import QUALITY_WORDS, day
from indicators.rules import rag
from indicators.rules.ruler import Ruler, ruler
from organisation.models import Council

LAST_FIGURES = 8


@dataclass(frozen=True)
class LastFigure:
    """A line of the table of last figures."""

    period: str
    value: str
    status: rag.Status
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class EarlierFigure:
    """A baseline: from before the system, never rated."""

    period: str
    value: str
    source: str


@dataclass(frozen=True)
class Promise:
    """An action as it was promised."""

    text: str
    owner: str
    due: str


@dataclass(frozen=True)
class LastTime:
    """What was said with the last figure."""

    period: str
    commentary: str
    promises: tuple[Promise, ...]
    recovery: str


@dataclass(frozen=True)
class Facts:
    """All that one needs to decide, in words."""

    definition: str
    source: str
    target: str
    target_agreed: str
    tolerance: str
    tolerance_agreed: str
    unrated: str
    last: tuple[LastFigure, ...]
    baselines: tuple[EarlierFigure, ...]
    last_time: LastTime | None


def facts_of(return_: Return, council: Council) -> Facts:
    """Read what stands beside the box of one return."""
    measure, terms = return_.measure, return_.terms
    guide = _guide(return_, council)
    before = returned_before(return_)
    return Facts(
        definition=measure.definition,
        source=measure.source,
        target=guide.target_words,
        target_agreed=target_agreed(terms),
        tolerance=guide.tolerance_words,
        tolerance_agreed=terms.tolerance_agreed_by and f"agreed by {terms.tolerance_agreed_by}",
        unrated=guide.sentence,
        last=tuple(last_figure(each) for each in before),
        baselines=tuple(_baseline(each, measure.figure_unit) for each in measure.baselines.all()),
        last_time=_last_time(before),
    )


def guide_of(return_: Return, council: Council) -> Ruler | None:
    """The scale without a figure on it; None where nothing is coloured."""
    return ruler(_guide(return_, council).bands, None, return_.measure.figure_unit)


def _guide(return_: Return, council: Council) -> rag.Guide:
    ready = rating.rules_terms(return_.terms, return_.period, council)
    return rag.rating_bands(ready, rating.place_of(return_.period))


def target_agreed(terms: Terms) -> str:
    """Who agreed the target and when, in words; blank where nobody is named."""
    if not terms.agreed_by:
        return ""
    when = f" on {day(terms.agreed_on)}" if terms.agreed_on else ""
    reference = f" ({terms.decision_ref})" if terms.decision_ref else ""
    return f"agreed by {terms.agreed_by}{when}{reference}"


def returned_before(return_: Return) -> list[Return]:
    """The last approved or closed returns of the same measure, newest first."""
    quarter = return_.period.quarter
    found = (
        Return.objects.current()
        .filter(Q(state=State.APPROVED) | Q(rating__is_frozen=True), rating__isnull=False)
        .filter(
            Q(period__year__lt=quarter.year)
            | Q(period__year=quarter.year, period__number__lt=quarter.number),
            measure=return_.measure_id,
        )
        .with_everything()
        .order_by("-period__year", "-period__number")
    )
    return list(found[:LAST_FIGURES])


def last_figure(return_: Return) -> LastFigure:
    """A return of the past as a line of the table."""
    kept, unit = return_.rating, return_.rating.unit
    notes = (QUALITY_WORDS[return_.quality], "example figure" if return_.is_example else "")
    return LastFigure(
        period=return_.period.quarter.name,
        value="–" if kept.value is None else unit.short(kept.value),
        status=rag.Status(kept.status),
        notes=tuple(each for each in notes if each),
    )


def _baseline(baseline: Baseline, unit: rag.Unit) -> EarlierFigure:
    estimate = " (estimate)" if baseline.is_estimated else ""
    return EarlierFigure(
        period=baseline.period_name,
        value=f"{unit.short(baseline.value)}{estimate}",
        source=baseline.source,
    )


def _last_time(before: list[Return]) -> LastTime | None:
    """What the newest of the earlier returns said, if it said anything."""
    if not before:
        return None
    last = before[0]
    report: ExceptionReport | None = getattr(last, "exception_report", None)
    if not last.commentary and report is None:
        return None
    recovery = report.expected_recovery if report else None
    return LastTime(
        period=last.period.quarter.name,
        commentary=last.commentary or (report.cause if report else ""),
        promises=tuple(
            Promise(each.text, each.owner_post, day(each.due_on)) for each in report.actions.all()
        )
        if report
        else (),
        recovery=recovery.name if recovery else "",
    )
