"""The forms of a return: what an officer enters on it, a month's figure, an action."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from indicators.models import NoValueReason, Quality, Return
from indicators.returns.boxes import DayBox, FigureBox, QuarterBox, TextBox, YesNoBox
from indicators.returns.checks import Usual, refusals
from indicators.returns.entering import Entry, PlannedAction
from indicators.returns.months import MonthEntry, is_monthly
from indicators.returns.wording import figure_hint, figure_label
from indicators.rules.periods import Quarter
from indicators.rules.rag import Figure, Unit

PARTS = ("numerator", "denominator")
FIGURE = ("value", *PARTS)
NO_FIGURE = ("no_value_reason", "expected_on")
RED_TEXTS = ("key_risks", "mitigation")
RECOVERY = ("expected_recovery", "recovery_reason")
EXPLANATION = ("cause", *RED_TEXTS, *RECOVERY)
#: As they stand on the page, so that its error summary has their order.
IN_ORDER = (*FIGURE, "quality", *NO_FIGURE, "commentary", *EXPLANATION)
WITH_PARTS = ("percent", "ratio")
RECOVERY_QUARTERS = 8
ACTION = ("text", "owner_post", "due_on")


class ReturnForm(forms.Form):
    """What an officer enters on a return; its figure's boxes are those of the measure.

    `months_are_in`: the figure comes from months, and none is missing. `was_expected`: when the
    red of the period before was to be back on target.
    """

    quality = forms.ChoiceField(
        label="How firm is the figure?",
        choices=Quality.choices,
        error_messages={"required": "Choose how firm the figure is"},
    )
    no_value_reason = forms.ChoiceField(
        label="Is there no figure this period?",
        choices=[("", "There is a figure, or it is still to be entered"), *NoValueReason.choices],
        required=False,
        help_text="Blank is never zero: if the figure is 0, enter 0.",
        widget=forms.RadioSelect,
    )
    expected_on = DayBox(
        label="On which day does the source publish it?",
        required=False,
        help_text="The day on which you expect it, for example 31 January 2018.",
    )
    commentary = TextBox(
        label="Commentary",
        rows=3,
        help_text="What lies behind the figure, in plain words. No names of residents.",
    )
    cause = TextBox(
        label="What caused it?", rows=3, help_text="For members: plain words, no names."
    )
    key_risks = TextBox(
        label="Key risks",
        rows=3,
        help_text="What could go wrong for people, services or money while it stays red?",
    )
    mitigation = TextBox(
        label="Mitigation",
        rows=3,
        help_text="What is in place to improve it, or will be, and from when?",
    )
    recovery_reason = TextBox(
        label="If no quarter can be named yet: why?", rows=2, help_text="One sentence will do."
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        return_: Return,
        usual: Usual,
        initial: Mapping[str, Any] | None = None,
        months_are_in: bool = False,
        was_expected: Quarter | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.usual, self.months_are_in = usual, months_are_in
        if not is_monthly(return_):
            label, hint = figure_label(return_), figure_hint(return_.measure)
            self.fields |= figure_boxes(usual.unit, label=label, help_text=hint)
        self.fields["expected_recovery"] = QuarterBox(
            _coming(return_.period.quarter, self.initial.get("expected_recovery")),
            empty="Not known yet",
            label="When will it be back on target?",
        )
        if was_expected is not None:
            reason = self.fields["recovery_reason"]
            reason.label = "If that moves, or no quarter can be named: why?"
            reason.help_text = "What you expected last time stays beside it."
        self.order_fields(IN_ORDER)

    def clean(self) -> dict[str, Any]:
        """Refuse what a figure can't be, with the remedy beside the box to be mended."""
        given = self.cleaned_data
        if not any(name in self.errors for name in (*FIGURE, *NO_FIGURE)):
            for field, message in refusals(self.figure, self.usual).items():
                self.add_error(field, message)
            self._clean_reason(given)
        return given

    def _clean_reason(self, given: dict[str, Any]) -> None:
        reason, figure = given["no_value_reason"], self.figure
        is_typed = any(each is not None for each in (figure.value, figure.numerator))
        if reason and (is_typed or self.months_are_in):
            message = "You entered a figure and a reason for having none: take one of them out."
            self.add_error("no_value_reason", message)
        if reason == NoValueReason.PUBLISHED_LATER and given.get("expected_on") is None:
            self.add_error("expected_on", "Enter the day on which the source publishes the figure.")

    @property
    def figure(self) -> Figure:
        """The figure as typed, for the rules; months are none of it."""
        return Figure(**{name: self.cleaned_data.get(name) for name in FIGURE})

    @property
    def has_figure_errors(self) -> bool:
        """Whether the figure, or the reason for having none, can't be used as typed."""
        return any(name in self.errors for name in (*FIGURE, *NO_FIGURE))

    def saveable(self, stored: Entry) -> dict[str, Any]:
        """Each field of an entry: as typed where it can be read, else as it is stored.

        A figure, its parts and the reason for having none are taken together or not at all.
        """
        keeps = self.has_figure_errors
        typed = {"no_value_reason": ""} | self.cleaned_data
        figure = {
            name: getattr(stored, name) if keeps else typed.get(name)
            for name in (*FIGURE, *NO_FIGURE)
        }
        rest = {
            name: self.cleaned_data.get(name, getattr(stored, name))
            for name in ("quality", "commentary", *EXPLANATION)
        }
        return figure | rest


def figure_boxes(unit: Unit, *, label: str, help_text: str = "") -> dict[str, forms.Field]:
    """The boxes for one figure: yes or no, or the value and, of a ratio, its parts."""
    if unit.kind == "yes_no":
        return {"value": YesNoBox(label=label, help_text=help_text)}
    boxes: dict[str, forms.Field] = {"value": FigureBox(unit, label=label, help_text=help_text)}
    if unit.kind in WITH_PARTS:
        boxes |= {
            name: FigureBox(Unit("count"), label=name.capitalize(), called=name) for name in PARTS
        }
    return boxes


def _coming(quarter: Quarter, stored: Quarter | None) -> list[Quarter]:
    """The next two years, and what was said before even if that is past."""
    first = Quarter(quarter.year + 1, 1) if quarter.is_outturn else quarter.next()
    found = [first]
    while len(found) < RECOVERY_QUARTERS:
        found.append(found[-1].next())
    return sorted({*found, *([stored] if stored else [])})


class MonthForm(forms.Form):
    """One month's figure; a month without one is missing, and no zero."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        month: int,
        label: str,
        usual: Usual,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}), prefix=f"month-{month}")
        self.month, self.usual = month, usual
        self.fields |= figure_boxes(usual.unit, label=label)
        for name in PARTS:
            if name in self.fields:
                self.fields[name].label = f"{name.capitalize()}, {label}"

    def clean(self) -> dict[str, Any]:
        if not self.errors:
            for field, message in refusals(self._typed.figure, self.usual).items():
                self.add_error(field, message)
        return self.cleaned_data

    @property
    def entry(self) -> MonthEntry | None:
        """The month's figure, if there is a whole one."""
        return None if self.errors or self._typed.figure.is_empty else self._typed

    @property
    def _typed(self) -> MonthEntry:
        given = {name: self.cleaned_data.get(name) for name in FIGURE}
        return MonthEntry(self.month, **given)


class ActionForm(forms.Form):
    """One action; a row without anything in it is no action."""

    text = forms.CharField(label="What will be done", required=False, max_length=300)
    owner_post = forms.CharField(
        label="By which post", help_text="The post, not a name", required=False, max_length=150
    )
    due_on = DayBox(label="By when", required=False, help_text="For example 31 March 2018")

    def clean(self) -> dict[str, Any]:
        needed = {
            "text": "Say what will be done, or empty the row.",
            "owner_post": "Name the post that will do it.",
            "due_on": "Enter the day by which it will be done.",
        }
        if not self.is_empty:
            for name, message in needed.items():
                if name not in self.errors and not self.cleaned_data.get(name):
                    self.add_error(name, message)
        return self.cleaned_data

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in the row."""
        return not any(str(self[name].value() or "").strip() for name in ACTION)

    @property
    def action(self) -> PlannedAction | None:
        """The action, if the row holds a whole one."""
        given: dict[str, Any] = {name: self.cleaned_data.get(name) for name in ACTION}
        return None if self.errors or not all(given.values()) else PlannedAction(**given)
