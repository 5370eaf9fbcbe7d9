"""Understands a cell that says which way is good, in one of many ways."""

from __future__ import annotations

import re
from typing import Final

from indicators.rules.vocabulary import Polarity
from indicators.spreadsheets.files.reading import Cell
from indicators.spreadsheets.understanding.missing_words import trouble
from indicators.spreadsheets.understanding.understood import State, Understood, in_error
from indicators.spreadsheets.words import plain

PATTERNS: Final = {
    Polarity.MAX: r"maximi[sz]e|max|(high|bigg|larg)er(?! or lower)( is better)?|increase|high|up",
    Polarity.MIN: r"minimi[sz]e|min|(low|small)er( is better)?|decrease|reduce|low|down",
    Polarity.RANGE: r"goldilocks|(stay |keep )?(with)?in (a |the )?range|range",
    Polarity.ZERO: r"(reach |aim for )?zero",
    Polarity.NEUTRAL: r"monitor(ing)?( only)?|neutral|context(ual)?( only)?|no polarity",
}
POLARITIES: Final = {
    polarity: re.compile(rf"\b({pattern})\b") for polarity, pattern in PATTERNS.items()
}
POLARITY_WORDS: Final = {
    Polarity.MAX: "maximise",
    Polarity.MIN: "minimise",
    Polarity.RANGE: "goldilocks",
    Polarity.ZERO: "zero",
    Polarity.NEUTRAL: "neutral",
}


def read_polarity(cell: Cell) -> Understood:
    """A cell that says which way is good, in one of many ways."""
    if found_trouble := trouble(cell):
        return found_trouble
    found = polarities_in(cell.text)
    if len(found) == 1:
        return Understood(cell.address, cell.text, State.VALUE, word=POLARITY_WORDS[found[0]])
    why = "says two ways at once" if found else "does not say which way is good"
    return in_error(
        cell, f"{why}: write Aim to Maximise, Aim to Minimise, Goldilocks, Zero or Monitor."
    )


def polarities_in(text: str) -> tuple[Polarity, ...]:
    """Every polarity that a text names."""
    words = re.sub(r"[*.:]", "", plain(text))
    return tuple(polarity for polarity, pattern in POLARITIES.items() if pattern.search(words))
