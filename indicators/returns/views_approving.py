"""Approvers' pages: what waits, and one return to approve or send back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from indicators.models import Return, State
from indicators.returns.approving import approve, is_own, send_back
from indicators.returns.asked import person_of, return_to_decide, seen_edit
from indicators.returns.facts import facts_of
from indicators.returns.pages import heading_of, sent_of
from indicators.returns.queue import waiting
from indicators.returns.reasons import ReasonForm
from indicators.returns.refusals import RefusedError
from indicators.rules.periods import Quarter
from organisation.access import NotAllowedError
from organisation.clock import today
from organisation.middleware import Request
from organisation.models import Council

SAY_WHAT = "What has to change?"
SAY_WHAT_HINT = "The officer reads this at the top of the return, and it stays on record."


@require_GET
def approvals(request: Request) -> HttpResponse:
    """What waits for this approver, by service."""
    if not (request.access.approves or request.access.is_performance):
        message = "Approvals are for those who approve a service's returns."
        raise PermissionDenied(message)
    services = waiting(request.access)
    context = {"services": services, "number": sum(len(each.rows) for each in services)}
    return render(request, "indicators/approvals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def return_approve(request: Request, period: Quarter, ref: str) -> HttpResponse:
    """One return: its figure, rating and texts, to be approved or sent back."""
    return_ = return_to_decide(request, period, ref)
    sent = request.POST if request.method == "POST" else None
    form = ReasonForm(sent, label=SAY_WHAT, hint=SAY_WHAT_HINT)
    if sent is None:
        return _page(request, return_, form)
    try:
        message = _decided(request, return_, form)
    except RefusedError as refused:
        form.refuse(refused.problems)
        return _page(request, return_to_decide(request, period, ref), form)
    except NotAllowedError as refused:
        raise PermissionDenied(str(refused)) from refused
    messages.success(request, message)
    return redirect("indicators:approvals")


def _decided(request: Request, return_: Return, form: ReasonForm) -> str:
    """Approve, or send back with the reason given; say what was done."""
    by, on, seen = person_of(request), today(), seen_edit(request)
    name = f"{return_.measure.ref} {return_.measure.name}"
    if request.POST.get("action") == "approve":
        approve(return_, by=by, on=on, seen_edit=seen)
        return f"{name} is approved."
    send_back(return_, reason=form.given, by=by, on=on, seen_edit=seen)
    return f"{name} is sent back to its officer."


def _page(request: Request, return_: Return, form: ReasonForm) -> HttpResponse:
    context = {
        "heading": heading_of(return_, today()),
        "sent": sent_of(return_),
        "facts": facts_of(return_, Council.current()),
        "form": form,
        "seen_edit": return_.edit,
        "may_decide": return_.state == State.SUBMITTED and return_.period.is_open,
        "is_own": is_own(return_, person_of(request)),
    }
    return render(request, "indicators/return_approve.html", context)
