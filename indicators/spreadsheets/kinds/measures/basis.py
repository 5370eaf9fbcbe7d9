"""The basis as a sheet words it: "[Cumulative]", "(cumulative)", "[Monthly [Snapshot]"."""

from __future__ import annotations

import re
from typing import Final

from indicators.rules.vocabulary import Basis
from indicators.spreadsheets.words import plain

LAST_SQUARE: Final = re.compile(r"\[([^\[\]]+)\]?[\s.]*$")
ROUND: Final = re.compile(r"\(([^()]+)\)")
BASIS_WORDS: Final = re.compile(
    r"^(cumulative.*|(monthly |quarterly |year[- ]?end )?snapshot"
    r"|(year to date|ytd)( .*)?|rolling .*|annual(ly)?|running total)$"
)
CUMULATIVE: Final = re.compile(r"\bcumulative\b")
AVERAGE: Final = re.compile(r"\b(year to date|ytd)\b.*\baverage\b|\baverage to date\b")
UNSETTLED_SNAPSHOT: Final = re.compile(r"\b(year to date|ytd)\b.*\bsnapshot\b")
PLAIN_WORDS: Final = {
    r"((month|quarter|year)(ly|[- ]end)? )?snapshot": Basis.SNAPSHOT,
    r"rolling( .*)?": Basis.ROLLING,
    r"(year to date|ytd) ratio": Basis.YTD_RATIO,
    r"running total": Basis.CUMULATIVE_TOTAL,
    r"annual(ly)?|once a year": Basis.ANNUAL,
}


def word_in(title: str) -> str:
    """What a title's brackets say of the basis, in the sheet's own words; "" if nothing."""
    if found := LAST_SQUARE.search(title):
        return found[1].strip()
    said = [each.strip() for each in ROUND.findall(title)]
    return next((each for each in reversed(said) if BASIS_WORDS.match(plain(each))), "")


def settled_by(word: str) -> Basis | None:
    """The basis that a word can only mean; None where it could mean several."""
    text = plain(word)
    if AVERAGE.search(text):
        return Basis.YTD_AVERAGE
    return next(
        (basis for pattern, basis in PLAIN_WORDS.items() if re.fullmatch(pattern, text)), None
    )


def is_cumulative(word: str) -> bool:
    """Whether the word may be a running total or a ratio to date."""
    return bool(CUMULATIVE.search(plain(word)))


def could_be(word: str) -> tuple[Basis, ...]:
    """The bases that an unsettled word may mean."""
    if is_cumulative(word):
        return (Basis.CUMULATIVE_TOTAL, Basis.YTD_RATIO)
    if UNSETTLED_SNAPSHOT.search(plain(word)):
        return (Basis.YTD_RATIO, Basis.SNAPSHOT)
    return tuple(Basis)
