"""The page of a return's history, for those who may see it before it is approved."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from indicators.history.about import about_return
from indicators.history.telling import history
from indicators.officers.pages import heading_of
from indicators.returns.asked import return_at
from indicators.rules.periods import Quarter
from organisation.clock import today
from organisation.middleware import Request


@require_GET
def return_history(request: Request, period: Quarter, ref: str) -> HttpResponse:
    """Everything that was done to a return, in any of its versions."""
    return_ = return_at(period, ref)
    measure = return_.measure
    if not request.access.may_see_unapproved(measure.service):
        message = "The history of a return is for its service and the performance team."
        raise PermissionDenied(message)
    page = history(
        about_return(measure, return_.period),
        measure.figure_unit,
        request.GET.get("page", 1),
        beside=f"{measure.ref} {return_.period}",
    )
    context = {
        "heading": heading_of(return_, today()),
        "slug": return_.period.slug,
        "page": page,
        "may_enter": request.access.may_enter(measure.service),
        "may_redact": request.access.may_redact(),
    }
    return render(request, "indicators/return_history.html", context)
