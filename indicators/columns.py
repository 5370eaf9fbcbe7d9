"""Columns of exports that only measures have: years, quarters, targets by quarter."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final

from import_export import widgets

from indicators.rules.periods import FinancialYear
from organisation.columns import Row, figure, figure_text

QUARTER_TARGET: Final = re.compile(r"Q([1-4]) (\S+)(?: to (\S+))?")
Figures = tuple[Decimal, ...]  # one figure, or low and high


class YearWidget(widgets.Widget):
    """A financial year as 2017/18; stored is the year in which it begins."""

    def clean(self, value: Any, row: Row | None = None, **kwargs: Any) -> int:  # noqa: ARG002
        return FinancialYear.parse(str(value)).start

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:  # noqa: ARG002
        return "" if value is None else FinancialYear(value).label


def quarter_targets_text(targets: dict[int, Figures]) -> str:
    """Targets by quarter: "Q1 300; Q2 600; Q3 40 to 45"."""
    return "; ".join(
        f"Q{quarter} {' to '.join(map(figure_text, figures))}"
        for quarter, figures in sorted(targets.items())
    )


def quarter_targets(text: str) -> dict[int, Figures]:
    """The inverse; ValueError for any other text."""
    targets: dict[int, Figures] = {}
    for piece in filter(None, (each.strip() for each in text.split(";"))):
        found = QUARTER_TARGET.fullmatch(piece)
        if not found:
            raise ValueError(f"“{piece}” is no quarter's target: write Q1 300; Q2 40 to 45.")
        targets[int(found[1])] = tuple(figure(each) for each in found.groups()[1:] if each)
    return targets
