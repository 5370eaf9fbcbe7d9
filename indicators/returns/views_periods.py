"""The performance team's pages: periods, what stands against closing one, opening the next."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from indicators.models import Period
from indicators.returns.approving import send_back
from indicators.returns.asked import person_of
from indicators.returns.closing import acknowledge_missing, close_period, waive
from indicators.returns.opening import open_period
from indicators.returns.progress import (
    ACKNOWLEDGE,
    SEND_BACK,
    WAIVE,
    ObstacleRow,
    obstacle_rows,
    period_rows,
    quarters_to_open,
    settled_rows,
)
from indicators.returns.reasons import OpenPeriodForm, ReasonForm
from indicators.returns.refusals import RefusedError
from indicators.rules.periods import Quarter
from organisation.clock import today
from organisation.middleware import Request

DEEDS = {
    WAIVE: (waive, "exception report is waived"),
    ACKNOWLEDGE: (acknowledge_missing, "return is acknowledged as missing"),
    SEND_BACK: (send_back, "return is sent back to its officer"),
}


def _for_performance_team(request: Request) -> None:
    if not request.access.may_close():
        message = "Periods are opened and closed by the performance team."
        raise PermissionDenied(message)


def _period_at(quarter: Quarter) -> Period:
    found = Period.objects.at(quarter).first()
    if found is None:
        message = f"{quarter.name} was never opened."
        raise Http404(message)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def periods(request: Request) -> HttpResponse:
    """All periods with their progress, and a form that opens the next."""
    _for_performance_team(request)
    sent = request.POST if request.method == "POST" else None
    form = OpenPeriodForm(sent, quarters=quarters_to_open(today()))
    if sent is not None and form.is_valid():
        try:
            made = open_period(**form.cleaned_data, by=person_of(request), on=today())
        except RefusedError as refused:
            form.refuse(refused.problems)
        else:
            asked = made.returns.count()
            messages.success(request, f"{made} is open: {asked} returns are asked for.")
            return redirect("indicators:period", made.quarter)
    context = {"periods": period_rows(today()), "form": form}
    return render(request, "indicators/periods.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def period(request: Request, period: Quarter) -> HttpResponse:
    """One period: progress, and each return that stands against closing with its remedy."""
    _for_performance_team(request)
    stored = _period_at(period)
    if request.method != "POST":
        return _period_page(request, stored)
    form = ReasonForm(request.POST)
    try:
        done = _put_right(request, stored, form.given)
    except RefusedError as refused:
        return _period_page(request, stored, refused)
    messages.success(request, done)
    return redirect("indicators:period", period)


def _put_right(request: Request, stored: Period, reason: str) -> str:
    """Waive, acknowledge or send back, as the button says; say what was done."""
    chosen = DEEDS.get(request.POST.get("action", ""))
    sent = request.POST.get("return", "")
    return_ = stored.returns.filter(pk=sent).first() if sent.isdecimal() else None
    if chosen is None or return_ is None:
        message = "No such return or deed in this period."
        raise Http404(message)
    deed, done = chosen
    deed(return_, reason=reason, by=person_of(request), on=today())
    return f"{return_.measure.ref} {return_.measure.name}: {done}."


def _period_page(
    request: Request, stored: Period, refused: RefusedError | None = None
) -> HttpResponse:
    rows = obstacle_rows(stored, today())
    if refused is not None:
        rows = [_with_problem(each, request, refused) for each in rows]
        if not any(each.form and each.form.errors for each in rows):
            messages.error(request, str(refused))
    [progress] = [each for each in period_rows(today()) if each.name == stored.quarter.name]
    forms = [each.form for each in rows if each.form is not None]
    context = {
        "period": progress,
        "slug": stored.quarter.slug,
        "obstacles": rows,
        "settled": settled_rows(stored),
        "forms": forms,
        "page_has_errors": any(form.errors for form in forms),
    }
    return render(request, "indicators/period.html", context)


def _with_problem(row: ObstacleRow, request: Request, refused: RefusedError) -> ObstacleRow:
    """Show a refusal, and what was typed, at the row that it belongs to."""
    if row.form is None or str(row.return_id) != request.POST.get("return"):
        return row
    form = ReasonForm(request.POST, label=str(row.form["reason"].label), of=row.return_id)
    form.refuse(refused.problems)
    return replace(row, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def period_close(request: Request, period: Quarter) -> HttpResponse:
    """Asks once more before a period is closed, because nothing in it can change afterwards."""
    _for_performance_team(request)
    stored = _period_at(period)
    problems: list[str] = []
    if request.method == "POST":
        try:
            close_period(stored, by=person_of(request), on=today())
        except RefusedError as refused:
            problems = [f"{ref} {text}".strip() for ref, text in refused.problems.items()]
        else:
            messages.success(request, f"{stored} is closed. Its ratings can't change any more.")
            return redirect("indicators:period", period)
    context = {
        "name": period.name,
        "prose": period.prose,
        "slug": period.slug,
        "is_open": stored.is_open,
        "against": len(obstacle_rows(stored, today())),
        "problems": problems,
        "page_has_errors": bool(problems),
    }
    return render(request, "indicators/period_close.html", context)
