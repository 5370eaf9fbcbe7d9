"""`manage.py import_workbook`: the same preview and commit as in the administration."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from indicators.spreadsheets.files.limits import Unreadable
from indicators.spreadsheets.kinds.kind import Understanding
from indicators.spreadsheets.kinds.known import ADMINISTERED
from indicators.spreadsheets.problems import Problem, Severity
from indicators.spreadsheets.runs.answers import answers_in
from indicators.spreadsheets.runs.contract import Outcome
from indicators.spreadsheets.runs.importing import (
    ImportRefusedError,
    Preview,
    commit,
    outcome_of,
    preview,
)
from indicators.spreadsheets.runs.printing import as_text, counted
from organisation.clock import today

ORIGIN = "command import_workbook"
STOPPED, NOT_READ = 1, 2  # exit codes, beside 0


class Command(BaseCommand):
    """Exit 0: it could be, or was, committed. 1: errors or questions. 2: not readable at all."""

    help = "Preview a spreadsheet, and with --commit save it: all of it or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the workbook (.xlsx) or CSV file")
        parser.add_argument(
            "--kind", choices=list(ADMINISTERED), required=True, help="what its rows are"
        )
        parser.add_argument("--sheet", help="the sheet's name, where several have such a table")
        parser.add_argument("--year", help="the year being set up, such as 2017/18")
        parser.add_argument("--answers", metavar="FILE.json", help="answers, by question")
        parser.add_argument(
            "--answer", nargs="+", action="extend", default=[], metavar="KEY=VALUE",
            help="an answer; it goes before the file's",
        )  # fmt: skip
        parser.add_argument(
            "--leave-out", nargs="+", action="extend", default=[], metavar="REF",
            help="a row to leave out: its ref, or row:23",
        )  # fmt: skip
        parser.add_argument("--commit", action="store_true", help="save it; otherwise only preview")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        file = Path(options["file"])
        try:
            seen = self._preview(file, options)
        except Unreadable as error:
            self._give_up(file, str(error), options)
        else:
            self._finish(seen, options)

    def _preview(self, file: Path, options: dict[str, Any]) -> Preview:
        return preview(
            _content(file),
            name=file.name,
            kind=options["kind"],
            sheet=options["sheet"],
            year=options["year"],
            answers={**_answers(options["answers"]), **_single_answers(options["answer"])},
            leave_out=options["leave_out"],
        )

    def _finish(self, seen: Preview, options: dict[str, Any]) -> None:
        refusal = ""
        if options["commit"] and seen.committable:
            try:
                commit(seen, by=None, on=today(), origin=ORIGIN)
            except ImportRefusedError as error:
                refusal = str(error)
        committed = options["commit"] and seen.committable and not refusal
        self._print(seen, outcome_of(seen, committed=committed, refusal=refusal), options)
        if refusal:
            raise CommandError(refusal, returncode=STOPPED)
        if not seen.committable:
            problems = seen.understanding.problems
            questions = sum(each.severity is Severity.QUESTION for each in problems)
            errors = sum(each.severity is Severity.ERROR for each in problems)
            raise CommandError(
                f"Nothing was saved: {counted(questions, 'open question')}, "
                f"{counted(errors, 'error')}.",
                returncode=STOPPED,
            )

    def _print(self, seen: Preview, found: Outcome, options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(found, indent=2))
        else:
            self.stdout.write(as_text(seen, committed=found["committed"]))

    def _give_up(self, file: Path, message: str, options: dict[str, Any]) -> None:
        """Say in the contract's object too that nothing was read."""
        if options["json"]:
            problem = Problem(Severity.ERROR, message)
            nothing = Understanding[Any](file.name, "", options["kind"], problems=(problem,))
            self.stdout.write(json.dumps(outcome_of(Preview.of_nothing(nothing)), indent=2))
        raise CommandError(message, returncode=NOT_READ)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Unreadable(f"{file} can't be read: {error.strerror}.") from error


def _answers(file: str | None) -> dict[str, Any]:
    """The answers in a file: an object of texts by question."""
    if file is None:
        return {}
    try:
        found = answers_in(_content(Path(file)))
    except ValueError as error:
        raise Unreadable(f"{file} is no JSON: {error}.") from error
    if found is None:
        raise Unreadable(f"{file} must hold one object: an answer for each question's key.")
    return found


def _single_answers(pairs: list[str]) -> dict[str, str]:
    parted = [each.partition("=") for each in pairs]
    if wrong := [pair for pair, (_, sign, _) in zip(pairs, parted, strict=True) if not sign]:
        raise Unreadable(f"--answer {wrong[0]} has no =: write --answer KEY=VALUE.")
    return {key: value for key, _, value in parted}
