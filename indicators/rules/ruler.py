"""The ruler: the scale with where each colour begins, and where the value stands on it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from .rag import Band
from .units import Unit
from .vocabulary import Colour

WIDTH = Decimal(560)
NARROW = Decimal(260)
EDGES = 48
LABEL_NEEDS = Decimal(46)
MARGIN = Decimal("0.18")


@dataclass(frozen=True)
class Segment:
    """A stretch of one colour; x and width in the units of the drawing."""

    colour: Colour
    x: str
    width: str
    middle: str
    label: str


@dataclass(frozen=True)
class Tick:
    """A printed limit under the scale."""

    x: str
    label: str


@dataclass(frozen=True)
class Ruler:
    """All that a page or a document needs to draw it; `description` says the same in words."""

    segments: tuple[Segment, ...]
    ticks: tuple[Tick, ...]
    marker: Tick | None
    description: str
    width: Decimal
    narrow: Ruler | None

    @property
    def outer_width(self) -> Decimal:
        """Width of the drawing with room for letters that stand at its ends."""
        return self.width + EDGES


def ruler(bands: tuple[Band, ...], value: Decimal | None, unit: Unit) -> Ruler | None:
    """Lay out bands (in order along the scale) and the value; None where nothing is rated."""
    edges = _edges(bands)
    if not edges:
        return None
    return _drawn(bands, edges, value, unit, WIDTH)


def _drawn(
    bands: tuple[Band, ...],
    edges: list[Decimal],
    value: Decimal | None,
    unit: Unit,
    room: Decimal,
) -> Ruler:
    """One ruler `room` units wide; the wide one carries the narrow one for small screens."""
    low, high = _scale([*edges, *([] if value is None else [value])], unit)

    def at(figure: Decimal) -> Decimal:
        return (figure - low) / (high - low) * room

    stops = [Decimal(0), *(at(edge) for edge in edges), room]
    segments = tuple(
        _segment(band.colour, start, end)
        for band, (start, end) in zip(bands, pairwise(stops), strict=True)
    )
    marker = None if value is None else Tick(_text(at(value)), unit.short(value))
    return Ruler(
        segments=segments,
        ticks=_ticks([(at(edge), unit.number(edge)) for edge in edges]),
        marker=marker,
        description=_describe(bands, value, unit),
        width=room,
        narrow=_drawn(bands, edges, value, unit, NARROW) if room == WIDTH else None,
    )


def _edges(bands: tuple[Band, ...]) -> list[Decimal]:
    """Where one colour ends and the next begins: the better colour's printed limit."""
    found = []
    for left, right in pairwise(bands):
        better_is_right = right.colour.is_better_than(left.colour)
        edge = right.low if better_is_right else left.high
        if edge is not None:
            found.append(edge)
    return found


def _scale(figures: list[Decimal], unit: Unit) -> tuple[Decimal, Decimal]:
    """Room on both sides of everything shown; never less than a few printed steps."""
    low, high = min(figures), max(figures)
    span = max(high - low, abs(high) / 20, Decimal(1).scaleb(-unit.decimals) * 10)
    return low - span * MARGIN, high + span * MARGIN


def _segment(colour: Colour, start: Decimal, end: Decimal) -> Segment:
    width = max(end - start, Decimal(0))
    label = colour.value.capitalize() if width >= LABEL_NEEDS else ""
    return Segment(colour, _text(start), _text(width), _text(start + width / 2), label)


def _ticks(found: list[tuple[Decimal, str]]) -> tuple[Tick, ...]:
    """Labels that would run into the one before are left out; the words below say all."""
    kept: list[tuple[Decimal, str]] = []
    for x, label in found:
        room = Decimal(9 * len(label))
        if not kept or x - kept[-1][0] >= room:
            kept.append((x, label))
    return tuple(Tick(_text(x), label) for x, label in kept)


def _describe(bands: tuple[Band, ...], value: Decimal | None, unit: Unit) -> str:
    parts = [f"{band.colour.value.lower()} {_reach(band, unit)}" for band in bands]
    stands = "" if value is None else f" The value is {unit.format(value)}."
    return f"Scale: {', '.join(parts)}.{stands}"


def _reach(band: Band, unit: Unit) -> str:
    if band.low is None and band.high is None:
        return "everywhere"
    if band.low is None:
        return f"up to {unit.number(band.high or Decimal(0))}"
    if band.high is None:
        return f"from {unit.number(band.low)}"
    if band.low == band.high:
        return f"at {unit.number(band.low)}"
    return f"{unit.number(band.low)} to {unit.number(band.high)}"


def _text(figure: Decimal) -> str:
    return f"{figure:.1f}"
