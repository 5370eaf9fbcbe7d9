"""Which period a benchmark is of: its last day, and the name that people know it by."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from indicators.rules.periods import FinancialYear, Quarter
from indicators.spreadsheets.files.sheets import Cell
from indicators.spreadsheets.understanding import topics
from indicators.spreadsheets.understanding.dates_named import in_words, read_day
from indicators.spreadsheets.understanding.periods_named import (
    Month,
    Named,
    SomeQuarter,
    find_period,
    four_digits,
    read_period,
)
from indicators.spreadsheets.understanding.questions import Ask, Asker, Choice, NotAChoice, one_of
from indicators.spreadsheets.words import DASHES, one_line, slug

LONE: Final = re.compile(rf"(?<![0-9/{DASHES}-])(?:19|20)[0-9]{{2}}(?![0-9/{DASHES}-])")
SPAN: Final = re.compile(
    rf"(?P<first>(?:19|20)[0-9]{{2}})\s?[/{DASHES}-]\s?(?P<last>[0-9]{{4}}|[0-9]{{2}})(?![0-9])"
)
HOW: Final = "write it like 2016/17, 2016/17 Q3, November 2016 or 31 March 2017."


class NoPeriodError(ValueError):
    """A text that names no period; the message says what to write."""


@dataclass(frozen=True, slots=True)
class Period:
    """A period that a figure is of."""

    end: date
    name: str


def settle_period(cell: Cell, asker: Asker, ref: str, year: FinancialYear | None) -> Period | None:
    """The period that a cell names; None while it is asked. NoPeriodError where it names none."""
    text = one_line(cell.text)
    if ask := years_asked(text):
        return asker.ask(ask, ref, cell)
    named = read_period(cell, year)
    return _of_day(cell, text) if named is None else settle_named(named, asker, ref, cell)


def settle_named(named: Named | str, asker: Asker, ref: str, cell: Cell) -> Period | None:
    """A period that was found in a text; years that have two meanings stand as texts."""
    if isinstance(named, str):
        ask = years_asked(named)
        return asker.ask(ask, ref, cell) if ask else None
    if isinstance(named, SomeQuarter) and named.could_be:
        meant = asker.ask(topics.quarter_meant(named), ref, cell)
        return _of(meant) if meant else None
    return _of(named)


def in_heading(heading: str) -> tuple[Named | str, str] | None:
    """The period that a heading names somewhere, and its other words: "England 2016/17"."""
    line = one_line(heading)
    for pattern in (SPAN, LONE):
        found = pattern.search(line)
        if found and years_asked(found[0]):
            return found[0], one_line(f"{line[: found.start()]} {line[found.end() :]}")
    return find_period(line)


def has_two_meanings(text: str) -> bool:
    """Whether a text names years, or a quarter, of which a row's own answer may say which."""
    named = read_period(text)
    return bool(years_asked(text)) or isinstance(named, SomeQuarter)


def asked_period(asker: Asker, cell: Cell) -> Period | None:
    """The answer for a table that names no period anywhere."""
    choices = (Choice("period", "This period", "2016/17 Q3"),)
    message = "The table names no period. Which one are its figures of?"
    how = "Answer a period such as 2016/17, 2016/17 Q3 or November 2016."
    return asker.ask(Ask("period", "period", message, choices, _read, how), "", cell)


def _read(answer: str) -> Period:
    text = answer.removeprefix("period:").strip()
    named = read_period(text)
    try:
        return _of(named) if named else _of_day(text, text)
    except NoPeriodError as error:
        raise NotAChoice(HOW) from error


def _of(named: Named) -> Period:
    if isinstance(named, FinancialYear):
        return Period(named.last_day, named.label)
    if isinstance(named, Quarter):
        return Period(named.end, named.financial_year.label if named.is_outturn else named.name)
    if isinstance(named, Month) and named.year:
        return Period(_month_end(named.year, named.number), _month_name(named))
    raise NoPeriodError(f"names a period without its year: {HOW}")


def _of_day(said: Cell | str, text: str) -> Period:
    found = read_day(said)
    if found and found.day:
        return Period(found.day, in_words(found.day))
    why = found.message if found else f"names no period: {HOW}"
    raise NoPeriodError(why if text else f"names no period: {HOW}")


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _month_name(month: Month) -> str:
    return f"{calendar.month_name[month.number]} {month.year}"


def years_asked(text: str) -> Ask[Period] | None:
    """What "2016", or the pooled years "2014-16", can mean: years from January or from April."""
    if LONE.fullmatch(text):
        year = int(text)
        return _ask(text, {"begins": year + 1, "ends": year}, year, "")
    found = SPAN.fullmatch(text)
    if not found:
        return None
    first, last = int(found["first"]), four_digits(found["last"])
    if last <= first + 1:
        return None
    return _ask(text, {"financial": last}, last, "pooled ")


def _ask(text: str, financial: dict[str, int], last: int, pooled: str) -> Ask[Period]:
    """A question between financial years that end in these Marches, and the calendar year."""
    meant = {
        key: Period(date(end, 3, 31), FinancialYear(end - 1).label if not pooled else text)
        for key, end in financial.items()
    }
    calendar_year = Period(date(last, 12, 31), text)
    choices = [
        Choice(key, f"{pooled}financial years to 31 March {each.end.year}".strip().capitalize())
        for key, each in meant.items()
    ]
    choices.append(Choice("calendar", f"{pooled}years to 31 December {last}".capitalize()))
    pick = one_of(tuple(choices))
    meant["calendar"] = calendar_year
    message = f"Which {pooled}year is “{text}”: from April to March, or from January?"
    key = f"lone-year.{slug(text)}"
    return Ask(key, "lone-year", message, tuple(choices), lambda each: meant[pick(each)])
