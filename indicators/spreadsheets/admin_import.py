"""The administration's import of a workbook: upload, questions and preview, commit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST
from import_export.admin import ImportExportModelAdmin
from import_export.formats.base_formats import CSV, XLSX
from import_export.forms import ExportForm

from indicators.models import ImportRun, ImportState
from indicators.spreadsheets.archive import Unreadable
from indicators.spreadsheets.import_forms import AnswersFileForm, UploadForm
from indicators.spreadsheets.importing import (
    ImportRefusedError,
    Preview,
    RowPreview,
    Upload,
    commit,
    discard,
    preview_again,
    preview_of,
    start,
)
from indicators.spreadsheets.problems import Severity
from indicators.spreadsheets.shown_questions import answers_from, shown_questions
from indicators.spreadsheets.shown_rows import shown_rows
from organisation.admin import RecordedAdmin
from organisation.clock import today

TEMPLATES = "admin/indicators/measure"
CONFLICT = 409


class TableExport(ImportExportModelAdmin, RecordedAdmin):  # type: ignore[misc]
    """Exports of a table as a spreadsheet, for those who may see it."""

    export_form_class = ExportForm  # type: ignore[assignment]
    export_formats = (XLSX, CSV)

    def has_import_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Tables are not imported one by one: a workbook fills several at once."""
        return False

    def has_export_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_view_permission(request))


class WorkbookImport(TableExport):
    """import-export's page for a dry run and its page for the real one, for whole workbooks."""

    import_template_name = f"{TEMPLATES}/import.html"

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Those who may add and change measures."""
        return bool(self.has_add_permission(request) and self.has_change_permission(request))

    def get_urls(self) -> list[URLPattern]:
        """The upload and the commit are import-export's addresses; the preview is between them."""
        own = path(
            "import/<int:run_id>/",
            self.admin_site.admin_view(self.preview_action),
            name="indicators_measure_import_preview",
        )
        found: list[URLPattern] = super().get_urls()  # type: ignore[no-untyped-call]
        return [own, *found]

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """Take a workbook; nothing of it is saved but the file itself."""
        self._check(request)
        form = UploadForm(*_sent(request))
        if form.is_valid():
            try:
                run, _ = start(_upload(form), by=request.user)  # type: ignore[arg-type]
            except Unreadable as error:
                form.add_error("workbook", str(error))
            else:
                return redirect(_address(run))
        return self._page(request, "import", {"form": form, "title": "Import a workbook"})

    def preview_action(self, request: HttpRequest, run_id: int) -> HttpResponse:
        """Show questions, problems and every row as it will be; take answers."""
        self._check(request)
        run = get_object_or_404(ImportRun, pk=run_id)
        if run.state != ImportState.PREVIEWED:
            messages.info(request, f"{run.file_name} is {run.get_state_display().lower()}.")
            return redirect("admin:indicators_measure_import")
        form = AnswersFileForm(*_sent(request))
        if request.method != "POST":
            return self._preview_page(request, run, preview_again(run), form)
        if "discard" in request.POST:
            discard(run)
            messages.success(request, f"{run.file_name} was given up. Nothing was saved.")
            return redirect("admin:indicators_measure_import")
        if not form.is_valid():
            return self._preview_page(request, run, preview_again(run), form)
        posted = request.POST.dict()
        answers = answers_from(posted, preview_of(run), run.answers)
        preview_again(
            run,
            answers={**answers, **form.cleaned_data["answers_file"]},
            leave_out=request.POST.getlist("leave_out"),
        )
        return redirect(_address(run))

    @method_decorator(require_POST)
    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """Commit what the preview showed, or show what stands against it."""
        self._check(request)
        run = get_object_or_404(ImportRun, pk=request.POST.get("run"))
        try:
            done = commit(run, by=request.user, on=today())  # type: ignore[arg-type]
        except ImportRefusedError as error:
            return self._refused(request, run, error)
        counts = done.counts
        messages.success(
            request,
            f"{run.file_name} is imported: {counts['new']} measures are new, "
            f"{counts['changed']} changed, {counts['unchanged']} stayed as they were.",
        )
        return redirect("admin:indicators_measure_changelist")

    def _refused(
        self, request: HttpRequest, run: ImportRun, error: ImportRefusedError
    ) -> HttpResponse:
        messages.error(request, str(error))
        run.refresh_from_db()
        if run.state != ImportState.PREVIEWED:
            return redirect("admin:indicators_measure_import")
        seen = preview_again(run)
        response = self._preview_page(request, run, seen, AnswersFileForm(), error.rows)
        response.status_code = CONFLICT
        return response

    def _preview_page(
        self,
        request: HttpRequest,
        run: ImportRun,
        seen: Preview,
        form: AnswersFileForm,
        changed: Sequence[RowPreview] = (),
    ) -> HttpResponse:
        questions = shown_questions(seen)
        problems = [
            each for each in seen.understanding.problems if each.severity is not Severity.QUESTION
        ]
        shown = {
            "title": "Preview of the import",
            "run": run,
            "seen": seen,
            "form": form,
            "open_questions": [each for each in questions if each.is_open],
            "answered_questions": [each for each in questions if not each.is_open],
            "errors": [each for each in problems if each.severity is Severity.ERROR],
            "warnings": [each for each in problems if each.severity is Severity.WARNING],
            "rows": shown_rows(seen, [each.key for each in changed]),
            "to_save": seen.counts["new"] + seen.counts["changed"],
        }
        return self._page(request, "import_preview", shown)

    def _page(self, request: HttpRequest, name: str, shown: dict[str, Any]) -> HttpResponse:
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "is_nav_sidebar_enabled": False,  # the table of measures needs the width
            **shown,
        }
        return TemplateResponse(request, f"{TEMPLATES}/{name}.html", context)

    def _check(self, request: HttpRequest) -> None:
        if not self.has_import_permission(request):
            raise PermissionDenied


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    """What a form is bound to; a page that is only looked at sends nothing."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _upload(form: UploadForm) -> Upload:
    given = form.cleaned_data
    return Upload(
        content=given["workbook"].read(),
        name=given["workbook"].name,
        sheet=given["sheet"] or None,
        year=given["year"] or None,
        answers=given["answers_file"],
    )


def _address(run: ImportRun) -> str:
    return reverse("admin:indicators_measure_import_preview", kwargs={"run_id": run.pk})
