"""What a kind of table tells the importer: how its rows are read, compared, shown and kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from indicators.rules.periods import FinancialYear
from indicators.spreadsheets.files.reading import Sheet
from indicators.spreadsheets.problems import Problem
from indicators.spreadsheets.stored.comparing import Compared
from indicators.spreadsheets.stored.parts import Part
from indicators.spreadsheets.understanding.departments import CouncilList
from indicators.spreadsheets.understanding.questions import Question
from indicators.spreadsheets.understanding.understood import Understood


@dataclass(frozen=True)
class Upload:
    """A file with all that was said about it: enough to preview it again."""

    content: bytes
    name: str
    kind: str = "measures"
    sheet: str | None = None
    year: str | None = None
    answers: Mapping[str, object] | None = None
    leave_out: tuple[str, ...] = ()
    by: int | None = None  # the person who uploads it: some kinds ask what they may enter
    named: Mapping[str, str] = field(default_factory=dict)  # the council's own headings -> fields


@dataclass(frozen=True)
class Row:
    """One row: its cells by field, as they are understood, and whether something is wrong."""

    row: int
    ref: str
    title: str
    cells: Mapping[str, Understood]
    has_errors: bool = False
    is_hidden: bool = False

    @property
    def key(self) -> str:
        """What the row is known by among all of them, and left out by."""
        return self.ref or f"row:{self.row}"


R = TypeVar("R", bound=Row)


@dataclass(frozen=True)
class Understanding(Generic[R]):
    """A file as it is understood, given the answers so far."""

    file: str
    sha256: str
    kind: str
    sheet: str = ""
    header_row: int | None = None
    year: FinancialYear | None = None
    rows: tuple[R, ...] = ()
    left_out: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    problems: tuple[Problem, ...] = ()
    learned: Mapping[str, str] = field(default_factory=dict)  # what a commit remembers

    @property
    def committable(self) -> bool:
        """Whether all is answered, understood or expressly left out."""
        return not any(each.stops for each in self.problems)


class Status(StrEnum):
    """What a commit does with a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    ERROR = "error"


STATUS_WORDS = {
    Status.NEW: "New",
    Status.CHANGED: "Changes",
    Status.UNCHANGED: "Unchanged",
    Status.ERROR: "Error",
}


@dataclass(frozen=True)
class FieldChange:
    """One field that a commit changes. `part` is "", a year or a baseline's month."""

    part: str
    field: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.part} {self.field}: {self.before} → {self.after}".strip()


@dataclass(frozen=True)
class RowPreview(Generic[R]):
    """A row of the sheet, what becomes of it, and its state when it was looked at."""

    row: R
    status: Status
    parts: tuple[Compared, ...]
    digest: str

    @property
    def key(self) -> str:
        return self.row.key

    @property
    def changes(self) -> tuple[FieldChange, ...]:
        """What changes on what exists; a new row changes nothing."""
        if self.status is Status.NEW:
            return ()
        return tuple(
            FieldChange(part.wanted.name, field, before, after)
            for part in self.parts
            for field, before, after in part.shown_changes
        )


@dataclass(frozen=True)
class ShownCell:
    """What stands under one heading of a preview: lines of text."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class ShownRow:
    """One row of a preview in ready words. `decimals`: of measures, which can be changed."""

    number: int
    key: str  # what leaves it out
    ref: str
    title: str
    status: str
    status_words: str
    changes: tuple[str, ...]
    cells: tuple[ShownCell, ...]
    note: str = ""
    decimals: int | None = None
    has_changed_since: bool = False

    def as_json(self) -> dict[str, Any]:
        """As it is kept between preview and commit."""
        return {**vars(self), "cells": [vars(each) for each in self.cells]}

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> ShownRow:
        cells = tuple(ShownCell(each["heading"], tuple(each["lines"])) for each in kept["cells"])
        return cls(**{**kept, "cells": cells, "changes": tuple(kept["changes"])})


class Kind(Protocol[R]):
    """A kind of table. Reading it touches no database, but for what the council is made of."""

    name: str
    label: str
    things: str  # what its rows are called, many of them
    headings: tuple[str, ...]  # of the preview
    fields: Mapping[str, str]  # what its columns can be, in words for people

    def understand(
        self, upload: Upload, sheets: Sequence[Sheet], council: CouncilList
    ) -> Understanding[R]:
        """Find the table and understand it, given the answers so far."""

    def parts(self, row: R, seen: Understanding[R]) -> tuple[Part, ...]:
        """What the row wants of the tables that keep it; what is still open is not among it."""

    def facts(self, refs: Collection[str]) -> Any:
        """What else is stored that decides about rows of these refs: a few queries."""

    def objections(
        self, row: R, parts: Sequence[Compared], seen: Understanding[R], facts: Any
    ) -> list[Problem]:
        """Errors of a row against what is stored and what may be stored."""

    def standing(self, ref: str, facts: Any) -> str:
        """What of the facts a commit must find as it was when the row was shown."""

    def hold(self, refs: Collection[str]) -> None:
        """Lock, beside the parts, what a commit relies on."""

    def shown(
        self, row: RowPreview[R], seen: Understanding[R], council: CouncilList, *, is_only: bool
    ) -> ShownRow:
        """The row as its page shows it; `is_only`: no other row has its ref."""
