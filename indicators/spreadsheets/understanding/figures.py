"""Numbers as people type them: signs, thousands, £, k and m, %, and the decimal places shown."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

MINUS: Final = "\\-\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
_SIGN: Final = rf"[+{MINUS}]"
_DIGITS: Final = (
    r"[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,2}(?:[ '\u2019][0-9]{3})+(?![0-9])|[0-9]+"
)
_SCALE: Final = r"thousand|million|billion|bn|mn|mil|k|m"
_PERCENT: Final = r"%|per ?cent\b|pct\b"
POUND: Final = r"£|GBP"
NUMBER: Final = (
    rf"{_SIGN}?\s?(?:{POUND})?\s?{_SIGN}?(?:(?:{_DIGITS})(?:\.[0-9]+)?|\.[0-9]+)"
    rf"(?:\s?(?:{_SCALE})\b)?(?:\s?(?:{_PERCENT}|GBP\b))?"
)
_FIRST: Final = re.compile(
    rf"(?P<sign>{_SIGN})?\s?(?P<pound>{POUND})?\s?(?P<inner>{_SIGN})?"
    rf"(?:(?P<digits>{_DIGITS})(?:\.(?P<decimals>[0-9]+))?|\.(?P<only>[0-9]+))"
    rf"(?:\s?(?P<scale>{_SCALE})\b)?(?:\s?(?P<unit>{_PERCENT}|GBP\b))?"
    r"(?![0-9.,]*[0-9])(?![A-Za-z])",
    re.IGNORECASE,
)
# By far the most cells: they need no more than this.
_SIMPLE: Final = re.compile(
    r"(?P<whole>-?(?:[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+))(?:\.(?P<decimals>[0-9]+))?(?P<percent>%?)"
)
_POWERS: Final = {"k": 3, "t": 3, "m": 6, "b": 9}
_GROUPING: Final = str.maketrans("", "", ", '\u2019")
_HALVES: Final = {"½": ".5", "¼": ".25", "¾": ".75"}
_HALF: Final = re.compile(r"([0-9]+)?\s?([½¼¾])")
_UNUSUAL: Final = re.compile(r"(?![0-9])\d|[\uff01-\uff5e½¼¾]")
_GROUP: Final = 3
_WIDE: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


@dataclass(frozen=True, slots=True)
class Number:
    """A number, the places that it shows and its unit if it says one."""

    value: Decimal
    places: int
    unit: str = ""
    power: int = 0  # 3 where it is written in thousands, 6 in millions

    def shows(self, stored: Decimal) -> bool:
        """Whether a stored figure, rounded, is shown as this number."""
        exponent = self.value.as_tuple().exponent
        written = exponent if isinstance(exponent, int) else 0
        return abs(self.value - stored) <= Decimal(5).scaleb(self.power + written - 1)


def simple_number(text: str) -> Number | None:
    """The number in a text that is nothing but a plain one; None also if it has two readings."""
    found = _SIMPLE.fullmatch(text)
    if found is None:
        return None
    whole, decimals, percent = found["whole"], found["decimals"] or "", found["percent"]
    if len(decimals) == _GROUP and not percent and is_group_start(whole):
        return None
    digits = whole.replace(",", "") if "," in whole else whole
    value = Decimal(f"{digits}.{decimals}" if decimals else digits)
    return Number(value, len(decimals), "percent" if percent else "")


def is_group_start(whole: str) -> bool:
    """Whether a point after these digits could stand between thousands: 11, never 0 or 1234."""
    digits = whole.lstrip("-")
    return len(digits) <= _GROUP and digits[:1] != "0"


def parsed_number(text: str) -> Number | None:
    """The number that the whole text is, if it is one."""
    if simple := simple_number(text):
        return simple
    number, rest = number_in(text.strip())
    return number if not rest.strip() else None


def number_in(text: str) -> tuple[Number | None, str]:
    """The number that the text begins with, and the rest."""
    found = _FIRST.match(text)
    if not found or (found["sign"] and found["inner"]):
        return None, text
    decimals = found["decimals"] or found["only"] or ""
    whole = (found["digits"] or "0").translate(_GROUPING)
    power = _POWERS.get(found["scale"][0].lower(), 0) if found["scale"] else 0
    value = Decimal(f"{whole}.{decimals}" if decimals else whole) * 10**power
    sign = found["sign"] or found["inner"] or "+"
    unit, pound = (found["unit"] or "").upper(), found["pound"]
    said = "pounds" if pound or unit == "GBP" else "percent" if unit else ""
    number = Number(value if sign == "+" else -value, max(0, len(decimals) - power), said, power)
    return number, text[found.end() :]


def plain_digits(text: str) -> str:
    """The text with full-width letters, digits of other scripts and halves as usual ones."""
    if text.isascii() or not _UNUSUAL.search(text):
        return text
    text = text.translate(_WIDE)
    digits = (str(unicodedata.decimal(each)) if each.isdecimal() else each for each in text)
    return _HALF.sub(lambda found: f"{found[1] or 0}{_HALVES[found[2]]}", "".join(digits))
