"""A keeper that writes its rows many at a time, for tables whose rows stand alone.

What it reads and writes has exactly the columns of the table's export, and stands in the record as
if each row had been saved by itself; but there is one statement for many rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeVar

from django.core.exceptions import ValidationError
from django.db import models

from indicators.spreadsheets.stored.bulk_columns import Column, Remembered, columns_of, rendered
from indicators.spreadsheets.stored.keeping import Saving
from indicators.spreadsheets.stored.parts import Columns, Key, Part
from organisation.record import Edit, plain, record_all, shown
from organisation.resources import RecordedResource

if TYPE_CHECKING:
    from indicators.spreadsheets.stored.comparing import Compared

BATCH: Final = 1_000  # rows written by one deed of the database
IN_LIST: Final = 5_000  # what one query may name
SOURCES: Final = frozenset({"source_file", "source_sheet", "source_cell"})
NAMES: Final = frozenset({"period_name", "source"})  # told when they change, not when they come
T = TypeVar("T")


@dataclass(frozen=True)
class BulkKeeper:
    """A table without deeds of its own: nothing else has to happen when a row of it changes.

    `key`: the columns by which a row is known; the first names what the row belongs to.
    """

    resource: type[RecordedResource]
    key: tuple[str, ...]
    import_run: str = "import_run"  # the field that tells which import a row comes from
    choices: frozenset[str] = field(default=frozenset())

    @cached_property
    def reader(self) -> RecordedResource:
        return self.resource()

    @cached_property
    def columns(self) -> Mapping[str, Column]:
        """The columns of the export by name."""
        return {each.name: each for each in columns_of(self.reader)}

    @property
    def model(self) -> type[models.Model]:
        found: type[models.Model] = self.resource._meta.model
        return found

    @property
    def rows(self) -> Any:
        """All that there are, also what a manager would hide."""
        return self.model._base_manager  # noqa: SLF001 - Django's own name for it

    @property
    def unique(self) -> list[str]:
        """The fields that make a row what it is."""
        return [self.columns[each].field for each in self.key]

    def stored(self, keys: Collection[Key]) -> Mapping[Key, Columns]:
        wanted, found = set(keys), {}
        paths = [each.path for each in self.columns.values()]
        for queryset in self._among(wanted):
            for row in rendered(self.columns.values(), queryset.values_list(*paths).iterator()):
                key = tuple([row[each] for each in self.key])
                if key in wanted:
                    found[key] = row
        return found

    def things(self, keys: Collection[Key]) -> Mapping[Key, models.Model]:
        wanted, found = set(keys), {}
        columns = [self.columns[each] for each in self.key]
        for queryset in self._among(wanted):
            there = queryset.order_by("pk")
            rows = rendered(columns, there.values_list(*[each.path for each in columns]))
            for row, thing in zip(rows, there, strict=True):
                key = tuple([row[each] for each in self.key])
                if key in wanted:
                    found[key] = thing
        return found

    def hold(self, keys: Collection[Key]) -> None:
        for queryset in self._among(set(keys)):
            list(queryset.select_for_update(of=("self",)).order_by("pk").values_list("pk"))

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
        rows = [(each.wanted.columns, each.before) for each in parts]
        self._keep(rows, saving, {self.import_run: saving.run.pk})

    def take_back(self, parts: Sequence[Compared], saving: Saving) -> None:
        back = [
            ({**each.wanted.columns, **each.before}, each.wanted.columns)
            for each in parts
            if each.before is not None
        ]
        self._keep(back, saving, {})
        self._delete({each.wanted.key for each in parts if each.before is None}, saving)

    def _among(self, keys: Collection[Key]) -> Iterator[models.QuerySet[Any]]:
        """Rows among which all are that stand under the keys."""
        column = self.columns[self.key[0]]
        names = sorted({column.read(each[0]) for each in keys})
        for some in _batches(names, IN_LIST):
            yield self.rows.filter(**{f"{column.path}__in": some})

    def _keep(
        self,
        rows: Sequence[tuple[Columns, Columns | None]],
        saving: Saving,
        beside: Mapping[str, Any],
    ) -> None:
        """Write what is wanted in place of what was; rows with the same columns together."""
        by_columns: dict[tuple[str, ...], list[tuple[Columns, Columns | None]]] = defaultdict(list)
        for row in rows:
            by_columns[tuple(row[0])].append(row)
        for names, alike in by_columns.items():
            maker = _Maker(self, names, [wanted for wanted, _ in alike], beside)
            for some in _batches(alike, BATCH):
                self._write(maker, some, saving)

    def _write(
        self, maker: _Maker, rows: Sequence[tuple[Columns, Columns | None]], saving: Saving
    ) -> None:
        made = [maker.made(wanted) for wanted, _ in rows]
        self.rows.bulk_create(
            made, update_conflicts=True, unique_fields=self.unique, update_fields=maker.updated
        )
        new: list[tuple[models.Model, list[Edit]]] = []
        changed: list[tuple[models.Model, list[Edit]]] = []
        for thing, (wanted, before) in zip(made, rows, strict=True):
            told = new if before is None else changed
            told.append((thing, maker.edits(wanted, before)))
        for word, told in (("added", new), ("changed", changed)):
            deed = f"{self.model._meta.verbose_name} {word}"
            record_all(deed, told, by=saving.by, on=saving.on)
        saving.saved(len(made))

    def _delete(self, keys: Collection[Key], saving: Saving) -> None:
        """Delete what an import had made."""
        deed = f"{self.model._meta.verbose_name} deleted"
        pointers = [each.field for each in self.columns.values() if each.points]
        for queryset in self._among(keys):
            gone = [
                each
                for each in queryset.select_related(*pointers).order_by("pk")
                if self._key_of(each) in keys
            ]
            record_all(deed, [(each, ()) for each in gone], by=saving.by, on=saving.on)
            for some in _batches([each.pk for each in gone], BATCH):
                self.rows.filter(pk__in=some).delete()
            saving.saved(len(gone))

    def _key_of(self, thing: models.Model) -> Key:
        key: list[str] = []
        for name in self.key:
            value: Any = thing
            for attribute in self.columns[name].path.split("__"):
                value = getattr(value, attribute)
            key.append(self.columns[name].render(value))
        return tuple(key)


class _Maker:
    """Makes objects, and what the record says of them, from rows with the same columns."""

    def __init__(
        self,
        keeper: BulkKeeper,
        names: Sequence[str],
        rows: Sequence[Columns],
        beside: Mapping[str, Any],
    ) -> None:
        self.model = keeper.model
        self.given = {f"{name}_id": key for name, key in beside.items()}
        columns = [keeper.columns[each] for each in names]
        self.read = {each.name: Remembered(each.read) for each in columns}
        self.pointed = {
            each.name: self._pointed(each, {row[each.name] for row in rows})
            for each in columns
            if each.points
        }
        values = [each for each in columns if not each.points]
        self.values = tuple((each.name, each.field, self.read[each.name]) for each in values)
        self.pointers = tuple((each.name, each.field) for each in columns if each.points)
        unique = set(keeper.unique)
        fields = [each.field for each in columns if each.field not in unique]
        self.updated = [*fields, *beside]
        told = [each for each in values if each.name not in {*keeper.key, *SOURCES}]
        self.changing = tuple((each.name, each.field, self.read[each.name]) for each in told)
        self.coming = tuple(each for each in self.changing if each[0] not in NAMES)

    def made(self, row: Columns) -> models.Model:
        """The object, unsaved, of a row's texts."""
        given = {field: read[row[name]] for name, field, read in self.values}
        for name, field_name in self.pointers:
            given[field_name] = self.pointed[name][row[name]]
        return self.model(**given, **self.given)

    def edits(self, wanted: Columns, before: Columns | None) -> list[Edit]:
        """What the record says of a row: neither its keys nor where it comes from."""
        if before is None:
            return [
                Edit(field, "", shown(plain(value)))
                for name, field, read in self.coming
                if says_something(value := read[wanted[name]])
            ]
        return [
            Edit(field, shown(plain(read[before[name]])), shown(plain(read[wanted[name]])))
            for name, field, read in self.changing
            if before[name] != wanted[name]
        ]

    def _pointed(self, column: Column, texts: Collection[str]) -> Mapping[str, models.Model]:
        """What the texts name in another table: one query for many of them."""
        pointer: Any = self.model._meta.get_field(column.field)
        rows = pointer.related_model._base_manager  # noqa: SLF001 - Django's own name for it
        key = column.path.removeprefix(f"{column.field}__")
        names = {column.read(each): each for each in texts}
        found: dict[str, models.Model] = {}
        for some in _batches(sorted(names), IN_LIST):
            for each in rows.filter(**{f"{key}__in": some}):
                found[names[getattr(each, key)]] = each
        if missing := sorted(set(texts) - found.keys()):
            kind = pointer.related_model._meta.verbose_name
            raise ValidationError(f"There is no {kind} “{missing[0]}”: add it first.")
        return found


def says_something(value: Any) -> bool:
    """Whether the record tells of a value that comes; zero is one, no is none."""
    return value is not None and value is not False and value != ""


def _batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (items[start : start + size] for start in range(0, len(items), size))
