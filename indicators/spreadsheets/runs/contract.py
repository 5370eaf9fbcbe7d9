"""The one object that `import_workbook --json` prints, and other programs rely on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypedDict

from indicators.spreadsheets.kinds.kind import Row, Understanding
from indicators.spreadsheets.problems import Problem, Severity
from indicators.spreadsheets.runs.previewing import Preview
from indicators.spreadsheets.understanding.understood import Understood


class CellObject(TypedDict):
    """A cell; numbers are strings of decimals."""

    cell: str
    text: str
    state: str
    value: str | None
    low: str | None
    high: str | None
    unit: str
    note: str


class RowObject(TypedDict):
    """A row and what a commit does, or did, to its measure."""

    row: int
    ref: str
    title: str
    status: str  # new, changed, unchanged or error
    cells: dict[str, CellObject]


class ProblemObject(TypedDict):
    """A problem, named by sheet and cell."""

    sheet: str
    cell: str
    row: int | None
    column: str
    text: str
    severity: str
    key: str
    choices: list[str]
    message: str


class Outcome(TypedDict):
    """The whole object."""

    file: str
    kind: str
    sheet: str
    header_row: int | None
    committed: bool
    counts: dict[str, int]
    rows: list[RowObject]
    problems: list[ProblemObject]


def outcome(
    understanding: Understanding[Any], statuses: Mapping[str, str], *, committed: bool = False
) -> Outcome:
    """The contract's object; `statuses` says new, changed or unchanged by key (new if absent)."""
    rows = [_row(row, statuses) for row in understanding.rows]
    found = Counter(row["status"] for row in rows)
    return Outcome(
        file=understanding.file,
        kind=understanding.kind,
        sheet=understanding.sheet,
        header_row=understanding.header_row,
        committed=committed,
        counts={
            "rows": len(rows),
            "new": found["new"],
            "changed": found["changed"],
            "unchanged": found["unchanged"],
            "errors": found["error"],
        },
        rows=rows,
        problems=[_problem(each) for each in understanding.problems],
    )


def outcome_of(seen: Preview, *, committed: bool = False, refusal: str = "") -> Outcome:
    """The contract's object of a preview; `refusal` says why a commit was refused."""
    refused = (Problem(Severity.ERROR, refusal),) if refusal else ()
    told = replace(seen.understanding, problems=(*refused, *seen.understanding.problems))
    found = outcome(told, seen.statuses, committed=committed)
    for shown, row in zip(found["rows"], seen.rows, strict=True):
        shown["status"] = row.status.value
    found["counts"] = seen.counts
    return found


def _row(row: Row, statuses: Mapping[str, str]) -> RowObject:
    return RowObject(
        row=row.row,
        ref=row.ref,
        title=row.title,
        status="error" if row.has_errors else statuses.get(row.key, "new"),
        cells={name: _cell(each) for name, each in row.cells.items()},
    )


def _cell(cell: Understood) -> CellObject:
    return CellObject(
        cell=cell.cell,
        text=cell.text,
        state=cell.state.value,
        value=decimal_text(cell.value) if cell.value is not None else cell.word or None,
        low=decimal_text(cell.low),
        high=decimal_text(cell.high),
        unit=cell.unit,
        note=cell.note,
    )


def decimal_text(value: Decimal | None) -> str | None:
    """The decimal in full, without needless zeros."""
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _problem(problem: Problem) -> ProblemObject:
    return ProblemObject(
        sheet=problem.sheet,
        cell=problem.cell,
        row=problem.row,
        column=problem.column,
        text=problem.text,
        severity=problem.severity.value,
        key=problem.key,
        choices=list(problem.choices),
        message=problem.message,
    )
