"""The form for removing personal data: what, where, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from indicators.models import Return
from indicators.redacting.places import Scope
from indicators.returns.boxes import TextBox
from organisation.redacting import Passage, RedactionRefusedError, refuse_reason

RETURN, MEASURE, EVERYWHERE = "return", "measure", "everywhere"


class RedactionForm(forms.Form):
    """What is to be removed, kept by no browser; `found` by it is shown before it is removed."""

    passage = forms.CharField(
        required=False,
        strip=True,
        label="What is to be removed",
        help_text=(
            "For example a name, as it stands in the text. Capitals don't matter. "
            "It is removed wherever it stands, within longer words too."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    reason = TextBox(
        label="Why",
        rows=2,
        help_text="It stays on record, so don't repeat what is to be removed.",
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, return_: Return | None = None
    ) -> None:
        super().__init__(data, initial={"where": RETURN})
        self.return_ = return_
        if return_ is not None:
            self.fields["where"] = forms.ChoiceField(
                label="Where",
                widget=forms.RadioSelect,
                choices=_places(return_),
                error_messages={"required": "Choose where to look."},
            )
            self.order_fields(["passage", "where", "reason"])

    def clean_passage(self) -> Passage | None:
        try:
            return Passage(self.cleaned_data["passage"])
        except RedactionRefusedError as refused:
            self.refuse(refused)
        return None

    def clean(self) -> dict[str, Any]:
        """A reason is asked for at once, so that it needn't be given after the preview."""
        passage = self.cleaned_data.get("passage")
        if passage is not None:
            try:
                refuse_reason(self.cleaned_data.get("reason", ""), passage)
            except RedactionRefusedError as refused:
                self.refuse(refused)
        return self.cleaned_data

    @property
    def scope(self) -> Scope:
        """Where it is looked for."""
        where = self.cleaned_data.get("where", EVERYWHERE)
        if self.return_ is None or where == EVERYWHERE:
            return Scope()
        return Scope(self.return_.measure, self.return_.period if where == RETURN else None)

    def refuse(self, refused: RedactionRefusedError) -> None:
        """Show what was refused beside its box."""
        for name, message in refused.problems.items():
            self.add_error(name if name in self.fields else None, message)


def _places(return_: Return) -> list[tuple[str, str]]:
    ref, period = return_.measure.ref, return_.period
    return [
        (RETURN, f"In the return of {ref} for {period}, all its versions"),
        (MEASURE, f"In all of measure {ref}: its returns, targets and descriptions"),
        (EVERYWHERE, "Everywhere in this system"),
    ]
