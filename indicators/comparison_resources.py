"""Benchmarks and plans as tables: exported, compared and imported, with natural keys."""

from __future__ import annotations

from typing import Any, Final

from django.db import models
from import_export import fields, widgets

from indicators.columns import YearWidget
from indicators.models import Benchmark, Comparator, Measure, Milestone, PlanAction
from organisation.columns import Row, TextWidget
from organisation.models import Service
from organisation.record import Edit, record
from organisation.resources import NamedWidget, RecordedResource, TableMeta
from outcomes.models import Outcome

PARTED: Final = "; "


class ComparatorResource(RecordedResource):
    """Comparators by name."""

    class Meta(TableMeta):
        model = Comparator
        name = "Comparators"
        import_id_fields = ("name",)
        fields = ("name", "note", "position")


class BenchmarkResource(RecordedResource):
    """Benchmarks by measure, comparator and the last day of their period."""

    ref = fields.Field("measure", "ref", NamedWidget(Measure, "ref"))
    comparator = fields.Field("comparator", "comparator", NamedWidget(Comparator, "name"))

    class Meta(TableMeta):
        model = Benchmark
        name = "Benchmarks"
        import_id_fields = ("ref", "comparator", "period_end")
        fields = (
            "ref",
            "comparator",
            "period_end",
            "period_name",
            "value",
            "is_estimated",
            "note",
            "source",
            "source_file",
            "source_sheet",
            "source_cell",
        )

    def get_queryset(self) -> models.QuerySet[Benchmark]:
        return Benchmark.objects.select_related("measure", "comparator")

    def keep(self, instance: Benchmark, **kwargs: Any) -> None:
        instance.import_run = kwargs.get("import_run") or instance.import_run
        super().keep(instance, **kwargs)


class OutcomesWidget(widgets.Widget):
    """Outcomes by code: "SOF-1; SOF-2"."""

    def clean(self, value: Any, row: Row | None = None, **kwargs: Any) -> list[Outcome]:  # noqa: ARG002
        codes = _parted(value)
        found = {each.code: each for each in Outcome.objects.filter(code__in=codes)}
        if missing := [each for each in codes if each not in found]:
            raise ValueError(f"There is no outcome {missing[0]}: add it first.")
        return [found[each] for each in codes]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:  # noqa: ARG002
        return PARTED.join(sorted(each.code for each in value or ()))


class ServicesWidget(widgets.Widget):
    """Services with their directorates: "Place / Roads; People / Adults"."""

    def clean(self, value: Any, row: Row | None = None, **kwargs: Any) -> list[Service]:  # noqa: ARG002
        return [self._service(each) for each in _parted(value)]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:  # noqa: ARG002
        return PARTED.join(sorted(f"{each.directorate.name} / {each.name}" for each in value or ()))

    def _service(self, text: str) -> Service:
        directorate, _, name = text.partition(" / ")
        found = Service.objects.filter(directorate__name=directorate, name=name).first()
        if found is None:
            raise ValueError(f"The council has no service {text}: add it first.")
        return found


def _parted(value: Any) -> list[str]:
    return [each.strip() for each in str(value or "").split(";") if each.strip()]


class LinkField(fields.Field):
    """A column of several; kept, and recorded, once the row itself is kept."""

    def save(self, instance: Any, row: Row, is_m2m: bool = False, **kwargs: Any) -> None:  # noqa: FBT001, FBT002
        """What is wanted is noted; `keep` of the resource writes it."""
        del is_m2m
        if self.column_name in row:
            wanted = self.clean(row, **kwargs)
            vars(instance).setdefault("wanted_links", {})[self.attribute] = wanted

    def get_value(self, instance: Any) -> Any:
        wanted = vars(instance).get("wanted_links", {}).get(self.attribute)
        if wanted is None:
            wanted = getattr(instance, str(self.attribute)).all() if instance.pk else ()
        return sorted(wanted, key=lambda each: each.pk)


class PlanActionResource(RecordedResource):
    """Actions of a plan by year and ref."""

    year = fields.Field("year", "year", YearWidget())
    outcomes = LinkField("outcomes", "outcomes", OutcomesWidget())
    services = LinkField("services", "services", ServicesWidget())

    class Meta(TableMeta):
        model = PlanAction
        name = "Actions of plans"
        import_id_fields = ("year", "ref")
        fields = (
            "year",
            "ref",
            "position",
            "aim",
            "priorities",
            "title",
            "description",
            "outcomes",
            "services",
            "lead_post",
            "due_on",
            "due_words",
            "is_example",
        )

    def get_queryset(self) -> models.QuerySet[PlanAction]:
        return PlanAction.objects.prefetch_related("outcomes", "services__directorate")

    def keep(self, instance: PlanAction, **kwargs: Any) -> None:
        instance.import_run = kwargs.get("import_run") or instance.import_run
        super().keep(instance, **kwargs)
        for name, wanted in vars(instance).get("wanted_links", {}).items():
            self._link(instance, name, wanted, **kwargs)

    def _link(self, instance: PlanAction, name: str, wanted: Any, **kwargs: Any) -> None:
        held = getattr(instance, name)
        before, after = ({str(each) for each in found} for found in (held.all(), wanted))
        if before != after:
            edits = [Edit(name, PARTED.join(sorted(before)), PARTED.join(sorted(after)))]
            record(f"{name} of action set", instance, by=kwargs["by"], on=kwargs["on"], edits=edits)
            held.set(wanted)


class ActionWidget(widgets.Widget):
    """An action by its year, which stands in a column beside it, and its ref."""

    def clean(self, value: Any, row: Row | None = None, **kwargs: Any) -> PlanAction:  # noqa: ARG002
        ref, year = TextWidget().clean(value), YearWidget().clean((row or {}).get("year"))
        found = PlanAction.objects.filter(year=year, ref=ref).first()
        if found is None:
            raise ValueError(f"The plan has no action {ref}: import the actions first.")
        return found

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:  # noqa: ARG002
        return TextWidget().render(value.ref if value else None)


class MilestoneResource(RecordedResource):
    """Milestones by action and position."""

    year = fields.Field("action__year", "year", YearWidget(), readonly=True)
    ref = fields.Field("action", "ref", ActionWidget())

    class Meta(TableMeta):
        model = Milestone
        name = "Milestones"
        import_id_fields = ("ref", "position")
        fields = ("year", "ref", "position", "text", "due_on")

    def get_queryset(self) -> models.QuerySet[Milestone]:
        return Milestone.objects.select_related("action")
