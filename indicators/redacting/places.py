"""Where people's texts stand outside the record, and whose return or measure they belong to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.models import LogEntry
from django.db import models
from django.db.models import Q

from indicators.history.about import about_all_of, about_return
from indicators.models import (
    Action,
    Alignment,
    Baseline,
    Benchmark,
    ColumnName,
    Comparator,
    Confirmation,
    ExceptionReport,
    ImportPage,
    ImportRun,
    Judgement,
    KeptEntry,
    Measure,
    Milestone,
    Period,
    PlanAction,
    Rating,
    Reopening,
    Return,
    Terms,
)
from indicators.models.ratings import REASON_LENGTH
from indicators.redacting.own_words import is_own, typed_part
from indicators.spreadsheets.files.limits import Unreadable
from indicators.spreadsheets.files.reading import read_file
from organisation.models import Cover


@dataclass(frozen=True)
class Scope:
    """Where to look: one return in all its versions, one measure, or with neither everywhere."""

    measure: Measure | None = None
    period: Period | None = None

    @property
    def words(self) -> str:
        """25 2017/18 Q3; measure 25; everywhere."""
        if self.measure is None:
            return "everywhere"
        if self.period is None:
            return f"measure {self.measure.ref}"
        return f"{self.measure.ref} {self.period}"

    @property
    def about(self) -> Q | None:
        """Which changes of the record; None is all of them."""
        if self.measure is None:
            return None
        if self.period is None:
            return about_all_of(self.measure)
        return about_return(self.measure, self.period)


@dataclass(frozen=True)
class Place:
    """Fields of a model in which people write, with the way from it to the thing on record.

    `of_return` and `of_measure` lead to its return or measure; "" is the thing itself, None says
    that there is no such way. `least`: the database wants texts at least so long.
    """

    model: type[models.Model]
    fields: tuple[str, ...]
    of_return: str | None = None
    of_measure: str | None = None
    least: int = 0

    def rows(self, scope: Scope) -> models.QuerySet[Any]:
        """What of it is in scope; nothing where no way leads there."""
        everything = self.model._base_manager.order_by("pk")  # noqa: SLF001 - all of it
        if scope.measure is None:
            return everything
        wanted = self._within(scope)
        return everything.none() if wanted is None else everything.filter(wanted)

    def _within(self, scope: Scope) -> Q | None:
        if self.of_return is not None:
            to = f"{self.of_return}__" if self.of_return else ""
            found = Q((f"{to}measure", scope.measure))
            return found & Q((f"{to}period", scope.period)) if scope.period else found
        if self.of_measure is None or scope.period is not None:
            return None
        return Q((self.of_measure or "pk", scope.measure and scope.measure.pk))

    @property
    def beside(self) -> tuple[str, ...]:
        """What is read with each row, so that it can be named."""
        if self.of_return is None:
            return (self.of_measure,) if self.of_measure else ()
        to = f"{self.of_return}__" if self.of_return else ""
        return (f"{to}measure", f"{to}period")

    def return_of(self, row: Any) -> Return | None:
        """The return that a row belongs to."""
        if self.of_return is None:
            return None
        for step in filter(None, self.of_return.split("__")):
            row = getattr(row, step)
        return row if isinstance(row, Return) else None


PLACES = (
    Place(
        Return,
        ("commentary", "sent_back_reason", "correction_reason", "missing_reason"),
        of_return="",
    ),
    Place(
        ExceptionReport,
        ("cause", "key_risks", "mitigation", "recovery_reason", "waived_reason"),
        of_return="of",
    ),
    Place(Action, ("text", "owner_post"), of_return="report__of"),
    Place(Confirmation, ("said", "reason"), of_return="of"),
    Place(Judgement, ("reason",), of_return="of", least=REASON_LENGTH),
    Place(KeptEntry, ("typed",), of_return="of"),
    Place(Rating, ("terms",), of_return="of"),  # a copy of the terms that produced it
    Place(
        Terms,
        ("reason", "target_text", "agreed_by", "tolerance_agreed_by", "decision_ref"),
        of_measure="measure",
    ),
    Place(
        Measure,
        ("title", "definition", "guidance", "source", "comments", "lead_post"),
        of_measure="",
    ),
    Place(Alignment, ("note",), of_measure="measure"),
    Place(Baseline, ("period_name", "note", "source_file", "source_sheet"), of_measure="measure"),
    Place(
        Benchmark,
        ("period_name", "note", "source", "source_file", "source_sheet"),
        of_measure="measure",
    ),
    Place(Comparator, ("name", "note")),
    Place(
        PlanAction,
        ("aim", "priorities", "title", "description", "lead_post", "due_words"),
    ),
    Place(Milestone, ("text",)),
    # Of an uploaded file nothing is left: what it holds can't be changed within it.
    Place(
        ImportRun,
        ("file_name", "sheet", "answers", "left_out", "summary", "refusal", "content"),
    ),
    Place(ImportPage, ("items",)),
    Place(ColumnName, ("heading", "field")),
    Place(Reopening, ("reason",)),
    Place(Cover, ("reason",)),
    Place(LogEntry, ("object_repr", "change_message")),  # the administration's own list
)


def texts_in(value: Any) -> Iterator[str]:
    """Each text in a field: the text itself, those typed within stored JSON, a file's cells."""
    if isinstance(value, str):
        yield value
    else:
        yield from _within(value)


def _within(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from () if is_own(value) else (value,)
    elif isinstance(value, bytes | memoryview):
        yield from cells_in(bytes(value))
    elif isinstance(value, Mapping):
        for key, each in value.items():
            if typed := typed_part(key):
                yield typed
            yield from _within(each)
    elif isinstance(value, list):
        for each in value:
            yield from _within(each)


def cells_in(file: bytes) -> Iterator[str]:
    """The text of each cell of a spreadsheet; nothing of a file that can't be read."""
    try:
        sheets = read_file(file)
    except Unreadable:
        return
    for sheet in sheets:
        for cell in sheet.cells.values():
            yield cell.text
