"""The history of a measure as a workbook: what its reader may see on its page, and no more."""

from __future__ import annotations

from datetime import date

from indicators.models import Baseline, Return
from indicators.spreadsheets.writing.describing import Column, Kind, Row, Table, Workbook
from organisation.models import Council
from reporting.documents.workbook_parts import (
    FIGURE_COLUMNS,
    NOTES,
    TARGET_COLUMNS,
    cover,
    exact,
    figure_cells,
    number,
    target_cells,
    unit_words,
)
from reporting.scorecard import words
from reporting.scorecard.measure import Known, is_coloured
from reporting.scorecard.standing import standing

UNAPPROVED_NOTE = "A figure that is not yet approved says so; it is for the measure’s own people."
BASELINE_NOTE = "Baselines come from before this system; each says which cell it came from."


def measure_workbook(found: Known, *, on: date, council: Council) -> Workbook:
    """A measure's returns up to a period, the newest first, and its baselines."""
    measure = found.measure
    title = f"{measure.ref} {measure.name}"
    tables = [history_table(found, on=on, council=council)]
    notes = list(NOTES)
    if found.unapproved:
        notes.append(UNAPPROVED_NOTE)
    if found.baselines:
        tables.append(_baselines(found))
        notes.append(BASELINE_NOTE)
    until = f"Up to {words.in_prose(found.quarter)}"
    about = [measure.definition] if measure.definition else []
    return Workbook(cover(title, until, on, council.name, *about), tuple(tables), tuple(notes))


def history_table(found: Known, *, on: date, council: Council) -> Table:
    """Every period with its figure; target, rating and why where the measure has a colour."""
    coloured = is_coloured(found.measure, council)
    columns: tuple[Column, ...] = (
        Column("Period"),
        Column("Period ends on", Kind.DATE),
        *FIGURE_COLUMNS,
    )
    if coloured:
        columns += (*TARGET_COLUMNS, Column("Rating"), Column("Why"))
    rows = (_row(each, found, on, coloured=coloured) for each in reversed(found.returns))
    title = f"History of {found.measure.ref} {found.measure.name}"
    return Table("Figures", title, columns, tuple(rows))


def _row(return_: Return, found: Known, on: date, *, coloured: bool) -> Row:
    rating = found.rating(return_)
    stands = standing(return_, on, unapproved=found.unapproved)
    quarter = return_.period.quarter
    row = (quarter.name, quarter.end, *figure_cells(return_, rating, stands))
    if not coloured:
        return row
    return (*row, *target_cells(return_, rating), stands.status.word, stands.sentence)


def _baselines(found: Known) -> Table:
    columns = (
        Column("Period"),
        Column("Period ends on", Kind.DATE),
        *FIGURE_COLUMNS,
        Column("Target printed for that period", Kind.NUMBER),
        Column("Source"),
    )
    rows = tuple(_baseline_row(each, found) for each in found.baselines)
    return Table("Baselines", f"Baselines of {found.measure.ref}", columns, rows)


def _baseline_row(baseline: Baseline, found: Known) -> Row:
    unit = found.measure.figure_unit
    told = (["[e]"] if baseline.is_estimated else []) + ([baseline.note] if baseline.note else [])
    return (
        baseline.period_name,
        baseline.period_end,
        number(baseline.value, unit),
        unit_words(unit),
        "; ".join(told),
        exact(baseline.target),
        baseline.source,
    )
