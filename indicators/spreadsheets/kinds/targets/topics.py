"""The questions that a table of targets can raise, beside those of any table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indicators.rules.periods import FinancialYear
from indicators.rules.vocabulary import ProfileMethod, ToleranceMode
from indicators.spreadsheets.understanding.questions import Ask, Choice, NotAChoice, one_of
from indicators.spreadsheets.words import one_line, plain, slug

LINEAR = Choice("linear", "A straight line to the year's target")
SEASONAL = Choice("seasonal", "As in past years, once two years are known")
EXPLICIT = Choice("explicit", "The targets by quarter that the sheet gives")
NONE = Choice("none", "None: not rated before the end of the year")


def year(years: Sequence[FinancialYear]) -> Ask[FinancialYear]:
    """Which year the targets are for, where the table names none."""
    choices = tuple(Choice(each.label, f"Targets for {each.label}") for each in years)
    message = "The table does not say which year its targets are for. Which year?"

    def read(answer: str) -> FinancialYear:
        try:
            return FinancialYear.parse(answer)
        except ValueError as error:
            raise NotAChoice(str(error)) from error

    return Ask("year", "year", message, choices, read, "Answer a year such as 2018/19.")


def profile_word(word: str) -> Ask[ProfileMethod]:
    """What a word for a profile means that is none of the usual ones."""
    choices = (LINEAR, SEASONAL, EXPLICIT, NONE)
    pick = one_of(choices)
    message = f"Which in-year profile is “{one_line(word)}”?"
    kind = "profile-word"
    key = f"{kind}.{slug(word)}"
    return Ask(key, kind, message, choices, lambda each: ProfileMethod(pick(each).upper()))


def added_up(quarters: str, annual: str) -> Ask[bool]:
    """Whether figures that add up to the year's are each period's own."""
    choices = (
        Choice("own", "Each period's own: added up, they make the target to date"),
        Choice("to_date", "The target to date, as it stands"),
    )
    pick = one_of(choices)
    message = (
        f"Within the year a running total is rated on its target to date. Are {quarters} each "
        f"period's own (they add up to {annual}), or to date?"
    )
    return Ask("to-date", "to-date", message, choices, lambda each: pick(each) == "own")


def tolerance_unit(*, is_percent: bool) -> Ask[ToleranceMode]:
    """Whether a tolerance is a percentage of the target, or in the measure's own unit."""
    choices = (
        Choice("percent", "As a percentage of the target"),
        Choice("points", "In the measure's own unit: percentage points, homes, days"),
    )
    pick = one_of(choices)
    kind = "tolerance-percent" if is_percent else "tolerance-unit"
    what = "a % sign on a percentage" if is_percent else "no unit"
    message = f"The tolerance has {what}. What is it?"
    modes = {"percent": ToleranceMode.PERCENT_OF_TARGET, "points": ToleranceMode.POINTS}
    return Ask(kind, kind, message, choices, lambda each: modes[pick(each)])


USUAL_WORDS = {
    ProfileMethod.LINEAR: re.compile(r"linear|(a )?straight([ -]line)?|even(ly)?|equal quarters"),
    ProfileMethod.SEASONAL: re.compile(r"seasonal|as last year|(as in )?past years"),
    ProfileMethod.EXPLICIT: re.compile(
        r"explicit|by quarter|quarterly|profiled|as given|(a )?targets? (by|for each) quarter"
    ),
    ProfileMethod.NONE: re.compile(r"none|no( profile)?|not profiled|year[ -]end only|n/a|annual"),
}


def usual_profile(word: str) -> ProfileMethod | None:
    """The profile that a word can only mean."""
    return next(
        (method for method, words in USUAL_WORDS.items() if words.fullmatch(plain(word))), None
    )
