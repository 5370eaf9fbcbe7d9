"""The state of the borough: population indicators by outcome, by their trend, without colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from indicators.models import Measure, Terms
from indicators.refs import ref_order
from indicators.rules import rag
from indicators.rules.periods import Quarter
from indicators.rules.rag import Status
from indicators.rules.trend import Comparison, direction
from outcomes.models import Outcome
from reporting.charts import svg
from reporting.charts.description import Sparkline
from reporting.scorecard import words
from reporting.scorecard.figures import Figure, figures_of
from reporting.scorecard.rows import measure_url
from reporting.scorecard.series import QUARTERS
from reporting.scorecard.travel import Arrow, arrow

VERDICTS = ("better", "worse", "same", "same_at_best", "none")
UNTOLD = Arrow("", "Nothing to compare with")


@dataclass(frozen=True)
class Since:
    """A direction with the period and the figure that it is measured from."""

    arrow: Arrow
    from_words: str = ""


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator: its latest figure, where it comes from and which way it moves.

    `status` is None unless the council colours indicators.
    """

    ref: str
    name: str
    url: str
    value: str
    mark: str
    period: str
    is_example: bool
    before: Since
    baseline: Since
    sparkline: SafeString
    status: Status | None

    @property
    def verdict(self) -> str:
        """Better, worse or same: on the figure before, else on the baseline."""
        return self.before.arrow.verdict or self.baseline.arrow.verdict


@dataclass(frozen=True)
class OutcomeGroup:
    """The indicators of an outcome, with the statement that they speak of."""

    name: str
    statement: str
    url: str
    rows: tuple[IndicatorRow, ...]


@dataclass(frozen=True)
class Borough:
    """All that the page of the borough shows."""

    title: str
    lead: str
    groups: tuple[OutcomeGroup, ...]


def borough(quarter: Quarter) -> Borough:
    """All indicators, by outcome, as known at the end of a quarter."""
    measures = _measures()
    made = {row.ref: row for row in _rows(measures, quarter)}
    groups: dict[Outcome | None, list[IndicatorRow]] = {}
    for measure in measures:
        under: list[Outcome | None] = [each.outcome for each in measure.alignments.all()]
        for outcome in under or [None]:
            groups.setdefault(outcome, []).append(made[measure.ref])
    in_order = sorted(groups, key=lambda each: (each is None, each.position if each else 0))
    return Borough(
        title=f"State of the borough, {words.in_prose(quarter)}",
        lead=lead(tuple(made.values())),
        groups=tuple(_group(each, groups[each], quarter) for each in in_order),
    )


def _group(outcome: Outcome | None, rows: Sequence[IndicatorRow], quarter: Quarter) -> OutcomeGroup:
    ordered = tuple(sorted(rows, key=lambda row: ref_order(row.ref)))
    if outcome is None:
        return OutcomeGroup("Not under an outcome yet", "", "", ordered)
    address = reverse("reporting:outcome", kwargs={"code": outcome.code, "period": quarter})
    return OutcomeGroup(str(outcome), outcome.statement, address, ordered)


def lead(rows: Sequence[IndicatorRow]) -> str:
    """How many moved which way, in a sentence."""
    known = [row for row in rows if row.value]
    if not known:
        return "No population indicator has a figure yet."
    count = {each: sum(row.verdict == each for row in known) for each in VERDICTS}
    level = count["same"] + count["same_at_best"]
    context, first = count["none"], len(known) - sum(count.values())
    moved = (
        f"Of {words.number_of(len(known), 'population indicator')} with a figure, "
        f"{words.number_are(count['better'])} better than the one before, "
        f"{words.number_are(count['worse'])} worse and {words.number_are(level)} little changed."
    )
    told = [moved]
    told += [f"{context} only {_verb(context, 'give')} context."] if context else []
    told += [f"{first} {_verb(first, 'have')} nothing to compare with yet."] if first else []
    return " ".join(told)


def _verb(number: int, verb: str) -> str:
    if number != 1:
        return verb
    return "has" if verb == "have" else f"{verb}s"


def indicator_rows(quarter: Quarter, **only: Any) -> tuple[IndicatorRow, ...]:
    """The indicators that a filter leaves, by ref: a fixed number of queries."""
    found = _rows(_measures(**only), quarter)
    return tuple(sorted(found, key=lambda row: ref_order(row.ref)))


def _measures(**only: Any) -> list[Measure]:
    found = Measure.objects.indicators().filter(**only).prefetch_related("alignments__outcome")
    return list(found)


def _rows(measures: Sequence[Measure], quarter: Quarter) -> list[IndicatorRow]:
    ids = [each.pk for each in measures]
    figures, terms = figures_of(ids, quarter), _terms(ids, quarter)
    return [_row(each, figures[each.pk], terms.get(each.pk), quarter) for each in measures]


def _terms(measure_ids: Sequence[int], quarter: Quarter) -> dict[int, Terms]:
    """The latest terms of each measure: two queries."""
    found = Terms.objects.filter(measure_id__in=measure_ids, year__lte=quarter.year)
    found = found.select_related("measure").prefetch_related("period_targets")
    return {each.measure_id: each for each in found.order_by("year", "from_quarter")}


def _row(
    measure: Measure, figures: tuple[Figure, ...], terms: Terms | None, quarter: Quarter
) -> IndicatorRow:
    unit, now = measure.figure_unit, figures[-1] if figures else None
    returned = [each for each in figures if not each.is_baseline]
    before = figures[-2] if len(figures) > 1 else None
    baseline = next((each for each in figures[:-1] if each.is_baseline), None)
    coloured = now is not None and now.status is not None and now.status.is_rated
    return IndicatorRow(
        ref=measure.ref,
        name=measure.name,
        url=measure_url(measure.ref, quarter),
        value=unit.format(now.value) if now else "",
        mark=now.mark if now else "",
        period=now.period if now else "",
        is_example=now.is_example if now else False,
        before=since(measure, terms, now, before, Comparison.PREVIOUS_PERIOD),
        baseline=since(
            measure,
            terms,
            now,
            baseline or _year_before(returned),
            Comparison.BASELINE if baseline else Comparison.SAME_PERIOD_LAST_YEAR,
        ),
        sparkline=_spark(measure, figures),
        status=now.status if now and coloured else None,
    )


def _year_before(returned: Sequence[Figure]) -> Figure | None:
    """The figure of the same quarter last year, where there is no baseline to go by."""
    if not returned:
        return None
    wanted = Quarter.of(returned[-1].ends_on).same_last_year().end
    return next((each for each in returned if each.ends_on == wanted), None)


def since(
    measure: Measure,
    terms: Terms | None,
    now: Figure | None,
    then: Figure | None,
    comparison: Comparison,
) -> Since:
    """The direction from one figure to another; a measure without terms has no good or bad."""
    if now is None or then is None:
        return Since(UNTOLD)
    if terms:
        rules = terms.as_rules()
    else:
        rules = rag.Terms(polarity=rag.Polarity.NEUTRAL, unit=measure.figure_unit)
    found = direction(rules, now.value, then.value, comparison=comparison)
    example = f", {words.EXAMPLE}" if then.is_example else ""
    before = f"from {measure.figure_unit.short(then.value)}, {then.period}{example}"
    return Since(arrow(found), before)


def _spark(measure: Measure, figures: Sequence[Figure]) -> SafeString:
    recent = figures[-QUARTERS:]
    if len(recent) < 2:  # noqa: PLR2004 - a line needs two ends
        return SafeString("")
    first, last, unit = recent[0], recent[-1], measure.figure_unit
    description = (
        f"{unit.short(first.value)} in {first.period}, {unit.short(last.value)} in {last.period}"
    )
    return svg.sparkline(Sparkline(tuple(each.value for each in recent), description=description))
