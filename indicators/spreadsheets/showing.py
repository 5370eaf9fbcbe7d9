"""A number as its reader sees it: Excel's common number formats, in text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """What of a number format changes how a figure reads."""

    before: str
    after: str
    places: int | None  # None: as many as the figure has ("General")
    thousands: bool
    percent: bool


@lru_cache(maxsize=256)
def parsed(code: str) -> NumberFormat:
    """The first section of a format code, for figures that are not negative."""
    section = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code)[0]
    section = re.sub(r"\[\$([^\]-]*)[^\]]*\]", r'"\1"', section)
    section = re.sub(r"\[[^\]]*\]|_.|\*.", "", section)
    section = re.sub(r"\\(.)", r'"\1"', section)
    found = re.search(r"[#0?][#0?,]*(\.[0#?]+)?", section)
    if not found or "general" in section.lower():
        return NumberFormat("", "", None, thousands=False, percent=False)
    bare = re.sub(r'"[^"]*"', "", section)
    return NumberFormat(
        before=section[: found.start()].replace('"', ""),
        after=section[found.end() :].replace('"', ""),
        places=len(found[1] or ".") - 1,
        thousands="," in found[0],
        percent="%" in bare,
    )


def is_percent(code: str) -> bool:
    """Whether the format multiplies by a hundred and writes a % sign."""
    return parsed(code).percent


def shown(value: Decimal, code: str) -> str:
    """The figure in this number format."""
    form = parsed(code)
    scaled = value * 100 if form.percent else value
    if form.places is None:
        return f"{scaled.normalize() if scaled else Decimal(0):f}"
    rounded = scaled.quantize(Decimal(1).scaleb(-form.places), rounding=ROUND_HALF_UP)
    sign = "-" if rounded < 0 else ""
    return f"{sign}{form.before}{abs(rounded):{',' if form.thousands else ''}f}{form.after}"
