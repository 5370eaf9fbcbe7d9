"""The scorecard of a period as a workbook: its measures, and how many stand where.

Its figures are those of the pages: `standing` and `travel` say what everybody may read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from indicators.models import Return
from indicators.refs import ref_order
from indicators.rules.periods import Quarter
from indicators.spreadsheets.writing.describing import (
    Column,
    Kind,
    Row,
    Shorthand,
    Table,
    Workbook,
)
from organisation.models import Directorate
from outcomes.models import Outcome
from reporting.documents.workbook_indicators import INDICATORS_NOTE, indicators_table
from reporting.documents.workbook_parts import (
    FIGURE_COLUMNS,
    NOTES,
    TARGET_COLUMNS,
    cover,
    figure_cells,
    said,
    target_cells,
)
from reporting.scorecard import words
from reporting.scorecard.counting import DIRECTORATE, OUTCOME, Tally, performance_returns, tallies
from reporting.scorecard.parts import Asked
from reporting.scorecard.series import Series, series_of
from reporting.scorecard.standing import standing, visible_rating
from reporting.scorecard.tiles import SHOWN, by_kind
from reporting.scorecard.travel import travel

COUNTED = ("exceeded", "green", "amber", "red", "awaiting", "unapproved", "notdue", "unrated")
SCORECARD_NOTES = (
    *NOTES,
    "Only approved figures are here, and those of periods that were closed.",
    "Measures for which no return was asked for in the period are not listed.",
    "Performance measures and population indicators are never counted together.",
)


def scorecard_workbook(asked: Asked) -> Workbook:
    """Every performance measure of a period, and the counts by directorate and by outcome."""
    quarter = asked.period.quarter
    return Workbook(
        cover("Scorecard", _period(quarter), asked.on, asked.council.name),
        (measures_table(asked), _by_directorate(asked), _by_outcome(asked)),
        (*SCORECARD_NOTES, "A measure may stand under several outcomes, and is counted in each."),
    )


def directorate_workbook(directorate: Directorate, asked: Asked) -> Workbook:
    """The performance measures of a directorate."""
    table = measures_table(asked, directorate.name, measure__service__directorate=directorate)
    return Workbook(
        cover(directorate.name, _period(asked.period.quarter), asked.on, asked.council.name),
        (table,),
        SCORECARD_NOTES,
    )


def outcome_workbook(outcome: Outcome, asked: Asked) -> Workbook:
    """The performance measures under an outcome and, apart from them, its indicators."""
    name, quarter = f"{outcome.code} {outcome.short_name}", asked.period.quarter
    measures = measures_table(asked, outcome.code, measure__alignments__outcome=outcome)
    return Workbook(
        cover(name, _period(quarter), asked.on, asked.council.name, outcome.statement),
        (measures, indicators_table(outcome, quarter)),
        (*SCORECARD_NOTES, INDICATORS_NOTE),
    )


def _period(quarter: Quarter) -> str:
    return f"{words.in_prose(quarter)}, {words.months(quarter)}"


def measures_table(asked: Asked, of: str = "", **only: Any) -> Table:
    """The measures that a filter leaves, by ref: as many queries for one as for many."""
    quarter = asked.period.quarter
    found = _returns(asked, only)
    series = series_of((each.measure_id for each in found), quarter)
    rows = (_row(each, series.get(each.measure_id, Series(quarter)), asked) for each in found)
    whose = f"Measures of {of}" if of else "Measures"
    return Table("Measures", f"{whose}, {words.in_prose(quarter)}", _columns(quarter), tuple(rows))


def _returns(asked: Asked, only: dict[str, Any]) -> list[Return]:
    """Needs the terms of the whole year where the period is an outturn, as its target does."""
    more = ["terms__measure__terms__period_targets"] if asked.period.quarter.is_outturn else []
    found = (
        performance_returns(asked.period, on=asked.on, council=asked.council)
        .filter(**only)
        .with_everything()
        .select_related("terms__measure")
        .prefetch_related("terms__period_targets", "measure__alignments__outcome", *more)
    )
    return sorted(found, key=lambda each: ref_order(each.measure.ref))


def _columns(quarter: Quarter) -> tuple[Column, ...]:
    directions = ["On last quarter", "On the same quarter last year"]
    if quarter.is_outturn:
        directions = ["On last year’s outturn"]
    return (
        Column("Ref"),
        Column("Measure"),
        Column("Directorate"),
        Column("Service"),
        Column("Outcomes"),
        Column("Rating"),
        Column("Why"),
        *FIGURE_COLUMNS,
        *TARGET_COLUMNS,
        *(Column(each) for each in directions),
        Column("Quarters red on end" if not quarter.is_outturn else "Outturns red", Kind.NUMBER),
    )


def _row(return_: Return, series: Series, asked: Asked) -> Row:
    measure, service = return_.measure, return_.measure.service
    stands, rating = standing(return_, asked.on), visible_rating(return_)
    went = travel(return_, series)
    directions = (went.long,) if series.until.is_outturn else (went.short, went.long)
    return (
        measure.ref,
        measure.name,
        service.directorate.name if service else "",
        service.name if service else "",
        "; ".join(each.outcome.code for each in measure.alignments.all()),
        stands.status.word,
        stands.sentence,
        *figure_cells(return_, rating, stands),
        *target_cells(return_, rating),
        *(said(each) for each in directions),
        series.quarters_red,
    )


def _by_directorate(asked: Asked) -> Table:
    found = tallies(asked.period, DIRECTORATE, on=asked.on, council=asked.council)
    places = Directorate.objects.filter(pk__in=[each for each in found if each])
    rows: list[Row] = [(each.name, *_counts(found[each.pk])) for each in places]
    return _count_table("Directorate", "Counts by directorate", rows, asked)


def _by_outcome(asked: Asked) -> Table:
    found = tallies(asked.period, OUTCOME, on=asked.on, council=asked.council)
    places = Outcome.objects.order_by("framework__code", "position")
    rows: list[Row] = [
        (f"{each.code} {each.short_name}", *_counts(found.get(each.pk))) for each in places
    ]
    if None in found:
        rows.append(("No outcome", *_counts(found[None])))
    return _count_table("Outcome", "Counts by outcome", rows, asked)


def _counts(tally: Tally | None) -> tuple[int, ...]:
    now = tally or Tally({})
    kinds = by_kind(now)
    return (now.total, now.rated, *(kinds[each] for each in COUNTED))


def _count_table(heading: str, name: str, rows: Sequence[Row], asked: Asked) -> Table:
    counts = ("Measures", "Rated", *(SHOWN[each][0] for each in COUNTED))
    columns = (
        Column(heading),
        *(Column(each, Kind.NUMBER, missing=Shorthand.NOT_APPLICABLE) for each in counts),
    )
    return Table(name, f"{name}, {words.in_prose(asked.period.quarter)}", columns, tuple(rows))
