"""A preview as text for the console: counts, questions, problems, what changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from indicators.spreadsheets.kinds.kind import RowPreview, Status
from indicators.spreadsheets.problems import Problem, Severity
from indicators.spreadsheets.runs.previewing import Preview
from indicators.spreadsheets.understanding.questions import Question
from indicators.spreadsheets.words import shortened

MOST_CHOICES = 12


def counted(number: int, what: str) -> str:
    """A number of things: 1 error, 2 errors."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def as_text(seen: Preview, *, committed: bool) -> str:
    """Everything that there is to know, the counts first and what to do last."""
    told = (*_head(seen), *_questions(seen), *_problems(seen), *_changes(seen))
    return "\n".join((*told, "", _end(seen, committed)))


def _head(seen: Preview) -> Iterator[str]:
    found = seen.understanding
    year = f", setting up {found.year.label}" if found.year else ""
    sheet = f", sheet {found.sheet}, headings in row {found.header_row}" if found.sheet else ""
    yield f"{found.file}{sheet}{year}"
    yield ""
    for name, count in seen.counts.items():
        yield f"  {name:<10}{count:>6}"
    if found.left_out:
        yield f"  left out: {shortened(list(found.left_out))}"


def _questions(seen: Preview) -> Iterator[str]:
    waiting = [each for each in seen.understanding.questions if each.waiting]
    if waiting:
        questions = counted(len(waiting), "open question")
        yield f"\n{questions}. Answer: --answer KEY=VALUE, or --answers FILE.json"
    for question in waiting:
        yield from _question(question)


def _question(question: Question) -> Iterator[str]:
    yield f"\n  {question.key}"
    yield f"    {question.message} {question.how}".rstrip()
    refs = [ref for ref in question.waiting if ref]
    if refs:
        many = "s" if len(refs) > 1 else ""
        cells = shortened(list(question.open_cells))
        yield f"    for measure{many} {shortened(refs)} (cell{many} {cells})"
    for each in question.depends:
        yield f"    {each}"
    for choice in question.choices[:MOST_CHOICES]:
        yield f"      {choice.written:<22}  {choice.label}"
    if len(question.choices) > MOST_CHOICES:
        yield f"      and {len(question.choices) - MOST_CHOICES} more"
    if len(refs) > 1:
        yield f"    for one measure alone: --answer {question.own_key(refs[0])}=VALUE"


def _problems(seen: Preview) -> Iterator[str]:
    found = [each for each in seen.understanding.problems if each.severity is not Severity.QUESTION]
    if found:
        yield f"\n{counted(len(found), 'problem')}; warnings don't stop an import"
    for each in found:
        yield f"  {each.severity.value:<8} {_place(each):<14} {each.message}"


def _place(problem: Problem) -> str:
    return problem.cell or (f"row {problem.row}" if problem.row else "")


def _changes(seen: Preview) -> Iterator[str]:
    changed = [each for each in seen.rows if each.status is Status.CHANGED]
    if changed:
        yield "\nWhat changes"
    for row in changed:
        yield from _row(row)


def _row(row: RowPreview[Any]) -> Iterator[str]:
    for each in row.changes:
        field = f"{each.part} {each.field}".strip()
        yield f"  {row.row.ref:<6} {field}: {each.before} → {each.after}"


def _end(seen: Preview, committed: bool) -> str:  # noqa: FBT001
    if committed:
        return "Committed."
    if seen.committable:
        return "Nothing saved yet. Add --commit to save it."
    return "Nothing saved."
