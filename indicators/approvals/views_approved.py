"""What an approver, or their service, approved in open periods, and how it goes back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from indicators.approvals.approved import approved_of
from indicators.approvals.views_approving import refuse_unless_approver
from organisation.middleware import Request


@require_GET
def approved(request: Request) -> HttpResponse:
    """Approved in open periods, by service; each leads to the page on which it is sent back."""
    refuse_unless_approver(request)
    chosen = request.GET.get("service", "")
    services = approved_of(request.access, chosen)
    context = {
        "services": services,
        "chosen": chosen,
        "number": sum(each.number for each in services),
        "is_to_choose": any(not each.rows for each in services),
    }
    return render(request, "indicators/approvals_approved.html", context)
