"""`manage.py send_reminders`: tells each person what holds today, for cron; twice does no harm."""

from __future__ import annotations

import json
import sys
from contextlib import redirect_stdout
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from indicators.reminding.broken_off import Unfinished, unfinished
from indicators.reminding.letters import Letter
from indicators.reminding.preview import Preview, preview
from indicators.reminding.sending import Outcome, send
from organisation.clock import today
from organisation.commanding import RecordedCommand


class Command(RecordedCommand):
    help = (
        "Sends the reminders of today, one message a person. Exit status 1 if any failed, or broke "
        "off earlier and waits for somebody to decide."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--preview", action="store_true", help="print them, send nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        broken = [each for each in unfinished(timezone.now()) if each.is_broken_off]
        held = preview(today())
        outcomes: list[Outcome] = []
        if not options["preview"]:
            # Without a mail server messages are printed, which would spoil the JSON.
            with redirect_stdout(sys.stderr if options["json"] else sys.stdout):
                outcomes = send(held.letters, by=None)
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(held, outcomes, broken, options), indent=2))
        else:
            self._print(held, outcomes, broken, options)
        if not options["preview"]:
            _complain(outcomes, broken)

    def _print(
        self,
        held: Preview,
        outcomes: list[Outcome],
        broken: list[Unfinished],
        options: dict[str, Any],
    ) -> None:
        lines = [_result(each) for each in outcomes]
        if options["preview"]:
            lines = [_whole(each) for each in held.letters]
        lines += [f"Nobody to tell: {each}" for each in held.untold]
        lines += map(_broken, broken)
        self.stdout.write("\n".join(lines or ["There is nothing to tell today."]))


def _complain(outcomes: list[Outcome], broken: list[Unfinished]) -> None:
    """End with status 1 where somebody has to look: now, and until what broke off is decided."""
    problems = []
    if wrong := sum(bool(each.error) for each in outcomes):
        problems.append(f"{wrong} of {len(outcomes)} messages did not go out.")
    if broken:
        problems.append(f"Decide on the page Reminders what broke off ({len(broken)}).")
    if problems:
        raise CommandError(" ".join(problems))


def _result(outcome: Outcome) -> str:
    letter = outcome.letter
    if outcome.message is None:
        return f"Not sent to {letter.person.email}: another run told it meanwhile."
    if outcome.error:
        return f"Not sent to {letter.person.email}: {outcome.error}"
    return f"Sent to {letter.person.email}: {letter.subject}"


def _whole(letter: Letter) -> str:
    return f"To: {letter.person.email}\nSubject: {letter.subject}\n\n{letter.text.strip()}\n"


def _broken(unfinished: Unfinished) -> str:
    message = unfinished.message
    return f"Broke off on {message.on:%-d %B %Y}, to {message.address}: {unfinished.what}"


def _as_json(
    held: Preview, outcomes: list[Outcome], broken: list[Unfinished], options: dict[str, Any]
) -> dict[str, Any]:
    came = {each.letter.person.pk: each for each in outcomes}
    return {
        "on": held.on.isoformat(),
        "preview": options["preview"],
        "messages": [_letter(each, came.get(each.person.pk)) for each in held.letters],
        "nobody_to_tell": list(held.untold),
        "broken_off": [
            {"to": each.message.address, "on": each.message.on.isoformat(), "error": each.what}
            for each in broken
        ],
    }


def _letter(letter: Letter, outcome: Outcome | None) -> dict[str, Any]:
    state = "" if outcome is None else (outcome.message.state if outcome.message else "NOT_NEEDED")
    return {
        "to": letter.person.email,
        "subject": letter.subject,
        "state": state,
        "error": outcome.error if outcome else "",
        "matters": [
            {"ref": each.of.measure.ref, "period": each.of.period.slug, "kind": each.kind.value}
            for each in letter.matters
        ],
    }
