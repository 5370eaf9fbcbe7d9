"""Commits an import: all of it in one transaction, exactly as it was previewed, or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from import_export.exceptions import ImportError as ImportFailed

from indicators.models import ImportRun, ImportState
from indicators.returns.refusals import RefusedError
from indicators.spreadsheets.kinds.kind import Status
from indicators.spreadsheets.kinds.known import kind_of
from indicators.spreadsheets.runs.keeping import ImportRefusedError, hold, keep
from indicators.spreadsheets.runs.pausing import collecting_later
from indicators.spreadsheets.runs.previewing import Follow, Preview, digest, unfollowed
from indicators.spreadsheets.runs.remembering import remember
from indicators.spreadsheets.runs.staging import StagedRow, staged_rows
from indicators.spreadsheets.stored.comparing import Compared, Stored
from indicators.spreadsheets.stored.keepers import keeper_of
from indicators.spreadsheets.stored.keeping import Saving
from indicators.spreadsheets.stored.parts import Table
from indicators.spreadsheets.words import shortened
from organisation.access import NotAllowedError
from organisation.models import Person
from organisation.record import coming_from, record

LONGEST_NAME_IN_RECORD = 80
TO_COMMIT = (ImportState.PREVIEWED, ImportState.SAVING)


@dataclass(frozen=True)
class Committed:
    """What an import did. `run` is None where there was nothing to change."""

    counts: dict[str, int]
    run: ImportRun | None


@collecting_later()
def commit(
    seen: Preview | ImportRun,
    *,
    by: Person | None,
    on: date,
    origin: str = "import",
    follow: Follow = unfollowed,
    states: Sequence[ImportState] = TO_COMMIT,
) -> Committed:
    """Save what was previewed, all or nothing; `origin` begins what the record says of where from.

    `states`: in which it may be; a worker saves only what it was asked to save, for what was
    refused meanwhile is a preview again that nobody may have seen.

    ImportRefusedError where questions or errors are open, where a row or what is stored of it
    changed since it was shown, or where the database refuses; then nothing is saved.
    """
    try:
        with transaction.atomic():
            if isinstance(seen, ImportRun):
                return _commit(hold(seen, states), by, on, origin, follow)
            if seen.committable and not _has_changes(each.status for each in seen.rows):
                return Committed(seen.counts, None)
            return _commit(keep(seen, by=by), by, on, origin, follow)
    except (ImportFailed, IntegrityError, ValidationError) as error:
        message = f"The database refused the import, so nothing was saved: {error}"
        raise ImportRefusedError(message) from error
    except (RefusedError, NotAllowedError) as error:
        raise ImportRefusedError(f"Nothing was saved. {error}") from error


def _has_changes(statuses: Iterable[Status]) -> bool:
    return any(each is not Status.UNCHANGED for each in statuses)


def _commit(run: ImportRun, by: Person | None, on: date, origin: str, follow: Follow) -> Committed:
    if not run.summary.get("committable"):
        message = "Nothing was saved: answer every question, and mend or leave out every error."
        raise ImportRefusedError(message)
    follow("Looking whether all is still as it was shown", 0, 0)
    rows = staged_rows(run)
    parts = _as_shown(run, rows)
    if _has_changes(each.status for each in rows):
        with coming_from(origin_of(run, origin)):
            differing = [each for each in parts if each.differs]
            saved = counting(follow, "Saving", counted(differing))
            _save(differing, Saving(by, on, run, saved))
            remember(run, by=by, on=on)
            _close(run, by)
            record("workbook imported", run, by=by, on=on)
    else:
        with coming_from(origin_of(run, origin)):
            remember(run, by=by, on=on)
        _close(run, by)
    return Committed(run.counts, run)


def counted(parts: Iterable[Compared]) -> int:
    """How many rows keepers tell of; of services they don't, for many rows share one."""
    return sum(each.wanted.table is not Table.SERVICE for each in parts)


def counting(follow: Follow, step: str, total: int) -> Callable[[int], None]:
    """Tells how many rows of how many are done, told how many more are."""
    done = 0
    follow(step, 0, total)

    def more(rows: int) -> None:
        nonlocal done
        done = min(done + rows, total)
        follow(step, done, total)

    return more


def origin_of(run: ImportRun, origin: str) -> str:
    """What the record says of where a change came from."""
    return f"{origin} {run.file_name[:LONGEST_NAME_IN_RECORD]} sha256:{run.sha256}"


def _as_shown(run: ImportRun, rows: Sequence[StagedRow]) -> list[Compared]:
    """Hold what the rows rely on; refuse where it isn't as it was shown."""
    kind = kind_of(run.kind)
    refs = [each.ref for each in rows]
    kind.hold(refs)
    parts = [part for row in rows for part in row.parts]
    hold_all(parts)
    stored, facts = Stored.of(each.wanted for each in parts), kind.facts(refs)
    changed = [
        row.key
        for row in rows
        if row.digest
        != digest(
            [stored.compare(each.wanted) for each in row.parts], kind.standing(row.ref, facts)
        )
    ]
    if changed:
        message = (
            f"Nothing was saved: {kind.things} {shortened(changed)} changed since the preview was "
            "shown. Look at them again, then commit."
        )
        raise ImportRefusedError(message, changed)
    return parts


def hold_all(parts: Iterable[Compared]) -> None:
    """Lock what is stored under the parts' keys, table by table in one order."""
    tables = by_table(parts)
    for table in Table:
        if table in tables:
            keeper_of(table).hold([each.wanted.key for each in tables[table]])


def by_table(parts: Iterable[Compared]) -> dict[Table, list[Compared]]:
    """The parts of each table."""
    found: dict[Table, list[Compared]] = defaultdict(list)
    for each in parts:
        found[each.wanted.table].append(each)
    return dict(found)


def _close(run: ImportRun, by: Person | None) -> None:
    """Last of all: whatever the record has of a later time was done after the import."""
    run.state, run.committed_at, run.committed_by = ImportState.COMMITTED, timezone.now(), by
    run.refusal = ""
    run.save(update_fields=["state", "committed_at", "committed_by", "refusal"])


def _save(parts: Iterable[Compared], saving: Saving) -> None:
    tables = by_table(parts)
    for table in Table:
        if table in tables:
            keeper_of(table).save(tables[table], saving)
