"""A measure's page: its rating and why, how it came here, what is being done, who changed what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from indicators.history.telling import Told
from indicators.judging.judging_pages import judge_url, why_not_judged
from indicators.models import Baseline, Benchmark, Kind, Measure, Period, Rating, Return, State
from indicators.returns.judging_words import Judged, judged_of
from indicators.returns.outturn import terms_in
from indicators.returns.rating import band_from_json, place_of
from indicators.rules.periods import Quarter
from indicators.rules.rag import Basis, rating_bands
from indicators.rules.ruler import Ruler, ruler
from indicators.terms.terms_history import changes_in
from organisation.access import Access
from organisation.models import Council
from reporting.charts.description import TimeChart
from reporting.charts.history import baselines_until, measure_chart
from reporting.scorecard import words
from reporting.scorecard.about import Entry, about
from reporting.scorecard.benchmarks import Benchmarks, benchmarks_until, beside
from reporting.scorecard.changes import Latest, deeds_on, latest_of
from reporting.scorecard.crumbs import Crumb, crumbs
from reporting.scorecard.explanation import Explanation, cause_of_amber, explanation
from reporting.scorecard.facts import Fact, Shown, agreed, facts
from reporting.scorecard.places import directorate_url
from reporting.scorecard.rows import measure_url
from reporting.scorecard.standing import Standing, standing, visible_rating
from reporting.scorecard.uncollected import scheduled


@dataclass(frozen=True)
class HistoryRow:
    """One earlier or present period of the measure."""

    period: str
    url: str
    standing: Standing


@dataclass(frozen=True)
class Present:
    """What there is to say of the period shown, where a return was asked for."""

    standing: Standing
    ruler: Ruler | None
    tolerance: str
    judged: Judged | None
    facts: tuple[Fact, ...]
    commentary: str
    cause: str
    explanation: Explanation | None
    missing_reason: str
    deeds: tuple[Told, ...]


@dataclass(frozen=True)
class MeasurePage:
    """All that the page shows; `present` is None where no return was asked for.

    Then `last` is how it stood when it last was. `changes` are for the measure's own people.
    """

    measure: Measure
    title: str
    sub: str
    crumbs: tuple[Crumb, ...]
    present: Present | None
    absent: str
    last: HistoryRow | None
    is_coloured: bool
    chart: TimeChart
    chart_url: str
    benchmarks: Benchmarks | None
    changed_terms: tuple[str, ...]
    links: tuple[Crumb, ...]
    history: tuple[HistoryRow, ...]
    about: tuple[Entry, ...]
    changes: Latest | None


@dataclass(frozen=True)
class Known:
    """A measure up to the period shown, as far as one reader may see it."""

    measure: Measure
    period: Period
    returns: tuple[Return, ...]
    baselines: tuple[Baseline, ...]
    benchmarks: tuple[Benchmark, ...]
    unapproved: bool
    is_performance: bool

    @property
    def quarter(self) -> Quarter:
        return self.period.quarter

    @property
    def now(self) -> Return | None:
        """The return of the period shown."""
        return self.at(self.quarter)

    def at(self, quarter: Quarter) -> Return | None:
        return next((each for each in self.returns if each.period.quarter == quarter), None)

    @property
    def shown(self) -> Shown:
        """What this reader may see, by quarter."""
        return {each.period.quarter: (each, self.rating(each)) for each in self.returns}

    def rating(self, return_: Return) -> Rating | None:
        return visible_rating(return_, unapproved=self.unapproved)


def known(measure: Measure, period: Period, access: Access, *, on: date, council: Council) -> Known:
    """Read a measure's returns, terms, baselines and benchmarks up to a period: four queries."""
    returns = (
        Return.objects.current()
        .filter(measure=measure)
        .with_status(on, council.awaiting_policy)
        .with_everything()
        .select_related(
            "terms__measure",
            "judgement__by",
            "judgement__agreed_by",
            "exception_report__waived_by",
        )
        .prefetch_related("terms__period_targets", "terms__measure__terms__period_targets")
        .order_by("period__year", "period__number")
    )
    baselines = baselines_until([measure.pk], period.quarter)
    return Known(
        measure=measure,
        period=period,
        returns=tuple(each for each in returns if each.period.quarter <= period.quarter),
        baselines=tuple(baselines.get(measure.pk, ())),
        benchmarks=benchmarks_until(measure, period.quarter),
        unapproved=access.may_see_unapproved(measure.service),
        is_performance=access.is_performance,
    )


def chart_of(found: Known) -> TimeChart:
    """The chart of what this reader may see."""
    visible = [each for each in found.returns if found.rating(each) is not None]
    return measure_chart(found.measure, visible, found.baselines, found.quarter, found.benchmarks)


def measure_page(found: Known, *, on: date, council: Council) -> MeasurePage:
    """The page of a measure in a period for one reader."""
    measure, now = found.measure, found.now
    history = tuple(_history_row(each, found, on) for each in reversed(found.returns))
    terms = now.terms if now else (found.returns[-1].terms if found.returns else None)
    return MeasurePage(
        measure=measure,
        title=f"{measure.ref} {measure.name}",
        sub=sub(found),
        crumbs=_crumbs(found),
        present=_present(found, now, on, council) if now else None,
        absent="" if now else absence(found),
        last=history[0] if history and not now else None,
        is_coloured=is_coloured(measure, council),
        chart=chart_of(found),
        chart_url=reverse(
            "reporting:measure-chart", kwargs={"ref": measure.ref, "period": found.quarter}
        ),
        benchmarks=beside(found.benchmarks, found.shown, found.baselines, measure.figure_unit),
        changed_terms=changes_in(measure, found.quarter),
        links=tuple(_links(found)),
        history=history,
        about=about(measure, terms, found.quarter),
        changes=latest_of(measure) if found.unapproved else None,
    )


def _history_row(return_: Return, found: Known, on: date) -> HistoryRow:
    return HistoryRow(
        period=return_.period.quarter.name,
        url=measure_url(found.measure.ref, return_.period.quarter),
        standing=standing(return_, on, unapproved=found.unapproved),
    )


def _links(found: Known) -> Iterator[Crumb]:
    """What the performance team can do from here."""
    if not found.is_performance:
        return
    terms = reverse("indicators:terms", args=(found.measure.ref,))
    yield Crumb("Change the target", terms)
    if found.now is not None and not why_not_judged(found.now):
        yield Crumb("Judge this rating", judge_url(found.now))


def is_coloured(measure: Measure, council: Council) -> bool:
    """Performance measures are; indicators only where the council says so."""
    return measure.kind == Kind.PERFORMANCE_MEASURE or council.colours_indicators


def _crumbs(found: Known) -> tuple[Crumb, ...]:
    """By way of the directorate and the service within it; of an indicator, the borough."""
    measure, quarter = found.measure, found.quarter
    service = measure.service
    if service is None:
        borough = reverse("reporting:borough", kwargs={"period": quarter})
        return crumbs(quarter, measure.ref, Crumb("State of the borough", borough))
    directorate = service.directorate
    between = Crumb(directorate.name, directorate_url(directorate, quarter))
    return crumbs(
        quarter, measure.ref, between, Crumb(service.name, f"{between.url}#{service.slug}")
    )


def sub(found: Known) -> str:
    """Period, what the figure covers, and whether it is approved."""
    parts = [words.in_prose(found.quarter), words.months(found.quarter)]
    if now := found.now:
        basis = Basis(now.terms.basis)
        at_end = f" ({words.day(found.quarter.end)})" if basis is Basis.SNAPSHOT else ""
        parts.append(f"{basis.label[:1].lower()}{basis.label[1:]}{at_end}")
        rating = found.rating(now)
        if now.approved_on:
            parts.append(f"approved {words.day(now.approved_on)}")
        elif rating is not None and not rating.is_frozen:
            parts.append("not yet approved")
    return " · ".join(parts)


def absence(found: Known) -> str:
    """Why there is nothing for the period shown."""
    where = words.during(found.quarter)
    if not found.returns:
        return f"No return was asked for {where} or before: the measure joined later."
    last = found.returns[-1].period.quarter.name
    when = scheduled(found.measure, found.quarter)
    due = f": it is returned {when}" if when else ""
    return f"Not collected {where}{due}. The last return was asked for in {last}; see its history."


def _present(found: Known, now: Return, on: date, council: Council) -> Present:
    rating = found.rating(now)
    coloured = is_coloured(found.measure, council)
    words_of_tolerance, drawn = _scale(now, rating)
    return Present(
        standing=standing(now, on, unapproved=found.unapproved),
        ruler=drawn if coloured else None,
        tolerance=words_of_tolerance if coloured and drawn else "",
        judged=_judged(now, rating, unapproved=found.unapproved),
        facts=facts(now, found.shown, found.baselines, council, rated_against_target=coloured),
        commentary=now.commentary if rating and _is_for_all(found, now) else "",
        cause=cause_of_amber(now, rating),
        explanation=explanation(now, rating),
        missing_reason=now.missing_reason,
        deeds=deeds_on(now, unapproved=found.unapproved),
    )


def _is_for_all(found: Known, now: Return) -> bool:
    """What nobody approved is for the service's own people, though its period be closed."""
    return now.state == State.APPROVED or found.unapproved


def _judged(now: Return, rating: Rating | None, *, unapproved: bool) -> Judged | None:
    """A judgement that counts; one that waits for a second person, for the measure's own people."""
    found = judged_of(now) if rating is not None else None
    if found is None:
        return None
    return found if found.in_effect or (found.waits and unapproved) else None


def _scale(now: Return, rating: Rating | None) -> tuple[str, Ruler | None]:
    """The tolerance with who agreed it, and the ruler; before there is a figure, without one."""
    agreement = agreed(now.terms.tolerance_agreed_by)
    if rating is not None and rating.bands:
        bands = tuple(band_from_json(each) for each in rating.bands)
        drawn = ruler(bands, rating.value, rating.unit)
        return f"{rating.tolerance_words}, {agreement}", drawn
    if rating is not None and rating.value is not None:
        return "", None
    guide = rating_bands(terms_in(now.terms, now.period.quarter), place_of(now.period))
    drawn = ruler(guide.bands, None, now.measure.figure_unit)
    return f"{guide.tolerance_words}, {agreement}", drawn
