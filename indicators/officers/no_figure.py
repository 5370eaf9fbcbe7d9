"""Why there is no figure: the reasons to choose from, each with what it does to the count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django import forms

from indicators.models import Kind, NoValueReason, Return
from organisation.models import AwaitingPolicy, Council


@dataclass(frozen=True)
class Reason:
    """A reason as a choice of the form; `effect` is what it does, in one sentence."""

    value: str
    label: str
    effect: str
    box_id: str
    is_chosen: bool


def reasons(
    box: forms.BoundField, return_: Return, council: Council, on: date
) -> tuple[Reason, ...]:
    """The choices of a box, as the page shows them."""
    effects = effects_on(return_, council, on)
    chosen = box.value() or ""
    return tuple(
        Reason(
            value=str(value),
            label=str(label),
            effect=effects.get(str(value), ""),
            # The first has the field's own id, so that the error summary leads to it.
            box_id=box.auto_id if place == 0 else f"{box.auto_id}-{place}",
            is_chosen=str(value) == chosen,
        )
        for place, (value, label) in enumerate(box.field.widget.choices)
    )


def effects_on(return_: Return, council: Council, on: date) -> dict[str, str]:
    """What each reason does to this return (docs/method.md 2)."""
    return {
        NoValueReason.AWAITING.value: _missing(return_, council, on),
        NoValueReason.PUBLISHED_LATER.value: (
            "Shown as carried over, without a colour, until the day that you name; "
            "from the day after, it counts as missing."
        ),
        NoValueReason.NO_CASES.value: "Shown as no cases, without a colour: 0 of 0 is not 0%.",
        NoValueReason.NOT_APPLICABLE.value: (
            "Left out of the counts, but only once the approver agrees: say why in the commentary."
        ),
    }


def _missing(return_: Return, council: Council, on: date) -> str:
    """Counts as missing; red where this council and this kind of measure make it so."""
    is_red = (
        council.awaiting_policy == AwaitingPolicy.RED
        and return_.measure.kind == Kind.PERFORMANCE_MEASURE
        and not return_.terms.as_rules(return_.period.number).is_monitored_only
    )
    when = "now that it is overdue" if on > return_.period.due_on else "once it is overdue"
    red = f", and as red {when}" if is_red else ""
    return f"Counts as missing{red}, until the figure is in. It stays with you as a draft."
