"""What the column Version says: which saving of a return a row was made from, and what it held."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

from indicators.spreadsheets.kinds.returns.vocabulary import TO_FILL
from indicators.spreadsheets.words import clean
from organisation.columns import original

LENGTH: Final = 8
WRITTEN: Final = re.compile(r"v(\d{1,9})-([0-9a-f]{8})")


@dataclass(frozen=True, slots=True)
class Version:
    """The saving of the return when the workbook was made, and the print of the cells then."""

    edit: int
    print: str

    @classmethod
    def of(cls, edit: int, columns: Mapping[str, str]) -> Self:
        return cls(edit, print_of(columns))

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The version that a cell holds; None for anything else."""
        found = WRITTEN.fullmatch(text.strip())
        return cls(int(found[1]), found[2]) if found else None

    def __str__(self) -> str:
        return f"v{self.edit}-{self.print}"


def print_of(columns: Mapping[str, str]) -> str:
    """The same for the same content of the cells to fill, however a program writes them."""
    texts = [clean(original(columns[name])) for name in TO_FILL]
    return hashlib.sha256(repr(texts).encode()).hexdigest()[:LENGTH]
