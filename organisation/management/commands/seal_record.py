"""`manage.py seal_record`: seals what came into the record of changes since the last seal."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

from organisation.sealing import Sealed, seal_record


class Command(BaseCommand):
    """Exit 0: sealed, or nothing was new. 1: the database was busy and nothing was sealed."""

    help = "Seal what came into the record of changes since it was last sealed. Run it every night."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        try:
            done = seal_record()
        except OperationalError as error:
            message = f"The database is busy, so nothing was sealed: {error}. Run it again."
            raise CommandError(message) from error
        self.stdout.write(json.dumps(asdict(done)) if options["json"] else _told(done))


def _told(done: Sealed) -> str:
    sealed = "Nothing was new."
    if done.rows:
        rows, seals = "row" if done.rows == 1 else "rows", "seal" if done.seals == 1 else "seals"
        sealed = f"{done.rows:,} {rows} sealed in {done.seals} {seals}."
    return f"{sealed} Last digest: {done.last or 'none, nothing was ever sealed'}"
