"""The words of a history: what fields are called, values as people say them, whence deeds come."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from django.apps import apps
from django.db import models

from indicators.returns.wording import day
from indicators.rules.rag import Colour, Status, Unit

#: What the fields of the record are called; others by the name in their model.
LABELS = {
    "value": "Figure",
    "months": "Monthly figures",
    "quality": "How firm the figure is",
    "no_value_reason": "Why there is no figure",
    "commentary": "Commentary",
    "confirmed": "Sense checks that were looked at",
    "waved": "Sense checks that were looked at",
    "key_risks": "Key risks",
    "expected_recovery": "Expected back on target",
    "recovery_reason": "Why that moved, or why no quarter is named",
    "sent_back_reason": "Why it was sent back",
    "correction_reason": "Why it is corrected",
    "missing_reason": "Why it is missing",
    "waived_reason": "Why no exception report is needed",
    "judgement_reason": "Reason of the judgement",
    "sentence": "Sentence of the rating",
    "kept entry: typed": "Text kept when a session ended",
    "low": "Range from",
    "high": "Range to",
    "from_quarter": "From quarter",
    "lead_post": "Responsible post",
}
#: Deeds whose name in the record says less than these words.
DEEDS = {
    "return put under other terms": "Put under other terms",
    "return closed without a figure": "Closed without a figure",
    "text redacted": "Personal data removed",
    "period target added": "Target for a quarter added",
    "period target changed": "Target for a quarter changed",
    "period target deleted": "Target for a quarter deleted",
}
#: Fields that no model has, each stored by a name, with the names in words.
NAMES: dict[str, dict[str, str]] = {
    "rating": {each.value: each.word for each in Status},
    "judged colour": {each.value: each.label for each in Colour},
}
TARGETS = {"target", "low", "high", "benchmark"}
ORIGINS = {
    "form": "typed on a page",
    "grid": "typed in the grid",
    "administration": "typed in the administration",
    "program": "made by the program itself",
}
HASH = re.compile(r"\s*sha256:[0-9a-f]{64}$")

Related = tuple[type[models.Model], int]  # something that a value points at, by its number


def field_of(object_type: str, name: str) -> models.Field[object, object] | None:
    """The model's field that the record means; None where it is no field or no such model."""
    try:
        fields = apps.get_model(object_type)._meta.concrete_fields
    except LookupError:
        return None
    return next((each for each in fields if each.name == name), None)


def label(object_type: str, name: str) -> str:
    """What a field is called: Figure, Key risks, Responsible post."""
    field = field_of(object_type, name)
    words = LABELS.get(name) or (str(field.verbose_name) if field else name.replace("_", " "))
    return words[:1].upper() + words[1:]


def deed(name: str) -> str:
    """What was done: "return sent back" is Sent back, since a history says of what."""
    words = DEEDS.get(name) or name.removeprefix("return ")
    return words[:1].upper() + words[1:]


def origin(name: str) -> str:
    """How it came about: "import targets.xlsx sha256:…" is "import of targets.xlsx"."""
    words = HASH.sub("", name)
    if words.startswith("import "):
        return f"import of {words.removeprefix('import ')}"
    if words.startswith("command "):
        command, _, file = words.removeprefix("command ").partition(" ")
        return f"made by a command ({command}{f', {file}' if file else ''})"
    return ORIGINS.get(words, words)


def points_at(object_type: str, name: str, value: str) -> Related | None:
    """What a value points at, where its field points at something."""
    field = field_of(object_type, name)
    if not isinstance(field, models.ForeignKey) or not value.isdecimal():
        return None
    return field.related_model, int(value)


def in_words(
    object_type: str, name: str, value: str, unit: Unit, related: Mapping[Related, str]
) -> str:
    """A value as people say it: 55.0%, 30 September 2017, Sent back, yes; "" for nothing."""
    if not value:
        return ""
    if pointed := points_at(object_type, name, value):
        return related.get(pointed) or f"{pointed[0]._meta.verbose_name} {pointed[1]}"
    field = field_of(object_type, name)
    choices = dict(getattr(field, "flatchoices", ())) or NAMES.get(name, {})
    if choices:
        return str(choices.get(value, value))
    if isinstance(field, models.BooleanField):
        return {"True": "yes", "False": "no"}.get(value, value)
    if isinstance(field, models.DateField):
        return _day(value)
    return _figure(name, value, unit) if name == "value" or name in TARGETS else value


def _day(value: str) -> str:
    try:
        return day(date.fromisoformat(value[:10]))
    except ValueError:
        return value


def _figure(name: str, value: str, unit: Unit) -> str:
    """A figure with the measure's unit, never with fewer decimals than were recorded."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    is_exact = unit.round(number) == number
    return unit.format(number) if name == "value" and is_exact else unit.target(number)
