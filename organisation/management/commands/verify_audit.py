"""`manage.py verify_audit`: holds the record of changes against its seals, names what differs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from organisation.models import Seal
from organisation.sealing import DIGEST, unsealed
from organisation.verifying import Finding, verify


class Command(BaseCommand):
    """Exit 0: everything fits. 1: something was found."""

    help = "Hold the record of changes against its seals, and name each row that does not fit."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--expect",
            metavar="DIGEST",
            default="",
            help="a digest that was noted elsewhere: the seals must still lead to it",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        found = []
        for each in verify(_digest(options["expect"])):
            found.append(each)
            if not options["json"]:
                self.stdout.write(each.words)
        self.stdout.write(_as_json(found) if options["json"] else _summary())
        if found:
            things = "thing does" if len(found) == 1 else "things do"
            raise CommandError(f"{len(found)} {things} not fit.", returncode=1)


def _digest(given: str) -> str:
    expected = given.strip().lower()
    if expected and not DIGEST.fullmatch(expected):
        message = "--expect takes a whole digest: 64 characters, 0 to 9 and a to f."
        raise CommandError(message)
    return expected


def _last() -> str:
    last = Seal.objects.order_by("id").last()
    return last.digest if last else ""


def _as_json(found: list[Finding]) -> str:
    answer = {
        "fine": not found,
        "found": [asdict(each) for each in found],
        "seals": Seal.objects.count(),
        "not_yet_sealed": unsealed().count(),
        "last": _last(),
    }
    return json.dumps(answer, indent=2)


def _summary() -> str:
    return (
        f"Seals: {Seal.objects.count():,}. Rows not yet sealed: {unsealed().count():,}. "
        f"Last digest: {_last() or 'none, nothing was ever sealed'}"
    )
