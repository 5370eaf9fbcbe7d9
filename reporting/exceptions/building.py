"""Turns a red return into its exception report, and a period's reds into a document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.conf import settings

from indicators.models import Baseline, ExceptionReport, Kind, Measure, Period, Return
from indicators.returns.outturn import terms_in
from indicators.returns.rating import band_from_json
from indicators.rules.periods import Quarter
from indicators.rules.rag import Basis, Polarity
from indicators.rules.ruler import ruler
from indicators.rules.trend import Comparison, direction
from organisation.models import Council, Person
from reporting.charts.history import measure_chart
from reporting.exceptions.query import Background, Told, background_of, status_of, told_of
from reporting.exceptions.rows import (
    ActionRow,
    ExceptionDocument,
    Fact,
    Missing,
    Recovery,
    Report,
)
from reporting.exceptions.rows import Told as ToldRow
from reporting.quality import mark_of
from reporting.scorecard.words import EXAMPLE, day, days_late, during, in_prose, number_of

NOT_GIVEN = "Not given"


def period_document(period: Period, *, on: date, council: Council) -> ExceptionDocument:
    """All exception reports of a period, and the returns that are missing."""
    told = told_of(period, on=on, council=council)
    return ExceptionDocument(
        council=council.name,
        title=f"Exception reports, {in_prose(period.quarter)}",
        quarter=period.quarter,
        prepared=day(on),
        message=message(told, period),
        reports=reports(told.red, period),
        missing=tuple(missing(each, on) for each in told.awaiting),
        is_whole_period=True,
        is_demo=settings.DEMO,
    )


def measure_document(
    return_: Return, period: Period, *, on: date, council: Council
) -> ExceptionDocument:
    """The exception report of one red return of `told_of`."""
    (report,) = reports([return_], period)
    return ExceptionDocument(
        council=council.name,
        title=f"Exception report: {report.title}",
        quarter=period.quarter,
        prepared=day(on),
        message=(),
        reports=(report,),
        is_demo=settings.DEMO,
    )


def message(told: Told, period: Period) -> tuple[str, ...]:
    """How many are red, how many of them were waived, and what is still to come."""
    indicators = sum(each.measure.kind == Kind.INDICATOR for each in told.red)
    measures = len(told.red) - indicators
    waived = sum(waiver_of(each) != "" for each in told.red)
    parts = [f"{_are(measures, 'performance measure')} red {during(period.quarter)}."]
    if indicators:
        parts.append(f"{_are(indicators, 'indicator')} red, counted apart.")
    if waived:
        verb = "was" if waived == 1 else "were"
        parts.append(f"{number_of(waived, 'exception report')} {verb} waived, for a reason given.")
    if told.judged:
        parts.append(told.judged)
    if told.awaiting:
        late = len(told.awaiting)
        parts.append(f"{number_of(late, 'return')} {'is' if late == 1 else 'are'} missing.")
    if told.not_yet_approved:
        waiting = told.not_yet_approved
        verb = "waits" if waiting == 1 else "wait"
        parts.append(f"{number_of(waiting, 'return')} {verb} for approval and may add to these.")
    return tuple(parts)


def _are(count: int, noun: str) -> str:
    if count == 0:
        return f"No {noun} is"
    return f"{number_of(count, noun)} {'is' if count == 1 else 'are'}"


def reports(reds: Iterable[Return], period: Period) -> tuple[Report, ...]:
    """The reports of these reds, in their order."""
    reds = list(reds)
    background = background_of(reds, period)
    return tuple(_report(each, background) for each in reds)


def missing(return_: Return, on: date) -> Missing:
    """A return that has not come, since when, and why if somebody said so."""
    period = return_.period
    words = f"Due {day(period.due_on)}, {days_late(period.days_late(on))}"
    if not period.is_open:
        words = f"Not returned by {day(period.due_on)}"
    if return_.missing_reason:
        words += f". {return_.missing_reason}"
    return Missing(return_.measure.ref, return_.measure.name, place_of(return_.measure), words)


def _report(return_: Return, background: Background) -> Report:
    measure, rating, period = return_.measure, return_.rating, return_.period
    written: ExceptionReport | None = getattr(return_, "exception_report", None)
    history = background.history.get(measure.pk, [])
    baselines = background.baselines.get(measure.pk, [])
    portfolios = background.portfolios.get(measure.service_id or 0, ())
    portfolio = "; ".join(str(each) for each in portfolios)
    bands = tuple(band_from_json(each) for each in rating.bands)
    return Report(
        ref=measure.ref,
        name=measure.name,
        is_indicator=measure.kind == Kind.INDICATOR,
        status=status_of(return_),
        sentence=rating.sentence,
        ruler=ruler(bands, rating.value, rating.unit),
        facts=_facts(return_, history, baselines),
        chart=measure_chart(measure, history, baselines, period.quarter),
        told=_told(written),
        actions=_actions(written),
        recovery=_recovery(written),
        about=_about(return_, portfolio),
        place=place_of(measure),
        portfolio=portfolio,
        judgement=_judgement(return_),
        waiver=waiver_of(return_),
        is_written=written is not None and written.is_complete,
        is_example=_is_example(return_),
    )


def place_of(measure: Measure) -> str:
    """Department of People › Children's Services."""
    service = measure.service
    return f"{service.directorate.name} › {service.name}" if service else "The whole borough"


def _facts(
    return_: Return, history: Sequence[Return], baselines: Sequence[Baseline]
) -> tuple[Fact, ...]:
    """Value, target and gap, then what the value compares with."""
    rating, unit = return_.rating, return_.rating.unit
    value = "" if rating.value is None else unit.format(rating.value)
    notes = [EXAMPLE] if _is_example(return_) else []
    gap = unit.gap(rating.gap) if rating.gap and rating.gap > 0 else ""
    return (
        Fact("Value", f"{value} {mark_of(return_)}".strip(), ", ".join(notes)),
        Fact("Target", rating.target_words or "None", _target_note(return_)),
        Fact("Gap", gap or "None", rating.gap_words.removeprefix(gap).strip()),
        *_comparisons(return_, history),
        _baseline(return_.measure, baselines),
    )


def _comparisons(return_: Return, history: Sequence[Return]) -> list[Fact]:
    """The period before and the same one last year; an outturn with last year's only."""
    quarter = return_.period.quarter
    year = (quarter.same_last_year(), Comparison.SAME_PERIOD_LAST_YEAR)
    if quarter.is_outturn:
        return [_compared(return_, history, "Last year’s outturn", *year)]
    return [
        _compared(return_, history, "Last quarter", quarter.previous(), Comparison.PREVIOUS_PERIOD),
        _compared(return_, history, "Same quarter last year", *year),
    ]


def _target_note(return_: Return) -> str:
    return "example target" if return_.terms.is_example else ""


def _compared(
    return_: Return, history: Sequence[Return], label: str, wanted: Quarter, comparison: Comparison
) -> Fact:
    """An earlier figure, and how this one moved since."""
    earlier = next((each for each in history if each.period.quarter == wanted), None)
    value = _value_of(earlier)
    if earlier is None or value is None:
        return Fact(label, "–", "no figure")
    terms = terms_in(return_.terms, return_.period.quarter)
    found = direction(terms, return_.rating.value, value, comparison=comparison)
    words = found.words if found.movement else "running total, not comparable"
    notes = [words, EXAMPLE] if _is_example(earlier, return_.measure) else [words]
    return Fact(label, earlier.rating.unit.short(value), ", ".join(notes))


def _value_of(return_: Return | None) -> Decimal | None:
    rating = getattr(return_, "rating", None)
    return rating.value if rating is not None else None


def _baseline(measure: Measure, baselines: Sequence[Baseline]) -> Fact:
    """The last figure from before the system, with its own period and the cell it stands in."""
    if not baselines:
        return Fact("Baseline", "–", "none recorded")
    last = baselines[-1]
    mark = " [e]" if last.is_estimated else ""
    text = f"{measure.figure_unit.short(last.value)}{mark}"
    return Fact(f"Baseline, {last.period_name}", text, f"source: {last.source}")


def _told(written: ExceptionReport | None) -> tuple[ToldRow, ...]:
    if written is None:
        return ()
    parts = (
        ("Cause", written.cause),
        ("Key risks", written.key_risks),
        ("Mitigation", written.mitigation),
    )
    return tuple(ToldRow(label, text.strip()) for label, text in parts if text.strip())


def _recovery(written: ExceptionReport | None) -> Recovery:
    """When it should be back on target, what was said the time before, and why that moved."""
    if written is None:
        return Recovery()
    expected, was = written.expected_recovery, written.was_expected
    return Recovery(
        expected=expected.name if expected else "",
        before=was.name if was else "",
        reason=written.recovery_reason.strip(),
    )


def _actions(written: ExceptionReport | None) -> tuple[ActionRow, ...]:
    if written is None:
        return ()
    return tuple(
        ActionRow(each.text, each.owner_post, day(each.due_on)) for each in written.actions.all()
    )


def _about(return_: Return, portfolio: str) -> tuple[Fact, ...]:
    """Who answers for it and who approved the figure."""
    measure, terms, service = return_.measure, return_.terms, return_.measure.service
    approved = ""
    if return_.approved_by is not None and return_.approved_on is not None:
        away = return_.approved_for
        instead = f" for {_post(away)}, who was away" if away else ""
        approved = f"{_post(return_.approved_by)}{instead}, {day(return_.approved_on)}"
    return (
        Fact("Responsible post", measure.lead_post or NOT_GIVEN),
        Fact("Directorate", service.directorate.name if service else NOT_GIVEN),
        Fact("Service", service.name if service else NOT_GIVEN),
        Fact("Portfolio", portfolio or NOT_GIVEN),
        Fact("Aim", Polarity(terms.polarity).label),
        Fact("Reported", Basis(terms.basis).label),
        Fact("Tolerance", return_.rating.tolerance_words or NOT_GIVEN),
        Fact("Figure approved by", approved or NOT_GIVEN),
    )


def _judgement(return_: Return) -> str:
    """Who judged it red, when and why; nothing where the calculation decided."""
    found = getattr(return_, "judgement", None)
    if found is None or not status_of(return_).is_judged:
        return ""
    return f"Judged red by {_post(found.by)} on {day(found.made_on)}: {found.reason}"


def waiver_of(return_: Return) -> str:
    """Who let it go without an exception report, when and why."""
    report: ExceptionReport | None = getattr(return_, "exception_report", None)
    if report is None or report.waived_by is None or report.waived_on is None:
        return ""
    return f"Waived by {_post(report.waived_by)} on {day(report.waived_on)}: {report.waived_reason}"


def _post(person: Person) -> str:
    """The post that somebody holds; their name only where no post is known."""
    return person.post or person.name


def _is_example(return_: Return, measure: Measure | None = None) -> bool:
    return return_.is_example or (measure or return_.measure).is_example
