"""`manage.py open_period`: asks for the returns of a quarter or a year-end outturn."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.core.management.base import CommandError, CommandParser

from indicators.management.asked import day, person, quarter
from indicators.returns.opening import open_period
from indicators.returns.preview import Forgotten, Preview, grace_after, preview
from indicators.returns.refusals import RefusedError
from indicators.rules.periods import Quarter
from organisation.access import NotAllowedError
from organisation.clock import today
from organisation.commanding import RecordedCommand
from organisation.models import Council

NEVER = "never"


class Command(RecordedCommand):
    """Exit 0: opened, or looked at with --preview. 1: refused, with the reason."""

    help = "Open a quarter or a year-end outturn: every measure that is due in it is asked for."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("quarter", metavar="QUARTER", help="2017-18-q4 or 2017-18-outturn")
        parser.add_argument("--due", metavar="DATE", help="last day in time, such as 2018-04-12")
        parser.add_argument(
            "--enter-until",
            metavar="DATE",
            help="last day for entering, or never; by default the council's days of grace",
        )
        parser.add_argument("--by", required=True, metavar="EMAIL", help="who opens it")
        parser.add_argument("--preview", action="store_true", help="only say what would be asked")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        asked_for, by = quarter(options["quarter"]), person(options["by"])
        found, refused = preview(asked_for), ""
        if not options["preview"]:
            try:
                open_period(quarter=asked_for, by=by, on=today(), **_dates(options))
            except (RefusedError, NotAllowedError) as error:
                refused = str(error)
        opened = not options["preview"] and not refused
        if options["json"]:
            told = _as_json(asked_for, found, opened=opened, refused=refused)
            self.stdout.write(json.dumps(told, indent=2))
        elif not refused:
            self.stdout.write(_told(asked_for, found, opened=opened))
        if refused:
            raise CommandError(refused)


def _dates(options: dict[str, Any]) -> dict[str, Any]:
    """The due date and the last day for entering."""
    if options["due"] is None:
        message = "Say by when returns are due: --due 2018-04-12."
        raise CommandError(message)
    due_on, until = day(options["due"]), options["enter_until"]
    last: date | None = None
    if until is None:
        last = grace_after(due_on, Council.current().grace_days)
    elif until != NEVER:
        last = day(until)
    return {"due_on": due_on, "enter_until": last}


def _as_json(asked_for: Quarter, found: Preview, *, opened: bool, refused: str) -> dict[str, Any]:
    return {
        "period": asked_for.slug,
        "opened": opened,
        "refused": refused,
        "asked": found.total,
        "by_frequency": {each.frequency: each.number for each in found.asked},
        "without_terms": [each.ref for each in found.without_terms],
        "left_the_basket": [each.ref for each in found.left],
    }


def _told(asked_for: Quarter, found: Preview, *, opened: bool) -> str:
    what = "is open" if opened else "is not opened yet"
    number = "1 return" if found.total == 1 else f"{found.total} returns"
    lines = [f"{asked_for.name} {what}: {number} asked for."]
    lines += [f"{each.number} {each.frequency.lower()}" for each in found.asked]
    lines += [f"Without terms: {_line(each)}" for each in found.without_terms]
    return "\n".join(lines)


def _line(each: Forgotten) -> str:
    return f"{each.ref} {each.name}, {each.why}"
