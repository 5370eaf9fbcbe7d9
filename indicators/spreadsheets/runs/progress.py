"""How far an import is, told while it is read or saved, by a thread with a connection of its own.

What saves an import does so in one transaction, of which nobody sees anything before it ends. So
progress and signs of life are written beside it. On SQLite nobody else can write while one does:
there the page learns which step is under way, and nothing more until it is done.
"""

from __future__ import annotations

import threading
from datetime import datetime
from types import TracebackType
from typing import Final, Self

from django.db import DatabaseError, connection
from django.utils import timezone

from indicators.models import ImportProgress

EVERY: Final = 1.0  # seconds between two signs of life


class Pulse:
    """Writes progress and a sign of life every second, for as long as it is entered."""

    def __init__(self, run_id: int, taken_at: datetime) -> None:
        self._mine = {"run_id": run_id, "taken_at": taken_at}
        self._told = ("", 0, 0)
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ends.set()
        self._thread.join()

    def follow(self, step: str, done: int, total: int) -> None:
        """What is being done, and how many rows of how many."""
        self._told = (step, done, total)

    def write(self) -> None:
        """Write what was told, at once."""
        step, done, total = self._told
        ImportProgress.objects.filter(**self._mine).update(
            step=step, done=done, total=total, beat_at=timezone.now()
        )

    def _beat(self) -> None:
        while not self._ends.wait(EVERY):
            try:
                self.write()
            except DatabaseError:  # busy, or away: the next sign of life may get through
                connection.close()
        connection.close()
