"""What the pages of an import show of it: waiting, its preview, its log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from indicators.models import ImportProgress, ImportRun, ImportState
from indicators.spreadsheets.kinds.kind import Status
from indicators.spreadsheets.kinds.known import KINDS
from indicators.spreadsheets.pages.paging import Paging
from indicators.spreadsheets.pages.row_words import on_page
from indicators.spreadsheets.pages.shown_questions import shown_questions
from indicators.spreadsheets.runs.staging import (
    PAGE,
    mistakes_of,
    problem_page,
    questions_of,
    shown_page,
    span_of,
    stage_of,
)
from indicators.spreadsheets.runs.working import SILENT_AFTER

LEFT_OUT: Final = "left-out"
ROWS, PROBLEMS, STATUS = "page", "problems", "show"  # what an address says
LATELY: Final = 10
NAMED_BY: Final = {"actions": "actions"}  # whose numbers a question names, if not a measure's
REMEDY: Final = {
    ImportState.WAITING: "read",
    ImportState.READING: "read",
    ImportState.SAVING: "saved",
    ImportState.UNDOING: "undone",
}


@dataclass(frozen=True)
class Filter:
    """Rows of one status: a link over the table."""

    value: str
    label: str
    count: int
    is_current: bool

    @property
    def counted(self) -> str:
        return f"{self.count:,}"


def lately() -> Sequence[ImportRun]:
    """What was imported last."""
    runs = ImportRun.objects.defer("content", "summary", "answers", "left_out")
    return named(runs.select_related("by")[:LATELY])


def named(runs: Any) -> Sequence[ImportRun]:
    """With the kind's own name, as pages call it."""
    found: list[ImportRun] = list(runs)
    for each in found:
        kind = KINDS.get(each.kind)
        each.kind_label = kind.label if kind else each.kind  # type: ignore[attr-defined]
    return found


def waiting(run: ImportRun) -> dict[str, Any]:
    """How far the worker is; whether there is one at all."""
    progress = ImportProgress.objects.filter(run=run).first()
    is_whole = run.state in {ImportState.SAVING, ImportState.UNDOING}
    counts = progress is not None and progress.total > 0
    return {
        "run": run,
        "progress": progress,
        "counts": counts,
        "told": _told(progress) if progress and counts else "",
        "is_untold": is_whole and connection.vendor == "sqlite",
        "is_silent": _is_silent(run, progress),
        "silent_after": int(SILENT_AFTER.total_seconds()),
        "deed": REMEDY[ImportState(run.state)],
        "may_give_up": run.state in {ImportState.WAITING, ImportState.READING},
    }


def _told(progress: ImportProgress) -> str:
    """The step, and how many rows of it are done."""
    percent = progress.done * 100 // progress.total
    return f"{progress.step}: {progress.done:,} of {progress.total:,} rows, {percent}%"


def _is_silent(run: ImportRun, progress: ImportProgress | None) -> bool:
    """Whether no worker gives a sign of life, though it could."""
    since = timezone.now() - SILENT_AFTER
    if progress is None:
        busy = ImportProgress.objects.filter(beat_at__gte=since, run__state__in=list(REMEDY))
        return run.waiting_since < since and not busy.exists()
    if (
        run.state not in {ImportState.WAITING, ImportState.READING}
        and connection.vendor == "sqlite"
    ):
        return False
    return progress.beat_at < since


def preview(run: ImportRun, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The page of a preview: questions, a page of problems, a page of rows."""
    questions = shown_questions(
        questions_of(run), mistakes_of(run), NAMED_BY.get(run.kind, "measures")
    )
    to_save = run.counts.get("new", 0) + run.counts.get("changed", 0)
    return {
        **listed(run, asked),
        "title": "Preview of the import",
        "stage": stage_of(run),
        "open_questions": [each for each in questions if each.is_open],
        "answered_questions": [each for each in questions if not each.is_open],
        "to_save": to_save,
        "to_save_words": f"{to_save:,}",
    }


def listed(run: ImportRun, asked: Mapping[str, Any]) -> dict[str, Any]:
    """A page of rows and a page of problems, with the ways to the others."""
    show = chosen(asked)
    status = Status(show) if show and show != LEFT_OUT else None
    count = len(run.left_out) if show == LEFT_OUT else span_of(run, status)[1]
    paging = Paging.of(asked, count, ROWS, STATUS)
    first = (paging.number - 1) * PAGE
    found = run.summary.get("errors", 0) + run.summary.get("warnings", 0)
    troubles = Paging.of(asked, found, PROBLEMS)
    return {
        "run": run,
        "kind": KINDS[run.kind],
        "counted": {name: f"{count:,}" for name, count in run.counts.items()},
        "rows": [] if show == LEFT_OUT else shown_page(run, paging.number, status),
        "left_out": run.left_out[first : first + PAGE] if show == LEFT_OUT else [],
        "paging": paging,
        "filters": filters(run, show),
        "problems": [on_page(each) for each in problem_page(run, troubles.number)],
        "troubles": troubles,
        "asked_for_problems": PROBLEMS in asked,
    }


def chosen(asked: Mapping[str, Any]) -> str:
    """Which rows the address asks for; all where it says nothing that is known."""
    show = str(asked.get(STATUS, ""))
    return show if show in {LEFT_OUT, *(each.value for each in Status)} else ""


def filters(run: ImportRun, show: str) -> list[Filter]:
    """All rows, and those of each status that there is."""
    counted = [
        ("", "All", run.counts.get("rows", 0)),
        *((each.value, _words(each), span_of(run, each)[1]) for each in Status),
        (LEFT_OUT, "Left out", len(run.left_out)),
    ]
    return [
        Filter(value, label, count, value == show)
        for value, label, count in counted
        if count or not value or value == show
    ]


def _words(status: Status) -> str:
    return {
        Status.NEW: "New",
        Status.CHANGED: "Changes",
        Status.UNCHANGED: "Unchanged",
        Status.ERROR: "Errors",
    }[status]
