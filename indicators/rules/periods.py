"""Financial years of an English council, 1 April to 31 March: quarters and year-end outturn."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

APRIL = 4
MONTHS = 12
MONTHS_OF_QUARTER = {
    1: "April to June",
    2: "July to September",
    3: "October to December",
    4: "January to March",
}
QUARTERS = tuple(MONTHS_OF_QUARTER)
OUTTURN = 5
_YEAR = r"(?P<start>\d{4})[/-](?P<end>\d{2})"
_YEAR_PATTERN = re.compile(_YEAR)
_QUARTER_PATTERN = re.compile(_YEAR + r"[\s-]+(q(?P<number>[1-4])|outturn)", re.IGNORECASE)


def month_number(day: date) -> int:
    """Return 1 for April to 12 for March."""
    return (day.month - APRIL) % MONTHS + 1


@dataclass(frozen=True, order=True)
class FinancialYear:
    """A financial year, known by the calendar year in which it starts."""

    start: int

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the financial year in which a day falls."""
        return cls(day.year if day.month >= APRIL else day.year - 1)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "2017/18" or "2017-18"; ValueError says what was wrong."""
        found = _YEAR_PATTERN.fullmatch(text.strip())
        if found is None or (int(found["start"]) + 1) % 100 != int(found["end"]):
            message = f"“{text}” is not a financial year; write it like 2017/18."
            raise ValueError(message)
        return cls(int(found["start"]))

    @property
    def label(self) -> str:
        """2017/18."""
        return f"{self.start}/{(self.start + 1) % 100:02d}"

    @property
    def slug(self) -> str:
        """2017-18, for an address."""
        return self.label.replace("/", "-")

    @property
    def first_day(self) -> date:
        """1 April."""
        return date(self.start, 4, 1)

    @property
    def last_day(self) -> date:
        """31 March."""
        return date(self.start + 1, 3, 31)

    @property
    def quarters(self) -> "tuple[Quarter, ...]":
        """Return the four quarters in order."""
        return tuple(Quarter(self.start, number) for number in (1, 2, 3, 4))

    def next(self) -> Self:
        """Return the year after."""
        return type(self)(self.start + 1)

    def previous(self) -> Self:
        """Return the year before."""
        return type(self)(self.start - 1)

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a financial year; ``year`` is the calendar year in which that year starts.

    Number 5 is the year-end outturn: the whole year, collected as a step of its own once
    quarter 4 is in.
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        if self.number not in (*QUARTERS, OUTTURN):
            message = f"Quarter {self.number} does not exist; quarters are 1 to 4, outturn is 5."
            raise ValueError(message)

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the quarter in which a day falls."""
        return cls(FinancialYear.of(day).start, (month_number(day) + 2) // 3)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "2017/18 Q2" or "2017-18-q2"; ValueError says what was wrong."""
        found = _QUARTER_PATTERN.fullmatch(text.strip())
        if found is None:
            message = f"“{text}” is not a quarter; write it like 2017/18 Q2."
            raise ValueError(message)
        year = FinancialYear.parse(f"{found['start']}/{found['end']}")
        return cls(year.start, int(found["number"] or OUTTURN))

    @property
    def is_outturn(self) -> bool:
        """Whether it is the whole year's step rather than a quarter."""
        return self.number == OUTTURN

    @property
    def financial_year(self) -> FinancialYear:
        """Return the year it belongs to."""
        return FinancialYear(self.year)

    @property
    def name(self) -> str:
        """2017/18 Q2, or 2017/18 outturn."""
        return f"{self.financial_year.label} {self.short}"

    @property
    def short(self) -> str:
        """Q2, or outturn."""
        return "outturn" if self.is_outturn else f"Q{self.number}"

    @property
    def slug(self) -> str:
        """2017-18-q2 or 2017-18-outturn, for an address."""
        return f"{self.financial_year.slug}-{self.short.lower()}"

    @property
    def prose(self) -> str:
        """Quarter 2, July to September 2017; Year-end outturn, April 2017 to March 2018."""
        if self.is_outturn:
            return f"Year-end outturn, April {self.year} to March {self.year + 1}"
        return f"Quarter {self.number}, {MONTHS_OF_QUARTER[self.number]} {self.start.year}"

    @property
    def start(self) -> date:
        """Return the first day."""
        if self.is_outturn:
            return self.financial_year.first_day
        first_month = 3 * self.number + 1
        return date(self.year + (first_month > MONTHS), (first_month - 1) % MONTHS + 1, 1)

    @property
    def end(self) -> date:
        """Return the last day."""
        if self.is_outturn:
            return self.financial_year.last_day
        return self.next().start - timedelta(days=1)

    def next(self) -> Self:
        """Return the quarter after; of an outturn, the next year's."""
        return self._moved(1)

    def previous(self) -> Self:
        """Return the quarter before; of an outturn, the last year's."""
        return self._moved(-1)

    def same_last_year(self) -> Self:
        """Return the same quarter of the year before."""
        return self._moved(-4)

    def _moved(self, quarters: int) -> Self:
        if self.is_outturn:
            return type(self)(self.year + (1 if quarters > 0 else -1), OUTTURN)
        year, index = divmod(4 * self.year + self.number - 1 + quarters, 4)
        return type(self)(year, index + 1)

    def __str__(self) -> str:
        return self.name
