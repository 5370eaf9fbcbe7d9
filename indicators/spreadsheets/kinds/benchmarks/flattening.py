"""Flattens a row of benchmarks into rows of the tables that keep them."""

from __future__ import annotations

from typing import Final

from indicators.spreadsheets.kinds.benchmarks.settled import BenchmarkRow, SettledBenchmark
from indicators.spreadsheets.stored.parts import Part, Table
from organisation.columns import figure_text, neutral, yes_no

LONGEST_FILE_NAME: Final = 200


def parts_of(row: BenchmarkRow, file: str, sheet: str) -> tuple[Part, ...]:
    """Its benchmarks, and the comparators that the council hasn't yet."""
    benchmarks = [_benchmark(row.ref, each, file, sheet) for each in row.figures]
    new = dict.fromkeys(each.comparator for each in row.figures if each.is_new_comparator)
    return (*benchmarks, *map(_comparator, new))


def _benchmark(ref: str, found: SettledBenchmark, file: str, sheet: str) -> Part:
    columns = {
        "ref": neutral(ref),
        "comparator": neutral(found.comparator),
        "period_end": found.period.end.isoformat(),
        "period_name": neutral(found.period.name),
        "value": figure_text(found.value),
        "is_estimated": yes_no(found.is_estimated),
        "note": neutral(found.note),
        "source": neutral(found.source),
        "source_file": neutral(file[:LONGEST_FILE_NAME]),
        "source_sheet": neutral(sheet),
        "source_cell": found.cell,
    }
    key = (columns["ref"], columns["comparator"], columns["period_end"])
    name = f"{found.comparator}, {found.period.name}"
    return Part(Table.BENCHMARK, key, columns, found.cell, name)


def _comparator(name: str) -> Part:
    columns = {"name": neutral(name)}
    return Part(Table.COMPARATOR, (columns["name"],), columns, name=name)
