"""Drawings as pictures, for documents that can't hold SVG."""

from __future__ import annotations

from functools import cache

from resvg_py import svg_to_bytes

PROBE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">'
    '<text x="2" y="15" font-size="15" font-family="sans-serif">{}</text></svg>'
)
#: Fonts that machines have, the best first. Debian without a desktop has only DejaVu, if any.
UNKNOWN = "No such family"
FAMILIES = ("Arial", "Liberation Sans", "Helvetica", "DejaVu Sans", "Noto Sans", "FreeSans")


class NoFontError(Exception):
    """The machine has no font, so a picture would have no words: show the table instead."""


def png(svg: str, *, width: int = 1520) -> bytes:
    """The drawing as PNG on white, `width` pixels wide. NoFontError where words would vanish."""
    family = sans_serif()
    if family is None:
        raise NoFontError("No font is installed. On Debian: apt-get install fonts-dejavu-core.")
    return bytes(
        svg_to_bytes(svg_string=svg, width=width, background="#ffffff", sans_serif_family=family)
    )


@cache
def sans_serif() -> str | None:
    """A family that this machine really has; looked for once. Any font is better than none."""
    nothing, unknown = probe("", UNKNOWN), probe("Ag", UNKNOWN)
    named = (family for family in FAMILIES if probe("Ag", family) not in {nothing, unknown})
    return next(named, None if unknown == nothing else UNKNOWN)


def probe(words: str, family: str) -> bytes:
    """What words look like in a family; a family that is not there falls back, or to nothing."""
    return bytes(svg_to_bytes(svg_string=PROBE.format(words), sans_serif_family=family))
