"""The form that says who covers for somebody, from when to when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from indicators.returns.boxes import DayBox
from organisation.models import Person


class CoverForm(forms.Form):
    """Who covers, the first and the last day, and why. The deed judges them."""

    starts_on = DayBox(label="First day", help_text="Today or later, for example 12 February 2018.")
    ends_on = DayBox(label="Last day", help_text="Cover ends by itself after this day.")
    reason = forms.CharField(
        label="Reason (optional)",
        required=False,
        max_length=200,
        help_text="For example annual leave. Colleagues read it, so give no medical reasons.",
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, people: Iterable[Person]) -> None:
        super().__init__(data)
        self.people = {str(each.pk): each for each in people}
        choices = [("", "Choose"), *((pk, str(each)) for pk, each in self.people.items())]
        self.fields["by"] = forms.ChoiceField(
            label="Who covers",
            choices=choices,
            error_messages={
                "required": "Choose who covers",
                "invalid_choice": "Choose one of the people in the list",
            },
        )
        self.order_fields(["by", "starts_on", "ends_on", "reason"])

    @property
    def chosen(self) -> Person:
        """Who covers."""
        return self.people[self.cleaned_data["by"]]

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Show what the deed refused."""
        for name, message in problems.items():
            self.add_error(name if name in self.fields else None, message)
