"""The performance team's pages: periods, opening one, what stands against closing, closing it."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from indicators.models import Period, Return
from indicators.periods.lapsing import lapsing
from indicators.periods.letting import people_let_in
from indicators.periods.progress import period_row, period_rows, quarters_to_open
from indicators.periods.remedies import (
    ACKNOWLEDGE,
    SEND_BACK,
    SEVERAL,
    WAIVE,
    Against,
    ObstacleRow,
    against,
    settled_rows,
)
from indicators.periods.versions import corrections_in
from indicators.returns.approving import send_back
from indicators.returns.asked import NO_SUCH, person_of, whole_number
from indicators.returns.closing import (
    acknowledge_missing,
    acknowledge_several,
    close_period,
    waive,
)
from indicators.returns.freezing import frozen
from indicators.returns.opening import open_period
from indicators.returns.preview import preview, usual_due
from indicators.returns.reasons import OpenPeriodForm, ReasonForm
from indicators.returns.refusals import RefusedError
from indicators.rules.periods import Quarter
from organisation.clock import today
from organisation.middleware import Request
from organisation.models import Council

DEEDS = {
    WAIVE: (waive, "exception report is waived"),
    ACKNOWLEDGE: (acknowledge_missing, "return is acknowledged as missing"),
    SEND_BACK: (send_back, "return is sent back to its officer"),
}
WHY_SEVERAL = "Why does the period close without them?"
FOR_EACH = "It stays on record for each of them. Left empty, each keeps what its officer said."


def refuse_unless_team(request: Request) -> None:
    """PermissionDenied for whoever may not open and close periods."""
    if not request.access.may_close():
        message = "Periods are opened and closed by the performance team."
        raise PermissionDenied(message)


def period_at(quarter: Quarter) -> Period:
    """The period, or no such page."""
    found = Period.objects.at(quarter).select_related("closed_by", "locked_by").first()
    if found is None:
        message = f"{quarter.name} was never opened."
        raise Http404(message)
    return found


@require_http_methods(["GET", "HEAD"])
def periods(request: Request) -> HttpResponse:
    """All periods with their progress, and those that can be opened next."""
    refuse_unless_team(request)
    context = {"periods": period_rows(today()), "to_open": quarters_to_open(today())}
    return render(request, "indicators/periods.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def period_open(request: Request, period: Quarter) -> HttpResponse:
    """What opening a quarter or an outturn asks for, and by when."""
    refuse_unless_team(request)
    if Period.objects.at(period).exists():
        return redirect("indicators:period", period)
    if period not in quarters_to_open(today()):
        message = f"{period.name} is not the next to be opened."
        raise Http404(message)
    sent = request.POST if request.method == "POST" else None
    form = OpenPeriodForm(
        sent,
        grace_days=Council.current().grace_days,
        initial={"due_on": usual_due(period, today())},
    )
    if sent is not None and form.is_valid():
        try:
            made = open_period(quarter=period, by=person_of(request), on=today(), **form.dates)
        except RefusedError as refused:
            form.refuse(refused.problems)
        else:
            messages.success(request, f"{made} is open: {_asked_for(made.returns.count())}.")
            return redirect("indicators:period", period)
    context = {"quarter": period, "preview": preview(period), "form": form}
    return render(request, "indicators/period_open.html", context)


def _asked_for(number: int) -> str:
    return "1 return is asked for" if number == 1 else f"{number} returns are asked for"


@require_http_methods(["GET", "HEAD", "POST"])
def period(request: Request, period: Quarter) -> HttpResponse:
    """One period: progress, dates, who is let in, and what stands against closing."""
    refuse_unless_team(request)
    stored = period_at(period)
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
    if request.POST.get("action") == SEVERAL:
        return _several(request, stored, reason)
    chosen = DEEDS.get(request.POST.get("action", ""))
    sent = request.POST.get("return", "")
    return_ = stored.returns.current().filter(pk=whole_number(sent, NO_SUCH)).first()
    if chosen is None or return_ is None:
        message = "No such return or deed in this period."
        raise Http404(message)
    deed, done = chosen
    deed(return_, reason=reason, by=person_of(request), on=today())
    return f"{return_.measure.ref} {return_.measure.name}: {done}."


def _several(request: Request, stored: Period, reason: str) -> str:
    """Acknowledge all that are ticked, or none."""
    ticked = _ticked(request)
    returns: list[Return] = list(
        stored.returns.current().filter(pk__in=ticked).select_related("measure")
    )
    if len(returns) != len(ticked):
        message = "No such return in this period."
        raise Http404(message)
    done = acknowledge_several(returns, reason=reason, by=person_of(request), on=today())
    number = len(done)
    return f"{number} return{' is' if number == 1 else 's are'} acknowledged as missing."


def _ticked(request: Request) -> set[int]:
    sent = request.POST.getlist("returns")
    return {whole_number(each, NO_SUCH) for each in sent}


def _period_page(
    request: Request, stored: Period, refused: RefusedError | None = None
) -> HttpResponse:
    found = against(stored, today(), request.access)
    several = _several_form(request, refused)
    if refused is not None:
        found = replace(
            found, rows=tuple(_with_problem(each, request, refused) for each in found.rows)
        )
        if not any(form.errors for form in (*_forms(found), several)):
            messages.error(request, str(refused))
    forms = [*_forms(found), several]
    ticked = _ticked(request) if request.method == "POST" else set()
    context = {
        "period": period_row(stored, today()),
        "stored": stored,
        "slug": stored.quarter.slug,
        "against": found,
        "several": several,
        "ticked": ticked,
        "all_ticked": request.GET.get("choose") == "all",
        "settled": settled_rows(stored),
        "let_in": people_let_in(stored, today()),
        "corrections": corrections_in(stored),
        "frozen": () if stored.is_open else frozen(stored, today()),
        "may_let_in": not stored.is_open or stored.is_locked(today()),
        "is_locked": stored.is_locked(today()),
        "forms": forms,
        "page_has_errors": any(form.errors for form in forms),
    }
    return render(request, "indicators/period.html", context)


def _forms(found: Against) -> list[ReasonForm]:
    return [each.form for each in found.rows if each.form is not None]


def _several_form(request: Request, refused: RefusedError | None) -> ReasonForm:
    """The one reason for all missing returns that are ticked."""
    if refused is None or request.POST.get("action") != SEVERAL:
        return ReasonForm(label=WHY_SEVERAL, hint=FOR_EACH)
    form = ReasonForm(request.POST, label=WHY_SEVERAL, hint=FOR_EACH)
    for name, said in refused.problems.items():
        form.add_error(None if name in {"", "returns"} else "reason", said)
    return form


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
    refuse_unless_team(request)
    stored = period_at(period)
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
        "against": against(stored, today()),
        "frozen": frozen(stored, today()),
        "settled": settled_rows(stored),
        "lapsing": lapsing(stored),
        "problems": problems,
        "page_has_errors": bool(problems),
    }
    return render(request, "indicators/period_close.html", context)
