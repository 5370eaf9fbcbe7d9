"""`manage.py close_period`: freezes a period, or names each return that stands against it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.core.management.base import CommandError, CommandParser

from indicators.management.asked import person, quarter
from indicators.models import Period
from indicators.returns.closing import Obstacle, close_period, obstacles
from indicators.returns.freezing import frozen
from indicators.returns.refusals import RefusedError
from organisation.access import NotAllowedError
from organisation.clock import today
from organisation.commanding import RecordedCommand


class Command(RecordedCommand):
    """Exit 0: closed, or with --check nothing stands against it. 1: refused; each is named."""

    help = "Close a period: its ratings are frozen. Refused while a return stands against it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("quarter", metavar="QUARTER", help="2017-18-q4 or 2017-18-outturn")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="who closes it")
        parser.add_argument("--check", action="store_true", help="only say what stands against it")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        period, by, on = _period(options["quarter"]), person(options["by"]), today()
        against = obstacles(period, on) if period.is_open else []
        refused = _refused(against)
        if not options["check"]:
            try:
                close_period(period, by=by, on=on)
            except (RefusedError, NotAllowedError) as error:
                refused = refused or str(error)
        period.refresh_from_db()
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(period, against, refused), indent=2))
        elif not refused:
            self.stdout.write(_told(period))
        if refused:
            raise CommandError(refused)


def _period(text: str) -> Period:
    wanted = quarter(text)
    found = Period.objects.at(wanted).first()
    if found is None:
        message = f"{wanted.name} was never opened."
        raise CommandError(message)
    return found


def _refused(against: Sequence[Obstacle]) -> str:
    """Each return that stands against closing, a line each."""
    return "\n".join(f"{each.return_.measure.ref} {each.message}" for each in against)


def _as_json(period: Period, against: Sequence[Obstacle], refused: str) -> dict[str, Any]:
    return {
        "period": period.slug,
        "closed": not period.is_open,
        "refused": refused,
        "against": [
            {"ref": each.return_.measure.ref, "kind": each.kind, "message": each.message}
            for each in against
        ],
        "returns": {each.status.value: each.number for each in frozen(period, today())},
    }


def _told(period: Period) -> str:
    if period.is_open:
        return f"Nothing stands against closing {period}."
    counts = ", ".join(
        f"{each.number} {each.status.word.lower()}" for each in frozen(period, today())
    )
    return f"{period} is closed: {counts or 'no returns'}."
