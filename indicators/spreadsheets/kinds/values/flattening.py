"""Flattens figures into rows of the tables that keep them, in the columns of their exports."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from indicators.models import Quality
from indicators.spreadsheets.kinds.values.settled import SettledFigure, ValueRow
from indicators.spreadsheets.stored.parts import Part, Table
from organisation.columns import figure_text, neutral, yes_no

LONGEST_FILE_NAME: Final = 200
LONGEST_SHEET_NAME: Final = 60


def parts_of(row: ValueRow, file: str, sheet: str) -> tuple[Part, ...]:
    """A part for each figure of a row; what is wrong or still open is not among them."""
    source = source_of(file, sheet)
    return tuple(
        [
            _return(row.ref, each) if each.is_return else _baseline(row.ref, each, source)
            for each in row.figures
        ]
    )


@lru_cache(maxsize=16)
def source_of(file: str, sheet: str) -> tuple[str, str]:
    """File and sheet as they are kept."""
    return neutral(file[:LONGEST_FILE_NAME]), neutral(sheet[:LONGEST_SHEET_NAME])


def _baseline(ref: str, figure: SettledFigure, source: tuple[str, str]) -> Part:
    end = figure.span.end.isoformat()
    columns = {
        "ref": ref,
        "period_end": end,
        "period_name": figure.span.name,
        "value": figure_text(figure.value),
        "target": figure_text(figure.target),
        "is_estimated": yes_no(figure.is_estimated),
        "note": neutral(figure.note),
        "source_file": source[0],
        "source_sheet": source[1],
        "source_cell": figure.cell,
    }
    return Part(Table.BASELINE, (ref, end), columns, figure.cell, figure.span.name)


def _return(ref: str, figure: SettledFigure) -> Part:
    period = figure.span.period
    columns = {
        "value": figure_text(figure.value),
        "no_value_reason": figure.no_value_reason,
    }
    if figure.numerator is not None and figure.denominator is not None:
        columns["numerator"] = figure_text(figure.numerator)
        columns["denominator"] = figure_text(figure.denominator)
    if figure.is_estimated:
        columns["quality"] = Quality.ESTIMATED.value
    if figure.note:
        columns["commentary"] = neutral(figure.note)
    return Part(Table.RETURN, (ref, period), columns, figure.cell, period)
