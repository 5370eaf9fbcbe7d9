"""What an import would do: each row new, changed from what to what, or unchanged."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from django.utils.timezone import localtime

from indicators.models import ImportRun, ImportState
from indicators.spreadsheets.comparing import Compared, Stored, compare
from indicators.spreadsheets.contract import Outcome, outcome
from indicators.spreadsheets.council import council_list
from indicators.spreadsheets.departments import CouncilList
from indicators.spreadsheets.flattening import Table, parts_of
from indicators.spreadsheets.measures import MEASURES, Row, Understanding, understand
from indicators.spreadsheets.objections import objections
from indicators.spreadsheets.problems import Problem, Severity


class Status(StrEnum):
    """What a commit does to a measure."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    ERROR = "error"


@dataclass(frozen=True)
class Upload:
    """A workbook's file with all that was said about it: enough to preview it again."""

    content: bytes
    name: str
    kind: str = MEASURES
    sheet: str | None = None
    year: str | None = None
    answers: Mapping[str, object] | None = None
    leave_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class FieldChange:
    """One field that a commit changes. `part` is "", a year or a baseline's month."""

    part: str
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class RowPreview:
    """A row of the sheet, what becomes of its measure, and its state when it was looked at."""

    row: Row
    status: Status
    parts: tuple[Compared, ...]
    digest: str

    @property
    def key(self) -> str:
        """The measure's ref, or the row's number where it has none."""
        return self.row.ref or f"row:{self.row.row}"

    @property
    def keeps_tolerance(self) -> bool:
        """Whether a tolerance that was agreed since outlives the council's default."""
        return any(
            each.wanted.table is Table.TERMS
            and each.wanted.is_set_up
            and "tolerance_mode" not in each.wanted.columns
            for each in self.parts
        )

    @property
    def changes(self) -> tuple[FieldChange, ...]:
        """What changes on a measure that exists; a new one changes nothing."""
        if self.status is Status.NEW:
            return ()
        return tuple(
            FieldChange(part.wanted.name, field, before, after)
            for part in self.parts
            for field, before, after in part.shown_changes
        )


@dataclass(frozen=True)
class Preview:
    """A workbook as understood, set against what is stored. Nothing of it is saved."""

    upload: Upload
    understanding: Understanding
    rows: tuple[RowPreview, ...]
    council: CouncilList = field(default_factory=CouncilList)

    @classmethod
    def of_nothing(cls, understanding: Understanding) -> Preview:
        """The preview of a file that could not be read."""
        return cls(Upload(b"", understanding.file, understanding.kind), understanding, ())

    @property
    def committable(self) -> bool:
        """Whether all is answered, understood or expressly left out."""
        return self.understanding.committable

    @property
    def statuses(self) -> dict[str, str]:
        """new, changed, unchanged or error by ref."""
        return {each.row.ref: each.status.value for each in self.rows}

    @property
    def counts(self) -> dict[str, int]:
        """How many rows there are, and of which status."""
        found = Counter(each.status for each in self.rows)
        return {
            "rows": len(self.rows),
            "new": found[Status.NEW],
            "changed": found[Status.CHANGED],
            "unchanged": found[Status.UNCHANGED],
            "errors": found[Status.ERROR],
        }

    @property
    def digests(self) -> dict[str, str]:
        """The state of each row, by its key: what a commit holds against the state then."""
        return {each.key: each.digest for each in self.rows}

    def outcome(self, *, committed: bool = False, refusal: str = "") -> Outcome:
        """The object that the command prints; `refusal` says why a commit was refused."""
        refused = (Problem(Severity.ERROR, refusal),) if refusal else ()
        told = replace(self.understanding, problems=(*refused, *self.understanding.problems))
        found = outcome(told, self.statuses, committed=committed)
        for row in found["rows"]:
            row["status"] = self.statuses[row["ref"]]
        found["counts"] = self.counts
        return found


def preview(
    content: bytes,
    *,
    name: str,
    kind: str = MEASURES,
    sheet: str | None = None,
    year: str | None = None,
    answers: Mapping[str, object] | None = None,
    leave_out: Iterable[str] = (),
) -> Preview:
    """Read a workbook and say what committing it would do; saves nothing.

    `year` is the year being set up ("2017/18"); `answers` by the questions' keys; `leave_out`
    holds refs, or "row:23". Raises `Unreadable` where the file can't be read at all.
    """
    upload = Upload(content, name, kind, sheet, year, dict(answers or {}), tuple(leave_out))
    return preview_upload(upload)


def preview_upload(upload: Upload) -> Preview:
    """The same, of an upload."""
    council = council_list()
    understanding = understand(
        upload.content,
        council=council,
        kind=upload.kind,
        name=upload.name,
        sheet=upload.sheet,
        year=upload.year,
        answers=upload.answers,
        leave_out=upload.leave_out,
    )
    stored = Stored.of([row.ref for row in understanding.rows])
    found = [_compared(row, understanding, stored) for row in understanding.rows]
    problems: list[Problem] = []
    rows = []
    for row, parts in found:
        own = objections(row, parts, understanding, stored)
        problems += own
        rows.append(_previewed(row, parts, stored, stopped=bool(own)))
    problems += _imported_before(understanding)
    whole = replace(understanding, problems=(*understanding.problems, *problems))
    return Preview(upload, whole, tuple(rows), council)


def _compared(
    row: Row, understanding: Understanding, stored: Stored
) -> tuple[Row, tuple[Compared, ...]]:
    parts = parts_of(row.measure, understanding.year, understanding.file, understanding.sheet)
    return row, tuple(compare(part, stored) for part in parts)


def _previewed(
    row: Row, parts: tuple[Compared, ...], stored: Stored, *, stopped: bool
) -> RowPreview:
    measure = next(each for each in parts if each.wanted.table is Table.MEASURE)
    if row.has_errors or stopped:
        status = Status.ERROR
    elif measure.is_new:
        status = Status.NEW
    else:
        status = Status.CHANGED if any(each.differs for each in parts) else Status.UNCHANGED
    return RowPreview(row, status, parts, _digest(row, parts, stored))


def _digest(row: Row, parts: tuple[Compared, ...], stored: Stored) -> str:
    """The settled row together with what is stored of its measure."""
    state = [(each.wanted, each.before) for each in parts]
    text = repr((row.measure, state, stored.closed_years(row.ref)))
    return hashlib.sha256(text.encode()).hexdigest()


def _imported_before(understanding: Understanding) -> list[Problem]:
    runs = ImportRun.objects.filter(
        sha256=understanding.sha256, state=ImportState.COMMITTED, kind=understanding.kind
    )
    last = runs.defer("content").order_by("-committed_at").first()
    if last is None or last.committed_at is None:
        return []
    message = (
        f"This very file was imported before, on {localtime(last.committed_at):%-d %B %Y}: "
        "only what differs from what is stored now changes."
    )
    return [Problem(Severity.WARNING, message, understanding.sheet)]
