"""What the fields of the record are called, and their values as people say them."""

from __future__ import annotations

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
    "expected_on": "Figure expected on",
    "confirmed": "Sense checks answered with a reason",
    "waved": "Sense checks answered with a reason",
    "key_risks": "Key risks",
    "expected_recovery": "Expected back on target",
    "recovery_reason": "Why the recovery moved, or why no quarter is named",
    "sent_back_reason": "Why it was sent back",
    "correction_reason": "Why it is corrected",
    "missing_reason": "Why it is missing",
    "waived_reason": "Why no exception report is needed",
    "judgement_reason": "Reason of the judgement",
    "sentence": "Rating in words",
    "kept entry: typed": "Text kept when a session ended",
    "low": "Range from",
    "high": "Range to",
    "from_quarter": "From quarter",
    "is_current": "Counts",
    "approved_for": "For whom, who was away",
    "lead_post": "Responsible post",
}
#: Fields that no model has, each stored by a name, with the names in words.
NAMES: dict[str, dict[str, str]] = {
    "rating": {each.value: each.word for each in Status},
    "judged colour": {each.value: each.label for each in Colour},
}
TARGETS = {"target", "low", "high", "benchmark"}

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


def points_at(object_type: str, name: str, value: str) -> Related | None:
    """What a value points at, where its field points at something."""
    field = field_of(object_type, name)
    if not isinstance(field, models.ForeignKey) or not value.isdecimal():
        return None
    return field.related_model, int(value)


def in_words(
    object_type: str,
    name: str,
    value: str,
    unit: Unit,
    related: Mapping[Related, str] | None = None,
) -> str:
    """A value as people say it: 55.0%, 30 September 2017, Sent back, yes; "" for nothing.

    `related` names what fields point at; what it doesn't name goes by its number.
    """
    if not value:
        return ""
    if pointed := points_at(object_type, name, value):
        return (related or {}).get(pointed) or f"{pointed[0]._meta.verbose_name} {pointed[1]}"
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
