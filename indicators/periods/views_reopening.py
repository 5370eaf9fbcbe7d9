"""Pages that change when and by whom a period is entered: dates, lock, people let in by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from indicators.models import Period
from indicators.periods.choosing import groups, people_who_enter
from indicators.periods.period_words import state_of
from indicators.periods.views_periods import period_at, refuse_unless_team
from indicators.returns.asked import person_of
from indicators.returns.reasons import DatesForm, LetInForm, ReasonForm, RefusableForm, UnlockForm
from indicators.returns.refusals import RefusedError
from indicators.returns.reopening import (
    change_dates,
    end_reopening,
    lock_period,
    reopen,
    unlock_period,
)
from indicators.returns.wording import day
from indicators.rules.periods import Quarter
from organisation.clock import today
from organisation.middleware import Request
from organisation.models import Council, Person

EITHER = ["GET", "HEAD", "POST"]
WHY_LOCKED = "Why is it locked now?"


@require_http_methods(EITHER)
def period_dates(request: Request, period: Quarter) -> HttpResponse:
    """Another due date, or another last day for entering."""
    refuse_unless_team(request)
    stored = period_at(period)
    form = DatesForm(_sent(request), period=stored, grace_days=Council.current().grace_days)

    def deed() -> str:
        changed = change_dates(stored, **form.dates, **_why(request, form))
        return f"{changed} is due {day(changed.due_on)}."

    return _done(request, stored, form, deed) or _page(request, stored, form, "dates")


@require_http_methods(EITHER)
def period_lock(request: Request, period: Quarter) -> HttpResponse:
    """Stops entering before the days of grace are over."""
    refuse_unless_team(request)
    stored = period_at(period)
    form = ReasonForm(_sent(request), label=WHY_LOCKED)

    def deed() -> str:
        return f"{lock_period(stored, **_why(request, form))} is locked."

    return _done(request, stored, form, deed) or _page(request, stored, form, "lock")


@require_http_methods(EITHER)
def period_unlock(request: Request, period: Quarter) -> HttpResponse:
    """Lets everybody enter again."""
    refuse_unless_team(request)
    stored = period_at(period)
    form = UnlockForm(_sent(request))

    def deed() -> str:
        until = form.last_day
        return f"{unlock_period(stored, enter_until=until, **_why(request, form))} is unlocked."

    return _done(request, stored, form, deed) or _page(request, stored, form, "unlock")


@require_http_methods(EITHER)
def period_let_in(request: Request, period: Quarter) -> HttpResponse:
    """Chooses people, a last day and a reason."""
    refuse_unless_team(request)
    stored = period_at(period)
    known = people_who_enter(today())
    ids = {each.pk for people in known.values() for each in people}
    looking = request.POST.get("action") == "find"
    form = LetInForm(request.POST if request.method == "POST" else None, known=ids)

    def deed() -> str:
        people = list(Person.objects.filter(pk__in=form.chosen))
        until = form.cleaned_data["until"]
        made = reopen(stored, people=people, until=until, **_why(request, form))
        return f"{_people(len(people))} let in until {day(made.until)}."

    answer = None if looking else _done(request, stored, form, deed)
    if looking:
        form.errors.clear()
    chosen = groups(known, wanted=form.wanted, chosen=form.chosen)
    return answer or _page(request, stored, form, "let_in", groups=chosen)


def _people(number: int) -> str:
    return "1 person is" if number == 1 else f"{number} people are"


@require_POST
def period_let_in_end(request: Request, period: Quarter, reopening: int) -> HttpResponse:
    """Lets those people in no longer than today."""
    refuse_unless_team(request)
    stored = period_at(period)
    found = stored.reopenings.filter(pk=reopening).first()
    if found is None:
        message = "Nobody was let in by that."
        raise Http404(message)
    try:
        end_reopening(found, by=person_of(request), on=today())
    except RefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "They can enter today for the last time.")
    return redirect("indicators:period", period)


def _sent(request: Request) -> Any:
    return request.POST if request.method == "POST" else None


def _why(request: Request, form: RefusableForm) -> dict[str, Any]:
    """Who does it, when and why."""
    reason = form.cleaned_data.get("reason", "")
    return {"reason": reason, "by": person_of(request), "on": today()}


def _done(
    request: Request, stored: Period, form: RefusableForm, deed: Callable[[], str]
) -> HttpResponse | None:
    """Back to the period once the deed is done; None where something is wrong, or not yet sent."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        messages.success(request, deed())
    except RefusedError as refused:
        form.refuse(refused.problems)
        return None
    return redirect("indicators:period", stored.quarter)


def _page(
    request: Request, stored: Period, form: RefusableForm, name: str, **more: object
) -> HttpResponse:
    context = {
        "quarter": stored.quarter,
        "state": state_of(stored, today()),
        "form": form,
        **more,
    }
    return render(request, f"indicators/period_{name}.html", context)
