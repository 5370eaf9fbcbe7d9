"""Figures typed as text, with the month, profiled target, marks and words around them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from indicators.rules.periods import FinancialYear, Quarter
from indicators.spreadsheets.understanding.dates_named import read_day
from indicators.spreadsheets.understanding.figures import (
    MINUS,
    NUMBER,
    Number,
    number_in,
    parsed_number,
)
from indicators.spreadsheets.understanding.periods_named import (
    MONTH_NAMES,
    MONTHS,
    Month,
    SomeQuarter,
    four_digits,
    read_period,
)
from indicators.spreadsheets.understanding.understood import State, Understood
from indicators.spreadsheets.words import DASHES

NOT_UNDERSTOOD: Final = (
    "can't be understood as a figure: write a number, a range such as 45.7 - 52.3, "
    "TBC or N/A, or leave the row out."
)
A_DATE: Final = "is a date or a year where a figure is expected: type the figure as text."
BACKWARDS: Final = "is a range that begins above its end: swap the two figures."
_I: Final = re.IGNORECASE
_MONTH: Final = re.compile(
    rf"[(\[]?\b(?:(?:as at|as of|to|end(?: of)?|ytd(?: to)?)\s+)?"
    rf"(?P<month>{MONTH_NAMES})\.?(?:\s*[-']?\s*(?P<year>\d{{4}}|\d\d))?[)\]]?$",
    _I,
)
_DAY: Final = re.compile(
    r"(?:[(\[]\s*(?:as at |as of |to |at |on )?|\b(?:as at|as of)\s)(?:\d{1,2}(?:st|nd|rd|th)?\s"
    rf"(?P<month>{MONTH_NAMES})\.?|\d{{1,2}}/(?P<number>0?[1-9]|1[0-2])/)"
    r"\s?(?P<year>\d{4}|\d\d)[)\]]?$",
    _I,
)
_QUARTER: Final = re.compile(
    r"[(\[](?P<period>(?:\d[^()\[\]]{0,12} )?q(?:uarter|tr)?[^()\[\]]{1,20})[)\]]$", _I
)
_AGAINST: Final = re.compile(
    r"[(\[]?\s*(?:(?:against|vs\.?|v\.?|compared (?:to|with)) (?:a |an |the )?)?"
    rf"(?:\b[a-z]+ )?(?:target|profile)\s*(?:of|is|[:=])?\s*(?P<number>{NUMBER})\s*[)\]]?"
    rf"|[(\[]\s*(?:against|vs\.?) (?P<bare>{NUMBER})\s*[)\]]",
    _I,
)
_ESTIMATE: Final = re.compile(
    r"[(\[](e|est\.?|estimated?|p|prov\.?|provisional)[)\]]|\b(estimated?|provisional)\b", _I
)
_ABOUT: Final = re.compile(r"(?:circa\b|ca?\.|c(?=\s?[£\d])|approx(?:\.|imately)?|[~≈])\s*", _I)
_RANGE: Final = re.compile(
    rf"(?:range:?\s)?(?:(?P<between>between )|(?P<from>from ))?(?P<low>{NUMBER})\s*"
    rf"(?(between)and|(?(from)to|(?:[{MINUS}~]|to\b|\.\.+|…)))\s*(?P<high>{NUMBER})(?P<rest>.*)",
    _I | re.DOTALL,
)
_FOOTNOTE: Final = re.compile(r"\s*([*†‡§^¹²³⁰-⁹]+|\[(?:note )?[0-9]{1,2}\])", _I)
_SCIENTIFIC: Final = re.compile(r"[+-]?\d(?:\.\d+)?E[+-]?\d+", _I)
_MINUS_WORD: Final = re.compile(r"^minus\s+(?=[£\d.])", _I)
_MAY_SURROUND: Final = re.compile(r"[^\W\d]|^[*†‡§^~≈]")
_LEADING_MARK: Final = re.compile(r"([*†‡§^]+)\s*(?=[£\d])")
_IN_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
# A fraction, a power or a share per thousand beside a figure makes another figure of it.
_CHANGES_IT: Final = re.compile(r"\d|^\s*[\u2150-\u215e\u2044‰‱½¼¾]")


@dataclass(slots=True)
class Around:
    """What stands around a figure."""

    month: Month | None = None
    against: Number | None = None
    estimated: bool = False
    footnotes: str = ""


def surroundings(text: str) -> tuple[str, Around]:
    """The text without month, profiled target and marks; and these."""
    around = Around()
    if not _MAY_SURROUND.search(text):
        return text, around
    for take in (_take_month, _take_against, _take_estimate, _take_leading_mark):
        text = take(text, around)
        if not _MAY_SURROUND.search(text):
            break
    return text, around


def plain_figure(found: Understood, text: str) -> Understood:
    """A figure or range in a text that has no second reading."""
    return _range(found, text) or _one_figure(found, text)


def with_surroundings(cell: str, text: str, around: Around) -> Understood:
    """A cell of which only the surroundings of its figure are understood."""
    return Understood(
        cell,
        text,
        State.VALUE,
        month=around.month,
        against=around.against,
        footnotes=around.footnotes,
        estimated=around.estimated,
    )


def _take_month(text: str, around: Around) -> str:
    """Takes away the month that the figure is for; of a quarter, its last."""
    if text[-1:] not in _MONTH_ENDS:
        return text
    if match := _DAY.search(text):
        number = _number_of(match["month"]) if match["month"] else int(match["number"])
        around.month = Month(number, _year(match["year"]))
        return text[: match.start()].strip()
    if match := _MONTH.search(text):
        around.month = Month(_number_of(match["month"]), _year(match["year"]))
        return _before(text, match)
    if (match := _QUARTER.search(text)) and (month := _last_month(match["period"])):
        around.month = month
        return text[: match.start()].strip()
    return text


def _number_of(month: str) -> int:
    return MONTHS.index(month[:3].lower()) + 1


def _year(year: str | None) -> int | None:
    return four_digits(year) if year else None


def _before(text: str, month: re.Match[str]) -> str:
    """What stands before a month, without the dash of "45-Nov"."""
    before = text[: month.start()]
    return before[:-1] if before[-1:] in _DASHES and before[-2:-1].isdigit() else before.strip()


_DASHES: Final = frozenset(f"{DASHES}-")
_MONTH_ENDS: Final = frozenset("0123456789)].bceghilnoprtvyBCEGHILNOPRTVY")


def _last_month(period: str) -> Month | None:
    named = read_period(period)
    if isinstance(named, SomeQuarter) and named.calendar_year is None:
        return Month(named.of(FinancialYear(2000)).end.month)
    return Month(named.end.month, named.end.year) if isinstance(named, Quarter) else None


def _take_against(text: str, around: Around) -> str:
    match = _AGAINST.search(text)
    if not match or not match.start():
        return text
    around.against = parsed_number(match["number"] or match["bare"])
    return (text[: match.start()] + text[match.end() :]).strip()


def _take_estimate(text: str, around: Around) -> str:
    about = _ABOUT.match(text)
    rest = _ESTIMATE.sub("", text[about.end() :] if about else text).strip()
    around.estimated = rest != text
    return rest


def _take_leading_mark(text: str, around: Around) -> str:
    text = _MINUS_WORD.sub("-", text)
    match = _LEADING_MARK.match(text)
    if not match:
        return text
    around.footnotes = match[1]
    return text[match.end() :]


def _range(found: Understood, text: str) -> Understood | None:
    match = _RANGE.fullmatch(text)
    low, high = (parsed_number(match[end]) if match else None for end in ("low", "high"))
    if not match or not low or not high or _CHANGES_IT.search(match["rest"]):
        return None
    if low.value > high.value:
        return found.wrong(BACKWARDS)
    mark, rest = _footnote(match["rest"])
    return found.as_range(low, high, rest, mark)


def _one_figure(found: Understood, text: str) -> Understood:
    number, rest = number_in(text)
    mark, rest = _footnote(rest)
    if number is None or _CHANGES_IT.search(_IN_BRACKETS.sub("", rest)):
        return found.wrong(_why_not(found, text))
    return found.as_figure(number, "" if rest in {".", ",", ";"} else rest, mark)


def _why_not(found: Understood, text: str) -> str:
    """What is wrong with a text that holds no figure."""
    if (found.month and not text) or read_day(text) or read_period(text):
        return A_DATE
    if _SCIENTIFIC.fullmatch(text):
        return "is in scientific notation, which drops digits: give the cell a number format."
    return NOT_UNDERSTOOD


def _footnote(rest: str) -> tuple[str, str]:
    """The mark that follows a figure, and the words after it."""
    mark = _FOOTNOTE.match(rest)
    return (mark[1], rest[mark.end() :].strip()) if mark else ("", rest.strip())
