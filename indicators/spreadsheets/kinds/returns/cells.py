"""One row's cells to fill, read into the columns of a return; what can't be read is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from indicators.models import NoValueReason, Quality, ValueType
from indicators.returns.boxes import DAY_FORMATS
from indicators.rules.units import Unit
from indicators.spreadsheets.files.sheets import Cell
from indicators.spreadsheets.files.showing import is_percent, parsed
from indicators.spreadsheets.kinds.measure_figures import STEP, as_kept, read_in_unit
from indicators.spreadsheets.kinds.returns.explaining import QUALITIES, REASONS
from indicators.spreadsheets.kinds.returns.template import NOT_ASKED
from indicators.spreadsheets.kinds.returns.vocabulary import (
    CAUSE,
    COMMENTARY,
    EXPECTED,
    FIGURES,
    QUALITY,
    REASON,
    VALUE,
)
from indicators.spreadsheets.problems import quote
from indicators.spreadsheets.understanding.cells import PERCENT, read_figure
from indicators.spreadsheets.understanding.questions import Ask, Asker, Choice, one_of
from indicators.spreadsheets.understanding.settling import settle_reading
from indicators.spreadsheets.understanding.understood import State, Understood
from indicators.spreadsheets.words import clean, listed, plain
from organisation.columns import figure_text, neutral, original

YES_NO: Final = {"yes": "1", "y": "1", "1": "1", "no": "0", "n": "0", "0": "0"}
CHOICES: Final = {REASON: NoValueReason, QUALITY: Quality}
LISTS: Final = {REASON: REASONS, QUALITY: QUALITIES}
HUNDRED: Final = Decimal(100)
NO_FIGURE: Final = frozenset({State.NONE, State.TBC, State.SUPPRESSED})


@dataclass
class CellsRead:
    """What the cells say, by column; a blank cell is an empty text.

    `is_ours`: the workbook promises that 87.34 means 87.34% and that blank is no figure.
    """

    ref: str
    unit: Unit
    asker: Asker
    stored: Mapping[str, str]
    is_ours: bool
    columns: dict[str, str] = field(default_factory=dict)
    understood: dict[str, Understood] = field(default_factory=dict)
    errors: list[tuple[Cell, str]] = field(default_factory=list)
    warnings: list[tuple[Cell, str]] = field(default_factory=list)
    is_open: bool = False

    def read(self, name: str, cell: Cell) -> None:
        """Read one cell. What can't be read, or is asked about, is not among the columns."""
        if is_empty(cell):
            self.columns[name] = Quality.FINAL.value if name == QUALITY else ""
        elif name in FIGURES:
            self._figure(name, cell)
        elif name in CHOICES:
            self._choice(name, cell)
        elif name == EXPECTED:
            self._day(cell)
        elif name in {COMMENTARY, CAUSE}:
            self.columns[name] = self._text(name, cell)

    def _figure(self, name: str, cell: Cell) -> None:
        whole = in_full(cell)
        if name == VALUE and self.unit.kind == ValueType.YES_NO:
            self._answer(cell)
            return
        if name == VALUE:
            found = self._in_unit(whole)
        else:
            found = settle_reading(read_figure(whole), self.asker, self.ref, whole)
        self.understood[name] = found
        self.warnings += [(cell, f"{cell.address}: {each}") for each in found.warnings]
        if found.state is State.OPEN:
            self.is_open = True
        elif found.state is State.VALUE and found.value is not None:
            kept, warning = as_kept(found.value, cell.address)
            self.columns[name] = figure_text(kept)
            if not warning and whole.value != cell.value and isinstance(cell.value, Decimal):
                _, warning = as_kept(cell.value, cell.address)
            self.warnings += [(cell, warning)] if warning else []
        else:
            self.errors.append((cell, _what_is_wrong(found, cell)))

    def _in_unit(self, cell: Cell) -> Understood:
        """In our workbook 87.34 is 87.34%. What is at most 1 is asked about, unless it is saved.

        Excel keeps 87.34% as 0.8734 where it is typed with its sign.
        """
        if not (self.is_ours and self.unit.is_percent and isinstance(cell.value, Decimal)):
            return read_in_unit(cell, self.unit, self.asker, self.ref)
        if not is_percent(cell.number_format) and figure_text(cell.value) != self.stored[VALUE]:
            return self._without_sign(cell, cell.value)
        return read_in_unit(cell, self.unit, self.asker, self.ref, says_percent=True)

    def _without_sign(self, cell: Cell, value: Decimal) -> Understood:
        """A figure as it was typed: what is at most 1 may be a fraction."""
        found = Understood(cell.address, cell.text, State.VALUE, value=value, unit=PERCENT)
        if not value or abs(value) > 1:
            return found
        is_fraction = self.asker.ask(small_percentage(value), self.ref, cell)
        if is_fraction is None:
            return replace(found, state=State.OPEN)
        return replace(found, value=value * HUNDRED) if is_fraction else found

    def _answer(self, cell: Cell) -> None:
        answer = YES_NO.get(plain(cell.text))
        if answer is None:
            self.errors.append((cell, f"{_where(cell)} is neither Yes nor No: choose one."))
        else:
            self.columns[VALUE] = answer

    def _choice(self, name: str, cell: Cell) -> None:
        by_label = {plain(str(label)): value for value, label in CHOICES[name].choices}
        found = by_label.get(plain(cell.text))
        if found is None:
            known = listed(list(LISTS[name]), "or")
            message = f"{_where(cell)} is not one of the list: choose {known}, or leave it blank."
            self.errors.append((cell, message))
        else:
            self.columns[name] = str(found)

    def _day(self, cell: Cell) -> None:
        found = cell.value if isinstance(cell.value, date) else _day_of(cell.text)
        if found is None:
            message = f"{_where(cell)} is no day: type it like 31 January 2018."
            self.errors.append((cell, message))
        else:
            self.columns[EXPECTED] = date(found.year, found.month, found.day).isoformat()

    def _text(self, name: str, cell: Cell) -> str:
        """As it is stored where it says the same: programs change spaces and line ends."""
        before = self.stored[name]
        return before if clean(original(before)) == clean(cell.text) else neutral(cell.text)


def small_percentage(value: Decimal) -> Ask[bool]:
    """Whether a small figure of a percentage is a fraction, as Excel keeps what has a % sign."""
    text = figure_text(value)
    choices = (
        Choice("fraction", f"A fraction: {text} means {figure_text(value * HUNDRED)}%"),
        Choice("percent", f"A small percentage: {text} means {text}%"),
    )
    pick = one_of(choices)
    message = (
        f"The measure is a percentage, and the figure is {text}. Where somebody types 87.34% with "
        "its sign, the cell may hold 0.8734. Which is meant?"
    )
    key = f"small-{text}"
    return Ask(key, key, message, choices, lambda each: pick(each) == "fraction")


def is_empty(cell: Cell) -> bool:
    """Whether nothing stands there, or that nothing is asked."""
    return cell.blank or cell.text == NOT_ASKED


def in_full(cell: Cell) -> Cell:
    """A number with all its decimals, also those that its format does not show."""
    if not isinstance(cell.value, Decimal) or is_percent(cell.number_format):
        return cell
    form = parsed(cell.number_format)
    value = cell.value.quantize(STEP, rounding=ROUND_HALF_UP)
    sign = "-" if value < 0 else ""
    text = f"{sign}{form.before}{figure_text(abs(value))}{form.after}"
    return replace(cell, value=value, text=text)


def _what_is_wrong(found: Understood, cell: Cell) -> str:
    if found.state is State.RANGE:
        return f"{_where(cell)} is a range: give the one figure."
    if found.state in NO_FIGURE:
        return (
            f"{_where(cell)} is no figure: leave the cell blank, and choose under "
            "“No figure because” why there is none."
        )
    return f"{cell.address} {found.message}"


def _where(cell: Cell) -> str:
    return f"{cell.address} {quote(cell.text)}".strip()


def _day_of(text: str) -> date | None:
    for each in DAY_FORMATS:
        try:
            return datetime.strptime(text.strip(), each).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None
