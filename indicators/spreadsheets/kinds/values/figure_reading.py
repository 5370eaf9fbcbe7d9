"""Understands one figure with what stands beside it, against the measure that it is for."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from indicators.models import NoValueReason, ValueType
from indicators.models.fields import PLACES
from indicators.spreadsheets.files.reading import Cell
from indicators.spreadsheets.kinds.known_measures import KnownMeasure
from indicators.spreadsheets.kinds.measure_figures import read_in_unit
from indicators.spreadsheets.kinds.values.settled import SettledFigure
from indicators.spreadsheets.kinds.values.spans import Span
from indicators.spreadsheets.kinds.values.vocabulary import (
    AIM,
    DENOMINATOR,
    ESTIMATE,
    FIGURE,
    NOTE,
    NUMERATOR,
)
from indicators.spreadsheets.understanding.cells import PERCENT, read_figure
from indicators.spreadsheets.understanding.missing_words import NOT_APPLICABLE
from indicators.spreadsheets.understanding.questions import Asker
from indicators.spreadsheets.understanding.settling import FULL, settle_reading
from indicators.spreadsheets.understanding.understood import State, Understood
from indicators.spreadsheets.words import one_line, plain

STEP: Final = Decimal(1).scaleb(-PLACES)
ESTIMATE_WORDS: Final = frozenset(
    ["e", "est", "estimate", "estimated", "p", "prov", "provisional", "y", "yes", "true", "1", "x"]
)
FINAL_WORDS: Final = frozenset(["a", "actual", "f", "final", "n", "no", "false", "0", "-"]) | {""}
YES_NO_WORDS: Final = dict.fromkeys(("yes", "y", "true", "1"), Decimal(1)) | dict.fromkeys(
    ("no", "n", "false", "0"), Decimal(0)
)
MISSING: Final = {
    State.TBC: "is still to be confirmed",
    State.SUPPRESSED: "is held back, for it could tell of single people",
    State.NONE: "holds no figure",
}
LONGEST_NOTE: Final = 300


@dataclass
class FigureReading:
    """One figure's cells as they are understood, with what is wrong in them."""

    asker: Asker
    measure: KnownMeasure
    span: Span
    cells: Mapping[str, Cell]
    is_return: bool
    understood: dict[str, Understood] = field(default_factory=dict)
    errors: list[tuple[Cell, str]] = field(default_factory=list)
    warnings: list[tuple[Cell, str]] = field(default_factory=list)

    def settled(self) -> SettledFigure | None:
        """The figure, or None where there is none to keep or something is open or wrong."""
        main = self._figure(FIGURE)
        target = self._figure(AIM).value
        if target is None and main.against:
            target = main.against.value
        counts = self._figure(NUMERATOR).value, self._figure(DENOMINATOR).value
        if self.errors or any(each.state is State.OPEN for each in self.understood.values()):
            return None
        value = main.value if main.value is not None else self._worked_out(*counts)
        is_counted = self.is_return and None not in counts
        reason = "" if value is not None or is_counted else self._reason(main)
        if main.numerator is not None:
            counts = main.numerator, main.denominator
        note, is_estimated = self._note(main, counts), main.estimated or self._says_estimate()
        if self.errors or (value is None and not is_counted and not reason):
            return None
        return SettledFigure(
            self.span,
            self.cells[FIGURE].address,
            self.is_return,
            value,
            *counts,
            target,
            note,
            is_estimated,
            reason,
        )

    @property
    def is_blank(self) -> bool:
        """Whether nobody typed anything for it."""
        return not any(
            each.text or each.no_result for name, each in self.cells.items() if name != ESTIMATE
        )

    def _figure(self, name: str) -> Understood:
        cell = self.cells.get(name)
        if cell is None:
            return _NOTHING
        asker, unit = self.asker, self.measure.unit
        if name in {FIGURE, AIM}:
            found = self._yes_or_no(cell) or read_in_unit(cell, unit, asker, self.measure.ref)
        else:
            found = settle_reading(read_figure(cell), asker, self.measure.ref, cell)
        self.understood[name] = found
        self._check(found, cell)
        return found if found.value is None else replace(found, value=self._kept(found, cell))

    def _yes_or_no(self, cell: Cell) -> Understood | None:
        """What a cell says of a measure that is fulfilled or not."""
        if self.measure.unit.kind != ValueType.YES_NO:
            return None
        word = plain(cell.text)
        value = YES_NO_WORDS.get(word)
        if value is not None:
            return Understood(cell.address, cell.text, State.VALUE, value=value)
        found = read_figure(cell)
        if found.state in {State.VALUE, State.RANGE, State.OPEN, State.ERROR}:
            return found.wrong(f"is neither Yes nor No, as measure {self.measure.ref} wants it.")
        return found

    def _check(self, found: Understood, cell: Cell) -> None:
        if found.state is State.ERROR:
            self.errors.append((cell, f"{cell.address} {found.message}"))
        elif found.state is State.RANGE:
            message = f"{cell.address} holds a range where one figure is meant: give the figure."
            self.errors.append((cell, message))
        self.warnings += [(cell, each) for each in found.warnings]
        if found.unit == PERCENT and found.value is not None and found.value > FULL:
            self.warnings.append((cell, f"{cell.address} is above 100%: is it right?"))
        if found.value is not None and found.value < 0 and not self.measure.unit.can_be_negative:
            self.warnings.append((cell, f"{cell.address} is below zero: is it right?"))

    def _kept(self, found: Understood, cell: Cell) -> Decimal | None:
        """The figure to six places, which is finer than any that a council prints."""
        value = found.value
        if value is None or -int(value.as_tuple().exponent) <= PLACES:
            return value
        kept = value.quantize(STEP, rounding=ROUND_HALF_UP)
        if kept != value:
            self.warnings.append((cell, f"{cell.address} holds {value:f}: kept as {kept:f}."))
        return kept

    def _worked_out(self, numerator: Decimal | None, denominator: Decimal | None) -> Decimal | None:
        """The figure of numerator and denominator, where no cell has it; a return does this."""
        if self.is_return or numerator is None or denominator is None:
            return None
        if not denominator:
            cell = self.cells[DENOMINATOR]
            self.errors.append((cell, f"{cell.address} is 0: nothing can be out of none."))
            return None
        share = numerator * self.measure.unit.multiplier / denominator
        return share.quantize(STEP, rounding=ROUND_HALF_UP)

    def _reason(self, main: Understood) -> str:
        """Why there is no figure, as a return says it; a baseline is not made at all."""
        cell = self.cells[FIGURE]
        what = MISSING.get(main.state, "holds no figure")
        said = f" ({one_line(cell.text)})" if cell.text else ""
        reason = _REASONS.get((main.state, main.note == NOT_APPLICABLE)) if self.is_return else None
        after = "" if reason else ": nothing is imported for it"
        self.warnings.append((cell, f"{cell.address or f'row {cell.row}'}{said} {what}{after}."))
        return reason.value if reason else ""

    def _note(self, main: Understood, counts: tuple[Decimal | None, Decimal | None]) -> str:
        """The note's cell, the words and marks at the figure, and of a baseline what it counts."""
        cell = self.cells.get(NOTE)
        own = cell.text if cell is not None else ""
        counted = not self.is_return and counts[0] is not None and counts[1] is not None
        count = f"{counts[0]:f} out of {counts[1]:f}" if counted else ""
        month = f"for {month_name[main.month.number]}" if main.month else ""
        said = "" if main.note == NOT_APPLICABLE else main.note
        pieces = [each for each in (own, said, month, main.footnotes, count) if each]
        note = "; ".join(dict.fromkeys(pieces))
        if len(note) > LONGEST_NOTE and not self.is_return:
            where = cell or self.cells[FIGURE]
            message = f"The note is longer than {LONGEST_NOTE} characters: shorten it."
            self.errors.append((where, message))
        return note

    def _says_estimate(self) -> bool:
        cell = self.cells.get(ESTIMATE)
        word = plain(cell.text).strip("()[]. ") if cell is not None and cell.text else ""
        if cell is not None and word not in FINAL_WORDS and word not in ESTIMATE_WORDS:
            message = (
                f"{cell.address} doesn't say whether the figure is an estimate: type Yes or No."
            )
            self.errors.append((cell, message))
        return bool(word) and word in ESTIMATE_WORDS


_NOTHING: Final = Understood("", "", State.NONE)
_REASONS: Final = {
    (State.TBC, False): NoValueReason.AWAITING,
    (State.NONE, True): NoValueReason.NOT_APPLICABLE,
}
