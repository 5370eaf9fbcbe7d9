"""A number as its reader sees it: Excel's common number formats, in text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Final

MOST_PLACES: Final = 30  # as Excel
# Wide enough for the largest number of a workbook (1E308) with all its places.
WIDE: Final = Context(prec=400)


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """What of a number format changes how a figure reads."""

    before: str
    after: str
    places: int | None  # None: as many as the figure has ("General")
    thousands: bool
    percent: bool
    scale: int = 0  # how many times it is divided by a thousand: "0.0,K" shows 1,500 as 1.5K


PLAIN: Final = NumberFormat("", "", None, thousands=False, percent=False)


@lru_cache(maxsize=256)
def parsed(code: str) -> NumberFormat:
    """The first section of a format code, for figures that are not negative."""
    section = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code)[0]
    section = re.sub(r"\[\$([^\]-]*)[^\]]*\]", r'"\1"', section)
    section = re.sub(r"\[[^\]]*\]|_.|\*.", "", section)
    section = re.sub(r"\\(.)", r'"\1"', section)
    found = re.search(r"[#0?][#0?,]*(\.[0#?]+)?(,*)", section)
    bare = re.sub(r'"[^"]*"', "", section)
    if not found or re.search(r"general|[0#?]E[+-]|\?/\?|#/", bare, re.IGNORECASE):
        return PLAIN
    digits = found[0].partition(".")[0]
    return NumberFormat(
        before=section[: found.start()].replace('"', ""),
        after=section[found.end() :].replace('"', ""),
        places=min(len(found[1] or ".") - 1, MOST_PLACES),
        thousands="," in digits.rstrip(","),
        percent="%" in bare,
        scale=len(found[2]) or len(digits) - len(digits.rstrip(",")),
    )


def is_percent(code: str) -> bool:
    """Whether the format multiplies by a hundred and writes a % sign."""
    return parsed(code).percent


def shown(value: Decimal, code: str) -> str:
    """The figure in this number format."""
    form = parsed(code)
    scaled = value.scaleb(2 * form.percent - 3 * form.scale, context=WIDE)
    if form.places is None:
        return f"{scaled.normalize(WIDE) if scaled else Decimal(0):f}"
    unit = Decimal(1).scaleb(-form.places)
    rounded = scaled.quantize(unit, rounding=ROUND_HALF_UP, context=WIDE)
    sign = "-" if rounded < 0 else ""
    return f"{sign}{form.before}{rounded.copy_abs():{',' if form.thousands else ''}f}{form.after}"
