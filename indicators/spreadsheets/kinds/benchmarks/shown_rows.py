"""A preview's rows of benchmarks as its page shows them."""

from __future__ import annotations

from typing import Final

from indicators.rules.units import Unit
from indicators.spreadsheets.kinds.benchmarks.settled import BenchmarkRow, SettledBenchmark
from indicators.spreadsheets.kinds.kind import STATUS_WORDS, RowPreview, ShownCell, ShownRow

OPEN: Final = "to be answered"
HEADINGS: Final = ("Comparator and period", "Figure", "Source and note")


def shown_row(row: RowPreview[BenchmarkRow]) -> ShownRow:
    """One row of the sheet, with each figure on a line of its own."""
    figures = row.row.figures
    lines = (
        (*map(_whose, figures), *((OPEN,) if row.row.is_open else ())) or ("none",),
        tuple(_figure(each, row.row.unit) for each in figures),
        tuple(dict.fromkeys(filter(None, map(_beside, figures)))),
    )
    return ShownRow(
        number=row.row.row,
        key=row.row.key,
        ref=row.row.ref,
        title=row.row.title,
        status=row.status.value,
        status_words=STATUS_WORDS[row.status],
        changes=tuple(map(str, row.changes)),
        cells=tuple(ShownCell(head, each) for head, each in zip(HEADINGS, lines, strict=True)),
    )


def _whose(found: SettledBenchmark) -> str:
    made = " (a new comparator)" if found.is_new_comparator else ""
    return f"{found.comparator}{made}, {found.period.name}"


def _figure(found: SettledBenchmark, unit: Unit) -> str:
    estimate = " (estimate)" if found.is_estimated else ""
    return f"{unit.target(found.value)}{estimate}"


def _beside(found: SettledBenchmark) -> str:
    return ". ".join(each for each in (found.source, found.note) if each)
