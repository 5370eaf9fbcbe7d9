"""Administration of what decides colours; returns and imports, to be read only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from indicators.agreeing import agree_terms, change_council, change_measure
from indicators.comparison_resources import (
    BenchmarkResource,
    ComparatorResource,
    MilestoneResource,
    PlanActionResource,
)
from indicators.cycle_resources import ImportRunResource, PeriodResource, ReturnResource
from indicators.models import (
    Alignment,
    Baseline,
    Benchmark,
    ColumnName,
    Comparator,
    ImportRun,
    Measure,
    Milestone,
    Period,
    PeriodTarget,
    PlanAction,
    Return,
    Terms,
)
from indicators.resources import BaselineResource, MeasureResource, TermsResource
from indicators.spreadsheets.pages.admin_import import WorkbookImport
from indicators.spreadsheets.pages.column_names import ColumnNameForm, ColumnNameResource
from organisation.admin import RecordedAdmin
from organisation.clock import today
from organisation.models import Council
from organisation.resources import CouncilResource
from organisation.tables import TableExchange, TableExport


class ReadOnlyAdmin(TableExport, admin.ModelAdmin[Any]):
    """What is made by deeds elsewhere can be looked at here and taken out, not changed."""

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False


class AlignmentInline(admin.StackedInline[Alignment, Measure]):
    model = Alignment
    extra = 1


class BaselineInline(admin.StackedInline[Baseline, Measure]):
    model = Baseline
    extra = 0
    fields = ("period_name", "period_end", "value", "target", "is_estimated", "note", "source_file")


class WithImport(TableExport):
    """A list of what workbooks bring in: with the way to the import over it."""

    import_export_change_list_template = "admin/indicators/imported_change_list.html"
    import_kind: str = ""  # what the import's page has chosen at first

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        shown = {"import_kind": self.import_kind, **(extra_context or {})}
        found: HttpResponse = super().changelist_view(request, shown)  # type: ignore[no-untyped-call]
        return found


@admin.register(Measure)
class MeasureAdmin(WorkbookImport):
    resource_classes = [MeasureResource]
    list_display = ("ref", "name", "kind", "service", "value_type", "decimals", "frequency")
    list_filter = ("kind", "service__directorate", "outcomes")
    list_select_related = ("service__directorate",)
    search_fields = ("ref", "title")
    inlines = (AlignmentInline, BaselineInline)

    def keep(self, obj: Measure, by: Any) -> None:
        change_measure(obj, by=by, on=today())


class PeriodTargetFormSet(BaseInlineFormSet[PeriodTarget, Terms, ModelForm[PeriodTarget]]):
    """A target that a closed quarter was rated on stays."""

    def clean(self) -> None:
        super().clean()
        for form in self.deleted_forms:
            form.instance.refuse_if_closed()


class PeriodTargetInline(admin.StackedInline[PeriodTarget, Terms]):
    model = PeriodTarget
    formset = PeriodTargetFormSet
    extra = 0


@admin.register(Terms)
class TermsAdmin(WithImport, RecordedAdmin):
    import_kind = "targets"
    """Terms go through the deed that rates open periods again."""

    resource_classes = [TermsResource]
    list_display = ("measure", "year", "from_quarter", "polarity", "basis", "target", "in_force")
    list_filter = ("year", "polarity", "basis", "target_state")
    search_fields = ("measure__ref", "measure__title")
    autocomplete_fields = ("measure",)
    inlines = (PeriodTargetInline,)

    def keep(self, obj: Terms, by: Any) -> None:
        agree_terms(obj, by=by, on=today(), why=obj.reason)

    def save_formset(
        self,
        request: HttpRequest,
        form: ModelForm[Terms],
        formset: BaseInlineFormSet[Any, Any, Any],
        change: bool,  # noqa: FBT001
    ) -> None:
        """Targets by quarter change ratings as well, so the terms are agreed once more."""
        super().save_formset(request, form, formset, change)
        agree_terms(form.instance, by=request.user, on=today(), why=form.instance.reason)  # type: ignore[arg-type]


@admin.register(Baseline)
class BaselineAdmin(WithImport, RecordedAdmin):
    import_kind = "values"
    resource_classes = [BaselineResource]
    list_display = ("measure", "period_name", "value", "target", "is_estimated", "source_file")
    list_select_related = ("measure",)
    search_fields = ("measure__ref", "measure__title")
    autocomplete_fields = ("measure",)


@admin.register(Comparator)
class ComparatorAdmin(TableExchange, RecordedAdmin):
    resource_classes = [ComparatorResource]
    list_display = ("name", "note", "position")
    search_fields = ("name",)


@admin.register(Benchmark)
class BenchmarkAdmin(WithImport, RecordedAdmin):
    import_kind = "benchmarks"
    resource_classes = [BenchmarkResource]
    list_display = ("measure", "comparator", "period_name", "value", "source")
    list_filter = ("comparator",)
    list_select_related = ("measure", "comparator")
    search_fields = ("measure__ref", "measure__title")
    autocomplete_fields = ("measure",)


class MilestoneInline(admin.StackedInline[Milestone, PlanAction]):
    model = Milestone
    extra = 1


@admin.register(PlanAction)
class PlanActionAdmin(WithImport, RecordedAdmin):
    import_kind = "actions"
    resource_classes = [PlanActionResource]
    list_display = ("ref", "title", "plan_year", "aim", "due_on")
    list_filter = ("year", "aim", "services__directorate")
    search_fields = ("ref", "title")
    filter_horizontal = ("outcomes", "services")
    inlines = (MilestoneInline,)


@admin.register(Milestone)
class MilestoneAdmin(TableExport, RecordedAdmin):
    resource_classes = [MilestoneResource]
    list_display = ("action", "position", "text", "due_on")
    list_select_related = ("action",)
    search_fields = ("text", "action__ref")


@admin.register(Period)
class PeriodAdmin(ReadOnlyAdmin):
    resource_classes = [PeriodResource]
    list_display = ("__str__", "due_on", "state", "opened_on", "closed_on")


@admin.register(Return)
class ReturnAdmin(ReadOnlyAdmin):
    resource_classes = [ReturnResource]
    list_display = ("measure", "period", "version", "state", "value", "submitted_on", "approved_on")
    list_filter = ("state", "period")
    list_select_related = ("measure", "period")
    search_fields = ("measure__ref", "measure__title")


@admin.register(ImportRun)
class ImportRunAdmin(WithImport, ReadOnlyAdmin):
    resource_classes = [ImportRunResource]
    list_display = ("file_name", "kind", "state", "by", "created_at", "committed_at")
    list_filter = ("state", "kind")
    list_select_related = ("by",)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """An import has a page of its own, with its rows and its undoing."""
        run = self.get_object(request, object_id)
        if run is None:
            return super().change_view(request, object_id, form_url, extra_context)
        return redirect("admin:indicators_measure_import_preview", run_id=run.pk)


@admin.register(ColumnName)
class ColumnNameAdmin(TableExchange, RecordedAdmin):
    """What the council said of its own headings; the next import goes by it."""

    resource_classes = [ColumnNameResource]
    form = ColumnNameForm
    list_display = ("heading", "kind", "field")
    list_filter = ("kind",)
    search_fields = ("heading", "field")


@admin.register(Council)
class CouncilAdmin(TableExport, RecordedAdmin):
    """One row: it can be changed, not added to or deleted. Its settings decide colours."""

    resource_classes = [CouncilResource]

    def keep(self, obj: Council, by: Any) -> None:
        change_council(obj, by=by, on=today())

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False
