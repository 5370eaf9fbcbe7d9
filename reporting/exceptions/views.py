"""The pages of exception reports and their downloads; everybody who signs in may read them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header

from indicators.models import Measure, Period, Return
from indicators.rules.periods import Quarter
from organisation.clock import today
from organisation.models import Council
from reporting.charts import svg
from reporting.charts.tables import figure_rows
from reporting.documents import pdf, word
from reporting.exceptions.building import measure_document, period_document
from reporting.exceptions.query import told_of
from reporting.exceptions.rows import ExceptionDocument, Neighbour
from reporting.scorecard.periods import all_periods, period_at, switched, switcher
from reporting.scorecard.words import in_prose, months

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF_TYPE = "application/pdf"


class NotRedError(Exception):
    """The measure asked for is not red in the period, so it has no exception report."""

    def __init__(self, period: Period, ref: str) -> None:
        self.period, self.ref = period, ref
        super().__init__(f"{ref} has no exception report for {period}.")


@dataclass(frozen=True)
class Found:
    """A red of a period and its neighbours in the list."""

    period: Period
    return_: Return
    previous: Neighbour | None
    next: Neighbour | None


def address_of(quarter: Quarter) -> str:
    """The page of a period's exception reports."""
    return reverse("reporting:exceptions", kwargs={"period": quarter})


def exceptions(request: HttpRequest, period: Quarter) -> HttpResponse:
    """All reds of a period with their reports, and the missing returns apart."""
    if (elsewhere := switched(request, address_of)) is not None:
        return elsewhere
    periods = all_periods()
    shown = period_at(period, periods)
    content = period_document(shown, on=today(), council=Council.current())
    context = {
        "content": content,
        "months": months(period),
        "switcher": switcher(shown, periods, address_of),
        "pdf_available": pdf.available(),
        "pdf_remedy": pdf.REMEDY,
    }
    return render(request, "reporting/exceptions.html", context)


def exception(request: HttpRequest, period: Quarter, ref: str) -> HttpResponse:
    """The exception report of one red measure."""
    try:
        found = _found(period, ref)
    except NotRedError as error:
        return _not_red(request, error)
    content = measure_document(found.return_, found.period, on=today(), council=Council.current())
    (report,) = content.reports
    context = {
        "content": content,
        "report": report,
        "period": found.period,
        "period_prose": in_prose(period),
        "months": months(period),
        "chart": svg.time_chart(report.chart),
        "figures": figure_rows(report.chart),
        "previous": found.previous,
        "next": found.next,
        "crumbs": _crumbs(found.period, report.ref),
        "pdf_available": pdf.available(),
        "pdf_remedy": pdf.REMEDY,
    }
    return render(request, "reporting/exception.html", context)


def exceptions_word(request: HttpRequest, period: Quarter) -> HttpResponse:  # noqa: ARG001
    """All reports of a period as one Word document."""
    return _word(_whole(period))


def exceptions_pdf(request: HttpRequest, period: Quarter) -> HttpResponse:
    """All reports of a period as one PDF."""
    return _pdf(request, _whole(period))


def exception_word(request: HttpRequest, period: Quarter, ref: str) -> HttpResponse:
    """One report as a Word document."""
    try:
        return _word(_single(period, ref))
    except NotRedError as error:
        return _not_red(request, error)


def exception_pdf(request: HttpRequest, period: Quarter, ref: str) -> HttpResponse:
    """One report as a PDF."""
    try:
        return _pdf(request, _single(period, ref))
    except NotRedError as error:
        return _not_red(request, error)


def _whole(quarter: Quarter) -> ExceptionDocument:
    period = period_at(quarter, all_periods())
    return period_document(period, on=today(), council=Council.current())


def _single(quarter: Quarter, ref: str) -> ExceptionDocument:
    found = _found(quarter, ref)
    return measure_document(found.return_, found.period, on=today(), council=Council.current())


def _found(quarter: Quarter, ref: str) -> Found:
    """The red return of a measure. Http404 without such a period; NotRedError if it is not red."""
    period = period_at(quarter, all_periods())
    reds = told_of(period, on=today(), council=Council.current()).red
    place = next((index for index, each in enumerate(reds) if each.measure.ref == ref), None)
    if place is None:
        raise NotRedError(period, ref)
    return Found(
        period=period,
        return_=reds[place],
        previous=_neighbour(reds[place - 1]) if place else None,
        next=_neighbour(reds[place + 1]) if place + 1 < len(reds) else None,
    )


def _neighbour(return_: Return) -> Neighbour:
    return Neighbour(return_.measure.ref, return_.measure.name)


def _crumbs(period: Period, ref: str) -> tuple[dict[str, str], ...]:
    """Where the page stands."""
    scorecard = reverse("reporting:overview-period", kwargs={"period": period.quarter})
    return (
        {"label": in_prose(period.quarter), "url": scorecard},
        {"label": "Exception reports", "url": address_of(period.quarter)},
        {"label": ref, "url": ""},
    )


def _not_red(request: HttpRequest, error: NotRedError) -> HttpResponse:
    """A page that says why there is no report, and where there are some."""
    context = {
        "period": error.period,
        "period_prose": in_prose(error.period.quarter),
        "ref": error.ref,
        "measure": Measure.objects.filter(ref=error.ref).first(),
    }
    return render(request, "reporting/exception_none.html", context, status=404)


def _word(content: ExceptionDocument) -> HttpResponse:
    return _download(word.exception_word(content), WORD_TYPE, f"{content.file_stem}.docx")


def _pdf(request: HttpRequest, content: ExceptionDocument) -> HttpResponse:
    """The PDF, or where this machine can't make one, a page that offers Word and print."""
    try:
        made = pdf.exception_pdf(content)
    except pdf.PdfUnavailableError as error:
        context = {"content": content, "remedy": str(error)}
        return render(request, "reporting/exception_no_pdf.html", context, status=503)
    return _download(made, PDF_TYPE, f"{content.file_stem}.pdf")


def _download(made: bytes, content_type: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(
        made, content_type=content_type, headers={"Content-Disposition": disposition or ""}
    )
