"""What needs attention first: the reds, newly red before long red."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from indicators.rules.periods import Quarter
from reporting.scorecard import words
from reporting.scorecard.rows import MeasureRow
from reporting.scorecard.series import QUARTERS


@dataclass(frozen=True)
class Card:
    """A red measure with how it came here; its exception report says what is being done."""

    row: MeasureRow
    history: str
    exception_url: str


def attention(found: Iterable[MeasureRow], quarter: Quarter) -> tuple[Card, ...]:
    """A card for each red: what turned red now comes first, then the longest red."""
    reds = [row for row in found if row.status.is_red]
    reds.sort(key=lambda row: (row.quarters_red > 1, -row.quarters_red))
    return tuple(
        Card(
            row=row,
            history=history(row, quarter),
            exception_url=reverse(
                "reporting:exception", kwargs={"ref": row.ref, "period": quarter}
            ),
        )
        for row in reds
    )


def history(row: MeasureRow, quarter: Quarter) -> str:
    """How it came to be red, against the quarter before, or an outturn against last year's."""
    noun = "outturn" if quarter.is_outturn else "quarter"
    if row.quarters_red >= QUARTERS:
        return f"red for at least {QUARTERS} {noun}s"
    if row.quarters_red > 1:
        return f"red for {row.quarters_red} {noun}s"
    if row.status_before is None:
        return f"red, with no rating {words.during_last(quarter)} to compare with"
    word = row.status_before.word
    return f"newly red, {word[0].lower()}{word[1:]} {words.during_last(quarter)}"
