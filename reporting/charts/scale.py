"""The vertical scale of a chart: round steps, few lines, nothing outside what can be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from indicators.rules.units import Unit, step

LINES_AT_MOST = 6
ROUND_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
MARGIN = Decimal("0.08")
#: Where the lowest figure is less than this share of the highest, the scale begins at 0.
NEAR_ZERO = Decimal("0.4")
PERCENT_TOP = Decimal(100)
#: Kinds whose sign or word stands on the scale too; other units stand in the subtitle.
WRITTEN_KINDS = frozenset({"percent", "currency", "yes_no"})


@dataclass(frozen=True)
class Axis:
    """From ``low`` to ``high`` in round steps."""

    low: Decimal
    high: Decimal
    step: Decimal
    unit: Unit

    @property
    def ticks(self) -> tuple[Decimal, ...]:
        """Where the light lines go."""
        count = int((self.high - self.low) / self.step)
        return tuple(self.low + self.step * index for index in range(count + 1))

    def share(self, value: Decimal) -> Decimal:
        """How far up the scale a value stands: 0 at the foot, 1 at the top."""
        return (value - self.low) / (self.high - self.low)

    def label(self, tick: Decimal) -> str:
        """A tick in as many decimals as the steps need: 52.5, 80%, £1,500, Yes."""
        exponent = self.step.normalize().as_tuple().exponent
        decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        kind = self.unit.kind if self.unit.kind in WRITTEN_KINDS else "count"
        return Unit(kind, decimals=decimals).short(tick)


def axis_for(values: Iterable[Decimal], unit: Unit) -> Axis:
    """A scale with all values on it; never below 0 or above 100% for figures that are not."""
    found = list(values) or [Decimal(0), Decimal(1)]
    low, high = min(found), max(found)
    span = (high - low) or abs(high) / 5 or Decimal(1)
    if 0 <= low <= high * NEAR_ZERO:
        span = high or Decimal(1)
    size = max(_step(span * (1 + 2 * MARGIN)), step(unit.decimals))
    foot = _multiple(low - span * MARGIN, size, ROUND_FLOOR)
    top = _multiple(high + span * MARGIN, size, ROUND_CEILING)
    if low >= 0:
        foot = Decimal(0) if low <= high * NEAR_ZERO else max(foot, Decimal(0))
    if unit.is_percent and high <= PERCENT_TOP:
        top = min(top, PERCENT_TOP)
    if unit.kind == "yes_no":
        foot, top = Decimal(0), Decimal(1)
    return Axis(foot, max(top, foot + size), size, unit)


def _step(span: Decimal) -> Decimal:
    """The smallest round step that needs few lines."""
    power = Decimal(1).scaleb((span / LINES_AT_MOST).adjusted())
    return next(each * power for each in ROUND_STEPS if span / (each * power) <= LINES_AT_MOST)


def _multiple(value: Decimal, size: Decimal, rounding: str) -> Decimal:
    return (value / size).to_integral_value(rounding=rounding) * size
