"""What an approver says with a decision: a reason, or the agreement that a measure rests."""

from __future__ import annotations

from django import forms

from indicators.returns.reasons import ReasonForm


class DecisionForm(ReasonForm):
    """Approving a claim that the measure does not apply needs the box ticked."""

    agrees = forms.BooleanField(
        label="I agree that the measure does not apply this period",
        required=False,
        help_text=(
            "Approving takes it out of the counts of this period. "
            "Send it back if a figure could have been given."
        ),
    )

    @property
    def is_agreed(self) -> bool:
        """Whether the box is ticked."""
        self.full_clean()
        return bool(self.cleaned_data.get("agrees"))
