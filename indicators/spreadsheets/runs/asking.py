"""What people ask of imports: done at once where it is little, else handed to the worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.db import transaction
from django.utils import timezone

from indicators.models import ImportProgress, ImportRun, ImportState
from indicators.spreadsheets.files.limits import Unreadable
from indicators.spreadsheets.kinds.kind import Upload
from indicators.spreadsheets.runs.keeping import (
    ImportRefusedError,
    hold,
    keep_preview,
    new_run,
    preview_of,
    say,
    start,
)
from indicators.spreadsheets.runs.previewing import unfollowed
from indicators.spreadsheets.runs.staging import stage_of
from indicators.spreadsheets.runs.working import end, save_whole, undo_whole
from organisation.models import Person

#: What is less is done while whoever asked waits, a second or two, and needs no worker.
SMALL_FILE: Final = 100_000  # bytes
FEW_ROWS: Final = 100
OTHER_PREVIEW: Final = (
    "Nothing was saved: this import was answered or read anew since your page was shown. "
    "Look at it as it is now, then commit."
)


def take_in(upload: Upload, *, by: Person | None) -> ImportRun:
    """Read an upload, or let it be read. `Unreadable` is raised only where it is read at once."""
    if is_small(len(upload.content)):
        run, _ = start(upload, by=by)
        return run
    run = new_run(upload, by=by)
    run.save()
    return run


def is_small(size: int) -> bool:
    """Whether a file of so many bytes is read at once."""
    return size <= SMALL_FILE


def ask_preview(run: ImportRun, *, answers: Mapping[str, object], leave_out: Sequence[str]) -> None:
    """Preview again with these answers and without these rows."""
    say(run, answers=answers, leave_out=leave_out)
    read_again(run)


def read_again(run: ImportRun) -> None:
    """Read the file again, now or by the worker."""
    if not is_small(len(run.content)):
        _hand_over(run, ImportState.WAITING, "answers", "left_out", "refusal", "summary")
        return
    found = preview_of(run)
    with transaction.atomic():
        hold(run, (ImportState.PREVIEWED, ImportState.WAITING))
        keep_preview(run, found)


def ask_commit(run: ImportRun, *, by: Person | None, stage: str = "") -> None:
    """Save what was shown; the import itself says afterwards whether it was, or why not.

    `stage`: which preview the page showed; refused where another was made since.
    """
    if stage and stage != stage_of(run):
        raise ImportRefusedError(OTHER_PREVIEW)
    run.committed_by = by
    if _hand_over(run, ImportState.SAVING, "committed_by") <= FEW_ROWS:
        save_whole(run, unfollowed)
        run.refresh_from_db()
        if run.state == ImportState.WAITING and is_small(len(run.content)):
            _show_again(run)


def _show_again(run: ImportRun) -> None:
    """Read what was refused; where it can't be read any more, the import itself says why."""
    try:
        read_again(run)
    except Unreadable as error:
        end(run, ImportState.WAITING, str(error))


def ask_undo(run: ImportRun, *, by: Person | None) -> None:
    """Undo a whole import; it says itself afterwards whether it was, or why not."""
    run.undone_by = by
    if _hand_over(run, ImportState.UNDOING, "undone_by") <= FEW_ROWS:
        undo_whole(run, unfollowed)
        run.refresh_from_db()


@transaction.atomic
def _hand_over(run: ImportRun, state: ImportState, *changed: str) -> int:
    """Let a worker see it; how many rows it has. Refused where this may not be asked of it."""
    before = ImportState.COMMITTED if state == ImportState.UNDOING else ImportState.PREVIEWED
    held = hold(run, (before,))
    if state == ImportState.SAVING and not held.summary.get("committable"):
        message = "Nothing was saved: answer every question, and mend or leave out every error."
        raise ImportRefusedError(message)
    ImportProgress.objects.filter(run=run).delete()
    run.state, run.waiting_since = state, timezone.now()
    run.save(update_fields=["state", "waiting_since", *changed])
    rows: int = held.counts.get("rows", 0)
    return rows
