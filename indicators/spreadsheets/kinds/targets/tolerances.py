"""Tolerances beside a target: "5%", "2 points", green to and amber to."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from indicators.rules.vocabulary import ToleranceMode
from indicators.spreadsheets.kinds.known_measures import KnownMeasure
from indicators.spreadsheets.kinds.measures.settled import SettledTolerance
from indicators.spreadsheets.kinds.targets import topics
from indicators.spreadsheets.kinds.targets.row_reading import RowReading
from indicators.spreadsheets.kinds.targets.vocabulary import (
    AMBER,
    GREEN,
    TOLERANCE,
    TOLERANCE_KIND,
)
from indicators.spreadsheets.understanding.cells import read_figure
from indicators.spreadsheets.understanding.understood import State
from indicators.spreadsheets.words import one_line, plain

WIDTH: Final = re.compile(
    r"(?:\+/-|[±+-])?\s*(?P<figure>\d+(?:\.\d+)?)\s*(?P<unit>%|percent|per cent)?\s*"
    r"(?P<words>(?:percentage )?points?|pp|ppts?|% points|of (?:the )?target)?"
)
NONE: Final = frozenset({"none", "no tolerance", "0", "0%", "n/a", "-"})
POINTS: Final = re.compile(r"\b(points?|pp|ppts?|own unit|units?)\b")
PERCENT: Final = re.compile(r"%|\bper ?cent")


def settle_tolerance(row: RowReading, measure: KnownMeasure) -> SettledTolerance | None:
    """The tolerance that the row gives; None where it gives none, or none yet."""
    amber_name = next((each for each in (AMBER, TOLERANCE) if row.text(each)), "")
    if not amber_name:
        if row.text(GREEN):
            row.problem(GREEN, "Green has a tolerance, amber none: fill in how far amber reaches.")
        return None
    if plain(row.text(amber_name)) in NONE:
        return SettledTolerance(ToleranceMode.NONE)
    green = _width(row, GREEN) if row.text(GREEN) else Decimal(0)
    amber = _width(row, amber_name)
    if green is None or amber is None:
        return None
    if green > amber:
        row.problem(GREEN, "Green can't reach further than amber: correct one of them.")
        return None
    mode = _mode(row, amber_name, measure)
    return SettledTolerance(mode, green=green, amber=amber) if mode else None


def _width(row: RowReading, name: str) -> Decimal | None:
    found = read_figure(row.source(name))
    if found.state is State.VALUE and found.value is not None and found.value >= 0:
        return found.value
    typed = WIDTH.fullmatch(plain(row.text(name)))
    if typed is None:
        where = f"{row.source(name).address} {row.text(name)}"
        row.problem(name, f"{where} is no tolerance: write 5%, 2 points or none.")
        return None
    return Decimal(typed["figure"])


def _mode(row: RowReading, name: str, measure: KnownMeasure) -> ToleranceMode | None:
    """Percentage of the target or points, as any of the words around the figure says."""
    heading = row.context.table.headings.get(name, "")
    kind, said = row.text(TOLERANCE_KIND), one_line(f"{row.text(name)} {heading}")
    for words in (kind, said):
        if POINTS.search(plain(words)):
            return ToleranceMode.POINTS
        if "target" in plain(words) and PERCENT.search(plain(words)):
            return ToleranceMode.PERCENT_OF_TARGET
    if PERCENT.search(plain(kind)):
        return ToleranceMode.PERCENT_OF_TARGET
    if PERCENT.search(plain(said)) and not measure.unit.is_percent:
        return ToleranceMode.PERCENT_OF_TARGET
    ask = topics.tolerance_unit(is_percent=bool(PERCENT.search(plain(said))))
    return row.context.asker.ask(ask, row.ref, row.source(name))
