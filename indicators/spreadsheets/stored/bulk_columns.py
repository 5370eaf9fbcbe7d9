"""The columns of a table's export, read and written many rows at a time.

Each column is rendered and read by the widget of the export itself, so there is one definition of
how a value is written; what was rendered once is not rendered again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from import_export import fields, widgets

from organisation.columns import original
from organisation.resources import RecordedResource

Make = Callable[[Any], Any]


class Remembered(dict[Any, Any]):
    """What a function makes of each thing, asked once a thing."""

    def __init__(self, make: Make) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: Any) -> Any:
        found = self[key] = self._make(key)
        return found


@dataclass(frozen=True)
class Column:
    """One column: its name in the export, the model's field and how its text is made and read."""

    name: str
    field: str
    path: str  # where a query finds its value
    render: Make  # the value there as text
    read: Make  # the text as the value of an object; of what it points at, the value found by

    @property
    def points(self) -> bool:
        """Whether it names another table's row by that row's own key."""
        return self.path != self.field


def columns_of(resource: RecordedResource) -> tuple[Column, ...]:
    """The columns of a table's export, in their order."""
    return tuple(_column(resource, each) for each in resource.get_export_fields())


def _column(resource: RecordedResource, field: fields.Field) -> Column:
    name, attribute = str(field.column_name), str(field.attribute)
    if isinstance(field.widget, widgets.ForeignKeyWidget):
        return _pointer(name, attribute, field.widget)
    stored: models.Field[Any, Any] = resource._meta.model._meta.get_field(attribute)
    return Column(name, attribute, attribute, field.widget.render, _reader(stored, field.widget))


def _reader(stored: models.Field[Any, Any], widget: widgets.Widget) -> Make:
    """Reads a text, and refuses what the field can't hold."""

    def read(text: str) -> Any:
        try:
            return stored.clean(widget.clean(text), None)
        except ValueError as error:
            raise ValidationError(f"{stored.verbose_name}: {error}") from error

    return read


def _pointer(name: str, attribute: str, widget: widgets.ForeignKeyWidget) -> Column:
    model, key = widget.model, widget.field

    def render(value: Any) -> str:
        return str(widget.render(model(**{key: value})))

    return Column(name, attribute, f"{attribute}__{key}", render, original)


def rendered(
    columns: Iterable[Column], rows: Iterable[tuple[Any, ...]]
) -> Iterable[dict[str, str]]:
    """Rows of values as rows of texts by column."""
    given = tuple(columns)
    names = tuple(each.name for each in given)
    texts = tuple(Remembered(each.render) for each in given)
    for row in rows:
        shown = [text[value] for text, value in zip(texts, row, strict=True)]
        yield dict(zip(names, shown, strict=True))
