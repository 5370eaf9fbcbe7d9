"""The questions that a plan of actions can raise, each with its choices in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from indicators.rules.periods import FinancialYear
from indicators.spreadsheets.problems import quote
from indicators.spreadsheets.understanding.dates_named import NamedDay, in_words, read_day
from indicators.spreadsheets.understanding.questions import Ask, Choice, NotAChoice, one_of
from indicators.spreadsheets.words import slug

NUMBERED: Final = "numbered"
LAST: Final = "last"
NEW_AIM: Final = "aim"
GOES_ON: Final = "goes-on"
NO_DAY: Final = "none"
LAST_OF_LONG_MONTHS: Final = 31
FIRST_YEAR, LAST_YEAR = 1950, 2098


def plan_year(years: Sequence[FinancialYear]) -> Ask[FinancialYear]:
    """Of which year the plan is; any year can be typed."""
    likely = tuple(Choice(each.label, f"The plan for {each.label}") for each in years)
    other = Choice("year", "Another year", "YEAR")

    def read(answer: str) -> FinancialYear:
        try:
            return read_year(re.sub(r"^year:", "", answer.strip(), flags=re.IGNORECASE))
        except ValueError as error:
            raise NotAChoice(str(error)) from error

    message = "Of which financial year is the plan?"
    return Ask("year", "year", message, (*likely, other), read, "Answer such as 2017/18.")


def read_year(text: str) -> FinancialYear:
    """A financial year that a plan can be of; ValueError for any other."""
    year = FinancialYear.parse(text)
    if not FIRST_YEAR <= year.start <= LAST_YEAR:
        raise ValueError(f"{year.label} is no year of a plan: check it.")
    return year


def numbering() -> Ask[bool]:
    """Whether actions without numbers are counted."""
    choices = (Choice("count", "Number them 1, 2, 3 … in the order of the sheet"),)
    message = (
        "The table has no column of numbers (No, Ref). By its number an action is known again when "
        "the plan is imported again: add such a column, or have the actions numbered."
    )
    pick = one_of(choices)
    return Ask("numbers", "numbers", message, choices, lambda each: bool(pick(each)))


def bands() -> Ask[str]:
    """What the lines between the rows are, where no column tells."""
    choices = (
        Choice("aim", "Aims: the actions below serve them"),
        Choice("department", "Directorates or services: they answer for the actions below"),
        Choice("neither", "Neither: leave them aside"),
    )
    message = "Lines stand between the rows, such as headings of their own. What are they?"
    return Ask("bands", "bands", message, choices, one_of(choices))


def aim_or_fragment(text: str) -> Ask[bool]:
    """Whether a text in the column of aims begins an aim or goes on with the one above."""
    choices = (
        Choice(NEW_AIM, "Each is an aim: it begins here"),
        Choice(GOES_ON, "They go on with the text above them"),
    )
    message = (
        "In the column of aims some texts can be aims of their own, or go on with the text "
        f"above them, such as {quote(text)}. Which are they?"
    )
    pick = one_of(choices)
    return Ask("aim", "aim", message, choices, lambda each: pick(each) == NEW_AIM)


def no_such_day(text: str, named: NamedDay) -> Ask[date | None]:
    """Which day is meant by one that no calendar has; one answer goes for all written so."""
    meant = named.suggestion
    days = () if meant is None else (meant, *_day_after(meant))
    choices = tuple(Choice(each.isoformat(), in_words(each)) for each in days)
    message = f"{quote(text)}: {named.message.partition(' Is ')[0]} Which day is meant?"
    return Ask(
        f"no-such-day.{slug(text)}",
        "no-such-day",
        message,
        (*choices, Choice("day", "Another day", "DAY"), Choice(NO_DAY, "None: leave it open")),
        read_typed_day,
        "Answer a day such as 2017-09-30, or none.",
    )


def _day_after(day: date) -> tuple[date, ...]:
    """The first of the next month, after a month's last day that is not the 31st."""
    if day.day == LAST_OF_LONG_MONTHS:
        return ()
    after = day + timedelta(days=1)
    return (after,) if after.day == 1 else ()


def read_typed_day(answer: str) -> date | None:
    """A day as an answer has it; None where it is left open."""
    text = re.sub(r"^day:", "", answer.strip(), flags=re.IGNORECASE).strip()
    if text.lower() == NO_DAY:
        return None
    named = read_day(text)
    if named is None or named.day is None:
        raise NotAChoice("write the day like 30 September 2017, or none.")
    return named.day


def pairing() -> Ask[str]:
    """What becomes of several days that don't match the sub-actions in number."""
    choices = (
        Choice(NUMBERED, "Keep every day, as milestones called Milestone 1, Milestone 2 and so on"),
        Choice(LAST, "Keep only the last day, as the action's own"),
    )
    message = (
        "The cell has more due dates, or fewer, than the action lists sub-actions: which belongs "
        "to which can't be told. What is to become of them?"
    )
    return Ask("milestones", "milestones", message, choices, one_of(choices))
