"""Footnote marks: which line below the table explains which of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from indicators.spreadsheets.tables.finding import Table

MARKS: Final = {"*": "asterisk", "†": "dagger", "‡": "double_dagger", "^": "caret"}
LINE: Final = re.compile(r"([*†‡^]+)\s*(.*)", re.DOTALL)


@dataclass(frozen=True)
class Footnotes:
    """The explanations that stand below a table, by mark."""

    by_mark: dict[str, str]

    @classmethod
    def of(cls, table: Table) -> Footnotes:
        """The footnotes that explain figures, not a word of the table that has the mark itself."""
        lines = [found for note in table.notes if (found := LINE.fullmatch(note))]
        texts = [cell.text for row in table.rows for cell in row.cells.values()]
        return cls({mark: text for mark, text in (each.groups() for each in lines)
                    if not _belongs_to_word(mark, text, texts)})  # fmt: skip

    def explains(self, mark: str) -> str:
        """What the mark means, "" if no line says."""
        return self.by_mark.get(mark, "")


def _belongs_to_word(mark: str, text: str, texts: list[str]) -> bool:
    """The line “*Goldilocks …” explains the cells that say “Goldilocks*”, and no other."""
    first = re.match(r"[\w']+", text)
    marked = f"{first[0]}{mark}".lower() if first else ""
    return bool(marked) and any(marked in each.lower() for each in texts)


def flag(mark: str) -> str:
    """The flag of a figure whose mark no line explains."""
    name = MARKS.get(mark[:1], "mark")
    return f"{name}_footnote_undefined_in_source"
