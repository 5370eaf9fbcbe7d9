"""The page of a measure's history, for those who may see its figures before they are approved."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from indicators.models import Measure
from organisation.clock import today
from organisation.middleware import Request
from reporting.scorecard.changes import measure_history as history_of
from reporting.scorecard.periods import latest_period
from reporting.scorecard.rows import measure_url


@require_GET
def measure_history(request: Request, ref: str) -> HttpResponse:
    """Every change of a measure's targets, terms and fields, and how far each return has come."""
    measure = get_object_or_404(Measure.objects.select_related("service__directorate"), ref=ref)
    if not request.access.may_see_unapproved(measure.service):
        message = "The history of a measure is for its service and the performance team."
        raise PermissionDenied(message)
    latest = latest_period(today())
    context = {
        "measure": measure,
        "measure_url": measure_url(measure.ref, latest.quarter) if latest else "",
        "page": history_of(measure, request.GET.get("page", 1)),
    }
    return render(request, "reporting/measure_history.html", context)
