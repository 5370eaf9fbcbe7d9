"""The forms of a measure's terms: what is to hold, from which quarter, and who agreed it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from indicators.models import Terms
from indicators.returns.boxes import DayBox, QuarterBox, TextBox
from indicators.rules.periods import QUARTERS, Quarter
from indicators.rules.rag import Basis, RatingPolicy, TargetState
from indicators.terms.terms_boxes import (
    ONE_SIDED,
    TOLERANCE_BOXES,
    TWO_SIDED,
    box_of,
    fixed_target,
    initial_of,
    own_boxes,
    own_names,
    target_boxes,
    tolerance_boxes,
)
from indicators.terms.terms_changing import (
    NEEDED,
    OUT_OF_BASKET,
    Agreement,
    Proposal,
    QuarterTarget,
)

AGREEMENT = ("reason", "agreed_by", "agreed_on", "decision_ref")
NO_SUCH_QUARTER = "Choose a quarter of the list: one that is closed keeps its terms."
REASON_AT_MOST = 300


@dataclass(frozen=True)
class Box:
    """A box and the unit that stands after it."""

    field: forms.BoundField
    suffix: str


@dataclass(frozen=True)
class Group:
    """A kind of tolerance with its boxes."""

    kind: str
    label: str
    boxes: tuple[Box, ...]


class AgreementForm(forms.Form):
    """From which quarter, why, and who agreed it when and where."""

    reason = TextBox(
        label="Why do the terms change?",
        help_text="In a sentence. It is printed on the measure's page, for example: "
        "Cabinet raised the target after two years above it.",
        rows=2,
    )
    agreed_by = forms.CharField(
        label="Who agreed it?",
        help_text="The body or the post, for example Cabinet.",
        max_length=200,
        required=False,
    )
    agreed_on = DayBox(label="Agreed on", help_text="For example 15 December 2017.")
    decision_ref = forms.CharField(
        label="Decision reference",
        help_text="Where the decision stands, for example Cabinet, 15 December 2017, minute 45.",
        max_length=100,
        required=False,
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        quarters: list[Quarter],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.fields["quarter"] = box = QuarterBox(quarters, label="From which quarter?")
        box.help_text = "Quarters that are closed keep their terms."
        box.error_messages |= dict.fromkeys(("required", "invalid_choice"), NO_SUCH_QUARTER)
        self.order_fields(["quarter"])

    def clean(self) -> dict[str, Any]:
        for name, message in NEEDED.items():
            if name not in self.errors and not self.cleaned_data.get(name, "").strip():
                self.add_error(name, message)
        if len(self.cleaned_data.get("reason", "")) > REASON_AT_MOST:
            self.add_error("reason", f"Say it in at most {REASON_AT_MOST} characters.")
        return self.cleaned_data

    @property
    def agreement(self) -> Agreement:
        """Why, and who agreed it; of a valid form."""
        return Agreement(**{name: self.cleaned_data[name] for name in AGREEMENT})

    @property
    def proposal(self) -> Proposal:
        """That the measure leaves the basket; a form with terms proposes those instead."""
        return Proposal(self.cleaned_data["quarter"], OUT_OF_BASKET)

    def problems_of_terms(self) -> list[str]:
        """What can't be read in the boxes of the terms, whatever the agreement says."""
        return [
            str(each)
            for name, found in self.errors.items()
            if name not in AGREEMENT
            for each in found
        ]

    def refuse_terms(self, problems: Iterable[str]) -> None:
        """Show what could never give a colour, each sentence beside the box that mends it."""
        for each in problems:
            self.add_error(self._box_of(each), each)

    def _box_of(self, problem: str) -> str | None:  # noqa: ARG002 - there are no such boxes here
        return None

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Show what the deed refused, each beside its box."""
        for name, message in problems.items():
            self.add_error(name if name in self.fields else None, message)


class TermsForm(AgreementForm):
    """New terms, beginning as those that hold: target, targets by quarter, tolerance."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, held: Terms, quarters: list[Quarter]
    ) -> None:
        self.held, self.unit = held, held.measure.figure_unit
        super().__init__(data, quarters=quarters, initial=initial_of(held))
        boxes = target_boxes(held, self.unit) | own_boxes(held, self.unit)
        boxes |= tolerance_boxes(held, self.unit)
        agreement = [name for name in self.fields if name != "quarter"]
        self.fields |= boxes
        self.order_fields(["quarter", *boxes, *agreement])

    def clean(self) -> dict[str, Any]:
        self._forget_what_is_not_chosen()
        self._require_target()
        self._require_tolerance()
        return super().clean()

    def _forget_what_is_not_chosen(self) -> None:
        """What stands in the boxes of another kind of tolerance is not read, wrong or not."""
        others = [boxes for kind, boxes in TOLERANCE_BOXES.items() if kind != self._mode]
        names = [name for boxes in others for name in boxes]
        for name in names if self._is_set else [*names, *self._target_names]:
            self.errors.pop(name, None)

    def _require_target(self) -> None:
        if not self._is_set:
            return
        for name in self._target_names:
            if name not in self.errors and self.cleaned_data.get(name) is None:
                self.add_error(name, "Enter the figure, or choose that it is to be confirmed.")

    def _require_tolerance(self) -> None:
        amber = {
            "POINTS": ("points_amber", "points_green"),
            "PERCENT_OF_TARGET": ("percent_amber", "percent_green"),
        }.get(self._mode, ())
        if amber and not any(self.cleaned_data.get(each) or each in self.errors for each in amber):
            self.add_error(amber[0], "Enter how far amber reaches, or choose that there is none.")

    @property
    def suffix(self) -> str:
        """The unit that stands after a box of the target."""
        return "" if self.unit.kind == "yes_no" else self.unit.suffix.strip()

    @property
    def own_boxes(self) -> list[forms.BoundField]:
        """The boxes of the quarters' own targets, where there are any."""
        names = [name for number in QUARTERS for name in own_names(number)]
        return [self[name] for name in names if name in self.fields]

    @property
    def own_hint(self) -> str:
        """What an empty box means."""
        if self.held.basis == Basis.CUMULATIVE_TOTAL:
            return "To date, from April. A quarter without one is not rated, but the last."
        return "A quarter without one has the year's."

    @property
    def tolerance_groups(self) -> list[Group]:
        """The boxes of each kind of tolerance that the measure can have."""
        labels = dict(self.fields["tolerance_mode"].choices)  # type: ignore[attr-defined]
        points = "percentage points" if self.unit.is_percent else self.suffix
        shares = dict.fromkeys(("percent_amber", "percent_green", "lower_percent"), "%")
        limits = dict.fromkeys(TOLERANCE_BOXES["THRESHOLD"], self.suffix)
        suffixes = shares | limits
        return [
            Group(kind, label, boxes)
            for kind, label in labels.items()
            if (
                boxes := tuple(
                    Box(self[name], suffixes.get(name, points))
                    for name in TOLERANCE_BOXES[kind]
                    if name in self.fields
                )
            )
        ]

    @property
    def _mode(self) -> str:
        return str(self.cleaned_data.get("tolerance_mode", self.held.tolerance_mode))

    @property
    def _is_set(self) -> bool:
        is_benchmark = self.held.policy == RatingPolicy.BENCHMARK
        return is_benchmark or self.cleaned_data.get("target_state") == TargetState.SET

    @property
    def _target_names(self) -> tuple[str, ...]:
        names = ("benchmark", *ONE_SIDED, *TWO_SIDED)
        return tuple(name for name in names if name in self.fields)

    @property
    def proposal(self) -> Proposal:
        """The terms as typed; of a form whose boxes can all be read."""
        given, is_set = self.cleaned_data, self._is_set
        state = given.get("target_state", self.held.target_state)
        fixed = fixed_target(self.held) if is_set else None
        values: dict[str, Any] = {"target_state": state, "tolerance_mode": self._mode}
        values |= {
            name: given.get(name) if is_set else None
            for name in (*ONE_SIDED, *TWO_SIDED)
            if self.held.policy != RatingPolicy.BENCHMARK
        }
        if fixed is not None:
            values["target"] = fixed
        if "benchmark" in self.fields:
            values["benchmark"] = given.get("benchmark")
        return Proposal(given["quarter"], values | self._tolerance(), self._own_targets())

    def _tolerance(self) -> dict[str, Decimal | None]:
        """What the chosen kind of tolerance needs; what another kind needed falls away."""
        every: dict[str, Decimal | None] = dict.fromkeys(
            field for boxes in TOLERANCE_BOXES.values() for field in boxes.values()
        )
        chosen = TOLERANCE_BOXES[self._mode]
        return every | {field: self.cleaned_data.get(box) for box, field in chosen.items()}

    def _own_targets(self) -> dict[int, QuarterTarget | None]:
        given, found = self.cleaned_data, dict[int, QuarterTarget | None]()
        for number in QUARTERS:
            names = [name for name in own_names(number) if name in self.fields]
            figures = {name.rsplit("_", 1)[1]: given.get(name) for name in names}
            if names and number >= given["quarter"].number:
                empty = all(each is None for each in figures.values())
                found[number] = None if empty else QuarterTarget(**figures)
        return found

    def _box_of(self, problem: str) -> str | None:
        name = box_of(problem, self._mode)
        return name if name in self.fields else None
