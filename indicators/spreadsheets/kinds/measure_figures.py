"""A figure of a measure that the council has, in that measure's own unit, or why it is none."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from indicators.models.fields import PLACES
from indicators.rules.units import Unit
from indicators.spreadsheets.files.sheets import Cell
from indicators.spreadsheets.understanding.cells import PERCENT, read_figure
from indicators.spreadsheets.understanding.questions import Asker
from indicators.spreadsheets.understanding.settling import settle_percent, settle_reading
from indicators.spreadsheets.understanding.understood import State, Understood
from organisation.columns import figure_text

STEP: Final = Decimal(1).scaleb(-PLACES)
POUNDS: Final = "pounds"
CURRENCY: Final = "currency"


def read_in_unit(
    cell: Cell, unit: Unit, asker: Asker, ref: str, *, says_percent: bool = False
) -> Understood:
    """The cell in the measure's unit. It is OPEN while a question about it is.

    `says_percent`: the heading has a % sign, so the figures below it need none.
    """
    found = settle_reading(read_figure(cell), asker, ref, cell)
    if found.state not in {State.VALUE, State.RANGE}:
        return found
    if not unit.is_percent:
        return _without_percent(found, unit)
    if found.unit == POUNDS:
        return found.wrong("is money, but the measure is a percentage: correct the cell.")
    if says_percent and not found.unit and max(map(abs, found.figures)) > 1:
        return replace(found, unit=PERCENT)
    settled, is_open = settle_percent(found, asker, ref, cell)
    return replace(settled, state=State.OPEN) if is_open else settled


def as_kept(value: Decimal, cell: str) -> tuple[Decimal, str]:
    """A figure to the six places that are kept, and the warning where that makes another of it."""
    kept = value.quantize(STEP, rounding=ROUND_HALF_UP)
    if kept == value:
        return value, ""
    return kept, f"{cell} holds more than {PLACES} decimal places: kept as {figure_text(kept)}."


def _without_percent(found: Understood, unit: Unit) -> Understood:
    if found.unit == PERCENT:
        return found.wrong("is a percentage, but the measure is not one: correct the cell.")
    if found.unit == POUNDS and unit.kind != CURRENCY:
        return found.wrong("is money, but the measure is not: correct the cell.")
    return found
