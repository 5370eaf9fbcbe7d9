"""Measure leads: who answers for each measure, named by service."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from indicators.board.leads import Named, name_leads, officers_of
from indicators.board.leads_form import ServiceForm
from indicators.board.leads_page import LeadsPage, form_of, known_measures, leads_page
from indicators.board.leads_suggested import suggestions
from indicators.returns.asked import person_of
from indicators.returns.refusals import RefusedError
from organisation.clock import today
from organisation.middleware import Request

TAKE = "take"
CHANGED = (
    "What was suggested has changed since you opened this page, so nothing was saved. "
    "Here are the suggestions as they are now."
)


@require_http_methods(["GET", "HEAD", "POST"])
def leads(request: Request) -> HttpResponse:
    """Lead and deputy of each measure, saved one service at a time, all or nothing."""
    if not (request.access.is_performance or request.access.approves):
        message = "Measure leads are named by approvers and the performance team."
        raise PermissionDenied(message)
    if request.method != "POST":
        return _page(request)
    return _take(request) if request.POST.get("action") == TAKE else _save(request)


def _save(request: Request) -> HttpResponse:
    """Save what was chosen for a service, or show it again with what was refused."""
    place = request.POST.get("service", "")
    form = form_of(place, known_measures(request.access, today()), today(), request.POST)
    if not form.is_valid():
        return _refused(request, place, form)
    try:
        changed = name_leads(form.wanted, by=person_of(request), on=today(), seen=form.seen)
    except RefusedError as refused:
        return _refused(request, place, form.refused(refused.problems))
    return _done(request, changed, f"#service-{place}")


def _take(request: Request) -> HttpResponse:
    """Take the suggestions that were shown, if they still are."""
    measures = known_measures(request.access, today())
    officers = officers_of({each.service_id for each in measures}, today())
    suggested = {
        each.key: each for each in suggestions(measures, officers).values() if each.is_for_taking
    }
    keys = request.POST.getlist("suggestion")
    if not keys or not suggested.keys() >= set(keys):
        messages.error(request, CHANGED)
        return HttpResponseRedirect(request.get_full_path())
    before = {each.pk: Named.of(each) for each in measures}
    wanted = {
        each.measure_id: each.taken(before[each.measure_id])
        for each in (suggested[key] for key in keys)
    }
    return _done(request, name_leads(wanted, by=person_of(request), on=today()), "")


def _done(request: Request, changed: int, fragment: str) -> HttpResponse:
    number = f"{changed} measure{'' if changed == 1 else 's'}"
    if changed:
        messages.success(request, f"Saved: {number} changed.")
    else:
        messages.info(request, "Nothing was changed.")
    return HttpResponseRedirect(f"{request.get_full_path()}{fragment}")


def _page(request: Request) -> HttpResponse:
    show, service, page = (request.GET.get(name, "") for name in ("show", "service", "page"))
    found = leads_page(request.access, today(), show=show, service=service, page=page)
    return _shown(request, found)


def _refused(request: Request, place: str, form: ServiceForm) -> HttpResponse:
    """The service alone, whatever the page showed before, with what is wrong."""
    return _shown(request, leads_page(request.access, today(), service=place, typed=form))


def _shown(request: Request, page: LeadsPage) -> HttpResponse:
    context = {
        "page": page,
        "forms": [each.form for each in page.groups if each.form.errors],
        "page_has_errors": any(each.form.errors for each in page.groups),
        "sees_all": request.access.is_performance,
    }
    return render(request, "indicators/leads.html", context)
