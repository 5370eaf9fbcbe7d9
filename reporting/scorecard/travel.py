"""Direction of travel as pages show it: an arrow that moves as the figure did, and words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from indicators.models import Return
from indicators.returns.outturn import terms_in
from indicators.rules.trend import Comparison, Direction, Movement, Verdict, direction
from reporting.scorecard.series import Series

SYMBOLS = {Movement.UP: "↑", Movement.DOWN: "↓", Movement.LEVEL: "→"}


@dataclass(frozen=True)
class Arrow:
    """Which way it moved and whether that is good; no symbol where nothing can be compared."""

    symbol: str
    words: str
    verdict: str = ""
    note: str = ""


@dataclass(frozen=True)
class Travel:
    """Short term: against the quarter before. Long term: against the same quarter last year.

    An outturn is compared with last year's only, so it has no short term.
    """

    short: Arrow
    long: Arrow
    long_since: str = "on the same quarter last year"


def travel(return_: Return, series: Series) -> Travel:
    """Both directions of a measure, on the terms of the period shown."""
    before, last_year = series.until.previous(), series.until.same_last_year()
    long = arrow(
        compare(return_, series.now, series.at(last_year), Comparison.SAME_PERIOD_LAST_YEAR)
    )
    if series.until.is_outturn:
        return Travel(Arrow("", ""), long, "on last year’s outturn")
    short = compare(return_, series.now, series.at(before), Comparison.PREVIOUS_PERIOD)
    return Travel(arrow(short), long)


def compare(
    return_: Return, now: Decimal | None, then: Decimal | None, comparison: Comparison
) -> Direction:
    """The rules' direction between two figures of a measure, by the terms now in force."""
    terms = terms_in(return_.terms, return_.period.quarter)
    return direction(terms, now, then, comparison=comparison)


def arrow(found: Direction) -> Arrow:
    """A direction with its symbol; a running total says in two words why it has none."""
    if found.movement is None:
        not_comparable = found.judgement is Verdict.NOT_COMPARABLE
        return Arrow("", "Running total" if not_comparable else found.words)
    said, _, note = found.words.partition(" (")
    return Arrow(SYMBOLS[found.movement], said, found.judgement.value.lower(), note.rstrip(")"))
