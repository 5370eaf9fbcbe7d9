"""What a cell turned out to hold: one meaning, or several that someone must choose from."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from indicators.spreadsheets.files.reading import Cell
from indicators.spreadsheets.understanding.figures import Number
from indicators.spreadsheets.understanding.periods_named import Month


class State(StrEnum):
    """What kind of thing a cell turned out to hold."""

    VALUE = "value"
    RANGE = "range"
    TBC = "tbc"
    NONE = "none"
    SUPPRESSED = "suppressed"
    ERROR = "error"
    OPEN = "open"  # it has several readings, and none is chosen yet


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
    numerator: Decimal | None = None  # of "548 / 750", beside its value
    denominator: Decimal | None = None
    doubt: str = ""  # the kind of question that decides between its readings
    question: str = ""
    readings: tuple[Reading, ...] = ()

    @property
    def figures(self) -> tuple[Decimal, ...]:
        """The figures that it holds."""
        return tuple(each for each in (self.value, self.low, self.high) if each is not None)

    def as_figure(self, number: Number, note: str = "", marks: str = "") -> Understood:
        """The cell with a figure; made at once, for there are many."""
        return Understood(
            self.cell,
            self.text,
            State.VALUE,
            value=number.value,
            unit=number.unit,
            note=note,
            places=number.places,
            month=self.month,
            against=self.against,
            footnotes=self.footnotes + marks,
            estimated=self.estimated,
        )

    def as_range(self, low: Number, high: Number, note: str = "", marks: str = "") -> Understood:
        """The cell with a range."""
        return Understood(
            self.cell,
            self.text,
            State.RANGE,
            low=low.value,
            high=high.value,
            unit=high.unit or low.unit,
            note=note,
            places=max(low.places, high.places),
            month=self.month,
            against=self.against,
            footnotes=self.footnotes + marks,
            estimated=self.estimated,
        )

    def wrong(self, message: str) -> Understood:
        """The cell, which can't be used as it is; the message says what to do."""
        return Understood(self.cell, self.text, State.ERROR, message=message)


@dataclass(frozen=True, slots=True)
class Reading:
    """One of several things that a cell can mean."""

    key: str
    label: str
    meaning: Understood

    @property
    def value(self) -> Decimal | None:
        """The figure of this reading."""
        return self.meaning.value

    @property
    def low(self) -> Decimal | None:
        """The lower end of its range."""
        return self.meaning.low

    @property
    def high(self) -> Decimal | None:
        """The upper end of its range."""
        return self.meaning.high

    @property
    def numerator(self) -> Decimal | None:
        """How many of the denominator."""
        return self.meaning.numerator

    @property
    def denominator(self) -> Decimal | None:
        """Out of how many."""
        return self.meaning.denominator


def nothing(cell: str = "") -> Understood:
    """A cell that holds nothing."""
    return Understood(cell, "", State.NONE)


def bare(cell: Cell) -> Understood:
    """A cell of which nothing is understood yet."""
    return Understood(cell.address, cell.text, State.VALUE)


def in_error(cell: Cell, message: str) -> Understood:
    """A cell that can't be used as it is; the message says what to do."""
    return bare(cell).wrong(message)


def in_doubt(found: Understood, kind: str, question: str, *readings: Reading) -> Understood:
    """A cell with several readings; where all come to the same there is no doubt."""
    first = readings[0].meaning
    if all(each.meaning == first for each in readings):
        return first
    return Understood(
        found.cell, found.text, State.OPEN, doubt=kind, question=question, readings=readings
    )
