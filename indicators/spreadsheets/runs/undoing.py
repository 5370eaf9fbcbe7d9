"""Undoes a whole import: what it changed as it was before, what it made away; all or nothing.

Only while nothing later stands on it. What was changed since is found by comparing what is stored
with what the import wrote; what was done since to things that it made, by the record of changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from django.apps import apps
from django.contrib.admin.utils import NestedObjects
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.timezone import localtime
from import_export.exceptions import ImportError as ImportFailed

from indicators.models import ImportRun, ImportState
from indicators.returns.refusals import RefusedError
from indicators.spreadsheets.runs.committing import by_table, counted, counting, hold_all
from indicators.spreadsheets.runs.keeping import ImportRefusedError, hold
from indicators.spreadsheets.runs.previewing import Follow, unfollowed
from indicators.spreadsheets.runs.remembering import forget
from indicators.spreadsheets.runs.staging import staged_rows
from indicators.spreadsheets.stored.comparing import Compared, Stored, in_words
from indicators.spreadsheets.stored.keepers import keeper_of
from indicators.spreadsheets.stored.keeping import Saving
from indicators.spreadsheets.stored.parts import Key, Table
from indicators.spreadsheets.words import MOST_LISTED
from organisation.access import NotAllowedError
from organisation.models import Change, Person
from organisation.models.record import ChangeQuerySet
from organisation.record import coming_from, record
from organisation.redacting import REDACTED

IN_LIST: Final = 5_000  # what one query may name
TO_UNDO: Final = (ImportState.COMMITTED, ImportState.UNDOING)
Things = Mapping[tuple[Table, Key], models.Model]


def undo(
    run: ImportRun,
    *,
    by: Person | None,
    on: date,
    follow: Follow = unfollowed,
    states: Sequence[ImportState] = TO_UNDO,
) -> ImportRun:
    """Put everything back; ImportRefusedError, a line for each reason, where that can't be."""
    try:
        with transaction.atomic():
            return _undo(hold(run, states), by, on, follow)
    except ProtectedError as error:
        raise ImportRefusedError(_refusal([_leaning(error)])) from error
    except (
        RefusedError, NotAllowedError, ImportFailed, IntegrityError, ValidationError
    ) as error:  # fmt: skip
        raise ImportRefusedError(_refusal([str(error)])) from error


def _undo(run: ImportRun, by: Person | None, on: date, follow: Follow) -> ImportRun:
    follow("Looking for what was done since", 0, 0)
    parts = [part for row in staged_rows(run) for part in row.parts if part.differs]
    hold_all(parts)
    if found := list(standing_on(run, parts)):
        raise ImportRefusedError(_refusal(found))
    with coming_from(f"undo of import {run.pk}, sha256:{run.sha256}"):
        saving = Saving(by, on, run, counting(follow, "Putting back", counted(parts)))
        tables = by_table(parts)
        for table in reversed(Table):
            if table in tables:
                keeper_of(table).take_back(tables[table], saving)
        forget(run, by=by, on=on)
        run.state, run.undone_at, run.undone_by = ImportState.UNDONE, timezone.now(), by
        run.refusal = ""
        run.save(update_fields=["state", "undone_at", "undone_by", "refusal"])
        record("import undone", run, by=by, on=on)
    return run


def _refusal(found: Sequence[str]) -> str:
    """The sentence that says why, and a line for each reason, at most forty of them."""
    more = len(found) - MOST_LISTED
    lines = [*found[:MOST_LISTED], *([f"and {more} more"] if more > 0 else [])]
    head = "Nothing was undone: other work stands on this import. Take that back first."
    return "\n".join((head, *lines))


def _leaning(error: ProtectedError) -> str:
    first = next(iter(error.protected_objects))
    return f"{first._meta.verbose_name} “{first}” is there still, and needs what was imported."


def standing_on(run: ImportRun, parts: Sequence[Compared]) -> Iterator[str]:
    """What was done after the import to what it wrote, a sentence for each."""
    things = _things(parts)
    told: set[models.Model] = set()
    stored = Stored.of(each.wanted for each in parts if each.wanted.table is not Table.SERVICE)
    for part in parts:
        place = (part.wanted.table, part.wanted.key)
        if part.wanted.table is Table.SERVICE:
            continue
        now, thing = stored.rows.get(place), things.get(place)
        if now is None or thing is None:
            yield f"{_named(part)} is there no more."
        elif names := [name for name, want in part.wanted.columns.items() if now[name] != want]:
            told.add(thing)
            yield f"{_named(part)}: {_changed(part, names, now)}{_by_whom(run, thing)}."
    yield from _since(run, things, parts, told)


def _named(part: Compared) -> str:
    name = f" {part.wanted.name}" if part.wanted.name else ""
    return f"{part.wanted.table.value.capitalize()} {part.wanted.key[0]}{name}"


def _changed(part: Compared, names: Sequence[str], now: Mapping[str, str]) -> str:
    pieces = [
        f"{in_words(name)} was {part.shown(name, part.wanted.columns[name])} and is "
        f"{part.shown(name, now[name])}"
        for name in names
    ]
    return ", ".join(pieces)


def _by_whom(run: ImportRun, thing: models.Model) -> str:
    """When it was changed last after the import, and by whom."""
    last = _after(run).about(thing).select_related("person").last()
    return f", changed {_when(last)}" if last else ""


def _when(change: Change) -> str:
    who = f" by {change.person.name}" if change.person else ""
    return f"on {localtime(change.at):%-d %B %Y}{who}, after the import"


def _after(run: ImportRun) -> ChangeQuerySet:
    """The record after the import, but for later imports that are undone themselves.

    Personal data that was removed is no work that stands on it, and could never be taken back.
    """
    at: datetime = run.committed_at or run.created_at
    found = ChangeQuerySet(Change).filter(at__gt=at).exclude(deed=REDACTED)
    undone = ImportRun.objects.filter(state=ImportState.UNDONE, committed_at__gt=at)
    for each in undone.only("sha256", "undone_at"):
        found = found.exclude(origin__endswith=f"sha256:{each.sha256}", at__lte=each.undone_at)
    return found


def _things(parts: Iterable[Compared]) -> Things:
    """The stored rows that the import wrote."""
    return {
        (table, key): thing
        for table, some in by_table(parts).items()
        if table is not Table.SERVICE
        for key, thing in keeper_of(table).things([each.wanted.key for each in some]).items()
    }


def _since(
    run: ImportRun, things: Things, parts: Iterable[Compared], told: set[models.Model]
) -> Iterator[str]:
    """What the record has of what the import made, or of what hangs on that, since it was made."""
    made = [
        things[place]
        for place in ((each.wanted.table, each.wanted.key) for each in parts if each.is_new)
        if place in things
    ]
    left_out = {(each._meta.label_lower, each.pk) for each in told}
    by_type: dict[str, list[int]] = defaultdict(list)
    for each in _with_what_hangs_on(made):
        by_type[each._meta.label_lower].append(each.pk)
    for kind, numbers in by_type.items():
        for first in range(0, len(numbers), IN_LIST):
            about = _after(run).filter(
                object_type=kind, object_id__in=numbers[first : first + IN_LIST]
            )
            last = {each.object_id: each for each in about.select_related("person").order_by("id")}
            for number, change in last.items():
                if (kind, number) not in left_out:
                    yield f"{_called(change)}: {change.deed} {_when(change)}."


def _called(change: Change) -> str:
    """The thing by what it is and its reference."""
    kind = str(apps.get_model(change.object_type)._meta.verbose_name)
    label = change.object_label
    called = label if label.startswith(kind.split(maxsplit=1)[0]) else f"{kind} {label}"
    return called[:1].upper() + called[1:]


def _with_what_hangs_on(made: Sequence[models.Model]) -> Iterator[models.Model]:
    """What the import made, with all that would be deleted with it or keeps it from being so."""
    if not made:
        return
    going = NestedObjects(using=DEFAULT_DB_ALIAS)
    for model in {type(each) for each in made}:
        going.collect([each for each in made if type(each) is model])
    for instances in going.data.values():
        yield from instances
    yield from set(going.protected)
