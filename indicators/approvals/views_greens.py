"""Approving all greens of a service at once: they are listed first, then approved or none is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from indicators.approvals.deciding import is_repeated, refuse_unless_seen
from indicators.approvals.meantime import meantime_of
from indicators.approvals.queue import greens_waiting, place
from indicators.approvals.views_approving import done_words, refuse_unless_approver
from indicators.models import Return, State
from indicators.returns.addresses import BOROUGH, key_of, name_of, queue_url
from indicators.returns.approving import approve_greens
from indicators.returns.asked import BOROUGH as WHOLE_BOROUGH
from indicators.returns.asked import person_of
from indicators.returns.refusals import ConflictError, RefusedError
from indicators.rules.periods import Quarter
from organisation.clock import today
from organisation.middleware import Request
from organisation.models import Service

SEEN = re.compile(r"(\d{1,18})-(\d{1,9})-(\d{1,18})", re.ASCII)
NONE_TICKED = "Tick at least one return, or go back to the queue."


@dataclass(frozen=True)
class Seen:
    """A return as the page showed it: its edit and its newest change."""

    return_: Return
    edit: int
    change: int


@require_http_methods(["GET", "HEAD", "POST"])
def greens(request: Request, period: Quarter, service: str) -> HttpResponse:
    """The greens of a service with value and commentary; approved together, all or none."""
    found = _service(request, service)
    if request.method != "POST":
        return _page(request, period, found, ())
    seen = _seen(request, period, found)
    if not seen:
        return _page(request, period, found, (NONE_TICKED,))
    try:
        _approve(request, seen)
    except RefusedError as refused:
        if not _all_repeated(request, seen):
            return _page(request, period, found, tuple(refused.problems.values()))
    refs = ", ".join(each.return_.measure.ref for each in seen)
    what = "return is" if len(seen) == 1 else "returns are"
    done = f"{len(seen)} {what} approved: {refs}."
    messages.success(request, done_words(request, seen[-1].return_, done))
    return redirect(queue_url(request.GET.get("service", "")))


def _service(request: Request, key: str) -> Service | None:
    """The service of an address, for those who approve its returns."""
    refuse_unless_approver(request)
    services = Service.objects.select_related("directorate")
    found = next((each for each in services if key_of(each) == key), None)
    if found is None and key != BOROUGH:
        message = "There is no such service."
        raise Http404(message)
    if not request.access.may_approve(found):
        who = "its own approvers" if found else "the performance team"
        message = f"Returns of {found or WHOLE_BOROUGH} are approved by {who}."
        raise PermissionDenied(message)
    return found


def _seen(request: Request, quarter: Quarter, service: Service | None) -> list[Seen]:
    """The ticked returns of this service and period, in order, each with the version shown."""
    parts = [SEEN.fullmatch(text) for text in request.POST.getlist("return")]
    versions = {int(found[1]): (int(found[2]), int(found[3])) for found in parts if found}
    returns = Return.objects.filter(
        pk__in=versions,
        measure__service=service,
        period__year=quarter.year,
        period__number=quarter.number,
    ).select_related("measure__service__directorate", "period")
    return [Seen(each, *versions[each.pk]) for each in sorted(returns, key=place)]


@transaction.atomic
def _approve(request: Request, seen: list[Seen]) -> None:
    """Approve exactly what was seen; RefusedError names each return that changed since."""
    if problems := {each.return_.measure.ref: told for each in seen if (told := _changed(each))}:
        raise RefusedError(problems)
    by = person_of(request)
    approve_greens({each.return_.pk: each.edit for each in seen}, by=by, on=today())


def _changed(seen: Seen) -> str:
    """What became of a return since it was shown, in one sentence; blank where nothing did."""
    try:
        refuse_unless_seen(seen.return_, seen.change)
    except ConflictError as conflict:
        measure, found = seen.return_.measure, meantime_of(conflict.stored, seen.change)
        if found is None:
            return f"{measure} has changed since you opened the page."
        last = found.steps[-1]
        moved = [
            f"{each.label.lower()} was {each.seen or 'empty'}, now {each.now or 'empty'}"
            for each in found.moved
            if each.label in {"Figure", "Rating", "State", "Commentary"}
        ]
        return "; ".join([f"{measure}: {last.what.lower()} by {last.who}, {last.when}", *moved])
    return ""


def _all_repeated(request: Request, seen: list[Seen]) -> bool:
    """Whether this person approved all of them a moment ago: a second click."""
    by = person_of(request)
    for each in seen:
        each.return_.refresh_from_db(fields=["state"])
    return all(is_repeated(each.return_, each.change, by, State.APPROVED) for each in seen)


def _page(
    request: Request, quarter: Quarter, service: Service | None, problems: tuple[str, ...]
) -> HttpResponse:
    context = {
        "rows": greens_waiting(request.access, today(), quarter, service),
        "service": name_of(service),
        "period": quarter.name,
        "problems": problems,
        "has_changed": NONE_TICKED not in problems,
        "page_has_errors": bool(problems),
        "queue_url": queue_url(request.GET.get("service", "")),
    }
    return render(request, "indicators/approvals_greens.html", context)
