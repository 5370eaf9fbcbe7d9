"""The page that removes personal data, in two steps: what would be touched, then doing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from indicators.models import Return
from indicators.redacting.forms import RedactionForm
from indicators.redacting.removing import NOT_FOUND, Found, look, redact
from indicators.returns.asked import person_of, return_at
from indicators.rules.periods import Quarter
from organisation.clock import today
from organisation.middleware import Request
from organisation.redacting import RedactionRefusedError


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def redact_everywhere(request: Request) -> HttpResponse:
    """Remove personal data wherever it stands."""
    return _answer(request, None)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def return_redact(request: Request, period: Quarter, ref: str) -> HttpResponse:
    """Remove personal data from a return, its measure, or everywhere."""
    return _answer(request, return_at(period, ref))


@sensitive_variables()
def _answer(request: Request, return_: Return | None) -> HttpResponse:
    if not request.access.may_redact():
        message = "Personal data are removed by the performance team or an administrator."
        raise PermissionDenied(message)
    if request.method != "POST":
        return _page(request, RedactionForm(return_=return_))
    form = RedactionForm(request.POST, return_=return_)
    action = request.POST.get("action")
    if action == "change" or not form.is_valid():
        return _page(request, form)
    try:
        return _remove(request, form) if action == "remove" else _preview(request, form)
    except RedactionRefusedError as refused:
        form.refuse(refused)
        return _page(request, form)


@sensitive_variables()
def _preview(request: Request, form: RedactionForm) -> HttpResponse:
    """What would be touched, with a button that removes it."""
    passage = form.cleaned_data["passage"]
    found = look(passage, form.scope, by=person_of(request), on=today())
    if not found.total:
        raise RedactionRefusedError({"passage": NOT_FOUND})
    context = {
        "found": found,
        "kept": {name: request.POST.get(name, "") for name in form.fields},
        "reason": form.cleaned_data["reason"],
        "where": form.scope.words,
    }
    return render(request, "indicators/redact_confirm.html", context)


@sensitive_variables()
def _remove(request: Request, form: RedactionForm) -> HttpResponse:
    sent = request.POST.get("seen", "")
    done = redact(
        form.cleaned_data["passage"],
        form.scope,
        reason=form.cleaned_data["reason"],
        by=person_of(request),
        on=today(),
        seen=int(sent) if sent.isdecimal() else 0,
    )
    messages.success(request, _told(done))
    place = _place(request, form)
    if not place.get("sees_history"):
        return redirect(request.path)
    return redirect("indicators:return-history", period=place["period"].slug, ref=place["ref"])


def _told(done: Found) -> str:
    live, recorded = len(done.live), done.recorded
    texts = f"{live} text{'s' if live != 1 else ''}"
    entries = f"{recorded} entr{'ies' if recorded != 1 else 'y'}"
    return f"Removed from {texts} and from {entries} of the record of changes."


def _page(request: Request, form: RedactionForm) -> HttpResponse:
    context = {"form": form} | _place(request, form)
    return render(request, "indicators/redact.html", context)


def _place(request: Request, form: RedactionForm) -> dict[str, Any]:
    """Which return the page was reached from, if any."""
    if form.return_ is None:
        return {}
    service = form.return_.measure.service
    return {
        "ref": form.return_.measure.ref,
        "period": form.return_.period,
        "sees_history": request.access.may_see_unapproved(service),
    }
