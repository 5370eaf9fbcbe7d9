"""Asks which reading of a cell is meant, and whether figures without a % are percentages."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

from indicators.rules.periods import Quarter
from indicators.spreadsheets.files.reading import Cell
from indicators.spreadsheets.understanding import topics
from indicators.spreadsheets.understanding.cells import PERCENT
from indicators.spreadsheets.understanding.periods_named import SomeQuarter
from indicators.spreadsheets.understanding.questions import Asker
from indicators.spreadsheets.understanding.understood import Understood

FULL: Final = 100


def settle_reading(found: Understood, asker: Asker, ref: str, cell: Cell) -> Understood:
    """The meaning that was answered for a cell with several; it stays open until one is."""
    while found.readings:
        settled = asker.ask(topics.reading(found), ref, cell)
        if settled is None:
            return found
        found = settled
    return found


def settle_percent(
    found: Understood, asker: Asker, ref: str, cell: Cell
) -> tuple[Understood, bool]:
    """A figure of a percentage, with or without its sign; and whether that is still open.

    Without a sign it is asked, not guessed; 0 is 0 either way.
    """
    if found.unit or not found.figures:
        return found, False
    if not any(found.figures):
        return replace(found, unit=PERCENT), False
    if max(abs(each) for each in found.figures) > 1:
        is_percent = asker.ask(topics.plain_percent(), ref, cell)
        return (replace(found, unit=PERCENT) if is_percent else found), is_percent is None
    meaning = asker.ask(topics.fraction_percent(), ref, cell)
    if meaning == "fraction":
        return in_hundredths(found), False
    return (replace(found, unit=PERCENT) if meaning == PERCENT else found), meaning is None


def settle_quarter(named: SomeQuarter, asker: Asker, ref: str, cell: Cell) -> Quarter | None:
    """The quarter that is named with a calendar year alone, once it is answered."""
    return asker.ask(topics.quarter_meant(named), ref, cell) if named.could_be else None


def in_hundredths(found: Understood) -> Understood:
    """A fraction as a percentage."""
    return replace(
        found,
        unit=PERCENT,
        value=_hundredfold(found.value),
        low=_hundredfold(found.low),
        high=_hundredfold(found.high),
        places=max(0, found.places - 2),
    )


def _hundredfold(figure: Decimal | None) -> Decimal | None:
    return None if figure is None else figure * FULL
