"""Frameworks and outcomes as tables: exported and imported with natural keys."""

from __future__ import annotations

from django.db import models
from import_export import fields

from organisation.resources import NamedWidget, RecordedResource, TableMeta
from outcomes.models import Framework, Outcome


class FrameworkResource(RecordedResource):
    """Frameworks by code."""

    class Meta(TableMeta):
        model = Framework
        name = "Frameworks"
        import_id_fields = ("code",)
        fields = ("code", "name", "agreed_by", "agreed_on", "source")


class OutcomeResource(RecordedResource):
    """Outcomes by code."""

    framework = fields.Field("framework", "framework", NamedWidget(Framework, "code"))

    class Meta(TableMeta):
        model = Outcome
        name = "Outcomes"
        import_id_fields = ("code",)
        fields = ("framework", "code", "short_name", "statement", "kind", "position")

    def get_queryset(self) -> models.QuerySet[Outcome]:
        return Outcome.objects.select_related("framework")
