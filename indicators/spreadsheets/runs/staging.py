"""What a preview showed, kept in pages of a hundred: to be looked at, committed and undone.

Rows stand in the order of their status (errors, what changes, what is new, what stays), within it
in the order of the sheet: so a page of any status is one or two kept pages, however many there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from itertools import islice
from typing import Any, Final

from indicators.models import ImportPage, ImportRun, PagePart
from indicators.spreadsheets.kinds.kind import ShownRow, Status
from indicators.spreadsheets.problems import Problem, Severity
from indicators.spreadsheets.runs.pausing import collecting_later
from indicators.spreadsheets.runs.previewing import Follow, Preview, unfollowed
from indicators.spreadsheets.stored.comparing import Compared
from indicators.spreadsheets.stored.parts import Part
from indicators.spreadsheets.understanding.questions import Choice, Question
from indicators.spreadsheets.words import MOST_LISTED

PAGE: Final = 100
AT_ONCE: Final = 10  # kept pages that are written together
ORDER: Final = (Status.ERROR, Status.CHANGED, Status.NEW, Status.UNCHANGED)
COUNTED_AS: Final = {
    Status.ERROR: "errors",
    Status.CHANGED: "changed",
    Status.NEW: "new",
    Status.UNCHANGED: "unchanged",
}


@dataclass(frozen=True)
class StagedRow:
    """A row as it was shown: its key, what it wants, and what was stored then."""

    key: str
    ref: str
    status: Status
    digest: str
    parts: tuple[Compared, ...]


@dataclass(frozen=True)
class BriefQuestion(Question):
    """A question with the first forty rows that it applies to, and how many more there are."""

    more: int = 0
    more_waiting: int = 0


@collecting_later()
def stage(run: ImportRun, seen: Preview, follow: Follow = unfollowed) -> None:
    """Keep what is shown, in place of what was shown before. The run has to be saved after it."""
    run.counts, run.summary = seen.counts, summary_of(seen)
    run.pages.all().delete()
    _write(run, PagePart.PROBLEMS, map(_problem, _in_order(seen)))
    total = len(seen.rows)
    _write(run, PagePart.ROWS, _rows(seen), lambda done: follow("Keeping the preview", done, total))


def _write(
    run: ImportRun,
    part: PagePart,
    items: Iterable[dict[str, Any]],
    written: Callable[[int], None] = lambda _: None,
) -> None:
    """Write pages some at a time, so that they are never all in memory."""
    pages, done = _pages(run, part, items), 0
    while some := list(islice(pages, AT_ONCE)):
        ImportPage.objects.bulk_create(some)
        done += sum(len(each.items) for each in some)
        written(done)


def summary_of(seen: Preview) -> dict[str, Any]:
    """All that a page says of the import beside its rows and problems."""
    found = seen.understanding
    mistakes = [_problem(each) for each in found.problems if _is_mistake(each)]
    return {
        "sheet": found.sheet,
        "header_row": found.header_row,
        "year": found.year.label if found.year else "",
        "committable": found.committable,
        "left_out": len(found.left_out),
        "learned": dict(found.learned),
        "questions": [asdict(in_brief(each)) for each in found.questions],
        "mistakes": mistakes[:MOST_LISTED],
        "errors": sum(each.severity is Severity.ERROR for each in found.problems),
        "warnings": sum(each.severity is Severity.WARNING for each in found.problems),
    }


def in_brief(question: Question) -> BriefQuestion:
    """The question with as many rows as a page lists; the answers file may name all."""
    refs, waiting = question.refs[:MOST_LISTED], question.waiting[:MOST_LISTED]
    given = {name: getattr(question, name) for name in Question.__dataclass_fields__}
    cut = {
        "refs": refs,
        "waiting": waiting,
        "cells": question.cells[:MOST_LISTED],
        "open_cells": question.open_cells[:MOST_LISTED],
        "own_answers": {
            ref: question.own_answers[ref] for ref in refs if ref in question.own_answers
        },
    }
    return BriefQuestion(
        **{**given, **cut},
        more=len(question.refs) - len(refs),
        more_waiting=len(question.waiting) - len(waiting),
    )


def _is_mistake(problem: Problem) -> bool:
    """Whether it is wrong with an answer, not with a cell."""
    return bool(problem.key) and problem.severity is Severity.ERROR


def mistakes_of(run: ImportRun) -> tuple[Problem, ...]:
    """What is wrong with the answers given."""
    return tuple(map(_problem_of, run.summary.get("mistakes", [])))


def questions_of(run: ImportRun) -> tuple[BriefQuestion, ...]:
    """The questions as they stand."""
    return tuple(map(_question, run.summary.get("questions", [])))


def _question(kept: Mapping[str, Any]) -> BriefQuestion:
    choices = tuple(Choice(**each) for each in kept["choices"])
    lists = {name: tuple(each) for name, each in kept.items() if isinstance(each, list | tuple)}
    return BriefQuestion(**{**kept, **lists, "choices": choices})


def _in_order(seen: Preview) -> list[Problem]:
    """Errors before warnings; questions are shown apart."""
    told = [each for each in seen.understanding.problems if each.severity is not Severity.QUESTION]
    return sorted(told, key=lambda each: each.severity is not Severity.ERROR)


def _rows(seen: Preview) -> Iterator[dict[str, Any]]:
    for each, shown in seen.shown_by(ORDER):
        yield {
            "key": each.key,
            "ref": each.row.ref,
            "status": each.status.value,
            "digest": each.digest,
            "parts": [
                [part.wanted.as_json(), dict(part.before) if part.before is not None else None]
                for part in each.parts
            ],
            "shown": shown.as_json(),
        }


def _problem(problem: Problem) -> dict[str, Any]:
    return {**asdict(problem), "severity": problem.severity.value}


def _pages(run: ImportRun, part: PagePart, items: Iterable[dict[str, Any]]) -> Iterator[ImportPage]:
    left, number = iter(items), 1
    while page := list(islice(left, PAGE)):
        yield ImportPage(run=run, part=part, number=number, items=page)
        number += 1


def staged_rows(run: ImportRun) -> list[StagedRow]:
    """Every row as it was shown."""
    kept = run.pages.filter(part=PagePart.ROWS).order_by("number").values_list("items", flat=True)
    return [_staged(each) for items in kept.iterator(AT_ONCE) for each in items]


def _staged(kept: Mapping[str, Any]) -> StagedRow:
    parts = tuple(Compared(Part.of_json(wanted), before) for wanted, before in kept["parts"])
    return StagedRow(kept["key"], kept["ref"], Status(kept["status"]), kept["digest"], parts)


def shown_page(run: ImportRun, number: int, status: Status | None = None) -> list[ShownRow]:
    """One page of rows in ready words: of all, or of one status."""
    begin, count = span_of(run, status)
    first = begin + (number - 1) * PAGE
    return _shown(run, first, min(first + PAGE, begin + count))


def span_of(run: ImportRun, status: Status | None) -> tuple[int, int]:
    """Where the rows of a status begin among all of them, and how many there are."""
    if status is None:
        return 0, run.counts.get("rows", 0)
    begin = 0
    for each in ORDER[: ORDER.index(status)]:
        begin += run.counts.get(COUNTED_AS[each], 0)
    return begin, run.counts.get(COUNTED_AS[status], 0)


def _shown(run: ImportRun, first: int, end: int) -> list[ShownRow]:
    """The rows from `first` to before `end`: they stand in a kept page, or in two."""
    if first >= end:
        return []
    numbers = range(first // PAGE + 1, (end - 1) // PAGE + 2)
    kept = run.pages.filter(part=PagePart.ROWS, number__in=list(numbers)).order_by("number")
    items = [item for page in kept.values_list("items", flat=True) for item in page]
    ahead = first - (numbers[0] - 1) * PAGE
    changed = set(run.summary.get("changed_since", ()))
    return [_row(each, changed) for each in items[ahead : ahead + end - first]]


def _row(kept: Mapping[str, Any], changed: set[str]) -> ShownRow:
    return replace(ShownRow.of_json(kept["shown"]), has_changed_since=kept["key"] in changed)


def stage_of(run: ImportRun) -> str:
    """Tells one keeping of a preview from the next: its last page is another."""
    return str(run.pages.order_by("-pk").values_list("pk", flat=True).first() or "")


def keys_in_error(run: ImportRun) -> list[str]:
    """What leaves out every row that has an error."""
    begin, count = span_of(run, Status.ERROR)
    return [each.key for each in _shown(run, begin, begin + count)]


def problem_page(run: ImportRun, number: int) -> list[Problem]:
    """One page of errors and warnings."""
    kept = run.pages.filter(part=PagePart.PROBLEMS, number=number)
    return [_problem_of(each) for each in kept.values_list("items", flat=True).first() or ()]


def every_problem(run: ImportRun) -> list[Problem]:
    """All errors and warnings."""
    kept = run.pages.filter(part=PagePart.PROBLEMS).order_by("number")
    return [_problem_of(each) for items in kept.values_list("items", flat=True) for each in items]


def _problem_of(kept: Mapping[str, Any]) -> Problem:
    choices = tuple(kept["choices"])
    return Problem(**{**kept, "severity": Severity(kept["severity"]), "choices": choices})
