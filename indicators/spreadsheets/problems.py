"""What stands between a workbook and its import: each named by sheet and cell, with a remedy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from indicators.spreadsheets.files.reading import Cell
from indicators.spreadsheets.words import one_line

LONGEST_QUOTE = 60


class Severity(StrEnum):
    """Errors and open questions stop a commit; warnings don't."""

    ERROR = "error"
    QUESTION = "question"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to look at; `column` is the column's heading as the sheet words it."""

    severity: Severity
    message: str
    sheet: str = ""
    cell: str = ""
    row: int | None = None
    column: str = ""
    text: str = ""
    key: str = ""
    choices: tuple[str, ...] = ()

    @property
    def stops(self) -> bool:
        """Whether nothing can be saved before it is settled."""
        return self.severity is not Severity.WARNING


def at(
    cell: Cell, message: str, *, sheet: str, column: str, severity: Severity = Severity.ERROR
) -> Problem:
    """A problem of one cell."""
    return Problem(severity, message, sheet, cell.address, cell.row, column, cell.text)


def quote(text: str) -> str:
    """A cell's text for a message, shortened."""
    line = one_line(text)
    return f"“{line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1] + '…'}”"
