"""The sense checks on a return's page: what each says, and the box for why it is right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms

from indicators.returns.boxes import TextBox
from indicators.returns.entering import Waved
from indicators.rules.sense import Doubt

PREFIX, SAID = "reason", "said-"
LONGEST, LONGEST_SAID = 300, 400
#: Doubts about a text stand beside it; all others stand below the figure.
TEXTS = ("commentary", "cause", "key_risks", "mitigation", "recovery_reason", "actions")
FIGURE_PLACE = "figure"


class ReasonsForm(forms.Form):
    """A box for each doubt: why it is right all the same. Their names are reason-<code>."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        doubts: Sequence[Doubt],
        waved: Sequence[Waved] = (),
    ) -> None:
        super().__init__(data, prefix=PREFIX, initial={each.code: each.reason for each in waved})
        self.doubts = tuple({each.code: each for each in doubts}.values())
        self.said = {each.code: each.said for each in waved}
        if data is not None:
            self.said = shown_in(data)
        for each in self.doubts:
            self.fields[each.code] = TextBox(label="It is right because…", rows=2, longest=LONGEST)

    @property
    def waved(self) -> tuple[Waved, ...]:
        """The reasons typed, each with the message that it was given for."""
        self.is_valid()  # reads what was typed
        given = {each.code: self.cleaned_data.get(each.code, "") for each in self.doubts}
        return tuple(
            Waved(code, self.said.get(code, "")[:LONGEST_SAID], reason)
            for code, reason in given.items()
            if reason
        )

    @property
    def rows(self) -> tuple[DoubtRow, ...]:
        """Each doubt with its box, as the page shows it."""
        return tuple(self._row(each) for each in self.doubts)

    def _row(self, doubt: Doubt) -> DoubtRow:
        box, said = self[doubt.code], self.said.get(doubt.code, "")
        is_other = bool(box.value()) and said != doubt.message
        return DoubtRow(
            code=doubt.code,
            place=doubt.field if doubt.field in TEXTS else FIGURE_PLACE,
            message=doubt.message,
            box=box,
            written_for=said if is_other else "",
        )


@dataclass(frozen=True)
class DoubtRow:
    """A doubt on the page; `written_for` is the other message that its reason was given for."""

    code: str
    place: str
    message: str
    box: forms.BoundField = field(compare=False)
    written_for: str = ""


def by_place(rows: Sequence[DoubtRow]) -> dict[str, tuple[DoubtRow, ...]]:
    """The doubts of each place of the page."""
    places = (FIGURE_PLACE, *TEXTS)
    return {name: tuple(each for each in rows if each.place == name) for name in places}


@dataclass(frozen=True)
class Changes:
    """How the doubts on a page that is open differ from those that it should show.

    Only these are sent, so that a reason that is being typed is never touched.
    """

    new: tuple[DoubtRow, ...]
    changed: tuple[DoubtRow, ...]
    gone: tuple[str, ...]


def changes_since(data: Mapping[str, Any], rows: Sequence[DoubtRow]) -> Changes:
    """Compare what the page had when it sent `data` with what it should have."""
    shown = shown_in(data)
    return Changes(
        new=tuple(each for each in rows if each.code not in shown),
        changed=tuple(
            each for each in rows if each.code in shown and shown[each.code] != each.message
        ),
        gone=tuple(code for code in shown if code not in {each.code for each in rows}),
    )


def shown_in(data: Mapping[str, Any]) -> dict[str, str]:
    """The message of each doubt that a page had when it was sent, by code."""
    return {
        name.removeprefix(SAID): str(text) for name, text in data.items() if name.startswith(SAID)
    }
