"""Tables of the administration as spreadsheets: out as Excel or CSV, in as CSV."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from import_export.admin import ImportExportModelAdmin
from import_export.formats.base_formats import CSV, XLSX
from import_export.forms import ExportForm

from organisation.clock import today


class TableExport(ImportExportModelAdmin):
    """Exports of a table, for those who may see it; it comes in by other ways."""

    model: Any  # import-export says that it may be none, which no admin's is
    export_form_class = ExportForm  # type: ignore[assignment]
    export_formats = (XLSX, CSV)
    # A workbook from outside is opened only behind the importer's limits; text can't hurt.
    import_formats = (CSV,)

    def has_import_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_export_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_view_permission(request))


class TableExchange(TableExport):
    """Exports, and imports of what was exported, for those who may add and change."""

    def has_import_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_add_permission(request) and self.has_change_permission(request))

    def get_import_data_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Who imports, and on which day: the resource hands them to the record."""
        request: HttpRequest = kwargs["request"]
        given: dict[str, Any] = super().get_import_data_kwargs(**kwargs)  # type: ignore[no-untyped-call]
        return {**given, "by": request.user, "on": today()}
