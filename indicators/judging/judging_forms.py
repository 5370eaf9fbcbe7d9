"""The form with which a rating is judged: another colour, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from indicators.models.ratings import REASON_LENGTH
from indicators.returns.boxes import TextBox
from indicators.rules.rag import Colour

GOOD_REASON = (
    "What the figure leaves out, and why another colour tells members more truly. At least "
    f"{REASON_LENGTH} characters; it is printed beside the rating. For example: The figure leaves "
    "out the depot that was flooded, a third of all rounds, where staff counted by hand."
)


class JudgeForm(forms.Form):
    """Another colour than the calculated one, for one period; the deed refuses the rest."""

    reason = TextBox(label="Reason", help_text=GOOD_REASON)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        choices: Iterable[tuple[str, str]],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, auto_id="judge_%s", initial=dict(initial or {}))
        self.fields["colour"] = forms.TypedChoiceField(
            label="Colour",
            choices=list(choices),
            coerce=Colour,
            widget=forms.RadioSelect,
            error_messages={
                "required": "Choose a colour.",
                "invalid_choice": "Choose another colour than the calculated one.",
            },
        )
        self.order_fields(["colour", "reason"])

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Show what the deed refused, each beside its box."""
        for name, message in problems.items():
            self.add_error(name if name in self.fields else None, message)
