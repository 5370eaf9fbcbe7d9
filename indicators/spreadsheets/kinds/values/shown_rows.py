"""A preview's rows as its page shows them: each figure as it will be, in ready words."""

from __future__ import annotations

from typing import Final

from indicators.models import NoValueReason
from indicators.rules.units import Unit
from indicators.spreadsheets.kinds.kind import STATUS_WORDS, RowPreview, ShownCell, ShownRow
from indicators.spreadsheets.kinds.values.settled import SettledFigure, ValueRow

HEADINGS: Final = ("Period", "Figure", "Target and note", "What it becomes")
BASELINE: Final = "a figure from before the system, not rated"
RETURN: Final = "a draft return"
NONE: Final = "no figure"


def shown_row(row: RowPreview[ValueRow]) -> ShownRow:
    """One row of the sheet with its figures, a line for each period."""
    own = row.row
    unit = own.measure.unit if own.measure else Unit("count")
    columns: tuple[list[str], ...] = ([], [], [], [])
    for each in own.figures:
        for column, line in zip(columns, _lines(each, unit), strict=True):
            column.append(line)
    return ShownRow(
        number=own.row,
        key=own.key,
        ref=own.ref,
        title=own.title,
        status=row.status.value,
        status_words=STATUS_WORDS[row.status],
        changes=tuple(map(str, row.changes)),
        cells=tuple(
            [ShownCell(name, tuple(each)) for name, each in zip(HEADINGS, columns, strict=True)]
        ),
    )


def _lines(figure: SettledFigure, unit: Unit) -> tuple[str, str, str, str]:
    aim = f"target {unit.target(figure.target)}" if figure.target is not None else ""
    beside = "; ".join([each for each in (aim, figure.note) if each])
    becomes = RETURN if figure.is_return else BASELINE
    return figure.span.period, _figure(figure, unit), beside, becomes


def _figure(figure: SettledFigure, unit: Unit) -> str:
    if figure.value is not None:
        words = unit.target(figure.value)
        return f"{words} (estimate)" if figure.is_estimated else words
    if figure.no_value_reason:
        return f"{NONE}: {NoValueReason(figure.no_value_reason).label.lower()}"
    return f"{figure.numerator:f} out of {figure.denominator:f}"
