"""A small chart of the last figures and their targets, laid out to be drawn beside a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from .units import Unit

WIDTH, HEIGHT = Decimal(320), Decimal(150)
LEFT, RIGHT, TOP, BOTTOM = Decimal(10), Decimal(10), Decimal(24), Decimal(44)
ABOVE, BELOW = Decimal(-9), Decimal(21)
LETTER = Decimal(8)
TARGET_HALF = Decimal(11)
AT_LEAST = 2


@dataclass(frozen=True)
class Past:
    """A figure of the past with what it was to reach; None where there was none."""

    period: str
    value: Decimal | None
    targets: tuple[Decimal, ...] = ()
    starts_anew: bool = False


@dataclass(frozen=True)
class Dot:
    """A figure on the drawing; its `label`, if any, stands clear of the line."""

    x: str
    y: str
    label: str = ""
    anchor: str = "middle"
    label_y: str = ""


@dataclass(frozen=True)
class Dash:
    """A target: a short line across its period."""

    x1: str
    x2: str
    y: str


@dataclass(frozen=True)
class SmallChart:
    """All that a page needs to draw it; `description` says the same in words."""

    dots: tuple[Dot, ...]
    lines: tuple[str, ...]
    targets: tuple[Dash, ...]
    first: str
    last: str
    description: str
    width: str = str(WIDTH)
    height: str = str(HEIGHT)


def small_chart(past: Sequence[Past], unit: Unit) -> SmallChart | None:
    """Lay out figures, oldest first; None with fewer than two of them.

    The line is broken where a figure is missing and where a running total starts anew.
    """
    shown = {each.period: each.value for each in past if each.value is not None}
    if len(shown) < AT_LEAST:
        return None
    scale = _Scale.of(past)
    at = {each.period: scale.x(place, len(past)) for place, each in enumerate(past)}
    return SmallChart(
        dots=_dots(shown, at, scale, unit),
        lines=tuple(_lines(past, at, scale)),
        targets=tuple(
            Dash(_text(at[each.period] - TARGET_HALF), _text(at[each.period] + TARGET_HALF), y)
            for each in past
            for y in (_text(scale.y(target)) for target in each.targets)
        ),
        first=past[0].period,
        last=past[-1].period,
        description=_describe(shown, unit),
    )


@dataclass(frozen=True)
class _Scale:
    """Where a figure stands in height, a period in width."""

    low: Decimal
    high: Decimal

    @classmethod
    def of(cls, past: Sequence[Past]) -> _Scale:
        values = [each.value for each in past if each.value is not None]
        figures = [*values, *(target for each in past for target in each.targets)]
        low, high = min(figures), max(figures)
        if low == high:
            return cls(low - 1, high + 1)
        return cls(low, high)

    def y(self, figure: Decimal) -> Decimal:
        room = HEIGHT - TOP - BOTTOM
        return TOP + (self.high - figure) / (self.high - self.low) * room

    def x(self, place: int, of: int) -> Decimal:
        room = WIDTH - LEFT - RIGHT - 2 * TARGET_HALF
        return LEFT + TARGET_HALF + room * place / max(of - 1, 1)


def _dots(
    shown: dict[str, Decimal], at: dict[str, Decimal], scale: _Scale, unit: Unit
) -> tuple[Dot, ...]:
    """The first and the last figure are printed; the table has those between."""
    periods, values = list(shown), list(shown.values())
    found = [Dot(_text(at[period]), _text(scale.y(shown[period]))) for period in periods]
    for end, neighbour in ((0, 1), (-1, -2)):
        x, y, label = at[periods[end]], scale.y(values[end]), unit.short(values[end])
        away = BELOW if values[neighbour] > values[end] else ABOVE
        found[end] = replace(
            found[end], label=label, anchor=_anchor(x, label), label_y=_text(y + away)
        )
    return tuple(found)


def _anchor(x: Decimal, label: str) -> str:
    """Letters at an edge run inwards."""
    half = LETTER * len(label) / 2
    if x < half:
        return "start"
    return "end" if x + half > WIDTH else "middle"


def _lines(past: Sequence[Past], at: dict[str, Decimal], scale: _Scale) -> list[str]:
    """Stretches of neighbouring figures, as points of a polyline."""
    stretches: list[list[str]] = [[]]
    for each in past:
        if each.value is None or each.starts_anew:
            stretches.append([])
        if each.value is not None:
            stretches[-1].append(f"{_text(at[each.period])},{_text(scale.y(each.value))}")
    return [" ".join(points) for points in stretches if len(points) >= AT_LEAST]


def _describe(shown: dict[str, Decimal], unit: Unit) -> str:
    periods, values = list(shown), list(shown.values())
    return (
        f"{len(shown)} figures from {unit.short(values[0])} in {periods[0]} "
        f"to {unit.short(values[-1])} in {periods[-1]}, between {unit.short(min(values))} "
        f"and {unit.short(max(values))}. The table below has each."
    )


def _text(figure: Decimal) -> str:
    return f"{figure:.1f}"
