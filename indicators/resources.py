"""Measures, terms and baselines as tables: exported, compared and imported, with natural keys."""

from __future__ import annotations

from typing import Any

from django.db import models
from import_export import fields, widgets

from indicators.agreeing import agree_terms, change_measure
from indicators.columns import Figures, YearWidget, quarter_targets, quarter_targets_text
from indicators.models import Baseline, Measure, PeriodTarget, Terms
from organisation.columns import Row, TextWidget
from organisation.record import Edit, record
from organisation.resources import RecordedResource, ServiceWidget, TableMeta


class MeasureResource(RecordedResource):
    """Measures by ref. Outcomes stay out: an alignment has a note of its own."""

    directorate = fields.Field(
        "service__directorate__name", "directorate", TextWidget(), readonly=True
    )
    service = fields.Field("service", "service", ServiceWidget())

    class Meta(TableMeta):
        model = Measure
        name = "Measures"
        import_id_fields = ("ref",)
        fields = (
            "ref",
            "title",
            "kind",
            "definition",
            "guidance",
            "source",
            "comments",
            "value_type",
            "unit",
            "decimals",
            "frequency",
            "directorate",
            "service",
            "lead_post",
            "is_new",
            "is_example",
        )

    def get_queryset(self) -> models.QuerySet[Measure]:
        return Measure.objects.select_related("service__directorate")

    def keep(self, instance: Measure, **kwargs: Any) -> None:
        """Figures written otherwise change the sentences of open periods too."""
        change_measure(instance, by=kwargs["by"], on=kwargs["on"])


class QuarterTargetsField(fields.Field):
    """The targets typed for single quarters, in one column; kept with the terms when saved."""

    def __init__(self) -> None:
        super().__init__("period_targets", "quarter_targets")  # type: ignore[no-untyped-call]

    def get_value(self, instance: Terms) -> str:
        return quarter_targets_text(targets_of(instance))

    def save(self, instance: Terms, row: Row, is_m2m: bool = False, **kwargs: Any) -> None:  # noqa: ARG002, FBT001, FBT002
        instance.wanted_targets = quarter_targets(str(row["quarter_targets"] or ""))  # type: ignore[attr-defined]


def targets_of(terms: Terms) -> dict[int, Figures]:
    """The quarters' targets that are wanted, else those that are stored."""
    wanted: dict[int, Figures] | None = getattr(terms, "wanted_targets", None)
    if wanted is not None:
        return wanted
    stored = terms.period_targets.all() if terms.pk else ()
    return {
        each.quarter: tuple(
            figure for figure in (each.target, each.low, each.high) if figure is not None
        )
        for each in stored
    }


class TermsResource(RecordedResource):
    """Terms by measure, year and first quarter; saved by the deed that rates open periods again."""

    ref = fields.Field("measure", "ref", widgets.ForeignKeyWidget(Measure, "ref"))
    year = fields.Field("year", "year", YearWidget())
    quarter_targets = QuarterTargetsField()

    class Meta(TableMeta):
        clean_model_instances = False  # agreeing them does
        model = Terms
        name = "Terms"
        import_id_fields = ("ref", "year", "from_quarter")
        fields = (
            "ref",
            "year",
            "from_quarter",
            "in_force",
            "polarity",
            "basis",
            "returns_average_to_date",
            "policy",
            "target_state",
            "target",
            "low",
            "high",
            "target_text",
            "benchmark",
            "profile",
            "profile_start",
            "quarter_targets",
            "tolerance_mode",
            "tolerance_green",
            "tolerance_amber",
            "tolerance_cap",
            "amber_limit",
            "amber_low",
            "amber_high",
            "exceed_margin",
            "improving_uplift",
            "tolerance_agreed_by",
            "agreed_by",
            "agreed_on",
            "decision_ref",
            "reason",
            "is_example",
        )

    def get_queryset(self) -> models.QuerySet[Terms]:
        return Terms.objects.select_related("measure").prefetch_related("period_targets")

    def keep(self, instance: Terms, **kwargs: Any) -> None:
        wanted = targets_of(instance)
        by, on = kwargs["by"], kwargs["on"]
        stored = instance.period_targets.all() if instance.pk else ()
        for each in [each for each in stored if each.quarter not in wanted]:
            each.refuse_if_closed()
            edits = [Edit("deleted", str(each), "", text=True)]
            record("period target deleted", each, by=by, on=on, edits=edits)
            each.delete()
        targets = {quarter: _period_target(figures) for quarter, figures in wanted.items()}
        agree_terms(instance, by=by, on=on, period_targets=targets)


def _period_target(figures: Figures) -> PeriodTarget:
    if len(figures) == 1:
        return PeriodTarget(target=figures[0])
    low, high = figures
    return PeriodTarget(low=low, high=high)


class BaselineResource(RecordedResource):
    """Baselines by measure and the last day of their period."""

    ref = fields.Field("measure", "ref", widgets.ForeignKeyWidget(Measure, "ref"))

    class Meta(TableMeta):
        model = Baseline
        name = "Baselines"
        import_id_fields = ("ref", "period_end")
        fields = (
            "ref",
            "period_end",
            "period_name",
            "value",
            "target",
            "is_estimated",
            "note",
            "source_file",
            "source_sheet",
            "source_cell",
        )

    def get_queryset(self) -> models.QuerySet[Baseline]:
        return Baseline.objects.select_related("measure")

    def keep(self, instance: Baseline, **kwargs: Any) -> None:
        instance.import_run = kwargs.get("import_run") or instance.import_run
        super().keep(instance, **kwargs)
