"""Commits an import: all of it in one transaction, exactly as it was previewed, or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from import_export.exceptions import ImportError as ImportFailed
from tablib.core import Dataset

from indicators.models import Baseline, ImportRun, ImportState, Measure, Period, Terms
from indicators.spreadsheets.comparing import RESOURCES, Compared
from indicators.spreadsheets.council import make_service
from indicators.spreadsheets.flattening import Table
from indicators.spreadsheets.previewing import Preview, RowPreview, Status, preview_upload
from indicators.spreadsheets.runs import new_run, upload_of
from indicators.spreadsheets.words import shortened
from organisation.models import Person
from organisation.record import coming_from, record

LONGEST_NAME_IN_RECORD = 80


class ImportRefusedError(Exception):
    """Nothing was saved. `rows` are those that changed since they were shown, as they are now."""

    def __init__(self, message: str, rows: Sequence[RowPreview] = ()) -> None:
        self.rows = tuple(rows)
        super().__init__(message)


@dataclass(frozen=True)
class Committed:
    """What an import did. `run` is None where there was nothing to change."""

    preview: Preview
    run: ImportRun | None

    @property
    def counts(self) -> dict[str, int]:
        return self.preview.counts


def commit(
    seen: Preview | ImportRun, *, by: Person | None, on: date, origin: str = "import"
) -> Committed:
    """Save what was previewed, all or nothing; `origin` begins what the record says of where from.

    ImportRefusedError where questions or errors are open, where a row or what is stored of its
    measure changed since it was shown, or where the database refuses; then nothing is saved.
    """
    file = seen.file_name if isinstance(seen, ImportRun) else seen.upload.name
    name = f"{origin} {file[:LONGEST_NAME_IN_RECORD]}"
    try:
        with transaction.atomic():
            return _commit(seen, by, on, name)
    except (ImportFailed, IntegrityError, ValidationError) as error:
        message = f"The database refused the import, so nothing was saved: {error}"
        raise ImportRefusedError(message) from error


def _commit(seen: Preview | ImportRun, by: Person | None, on: date, origin: str) -> Committed:
    run = _locked(seen) if isinstance(seen, ImportRun) else new_run(seen, by=by)
    if run.state != ImportState.PREVIEWED:
        message = f"This import is {run.get_state_display().lower()} already: begin a new one."
        raise ImportRefusedError(message)
    _lock_measures(list(run.seen))
    now = preview_upload(upload_of(run))
    _refuse(run.seen, now)
    if not any(each.status is not Status.UNCHANGED for each in now.rows):
        return Committed(now, _close(run) if run.pk else None)
    with coming_from(f"{origin} sha256:{run.sha256}"):
        _close(run)
        _save(now, run, by, on)
        record("workbook imported", run, by=by, on=on)
    return Committed(now, run)


def _locked(run: ImportRun) -> ImportRun:
    """The run as it is stored, held so that nobody commits it at the same time."""
    return ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)


def _lock_measures(refs: Sequence[str]) -> None:
    """Hold what is stored of the measures until the commit is done; open periods first."""
    list(Period.objects.open().select_for_update().order_by("pk").values_list("pk"))
    list(Measure.objects.select_for_update().filter(ref__in=refs).order_by("pk").values_list("pk"))
    for model in (Terms, Baseline):
        held = model.objects.select_for_update(of=("self",)).filter(measure__ref__in=refs)
        list(held.values_list("pk"))


def _close(run: ImportRun) -> ImportRun:
    run.state, run.committed_at = ImportState.COMMITTED, timezone.now()
    run.save()
    return run


def _refuse(shown: Mapping[str, str], now: Preview) -> None:
    """Refuse what is not what was shown, and what is not ready."""
    changed = [each for each in now.rows if shown.get(each.key) != each.digest]
    gone = sorted(set(shown) - {each.key for each in now.rows})
    if changed or gone:
        refs = [*(each.row.ref for each in changed), *gone]
        message = (
            f"Nothing was saved: measures {shortened(refs)} changed since the preview was shown. "
            "Look at them again, then commit."
        )
        raise ImportRefusedError(message, changed)
    if not now.committable:
        message = "Nothing was saved: answer every question, and mend or leave out every error."
        raise ImportRefusedError(message)


def _save(now: Preview, run: ImportRun, by: Person | None, on: date) -> None:
    wanted = [each.row.measure.service for each in now.rows if each.status is not Status.UNCHANGED]
    for service in dict.fromkeys(each for each in wanted if each):
        make_service(service, by=by, on=on)
    parts = [part for row in now.rows for part in row.parts if part.differs]
    for table in Table:
        for dataset in _datasets([part for part in parts if part.wanted.table is table]):
            RESOURCES[table]().import_data(dataset, raise_errors=True, by=by, on=on, import_run=run)


def _datasets(parts: Sequence[Compared]) -> Iterator[Dataset]:
    """Rows with the same columns together, since a table has one heading."""
    by_columns: dict[tuple[str, ...], list[list[Any]]] = defaultdict(list)
    for part in parts:
        columns = part.wanted.columns
        by_columns[tuple(columns)].append(list(columns.values()))
    for headers, rows in by_columns.items():
        yield Dataset(*rows, headers=headers)
