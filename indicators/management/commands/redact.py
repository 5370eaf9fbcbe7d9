"""`manage.py redact`: removes personal data typed by mistake; without --commit it only looks."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandError, CommandParser

from indicators.models import Measure, Period
from indicators.redacting.places import Scope
from indicators.redacting.removing import Found, look, redact
from indicators.rules.periods import Quarter
from organisation.access import NotAllowedError
from organisation.clock import today
from organisation.commanding import RecordedCommand
from organisation.models import Person
from organisation.redacting import Passage, RedactionRefusedError


class Command(RecordedCommand):
    """Exit 0: found, and with --commit removed. 1: refused, or nothing holds it."""

    help = "Remove personal data typed by mistake, from live texts and from the record of changes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "passage",
            metavar="PASSAGE",
            help="what is to be removed, or - to type it where no shell keeps it",
        )
        parser.add_argument("--reason", required=True, help="why; it stays on record")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="who removes it")
        parser.add_argument("--return", metavar="2017-18-q3/25", help="only in this return")
        parser.add_argument("--measure", metavar="REF", help="only in this measure")
        parser.add_argument("--commit", action="store_true", help="remove it; otherwise only look")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        try:
            found = _done(options)
        except (RedactionRefusedError, NotAllowedError) as refused:
            if options["json"]:
                self.stdout.write(json.dumps({"committed": False, "refused": str(refused)}))
            raise CommandError(str(refused)) from None  # the passage shows in no traceback
        self.stdout.write(_as_json(found, options) if options["json"] else _told(found, options))


def _done(options: dict[str, Any]) -> Found:
    given = options["passage"]
    passage = Passage(sys.stdin.readline().strip() if given == "-" else given)
    scope, by = _scope(options["return"], options["measure"]), _person(options["by"])
    if options["commit"]:
        return redact(passage, scope, reason=options["reason"], by=by, on=today())
    found = look(passage, scope, by=by, on=today())
    if not found.total:
        raise RedactionRefusedError({"passage": "Nothing there holds it."})
    return found


def _person(email: str) -> Person:
    found = Person.objects.filter(email__iexact=email).first()
    if found is None:
        message = f"Nobody here has the address {email}."
        raise CommandError(message)
    return found


def _scope(of_return: str | None, ref: str | None) -> Scope:
    if of_return and ref:
        message = "Give --return or --measure, not both."
        raise CommandError(message)
    if of_return:
        return _scope_of_return(*of_return.partition("/")[::2])
    return Scope(_measure(ref)) if ref else Scope()


def _scope_of_return(slug: str, ref: str) -> Scope:
    measure = _measure(ref)
    try:
        period = Period.objects.at(Quarter.parse(slug)).first()
    except ValueError as error:
        message = f"{error} A return is a period and a measure: 2017-18-q3/25."
        raise CommandError(message) from error
    if period is None:
        message = f"{slug} was never opened."
        raise CommandError(message)
    return Scope(measure, period)


def _measure(ref: str) -> Measure:
    found = Measure.objects.filter(ref=ref).first()
    if found is None:
        message = f"There is no measure “{ref}”."
        raise CommandError(message)
    return found


def _as_json(found: Found, options: dict[str, Any]) -> str:
    answer = {
        "committed": options["commit"],
        "live": [asdict(each) for each in found.live],
        "record": found.recorded,
    }
    return json.dumps(answer, indent=2)


def _told(found: Found, options: dict[str, Any]) -> str:
    rows = [f"{each.thing}, {each.field}: {each.times}" for each in found.live]
    rows.append(f"Texts in the record of changes: {found.recorded}")
    if found.within_words:
        rows.append(f"Careful: {found.within_words} stand within longer words.")
    done = "Removed." if options["commit"] else "Nothing was removed: add --commit to do so."
    return "\n".join([*rows, done])
