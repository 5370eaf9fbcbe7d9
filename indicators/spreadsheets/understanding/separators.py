"""Points and commas that may stand between thousands or before decimals: 11.310 and 1,5."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from indicators.spreadsheets.files.reading import Cell
from indicators.spreadsheets.understanding.understood import Reading, Understood, bare, in_doubt

Read = Callable[[Cell, str], Understood]

_TOKEN: Final = re.compile(r"(?<![\w.,])(?P<digits>\d[\d.,]*\d)")
_THOUSANDS: Final = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_BRITISH: Final = re.compile(r"(?:[1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.\d+)?")
_CONTINENTAL: Final = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+,\d+|[1-9]\d{0,2}(?:\.\d{3}){2,}")
_ONE_COMMA: Final = re.compile(r"\d+,\d+")
_NOT_THOUSANDS: Final = re.compile(
    r"\s?(?:%|per ?cent|pct|k\b|m\b|bn\b|thousand|million)", re.IGNORECASE
)
_SWAP: Final = str.maketrans(".,", ",.")


def separated(cell: Cell, text: str, read: Read) -> Understood:
    """The cell as `read` reads it, or its readings where a point or comma leaves it open."""
    if "." not in text and "," not in text:
        return read(cell, text)
    tokens = [(found, _kind(found, text)) for found in _TOKEN.finditer(text)]
    kinds = {kind for _, kind in tokens if kind}
    if not kinds:
        return read(cell, text)
    if kinds == {"abroad"}:
        return _abroad(cell, text, read)
    if "comma" in kinds:
        return _comma(cell, text, read)
    return _thousands(cell, text, read)


def _kind(found: re.Match[str], text: str) -> str:
    """What is unsure in one run of digits."""
    digits = found["digits"]
    if _THOUSANDS.fullmatch(digits):
        return "" if _NOT_THOUSANDS.match(text, found.end()) else "thousands"
    if _BRITISH.fullmatch(digits):
        return ""
    if _CONTINENTAL.fullmatch(digits):
        return "abroad"
    return "comma" if _ONE_COMMA.fullmatch(digits) else ""


def _changed(text: str, kind: str, change: Callable[[str], str]) -> str:
    """The text with the runs of digits of one kind written otherwise."""
    return _TOKEN.sub(
        lambda found: change(found[0]) if _kind(found, text) == kind else found[0], text
    )


def _swapped(digits: str) -> str:
    return digits.translate(_SWAP)


def _abroad(cell: Cell, text: str, read: Read) -> Understood:
    """1.234.567,8: only one reading, but not the British way of writing."""
    british = _changed(text, "abroad", _swapped)
    warning = f"The cell holds {text}, with points between thousands: taken as {british}."
    found = read(cell, british)
    return replace(found, warnings=(*found.warnings, warning)) if found.figures else found


def _thousands(cell: Cell, text: str, read: Read) -> Understood:
    grouped = _changed(text, "thousands", _swapped)
    as_decimal, as_thousands = read(cell, text), read(cell, grouped)
    if _same(as_decimal, as_thousands):
        return as_decimal
    return in_doubt(
        bare(cell),
        "thousands",
        f"The point in a figure such as {text} can stand between thousands or before decimals.",
        Reading("thousands", f"Between thousands: {grouped}", as_thousands),
        Reading("decimal", f"Before decimals: {text}", as_decimal),
    )


def _comma(cell: Cell, text: str, read: Read) -> Understood:
    pointed = _changed(text, "comma", _swapped)
    joined = _changed(text, "comma", lambda digits: digits.replace(",", ""))
    as_decimal, as_thousands = read(cell, pointed), read(cell, joined)
    if _same(as_decimal, as_thousands):
        return read(cell, text)
    return in_doubt(
        bare(cell),
        "comma",
        f"The comma in a figure such as {text} doesn't stand where thousands end. Is it a "
        "decimal comma?",
        Reading("decimal", f"Yes: {pointed}", as_decimal),
        Reading("thousands", f"No, between thousands: {joined}", as_thousands),
    )


def _same(one: Understood, other: Understood) -> bool:
    """Whether the digits in doubt make no difference to the figures."""
    if one.readings or other.readings:
        return False
    return (one.state, one.figures, one.against) == (other.state, other.figures, other.against)
