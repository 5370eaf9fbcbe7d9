"""What a chart of a measure says, in words: which way it goes, and for how long in what colour."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from indicators.rules.units import Unit
from reporting.charts.description import Point

#: So many changes in one direction are told as such.
IN_A_ROW = 3
YEAR = 4


def message(points: Sequence[Point], unit: Unit, *, starts_again: bool = False) -> str:
    """Up for 11 quarters in a row, and red for 4. `points`: quarters in order, baselines apart.

    `starts_again`: a running total, which is compared with the same quarter of last year only.
    """
    if not points or points[-1].value is None:
        return _without_figure(points)
    parts = [_change(points, unit, starts_again=starts_again), _colour(points)]
    said = ", and ".join(part for part in parts if part)
    return (said[:1].upper() + said[1:]) or f"{points[-1].text} in {points[-1].label}"


def _without_figure(points: Sequence[Point]) -> str:
    """That the newest figure is missing, and what the last one was."""
    if not points:
        return "No figures yet"
    last = next((point for point in reversed(points) if point.value is not None), None)
    before = f"; {last.text} in {last.label}" if last else ""
    return f"No figure for {points[-1].label}{before}"


def _change(points: Sequence[Point], unit: Unit, *, starts_again: bool) -> str:
    if unit.kind == "yes_no":
        return ""
    run = 0 if starts_again else _run(points)
    if abs(run) >= IN_A_ROW:
        return f"{'up' if run > 0 else 'down'} for {abs(run)} quarters in a row"
    now = points[-1]
    by_time = {point.at: point.value for point in points}
    for back, words in ((YEAR, "a year ago"), (1, "last quarter")):
        then = by_time.get(now.at - back)
        if then is not None and now.value is not None and not (back == 1 and starts_again):
            return _against(now.value - then, words, unit)
    return ""


def _against(difference: Decimal, words: str, unit: Unit) -> str:
    if difference == 0:
        return f"the same as {words}"
    return f"{'up' if difference > 0 else 'down'} {unit.gap(abs(difference))} on {words}"


def _run(points: Sequence[Point]) -> int:
    """How many times running it rose (positive) or fell (negative), up to the newest figure."""
    count = 0
    for later, earlier in pairwise(reversed(points)):
        if later.value is None or earlier.value is None or later.value == earlier.value:
            break
        way = 1 if later.value > earlier.value else -1
        if count * way < 0:
            break
        count += way
    return count


def _colour(points: Sequence[Point]) -> str:
    """For how long it has had its colour, or that it is new to it; nothing where it has none."""
    words = [_word(point) for point in points]
    now = words[-1]
    if not now:
        return ""
    length = next((n for n, word in enumerate(reversed(words)) if word != now), len(words))
    before = words[-2] if len(words) > 1 else ""
    if length > 1:
        return f"{now} for {length} quarters in a row"
    return f"newly {now}, {before} last quarter" if before else now


def _word(point: Point) -> str:
    status = point.status
    return status.colour.label.lower() if status is not None and status.colour is not None else ""
