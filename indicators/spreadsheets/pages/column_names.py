"""Headings that are known, in the administration: looked at, changed, taken out and in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from indicators.models import ColumnName, Comparator
from indicators.spreadsheets.kinds.benchmarks.comparators import ALIAS
from indicators.spreadsheets.kinds.benchmarks.kind import Benchmarks
from indicators.spreadsheets.kinds.known import KINDS
from indicators.spreadsheets.tables.headings import words_of
from indicators.spreadsheets.words import listed
from organisation.resources import RecordedResource, TableMeta


def checked(kind: str, heading: str, name: str) -> str:
    """The heading as it is compared; ValidationError where it can't mean that."""
    if kind not in KINDS:
        raise ValidationError(f"There is no kind of table {kind}: use {listed(list(KINDS), 'or')}.")
    if kind == Benchmarks.name and heading.startswith(ALIAS):
        if not Comparator.objects.filter(name=name).exists():
            raise ValidationError(f"The council has no comparator {name}: add it first.")
        return heading
    if name and name not in KINDS[kind].fields:
        names = listed(list(KINDS[kind].fields), "or")
        raise ValidationError(f"{KINDS[kind].label} have no column {name}: use {names}.")
    if not words_of(heading):
        raise ValidationError("Type the heading as it stands in the spreadsheet.")
    return words_of(heading)


class ColumnNameForm(forms.ModelForm[ColumnName]):
    """A heading with the column that it names, of those that its kind of table has."""

    kind = forms.ChoiceField(choices=lambda: [(each.name, each.label) for each in KINDS.values()])

    class Meta:
        model = ColumnName
        fields = ("kind", "heading", "field")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].help_text = "; ".join(
            f"{each.label}: {', '.join(each.fields)}" for each in KINDS.values()
        )
        self.fields["field"].help_text += ". Empty: it is not imported."

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if {"kind", "heading", "field"} <= given.keys():
            given["heading"] = checked(given["kind"], given["heading"], given["field"])
        return given


class ColumnNameResource(RecordedResource):
    """Headings by kind of table and heading."""

    class Meta(TableMeta):
        model = ColumnName
        name = "Headings that are known"
        import_id_fields = ("kind", "heading")
        fields = ("kind", "heading", "field")

    def keep(self, instance: ColumnName, **kwargs: Any) -> None:
        instance.heading = checked(instance.kind, instance.heading, instance.field)
        super().keep(instance, **kwargs)
