"""The deed: a passage is looked for, then removed from live texts and from the record at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models, transaction
from django.db.models import F

from indicators.models import ExceptionReport, Period, Return
from indicators.redacting.own_words import is_own, key_without
from indicators.redacting.places import PLACES, Place, Scope, texts_in
from indicators.returns.recorded_words import label
from organisation.access import NotAllowedError, access_of
from organisation.models import ChangeText, Person
from organisation.record import label_of, record
from organisation.redacting import (
    REDACTED,
    Passage,
    RedactionRefusedError,
    empty,
    refuse_reason,
    removal,
    texts_holding,
)

AT_ONCE = 500
NOT_FOUND = "It was not found there. Check how it is spelt, or look in more places."
CHANGED = "What holds it has changed since you looked. Look again, then remove it."


@dataclass(frozen=True)
class Holding:
    """One text that holds the passage: of what, which field, how often, how often within words."""

    thing: str
    field: str
    times: int
    within_words: int = 0


@dataclass(frozen=True)
class Found:
    """What holds the passage: live texts, and texts of the record."""

    live: tuple[Holding, ...]
    recorded: int

    @property
    def total(self) -> int:
        """How many texts are touched."""
        return len(self.live) + self.recorded

    @property
    def within_words(self) -> int:
        """How often it is only a part of a longer word."""
        return sum(each.within_words for each in self.live)


@dataclass(frozen=True)
class _Text:
    """A live text that holds the passage."""

    place: Place
    row: Any
    name: str

    @property
    def value(self) -> Any:
        return getattr(self.row, self.name)

    @property
    def thing(self) -> models.Model:
        """What the record says it about: the return where it belongs to one."""
        return self.place.return_of(self.row) or self.row

    @property
    def field(self) -> str:
        """What the record calls the field: a report's stand among those of its return."""
        if self.thing is self.row or isinstance(self.row, ExceptionReport):
            return self.name
        return f"{self.row._meta.verbose_name}: {self.name}"


def look(passage: Passage, scope: Scope, *, by: Person, on: date) -> Found:
    """What would be touched; nothing is."""
    _refuse_unless_theirs(by, on)
    return _found(passage, list(_live(passage, scope)), list(texts_holding(passage, scope.about)))


@transaction.atomic
def redact(
    passage: Passage,
    scope: Scope,
    *,
    reason: str,
    by: Person,
    on: date,
    seen: int | None = None,
) -> Found:
    """Remove the passage: from live texts the words, from the record each text that holds them.

    RedactionRefusedError without a reason, where nothing holds it, or where other than `seen`
    texts hold it. Closed periods and old versions are no exception; what was removed, by whom,
    when and why stays on record, with the hash of each text as it was.
    """
    _refuse_unless_theirs(by, on)
    refuse_reason(reason, passage)
    live = _held(list(_live(passage, scope)), passage)
    recorded = list(texts_holding(passage, scope.about))
    found = _found(passage, live, recorded)
    if not found.total:
        raise RedactionRefusedError({"passage": NOT_FOUND})
    if seen is not None and seen != found.total:
        raise RedactionRefusedError({"": CHANGED})
    for each in live:
        _remove(each, passage, by, on, reason.strip())
    _show_others(live)
    empty(recorded, by=by, on=on, why=reason.strip())
    return found


def _refuse_unless_theirs(by: Person, on: date) -> None:
    if not access_of(by, on).may_redact():
        message = "Only the performance team and administrators remove personal data."
        raise NotAllowedError(message)


def _live(passage: Passage, scope: Scope) -> Iterator[_Text]:
    for place in PLACES:
        for row in place.rows(scope).select_related(*place.beside).iterator(AT_ONCE):
            yield from _texts(place, row, passage)


def _texts(place: Place, row: Any, passage: Passage) -> Iterator[_Text]:
    for name in place.fields:
        found = _Text(place, row, name)
        if any(passage.times_in(each) for each in texts_in(found.value)):
            yield found


def _held(found: list[_Text], passage: Passage) -> list[_Text]:
    """The same as they are stored now, held until the transaction ends: periods, then returns.

    Every deed takes hold of them in this order, before anything that belongs to them; so nobody
    waits for somebody who waits for them.
    """
    list(Period.objects.select_for_update().order_by("pk").values_list("pk"))
    returns = {each.thing.pk for each in found if isinstance(each.thing, Return)}
    list(Return.objects.select_for_update().filter(pk__in=returns).order_by("pk").values_list("pk"))
    held: list[_Text] = []
    for place in PLACES:
        keys = {each.row.pk for each in found if each.place is place}
        rows = place.rows(Scope()).filter(pk__in=keys).select_related(*place.beside)
        for row in rows.select_for_update(of=("self",)) if keys else ():
            held.extend(_texts(place, row, passage))
    return held


def _found(passage: Passage, live: list[_Text], recorded: list[ChangeText]) -> Found:
    return Found(tuple(_holding(each, passage) for each in live), len(recorded))


def _holding(found: _Text, passage: Passage) -> Holding:
    texts = list(texts_in(found.value))
    return Holding(
        thing=label_of(found.thing),
        field=label(found.thing._meta.label_lower, found.field),
        times=sum(passage.times_in(each) for each in texts),
        within_words=sum(passage.times_within_words(each) for each in texts),
    )


def _remove(found: _Text, passage: Passage, by: Person, on: date, why: str) -> None:
    """Write the text without the passage, past every rule but the database's, and record it."""
    field = found.row._meta.get_field(found.name)
    was = "\n".join(texts_in(found.value))
    left = _without(found.value, passage, found.place.least, field.max_length)
    found.row._meta.model._base_manager.filter(pk=found.row.pk).update(**{found.name: left})  # noqa: SLF001
    record(REDACTED, found.thing, by=by, on=on, why=why, edits=[removal(found.field, was)])


def _without(value: Any, passage: Passage, least: int, most: int | None) -> Any:
    """A field's value with the passage removed from each text in it."""
    if isinstance(value, str):
        return passage.removed_from(value, least=least, most=most)
    if isinstance(value, Mapping):
        return {key_without(key, passage): _within(each, passage) for key, each in value.items()}
    if isinstance(value, list):
        return [_within(each, passage) for each in value]
    return b"" if isinstance(value, bytes | memoryview) else value


def _within(value: Any, passage: Passage) -> Any:
    """The same of what stands within stored JSON, where the program's own words stay."""
    is_kept = isinstance(value, str) and is_own(value)
    return value if is_kept else _without(value, passage, 0, None)


def _show_others(live: list[_Text]) -> None:
    """Whoever has one of the returns open now is shown what is stored before they save."""
    returns = {each.thing.pk for each in live if isinstance(each.thing, Return)}
    Return.objects.filter(pk__in=returns).update(edit=F("edit") + 1)
