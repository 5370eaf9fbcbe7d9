"""What is asked where somebody saved a return after the workbook was made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from indicators.models import NoValueReason, Quality, Return
from indicators.rules.units import Unit
from indicators.spreadsheets.kinds.returns.vocabulary import (
    CAUSE,
    COMMENTARY,
    EXPECTED,
    FIGURES,
    HEADERS,
    PARTS,
    QUALITY,
    REASON,
    TO_FILL,
)
from indicators.spreadsheets.problems import quote
from indicators.spreadsheets.understanding.questions import Ask, Choice, one_of
from organisation.columns import original

MINE: Final = "file"
STORED: Final = "saved"
NONE: Final = "nothing"
CHOICES: Final = {REASON: NoValueReason, QUALITY: Quality}


def conflict(
    return_: Return, stored: Mapping[str, str], wanted: Mapping[str, str], person_id: int
) -> Ask[bool]:
    """Whether the file's cells are to count; asked anew each time that somebody saves."""
    unit: Unit = return_.measure.figure_unit
    differing = [name for name in TO_FILL if name in wanted and wanted[name] != stored[name]]
    choices = (
        Choice(STORED, f"Leave what is saved: {_said(differing, stored, unit)}"),
        Choice(MINE, f"Take the file's: {_said(differing, wanted, unit)}"),
    )
    pick = one_of(choices)
    measure = return_.measure
    message = (
        f"{_who(return_, person_id)} saved measure {measure.ref}, {quote(measure.name)}, after "
        "this workbook was made. Which is to count?"
    )
    kind = f"conflict-{return_.edit}"
    key = f"{kind}.{return_.measure.ref}"
    return Ask(key, kind, message, choices, lambda each: pick(each) == MINE)


def _who(return_: Return, person_id: int) -> str:
    if return_.entered_by is None:
        return "Somebody"
    return "You" if return_.entered_by_id == person_id else return_.entered_by.name


def _said(names: list[str], columns: Mapping[str, str], unit: Unit) -> str:
    return "; ".join(f"{HEADERS[each]}: {told(each, columns[each], unit)}" for each in names)


def told(name: str, text: str, unit: Unit) -> str:
    """What a cell holds, for people."""
    if not text:
        return NONE
    if name in PARTS:
        return f"{Decimal(text):,f}"
    if name in FIGURES:
        return unit.target(Decimal(text))
    if name in CHOICES:
        return str(CHOICES[name](text).label)
    if name in {COMMENTARY, CAUSE}:
        return quote(original(text))
    return text


def changes(
    stored: Mapping[str, str], wanted: Mapping[str, str], unit: Unit
) -> Iterator[tuple[str, str, str]]:
    """Column, before and after of all that a row changes."""
    for name in TO_FILL:
        if name in wanted and wanted[name] != stored[name]:
            before, after = (_full(name, each[name], unit) for each in (stored, wanted))
            yield HEADERS[name], before, after


def _full(name: str, text: str, unit: Unit) -> str:
    """The same with texts in full: nothing of them is changed unseen."""
    if name in {COMMENTARY, CAUSE} and text:
        return f"“{original(text)}”"
    if name == EXPECTED:
        return text or NONE
    return told(name, text, unit)
