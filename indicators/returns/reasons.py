"""The forms of the cycle: a reason for a decision, a period's dates, and who is let in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from indicators.models import Period
from indicators.returns.boxes import DayBox, TextBox
from indicators.returns.preview import grace_after

GRACE, DAY, NEVER = "grace", "day", "never"
NO_DAY = "Enter the last day, or choose another answer above."


class RefusableForm(forms.Form):
    """Shows what a deed refused beside the box in which it is mended."""

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Show what a deed refused."""
        for name, message in problems.items():
            self.add_error(name if name in self.fields else None, message)


class ReasonForm(RefusableForm):
    """A reason that stays on record; the deed itself refuses an empty one."""

    reason = TextBox(rows=3)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        label: str = "Reason",
        hint: str = "It stays on record.",
        of: int | None = None,
        initial: str = "",
    ) -> None:
        super().__init__(
            data,
            auto_id="id_%s" if of is None else f"id_%s_{of}",
            initial={"reason": initial},
        )
        self.fields["reason"].label = label
        self.fields["reason"].help_text = hint

    @property
    def given(self) -> str:
        """What was typed."""
        self.full_clean()
        return str(self.cleaned_data.get("reason", ""))


class LockingForm(RefusableForm):
    """Until when officers can enter: some days after the due date, to a chosen day, or always."""

    locking = forms.ChoiceField(
        label="Until when can officers enter?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose until when officers can enter"},
    )
    enter_until = DayBox(
        label="Last day for entering",
        help_text="Only for a day that you choose, for example 22 January 2018.",
        required=False,
    )

    def offer(self, grace_days: int | None) -> None:
        """Offer the answers; the council's own days of grace where there is a due date to come."""
        answers = {
            GRACE: f"For {grace_days} days after the due date, the council’s days of grace",
            DAY: "Until a day that I choose",
            NEVER: "Until the period is closed: it never locks itself",
        }
        if grace_days is None:
            del answers[GRACE]
        field = self.fields["locking"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = list(answers.items())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        wanted = given.get("locking") == DAY and "enter_until" not in self.errors
        if wanted and given.get("enter_until") is None:
            self.add_error("enter_until", NO_DAY)
        return given

    @property
    def last_day(self) -> date | None:
        """The last day that was chosen; None where it never locks itself."""
        chosen: date | None = self.cleaned_data["enter_until"]
        return chosen if self.cleaned_data["locking"] == DAY else None


class OpenPeriodForm(LockingForm):
    """By when the returns of a period are due, and when it locks itself."""

    due_on = DayBox(
        label="Returns are due on",
        help_text="The last day on which a return is in time, for example 12 January 2018.",
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        grace_days: int,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial={"locking": GRACE} | dict(initial or {}))
        self.grace_days = grace_days
        self.offer(grace_days)
        self.order_fields(["due_on", "locking", "enter_until", "reason"])

    @property
    def dates(self) -> dict[str, Any]:
        """What the deeds take, once the form is valid."""
        due_on = self.cleaned_data["due_on"]
        by_habit = self.cleaned_data["locking"] == GRACE
        last_day = grace_after(due_on, self.grace_days) if by_habit else self.last_day
        return {"due_on": due_on, "enter_until": last_day}


class DatesForm(OpenPeriodForm):
    """New dates of an open period, and why."""

    reason = TextBox(label="Why do they change?", help_text="It stays on record.", rows=3)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, period: Period, grace_days: int
    ) -> None:
        until = period.enter_until
        stored = {"due_on": period.due_on, "enter_until": until, "locking": DAY if until else NEVER}
        super().__init__(data, grace_days=grace_days, initial=stored)


class UnlockForm(LockingForm):
    """Until when everybody can enter again, and why."""

    reason = TextBox(label="Why is it unlocked?", help_text="It stays on record.", rows=3)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"locking": DAY})
        self.offer(None)


class LetInForm(RefusableForm):
    """Who may enter in a locked or closed period, until when, and why."""

    people = forms.MultipleChoiceField(
        label="Who may enter?",
        required=False,
        error_messages={"invalid_choice": "Choose people of the list"},
    )
    find = forms.CharField(label="Find by name, post or service", required=False, max_length=100)
    until = DayBox(
        label="Until when?", help_text="The last day, for example 22 January 2018.", required=True
    )
    reason = TextBox(label="Why?", help_text="It stays on record.", rows=3)

    def __init__(self, data: QueryDict | None = None, *, known: Collection[int]) -> None:
        super().__init__(data)
        self.known = known
        field = self.fields["people"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - as declared above
        field.choices = [(str(each), str(each)) for each in known]

    @property
    def chosen(self) -> frozenset[int]:
        """Whoever is ticked, whatever else is wrong."""
        sent = self.data.getlist("people") if isinstance(self.data, QueryDict) else []
        return frozenset(int(each) for each in sent if each.isdecimal()) & frozenset(self.known)

    @property
    def wanted(self) -> str:
        """What is looked for."""
        return str(self.data.get("find", "")).strip()
