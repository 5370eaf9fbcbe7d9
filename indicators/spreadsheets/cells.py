"""Understands one cell: a figure, a range, to be confirmed, none, suppressed, or an error."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from indicators.rules.vocabulary import Polarity
from indicators.spreadsheets.figures import NUMBER, Number, number_in, parsed_number
from indicators.spreadsheets.reading import Cell
from indicators.spreadsheets.showing import is_percent
from indicators.spreadsheets.words import DASHES, latin, one_line, plain

PERCENT: Final = "percent"
LARGEST: Final = Decimal(10) ** 13
NOT_APPLICABLE: Final = "not_applicable"
TO_BE_CONFIRMED: Final = re.compile(
    r"T\.?B\.?[CADN]\.?|TO BE (CONFIRMED|AGREED|SET|DETERMINED|ADVISED)"
)
NONE_WORDS: Final = re.compile(
    rf"N\s*/\s*A|N\.?A\.?|NOT APPLICABLE|NOT AVAILABLE|NONE|[{DASHES}-]+"
)
SUPPRESSED: Final = re.compile(r"\*+|<\s*\d+|\[?C\]?|SUPPRESSED|LESS THAN \d+")
MONTHS: Final = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MONTH_NAMES: Final = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
MONTH: Final = re.compile(
    rf"[(\[]?\b(?P<month>{MONTH_NAMES})\.?(?:\s*[-']?\s*(?P<year>\d{{4}}|\d\d))?[)\]]?$",
    re.IGNORECASE,
)
AGAINST: Final = re.compile(
    rf"[(\[]?\s*against (?:a |an |the )?(?:[a-z]+ )?target of (?P<number>{NUMBER})\s*[)\]]?",
    re.IGNORECASE,
)
ESTIMATE: Final = re.compile(
    r"[(\[](e|est\.?|estimated?|p|prov\.?|provisional)[)\]]|\b(estimated?|provisional)\b",
    re.IGNORECASE,
)
RANGE: Final = re.compile(
    rf"(?P<between>between )?(?P<low>{NUMBER})\s*"
    rf"(?(between)and|(?:[{DASHES}-]|to))\s*(?P<high>{NUMBER})(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
FOOTNOTE: Final = re.compile(r"^\s*([*†‡^]+)")
POLARITIES: Final = {
    Polarity.MAX: r"maximi[sz]e|max|(high|bigg|larg)er(?! or lower)( is better)?|increase|high|up",
    Polarity.MIN: r"minimi[sz]e|min|(low|small)er( is better)?|decrease|reduce|low|down",
    Polarity.RANGE: r"goldilocks|(stay |keep )?(with)?in (a |the )?range|range",
    Polarity.ZERO: r"(reach |aim for )?zero",
    Polarity.NEUTRAL: r"monitor(ing)?( only)?|neutral|context(ual)?( only)?|no polarity",
}
POLARITY_WORDS: Final = {
    Polarity.MAX: "maximise",
    Polarity.MIN: "minimise",
    Polarity.RANGE: "goldilocks",
    Polarity.ZERO: "zero",
    Polarity.NEUTRAL: "neutral",
}


class State(StrEnum):
    """What kind of thing a cell turned out to hold."""

    VALUE = "value"
    RANGE = "range"
    TBC = "tbc"
    NONE = "none"
    SUPPRESSED = "suppressed"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Month:
    """The month that a figure is for; its year may be left open."""

    number: int
    year: int | None = None

    @property
    def name(self) -> str:
        """Its name as in the keys of questions: nov."""
        return MONTHS[self.number - 1]


@dataclass(frozen=True, slots=True)
class Understood:
    """One cell as it is understood. Figures of a percentage are 0 to 100."""

    cell: str
    text: str
    state: State
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    word: str = ""  # what a cell of words means: a polarity, a directorate, a title
    unit: str = ""  # "percent", "pounds" or nothing
    note: str = ""
    places: int = 0  # decimal places shown
    month: Month | None = None
    against: Number | None = None  # the profiled target printed with it
    footnotes: str = ""  # marks such as *
    estimated: bool = False
    message: str = ""  # of an error: what to do
    warnings: tuple[str, ...] = field(default=())

    @property
    def figures(self) -> tuple[Decimal, ...]:
        """The figures that it holds."""
        return tuple(each for each in (self.value, self.low, self.high) if each is not None)


def nothing(cell: str = "") -> Understood:
    """A cell that holds nothing."""
    return Understood(cell, "", State.NONE)


def read_words(cell: Cell) -> Understood:
    """A cell of words."""
    if trouble := _trouble(cell):
        return trouble
    state = State.VALUE if cell.text else State.NONE
    return Understood(cell.address, cell.text, state, word=cell.text)


def read_polarity(cell: Cell) -> Understood:
    """A cell that says which way is good, in one of many ways."""
    if trouble := _trouble(cell):
        return trouble
    found = polarities_in(cell.text)
    if len(found) == 1:
        return Understood(cell.address, cell.text, State.VALUE, word=POLARITY_WORDS[found[0]])
    why = "says two ways at once" if found else "does not say which way is good"
    return _error(
        cell, f"{why}: write Aim to Maximise, Aim to Minimise, Goldilocks, Zero or Monitor."
    )


def polarities_in(text: str) -> tuple[Polarity, ...]:
    """Every polarity that a text names."""
    words = re.sub(r"[*.:]", "", plain(text))
    return tuple(
        polarity
        for polarity, pattern in POLARITIES.items()
        if re.search(rf"\b({pattern})\b", words)
    )


def read_figure(cell: Cell) -> Understood:
    """A cell that holds a figure, a range, or words that stand for there being none."""
    if trouble := _trouble(cell):
        return trouble
    if isinstance(cell.value, bool | date):
        kind = "yes or no" if isinstance(cell.value, bool) else "a date"
        return _error(cell, f"is {kind} where a figure is expected: type the figure as text.")
    found = _number_cell(cell) or _words_for_none(cell) or _text_cell(cell)
    if any(abs(figure) >= LARGEST for figure in found.figures):
        return _error(cell, "is too large to be a figure of a measure: check it.")
    return _external(cell, found)


def _trouble(cell: Cell) -> Understood | None:
    """What is wrong with the cell before it is read."""
    if cell.no_result:
        return _error(cell, "holds a formula with no stored result: open in Excel and save.")
    if cell.is_error and cell.text == "#N/A":
        warning = "The cell holds #N/A: taken as no figure."
        return Understood(cell.address, cell.text, State.NONE, warnings=(warning,))
    if cell.is_error:
        return _error(cell, "is an error value: mend the formula in Excel and save.")
    return None


def _external(cell: Cell, found: Understood) -> Understood:
    if not cell.external:
        return found
    warning = "The cell looks into another workbook: its stored value is taken."
    return replace(found, warnings=(*found.warnings, warning))


def _number_cell(cell: Cell) -> Understood | None:
    """A number stored as one: taken as its format shows it."""
    if not isinstance(cell.value, Decimal):
        return None
    stored = cell.value * 100 if is_percent(cell.number_format) else cell.value
    seen = parsed_number(cell.text)
    number = seen or Number(stored, _places(stored))
    finer = f"The cell holds {stored.normalize():f} and shows {cell.text}: taken as shown."
    return Understood(
        cell.address,
        cell.text,
        State.VALUE,
        value=number.value,
        unit=number.unit,
        places=number.places,
        warnings=() if number.value == stored else (finer,),
    )


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _words_for_none(cell: Cell) -> Understood | None:
    letters = latin(cell.text)
    if not letters:
        return nothing(cell.address)
    if TO_BE_CONFIRMED.fullmatch(letters):
        odd = "The cell's TBC is typed in letters of another alphabet: taken as TBC."
        warnings = () if one_line(cell.text).isascii() else (odd,)
        return Understood(cell.address, cell.text, State.TBC, warnings=warnings)
    if NONE_WORDS.fullmatch(letters):
        note = NOT_APPLICABLE if letters.startswith(("N/A", "N /", "NA", "N.", "NOT AP")) else ""
        return Understood(cell.address, cell.text, State.NONE, note=note)
    if SUPPRESSED.fullmatch(letters):
        return Understood(cell.address, cell.text, State.SUPPRESSED)
    return None


def _text_cell(cell: Cell) -> Understood:
    """A figure typed as text, with month, profiled target, marks and words around it."""
    text, found = one_line(cell.text), Understood(cell.address, cell.text, State.VALUE)
    if month := MONTH.search(text):
        text, found = text[: month.start()].strip(), replace(found, month=_month(month))
    if against := AGAINST.search(text):
        text = (text[: against.start()] + text[against.end() :]).strip()
        found = replace(found, against=parsed_number(against["number"]))
    if ESTIMATE.search(text):
        text, found = ESTIMATE.sub("", text).strip(), replace(found, estimated=True)
    return _range(cell, text, found) or _one_figure(cell, text, found)


def _month(found: re.Match[str]) -> Month:
    number = MONTHS.index(found["month"][:3].lower()) + 1
    year = int(found["year"]) if found["year"] else None
    return Month(number, year + 2000 if year is not None and year < 100 else year)  # noqa: PLR2004


def _range(cell: Cell, text: str, found: Understood) -> Understood | None:
    match = RANGE.fullmatch(text)
    low, high = (parsed_number(match[end]) if match else None for end in ("low", "high"))
    if not match or not low or not high or re.search(r"\d", match["rest"]):
        return None
    if low.value > high.value:
        return _error(cell, "is a range that begins above its end: swap the two figures.")
    return replace(
        found,
        state=State.RANGE,
        low=low.value,
        high=high.value,
        unit=high.unit or low.unit,
        places=max(low.places, high.places),
        note=match["rest"].strip(),
    )


def _one_figure(cell: Cell, text: str, found: Understood) -> Understood:
    number, rest = number_in(text)
    mark = FOOTNOTE.match(rest)
    rest = (rest[mark.end() :] if mark else rest).strip()
    if number is None or re.search(r"\d", re.sub(r"\([^()]*\)|\[[^\[\]]*\]", "", rest)):
        return _error(
            cell,
            "can't be understood as a figure: write a number, a range such as 45.7 - 52.3, "
            "TBC or N/A, or leave the row out.",
        )
    return replace(
        found,
        value=number.value,
        unit=number.unit,
        places=number.places,
        note=rest,
        footnotes=mark[1] if mark else "",
    )


def _error(cell: Cell, message: str) -> Understood:
    return Understood(cell.address, cell.text, State.ERROR, message=message)
