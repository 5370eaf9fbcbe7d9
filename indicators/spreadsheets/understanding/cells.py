"""Understands one cell: a figure, a range, to be confirmed, none, suppressed, or an error."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from indicators.spreadsheets.files.reading import Cell
from indicators.spreadsheets.files.showing import is_percent
from indicators.spreadsheets.understanding.date_figures import date_figure
from indicators.spreadsheets.understanding.doubts import doubtful, doubtful_day
from indicators.spreadsheets.understanding.figures import (
    Number,
    parsed_number,
    plain_digits,
    simple_number,
)
from indicators.spreadsheets.understanding.missing_words import missing_figure, trouble
from indicators.spreadsheets.understanding.separators import separated
from indicators.spreadsheets.understanding.typed_figures import (
    plain_figure,
    surroundings,
    with_surroundings,
)
from indicators.spreadsheets.understanding.understood import State, Understood, in_error

PERCENT: Final = "percent"
LARGEST: Final = Decimal(10) ** 13
_BEGIN_FIGURES: Final = frozenset("0123456789£(+")


def read_words(cell: Cell) -> Understood:
    """A cell of words."""
    if found := trouble(cell):
        return found
    state = State.VALUE if cell.text else State.NONE
    return Understood(cell.address, cell.text, state, word=cell.text)


def read_figure(cell: Cell) -> Understood:
    """A cell that holds a figure, a range, or words that stand for there being none.

    Where it can be read in several ways its state is OPEN, and `readings` has them all.
    """
    if found := trouble(cell):
        return found
    if isinstance(cell.value, bool):
        return in_error(cell, "is yes or no where a figure is expected: type the figure as text.")
    if isinstance(cell.value, date):
        return date_figure(cell, cell.value)
    found = _number_cell(cell, cell.value) if isinstance(cell.value, Decimal) else _text_cell(cell)
    if found.state is not State.OPEN and any(abs(each) >= LARGEST for each in found.figures):
        return in_error(cell, "is too large to be a figure of a measure: check it.")
    return _external(found) if cell.external else found


def _external(found: Understood) -> Understood:
    warning = "The cell looks into another workbook: its stored value is taken."
    return replace(found, warnings=(*found.warnings, warning))


def _number_cell(cell: Cell, value: Decimal) -> Understood:
    """A number stored as one: taken as its format shows it, if it shows it at all."""
    stored = value * 100 if is_percent(cell.number_format) else value
    seen = simple_number(cell.text) or parsed_number(cell.text)
    number = seen if seen and seen.shows(stored) else Number(stored, _places(stored))
    return Understood(
        cell.address,
        cell.text,
        State.VALUE,
        value=number.value,
        unit=number.unit,
        places=number.places,
        warnings=_not_as_shown(cell, stored, number, is_seen=number is seen),
    )


def _not_as_shown(cell: Cell, stored: Decimal, number: Number, *, is_seen: bool) -> tuple[str, ...]:
    if number.value != stored:
        return (f"The cell holds {stored.normalize():f} and shows {cell.text}: taken as shown.",)
    if not is_seen and parsed_number(cell.text):
        return (f"The cell shows {cell.text} and holds {stored.normalize():f}: taken as it holds.",)
    return ()


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _text_cell(cell: Cell) -> Understood:
    """A figure typed as text."""
    if number := simple_number(cell.text):
        return Understood(
            cell.address, cell.text, State.VALUE,
            value=number.value, unit=number.unit, places=number.places,
        )  # fmt: skip
    if cell.text[:1] not in _BEGIN_FIGURES and (missing := missing_figure(cell)):
        return missing
    return separated(cell, plain_digits(" ".join(cell.text.split())), _typed)


def _typed(cell: Cell, text: str) -> Understood:
    if found := doubtful_day(cell, text):
        return found
    core, around = surroundings(text)
    found = with_surroundings(cell.address, cell.text, around)
    if number := simple_number(core) or _scaled(core):
        return found.as_figure(number)
    return doubtful(found, core) or plain_figure(found, core)


def _scaled(text: str) -> Number | None:
    """A figure such as £1.2m, which has no second reading."""
    return None if text[-1:].isdigit() or " " in text else parsed_number(text)
