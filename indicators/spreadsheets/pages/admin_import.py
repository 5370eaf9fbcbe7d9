"""The administration's imports: upload, waiting, questions and preview, commit, log and undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from indicators.models import ImportRun, ImportState
from indicators.spreadsheets.files.limits import Unreadable
from indicators.spreadsheets.kinds.known import ADMINISTERED, kind_of
from indicators.spreadsheets.pages.downloads import original, problems_csv, problems_workbook
from indicators.spreadsheets.pages.import_forms import AnswersFileForm, UploadForm
from indicators.spreadsheets.pages.shown_import import lately, listed, preview, waiting
from indicators.spreadsheets.pages.shown_questions import answers_from
from indicators.spreadsheets.runs.asking import ask_commit, ask_preview, ask_undo, take_in
from indicators.spreadsheets.runs.importing import ImportRefusedError, Upload, discard
from indicators.spreadsheets.runs.staging import keys_in_error, questions_of
from organisation.admin import RecordedAdmin
from organisation.tables import TableExport

TEMPLATES = "admin/indicators/measure"
CONFLICT = 409


class WorkbookImport(TableExport, RecordedAdmin):
    """import-export's page for a dry run and its page for the real one, for whole workbooks."""

    import_template_name = f"{TEMPLATES}/import.html"

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Those who may add and change measures."""
        return bool(self.has_add_permission(request) and self.has_change_permission(request))

    def get_urls(self) -> list[URLPattern]:
        """The upload and the commit are import-export's addresses; an import has one of its own."""
        views: Mapping[str, tuple[str, Callable[..., HttpResponse]]] = {
            "preview": ("", self.preview_action),
            "undo": ("undo/", self.undo_action),
            "file": ("file/", self._download(original)),
            "problems": ("problems.xlsx", self._download(problems_workbook)),
            "problems_csv": ("problems.csv", self._download(problems_csv)),
        }
        own = [
            path(
                f"import/<int:run_id>/{end}",
                self.admin_site.admin_view(view),
                name=f"indicators_measure_import_{name}",
            )
            for name, (end, view) in views.items()
        ]
        found: list[URLPattern] = super().get_urls()  # type: ignore[no-untyped-call]
        return [*own, *found]

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """Take a file; nothing of it is saved but the file itself."""
        self._check(request)
        known = {"kind": request.GET.get("kind") or ADMINISTERED[0]}
        form = UploadForm(*_sent(request), initial=known)
        if form.is_valid():
            try:
                run = take_in(_upload(form), by=request.user)  # type: ignore[arg-type]
            except Unreadable as error:
                form.add_error("workbook", str(error))
            else:
                return redirect(_address(run))
        shown = {"title": "Import a spreadsheet", "form": form, "lately": lately()}
        return self._page(request, "import", shown)

    def preview_action(self, request: HttpRequest, run_id: int) -> HttpResponse:
        """An import as it stands: waiting, previewed with its questions, or done with."""
        self._check(request)
        run = get_object_or_404(ImportRun.objects.defer("content").select_related("by"), pk=run_id)
        if request.method == "POST":
            return self._answered(request, _administered(run))
        if run.is_at_work:
            return self._waiting_page(request, run)
        if run.state == ImportState.PREVIEWED and run.kind in ADMINISTERED:
            return self._preview_page(request, run, AnswersFileForm())
        return self._log_page(request, run)

    def _answered(self, request: HttpRequest, run: ImportRun) -> HttpResponse:
        """Take what the page that was shown says, and preview with it; or give the import up."""
        form = AnswersFileForm(*_sent(request))
        try:
            if "discard" in request.POST:
                discard(run)
                messages.success(
                    request, f"The import of {run.file_name} was given up. Nothing was saved."
                )
                return redirect("admin:indicators_measure_import")
            if not form.is_valid():
                return self._preview_page(request, run, form)
            _answer(request, run, form.cleaned_data["answers_file"])
        except (ImportRefusedError, Unreadable) as error:
            messages.error(request, str(error))
        return HttpResponseRedirect(_same_page(request, run))

    @method_decorator(require_POST)
    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """Commit what the preview showed, or show what stands against it."""
        self._check(request)
        run = _administered(get_object_or_404(ImportRun, pk=_number(request)))
        try:
            shown = request.POST.get("stage", "")
            ask_commit(run, by=request.user, stage=shown)  # type: ignore[arg-type]
        except ImportRefusedError as error:
            messages.error(request, str(error))
            return redirect(_address(run))
        if run.state == ImportState.COMMITTED:
            messages.success(request, _done(run))
        elif run.state == ImportState.PREVIEWED:
            response = self._preview_page(request, run, AnswersFileForm())
            response.status_code = CONFLICT
            return response
        return redirect(_address(run))

    @method_decorator(require_POST)
    def undo_action(self, request: HttpRequest, run_id: int) -> HttpResponse:
        """Undo a whole import, or show what stands on it."""
        self._check(request)
        run = get_object_or_404(ImportRun, pk=run_id)
        try:
            ask_undo(run, by=request.user)  # type: ignore[arg-type]
        except ImportRefusedError as error:
            messages.error(request, str(error))
        if run.state == ImportState.UNDONE:
            messages.success(
                request, f"The import of {run.file_name} is undone: all is as it was before it."
            )
        return redirect(_address(run))

    def _download(
        self, give: Callable[[ImportRun], HttpResponse]
    ) -> Callable[[HttpRequest, int], HttpResponse]:
        def view(request: HttpRequest, run_id: int) -> HttpResponse:
            self._check(request)
            return give(get_object_or_404(ImportRun, pk=run_id))

        return view

    def _waiting_page(self, request: HttpRequest, run: ImportRun) -> HttpResponse:
        """Looking how far it is keeps no session open, and writes nothing."""
        request.is_idle = True  # type: ignore[attr-defined]
        shown = waiting(run)
        if request.headers.get("HX-Request"):
            return TemplateResponse(request, f"{TEMPLATES}/_import_progress.html", shown)
        return self._page(request, "import_waiting", {"title": "Import under way", **shown})

    def _preview_page(
        self, request: HttpRequest, run: ImportRun, form: AnswersFileForm
    ) -> HttpResponse:
        if request.headers.get("HX-Request"):
            return _reload()
        shown = preview(run, request.GET)
        return self._page(request, "import_preview", {**shown, "form": form})

    def _log_page(self, request: HttpRequest, run: ImportRun) -> HttpResponse:
        if request.headers.get("HX-Request"):
            return _reload()
        shown = {
            **listed(run, request.GET),
            "title": f"Import of {run.file_name}",
            "has_file": bool(run.content),
        }
        return self._page(request, "import_log", shown)

    def _page(self, request: HttpRequest, name: str, shown: dict[str, Any]) -> HttpResponse:
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "is_nav_sidebar_enabled": False,  # the table of rows needs the width
            **shown,
        }
        return TemplateResponse(request, f"{TEMPLATES}/{name}.html", context)

    def _check(self, request: HttpRequest) -> None:
        if not self.has_import_permission(request):
            raise PermissionDenied


def _number(request: HttpRequest) -> int:
    """Which import the page says; whatever is no number names none."""
    try:
        return int(request.POST.get("run", ""))
    except ValueError:
        raise Http404("There is no such import.") from None


def _administered(run: ImportRun) -> ImportRun:
    """Others import returns: theirs can be looked at here, and be undone by whoever may."""
    if run.kind not in ADMINISTERED:
        raise Http404("Returns are imported by those who enter them.")
    return run


def _answer(request: HttpRequest, run: ImportRun, file: dict[str, Any]) -> None:
    """What the page that was shown says, put to the import."""
    shown = listed(run, request.GET)
    decimals = {each.ref: each.decimals for each in shown["rows"] if each.decimals is not None}
    answers = answers_from(request.POST.dict(), questions_of(run), decimals, run.answers)
    here = {each.key for each in shown["rows"]} | set(request.POST.getlist("was_left_out"))
    kept = [each for each in run.left_out if each not in here]
    errors = keys_in_error(run) if "leave_out_errors" in request.POST else []
    ask_preview(
        run,
        answers={**answers, **file},
        leave_out=[*kept, *request.POST.getlist("leave_out"), *errors],
    )


def _done(run: ImportRun) -> str:
    counts, things = run.counts, kind_of(run.kind).things
    return (
        f"The file {run.file_name} is imported: {counts['new']:,} {things} are new, "
        f"{counts['changed']:,} changed, {counts['unchanged']:,} stayed as they were."
    )


def _reload() -> HttpResponse:
    """Tells htmx on a page that waited that there is another page now."""
    return HttpResponse(headers={"HX-Refresh": "true"})


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    """What a form is bound to; a page that is only looked at sends nothing."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _upload(form: UploadForm) -> Upload:
    given = form.cleaned_data
    return Upload(
        content=given["workbook"].read(),
        name=given["workbook"].name,
        kind=given["kind"],
        sheet=given["sheet"] or None,
        year=given["year"] or None,
        answers=given["answers_file"],
    )


def _same_page(request: HttpRequest, run: ImportRun) -> str:
    """The same page of the same rows, read anew."""
    query = request.GET.urlencode()
    return f"{_address(run)}?{query}" if query else _address(run)


def _address(run: ImportRun) -> str:
    return reverse("admin:indicators_measure_import_preview", kwargs={"run_id": run.pk})
