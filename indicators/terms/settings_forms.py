"""The council's settings of the cycle as a form: each with what it changes, and from when."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from organisation.models import Council
from organisation.models.council import AwaitingPolicy
from organisation.record import values

FIELDS = (
    "awaiting_policy",
    "commentary_limit",
    "grace_days",
    "remind_days_before",
    "remind_again_days",
    "escalate_days_after",
    "tolerance_percent",
    "tolerance_agreed_by",
)
CHANGED_SINCE = (
    "Somebody else changed the settings since you opened this page, so nothing is saved. "
    "Those that hold now are: %s. Save again to put yours in their place."
)


def _days(label: str, hint: str, *, example: int, at_least: int = 0) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=at_least,
        max_value=90,
        error_messages={
            "required": f"Enter the days as a number, for example {example}.",
            "invalid": f"Enter the days as a whole number, for example {example}.",
            "min_value": f"Enter {at_least} or more days.",
            "max_value": "Enter at most 90 days.",
        },
    )


class SettingsForm(forms.Form):
    """What the performance team may set; the deed saves it and rates open periods again."""

    awaiting_policy = forms.ChoiceField(
        label="Returns awaiting information are shown",
        choices=AwaitingPolicy.choices,
        widget=forms.RadioSelect,
        help_text="How an overdue return of a performance measure counts. It changes what open "
        "periods show at once; closed periods stay as they were counted.",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose red or grey."),
    )
    commentary_limit = forms.IntegerField(
        label="Commentary is at most so many characters",
        min_value=100,
        max_value=10000,
        help_text="A longer one needs a reason before it can be submitted; "
        "it holds for returns that are submitted from now on.",
        error_messages={
            "required": "Enter the characters as a number, for example 1500.",
            "invalid": "Enter the characters as a whole number, for example 1500.",
            "min_value": "Enter at least 100 characters, so that a cause can be explained.",
            "max_value": "Enter at most 10000 characters.",
        },
    )
    grace_days = _days(
        "Days of grace after the due date",
        "After them a period locks itself, and only those let in by name can enter; "
        "it holds for periods that are opened from now on.",
        example=10,
    )
    remind_days_before = _days(
        "Remind so many days before the due date",
        "Who still has returns to do is told so long before; it holds from the next reminders. "
        "With 0 nobody is reminded before the day itself.",
        example=5,
    )
    remind_again_days = _days(
        "Remind again of what is overdue every so many days",
        "It holds from the next reminders.",
        example=7,
        at_least=1,
    )
    escalate_days_after = _days(
        "Tell the head of service after so many days overdue",
        "It holds from the next reminders.",
        example=5,
    )
    tolerance_percent = forms.DecimalField(
        label="Amber reaches to this percentage of the target",
        min_value=Decimal(0),
        max_value=Decimal(100),
        max_digits=5,
        decimal_places=2,
        help_text="For measures that come without a tolerance of their own; it holds for terms "
        "that are imported from now on, and changes none that are there.",
        error_messages={
            "required": "Enter a percentage, for example 5.",
            "invalid": "Enter the percentage as a number, for example 5.",
            "min_value": "Enter 0 or more: a tolerance can't be negative.",
            "max_value": "Enter at most 100.",
        },
    )
    tolerance_agreed_by = forms.CharField(
        label="Who agreed this default?",
        max_length=200,
        required=False,
        help_text="For example Cabinet, 13 April 2016. It is kept here beside the default; "
        "each measure's own tolerance names who agreed that.",
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, council: Council) -> None:
        super().__init__(data, initial={name: _typed(getattr(council, name)) for name in FIELDS})

    def write(self, council: Council) -> None:
        """Put what was typed on the council's row; the deed saves it."""
        for name in FIELDS:
            setattr(council, name, self.cleaned_data[name])


def seen_of(council: Council) -> str:
    """What the page hands back, to show which settings it showed."""
    return hashlib.sha256(repr(sorted(values(council).items())).encode()).hexdigest()


def in_words(council: Council) -> str:
    """The settings in one line, for whoever saves at the same time as somebody else."""
    labels = {name: str(field.label) for name, field in SettingsForm.base_fields.items()}
    shown = {name: _typed(getattr(council, name)) for name in FIELDS}
    shown["awaiting_policy"] = council.get_awaiting_policy_display()
    return "; ".join(f"{labels[name]}: {shown[name] or 'nobody'}" for name in FIELDS)


def _typed(value: object) -> object:
    """A stored figure as somebody would type it: 5 rather than 5.00."""
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value
