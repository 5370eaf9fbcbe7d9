"""Numbers as people type them: thousands separators, % and £ signs, decimal places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

NUMBER: Final = r"[-\u2212]?\s?£?\s?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:\s?%|\s?per ?cent\b)?"
PIECES: Final = re.compile(
    r"(?P<sign>[-\u2212]?)\s?(?P<pound>£?)\s?(?P<digits>[\d,]+)(?:\.(?P<decimals>\d+))?(?P<percent>.*)"
)
FIRST: Final = re.compile(rf"({NUMBER})(?![\d.,]*\d)(?![A-Za-z])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """A number, the places that it shows and its unit if it says one."""

    value: Decimal
    places: int
    unit: str = ""


def parsed_number(text: str) -> Number | None:
    """The number that the whole text is, if it is one."""
    number, rest = number_in(text.strip())
    return number if not rest.strip() else None


def number_in(text: str) -> tuple[Number | None, str]:
    """The number that the text begins with, and the rest."""
    found = FIRST.match(text)
    pieces = PIECES.fullmatch(found[1]) if found else None
    if not found or not pieces:
        return None, text
    decimals = pieces["decimals"] or ""
    value = Decimal(pieces["digits"].replace(",", "") + (f".{decimals}" if decimals else ""))
    unit = "percent" if pieces["percent"].strip() else "pounds" if pieces["pound"] else ""
    signed = -value if pieces["sign"] else value
    return Number(signed, len(decimals), unit), text[found.end() :]
