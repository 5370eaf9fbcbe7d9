"""Questions that any kind of table can raise: which reading, which year, a percentage or not."""

from __future__ import annotations

from functools import cache

from indicators.rules.periods import Quarter
from indicators.spreadsheets.understanding.periods_named import SomeQuarter
from indicators.spreadsheets.understanding.questions import Ask, Choice, one_of
from indicators.spreadsheets.understanding.understood import Understood


def reading(found: Understood) -> Ask[Understood]:
    """Which of a cell's readings is meant; one answer goes for all cells of the same doubt."""
    meanings = {each.key: each.meaning for each in found.readings}
    choices = tuple(Choice(each.key, each.label) for each in found.readings)
    pick = one_of(choices)
    return Ask(found.doubt, found.doubt, found.question, choices, lambda each: meanings[pick(each)])


@cache
def plain_percent() -> Ask[bool]:
    """Whether a figure without a % sign is a percentage."""
    choices = (Choice("yes", "Yes: read it with a % sign"), Choice("no", "No: a plain number"))
    pick = one_of(choices)
    message = "The measure is a percentage but the figure has no % sign. Is it a percentage?"
    return Ask("percent.plain", "percent", message, choices, lambda each: pick(each) == "yes")


@cache
def fraction_percent() -> Ask[str]:
    """What a figure of at most 1 means in a percentage measure."""
    choices = (
        Choice("fraction", "A fraction: 0.7 means 70%"),
        Choice("percent", "A percentage: 0.7 means 0.7%"),
        Choice("no", "A plain number"),
    )
    message = "The measure is a percentage and the figure is at most 1, without a % sign."
    return Ask("percent.fraction", "fraction", message, choices, one_of(choices))


def quarter_meant(named: SomeQuarter) -> Ask[Quarter]:
    """Which quarter "Q3 2017" is: of the year that begins or ends then, or from January."""
    year = named.calendar_year or 0
    labels = (
        f"The financial year that begins in {year}",
        f"The financial year that ends in {year}",
        f"The calendar year {year}",
    )
    keys = ("begins", "ends", "calendar")
    quarters = dict(zip(keys, named.could_be, strict=True))
    choices = tuple(
        Choice(key, f"{label}: {quarters[key].prose}")
        for key, label in zip(keys, labels, strict=True)
    )
    pick = one_of(choices)
    message = f"Which year is meant by “Q{named.number} {year}”?"
    return Ask("quarter-year", "quarter-year", message, choices, lambda each: quarters[pick(each)])
