"""The scorecard's pages as spreadsheets, for the same readers and with the same figures."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from indicators.models import Measure
from indicators.rules.periods import Quarter
from indicators.spreadsheets.writing.csv_text import csv_of
from indicators.spreadsheets.writing.describing import Workbook
from indicators.spreadsheets.writing.workbook import xlsx_of
from organisation.clock import today
from organisation.middleware import Request
from organisation.models import Council, Directorate
from outcomes.models import Outcome
from reporting.documents.workbook_measure import measure_workbook
from reporting.documents.workbook_scorecard import (
    directorate_workbook,
    outcome_workbook,
    scorecard_workbook,
)
from reporting.scorecard.converters import CSV, XLSX
from reporting.scorecard.measure import known
from reporting.scorecard.parts import Asked
from reporting.scorecard.periods import all_periods, period_at

TYPES = {
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    CSV: "text/csv; charset=utf-8",
}


@require_GET
def scorecard(request: HttpRequest, period: Quarter, form: str) -> HttpResponse:  # noqa: ARG001
    """All performance measures of a period; as a workbook also the counts."""
    return _download(scorecard_workbook(_asked(period)), form, "scorecard", period)


@require_GET
def directorate(
    request: HttpRequest,  # noqa: ARG001
    slug: str,
    period: Quarter,
    form: str,
) -> HttpResponse:
    """The measures of a directorate."""
    found = get_object_or_404(Directorate, slug=slug)
    return _download(directorate_workbook(found, _asked(period)), form, found.slug, period)


@require_GET
def outcome(
    request: HttpRequest,  # noqa: ARG001
    code: str,
    period: Quarter,
    form: str,
) -> HttpResponse:
    """The measures under an outcome; as a workbook also its indicators."""
    found = get_object_or_404(Outcome, code=code)
    return _download(outcome_workbook(found, _asked(period)), form, found.code, period)


@require_GET
def measure(request: Request, ref: str, period: Quarter, form: str) -> HttpResponse:
    """The history of a measure, as far as this reader may see it."""
    with_place = Measure.objects.select_related("service__directorate")
    asked, found = _asked(period), get_object_or_404(with_place, ref=ref)
    seen = known(found, asked.period, request.access, on=asked.on, council=asked.council)
    made = measure_workbook(seen, on=asked.on, council=asked.council)
    return _download(made, form, f"measure-{found.ref}", period)


def _asked(quarter: Quarter) -> Asked:
    """The period of an address with all that its page goes by; not found where there is none."""
    periods = all_periods()
    return Asked(period_at(quarter, periods), periods, on=today(), council=Council.current())


def _download(made: Workbook, form: str, name: str, quarter: Quarter) -> HttpResponse:
    """The file; a CSV holds one table, the first."""
    content = csv_of(made.tables[0]) if form == CSV else xlsx_of(made)
    file = f"{slugify(name) or 'figures'}-{quarter.slug}.{form}"
    disposition = content_disposition_header(as_attachment=True, filename=file)
    return HttpResponse(
        content, content_type=TYPES[form], headers={"Content-Disposition": disposition or ""}
    )
