"""What an import would do: each row new, changed from what to what, or unchanged."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.timezone import localtime

from indicators.models import ImportRun, ImportState
from indicators.spreadsheets.files.reading import read_file
from indicators.spreadsheets.kinds.kind import (
    Kind,
    Row,
    RowPreview,
    ShownRow,
    Status,
    Understanding,
    Upload,
)
from indicators.spreadsheets.kinds.known import kind_of
from indicators.spreadsheets.problems import Problem, Severity
from indicators.spreadsheets.runs.council import council_list
from indicators.spreadsheets.runs.pausing import collecting_later
from indicators.spreadsheets.runs.remembering import remembered
from indicators.spreadsheets.stored.comparing import Compared, Stored
from indicators.spreadsheets.stored.parts import Table
from indicators.spreadsheets.understanding.departments import CouncilList

#: Is told what is being done, how many rows of it are done, and how many there are.
Follow = Callable[[str, int, int], None]


def unfollowed(step: str, done: int, total: int) -> None:
    """Progress that nobody follows."""
    del step, done, total


@dataclass(frozen=True)
class Preview:
    """A file as understood, set against what is stored. Nothing of it is saved."""

    upload: Upload
    understanding: Understanding[Any]
    rows: tuple[RowPreview[Any], ...] = ()
    council: CouncilList = field(default_factory=CouncilList)

    @classmethod
    def of_nothing(cls, understanding: Understanding[Any]) -> Preview:
        """The preview of a file that could not be read."""
        return cls(Upload(b"", understanding.file, understanding.kind), understanding)

    @property
    def kind(self) -> Kind[Any]:
        return kind_of(self.upload.kind)

    @property
    def committable(self) -> bool:
        """Whether all is answered, understood or expressly left out."""
        return self.understanding.committable

    @property
    def statuses(self) -> dict[str, str]:
        """new, changed, unchanged or error by the rows' keys."""
        return {each.key: each.status.value for each in self.rows}

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

    def shown(self) -> Iterator[ShownRow]:
        """Every row in ready words, in the order of the sheet."""
        return (shown for _, shown in self.shown_by(()))

    def shown_by(self, order: Sequence[Status]) -> Iterator[tuple[RowPreview[Any], ShownRow]]:
        """Every row with what is shown of it; those of one status together, in this order."""
        refs = Counter(each.row.ref for each in self.rows)
        rows = sorted(self.rows, key=lambda each: order.index(each.status)) if order else self.rows
        for each in rows:
            is_only = refs[each.row.ref] == 1
            yield each, self.kind.shown(each, self.understanding, self.council, is_only=is_only)


def preview(
    content: bytes,
    *,
    name: str,
    kind: str = "measures",
    sheet: str | None = None,
    year: str | None = None,
    answers: Mapping[str, object] | None = None,
    leave_out: Iterable[str] = (),
) -> Preview:
    """Read a file and say what committing it would do; saves nothing.

    `year` is the year being set up ("2017/18"); `answers` by the questions' keys; `leave_out`
    holds refs, or "row:23". Raises `Unreadable` where the file can't be read at all.
    """
    upload = Upload(content, name, kind, sheet, year, dict(answers or {}), tuple(leave_out))
    return preview_upload(upload)


@collecting_later()
def preview_upload(upload: Upload, follow: Follow = unfollowed) -> Preview:
    """The same, of an upload; `follow` is told how far it is."""
    kind, council = kind_of(upload.kind), council_list()
    upload = replace(upload, named=remembered(upload.kind))
    follow("Reading the file", 0, 0)
    sheets = read_file(upload.content, upload.name)
    follow("Understanding the rows", 0, 0)
    understanding = kind.understand(upload, sheets, council)
    rows, problems = _against_stored(kind, understanding, follow)
    problems += _imported_before(understanding)
    whole = replace(understanding, problems=(*understanding.problems, *problems))
    return Preview(upload, whole, tuple(rows), council)


def _against_stored(
    kind: Kind[Any], seen: Understanding[Any], follow: Follow
) -> tuple[list[RowPreview[Any]], list[Problem]]:
    total = len(seen.rows)
    follow("Comparing with what is stored", 0, total)
    wanted = [kind.parts(row, seen) for row in seen.rows]
    stored = Stored.of(part for parts in wanted for part in parts)
    facts = kind.facts([row.ref for row in seen.rows])
    rows: list[RowPreview[Any]] = []
    problems: list[Problem] = []
    for row, parts in zip(seen.rows, wanted, strict=True):
        compared = tuple(map(stored.compare, parts))
        own = kind.objections(row, compared, seen, facts)
        problems += own
        rows.append(_previewed(row, compared, kind.standing(row.ref, facts), stopped=bool(own)))
        if len(rows) % 1000 == 0:
            follow("Comparing with what is stored", len(rows), total)
    return rows, problems


def _previewed(
    row: Row, parts: tuple[Compared, ...], standing: str, *, stopped: bool
) -> RowPreview[Any]:
    return RowPreview(row, _status(row, parts, stopped), parts, digest(parts, standing))


def _status(row: Row, parts: Sequence[Compared], stopped: bool) -> Status:  # noqa: FBT001
    if row.has_errors or stopped:
        return Status.ERROR
    own = [each for each in parts if each.wanted.table is not Table.SERVICE]
    if own and own[0].is_new:
        return Status.NEW
    return Status.CHANGED if any(each.differs for each in parts) else Status.UNCHANGED


def digest(parts: Iterable[Compared], standing: str) -> str:
    """What is wanted together with what is stored: a commit must find it as it was shown.

    A service that rows share may have come in the meantime, so it doesn't count.
    """
    state = [_state(each) for each in parts if each.wanted.table is not Table.SERVICE]
    return hashlib.sha256(repr((state, standing)).encode()).hexdigest()


def _state(part: Compared) -> tuple[Any, ...]:
    """What is wanted and what is stored, in an order that no database changes."""
    wanted, before = part.wanted.columns, part.before
    names = sorted(wanted)
    stored = before and [before[name] for name in names]
    return part.wanted.table.value, part.wanted.key, names, [wanted[n] for n in names], stored


def _imported_before(understanding: Understanding[Any]) -> list[Problem]:
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
