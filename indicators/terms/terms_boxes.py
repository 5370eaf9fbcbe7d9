"""The boxes of a measure's terms: its target, a target for each quarter, its tolerance."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from indicators.models import Terms
from indicators.returns.boxes import FigureBox
from indicators.rules.periods import QUARTERS
from indicators.rules.rag import Polarity, ProfileMethod, RatingPolicy
from indicators.rules.units import Unit

BETTER = {
    "MAX": "Higher is better.",
    "MIN": "Lower is better.",
    "RANGE": "Both ends belong to the range.",
    "ZERO": "The aim is zero, so the target is 0.",
    "NEUTRAL": "The measure gives context only, so nothing is rated.",
}
MODES = {
    "NONE": "None: what misses the target is red",
    "PERCENT_OF_TARGET": "A percentage of the target",
    "LOWER_OF": "A percentage of the target or a cap, whichever is lower",
    "THRESHOLD": "A set amber limit",
}
STATES = {"SET": "A figure", "TBC": "To be confirmed", "NONE": "No target"}
#: The boxes of each kind of tolerance, with the field of the terms that each of them fills.
TOLERANCE_BOXES: dict[str, dict[str, str]] = {
    "NONE": {},
    "POINTS": {"points_amber": "tolerance_amber", "points_green": "tolerance_green"},
    "PERCENT_OF_TARGET": {"percent_amber": "tolerance_amber", "percent_green": "tolerance_green"},
    "LOWER_OF": {"lower_percent": "tolerance_amber", "lower_cap": "tolerance_cap"},
    "THRESHOLD": {
        "amber_limit": "amber_limit",
        "amber_low": "amber_low",
        "amber_high": "amber_high",
    },
}
ONE_SIDED, TWO_SIDED = ("target",), ("low", "high")
SHARE = Unit("percent", "%", 2)


def box_of(problem: str, mode: str) -> str:
    """Which box mends a problem of the terms; each sentence names what it is about."""
    said = problem.lower()
    first, *others = TOLERANCE_BOXES.get(mode) or {"tolerance_mode": ""}
    last = others[-1] if others else first
    places = {
        "an amber limit on each side": "amber_low",
        "the amber limit": first,
        "needs a cap": last,
        "the green tolerance": last,
        "green can't": last,
        "tolerance can": first,
        "percentage of a zero": "tolerance_mode",
        "choose points": "tolerance_mode",
        "no tolerance": "tolerance_mode",
        "range": "low",
    }
    return next((box for part, box in places.items() if part in said), "target")


def own_names(number: int) -> tuple[str, str, str]:
    """The boxes of a quarter's own target: one figure, or the two ends of a range."""
    return f"own_{number}_target", f"own_{number}_low", f"own_{number}_high"


def fixed_target(held: Terms) -> Decimal | None:
    """The target that cannot be another: 0 where zero is the aim, Yes where that is asked."""
    if held.polarity == Polarity.ZERO:
        return Decimal(0)
    return Decimal(1) if held.measure.value_type == "yes_no" else None


def _is_range(held: Terms) -> bool:
    return held.polarity == Polarity.RANGE and held.policy != RatingPolicy.BENCHMARK


def target_boxes(held: Terms, unit: Unit) -> dict[str, forms.Field]:
    if held.policy == RatingPolicy.BENCHMARK:
        hint = "The comparator's figure, which is rated against in place of a target."
        return {"benchmark": FigureBox(unit, label="Benchmark", help_text=hint)}
    state = forms.ChoiceField(
        label="The target is",
        choices=list(STATES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether there is a target."},
    )
    boxes: dict[str, forms.Field] = {"target_state": state}
    if _is_range(held):
        low, high = "Range from", "Range to"
        boxes["low"] = FigureBox(unit, label=low, called="lower end")
        boxes["high"] = FigureBox(unit, label=high, help_text=BETTER["RANGE"], called="upper end")
    elif fixed_target(held) is None:
        running = held.basis == "CUMULATIVE_TOTAL"
        label = "Target for the whole year" if running else "Target"
        boxes["target"] = FigureBox(
            unit, label=label, help_text=BETTER[held.polarity], called="target"
        )
    return boxes


def own_boxes(held: Terms, unit: Unit) -> dict[str, forms.Field]:
    """A box for each quarter where the profile is a target for each, or one was typed before."""
    if held.profile != ProfileMethod.EXPLICIT and not held.period_targets.all():
        return {}
    boxes: dict[str, forms.Field] = {}
    for number in QUARTERS:
        target, low, high = own_names(number)
        if _is_range(held):
            boxes[low] = FigureBox(unit, label=f"Quarter {number}, from", called="lower end")
            boxes[high] = FigureBox(unit, label=f"Quarter {number}, to", called="upper end")
        else:
            boxes[target] = FigureBox(unit, label=f"Quarter {number}", called="target")
    return boxes


def tolerance_boxes(held: Terms, unit: Unit) -> dict[str, forms.Field]:
    """The kinds of tolerance that the measure can have, and the boxes of each."""
    points = "In percentage points" if unit.is_percent else "In the measure's own unit"
    labels = {"NONE": MODES["NONE"], "POINTS": points, **MODES}
    kinds = {kind: labels[kind] for kind in _kinds(held)}
    chosen = forms.ChoiceField(
        label="Tolerance: how far does amber reach?",
        choices=list(kinds.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what kind of tolerance there is."},
    )
    boxes: dict[str, forms.Field] = {"tolerance_mode": chosen}
    for kind in kinds:
        boxes |= _boxes_of(kind, held, unit)
    return boxes


def _kinds(held: Terms) -> list[str]:
    if held.measure.value_type == "yes_no":
        found = ["NONE"]
    elif held.polarity == Polarity.ZERO:
        found = ["NONE", "POINTS"]
    else:
        found = ["NONE", "POINTS", "PERCENT_OF_TARGET", "LOWER_OF", "THRESHOLD"]
    return found if held.tolerance_mode in found else [*found, held.tolerance_mode]


def _boxes_of(kind: str, held: Terms, unit: Unit) -> dict[str, forms.Field]:
    own = Unit("count", decimals=unit.decimals)
    amber, green = "Amber reaches so far from the target", "Green still reaches (may be empty)"
    match kind:
        case "POINTS":
            return {
                "points_amber": FigureBox(own, label=amber, called="tolerance"),
                "points_green": FigureBox(own, label=green, called="green tolerance"),
            }
        case "PERCENT_OF_TARGET":
            return {
                "percent_amber": FigureBox(SHARE, label=amber, called="percentage"),
                "percent_green": FigureBox(SHARE, label=green, called="green percentage"),
            }
        case "LOWER_OF":
            return {
                "lower_percent": FigureBox(SHARE, label=amber, called="percentage"),
                "lower_cap": FigureBox(own, label="But at most", called="cap"),
            }
        case "THRESHOLD" if _is_range(held):
            return {
                "amber_low": FigureBox(unit, label="Amber down to", called="lower limit"),
                "amber_high": FigureBox(unit, label="Amber up to", called="upper limit"),
            }
        case "THRESHOLD":
            up_to = "Amber up to" if held.polarity == Polarity.MIN else "Amber down to"
            return {"amber_limit": FigureBox(unit, label=up_to, called="limit")}
        case _:
            return {}


def initial_of(held: Terms) -> dict[str, Any]:
    """The terms that hold, as somebody would type them."""
    names = ("target_state", *ONE_SIDED, *TWO_SIDED, "benchmark", "tolerance_mode")
    found: dict[str, Any] = {name: getattr(held, name) for name in names}
    for box, name in TOLERANCE_BOXES[held.tolerance_mode].items():
        found[box] = getattr(held, name) or None
    for each in held.period_targets.all():
        figures = (each.target, each.low, each.high)
        found |= dict(zip(own_names(each.quarter), figures, strict=True))
    return found
