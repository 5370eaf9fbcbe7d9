"""Imports that are kept between upload and commit: the file, the answers, what was shown."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from django.db import transaction

from indicators.models import ImportProgress, ImportRun, ImportState
from indicators.spreadsheets.files.limits import Unreadable
from indicators.spreadsheets.kinds.kind import Upload
from indicators.spreadsheets.runs.answers import storable, storable_keys
from indicators.spreadsheets.runs.previewing import Follow, Preview, preview_upload, unfollowed
from indicators.spreadsheets.runs.staging import stage
from organisation.models import Person

LONGEST_FILE_NAME = 200
FILE_GONE = (
    "The file of this import is kept no longer, since personal data was removed from it: give the "
    "import up, and upload a file without that data."
)
#: What a preview, and its giving up, change of an import.
PREVIEW = ("answers", "left_out", "summary", "counts", "state", "refusal")
GIVEN_UP_FROM = (
    ImportState.WAITING,
    ImportState.READING,
    ImportState.UNREADABLE,
    ImportState.PREVIEWED,
)


class ImportRefusedError(Exception):
    """Nothing was saved. `keys` are of the rows that changed since they were shown."""

    def __init__(self, message: str, keys: Sequence[str] = ()) -> None:
        self.keys = tuple(keys)
        super().__init__(message)


def start(upload: Upload, *, by: Person | None) -> tuple[ImportRun, Preview]:
    """Preview an upload and keep it; raises `Unreadable`, and then keeps nothing."""
    found = preview_upload(upload)
    return keep(found, by=by), found


@transaction.atomic
def keep(seen: Preview, *, by: Person | None) -> ImportRun:
    """Keep a preview with its file."""
    run = new_run(seen.upload, by=by)
    run.state = ImportState.PREVIEWED
    run.save()
    stage(run, seen)
    run.save()
    return run


def new_run(upload: Upload, *, by: Person | None) -> ImportRun:
    """An import whose file nobody has looked into, not yet saved."""
    return ImportRun(
        kind=upload.kind,
        file_name=upload.name[:LONGEST_FILE_NAME],
        sha256=hashlib.sha256(upload.content).hexdigest(),
        content=upload.content,
        sheet=upload.sheet or "",
        year=upload.year or "",
        answers=storable(upload.answers or {}),
        left_out=storable_keys(upload.leave_out),
        by=by,
    )


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
        by=run.by_id,
    )


def preview_of(run: ImportRun, follow: Follow = unfollowed) -> Preview:
    """The preview as it is now; what the run remembers having shown stays as it was."""
    if not run.content:
        raise Unreadable(FILE_GONE)
    return preview_upload(upload_of(run), follow)


def preview_again(
    run: ImportRun,
    *,
    answers: Mapping[str, object] | None = None,
    leave_out: Sequence[str] | None = None,
) -> Preview:
    """Take answers and rows to leave out, preview with them, and keep what is shown."""
    say(run, answers=answers, leave_out=leave_out)
    found = preview_of(run)
    with transaction.atomic():
        hold(run, (ImportState.PREVIEWED,))
        keep_preview(run, found)
    return found


def say(
    run: ImportRun,
    *,
    answers: Mapping[str, object] | None = None,
    leave_out: Sequence[str] | None = None,
) -> None:
    """Put answers and rows to leave out into the import, which is not saved by this."""
    if answers is not None or leave_out is not None:
        run.refusal = ""
        run.summary.pop("changed_since", None)
    if answers is not None:
        run.answers = storable(answers)
    if leave_out is not None:
        run.left_out = storable_keys([*leave_out])


def keep_preview(run: ImportRun, seen: Preview, follow: Follow = unfollowed) -> None:
    """Keep what is shown now; which rows had changed before it is still told."""
    changed = run.summary.get("changed_since", [])
    stage(run, seen, follow)
    run.summary["changed_since"] = changed
    run.state = ImportState.PREVIEWED
    run.save(update_fields=PREVIEW)


def hold(run: ImportRun, states: Sequence[ImportState]) -> ImportRun:
    """The import as it is stored, locked until the transaction ends; refused in another state."""
    held = ImportRun.objects.defer("content").select_for_update(of=("self",)).get(pk=run.pk)
    if held.state not in states:
        message = f"This file is {held.get_state_display().lower()} already: begin a new one."
        raise ImportRefusedError(message)
    return held


@transaction.atomic
def discard(run: ImportRun) -> None:
    """Give an import up; its file is not kept."""
    hold(run, GIVEN_UP_FROM)
    run.pages.all().delete()
    ImportProgress.objects.filter(run=run).delete()
    run.state, run.content, run.summary = ImportState.DISCARDED, b"", {}
    run.save(update_fields=["state", "content", "summary"])
