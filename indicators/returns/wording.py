"""The words of the return pages: what a figure is, when it is due, how firm it is."""

from __future__ import annotations

from datetime import date

from indicators.models import Measure, Period, Return
from indicators.rules.periods import MONTHS_OF_QUARTER, Quarter

NOUNS = {
    "percent": "Percentage",
    "count": "Number",
    "rate": "Rate",
    "currency": "Amount",
    "duration": "Duration",
    "ratio": "Ratio",
    "yes_no": "Answer",
    "days": "Days late",
}
PLACES = ("a whole number", "one decimal", "two decimals", "three decimals", "four decimals")
QUALITY_WORDS = {"FINAL": "", "PROVISIONAL": "provisional", "ESTIMATED": "estimated"}


def day(when: date) -> str:
    """30 September 2017."""
    return f"{when:%-d %B %Y}"


def figure_label(return_: Return) -> str:
    """Say what the figure is: "Rate per 10,000 at 31 December 2017"."""
    measure = return_.measure
    noun = NOUNS[measure.value_type]
    if measure.unit and measure.value_type != "percent":
        noun += f" {measure.unit}" if measure.value_type == "rate" else f" ({measure.unit})"
    return f"{noun} {_covering(return_.terms.basis, return_.period.quarter)}"


def _covering(basis: str, quarter: Quarter) -> str:
    """What span a figure covers, by its basis."""
    year_to_date = f"from {day(quarter.financial_year.first_day)} to {day(quarter.end)}"
    return {
        "SNAPSHOT": f"at {day(quarter.end)}",
        "PERIOD": f"for {MONTHS_OF_QUARTER[quarter.number]} {quarter.start.year}",
        "CUMULATIVE_TOTAL": f"{year_to_date} (running total)",
        "YTD_RATIO": year_to_date,
        "YTD_AVERAGE": f"on average {year_to_date}",
        "ROLLING": f"for the rolling period to {day(quarter.end)}",
        "ANNUAL": f"for {quarter.financial_year.label}",
    }[basis]


def figure_hint(measure: Measure) -> str:
    """The guidance of the measure, and how exactly its figure is printed."""
    if measure.value_type == "yes_no":
        return measure.guidance
    printed = f"Printed to {PLACES[measure.decimals]}."
    if measure.decimals == 0:
        printed = "Printed as a whole number."
    return f"{measure.guidance} {printed}".strip()


def due_words(period: Period, on: date) -> str:
    """When returns are due, and how far off or late that is."""
    days = (period.due_on - on).days
    if days == 0:
        return f"due today, {day(period.due_on)}"
    distance = f"{abs(days)} day{'s' if abs(days) != 1 else ''}"
    if days > 0:
        return f"due {day(period.due_on)}, in {distance}"
    return f"due {day(period.due_on)}, {distance} late"
