"""Figures that can be read in two ways: each way with the words in which it is asked about."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from indicators.spreadsheets.files.reading import Cell
from indicators.spreadsheets.understanding.figures import (
    MINUS,
    NUMBER,
    POUND,
    Number,
    parsed_number,
)
from indicators.spreadsheets.understanding.periods_named import MONTH_NAMES
from indicators.spreadsheets.understanding.typed_figures import (
    A_DATE,
    BACKWARDS,
    plain_figure,
    surroundings,
    with_surroundings,
)
from indicators.spreadsheets.understanding.understood import (
    Reading,
    State,
    Understood,
    in_doubt,
)

_I: Final = re.IGNORECASE
# Without any of these there is nothing to doubt, and most figures have none.
_SUSPECT: Final = re.compile(
    rf"[()/+<>≤≥⩽⩾A-Za-z]|[{MINUS}]\.?$|^\d\d(?:\d\d)?\s?[{MINUS}]\s?\d\d(?:\d\d)?$"
)
_BRACKETS: Final = re.compile(
    rf"(?P<pound>{POUND})?\s?\(\s*(?P<inner>{NUMBER})\s*\)\s*(?P<after>%?)", _I
)
_AFTER: Final = re.compile(rf"(?P<first>{NUMBER})\s*(?:[{MINUS}]|CR\b|DR\b)\.?", _I)
_SLASH: Final = re.compile(
    rf"(?P<first>{NUMBER})\s*(?:/|\bout of\b|\bof\b)\s*(?P<second>{NUMBER})", _I
)
_SECOND: Final = re.compile(rf"(?P<first>.*\d\s?%?)\s*\(\s*(?P<inner>{NUMBER})\s*\)", _I)
_YEARS: Final = re.compile(
    rf"(?P<first>(?:20)?[0-3]\d)\s?(?:[{MINUS}]|to)\s?(?P<second>(?:20)?[0-3]\d)", _I
)
_FINANCIAL_YEAR: Final = re.compile(rf"(?P<first>(?:19|20)\d\d)\s?[/{MINUS}]\s?(?P<second>\d\d)")
_BOUND: Final = re.compile(
    r"(?P<before><=?|>=?|[≤≥⩽⩾]|at least|at most|more than|less than|fewer than|under|over|below|"
    rf"above|up to|minimum(?: of)?|min\.?|maximum(?: of)?|max\.?|no more than|no less than)\s*"
    rf"(?P<number>{NUMBER})|(?P<first>{NUMBER})\s*(?:\+|(?:or|and) "
    r"(?:more|less|fewer|above|below|over|under|higher|lower)|minimum|maximum|min|max)",
    _I,
)
_DAY: Final = re.compile(
    rf"(?P<first>(?:[1-9]|[12]\d|3[01]))[\s{MINUS}]?(?:{MONTH_NAMES})\.?(?:[\s{MINUS}']*(?:\d{{4}}|\d\d))?",
    _I,
)
_SHARED_SCALE: Final = re.compile(
    rf"(?P<low>[{MINUS}]?£?\d+(?:\.\d+)?)(?P<between>\s*(?:[{MINUS}]|to)\s*£?\d+(?:\.\d+)?\s?)"
    r"(?P<scale>k|m|bn|thousand|million)\b(?P<rest>.*)",
    _I,
)
_SPACED_M: Final = re.compile(r"(?P<digits>\d)\s+m\b(?P<rest>.*)", _I)


def doubtful(base: Understood, text: str) -> Understood | None:
    """What a text can mean that has more than one reading; None where there is no doubt."""
    if not _SUSPECT.search(text):
        return None
    for find in _DOUBTS:
        if found := find(base, text):
            return found
    return None


def _brackets(base: Understood, text: str) -> Understood | None:
    found = _BRACKETS.fullmatch(text)
    if not found:
        return None
    plain = plain_figure(base, f"{found['pound'] or ''}{found['inner']}{found['after']}")
    if plain.value is None:
        return None
    none = replace(base, state=State.NONE, note=text)
    return in_doubt(
        base,
        "brackets",
        f"A figure stands in brackets, such as {text}. What do the brackets say?",
        Reading("minus", f"Less than nothing, as accountants write it: -{found['inner']}",
                replace(plain, value=-plain.value)),
        Reading("plain", f"Nothing: the figure is {found['inner']}", plain),
        Reading("note", "That it is a note: no figure is given", none),
    )  # fmt: skip


def _sign_after(base: Understood, text: str) -> Understood | None:
    found = _AFTER.fullmatch(text)
    if not found:
        return None
    plain = plain_figure(base, found["first"])
    if plain.value is None:
        return None
    return in_doubt(
        base,
        "sign-after",
        f"A figure is followed by a sign, such as {text}. Is it less than nothing?",
        Reading("minus", f"Yes: -{found['first']}", replace(plain, value=-plain.value)),
        Reading("plain", f"No: {found['first']}", plain),
    )


def _slash(base: Understood, text: str) -> Understood | None:
    found = _SLASH.fullmatch(text)
    first, second = (parsed_number(found[each]) if found else None for each in ("first", "second"))
    if not found or not first or not second or _is_year(text):
        return None
    return pair(
        base,
        "slash",
        f"Two figures stand in one cell, such as {text}. What do they say?",
        first,
        second,
    )


def pair(base: Understood, kind: str, question: str, first: Number, second: Number) -> Understood:
    """Two figures with a stroke between them, and all that they can say."""
    bare = base
    one = replace(bare, value=first.value, unit=first.unit, places=first.places)
    counted = replace(one, numerator=first.value, denominator=second.value)
    said = f"{first.value} and {second.value}"
    no_figure = base.wrong(A_DATE)
    return in_doubt(
        base,
        kind,
        question,
        Reading("percent", f"A percentage: the first of the second{_share_words(first, second)}",
                share(counted)),
        Reading("first", f"The first is the figure, out of the second: {said}", counted),
        Reading("target", "The first is the figure, the second its target",
                replace(one, against=second)),
        Reading("range", "A range from the first to the second", between(base, first, second)),
        Reading("date", "A date or a year: no figure", no_figure),
    )  # fmt: skip


def share(counted: Understood) -> Understood:
    """Numerator and denominator as a percentage, to two places."""
    above, below = counted.numerator, counted.denominator
    if above is None or not below or counted.unit:
        return counted.wrong("is no share: no percentage can be taken of it.")
    value = (above * 100 / below).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return replace(counted, value=value, unit="percent", places=2)


def _share_words(first: Number, second: Number) -> str:
    if not second.value:
        return ""
    share = (first.value * 100 / second.value).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return f", here {share}%"


def between(base: Understood, low: Number, high: Number) -> Understood:
    """A range, unless it begins above its end."""
    return base.wrong(BACKWARDS) if low.value > high.value else base.as_range(low, high)


def _second(base: Understood, text: str) -> Understood | None:
    """A second figure in brackets, and nothing that says what it is."""
    found = _SECOND.fullmatch(text)
    number = parsed_number(found["inner"]) if found else None
    if not found or not number:
        return None
    one = plain_figure(base, found["first"].strip())
    if one.state is State.ERROR or one.against:
        return None
    note = f"({found['inner']})"
    return in_doubt(
        base,
        "second",
        f"A second figure stands in brackets, such as {text}. What is it?",
        Reading("target", "The target for that date", replace(one, against=number)),
        Reading("note", "Something else: keep it as a note",
                replace(one, note=f"{one.note} {note}".strip())),
    )  # fmt: skip


def _is_year(text: str) -> bool:
    found = _FINANCIAL_YEAR.fullmatch(text)
    return bool(found) and (int(found["first"]) + 1) % 100 == int(found["second"])  # type: ignore[index]


def _years(base: Understood, text: str) -> Understood | None:
    """A range whose end is one above its start may be a financial year."""
    if _is_year(text):
        return base.wrong(A_DATE)
    found = _YEARS.fullmatch(text)
    if not found or int(found["second"]) != int(found["first"]) + 1:
        return None
    return in_doubt(
        base,
        "range-year",
        f"Is {text} a range, or a financial year?",
        Reading("range", f"A range from {found['first']} to {found['second']}",
                plain_figure(base, text)),
        Reading("year", "A financial year: no figure", base.wrong(A_DATE)),
    )  # fmt: skip


def _bound(base: Understood, text: str) -> Understood | None:
    """More, or less, than a figure: no figure of its own, but often a target's way of saying it."""
    found = _BOUND.fullmatch(text)
    if not found:
        return None
    one = plain_figure(base, found["number"] or found["first"])
    if one.value is None:
        return None
    return in_doubt(
        base,
        "bound",
        f"A figure is given as a bound, such as {text}. How is it to be taken?",
        Reading("figure", "As the figure itself, with the words kept beside it",
                replace(one, note=text)),
        Reading("suppressed", "As a figure held back, for it could tell of single people",
                replace(base, state=State.SUPPRESSED)),
        Reading("none", "As no figure", replace(base, state=State.NONE, note=text)),
    )  # fmt: skip


def doubtful_day(cell: Cell, text: str) -> Understood | None:
    """A small whole number before a month, without brackets: a date, or a figure of that month."""
    if not _DAY.fullmatch(text):
        return None
    core, around = surroundings(text)
    base = with_surroundings(cell.address, cell.text, around)
    figure = plain_figure(base, core)
    if figure.value is None:
        return None
    return in_doubt(
        base,
        "day",
        f"Is {text} a date, or a figure with its month?",
        Reading("figure", f"A figure: {figure.value:f}", figure),
        Reading("date", "A date: no figure", base.wrong(A_DATE)),
    )


def _shared_scale(base: Understood, text: str) -> Understood | None:
    found = _SHARED_SCALE.fullmatch(text)
    if not found:
        return None
    both = f"{found['low']}{found['scale']}{found['between']}{found['scale']}{found['rest']}"
    return in_doubt(
        base,
        "range-scale",
        f"Does the “{found['scale']}” in {text} belong to both figures?",
        Reading("both", "Yes, to both", plain_figure(base, both)),
        Reading("last", "No, to the last alone", plain_figure(base, text)),
    )


def _spaced_m(base: Understood, text: str) -> Understood | None:
    found = _SPACED_M.search(text)
    if not found or re.search(POUND, text):
        return None
    unit = f"{text[: found.start()]}{found['digits']} (m){found['rest']}"
    return in_doubt(
        base,
        "million",
        f"Does the “m” in {text} stand for millions?",
        Reading("million", "Yes, for millions", plain_figure(base, text)),
        Reading("unit", "No, for a unit such as metres or minutes", plain_figure(base, unit)),
    )


_DOUBTS: Final[tuple[Callable[[Understood, str], Understood | None], ...]] = (
    _brackets, _sign_after, _years, _slash, _second, _bound, _shared_scale, _spaced_m,
)  # fmt: skip
