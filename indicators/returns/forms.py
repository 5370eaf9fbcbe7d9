"""The form of a return with its actions: what was typed, and what of it can be saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from django import forms

from indicators.models import NoValueReason, Quality, Return
from indicators.returns.boxes import DayBox, FigureBox, QuarterBox, TextBox, YesNoBox
from indicators.returns.checks import Usual, refusals, usual
from indicators.returns.entering import Entry, PlannedAction, entry_of
from indicators.returns.wording import figure_hint, figure_label
from indicators.rules.periods import Quarter
from indicators.rules.rag import Figure, Unit

FIGURE = ("value", "numerator", "denominator", "no_value_reason", "expected_on")
OTHER = ("quality", "commentary", "confirmed", "cause", "key_risks", "mitigation")
RED = ("cause", "key_risks", "mitigation", "expected_recovery")
PARTS = ("numerator", "denominator")
WITH_PARTS = ("percent", "ratio")
RECOVERY_QUARTERS = 8
ROWS_AT_LEAST, ROWS_AT_MOST = 3, 20
ACTION = ("text", "owner_post", "due_on")


class ReturnForm(forms.Form):
    """What an officer enters on a return; its figure's boxes are those of the measure."""

    quality = forms.ChoiceField(
        label="How firm is the figure?",
        choices=Quality.choices,
        error_messages={"required": "Choose how firm the figure is"},
    )
    no_value_reason = forms.ChoiceField(
        label="Is there no figure this period?",
        choices=[("", "There is one, or it is only late"), *NoValueReason.choices],
        required=False,
        help_text="Blank is never zero: if the figure is 0, enter 0.",
    )
    expected_on = DayBox(
        label="If the source publishes later: when?",
        required=False,
        help_text="The day on which you expect it, for example 31 January 2018.",
    )
    commentary = TextBox(
        label="Commentary",
        help_text="What lies behind the figure, in plain words for members. No names of residents.",
    )
    confirmed = forms.CharField(
        label="If it is right, say why it is so unusual",
        required=False,
        max_length=300,
        help_text="The approver sees your reason beside the figure.",
        error_messages={"max_length": "Say it in 300 characters; this has %(show_value)d"},
    )
    cause = TextBox(label="What caused it?", help_text="For members: plain words, no names.")
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

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        return_: Return,
        usual: Usual,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.usual = usual
        self.fields |= _figure_boxes(return_, usual.unit)
        self.fields["expected_recovery"] = QuarterBox(
            _coming(return_.period.quarter, self.initial.get("expected_recovery")),
            empty="Not known yet",
            label="When will it be back on target?",
        )

    def clean(self) -> dict[str, Any]:
        """Refuse what a figure can't be, with the remedy beside the box to be mended."""
        given = self.cleaned_data
        if not any(name in self.errors for name in FIGURE):
            for field, message in refusals(self.figure, self.usual).items():
                self.add_error(field, message)
            self._clean_reason(given)
        return given

    def _clean_reason(self, given: dict[str, Any]) -> None:
        reason, figure = given["no_value_reason"], self.figure
        if reason and any(each is not None for each in (figure.value, figure.numerator)):
            message = "You entered a figure and a reason for having none: take one of them out."
            self.add_error("no_value_reason", message)
        if reason == NoValueReason.PUBLISHED_LATER and given.get("expected_on") is None:
            self.add_error("expected_on", "Enter the day on which the source publishes the figure.")

    @property
    def figure(self) -> Figure:
        """The figure as typed, for the rules."""
        return Figure(**{name: self.cleaned_data.get(name) for name in ("value", *PARTS)})

    def saveable(self, stored: Entry) -> dict[str, Any]:
        """Each field of an entry: as typed where it can be read, else as it is stored.

        A figure, its parts and the reason for having none are taken together or not at all.
        """
        wrong = any(name in self.errors for name in FIGURE)
        missing: dict[str, Any] = dict.fromkeys(PARTS)
        figure = {
            name: getattr(stored, name) if wrong else (missing | self.cleaned_data)[name]
            for name in FIGURE
        }
        rest = {
            name: self.cleaned_data.get(name, getattr(stored, name))
            for name in (*OTHER, "expected_recovery")
        }
        return figure | rest


def _figure_boxes(return_: Return, unit: Unit) -> dict[str, forms.Field]:
    words = {"label": figure_label(return_), "help_text": figure_hint(return_.measure)}
    if unit.kind == "yes_no":
        return {"value": YesNoBox(**words)}
    boxes: dict[str, forms.Field] = {"value": FigureBox(unit, **words)}
    if unit.kind in WITH_PARTS:
        boxes |= {
            name: FigureBox(Unit("count"), label=name.capitalize(), called=name) for name in PARTS
        }
    return boxes


def _coming(quarter: Quarter, stored: Quarter | None) -> list[Quarter]:
    """The next two years, and what was said before even if that is past."""
    found = [quarter.next()]
    while len(found) < RECOVERY_QUARTERS:
        found.append(found[-1].next())
    return sorted({*found, *([stored] if stored else [])})


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
        if any(self.data.get(self.add_prefix(name), "").strip() for name in ACTION):
            for name, message in needed.items():
                if name not in self.errors and not self.cleaned_data.get(name):
                    self.add_error(name, message)
        return self.cleaned_data

    @property
    def action(self) -> PlannedAction | None:
        """The action, if the row holds a whole one."""
        if self.errors or not self.cleaned_data.get("text"):
            return None
        return PlannedAction(**{name: self.cleaned_data[name] for name in ACTION})


@dataclass(frozen=True)
class Sheet:
    """The whole form: the return and its rows of actions."""

    main: ReturnForm
    actions: tuple[ActionForm, ...]

    @classmethod
    def stored(cls, return_: Return) -> Self:
        """The form as it is saved, with a few empty rows for actions."""
        entry = entry_of(return_)
        main = ReturnForm(return_=return_, usual=usual(return_), initial=vars(entry))
        saved = [vars(each) for each in entry.actions]
        rows = [*saved, *({} for _ in range(max(ROWS_AT_LEAST - len(saved), 1)))]
        return cls(
            main,
            tuple(
                ActionForm(initial=row, prefix=_prefix(place))
                for place, row in enumerate(rows[:ROWS_AT_MOST])
            ),
        )

    @classmethod
    def typed(cls, return_: Return, data: Mapping[str, str]) -> Self:
        """The form as somebody sent it."""
        initial = {"expected_recovery": entry_of(return_).expected_recovery}
        main = ReturnForm(data, return_=return_, usual=usual(return_), initial=initial)
        rows = range(_rows_in(data))
        return cls(main, tuple(ActionForm(data, prefix=_prefix(row)) for row in rows))

    @property
    def is_valid(self) -> bool:
        """Whether all that was typed can be saved."""
        return not any(form.errors for form in (self.main, *self.actions))

    def entry(self, stored: Entry) -> Entry:
        """What can be saved of it; what can't is kept as stored and stays on the page."""
        before = dict(enumerate(stored.actions))
        found = (
            before.get(row) if form.errors else form.action for row, form in enumerate(self.actions)
        )
        actions = tuple(each for each in found if each is not None)
        return Entry(**self.main.saveable(stored), actions=actions)

    @property
    def has_figure_errors(self) -> bool:
        """Whether the figure can't be used as typed."""
        return any(name in self.main.errors for name in FIGURE)

    @property
    def explains(self) -> bool:
        """Whether anything that explains a red was entered, or is wrong with it."""
        boxes = [self.main[name] for name in RED]
        rows = [row[name] for row in self.actions for name in ACTION]
        return any(box.errors or box.value() for box in (*boxes, *rows))

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Show what a deed refused beside its fields."""
        for name, message in problems.items():
            self.main.add_error(name if name in self.main.fields else None, message)


def _prefix(row: int) -> str:
    return f"action-{row + 1}"


def _rows_in(data: Mapping[str, str]) -> int:
    """Rows sent, counted in the names of their boxes."""
    sent = [row for row in range(ROWS_AT_MOST) if f"{_prefix(row)}-text" in data]
    return max(sent, default=-1) + 1
