"""Pages of a hundred: which one is looked at, and the links to the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from indicators.spreadsheets.runs.staging import PAGE

AROUND: Final = 2  # pages named on either side of the one that is looked at


@dataclass(frozen=True)
class PageLink:
    """A page of the list; without an address where it stands for pages left out."""

    number: int
    address: str
    is_current: bool = False


@dataclass(frozen=True)
class Paging:
    """Where one is in a list of so many rows. `keeps`: what else the address says."""

    number: int
    count: int
    name: str
    keeps: Mapping[str, str]

    @classmethod
    def of(cls, asked: Mapping[str, Any], count: int, name: str, *keeps: str) -> Paging:
        """The page that the address asks for, or the nearest that there is."""
        given = str(asked.get(name, ""))
        wanted = int(given) if given.isdecimal() and len(given) < 9 else 1  # noqa: PLR2004
        kept = {each: str(asked[each]) for each in keeps if asked.get(each)}
        return cls(max(1, min(wanted, -(-count // PAGE))), count, name, kept)

    @property
    def last(self) -> int:
        return max(1, -(-self.count // PAGE))

    @property
    def first_row(self) -> int:
        return min((self.number - 1) * PAGE + 1, self.count)

    @property
    def last_row(self) -> int:
        return min(self.number * PAGE, self.count)

    @property
    def words(self) -> str:
        return f"{self.first_row:,} to {self.last_row:,} of {self.count:,}"

    @property
    def before(self) -> str:
        return self.address(self.number - 1) if self.number > 1 else ""

    @property
    def after(self) -> str:
        return self.address(self.number + 1) if self.number < self.last else ""

    def address(self, number: int) -> str:
        """The query of another page."""
        return f"?{urlencode({**self.keeps, self.name: number})}"

    @property
    def links(self) -> Iterator[PageLink]:
        """The first, the last, and those around the one that is looked at."""
        near = range(max(1, self.number - AROUND), min(self.last, self.number + AROUND) + 1)
        before = 0
        for number in sorted({1, self.last, *near}):
            if number > before + 1:
                yield PageLink(0, "")
            yield PageLink(number, self.address(number), number == self.number)
            before = number
