"""`manage.py import_worker`: reads, saves and undoes the imports that wait, one after the other."""

from __future__ import annotations

import os
import signal
import threading
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections, connection

from indicators.spreadsheets.runs.working import work_once

AT_ONCE: Final = 0.0
POLL: Final = 1.0  # seconds between two looks for something to do
PATIENCE: Final = 5.0  # seconds before the next look where the database is busy or away


class Command(BaseCommand):
    """Exit 0: it was told to stop, or with --once, nothing waits any more."""

    help = (
        "Read, save and undo imports that are too large for a page to wait for. Run one beside the "
        "web server. Told to stop (SIGTERM), it ends what it has in hand first."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="end when nothing waits any more")
        parser.add_argument(
            "--with-parent", action="store_true", help="end when the process that began it ends"
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        self.stop = threading.Event()
        self.parent = os.getppid() if options["with_parent"] else None
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, self._told_to_stop)
            signal.signal(signal.SIGINT, self._told_to_stop)
        while not self._is_over():
            wait = self._look()
            if options["once"] and wait == POLL:
                break
            self.stop.wait(wait)

    def _told_to_stop(self, *_: object) -> None:
        self.stop.set()

    def _is_over(self) -> bool:
        return self.stop.is_set() or self.parent not in {None, os.getppid()}

    def _look(self) -> float:
        """Do what has waited longest; how long to wait before the next look."""
        close_old_connections()
        try:
            return AT_ONCE if work_once() else POLL
        except DatabaseError as error:
            self.stderr.write(f"The database is busy or away, so this is tried again: {error}")
            connection.close()
            return PATIENCE
