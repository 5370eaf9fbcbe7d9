"""A history as rows ready to be shown: when, who, what from and to, why, from where."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.utils import timezone

from indicators.history import wording
from indicators.history.additions import replaced, worth_telling
from indicators.models import Return
from indicators.returns import recorded_words
from indicators.returns.recorded_words import Related
from indicators.returns.wording import day
from indicators.rules.periods import Quarter
from indicators.rules.rag import Unit
from organisation.models import Change, ChangeText, Person, Service
from organisation.redacting import MARK, REDACTED
from outcomes.models import Outcome

ROWS_A_PAGE = 25
LONG = 60  # a text of more characters stands in lines of its own
SYSTEM = "The system"
PERIOD = re.compile(r"\d{4}/\d\d (Q[1-4]|outturn)(?= version|$)")
#: Of what a field points at, the things with a name; others go by their number.
NAMED = (Person, Service, Outcome)
#: Which rows belong together: those of one deed have the same time.
DEED = ("deed", "object_type", "object_id", "person_id", "at")


@dataclass(frozen=True)
class FieldTold:
    """One field, as it was and as it became; `is_long` where it is running text."""

    label: str
    before: str
    after: str
    is_long: bool


@dataclass(frozen=True)
class Told:
    """What somebody did at one time, to what, why and from where.

    `period` is that of the return that it was done to, as addresses have it; "" of other things.
    """

    when: str
    who: str
    what: str
    about: str
    period: str
    why: str
    origin: str
    fields: tuple[FieldTold, ...]


def history(
    about: Q, unit: Unit, number: str | int = 1, *, beside: str = "", size: int = ROWS_A_PAGE
) -> Page[Told]:
    """A page of the deeds that `about` picks out, newest first; figures are in `unit`.

    `beside` is what the page says anyway, and no row says again. As many queries for many deeds
    as for few.
    """
    keys = Change.objects.filter(about).order_by("-pk").values_list("pk", *DEED)
    deeds = [[row[0] for row in rows] for _, rows in groupby(keys, key=lambda row: row[1:])]
    page: Page[Any] = Paginator(deeds, size).get_page(number)
    changes = _read(key for deed in page.object_list for key in deed)
    page.object_list = tell(changes, unit, beside=beside)
    return page


def tell(
    changes: Iterable[Change], unit: Unit, *, beside: str = "", named: bool = True
) -> tuple[Told, ...]:
    """The rows for some changes that are next to one another, newest first.

    `named` says name and post of whoever did it, else the post alone where there is one.
    """
    found = sorted(changes, key=lambda each: -each.pk)
    reader = _Reader(found, unit, beside, named=named)
    grouped = groupby(found, key=lambda each: tuple(getattr(each, name) for name in DEED))
    return tuple(reader.told(list(rows)[::-1]) for _, rows in grouped)


def _read(keys: Iterable[int]) -> Sequence[Change]:
    asked = Change.objects.filter(pk__in=list(keys)).select_related("person")
    return list(asked.prefetch_related("texts"))


class _Reader:
    """What is needed to say some changes in words, read once for all of them."""

    def __init__(self, changes: Sequence[Change], unit: Unit, beside: str, *, named: bool) -> None:
        self.unit, self.beside, self.named = unit, beside, named
        self.removed = _removed(changes)
        self.related = _related(changes)
        self.replaced = replaced(changes)

    def told(self, rows: list[Change]) -> Told:
        """One deed, from its rows in the order in which they were written."""
        first = rows[0]
        why = self._text(first, "why")
        told = worth_telling(rows, self.replaced.get(first.object_id))
        fields = (self._field(each, before) for each, before in told)
        return Told(
            when=_when(first),
            who=_who(first, named=self.named),
            what=wording.deed(first.deed),
            about=first.object_label.removeprefix(self.beside).strip(),
            period=_period(first),
            why=why,
            origin=wording.origin(first.origin),
            fields=tuple(each for each in fields if each.after != why or not why),
        )

    def _field(self, change: Change, was: str) -> FieldTold:
        """One field; `was` stands in the record, unless the text apart from it says more."""
        if change.deed == REDACTED:
            before, after = "", MARK
        else:
            before = self._said(change, self._text(change, "before") if change.before else was)
            after = self._said(change, self._text(change, "after"))
        return FieldTold(
            label=recorded_words.label(change.object_type, change.field),
            before=before,
            after=after,
            is_long=max(len(before), len(after)) > LONG or "\n" in before + after,
        )

    def _said(self, change: Change, value: str) -> str:
        return recorded_words.in_words(
            change.object_type, change.field, value, self.unit, self.related
        )

    def _text(self, change: Change, part: str) -> str:
        """What stands in the record, or the text kept apart for it, or when that was removed."""
        kept = _apart(change, part)
        if kept is None:
            return str(getattr(change, part))
        if kept.text:
            return kept.text
        on = self.removed.get(kept.pk)
        return f"removed on {day(on)}" if on else "removed"


def _period(change: Change) -> str:
    """2017-18-q3 of "25 2017/18 Q3 version 2"."""
    if change.object_type != Return._meta.label_lower:
        return ""
    found = PERIOD.search(change.object_label)
    return Quarter.parse(found[0]).slug if found else ""


def _apart(change: Change, part: str) -> ChangeText | None:
    return next((each for each in change.texts.all() if each.part == part), None)


def _removed(changes: Sequence[Change]) -> Mapping[int, date]:
    """When each text that is empty now was redacted."""
    texts = [each.pk for change in changes for each in change.texts.all() if not each.text]
    if not texts:
        return {}
    about = Change.objects.filter(
        deed=REDACTED, object_type=ChangeText._meta.label_lower, object_id__in=texts
    )
    return dict(about.values_list("object_id", "on"))


def _related(changes: Sequence[Change]) -> Mapping[Related, str]:
    """The names of what changes point at: one query for each kind of thing."""
    wanted: dict[Any, set[int]] = defaultdict(set)
    for model, key in _pointed(changes):
        wanted[model].add(key)
    return {
        (model, thing.pk): str(thing)
        for model, keys in wanted.items()
        if model in NAMED
        for thing in model._default_manager.filter(pk__in=keys)  # noqa: SLF001
    }


def _pointed(changes: Sequence[Change]) -> Iterator[Related]:
    for change in changes:
        for value in (change.before, change.after):
            if pointed := recorded_words.points_at(change.object_type, change.field, value):
                yield pointed


def _when(change: Change) -> str:
    """30 September 2017, 14:03: the business day, and the time of day."""
    return f"{day(change.on)}, {timezone.localtime(change.at):%H:%M}"


def _who(change: Change, *, named: bool) -> str:
    if change.person is None:
        return SYSTEM
    if not named:
        return change.post or change.person.name
    return f"{change.person.name}, {change.post}" if change.post else change.person.name
