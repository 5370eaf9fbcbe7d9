"""A cell of somebody's file written anew as its reader saw it: no formula, link or macro."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from indicators.spreadsheets.files.sheets import Cell
from indicators.spreadsheets.files.showing import is_percent, parsed, shown
from indicators.spreadsheets.words import clean
from indicators.spreadsheets.writing.cells import DATE_FORMAT

MOST_AROUND: Final = 60
MOST_PLACES: Final = 20
#: Excel's days begin here; what is before stays text.
FIRST_DAY: Final = date(1900, 3, 1)
LARGEST: Final = Decimal("1e300")


def written_as(cell: Cell) -> tuple[str | Decimal | date, str]:
    """The value to write, with its number format; text where a number would look different."""
    value = cell.value
    if isinstance(value, date) and value >= FIRST_DAY:
        return value, DATE_FORMAT
    if isinstance(value, Decimal) and not cell.is_error and abs(value) < LARGEST:
        code = rebuilt(cell.number_format)
        if clean(shown(value, code)) == cell.text:
            return value, code
    return cell.text, "General"


def rebuilt(code: str) -> str:
    """The number format put together anew from what is understood of it: a format can be broken."""
    form = parsed(code)
    if form.places is None or form.places > MOST_PLACES:
        return "General"
    around = form.before + form.after
    if len(around) > MOST_AROUND or any(letter < " " for letter in around):
        return "General"
    whole = "#,##0" if form.thousands else "0"
    figure = whole + ("." + "0" * form.places if form.places else "") + "," * form.scale
    percent = is_percent(code)
    in_front = percent and "%" not in form.after
    before = _quoted(form.before, percent=in_front)
    return f"{before}{figure}{_quoted(form.after, percent=percent and not in_front)}"


def _quoted(text: str, *, percent: bool) -> str:
    """Text around a figure as such; the one % sign that multiplies stands bare."""
    before, sign, after = text.partition("%") if percent else (text, "", "")
    return "".join((_as_text(before), sign, _as_text(after)))


def _as_text(text: str) -> str:
    return f'"{text}"' if text else ""
