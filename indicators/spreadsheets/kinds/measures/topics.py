"""The questions themselves: their keys, words, choices and how each answer is read."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final

from indicators.rules.periods import FinancialYear
from indicators.rules.vocabulary import Basis, ProfileMethod, ToleranceMode
from indicators.spreadsheets.kinds.measures import basis as wording
from indicators.spreadsheets.kinds.measures.settled import SettledProfile, SettledTolerance
from indicators.spreadsheets.understanding.figures import parsed_number
from indicators.spreadsheets.understanding.periods_named import Month
from indicators.spreadsheets.understanding.questions import Ask, Choice, NotAChoice, one_of
from indicators.spreadsheets.words import listed, slug

QUARTERS_BEFORE_LAST: Final = 3
MOST_DECIMALS: Final = 4

LINEAR: Final = Choice("linear", "A straight line from 0 to the year's target")
SEASONAL: Final = Choice("seasonal", "As in past years, once two years are known")
NO_PROFILE: Final = Choice("none", "None: not rated before the end of the year")
START: Final = Choice("start", "A straight line from this figure", "FIGURE", one_measure_only=True)
EXPLICIT: Final = Choice("explicit", "A target for each quarter", "Q1,Q2,Q3", one_measure_only=True)
PROFILES: Final = (LINEAR, SEASONAL, NO_PROFILE, START, EXPLICIT)


def figures_in(text: str, counts: Sequence[int]) -> tuple[Decimal, ...]:
    """The figures of an answer, so many of them; separated by commas."""
    pieces = [each.strip() for each in text.split(",")] if text.strip() else []
    numbers = [parsed_number(each) for each in pieces]
    found = tuple(each.value for each in numbers if each)
    if len(found) != len(pieces) or len(found) not in counts:
        if list(counts) == [1]:
            raise NotAChoice("after the colon write one figure.")
        wanted = listed([str(each) for each in counts], "or")
        raise NotAChoice(f"after the colon write {wanted} figures, with commas between them.")
    return found


def split_answer(answer: str) -> tuple[str, str]:
    """The word before the colon and what follows it."""
    word, _, rest = answer.partition(":")
    return word.strip().lower(), rest.strip()


def basis(word: str, *, is_percent: bool) -> Ask[Basis]:
    """What the figures of a measure cover."""
    unit = "percentages" if is_percent else "counts and rates"
    if wording.is_cumulative(word):
        key = f"basis.cumulative.{'percent' if is_percent else 'count'}"
        message = (
            f"“Cumulative” on {unit}: is each a running total that builds up to the year's "
            "target, or a ratio of the year to date against a flat target?"
        )
    elif word:
        key = f"basis.{slug(word)}"
        message = f"What does “{word}” say of the figures?"
    else:
        key, message = "basis.unstated", "The sheet does not say the basis. What is it?"
    choices = tuple(Choice(each.value, each.label) for each in wording.could_be(word))
    pick = one_of(tuple(Choice(each.value, each.label) for each in Basis))
    return Ask(key, "basis", message, choices, lambda answer: Basis(pick(answer)))


def average() -> Ask[bool]:
    """Whether what is returned is already the average to date."""
    choices = (
        Choice("to_date", "The average of the year to date"),
        Choice("each_period", "Each period's own figure, averaged here"),
    )
    pick = one_of(choices)
    message = "“Year to date average”: what do officers return?"
    return Ask("average", "average", message, choices, lambda each: pick(each) == "to_date")


def profile() -> Ask[SettledProfile]:
    """How a running total's target is spread over the year."""
    message = (
        "A running total is rated within the year against an in-year profile of its target. "
        "Which profile?"
    )
    return Ask("profile", "profile", message, PROFILES, read_profile)


def read_profile(answer: str) -> SettledProfile:
    """An answer such as `linear`, `start:20000` or `explicit:300,600,850`."""
    word, rest = split_answer(answer)
    if word == START.value:
        return SettledProfile(ProfileMethod.LINEAR, start=figures_in(rest, [1])[0])
    if word == EXPLICIT.value:
        figures = figures_in(rest, [QUARTERS_BEFORE_LAST])
        return SettledProfile(ProfileMethod.EXPLICIT, explicit=figures)
    one_of(PROFILES)(answer)
    return SettledProfile(ProfileMethod(word.upper()))


def month_year(month: Month, years: Sequence[FinancialYear]) -> Ask[int]:
    """Which year a month without a year is in; the years are those that may be set up."""
    before = [_last_before(month.number, each) for each in years]
    offered = dict.fromkeys(each + step for each in before for step in (0, 1, -1))
    choices = tuple(Choice(str(each), f"{_month(month.number)} {each}") for each in offered)
    pick = one_of(choices)
    message = f"Which year is “{month.name.capitalize()}” in?"
    return Ask(f"month.{month.name}", "month", message, choices, lambda each: int(pick(each)))


def unstated_month(years: Sequence[FinancialYear]) -> Ask[tuple[int, int]]:
    """Which month a figure is for, where the sheet names none."""
    months = [(_last_before(number, each), number) for each in years for number in _backwards()]
    choices = tuple(Choice(f"{y}-{number:02d}", f"{_month(number)} {y}") for y, number in months)

    def read(answer: str) -> tuple[int, int]:
        found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", answer.strip())
        if not found:
            raise NotAChoice("write the month as 2017-03.")
        return int(found[1]), int(found[2])

    message = "For which month is the latest performance?"
    return Ask("month.unstated", "month", message, choices, read)


def _last_before(number: int, year: FinancialYear) -> int:
    """The calendar year of the last such month before the financial year begins."""
    return year.start if number <= QUARTERS_BEFORE_LAST else year.start - 1


def _backwards() -> list[int]:
    """The months of the year before, from March back to April."""
    return [3, 2, 1, 12, 11, 10, 9, 8, 7, 6, 5, 4]


def _month(number: int) -> str:
    return calendar.month_name[number]


def tolerance(default_percent: Decimal) -> Ask[SettledTolerance]:
    """How far from the target amber reaches."""
    default = Choice("default", f"The council's default: amber to {default_percent}% of the target")
    choices = (default, Choice("none", "None: red at once"), *_WIDTHS)
    message = "The sheet gives no tolerance. Which one, until one is agreed?"

    def read(answer: str) -> SettledTolerance:
        if answer.strip().lower() == default.value:
            mode = ToleranceMode.PERCENT_OF_TARGET
            return SettledTolerance(mode, amber=default_percent, is_council_default=True)
        return read_tolerance(answer, choices)

    return Ask("tolerance", "tolerance", message, choices, read)


_WIDTHS: Final = (
    Choice("percent", "As a percentage of the target: amber, or green and amber", "GREEN,AMBER"),
    Choice("points", "In the measure's own unit: amber, or green and amber", "GREEN,AMBER"),
)


def zero_tolerance() -> Ask[SettledTolerance]:
    """The tolerance of a target of 0, of which no percentage can be taken."""
    choices = (Choice("none", "None: red at once"), _WIDTHS[1])
    message = "The target is 0, and a percentage of 0 is 0. Which tolerance?"
    read: Callable[[str], SettledTolerance] = lambda each: read_tolerance(each, choices)  # noqa: E731
    return Ask("tolerance.zero", "tolerance", message, choices, read)


def read_tolerance(answer: str, choices: tuple[Choice, ...]) -> SettledTolerance:
    """An answer such as `none`, `points:2` or `percent:0,5`."""
    word, rest = split_answer(answer)
    if word not in {each.value for each in choices}:
        raise NotAChoice(f"choose {listed([each.written for each in choices], 'or')}.")
    if word == "none":
        return SettledTolerance(ToleranceMode.NONE)
    *green, amber = figures_in(rest, [1, 2])
    width = green[0] if green else Decimal(0)
    if width < 0 or amber < width:
        raise NotAChoice("green can't reach further than amber, and neither below 0.")
    modes = {"points": ToleranceMode.POINTS, "percent": ToleranceMode.PERCENT_OF_TARGET}
    return SettledTolerance(modes[word], green=width, amber=amber)


Goldilocks = SettledTolerance | tuple[Decimal, Decimal]


def goldilocks(
    ref: str, target: str, year: str, last_range: tuple[Decimal, Decimal] | None
) -> Ask[Goldilocks]:
    """The range, or the widths on either side, of a Goldilocks target of a single figure."""
    low_high = Choice("range", "A range as the target", "LOW,HIGH")
    written = f"range:{last_range[0]},{last_range[1]}" if last_range else ""
    last = (Choice(written, "The range of the year before"),) if written else ()
    five = Choice("percent:5", "Amber to 5% of the figure on either side")
    choices = (five, *last, *reversed(_WIDTHS), low_high)

    def read(answer: str) -> Goldilocks:
        word, rest = split_answer(answer)
        if word != low_high.value:
            return read_tolerance(answer, (*_WIDTHS, low_high))
        low, high = figures_in(rest, [2])
        if low > high:
            raise NotAChoice("the range begins above its end: swap the two figures.")
        return low, high

    message = (
        f"Goldilocks with the single figure {target} for {year}: which range, or how far on "
        "either side do green and amber reach?"
    )
    kind = "other-goldilocks" if "." in ref else "goldilocks"
    return Ask(f"goldilocks.{ref}", kind, message, choices, read)


def misplaced_range(ref: str, target: str) -> Ask[str]:
    """What a range means for a measure that is not Goldilocks."""
    choices = (
        Choice("goldilocks", "The measure is Goldilocks: stay in range"),
        Choice("low", "Its lower figure is the target"),
        Choice("high", "Its upper figure is the target"),
    )
    message = f"The range {target} belongs to Goldilocks, and the sheet says otherwise."
    return Ask(f"range.{ref}", "range", message, choices, one_of(choices))


def decimals(ref: str) -> Ask[int]:
    """How many decimal places a measure shows, where the sheet's own are not wanted."""
    choices = tuple(Choice(str(each), f"{each} places") for each in range(MOST_DECIMALS + 1))
    pick = one_of(choices)
    return Ask(f"decimals.{ref}", "decimals", "Decimal places", choices, lambda e: int(pick(e)))


def year_set_up(years: Sequence[FinancialYear]) -> Ask[FinancialYear]:
    """Which year's terms the sheet sets up."""
    choices = tuple(Choice(each.label, f"Targets for {each.label}") for each in years)
    pick = one_of(choices)
    message = "The sheet has targets for several years. Which year is being set up?"
    return Ask("year", "year", message, choices, lambda each: FinancialYear.parse(pick(each)))


def sheet(names: Sequence[str], things: str = "measures") -> Ask[str]:
    """Which of several tables of one kind is meant."""
    choices = tuple(Choice(each, f"The sheet {each}") for each in names)
    message = f"Several sheets have {things}. Which one? What that one leaves open is asked next."
    return Ask("sheet", "sheet", message, choices, one_of(choices))
