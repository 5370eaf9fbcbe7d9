"""What a row of a table of figures settles: each figure with its period and what it becomes."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from indicators.spreadsheets.kinds.kind import Row
from indicators.spreadsheets.kinds.known_measures import KnownMeasure
from indicators.spreadsheets.kinds.values.spans import Span


@dataclass(frozen=True, slots=True)
class SettledFigure:
    """A figure that can be kept, or for an open period the reason why there is none."""

    span: Span
    cell: str
    is_return: bool = False
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    target: Decimal | None = None
    note: str = ""
    is_estimated: bool = False
    no_value_reason: str = ""

    @property
    def place(self) -> tuple[object, ...]:
        """What no other figure of its measure may have too: baselines stand by their last day."""
        return (self.span.quarter,) if self.is_return else (self.span.end,)


@dataclass(frozen=True)
class ValueRow(Row):
    """One row's figures: one where each period has a row, else one for each period's column."""

    figures: tuple[SettledFigure, ...] = field(default=(), kw_only=True)
    known_as: str = field(default="", kw_only=True)
    measure: KnownMeasure | None = field(default=None, kw_only=True)
    is_alone: bool = field(default=True, kw_only=True)  # no other row is known as it is

    @property
    def key(self) -> str:
        """Ref and period; ref alone where a row holds several periods."""
        return self.known_as or f"row:{self.row}"
