"""How the rows of a table are read, kept and taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from django.db import models
from tablib.core import Dataset

from indicators.models import ImportRun
from indicators.spreadsheets.stored.parts import Columns, Key, Part
from organisation.models import Person
from organisation.record import record
from organisation.resources import RecordedResource

if TYPE_CHECKING:
    from indicators.spreadsheets.stored.comparing import Compared


def unheard(rows: int) -> None:
    """Progress that nobody follows."""
    del rows


@dataclass(frozen=True)
class Saving:
    """For whom and for which import something is saved or taken back."""

    by: Person | None
    on: date
    run: ImportRun
    saved: Callable[[int], None] = field(default=unheard)  # is told how many rows were saved


class Keeper(Protocol):
    """One table: read by keys, kept and taken back through its deeds and the record."""

    def stored(self, keys: Collection[Key]) -> Mapping[Key, Columns]:
        """What stands under these keys now, in the columns of the table's export."""

    def things(self, keys: Collection[Key]) -> Mapping[Key, models.Model]:
        """What stands under these keys now, as it is stored."""

    def hold(self, keys: Collection[Key]) -> None:
        """Lock what stands under these keys until the transaction ends."""

    def adjusted(self, part: Part, found: Columns) -> Part:
        """What may be wanted of it, given what is stored."""

    def label(self, column: str, text: str) -> str:
        """The label of a choice; empty for a column that is none."""

    def built(self, columns: Columns) -> models.Model:
        """An unsaved object of these columns, without what it points at."""

    def save(self, parts: Sequence[Compared], saving: Saving) -> None:
        """Keep what is wanted. ImportError or ValidationError where the table refuses."""

    def take_back(self, parts: Sequence[Compared], saving: Saving) -> None:
        """Put back what was there before; delete what was new."""


@dataclass(frozen=True)
class ResourceKeeper:
    """A table that is kept row by row through its resource, and so through its deed."""

    resource: type[RecordedResource]
    key: tuple[str, ...]
    #: Rows of which at least all that stand under the keys are among them.
    among: Callable[[Collection[Key]], models.QuerySet[Any]]
    choices: frozenset[str] = frozenset()

    @cached_property
    def reader(self) -> RecordedResource:
        """For reading columns alone: making a resource takes longer than using it."""
        return self.resource()

    @property
    def model(self) -> type[models.Model]:
        found: type[models.Model] = self.resource._meta.model
        return found

    def stored(self, keys: Collection[Key]) -> Mapping[Key, Columns]:
        rows = self.reader.table(self.among(keys))
        return {tuple(row[each] for each in self.key): row for row in rows}

    def things(self, keys: Collection[Key]) -> Mapping[Key, models.Model]:
        wanted, there = set(keys), list(self.among(keys).order_by("pk"))
        found = zip(self.reader.table(self.among(keys).order_by("pk")), there, strict=True)
        by_key = ((tuple(row[each] for each in self.key), thing) for row, thing in found)
        return {key: thing for key, thing in by_key if key in wanted}

    def hold(self, keys: Collection[Key]) -> None:
        held = self.among(keys).prefetch_related(None).select_for_update(of=("self",))
        list(held.order_by("pk").values_list("pk"))

    def adjusted(self, part: Part, found: Columns) -> Part:  # noqa: ARG002
        return part

    def label(self, column: str, text: str) -> str:
        if column not in self.choices:
            return ""
        named: Any = self.model._meta.get_field(column)
        return str(dict(named.flatchoices)[text])

    def built(self, columns: Columns) -> models.Model:
        found: models.Model = self.reader.built(columns)
        return found

    def save(self, parts: Sequence[Compared], saving: Saving) -> None:
        self._import([each.wanted.columns for each in parts], saving)

    def take_back(self, parts: Sequence[Compared], saving: Saving) -> None:
        back = [{**each.wanted.columns, **each.before} for each in parts if each.before is not None]
        self._import(back, saving)
        new = {each.wanted.key for each in parts if each.before is None}
        for found in self.things(new).values():
            self.delete(found, saving)

    def delete(self, found: models.Model, saving: Saving) -> None:
        """Delete a row that the import had made."""
        record(f"{found._meta.verbose_name} deleted", found, by=saving.by, on=saving.on)
        found.delete()

    def _import(self, rows: Sequence[Columns], saving: Saving) -> None:
        for dataset in _datasets(rows):
            self.resource().import_data(
                dataset, raise_errors=True, by=saving.by, on=saving.on, import_run=saving.run
            )
            saving.saved(len(dataset))


def _datasets(rows: Sequence[Columns]) -> Iterator[Dataset]:
    """Rows with the same columns together, since a table has one heading."""
    by_columns: dict[tuple[str, ...], list[list[Any]]] = defaultdict(list)
    for columns in rows:
        by_columns[tuple(columns)].append(list(columns.values()))
    for headers, found in by_columns.items():
        yield Dataset(*found, headers=headers)
