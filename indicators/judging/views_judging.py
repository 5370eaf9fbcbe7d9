"""The performance team's pages of judged ratings: judging one, and deciding on what waits."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from indicators.judging.judging_forms import JudgeForm
from indicators.judging.judging_list import (
    WHY_NOT,
    WaitingRow,
    judgements_of,
    shown_period,
    waiting_rows,
)
from indicators.judging.judging_pages import to_judge
from indicators.models import Return
from indicators.returns.asked import NO_SUCH, person_of, whole_number
from indicators.returns.judging import judge as judge_rating
from indicators.returns.judging_deciding import agree_as_seen, turn_down, withdraw
from indicators.returns.reasons import ReasonForm
from indicators.returns.refusals import RefusedError
from indicators.rules.periods import Quarter
from organisation.access import NotAllowedError
from organisation.clock import today
from organisation.middleware import Request

WHY_WITHDRAWN = "Why is it withdrawn?"
AGREE, TURN_DOWN, WITHDRAW, JUDGE = "agree", "turn-down", "withdraw", "judge"


def _for_performance_team(request: Request) -> None:
    if not request.access.may_judge():
        message = "Ratings are judged by the performance team."
        raise PermissionDenied(message)


@require_http_methods(["GET", "HEAD", "POST"])
def judgements(request: Request) -> HttpResponse:
    """What waits for a second person, and all that was judged in a period."""
    _for_performance_team(request)
    refused: RefusedError | None = None
    if request.method == "POST":
        return_ = _return(pk=_number(request.POST.get("return", "")))
        try:
            messages.success(request, _decided(request, return_))
            return redirect("indicators:judgements")
        except RefusedError as error:
            refused = error
    return _list(request, refused)


def _list(request: Request, refused: RefusedError | None) -> HttpResponse:
    rows = waiting_rows(person_of(request))
    if refused is not None:
        rows = [_with_problem(each, request, refused) for each in rows]
        if not any(each.form.errors for each in rows):
            messages.error(request, str(refused))
    period, periods = shown_period(request.GET.get("period", ""))
    context = {
        "waiting": rows,
        "forms": [each.form for each in rows],
        "page_has_errors": any(each.form.errors for each in rows),
        "period": period,
        "periods": periods,
        "judged": judgements_of(period) if period else None,
    }
    return render(request, "indicators/judgements.html", context)


def _with_problem(row: WaitingRow, request: Request, refused: RefusedError) -> WaitingRow:
    """Show a refusal, and what was typed, at the judgement that it belongs to."""
    if str(row.return_id) != request.POST.get("return"):
        return row
    form = ReasonForm(request.POST, label=WHY_NOT, of=row.return_id)
    form.refuse(refused.problems)
    return replace(row, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: Request, period: Quarter, ref: str) -> HttpResponse:
    """One return: its calculated colour, and giving it another or taking that back."""
    _for_performance_team(request)
    return_, person = _at(period, ref), person_of(request)
    page = to_judge(return_, person)
    sent = request.POST if request.method == "POST" else None
    is_judging = sent is not None and sent.get("action") == JUDGE
    form = JudgeForm(sent if is_judging else None, choices=page.choices)
    reason = ReasonForm(None if is_judging else sent, label=WHY_WITHDRAWN)
    if sent is not None:
        try:
            done = _judged(request, return_, form) if is_judging else _decided(request, return_)
        except RefusedError as refused:
            (form if is_judging else reason).refuse(refused.problems)
            page = to_judge(_at(period, ref), person)
        else:
            if done:
                messages.success(request, done)
                return redirect("indicators:judgements")
    context = {
        "page": page,
        "form": form,
        "reason": reason,
        "forms": [reason],
        "page_has_errors": bool(form.errors or reason.errors),
    }
    return render(request, "indicators/judge.html", context)


def _judged(request: Request, return_: Return, form: JudgeForm) -> str:
    """Judge, and say what came of it; blank where the form is not filled in."""
    if not form.is_valid():
        return ""
    given = form.cleaned_data
    try:
        stored = judge_rating(return_, **given, by=person_of(request), on=today())
    except NotAllowedError as refused:
        raise PermissionDenied(str(refused)) from refused
    name = f"{return_.measure.ref} {return_.measure.name}"
    colour = given["colour"].label.lower()
    if stored.is_with_officer:
        return f"{name} is judged {colour}. It went back to its officer, to be explained as a red."
    if stored.rating.status.endswith("_JUDGED"):
        return f"{name} is judged {colour}. It counts from now on."
    return f"{name} is judged {colour}. It counts when a second person agrees."


def _decided(request: Request, return_: Return) -> str:
    """Agree, turn down or withdraw, as the button says; say what was done."""
    by, on, action = person_of(request), today(), request.POST.get("action")
    seen, form = request.POST.get("seen", ""), ReasonForm(request.POST)
    name = f"{return_.measure.ref} {return_.measure.name}"
    try:
        if action == AGREE:
            stored = agree_as_seen(return_, seen=seen, by=by, on=on)
            back = " It went back to its officer." if stored.is_with_officer else ""
            return f"{name}: you agreed to the judgement; it counts from now on.{back}"
        if action == TURN_DOWN:
            turn_down(return_, reason=form.given, seen=seen, by=by, on=on)
            return f"{name}: the judgement is turned down; the calculated colour counts."
        if action == WITHDRAW:
            withdraw(return_, reason=form.given, seen=seen, by=by, on=on)
            return f"{name}: the judgement is withdrawn; the calculated colour counts."
    except NotAllowedError as refused:
        raise PermissionDenied(str(refused)) from refused
    message = "No such deed."
    raise Http404(message)


def _at(quarter: Quarter, ref: str) -> Return:
    return _return(period__year=quarter.year, period__number=quarter.number, measure__ref=ref)


def _return(**only: object) -> Return:
    """The return that counts, with its rating and judgement, or no such page."""
    found = Return.objects.current().filter(**only).with_everything()
    return_ = found.select_related("judgement__by", "judgement__agreed_by").first()
    if return_ is None:
        message = "No return was asked for this measure in this period."
        raise Http404(message)
    return return_


def _number(text: str) -> int:
    return whole_number(text, NO_SUCH)
