"""Periods, returns and imports as tables: out for analysis; in again they change nothing."""

from __future__ import annotations

from typing import Any

from django.db import models
from import_export import fields, widgets

from indicators.columns import YearWidget
from indicators.models import ImportRun, Measure, Period, Return
from indicators.rules.periods import Quarter
from organisation.columns import Row
from organisation.models import Person
from organisation.resources import NamedWidget, ReadOnlyMeta, ReadOnlyResource


class PeriodWidget(widgets.Widget):
    """A period by its name in short: 2017/18 Q3, 2017/18 outturn."""

    def clean(self, value: Any, row: Row | None = None, **kwargs: Any) -> Period:  # noqa: ARG002
        quarter = Quarter.parse(str(value))
        found = Period.objects.at(quarter).first()
        if found is None:
            raise ValueError(f"{quarter.name} isn't opened: open it first.")
        return found

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:  # noqa: ARG002
        return value.quarter.name if value else ""


class PeriodResource(ReadOnlyResource):
    """Periods by year and number; 5 is the year-end outturn."""

    remedy = "Periods are opened and closed on the performance team's pages."
    year = fields.Field("year", "year", YearWidget())

    class Meta(ReadOnlyMeta):
        model = Period
        name = "Periods"
        import_id_fields = ("year", "number")
        fields = (
            "year",
            "number",
            "state",
            "opened_on",
            "due_on",
            "enter_until",
            "locked_on",
            "closed_on",
        )


class ReturnResource(ReadOnlyResource):
    """Returns by measure, period and version, with the rating that was kept."""

    remedy = "Returns are entered in their form, the grid or a template of their period."
    ref = fields.Field("measure", "ref", NamedWidget(Measure, "ref"))
    period = fields.Field("period", "period", PeriodWidget())
    rating = fields.Field("rating__status", "rating", readonly=True)
    entered_by = fields.Field("entered_by", "entered_by", NamedWidget(Person, "email"))
    submitted_by = fields.Field("submitted_by", "submitted_by", NamedWidget(Person, "email"))
    approved_by = fields.Field("approved_by", "approved_by", NamedWidget(Person, "email"))

    class Meta(ReadOnlyMeta):
        model = Return
        name = "Returns"
        import_id_fields = ("ref", "period", "version")
        fields = (
            "ref",
            "period",
            "version",
            "is_current",
            "state",
            "value",
            "numerator",
            "denominator",
            "quality",
            "no_value_reason",
            "expected_on",
            "rating",
            "commentary",
            "entered_by",
            "submitted_by",
            "submitted_on",
            "approved_by",
            "approved_on",
            "correction_reason",
            "is_example",
        )

    def get_queryset(self) -> models.QuerySet[Return]:
        return Return.objects.select_related(
            "measure", "period", "rating", "entered_by", "submitted_by", "approved_by"
        )


class ImportRunResource(ReadOnlyResource):
    """The log of imports, by number; the files themselves stay where they are."""

    remedy = "Imports are made by uploading a file."
    by = fields.Field("by", "by", NamedWidget(Person, "email"))
    undone_by = fields.Field("undone_by", "undone_by", NamedWidget(Person, "email"))

    class Meta(ReadOnlyMeta):
        model = ImportRun
        name = "Imports"
        import_id_fields = ("id",)
        fields = (
            "id",
            "kind",
            "file_name",
            "sha256",
            "state",
            "by",
            "created_at",
            "committed_at",
            "undone_at",
            "undone_by",
        )

    def get_queryset(self) -> models.QuerySet[ImportRun]:
        return ImportRun.objects.defer("content", "summary").select_related("by", "undone_by")
