"""Two versions of a return side by side, where somebody else saved in the meantime."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from indicators.models import Return
from indicators.officers.forms import ACTION, ActionForm
from indicators.officers.sheet import Sheet
from indicators.returns.entering import Entry, edits_between, entry_of, with_figure_of_months

UNREAD = object()


@dataclass(frozen=True)
class Difference:
    """A field as it was saved by somebody else and as it was typed here."""

    label: str
    saved: str
    typed: str


@dataclass(frozen=True)
class Conflict:
    """Who saved, and where the two versions differ."""

    saved_by: str
    differences: tuple[Difference, ...]


def says_the_same(stored: Return, entry: Entry) -> bool:
    """Whether saving this would change nothing: a second click, or the same typed by another."""
    return not edits_between(entry_of(stored), with_figure_of_months(stored, entry))


def conflict_of(stored: Return, sheet: Sheet) -> Conflict:
    """Compare what is stored with what was typed, box by box."""
    entry = entry_of(stored)
    found = (*_of_main(entry, sheet), *_of_months(entry, sheet), *_of_lists(entry, sheet))
    return Conflict(
        saved_by=str(stored.entered_by or "Somebody"),
        differences=tuple(each for each in found if each.saved != each.typed),
    )


def _of_main(entry: Entry, sheet: Sheet) -> Iterator[Difference]:
    form = sheet.main
    read = form.cleaned_data if form.is_valid() else {}
    for box in form:
        if getattr(entry, box.name) != read.get(box.name, UNREAD):
            yield _difference(box, getattr(entry, box.name))


def _of_months(entry: Entry, sheet: Sheet) -> Iterator[Difference]:
    saved = {each.month: each for each in entry.months}
    for form in sheet.months:
        held, typed = saved.get(form.month), form.entry
        if form.errors or held != typed:
            for box in form:
                yield _difference(box, getattr(held, box.name, None))


def _of_lists(entry: Entry, sheet: Sheet) -> Iterator[Difference]:
    typed = tuple(_row(form) for form in sheet.actions if not form.is_empty)
    lists = ["\n".join(map(str, each)) for each in (entry.actions, typed)]
    yield Difference("Actions", *lists)
    given = ["\n".join(map(str, each)) for each in (entry.waved, sheet.reasons.waved)]
    yield Difference("Sense checks and why they are right", *given)


def _row(form: ActionForm) -> str:
    """An action as it would be saved; one that is not whole yet, or can't be read, as typed."""
    if form.action is not None:
        return str(form.action)
    text, *rest = (str(form[name].value() or "").strip() for name in ACTION)
    return f"{text} ({', '.join(rest)})"


def _difference(box: forms.BoundField, saved: Any) -> Difference:
    return Difference(str(box.label), _shown(box.field, saved), _shown(box.field, box.data))


def _shown(field: forms.Field, value: object) -> str:
    """A value as the form shows it; a choice by its words."""
    prepared = field.prepare_value(value)
    shown = "" if prepared is None else str(prepared).replace("\r\n", "\n").strip()
    if isinstance(field, forms.ChoiceField):
        words = dict(field.widget.choices)
        return str(words.get(shown, shown))
    return shown
