"""The words of the return pages: what a figure is, when it is due, how firm it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from indicators.models import Measure, Period, Return
from indicators.returns.months import MONTHS_OF_YEAR
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
TWO = 2
QUALITY_WORDS = {"FINAL": "", "PROVISIONAL": "provisional", "ESTIMATED": "estimated"}


def day(when: date) -> str:
    """30 September 2017."""
    return f"{when:%-d %B %Y}"


def quarter_words(quarter: Quarter) -> str:
    """Quarter 4 2017/18, as one says it in a sentence; an outturn as it is named."""
    year = quarter.financial_year.label
    return quarter.name if quarter.is_outturn else f"Quarter {quarter.number} {year}"


def month_words(quarter: Quarter, month: int) -> str:
    """October 2017; `month` counts from April."""
    return f"{MONTHS_OF_YEAR[month - 1]} {quarter.start.year}"


def figure_label(return_: Return) -> str:
    """Say what the figure is: "Rate per 10,000 at 31 December 2017"."""
    measure = return_.measure
    noun = NOUNS[measure.value_type]
    if measure.unit and measure.value_type != "percent":
        noun += f" {measure.unit}" if measure.value_type == "rate" else f" ({measure.unit})"
    return f"{noun} {_covering(return_.terms.basis, return_.period.quarter)}"


def _covering(basis: str, quarter: Quarter) -> str:
    """What span a figure covers, by its basis."""
    year = quarter.financial_year.label
    months = MONTHS_OF_QUARTER.get(quarter.number)
    year_to_date = f"from {day(quarter.financial_year.first_day)} to {day(quarter.end)}"
    return {
        "SNAPSHOT": f"at {day(quarter.end)}",
        "PERIOD": f"for {months} {quarter.start.year}" if months else f"for all of {year}",
        "CUMULATIVE_TOTAL": f"{year_to_date} (running total)",
        "YTD_RATIO": year_to_date,
        "YTD_AVERAGE": f"on average {year_to_date}",
        "ROLLING": f"for the rolling period to {day(quarter.end)}",
        "ANNUAL": f"for {year}",
    }[basis]


def figure_hint(measure: Measure) -> str:
    """The guidance of the measure, and how exactly its figure is printed."""
    if measure.value_type == "yes_no":
        return measure.guidance
    printed = f"Printed to {PLACES[measure.decimals]}."
    if measure.decimals == 0:
        printed = "Printed as a whole number."
    return f"{measure.guidance} {printed}".strip()


def named(return_: Return) -> str:
    """The return of 25 for 2017/18 Q3, as a sentence begins with it."""
    return f"The return of {return_.measure.ref} for {return_.period}"


def stood_in(return_: Return) -> str:
    """What follows the approver's name: " for Jo Lee, who was away"; blank where nobody was."""
    away = return_.approved_for
    return f" for {away.name}, who was away" if away else ""


def list_words(names: Sequence[str]) -> str:
    """Otto, Priya and Quentin."""
    if len(names) < TWO:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def due_words(period: Period, on: date) -> str:
    """When returns are due, and how far off or late that is."""
    days = (period.due_on - on).days
    if days == 0:
        return f"due today, {day(period.due_on)}"
    distance = f"{abs(days)} day{'s' if abs(days) != 1 else ''}"
    if days > 0:
        return f"due {day(period.due_on)}, in {distance}"
    return f"due {day(period.due_on)}, {distance} late"


def grace_words(period: Period, on: date) -> str:
    """How long late returns are still taken; blank before they are late and after that day."""
    until = period.enter_until
    if until is None or not period.due_on < on <= until or period.is_locked(on):
        return ""
    return f"Late returns can be entered until {day(until)}."
