"""Administration of what decides colours; returns and imports, to be read only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest

from indicators.agreeing import agree_terms, change_council, change_measure
from indicators.models import (
    Alignment,
    Baseline,
    ImportRun,
    Measure,
    Period,
    PeriodTarget,
    Return,
    Terms,
)
from indicators.resources import BaselineResource, MeasureResource, TermsResource
from indicators.spreadsheets.admin_import import TableExport, WorkbookImport
from organisation.admin import RecordedAdmin
from organisation.clock import today
from organisation.models import Council


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """What is made by deeds elsewhere can be looked at here, not changed."""

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
class TermsAdmin(TableExport):
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
class BaselineAdmin(TableExport):
    resource_classes = [BaselineResource]
    list_display = ("measure", "period_name", "value", "target", "is_estimated", "source_file")
    list_select_related = ("measure",)
    search_fields = ("measure__ref", "measure__title")
    autocomplete_fields = ("measure",)


@admin.register(Period)
class PeriodAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "due_on", "state", "opened_on", "closed_on")


@admin.register(Return)
class ReturnAdmin(ReadOnlyAdmin):
    list_display = ("measure", "period", "version", "state", "value", "submitted_on", "approved_on")
    list_filter = ("state", "period")
    list_select_related = ("measure", "period")
    search_fields = ("measure__ref", "measure__title")


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    list_display = ("file_name", "kind", "state", "by", "created_at", "committed_at")
    list_filter = ("state", "kind")


@admin.register(Council)
class CouncilAdmin(RecordedAdmin):
    """One row: it can be changed, not added to or deleted. Its settings decide colours."""

    def keep(self, obj: Council, by: Any) -> None:
        change_council(obj, by=by, on=today())

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False
