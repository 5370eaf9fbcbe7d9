"""What stands beside the box on a return: target, last figures, what was said and promised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from indicators.models import Baseline, ExceptionReport, Rating, Return, State, Terms
from indicators.returns import rating
from indicators.returns.wording import QUALITY_WORDS, day, quarter_words
from indicators.rules import rag
from indicators.rules.periods import OUTTURN, Quarter
from indicators.rules.ruler import Ruler, ruler
from indicators.rules.small_chart import Past, SmallChart, small_chart
from organisation.models import Council

LAST_FIGURES = 8


@dataclass(frozen=True)
class LastFigure:
    """A line of the table of last figures."""

    period: str
    value: str
    status: rag.Status
    notes: tuple[str, ...] = ()
    is_same_last_year: bool = False


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
    is_past: bool = False


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
    same_last_year: str
    chart: SmallChart | None
    baselines: tuple[EarlierFigure, ...]
    last_time: LastTime | None
    is_first: bool = False

    @property
    def promises(self) -> tuple[Promise, ...]:
        """The actions of last time."""
        return self.last_time.promises if self.last_time else ()


def facts_of(return_: Return, council: Council, on: date | None = None) -> Facts:
    """Read what stands beside the box of one return: six queries.

    `on` a day: promises whose day is past say so.
    """
    measure, terms = return_.measure, return_.terms
    guide = _guide(return_, council)
    before = returned_before(return_)
    last_year = return_.period.quarter.same_last_year()
    return Facts(
        definition=measure.definition,
        source=measure.source,
        target=guide.target_words,
        target_agreed=target_agreed(terms),
        tolerance=guide.tolerance_words,
        tolerance_agreed=terms.tolerance_agreed_by and f"agreed by {terms.tolerance_agreed_by}",
        unrated=guide.sentence,
        last=tuple(last_figure(each, last_year) for each in before),
        same_last_year=_same_last_year(before, last_year),
        chart=_chart(before, measure.figure_unit),
        baselines=tuple(_baseline(each, measure.figure_unit) for each in measure.baselines.all()),
        last_time=_last_time(before, on),
        is_first=not before and not _had_quarters(return_),
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
    """The last approved or closed returns of the same measure, newest first.

    Whole years stand beside a year, quarters beside a quarter.
    """
    quarter = return_.period.quarter
    whole_years = Q(period__number=OUTTURN)
    found = (
        Return.objects.current()
        .filter(Q(state=State.APPROVED) | Q(rating__is_frozen=True), rating__isnull=False)
        .filter(whole_years if quarter.is_outturn else ~whole_years)
        .filter(
            Q(period__year__lt=quarter.year)
            | Q(period__year=quarter.year, period__number__lt=quarter.number),
            measure=return_.measure_id,
        )
        .with_everything()
        .order_by("-period__year", "-period__number")
    )
    return list(found[:LAST_FIGURES])


def _had_quarters(return_: Return) -> bool:
    """Whether an outturn, even the first one, comes after quarters that were entered."""
    quarter = return_.period.quarter
    if not quarter.is_outturn:
        return False
    entered = Return.objects.current().exclude(state=State.NOT_STARTED)
    before = entered.filter(measure=return_.measure_id, period__year__lte=quarter.year)
    return before.exclude(pk=return_.pk).exists()


def last_figure(return_: Return, last_year: Quarter | None = None) -> LastFigure:
    """A return of the past as a line of the table."""
    kept = return_.rating
    notes = (QUALITY_WORDS[return_.quality], "example figure" if return_.is_example else "")
    return LastFigure(
        period=return_.period.quarter.name,
        value=_printed(kept),
        status=rag.Status(kept.status),
        notes=tuple(each for each in notes if each),
        is_same_last_year=return_.period.quarter == last_year,
    )


def _printed(kept: Rating) -> str:
    return "–" if kept.value is None else kept.unit.short(kept.value)


def _same_last_year(before: list[Return], last_year: Quarter) -> str:
    """The same period last year in one sentence; blank where there was none."""
    found = next((each for each in before if each.period.quarter == last_year), None)
    if found is None:
        return ""
    status = rag.Status(found.rating.status)
    value = "no figure" if found.rating.value is None else _printed(found.rating)
    return f"The same period last year, {quarter_words(last_year)}: {value}, {status.word.lower()}."


def _chart(before: list[Return], unit: rag.Unit) -> SmallChart | None:
    """The last figures, oldest first, with what each was to reach."""
    return small_chart([_past(each) for each in reversed(before)], unit)


def _past(return_: Return) -> Past:
    kept, quarter = return_.rating, return_.period.quarter
    accrues = return_.terms.basis == rag.Basis.CUMULATIVE_TOTAL
    return Past(
        period=quarter.name,
        value=kept.value,
        targets=_targets(kept),
        starts_anew=accrues and quarter.number == 1,
    )


def _targets(kept: Rating) -> tuple[Decimal, ...]:
    held = (kept.target, kept.low, kept.high)
    return tuple(sorted({each for each in held if each is not None}))


def _baseline(baseline: Baseline, unit: rag.Unit) -> EarlierFigure:
    estimate = " (estimate)" if baseline.is_estimated else ""
    return EarlierFigure(
        period=baseline.period_name,
        value=f"{unit.short(baseline.value)}{estimate}",
        source=baseline.source,
    )


def _last_time(before: list[Return], on: date | None) -> LastTime | None:
    """What the newest of the earlier returns said, if it said anything."""
    if not before:
        return None
    last = before[0]
    report: ExceptionReport | None = getattr(last, "exception_report", None)
    if not last.commentary and report is None:
        return None
    recovery = report.expected_recovery if report else None
    return LastTime(
        period=quarter_words(last.period.quarter),
        commentary=last.commentary or (report.cause if report else ""),
        promises=_promises(report, on),
        recovery=quarter_words(recovery) if recovery else "",
    )


def _promises(report: ExceptionReport | None, on: date | None) -> tuple[Promise, ...]:
    if report is None:
        return ()
    return tuple(
        Promise(
            each.text,
            each.owner_post,
            day(each.due_on),
            is_past=on is not None and each.due_on < on,
        )
        for each in report.actions.all()
    )
