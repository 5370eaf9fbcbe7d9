"""Pages of corrections: beginning and dropping one, and every version of a return."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from indicators.models import Return
from indicators.officers.correcting import correcting
from indicators.officers.due import edit_url
from indicators.officers.pages import heading_of, sent_of
from indicators.periods.versions import all_versions, versions
from indicators.returns.addresses import drop_url
from indicators.returns.asked import person_of, return_to_enter, seen_edit
from indicators.returns.dropping import drop_correction, may_drop
from indicators.returns.letting_in import let_in
from indicators.returns.reasons import ReasonForm
from indicators.returns.refusals import RefusedError
from indicators.returns.reopening import begin_correction
from indicators.rules import rag
from indicators.rules.periods import Quarter
from organisation.access import NotAllowedError
from organisation.clock import today
from organisation.middleware import Request
from organisation.models import Person

WHY = "Why is it corrected?"
WHY_HINT = "It stays on record, and stands beside the figure’s versions."
GO_ON = (
    "Correct what is wrong and submit it. "
    "The version that was closed counts until a second person approves the new one."
)
WHY_DROP = "Why is it dropped?"
DROPPED = "The correction is dropped. The version that was closed counts as before."
NOTHING_TO_DROP = "No correction of this return is under way, so there is nothing to drop."
NOT_YOURS = (
    "It is dropped by whoever is let in to make it, or by the performance team. "
    "Ask them if it is not needed."
)


@require_http_methods(["GET", "HEAD", "POST"])
def return_correct(request: Request, period: Quarter, ref: str) -> HttpResponse:
    """Begins a correction, with its reason."""
    return_ = return_to_enter(request, period, ref)
    if not return_.is_current:
        return redirect(edit_url(return_))
    opened = let_in(return_.period, person_of(request), today())
    sent = request.POST if request.method == "POST" else None
    let = f" You were let in because: {opened.reason}" if opened else ""
    form = ReasonForm(sent, label=WHY, hint=f"{WHY_HINT}{let}")
    if sent is not None:
        try:
            begin_correction(return_, reason=form.given, by=person_of(request), on=today())
        except RefusedError as refused:
            form.refuse(refused.problems)
        else:
            messages.success(request, GO_ON)
            return redirect(edit_url(return_))
    return _correct_page(request, return_, form, may_begin=opened is not None)


def _correct_page(
    request: Request, return_: Return, form: ReasonForm, *, may_begin: bool
) -> HttpResponse:
    kept = getattr(return_, "rating", None)
    context = {
        "heading": heading_of(return_, today()),
        "slug": return_.period.slug,
        "sent": sent_of(return_),
        "form": form,
        "may_begin": may_begin and not return_.period.is_open,
        "is_judged": kept is not None and rag.Status(kept.status).is_judged,
        "correcting": correcting(return_, person_of(request), request.access, today()),
    }
    return render(request, "indicators/return_correct.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def return_drop(request: Request, period: Quarter, ref: str) -> HttpResponse:
    """Drops a correction that is under way, with the reason."""
    return_, by, on = return_to_enter(request, period, ref), person_of(request), today()
    sent = request.POST if request.method == "POST" else None
    form = ReasonForm(sent, label=WHY_DROP)
    if sent is not None:
        if return_.is_current:  # by the other of two clicks, or by somebody else
            messages.info(request, NOTHING_TO_DROP)
            return redirect(edit_url(return_))
        try:
            drop_correction(return_, reason=form.given, by=by, on=on, seen_edit=seen_edit(request))
        except RefusedError as refused:
            form.refuse(refused.problems)
        except NotAllowedError as refused:
            raise PermissionDenied(str(refused)) from refused
        else:
            messages.success(request, DROPPED)
            return redirect(edit_url(return_))
    context = {
        "heading": heading_of(return_, on),
        "slug": return_.period.slug,
        "form": form,
        "seen_edit": return_.edit,
        "refusal": _refusal(return_, by, request),
        "correction": return_.correction_reason,
        "sent": sent_of(return_),
    }
    return render(request, "indicators/return_drop.html", context)


def _refusal(return_: Return, by: Person, request: Request) -> str:
    """Why there is nothing here to drop for this person; blank where they may."""
    if return_.is_current:
        return NOTHING_TO_DROP
    return "" if may_drop(return_, by, request.access, today()) else NOT_YOURS


@require_safe
def return_versions(request: Request, period: Quarter, ref: str) -> HttpResponse:
    """Every version that this reader may see, the newest first."""
    returns = all_versions(period, ref)
    if not returns:
        message = "No return was asked for this measure in this period."
        raise Http404(message)
    current = next(each for each in returns if each.is_current)
    unapproved = request.access.may_see_unapproved(current.measure.service)
    found = versions(returns, unapproved=unapproved)
    if not found:
        message = "Nothing of this return is approved yet; until then it is its service's own."
        raise PermissionDenied(message)
    context = {
        "heading": heading_of(current, today()),
        "slug": current.period.slug,
        "versions": found,
        "drop_url": _drop_url(request, returns[-1]),
    }
    return render(request, "indicators/return_versions.html", context)


def _drop_url(request: Request, newest: Return) -> str:
    """Where the newest version is dropped; blank where it counts, or somebody else drops it."""
    may = not newest.is_current and may_drop(newest, person_of(request), request.access, today())
    return drop_url(newest) if may else ""
