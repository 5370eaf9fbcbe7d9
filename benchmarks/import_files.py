"""Workbooks of figures for the import benchmark, and the council that they are for."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from benchmarks.council import SERVICES, make_services
from indicators.models import Baseline, Measure
from indicators.rules.periods import Quarter

PERIODS = 40  # ten years of quarters for each measure
LAST = Quarter(2016, 4)
HEADINGS = ("Ref", "Measure", "Period", "Value", "Target", "Estimate?", "Comments")
COLUMNS = (
    "ref", "period_end", "period_name", "value", "target", "is_estimated", "note",
    "source_file", "source_sheet", "source_cell",
)  # fmt: skip
FILE, SHEET = "figures.xlsx", "Figures"
KINDS = ("percent", "count", "rate")


@dataclass(frozen=True)
class Figure:
    """One row of the workbook."""

    measure: Measure
    quarter: Quarter
    value: Decimal  # of a percentage 0 to 100
    target: Decimal | None
    is_estimated: bool
    note: str


def make_measures(number: int) -> list[Measure]:
    """Measures of three kinds over all services."""
    services = list(make_services())
    return Measure.objects.bulk_create(
        Measure(
            ref=f"M{each + 1}",
            title=f"Measure number {each + 1} of the council, as its papers call it",
            value_type=KINDS[each % len(KINDS)],
            decimals=1,
            service=services[each % SERVICES],
        )
        for each in range(number)
    )


def figures(measures: list[Measure], *, changed: bool) -> list[Figure]:
    """A figure of each measure for each period; nearly no two are the same."""
    quarters = [LAST]
    while len(quarters) < PERIODS:
        quarters.append(quarters[-1].previous())
    found = ((measure, quarter) for measure in measures for quarter in reversed(quarters))
    return [
        Figure(
            measure,
            quarter,
            Decimal((number * 7919 + changed * 13) % 1000) / 10,
            Decimal(80) if number % 2 else None,
            number % 20 == 0,
            "The method of counting changed in this quarter." if number % 10 == 0 else "",
        )
        for number, (measure, quarter) in enumerate(found)
    ]


def workbook(rows: list[Figure]) -> bytes:
    """The figures as a council has them: percentages formatted as such, titles beside refs."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    sheet.append(HEADINGS)
    for each in rows:
        sheet.append(list(_cells(sheet, each)))
    return _saved(book)


def _cells(sheet: Any, figure: Figure) -> Iterator[Any]:
    yield from (figure.measure.ref, figure.measure.title, figure.quarter.name)
    for number in (figure.value, figure.target):
        is_percent = figure.measure.value_type == "percent" and number is not None
        stored: Any = number / 100 if is_percent and number is not None else number
        cell = WriteOnlyCell(sheet, stored)
        cell.number_format = "0.0%" if is_percent else "0.0"
        yield cell
    yield "Yes" if figure.is_estimated else None
    yield figure.note or None


def export(rows: list[Figure]) -> bytes:
    """The same figures in the columns of the table's export, which is all that the rival reads."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    sheet.append(COLUMNS)
    for number, each in enumerate(rows, 2):
        quarter = each.quarter
        sheet.append(
            [
                each.measure.ref, quarter.end.isoformat(), quarter.name, each.value, each.target,
                "1" if each.is_estimated else "0", each.note, FILE, SHEET, f"D{number}",
            ]
        )  # fmt: skip
    return _saved(book)


def _saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def baseline(measure_id: int, quarter_end: date, name: str, row: int, **fields: Any) -> Baseline:
    """A baseline of one row of the workbook."""
    return Baseline(
        measure_id=measure_id,
        period_end=quarter_end,
        period_name=name,
        source_file=FILE,
        source_sheet=SHEET,
        source_cell=f"D{row}",
        **fields,
    )
