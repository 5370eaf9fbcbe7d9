"""Administration of measures, terms and baselines; returns and imports to be read only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest

from indicators.agreeing import agree_terms
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
from organisation.clock import today


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """What is made by deeds elsewhere can be looked at here, not changed."""

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False


class AlignmentInline(admin.TabularInline[Alignment, Measure]):
    model = Alignment
    extra = 1


class BaselineInline(admin.TabularInline[Baseline, Measure]):
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
    texts = ("definition", "guidance", "comments")


class PeriodTargetInline(admin.TabularInline[PeriodTarget, Terms]):
    model = PeriodTarget
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

    def save_model(
        self,
        request: HttpRequest,
        obj: Terms,
        form: ModelForm[Terms],  # noqa: ARG002
        change: bool,  # noqa: ARG002, FBT001
    ) -> None:
        agree_terms(obj, by=request.user, on=today(), why=obj.reason)  # type: ignore[arg-type]

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
