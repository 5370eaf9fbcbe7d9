"""What a file may hold and how long reading it may take: the rest is refused with a remedy."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from time import monotonic
from typing import Final

MEGABYTE: Final = 1024 * 1024
CELL_BYTES: Final = 300  # what a cell takes beside its text


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may hold (spec: upload, zip entries, unpacked size, sheets, rows, time)."""

    file_bytes: int = 5 * MEGABYTE
    entries: int = 200
    unpacked_bytes: int = 50 * MEGABYTE
    ratio: int = 100
    sheets: int = 20
    rows: int = 20_000
    columns: int = 100
    text: int = 32_767
    seconds: float = 30.0
    cells: int = 300_000  # 20,000 rows of 15 columns
    memory: int = 112 * MEGABYTE  # what the cells and texts that are kept may take


LIMITS: Final = Limits()


class Unreadable(Exception):  # noqa: N818 - what it says of the file
    """The file can't be read at all; the message says why and what to do."""


@dataclass
class Allowance:
    """What is left of the time and the room that reading one file may take."""

    ends: float = field(default_factory=lambda: monotonic() + LIMITS.seconds)
    cells: int = LIMITS.cells
    memory: int = LIMITS.memory

    def check_time(self) -> None:
        """Refuse a file that takes too long."""
        if monotonic() > self.ends:
            raise Unreadable(
                f"Reading the file takes longer than {LIMITS.seconds:.0f} seconds: copy the rows "
                "that you want to import into a new workbook and upload that."
            )

    def take_cell(self, text: str) -> None:
        """Count a cell that is kept; its text counts even if other cells share it."""
        self.cells -= 1
        if self.cells < 0:
            raise Unreadable(
                f"The file has more than {LIMITS.cells:,} filled cells: split it into several "
                "files, or remove columns and sheets that are not to be imported."
            )
        self.take(CELL_BYTES + sys.getsizeof(text))

    def take(self, size: int) -> None:
        """Count the memory of something that is kept."""
        self.memory -= size
        if self.memory < 0:
            raise Unreadable(
                "The file holds more text than can be read at once: split it into several files, "
                "or remove columns and sheets that are not to be imported."
            )
