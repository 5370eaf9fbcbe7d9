"""What is done with imports in the background: read, saved, undone; each whole or not at all.

An import that waits is a row in the state that says for what. A worker takes it in hand by a row
of progress, on which it gives a sign of life every second. Nothing is saved but in one transaction
with the import's new state: what a killed worker had begun is as if it had not been, and the next
one begins it again once the signs of life have stopped.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils import timezone

from indicators.models import AT_WORK, ImportProgress, ImportRun, ImportState
from indicators.spreadsheets.files.limits import Unreadable
from indicators.spreadsheets.runs.committing import commit
from indicators.spreadsheets.runs.keeping import (
    ImportRefusedError,
    hold,
    keep_preview,
    preview_of,
)
from indicators.spreadsheets.runs.previewing import Follow
from indicators.spreadsheets.runs.progress import Pulse
from indicators.spreadsheets.runs.undoing import undo
from organisation.clock import today

SILENT_AFTER: Final = timedelta(seconds=20)
MOST_TRIES: Final = 3
#: Where an import goes back to when what was asked of it can't be done.
BACK_TO: Final = {
    ImportState.WAITING: ImportState.UNREADABLE,
    ImportState.READING: ImportState.UNREADABLE,
    ImportState.SAVING: ImportState.PREVIEWED,
    ImportState.UNDOING: ImportState.COMMITTED,
}
TOO_OFTEN: Final = (
    "The worker was ended three times while it was at this import, so it is not tried again by "
    "itself. Nothing was saved or undone. If the machine has little memory, split the file."
)
BROKEN: Final = (
    "Something went wrong that is not the file's fault, and nothing was saved or undone. The "
    "worker's log says what: show it to whoever looks after the site."
)

log = logging.getLogger(__name__)


def work_once() -> bool:
    """Do what has waited longest; False where nothing waits."""
    taken = take()
    if taken is None:
        return False
    run, taken_at = taken
    state = ImportState(run.state)
    log.info("Import %s: %s", run.pk, run.get_state_display().lower())
    with Pulse(run.pk, taken_at) as pulse:
        try:
            _do(run, taken_at, pulse)
        except DatabaseError:
            log.exception("Import %s is left, and taken up again", run.pk)
            raise
        except Exception:  # whatever a file brings up, the next one has its turn
            log.exception("Import %s broke off", run.pk)
            end(run, state, BROKEN)
    return True


@transaction.atomic
def take() -> tuple[ImportRun, datetime] | None:
    """Take an import in hand that nobody has, or whose worker gives no sign of life any more."""
    now = timezone.now()
    nobody = Q(progress=None) | Q(progress__beat_at__lt=now - SILENT_AFTER)
    waiting = ImportRun.objects.filter(nobody, state__in=AT_WORK).order_by("waiting_since", "pk")
    run = waiting.defer("content").select_for_update(of=("self",), skip_locked=True).first()
    if run is None:
        return None
    progress, is_new = ImportProgress.objects.get_or_create(
        run=run, defaults={"taken_at": now, "beat_at": now}
    )
    if not is_new:
        progress.tries += 1
        progress.taken_at = progress.beat_at = now
        progress.save()
    if run.state == ImportState.WAITING:
        run.state = ImportState.READING
        run.save(update_fields=["state"])
    return run, now


def _do(run: ImportRun, taken_at: datetime, pulse: Pulse) -> None:
    if run.progress.tries > MOST_TRIES:
        end(run, ImportState(run.state), TOO_OFTEN)
    elif run.state == ImportState.READING:
        _read(run, taken_at, pulse.follow)
    elif run.state == ImportState.SAVING:
        _announce(pulse, "Saving everything in one go")
        save_whole(run, pulse.follow)
    else:
        _announce(pulse, "Putting everything back in one go")
        undo_whole(run, pulse.follow)


def _announce(pulse: Pulse, step: str) -> None:
    """Written before the transaction begins, since on SQLite nothing can be while it lasts."""
    pulse.follow(step, 0, 0)
    pulse.write()


def _read(run: ImportRun, taken_at: datetime, follow: Follow) -> None:
    try:
        found = preview_of(run, follow)
    except Unreadable as error:
        end(run, ImportState.READING, str(error))
        return
    with transaction.atomic():
        try:
            hold(run, (ImportState.READING,))
        except ImportRefusedError:  # it was given up meanwhile
            return
        if ImportProgress.objects.filter(run=run, taken_at=taken_at).exists():
            keep_preview(run, found, follow)


def save_whole(run: ImportRun, follow: Follow) -> None:
    """Commit it for whoever asked; what stands against it is kept with it, to be shown."""
    try:
        commit(run, by=run.committed_by, on=today(), follow=follow, states=(ImportState.SAVING,))
    except ImportRefusedError as error:
        refuse(run, str(error), error.keys)


def undo_whole(run: ImportRun, follow: Follow) -> None:
    """Undo it for whoever asked; what stands against it is kept with it, to be shown."""
    try:
        undo(run, by=run.undone_by, on=today(), follow=follow, states=(ImportState.UNDOING,))
    except ImportRefusedError as error:
        end(run, ImportState.UNDOING, str(error))


@transaction.atomic
def refuse(run: ImportRun, message: str, keys: Sequence[str]) -> None:
    """Say why nothing was saved; what changed since it was shown is read again to be shown."""
    if end(run, ImportState.SAVING, message) and keys:
        run.summary["changed_since"] = list(keys)
        run.state, run.waiting_since = ImportState.WAITING, timezone.now()
        run.save(update_fields=["summary", "state", "waiting_since"])
        ImportProgress.objects.filter(run=run).delete()


@transaction.atomic
def end(run: ImportRun, state: ImportState, message: str) -> bool:
    """From this state back to where it was, with the reason.

    False where it has gone elsewhere meanwhile, by another worker or on a page: then it is let be.
    """
    try:
        hold(run, (state,))
    except ImportRefusedError:
        return False
    run.state, run.refusal = BACK_TO[state], message
    run.undone_by = None
    if run.state == ImportState.PREVIEWED:
        run.committed_by = None
    run.save(update_fields=["state", "refusal", "undone_by", "committed_by"])
    return True
