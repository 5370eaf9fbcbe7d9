"""The small forms of the cycle: a reason for a decision, and opening a period."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from indicators.returns.boxes import DayBox, QuarterBox, TextBox
from indicators.rules.periods import Quarter


class ReasonForm(forms.Form):
    """A reason that stays on record; the deed itself refuses an empty one."""

    reason = TextBox(rows=3)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        label: str = "Reason",
        hint: str = "It stays on record.",
        of: int | None = None,
    ) -> None:
        super().__init__(data, auto_id="id_%s" if of is None else f"id_%s_{of}")
        self.fields["reason"].label = label
        self.fields["reason"].help_text = hint

    @property
    def given(self) -> str:
        """What was typed."""
        self.full_clean()
        return str(self.cleaned_data.get("reason", ""))

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Show what a deed refused."""
        for name, message in problems.items():
            self.add_error(name if name in self.fields else None, message)


class OpenPeriodForm(forms.Form):
    """Which quarter is opened, and by when its returns are due."""

    due_on = DayBox(
        label="Returns are due on",
        help_text="The last day on which a return is in time, for example 12 January 2018.",
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, quarters: list[Quarter]) -> None:
        super().__init__(data)
        self.fields["quarter"] = QuarterBox(quarters, label="Quarter")
        self.order_fields(["quarter", "due_on"])

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Show what the deed refused."""
        for name, message in problems.items():
            self.add_error(name if name in self.fields else None, message)
