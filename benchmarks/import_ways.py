"""Three ways to import the same figures: the floor, this importer, django-import-export."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from import_export import fields, resources, widgets
from import_export.formats.base_formats import XLSX
from openpyxl import load_workbook

from benchmarks.import_files import COLUMNS, FILE, HEADINGS, PERIODS, baseline
from indicators.models import Baseline, Measure
from indicators.rules.periods import Quarter
from indicators.spreadsheets.runs.importing import Upload, commit, start

ON = date(2017, 6, 1)
UNIQUE = ["measure", "period_end"]
UPDATED = [
    "period_name", "value", "target", "is_estimated", "note",
    "source_file", "source_sheet", "source_cell",
]  # fmt: skip


def by_floor(content: bytes) -> None:
    """Read-only reading and one bulk upsert: no preview, no check, no question, no record."""
    ids = dict(Measure.objects.values_list("ref", "pk"))
    percent = set(Measure.objects.filter(value_type="percent").values_list("ref", flat=True))
    quarters: dict[str, Quarter] = {}
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    rows = book.worksheets[0].iter_rows(min_row=2, max_col=len(HEADINGS), values_only=True)
    made: list[Baseline] = []
    for number, (ref, _, period, value, target, estimate, note) in enumerate(rows, 2):
        if period not in quarters:
            quarters[str(period)] = Quarter.parse(str(period))
        times = 100 if ref in percent else 1
        made.append(
            baseline(
                ids[str(ref)],
                quarters[str(period)].end,
                str(period),
                number,
                value=Decimal(str(value)) * times,
                target=None if target is None else Decimal(str(target)) * times,
                is_estimated=bool(estimate),
                note=note or "",
            )
        )
    Baseline.objects.bulk_create(
        made, update_conflicts=True, unique_fields=UNIQUE, update_fields=UPDATED
    )


def by_importer(content: bytes) -> dict[str, int]:
    """Everything that this importer does between upload and the record of what changed."""
    run, _ = start(Upload(content, FILE, "values"), by=None)
    return commit(run, by=None, on=ON).counts


class Rival(resources.ModelResource):
    """A resource as the manual of django-import-export begins: nothing is made faster."""

    ref = fields.Field("measure", "ref", widgets.ForeignKeyWidget(Measure, "ref"))

    class Meta:
        model = Baseline
        import_id_fields = ("ref", "period_end")
        fields = COLUMNS


def by_rival(content: bytes) -> None:
    """A dry run, as its admin does for the preview, and the import."""
    dataset = XLSX().create_dataset(content)
    rival: Callable[[], Any] = Rival
    rival().import_data(dataset, dry_run=True, raise_errors=True)
    rival().import_data(dataset, dry_run=False, raise_errors=True)


def measures_for(rows: int) -> int:
    """How many measures have so many figures."""
    return rows // PERIODS
