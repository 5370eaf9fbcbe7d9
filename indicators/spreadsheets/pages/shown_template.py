"""What an officer's pages show of a workbook that was uploaded: its changes, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse

from indicators.models import ImportRun, ImportState
from indicators.rules.periods import Quarter
from indicators.rules.rag import Status
from indicators.spreadsheets.kinds.kind import ShownRow
from indicators.spreadsheets.kinds.kind import Status as RowStatus
from indicators.spreadsheets.kinds.returns.kind import RETURNS
from indicators.spreadsheets.kinds.returns.shown_rows import CHANGES, LEFT, PERIOD, RATING
from indicators.spreadsheets.pages.paging import Paging
from indicators.spreadsheets.pages.shown_questions import shown_questions
from indicators.spreadsheets.problems import Problem, Severity
from indicators.spreadsheets.runs.staging import (
    PAGE,
    every_problem,
    mistakes_of,
    questions_of,
    shown_page,
    span_of,
)
from organisation.models import Person

LATELY: Final = 5
ROWS: Final = "page"
BY_WORD: Final = {each.word: each for each in Status}


@dataclass(frozen=True)
class Change:
    """One cell that changes."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class TemplateRow:
    """A row that changes its return, or that something stands against."""

    number: int
    key: str
    ref: str
    name: str
    url: str
    is_wrong: bool
    changes: tuple[Change, ...]
    status: Status | None
    left: tuple[str, ...]
    problems: tuple[str, ...]
    has_changed_since: bool


def lately(person: Person) -> Sequence[ImportRun]:
    """What this person uploaded last, and what became of it."""
    runs = ImportRun.objects.filter(by=person, kind=RETURNS)
    runs = runs.exclude(state=ImportState.DISCARDED).defer("content", "summary", "answers")
    return list(runs.order_by("-created_at", "-pk")[:LATELY])


def preview(run: ImportRun, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The page: questions, what is wrong, the rows that change; how many stay as they are."""
    questions = shown_questions(questions_of(run), mistakes_of(run), "returns")
    problems = every_problem(run)
    _, errors = span_of(run, RowStatus.ERROR)
    _, changed = span_of(run, RowStatus.CHANGED)
    paging = Paging.of(asked, errors + changed, ROWS)
    first = (paging.number - 1) * PAGE
    shown = shown_page(run, paging.number)[: max(0, errors + changed - first)]
    rows = [_row(each, problems) for each in shown]
    told = {text for row in rows for text in row.problems}
    return {
        "run": run,
        "open_questions": [each for each in questions if each.is_open],
        "answered_questions": [each for each in questions if not each.is_open],
        "rows": rows,
        "paging": paging,
        "wrong": [each for each in problems if _is_of_the_whole(each, told)],
        "warnings": [each for each in problems if each.severity is Severity.WARNING],
        "to_save": changed,
        "untouched": run.counts.get("unchanged", 0),
        "errors": errors,
        "left_out": run.left_out,
        "committable": bool(run.summary.get("committable")),
    }


def _is_of_the_whole(problem: Problem, told: set[str]) -> bool:
    return problem.severity is Severity.ERROR and problem.message not in told


def _row(row: ShownRow, problems: Sequence[Problem]) -> TemplateRow:
    cells = {each.heading: each.lines for each in row.cells}
    rating = next(iter(cells[RATING]), "")
    own = [each for each in problems if each.row == row.number]
    return TemplateRow(
        number=row.number,
        key=row.key,
        ref=row.ref,
        name=row.title,
        url=_url(row.ref, cells[PERIOD], is_known=bool(row.title)),
        is_wrong=row.status == RowStatus.ERROR,
        changes=_changes(cells[CHANGES]),
        status=BY_WORD.get(rating),
        left=cells[LEFT],
        problems=tuple(each.message for each in own if each.severity is Severity.ERROR),
        has_changed_since=row.has_changed_since,
    )


def _changes(pieces: Sequence[str]) -> tuple[Change, ...]:
    """Column, before and after stand one after the other."""
    threes = zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True)
    return tuple(Change(*each) for each in threes)


def _url(ref: str, periods: Sequence[str], *, is_known: bool) -> str:
    """Where the return is finished."""
    if not (ref and periods and is_known):
        return ""
    return reverse("indicators:return-edit", args=(Quarter.parse(periods[0]), ref))
