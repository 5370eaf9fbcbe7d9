"""Approvers' pages: what waits, and one return to approve or send back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.text import Truncator
from django.views.decorators.http import require_GET, require_http_methods

from indicators.approvals.approving_for import approving_for
from indicators.approvals.deciding import decision_of, is_repeated, refuse_unless_seen, seen_change
from indicators.approvals.decision_forms import DecisionForm
from indicators.approvals.meantime import Meantime, meantime_of
from indicators.approvals.queue import next_waiting, queue_of
from indicators.approvals.queue_rows import SEND_BACK
from indicators.approvals.signed import correction_words, judged_words
from indicators.approvals.since import since_of
from indicators.models import Return, State
from indicators.officers.facts import facts_of
from indicators.officers.pages import heading_of, sent_of
from indicators.returns.addresses import decide_url, history_url, queue_url
from indicators.returns.approving import approve, is_own, send_back
from indicators.returns.asked import person_of, return_to_decide, seen_edit
from indicators.returns.recorded import newest_change, sendings_back
from indicators.returns.refusals import ConflictError, RefusedError
from indicators.returns.wording import day
from indicators.rules.periods import Quarter
from organisation.access import NotAllowedError
from organisation.clock import today
from organisation.middleware import Request
from organisation.models import Council

SEND_BACK_HINT = "The officer reads this at the top of the return, and it stays on record."
CHANGED = (
    "Nothing was decided: this return has changed since you opened the page. "
    "See what happened, and decide on what it is now."
)
LONGEST_LINK = 90


@require_GET
def approvals(request: Request) -> HttpResponse:
    """What waits for this approver, by service and period; `?service=` narrows it to one."""
    refuse_unless_approver(request)
    queue = queue_of(request.access, today(), request.GET.get("service", ""))
    return render(request, "indicators/approvals.html", {"queue": queue})


def refuse_unless_approver(request: Request) -> None:
    """The queue and what belongs to it are for those who approve something."""
    if not (request.access.approves or request.access.is_performance):
        message = "Approvals are for those who approve a service's returns."
        raise PermissionDenied(message)


@require_http_methods(["GET", "HEAD", "POST"])
def return_approve(request: Request, period: Quarter, ref: str) -> HttpResponse:
    """One return: its figure, rating and texts, to be approved or sent back."""
    return_ = return_to_decide(request, period, ref)
    if request.method != "POST":
        return _page(request, return_, _form())
    try:
        _decide(request, return_, _form(request.POST))
    except RefusedError as refused:
        return _refused(request, return_to_decide(request, period, ref), refused)
    except NotAllowedError as refused:
        raise PermissionDenied(str(refused)) from refused
    return _done(request, return_, "is approved" if _approves(request) else "is sent back")


def _form(sent: Mapping[str, Any] | None = None) -> DecisionForm:
    return DecisionForm(sent, label=SEND_BACK, hint=SEND_BACK_HINT)


def _approves(request: Request) -> bool:
    return request.POST.get("action") == "approve"


@transaction.atomic
def _decide(request: Request, return_: Return, form: DecisionForm) -> None:
    """Approve, or send back with the reason given, exactly what was seen."""
    by, on, seen = person_of(request), today(), seen_edit(request)
    refuse_unless_seen(return_, seen_change(request))
    if _approves(request):
        agrees = form.is_agreed
        approve(return_, by=by, on=on, seen_edit=seen, agrees_not_applicable=agrees)
    else:
        send_back(return_, reason=form.given, by=by, on=on, seen_edit=seen)


def _refused(request: Request, return_: Return, refused: RefusedError) -> HttpResponse:
    """What one saw beside what it is now; a second click on one's own decision is no conflict."""
    seen, sent = seen_change(request), request.POST.copy()
    problems = refused.problems
    if isinstance(refused, ConflictError):
        wanted = State.APPROVED if _approves(request) else State.SENT_BACK
        if is_repeated(return_, seen, person_of(request), wanted):
            return _done(request, return_, f"is {wanted.label.lower()} already")
        sent.pop("agrees", None)  # who agrees has to agree to what it is now
        problems = {"": CHANGED}
    form = _form(sent)
    form.refuse(problems)
    return _page(request, return_, form, None if seen < 0 else meantime_of(return_, seen))


def _done(request: Request, return_: Return, what: str) -> HttpResponse:
    """Back to the queue, which says what was done and offers the next one."""
    chosen = request.GET.get("service", "")
    messages.success(request, done_words(request, return_, f"{return_.measure} {what}."))
    return redirect(queue_url(chosen))


def done_words(request: Request, after: Return, done: str) -> str:
    """What was done, and a link to the one to decide next."""
    chosen = request.GET.get("service", "")
    following = next_waiting(request.access, after, chosen)
    if following is None:
        return f"{done} Nothing else waits for you."
    measure = Truncator(str(following.measure)).chars(LONGEST_LINK)
    words = f"Next: {measure}, {following.period.quarter.name}"
    link = '{} <a class="govuk-notification-banner__link" href="{}">{}</a>'
    return format_html(link, done, decide_url(following, chosen), words)


def _page(
    request: Request, return_: Return, form: DecisionForm, meantime: Meantime | None = None
) -> HttpResponse:
    service, by, on = return_.measure.service, person_of(request), today()
    marks = (correction_words(return_), judged_words(return_))
    context = {
        "heading": heading_of(return_, on),
        "due": "" if return_.is_correction else f"due {day(return_.period.due_on)}",
        "sent": sent_of(return_),
        "since": since_of([return_])[return_.pk],
        "marks": [each for each in marks if each],
        "sendings_back": sendings_back(return_),
        "facts": facts_of(return_, Council.current(), on),
        "decision": decision_of(return_, is_own=is_own(return_, by)),
        "approves_for": approving_for(request.access, on).whose(service),
        "queue_url": queue_url(request.GET.get("service", "")),
        "history_url": history_url(return_),
        "meantime": meantime,
        "form": form,
        "seen_edit": return_.edit,
        "seen_change": newest_change(return_),
    }
    return render(request, "indicators/return_approve.html", context)
