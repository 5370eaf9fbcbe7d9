"""The population indicators under an outcome as a table of a workbook."""

from __future__ import annotations

from indicators.models import Measure
from indicators.rules.periods import Quarter
from indicators.spreadsheets.writing.describing import Column, Row, Table, Value
from outcomes.models import Outcome
from reporting.documents.workbook_parts import FIGURE_COLUMNS, number, said, unit_words
from reporting.scorecard import words
from reporting.scorecard.borough import IndicatorRow, Since, indicator_rows
from reporting.scorecard.figures import Figure, figures_of

INDICATORS_NOTE = (
    "Population indicators are about the whole borough: nobody alone answers for them, so they "
    "are followed by their trend."
)


def indicators_table(outcome: Outcome, quarter: Quarter) -> Table:
    """The latest approved figure of each indicator and which way it moves."""
    measures = {each.ref: each for each in Measure.objects.indicators().filter(outcomes=outcome)}
    figures = figures_of((each.pk for each in measures.values()), quarter)
    rows = indicator_rows(quarter, outcomes=outcome)
    columns = (
        Column("Ref"),
        Column("Indicator"),
        *FIGURE_COLUMNS,
        Column("Figure of"),
        Column("On the figure before"),
        Column("On the baseline or last year"),
    )
    title = f"Population indicators under {outcome.code}, {words.in_prose(quarter)}"
    made = (_row(each, measures[each.ref], figures[measures[each.ref].pk]) for each in rows)
    return Table("Indicators", title, columns, tuple(made))


def _row(row: IndicatorRow, measure: Measure, figures: tuple[Figure, ...]) -> Row:
    return (
        row.ref,
        row.name,
        *_figure_cells(measure, figures[-1] if figures else None),
        row.period,
        _since(row.before),
        _since(row.baseline),
    )


def _figure_cells(measure: Measure, now: Figure | None) -> tuple[Value, ...]:
    unit = measure.figure_unit
    if now is None:
        return None, unit_words(unit), ""
    told = [now.mark, words.EXAMPLE if now.is_example else ""]
    return number(now.value, unit), unit_words(unit), "; ".join(each for each in told if each)


def _since(since: Since) -> str:
    return ", ".join(part for part in (said(since.arrow), since.from_words) if part)
