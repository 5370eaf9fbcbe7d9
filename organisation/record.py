"""Writing the record of changes: who did what to which thing, from where, and why."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import models
from django.utils import timezone

from organisation.models import Change, ChangeText, Person
from organisation.models.record import SHORT

#: From where deeds come that are done on pages; imports and commands say their own names.
FORM, GRID, ADMINISTRATION = "form", "grid", "administration"


@dataclass(frozen=True)
class Edit:
    """One field's change. `text`: written by a person, so kept apart, where it can be redacted.

    A field of the thing itself in which people write freely is kept apart in any case. `removed`:
    `before` is already the hash of a text, which is kept nowhere.
    """

    field: str
    before: str
    after: str
    text: bool = False
    removed: bool = False


@dataclass(frozen=True)
class Origin:
    """From where a deed came: a form, the administration, an import with its file, a command."""

    name: str = "program"
    request_id: str = ""


PROGRAM = Origin()
_origin: ContextVar[Origin] = ContextVar("origin", default=PROGRAM)


@contextmanager
def coming_from(name: str, request_id: str = "") -> Iterator[None]:
    """Within this block the record says that changes come from `name`."""
    token = _origin.set(Origin(name, request_id or _origin.get().request_id))
    try:
        yield
    finally:
        _origin.reset(token)


def record(
    deed: str,
    thing: models.Model,
    *,
    by: Person | None,
    on: date,
    edits: Iterable[Edit] = (),
    why: str = "",
) -> None:
    """Append a row for each edit of `thing` (one row where there is none) to the record.

    They have the same time, by which they are known to be one deed.
    """
    record_all(deed, [(thing, list(edits))], by=by, on=on, why=why)


def record_all(
    deed: str,
    things: Iterable[tuple[models.Model, Sequence[Edit]]],
    *,
    by: Person | None,
    on: date,
    why: str = "",
) -> None:
    """The same for many things of one kind, which a deed changed together: few statements."""
    when = on, timezone.now()
    rows = [
        _row(deed, thing, by, when, edit, why)
        for thing, edits in things
        for edit in edits or (Edit("", "", ""),)
    ]
    Change.objects.bulk_create([change for change, _ in rows])
    ChangeText.objects.bulk_create(
        [
            ChangeText(change=change, part=part, text=text)
            for change, apart in rows
            for part, text in apart.items()
        ]
    )


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any], texts: Iterable[str] = ()
) -> list[Edit]:
    """The fields whose shown value differs; `texts` names those written by people."""
    return [
        Edit(field, old, new, field in set(texts))
        for field in after
        if (old := shown(before.get(field))) != (new := shown(after[field]))
    ]


def shown(value: Any) -> str:
    """A value as the record shows it; nothing is the empty string."""
    return "" if value is None else str(value)


def hashed(text: str) -> str:
    """What stands in the record in place of a text."""
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}" if text else ""


def label_of(thing: models.Model) -> str:
    """What the record calls a thing; never by words that somebody typed, which may be personal."""
    named = getattr(thing, "record_label", None)
    return (named() if named else f"{thing._meta.verbose_name} {thing.pk}")[:SHORT]


@cache
def is_typed(model: type[models.Model], name: str) -> bool:
    """Whether people write what stands in this field, rather than choose or count it."""
    field = next((each for each in model._meta.concrete_fields if each.name == name), None)
    written = isinstance(field, models.CharField | models.TextField | models.JSONField)
    return written and not getattr(field, "choices", None)


def _row(
    deed: str,
    thing: models.Model,
    by: Person | None,
    when: tuple[date, datetime],
    edit: Edit,
    why: str,
) -> tuple[Change, dict[str, str]]:
    """A row of the record, and the texts that stand apart from it, by part."""
    origin, (on, at) = _origin.get(), when
    parts = {"before": edit.before, "after": edit.after, "why": why}
    apart = {
        part: text for part, text in parts.items() if text and _stands_apart(thing, edit, part)
    }
    change = Change(
        at=at,
        on=on,
        person=by,
        post=by.post if by else "",
        deed=deed,
        object_type=thing._meta.label_lower,
        object_id=thing.pk,
        object_label=label_of(thing),
        field=edit.field,
        origin=origin.name[:SHORT],
        request_id=origin.request_id,
        **{part: hashed(text) if part in apart else text for part, text in parts.items()},
    )
    return change, apart


def _stands_apart(thing: models.Model, edit: Edit, part: str) -> bool:
    """Whether this part of a row was written by a person, or is too long for the row."""
    if part == "why":
        return True
    text = edit.before if part == "before" else edit.after
    written = edit.text or is_typed(type(thing), edit.field)
    return len(text) > SHORT or (written and not edit.removed)


def save(
    thing: models.Model,
    *,
    by: Person | None,
    on: date,
    deed: str = "",
    why: str = "",
) -> list[Edit]:
    """Save `thing` and record every field that differs from what is stored; return the edits.

    Nothing is written where nothing differs. `deed` is by default "added" or "changed"; fields
    that a model names in `RECORD_APART` (a password) are saved but never recorded.
    """
    everything = type(thing)._base_manager  # noqa: SLF001 - rows that a manager hides, too
    stored = everything.filter(pk=thing.pk).first() if thing.pk else None
    edits = differences(values(stored) if stored else {}, values(thing))
    if stored is not None and not edits:
        return []
    apart = getattr(thing, "RECORD_APART", ())
    edits = [edit for edit in edits if edit.field not in apart]
    thing.save()
    name = thing._meta.verbose_name
    record(
        deed or f"{name} {'changed' if stored else 'added'}",
        thing,
        by=by,
        on=on,
        edits=edits,
        why=why,
    )
    return edits


def values(thing: models.Model) -> dict[str, Any]:
    """Each stored field but the key, as the record compares it."""
    return {
        field.name: plain(field.value_from_object(thing))
        for field in thing._meta.concrete_fields
        if not field.primary_key and not isinstance(field, models.BinaryField)
    }


def plain(value: Any) -> Any:
    """Decimals without trailing zeros, so that 5 read back as 5.00 is no change."""
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value
