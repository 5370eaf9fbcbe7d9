"""Words and signs that stand where a figure is missing: TBC, N/A, dashes, suppressed, errors."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Final

from indicators.spreadsheets.files.reading import Cell
from indicators.spreadsheets.understanding.understood import (
    Reading,
    State,
    Understood,
    bare,
    in_doubt,
    in_error,
    nothing,
)
from indicators.spreadsheets.words import DASHES, latin, one_line

NOT_APPLICABLE: Final = "not_applicable"
_AFTER: Final = rf"(?P<rest>[\s*†‡([:;,.{DASHES}-].*)?"
_CONFIRMED: Final = re.compile(
    r"(?:T[. ]?B[. ]?[CADNS](?![A-Z])|TO BE (?:CONFIRMED|AGREED|SET|DETERMINED|ADVISED|DECIDED|"
    r"ANNOUNCED|FINALISED|PUBLISHED)\b|AWAIT(?:ED|ING)\b|PENDING\b|TO FOLLOW\b|"
    r"NOT YET (?:AVAILABLE|KNOWN|SET|AGREED|PUBLISHED|CONFIRMED|DUE)\b)" + _AFTER
)
_NOT_APPLICABLE: Final = re.compile(
    r"(?:N\s*[/\\]\s*A\.?|N\.\s?A\.?|NA|NOT APPLICABLE|\[Z\])(?![A-Z])" + _AFTER
)
_NONE: Final = re.compile(
    r"(?:NOT (?:AVAILABLE|KNOWN|REPORTED|COLLECTED|RECORDED|MEASURED|SET|PROVIDED)|UNKNOWN|N/K|"
    r"NONE|NO (?:DATA|TARGET|TARGET SET|FIGURE|RETURN|VALUE)(?: AVAILABLE)?|"
    rf"DATA NOT (?:YET )?AVAILABLE|\[[XW]\]|\[?X\]?|:|\.{{1,3}}|…|(?:[{DASHES}-]\s?)+)"
)
_SUPPRESSED: Final = re.compile(
    r"\*+|(?:<|LESS THAN|FEWER THAN|UNDER)\s*(?:[1-9]|10)|\[?C\]?|\[LOW\]|SUPPRESSED"
)
_ZERO: Final = re.compile(r"ZERO|NOUGHT")
_NIL: Final = re.compile(r"NIL(?: RETURN)?")
_ERROR_VALUE: Final = re.compile(
    r"#(?:DIV/0!|REF!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|UNKNOWN!|CONNECT!|"
    r"BUSY!|GETTING_DATA|EXTERNAL!)"
)
_TOO_NARROW: Final = re.compile(r"#{2,}")


def trouble(cell: Cell) -> Understood | None:
    """What is wrong with the cell before it is read."""
    if cell.no_result:
        return in_error(cell, "holds a formula with no stored result: open in Excel and save.")
    if not cell.is_error and not cell.text.startswith("#"):
        return None
    if cell.text == "#N/A":
        warning = "The cell holds #N/A: taken as no figure."
        return Understood(cell.address, cell.text, State.NONE, warnings=(warning,))
    if cell.is_error or _ERROR_VALUE.fullmatch(cell.text):
        return in_error(cell, "is an error value: mend the formula in Excel and save.")
    if _TOO_NARROW.fullmatch(cell.text):
        return in_error(
            cell, "shows ### for its column was too narrow: widen it in Excel and save again."
        )
    return None


def missing_figure(cell: Cell) -> Understood | None:
    """What a cell means whose words stand for there being no figure; None for any other."""
    letters = latin(cell.text)
    if not letters:
        return nothing(cell.address)
    if found := _CONFIRMED.fullmatch(letters):
        return _to_be_confirmed(cell, found)
    if found := _NOT_APPLICABLE.fullmatch(letters):
        return _not_applicable(cell, _rest(cell, found))
    return next((make(cell) for words, make in _WORDS if words.fullmatch(letters)), None)


def _rest(cell: Cell, found: re.Match[str]) -> str:
    """The words that follow, as they are typed."""
    typed, rest = one_line(cell.text), found["rest"] or ""
    is_as_long = len(typed) == len(found[0])  # some letters have no single capital
    return (typed[found.start("rest") :] if rest and is_as_long else rest).strip(" .")


def _to_be_confirmed(cell: Cell, found: re.Match[str]) -> Understood:
    odd = "The cell's TBC is typed in letters of another alphabet: taken as TBC."
    typed = one_line(cell.text)[: len(found[0]) - len(found["rest"] or "")]
    warnings = () if typed.isascii() else (odd,)
    note = _rest(cell, found)
    return Understood(cell.address, cell.text, State.TBC, note=note, warnings=warnings)


def _not_applicable(cell: Cell, words: str) -> Understood:
    kept = f"The words {words} beside N/A are not kept: put them with the comments."
    warnings = (kept,) if words else ()
    return Understood(cell.address, cell.text, State.NONE, note=NOT_APPLICABLE, warnings=warnings)


def _zero(cell: Cell) -> Understood:
    return Understood(cell.address, cell.text, State.VALUE, value=Decimal(0))


def _nil(cell: Cell) -> Understood:
    return in_doubt(
        bare(cell),
        "nil",
        f"Does {one_line(cell.text)} say that there were none, or that nothing is known?",
        Reading("zero", "There were none: the figure is 0", _zero(cell)),
        Reading("none", "No figure is given", Understood(cell.address, cell.text, State.NONE)),
    )


def _none(cell: Cell) -> Understood:
    return Understood(cell.address, cell.text, State.NONE)


def _suppressed(cell: Cell) -> Understood:
    return Understood(cell.address, cell.text, State.SUPPRESSED)


_WORDS: Final[tuple[tuple[re.Pattern[str], Callable[[Cell], Understood]], ...]] = (
    (_NONE, _none),
    (_SUPPRESSED, _suppressed),
    (_ZERO, _zero),
    (_NIL, _nil),
)
