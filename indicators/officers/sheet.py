"""A return's whole form: the one place that reads what was typed and says what can be saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from django import forms

from indicators.models import Return
from indicators.officers.doubting import (
    PREFIX,
    SAID,
    DoubtRow,
    ReasonsForm,
    by_place,
)
from indicators.officers.forms import (
    ACTION,
    FIGURE,
    RED_TEXTS,
    ActionForm,
    MonthForm,
    ReturnForm,
)
from indicators.officers.results import doubts_in
from indicators.returns.checks import Usual, usual
from indicators.returns.entering import Entry, PlannedAction, entry_of
from indicators.returns.months import is_monthly, months_of
from indicators.returns.needs import expected_before
from indicators.returns.wording import month_words
from indicators.rules.periods import Quarter

ROWS_AT_LEAST, ROWS_AT_MOST = 2, 20
ACTION_ROW, MONTH_ROW = "action-", "month-"


@dataclass(frozen=True)
class Sheet:
    """The form of a return with its months, its rows of actions and its sense checks.

    `stored` is what was saved when it was made; `was_expected` when the red of the period before
    was to be back on target.
    """

    stored: Entry
    was_expected: Quarter | None
    main: ReturnForm
    months: tuple[MonthForm, ...]
    actions: tuple[ActionForm, ...]
    reasons: ReasonsForm

    @classmethod
    def saved(cls, return_: Return) -> Self:
        """The form as it is saved, with an empty row or two for actions."""
        entry, known, before = entry_of(return_), usual(return_), expected_before(return_)
        return cls(
            stored=entry,
            was_expected=before,
            main=ReturnForm(
                return_=return_,
                usual=known,
                initial=vars(entry) | _still_expected(return_, entry, before),
                was_expected=before,
            ),
            months=_saved_months(return_, entry, known),
            actions=_saved_actions(entry),
            reasons=ReasonsForm(doubts=doubts_in(return_, entry, known), waved=entry.waved),
        )

    @classmethod
    def typed(cls, return_: Return, data: Mapping[str, str]) -> Self:
        """The form as somebody sent it: texts by the names of their boxes."""
        entry, known, before = entry_of(return_), usual(return_), expected_before(return_)
        months = _typed_months(return_, data, known)
        sheet = cls(
            stored=entry,
            was_expected=before,
            main=ReturnForm(
                data,
                return_=return_,
                usual=known,
                initial={"expected_recovery": entry.expected_recovery},
                months_are_in=bool(months) and all(each.entry for each in months),
                was_expected=before,
            ),
            months=months,
            actions=_typed_actions(data),
            reasons=ReasonsForm(data, doubts=()),
        )
        found = doubts_in(return_, sheet.entry_to_doubt, known)
        return replace(sheet, reasons=ReasonsForm(data, doubts=found))

    def as_typed(self) -> dict[str, str]:
        """The text in each box by its name: `typed` makes the same form of it again."""
        boxes = (box for form in self.parts for box in form)
        texts = {box.html_name: _text(box) for box in boxes}
        return texts | {f"{SAID}{each.code}": each.message for each in self.reasons.rows}

    def filled(self, return_: Return, texts: Mapping[str, str]) -> Self:
        """The same form with some boxes filled in, unsaved, and nothing complained of yet."""
        sheet = self.typed(return_, self.as_typed() | dict(texts))
        for form in sheet.parts:
            form.errors.clear()
        return sheet

    # What was typed

    @property
    def parts(self) -> tuple[forms.Form, ...]:
        """All parts, in the order in which they stand on the page."""
        return (self.main, *self.months, self.reasons, *self.actions)

    @property
    def usual(self) -> Usual:
        """What the measure's figures are like."""
        return self.main.usual

    @property
    def is_valid(self) -> bool:
        """Whether all that was typed can be saved."""
        return not any(form.errors for form in self.parts)

    @property
    def has_figure_errors(self) -> bool:
        """Whether the figure can't be used as typed."""
        return self.main.has_figure_errors or any(each.errors for each in self.months)

    @property
    def entry(self) -> Entry:
        """What can be saved of it; what can't is kept as stored and stays on the page."""
        if not self.main.is_bound:
            return self.stored
        return replace(self._entry, waved=self.reasons.waved)

    @property
    def entry_to_doubt(self) -> Entry:
        """What sense checks look at: nothing stored stands in for a figure that can't be read."""
        if not self.has_figure_errors:
            return self._entry
        return replace(self._entry, months=(), value=None, numerator=None, denominator=None)

    @property
    def _entry(self) -> Entry:
        given = Entry(**self.main.saveable(self.stored), actions=self._actions)
        return _without_untouched(self._with_months(given), self)

    @property
    def _actions(self) -> tuple[PlannedAction, ...]:
        before = dict(enumerate(self.stored.actions))
        found = (
            before.get(row) if form.errors else form.action for row, form in enumerate(self.actions)
        )
        return tuple(each for each in found if each is not None)

    def _with_months(self, entry: Entry) -> Entry:
        """The figure of months is put together when it is saved; one given otherwise is kept."""
        if not self.months:
            return entry
        before = {each.month: each for each in self.stored.months}
        found = (before.get(form.month) if form.errors else form.entry for form in self.months)
        months = tuple(each for each in found if each is not None)
        keeps = not (months or before or entry.no_value_reason)
        figure: dict[str, Any] = {
            name: getattr(self.stored, name) if keeps else None for name in FIGURE
        }
        return replace(entry, months=months, **figure)

    # What the page shows

    @property
    def doubts(self) -> dict[str, tuple[DoubtRow, ...]]:
        """The sense checks by where they stand on the page."""
        return by_place(self.reasons.rows)

    @property
    def tells_cause(self) -> bool:
        """Whether the cause was entered, or is wrong."""
        return self._is_used("cause")

    @property
    def explains(self) -> bool:
        """Whether anything else that explains a red was entered, or is wrong with it."""
        rows = any(row.errors or not row.is_empty for row in self.actions)
        return rows or self._is_used(*RED_TEXTS, "recovery_reason") or self._moves

    @property
    def _moves(self) -> bool:
        box = self.main["expected_recovery"]
        before = self.was_expected.slug if self.was_expected else None
        return bool(box.errors) or box.value() not in {None, "", before}

    def _is_used(self, *names: str) -> bool:
        places = self.doubts
        boxes = [self.main[name] for name in names]
        return any(box.errors or box.value() or places.get(box.name) for box in boxes)

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Show what a deed refused beside the boxes in which it is mended."""
        half_filled = any(row.errors for row in self.actions)
        for name, message in problems.items():
            if name == "expected_recovery" and self._holds_untouched:
                continue  # it stands in its box, and is saved with the rest of what is missing
            form, field = self._box_for(name)
            if field in form.errors or (name == "actions" and half_filled):
                continue  # it says already what is wrong there
            form.add_error(field, message)

    @property
    def _holds_untouched(self) -> bool:
        chosen = self.main.cleaned_data.get("expected_recovery")
        return chosen is not None and self.entry.expected_recovery is None

    def _box_for(self, name: str) -> tuple[forms.Form, str | None]:
        code = name.removeprefix(f"{PREFIX}-")
        if code in self.reasons.fields:
            return self.reasons, code
        if name == "actions" and self.actions:
            return next((row for row in self.actions if row.is_empty), self.actions[0]), "text"
        if name in FIGURE and self.months:
            return next((each for each in self.months if not each.entry), self.months[0]), "value"
        return self.main, name if name in self.main.fields else None


def _text(box: forms.BoundField) -> str:
    value = box.value()
    return "" if value is None else str(value)


def _without_untouched(entry: Entry, sheet: Sheet) -> Entry:
    """A quarter that stood in the box already says nothing while nothing else is explained."""
    if sheet.stored.expected_recovery or entry.expected_recovery != sheet.was_expected:
        return entry
    bare = replace(entry, expected_recovery=None)
    return entry if bare.explains else bare


def _still_expected(
    return_: Return, entry: Entry, before: Quarter | None
) -> dict[str, Quarter | None]:
    """Last time's quarter stands in the box until something is said, if it is still to come."""
    is_to_come = before is not None and before > return_.period.quarter
    return {"expected_recovery": before} if is_to_come and not entry.explains else {}


def _saved_months(return_: Return, entry: Entry, known: Usual) -> tuple[MonthForm, ...]:
    held = {each.month: vars(each) for each in entry.months}
    return tuple(
        MonthForm(month=month, label=label, usual=known, initial=held.get(month))
        for month, label in _months(return_)
    )


def _typed_months(return_: Return, data: Mapping[str, str], known: Usual) -> tuple[MonthForm, ...]:
    return tuple(
        MonthForm(data, month=month, label=label, usual=known) for month, label in _months(return_)
    )


def _months(return_: Return) -> Sequence[tuple[int, str]]:
    """The months that have boxes, with their names; none where the figure is the quarter's own."""
    quarter = return_.period.quarter
    months = months_of(return_) if is_monthly(return_) else ()
    return [(month, month_words(quarter, month)) for month in months]


def _saved_actions(entry: Entry) -> tuple[ActionForm, ...]:
    saved = [vars(each) for each in entry.actions]
    rows = [*saved, *({} for _ in range(max(ROWS_AT_LEAST - len(saved), 1)))]
    return tuple(
        ActionForm(initial=row, prefix=_prefix(place))
        for place, row in enumerate(rows[:ROWS_AT_MOST])
    )


def _typed_actions(data: Mapping[str, str]) -> tuple[ActionForm, ...]:
    sent = (row for row in range(ROWS_AT_MOST) if f"{_prefix(row)}-text" in data)
    rows = max(max(sent, default=-1) + 1, ROWS_AT_LEAST)
    return tuple(ActionForm(data, prefix=_prefix(row)) for row in range(rows))


def rows_for(sheet: Sheet, more: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The texts that put more actions into the empty rows of a form, none of them twice."""
    held = {_text(row["text"]).strip() for row in sheet.actions}
    wanted = [each for each in more if each["text"].strip() not in held]
    free = [place for place, row in enumerate(sheet.actions) if row.is_empty]
    free += range(len(sheet.actions), ROWS_AT_MOST)
    return {
        f"{_prefix(place)}-{name}": each[name]
        for place, each in zip(free, wanted, strict=False)
        for name in ACTION
    }


def _prefix(row: int) -> str:
    return f"{ACTION_ROW}{row + 1}"
