"""Measures, terms and baselines as tables: exported, compared and imported, with natural keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import models
from import_export import fields, resources, widgets

from indicators.agreeing import agree_terms, change_measure
from indicators.columns import (
    Figures,
    FigureWidget,
    Row,
    TextWidget,
    YearWidget,
    YesNoWidget,
    quarter_targets,
    quarter_targets_text,
)
from indicators.models import Baseline, Measure, PeriodTarget, Terms
from organisation.models import Service
from organisation.record import Edit, record, save

OWN_WIDGETS: Final = {
    "CharField": TextWidget,
    "TextField": TextWidget,
    "DecimalField": FigureWidget,
    "BooleanField": YesNoWidget,
}


class RecordedResource(resources.ModelResource):
    """A table whose every change, however it comes, stands in the record of changes.

    `import_data` takes `by` and `on` and hands them on to the deed that saves.
    """

    _meta: Any

    @classmethod
    def widget_from_django_field(cls, f: Any, default: Any = widgets.Widget) -> Any:
        own = OWN_WIDGETS.get(f.get_internal_type())
        return own or super().widget_from_django_field(f, default)  # type: ignore[no-untyped-call]

    def save_instance(self, instance: Any, is_create: bool, row: Row, **kwargs: Any) -> None:  # noqa: ARG002, FBT001
        """Save through the record; a dry run is rolled back by import_data."""
        self.keep(instance, **kwargs)

    def keep(self, instance: Any, **kwargs: Any) -> None:
        save(instance, by=kwargs["by"], on=kwargs["on"])

    def built(self, columns: Mapping[str, str]) -> Any:
        """An unsaved object of these columns, without what it points at."""
        instance = self._meta.model()
        for field in self.get_import_fields():
            points = isinstance(field.widget, widgets.ForeignKeyWidget)
            if field.column_name in columns and not points:
                field.save(instance, dict(columns))
        return instance

    def table(self, queryset: models.QuerySet[Any]) -> list[dict[str, str]]:
        """The rows of an export."""
        found: list[dict[str, str]] = self.export(queryset).dict
        return found


class Meta:
    """What the three tables have in common."""

    skip_unchanged = True
    report_skipped = True
    use_transactions = True
    clean_model_instances = True
    skip_html_diff = True  # the preview shows changes itself


class ServiceWidget(widgets.ForeignKeyWidget):
    """A service, which only its directorate's name makes unmistakable."""

    def __init__(self) -> None:
        super().__init__(Service, "name")  # type: ignore[no-untyped-call]

    def clean(self, value: Any, row: Row | None = None, **kwargs: Any) -> Service | None:  # noqa: ARG002
        words, given = TextWidget(), row or {}
        directorate, name = words.clean(given.get("directorate")), words.clean(value)
        if not name:
            return None
        found = Service.objects.filter(directorate__name=directorate, name=name).first()
        if found is None:
            raise ValueError(f"The council has no service {directorate} / {name}: add it first.")
        return found

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:  # noqa: ARG002
        return TextWidget().render(value.name if value else None)


class MeasureResource(RecordedResource):
    """Measures by ref. Outcomes stay out: an alignment has a note of its own."""

    directorate = fields.Field(
        "service__directorate__name", "directorate", TextWidget(), readonly=True
    )
    service = fields.Field("service", "service", ServiceWidget())

    class Meta(Meta):
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

    class Meta(Meta):
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

    class Meta(Meta):
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
