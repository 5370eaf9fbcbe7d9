"""A preview's rows of returns as their page shows them: what changes, its colour, what is left."""

from __future__ import annotations

from typing import Final

from indicators.rules.units import Unit
from indicators.spreadsheets.kinds.kind import STATUS_WORDS, RowPreview, ShownCell, ShownRow, Status
from indicators.spreadsheets.kinds.returns.conflicts import changes
from indicators.spreadsheets.kinds.returns.settled import ReturnRow
from indicators.spreadsheets.stored.returns import columns_of

CHANGES: Final = "What changes"  # by threes: the column, what was there, what will be
RATING: Final = "Rating it would have"
LEFT: Final = "What is left to do"
PERIOD: Final = "Period"
HEADINGS: Final = (CHANGES, RATING, LEFT, PERIOD)


def shown_row(row: RowPreview[ReturnRow]) -> ShownRow:
    """One row of the sheet."""
    own = row.row
    is_changed = row.status is Status.CHANGED
    lines = tuple(f"{name}: {before} → {after}" for name, before, after in _changes(own))
    standing = own.standing if is_changed else None
    pieces = tuple(piece for each in _changes(own) for piece in each) if is_changed else ()
    cells = (
        ShownCell(CHANGES, pieces),
        ShownCell(RATING, (standing.status,) if standing and standing.status else ()),
        ShownCell(LEFT, standing.left if standing else ()),
        ShownCell(PERIOD, (own.period,)),
    )
    return ShownRow(
        number=own.row,
        key=own.key,
        ref=own.ref,
        title=own.title,
        status=row.status.value,
        status_words=STATUS_WORDS[row.status],
        changes=lines,
        cells=cells,
        note=own.note,
    )


def _changes(row: ReturnRow) -> tuple[tuple[str, str, str], ...]:
    if row.return_ is None or not row.columns:
        return ()
    unit: Unit = row.return_.measure.figure_unit
    return tuple(changes(columns_of(row.return_), row.columns, unit))
