"""Imports that are kept between preview and commit: the file, the answers, what was shown."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from indicators.models import ImportRun, ImportState
from indicators.spreadsheets.flattening import LONGEST_FILE_NAME
from indicators.spreadsheets.previewing import Preview, Upload, preview_upload
from organisation.models import Person


def start(upload: Upload, *, by: Person | None) -> tuple[ImportRun, Preview]:
    """Preview an upload and keep it; raises `Unreadable`, and then keeps nothing."""
    found = preview_upload(upload)
    run = new_run(found, by=by)
    run.save()
    return run, found


def new_run(seen: Preview, *, by: Person | None) -> ImportRun:
    """An import as it was previewed, not yet saved."""
    upload = seen.upload
    run = ImportRun(
        kind=upload.kind,
        file_name=upload.name[:LONGEST_FILE_NAME],
        sha256=hashlib.sha256(upload.content).hexdigest(),
        content=upload.content,
        sheet=upload.sheet or "",
        year=upload.year or "",
        answers=dict(upload.answers or {}),
        left_out=list(upload.leave_out),
        by=by,
    )
    _show(run, seen)
    return run


def upload_of(run: ImportRun) -> Upload:
    """The file with all that was said about it so far."""
    return Upload(
        content=bytes(run.content),
        name=run.file_name,
        kind=run.kind,
        sheet=run.sheet or None,
        year=run.year or None,
        answers=run.answers,
        leave_out=tuple(run.left_out),
    )


def preview_of(run: ImportRun) -> Preview:
    """The preview as it is now; what the run remembers having shown stays as it was."""
    return preview_upload(upload_of(run))


def preview_again(
    run: ImportRun,
    *,
    answers: Mapping[str, object] | None = None,
    leave_out: Sequence[str] | None = None,
) -> Preview:
    """Take answers and rows to leave out, preview with them, and remember what is shown."""
    if answers is not None:
        run.answers = dict(answers)
    if leave_out is not None:
        run.left_out = list(leave_out)
    found = preview_of(run)
    _show(run, found)
    run.save(update_fields=["answers", "left_out", "seen", "counts"])
    return found


def discard(run: ImportRun) -> None:
    """Give an import up; its file is not kept."""
    run.state, run.content = ImportState.DISCARDED, b""
    run.save(update_fields=["state", "content"])


def _show(run: ImportRun, found: Preview) -> None:
    run.seen, run.counts = found.digests, found.counts
