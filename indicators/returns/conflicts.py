"""Two versions of a return side by side, where somebody else saved in the meantime."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms

from indicators.models import Return
from indicators.returns.entering import entry_of
from indicators.returns.forms import Sheet

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


def conflict_of(stored: Return, sheet: Sheet) -> Conflict:
    """Compare what is stored with what was typed."""
    entry, read = entry_of(stored), sheet.main.cleaned_data if sheet.main.is_valid() else {}
    found = [
        Difference(
            str(box.label),
            _shown(box.field, getattr(entry, box.name)),
            _shown(box.field, box.data),
        )
        for box in sheet.main
        if hasattr(entry, box.name) and getattr(entry, box.name) != read.get(box.name, UNREAD)
    ]
    typed = tuple(form.action for form in sheet.actions if form.action is not None)
    lists = ["\n".join(map(str, each)) for each in (entry.actions, typed)]
    found.append(Difference("Actions", *lists))
    return Conflict(
        saved_by=str(stored.entered_by or "Somebody"),
        differences=tuple(each for each in found if each.saved != each.typed),
    )


def _shown(field: forms.Field, value: object) -> str:
    """A value as the form shows it; a choice by its words."""
    prepared = field.prepare_value(value)
    shown = "" if prepared is None else str(prepared).replace("\r\n", "\n").strip()
    if isinstance(field, forms.ChoiceField):
        words = dict(field.widget.choices)
        return str(words.get(shown, shown))
    return shown
