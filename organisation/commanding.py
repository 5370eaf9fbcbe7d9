"""Management commands whose changes say in the record which command made them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from organisation.record import coming_from


class RecordedCommand(BaseCommand):
    """What it changes comes from "command" and its name."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        name = type(self).__module__.rpartition(".")[2]
        with coming_from(f"command {name}"):
            return super().execute(*args, **options)
