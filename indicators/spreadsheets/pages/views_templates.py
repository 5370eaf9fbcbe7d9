"""The workbook of a service and period: downloaded, uploaded, looked through, saved as drafts."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from indicators.grid.asked import service_at
from indicators.models import ImportRun, ImportState, Period, Return
from indicators.officers.due import Work
from indicators.returns.asked import person_of
from indicators.returns.wording import due_words
from indicators.rules.periods import Quarter
from indicators.spreadsheets.files.limits import Unreadable
from indicators.spreadsheets.kinds.kind import Upload
from indicators.spreadsheets.kinds.returns.desk import BESIDE
from indicators.spreadsheets.kinds.returns.kind import RETURNS
from indicators.spreadsheets.kinds.returns.template import rows_of
from indicators.spreadsheets.kinds.returns.template_book import Occasion, template_of
from indicators.spreadsheets.pages import shown_template
from indicators.spreadsheets.pages.shown_questions import answers_from
from indicators.spreadsheets.pages.template_forms import TemplateForm
from indicators.spreadsheets.runs.committing import commit
from indicators.spreadsheets.runs.keeping import (
    ImportRefusedError,
    discard,
    preview_again,
    start,
)
from indicators.spreadsheets.runs.staging import questions_of
from indicators.spreadsheets.runs.undoing import undo
from organisation.clock import today
from organisation.middleware import Request
from organisation.models import Council, Service

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CONFLICT, UNPROCESSABLE = 409, 422
SHOWN: Final = (ImportState.PREVIEWED, ImportState.COMMITTED, ImportState.UNDONE)


@require_safe
def template_download(request: Request, period: Quarter, service: str) -> HttpResponse:
    """A service's returns of an open period as a workbook to fill in."""
    found = service_at(service)
    if not request.access.may_enter(found):
        message = f"Returns of {found} are entered by its own officers."
        raise PermissionDenied(message)
    open_period = Period.objects.open().at(period).first()
    returns = list(_returns(found, open_period)) if open_period else []
    if open_period is None or not returns:
        message = f"Nothing is asked of {found} for {period.name}, or it is not open."
        raise Http404(message)
    on, council = today(), Council.current()
    rows = rows_of(returns, Work.read(request.access, on), council)
    due = due_words(open_period, on)
    occasion = Occasion(
        found.name, period.name, period.prose, f"{due[:1].upper()}{due[1:]}", on, council.name
    )
    name = f"returns-{slugify(found.name)}-{period.slug}.xlsx"
    response = HttpResponse(template_of(rows, occasion), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _returns(service: Service, period: Period) -> Any:
    """What is asked of a service, with all that its rows say."""
    found = Return.objects.live().filter(measure__service=service, period=period)
    return (
        found.with_everything()
        .select_related("terms__measure")
        .prefetch_related(*BESIDE, "terms__period_targets", "terms__measure__terms")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def template_upload(request: Request) -> HttpResponse:
    """Take a workbook; nothing of it is saved but the file itself."""
    _refuse_unless_enters(request)
    sent = request.method == "POST"
    form = TemplateForm(request.POST, request.FILES) if sent else TemplateForm()
    if form.is_valid():
        file = form.cleaned_data["workbook"]
        person = person_of(request)
        upload = Upload(file.read(), file.name, RETURNS, by=person.pk)
        try:
            run, _ = start(upload, by=person)
        except Unreadable as error:
            form.add_error("workbook", str(error))
        else:
            return redirect(_address(run))
    context = {"form": form, "lately": shown_template.lately(person_of(request))}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "indicators/template_upload.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def template_preview(request: Request, run: int) -> HttpResponse:
    """What a workbook would change; its questions; the button that saves all of it, or nothing."""
    _refuse_unless_enters(request)
    found = get_object_or_404(
        ImportRun, pk=run, kind=RETURNS, by=person_of(request), state__in=SHOWN
    )
    match request.POST.get("action") if request.method == "POST" else None:
        case "save":
            return _saved(request, found)
        case "undo":
            return _undone(request, found)
        case "discard":
            return _discarded(request, found)
        case "answer":
            return _answered(request, found)
    return _page(request, found)


def _refuse_unless_enters(request: Request) -> None:
    if not (request.access.enters or request.access.is_performance):
        message = "Returns are entered by the officers of each service."
        raise PermissionDenied(message)


def _answered(request: Request, run: ImportRun) -> HttpResponse:
    """Take answers and rows to leave out, and look at the file again."""
    if run.state == ImportState.PREVIEWED:
        answers = answers_from(request.POST.dict(), questions_of(run), {}, run.answers)
        here = set(request.POST.getlist("was_left_out"))
        kept = [each for each in run.left_out if each not in here]
        leave_out = [*kept, *request.POST.getlist("leave_out")]
        try:
            preview_again(run, answers=answers, leave_out=leave_out)
        except (ImportRefusedError, Unreadable) as refused:
            run.refresh_from_db()
            return _page(request, run, refused=str(refused), status=CONFLICT)
    return redirect(_address(run))


def _saved(request: Request, run: ImportRun) -> HttpResponse:
    """All of it as drafts; where anything changed meanwhile nothing, and what did is shown."""
    try:
        done = commit(run, by=person_of(request), on=today())
    except ImportRefusedError as refused:
        return _refused(request, run, refused)
    number = done.counts["changed"]
    drafts = "1 draft is" if number == 1 else f"{number} drafts are"
    words = f"{drafts} saved from {run.file_name}." if number else "Nothing had to be saved."
    messages.success(request, f"{words} What is left to do stands below.")
    return redirect("indicators:returns")


def _refused(request: Request, run: ImportRun, refused: ImportRefusedError) -> HttpResponse:
    run.refresh_from_db()
    told = str(refused)
    if run.state == ImportState.PREVIEWED:
        try:
            preview_again(run)
        except (ImportRefusedError, Unreadable) as error:
            run.refresh_from_db()
            told = str(error)
        else:
            run.summary["changed_since"] = list(refused.keys)
            run.save(update_fields=["summary"])
    return _page(request, run, refused=told, status=CONFLICT)


def _undone(request: Request, run: ImportRun) -> HttpResponse:
    """Every draft as it was before, or nothing while later work stands on it."""
    try:
        undo(run, by=person_of(request), on=today())
    except ImportRefusedError as refused:
        return _page(request, run, refused=str(refused), status=CONFLICT)
    messages.success(request, f"{run.file_name} is undone: its drafts are as they were before.")
    return redirect(_address(run))


def _discarded(request: Request, run: ImportRun) -> HttpResponse:
    try:
        discard(run)
    except ImportRefusedError as refused:
        return _page(request, run, refused=str(refused), status=CONFLICT)
    messages.success(request, f"{run.file_name} was given up. Nothing was saved.")
    return redirect("indicators:template-upload")


def _page(
    request: Request, run: ImportRun, *, refused: str = "", status: int = 200
) -> HttpResponse:
    context = {
        **shown_template.preview(run, request.GET),
        "refused": refused.splitlines(),
        "page_has_errors": bool(refused),
        "is_previewed": run.state == ImportState.PREVIEWED,
        "is_committed": run.state == ImportState.COMMITTED,
    }
    return render(request, "indicators/template_preview.html", context, status=status)


def _address(run: ImportRun) -> str:
    return reverse("indicators:template-preview", args=(run.pk,))
