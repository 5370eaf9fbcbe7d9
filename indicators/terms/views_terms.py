"""The performance team's pages of terms: what holds, changing it from a quarter on, the basket."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from indicators.models import Measure
from indicators.returns.asked import person_of
from indicators.returns.refusals import RefusedError
from indicators.rules.periods import Quarter
from indicators.terms.terms_changing import (
    change_terms,
    first_to_change,
    held_in,
    hold,
    problems_of,
    proposed,
    quarters_to_change,
    refusals,
)
from indicators.terms.terms_effect import Effect, effect_of
from indicators.terms.terms_forms import AgreementForm, TermsForm
from indicators.terms.terms_history import history
from indicators.terms.terms_pages import all_measures, holding
from organisation.clock import today
from organisation.middleware import Request
from organisation.models import Council

CHANGED_SINCE = (
    "This is not what you checked: something was changed since, here or by somebody else. "
    "Look at the effect once more, then agree."
)


def _measure(request: Request, ref: str) -> Measure:
    """The measure, for the performance team."""
    _for_performance_team(request)
    return get_object_or_404(Measure.objects.select_related("service__directorate"), ref=ref)


def _for_performance_team(request: Request) -> None:
    if not request.access.is_performance:
        message = "The terms of measures are changed by the performance team."
        raise PermissionDenied(message)


@require_GET
def terms_list(request: Request) -> HttpResponse:
    """Every measure with its target and tolerance now."""
    _for_performance_team(request)
    return render(request, "indicators/terms_list.html", {"services": all_measures(today())})


@require_GET
def terms(request: Request, ref: str) -> HttpResponse:
    """What holds for a measure now, and how that came about."""
    measure = _measure(request, ref)
    now = holding(measure, first_to_change(today()), Council.current())
    context = {
        "measure": measure,
        "now": now,
        "history": history(measure),
        "may_change": bool(quarters_to_change(measure, today())),
    }
    return render(request, "indicators/terms.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def terms_change(request: Request, ref: str) -> HttpResponse:
    """New terms from a quarter on: what they would do, then agreeing them."""
    measure = _measure(request, ref)
    return _two_steps(request, measure, _terms_form(request, measure), "indicators/terms_change")


@require_http_methods(["GET", "HEAD", "POST"])
def terms_remove(request: Request, ref: str) -> HttpResponse:
    """Taking a measure out of the basket from a quarter on."""
    measure = _measure(request, ref)
    quarters = quarters_to_change(measure, today())
    sent = request.POST if request.method == "POST" else None
    form = AgreementForm(sent, quarters=quarters) if quarters else None
    return _two_steps(request, measure, form, "indicators/terms_remove")


@require_POST
def terms_preview(request: Request, ref: str) -> HttpResponse:
    """What the terms would do as they stand in the boxes, while one types."""
    measure = _measure(request, ref)
    form = _terms_form(request, measure)
    effect = _effect(measure, form) if form else None
    context = {"effect": effect, "problems": form.problems_of_terms() if form else []}
    return render(request, "indicators/_terms_effect.html", context)


def _terms_form(request: Request, measure: Measure) -> AgreementForm | None:
    quarters = quarters_to_change(measure, today())
    if not quarters:
        return None
    sent = request.POST if request.method == "POST" else None
    first = _asked_for(request, quarters)
    return TermsForm(sent, held=held_in(measure, first), quarters=quarters)


def _asked_for(request: Request, quarters: list[Quarter]) -> Quarter:
    """The quarter that the form begins with: one that was asked for, or the earliest."""
    asked = request.POST.get("quarter") or request.GET.get("from", "")
    return next((each for each in quarters if each.slug == asked), quarters[0])


def _two_steps(
    request: Request, measure: Measure, form: AgreementForm | None, template: str
) -> HttpResponse:
    """Show the form; on "check" its effect; on "agree" do what was checked."""
    effect, ready = None, False
    if request.method == "POST" and form is not None:
        effect = _effect(measure, form)
        ready = effect is not None and _is_ready(measure, form)
        if ready and request.POST.get("action") == "agree":
            if _agreed(request, measure, form):
                return redirect("indicators:terms", measure.ref)
            effect = effect_of(measure, form.proposal, Council.current(), today())
    context = {
        "measure": measure,
        "form": form,
        "effect": effect,
        "seen": effect.seen(form.proposal) if effect and form and ready else "",
    }
    return render(request, f"{template}.html", context)


def _effect(measure: Measure, form: AgreementForm) -> Effect | None:
    """What the form would do; None where its terms can't be, said beside the boxes."""
    if form.problems_of_terms():
        return None
    if unsound := problems_of(proposed(measure, form.proposal)):
        form.refuse_terms(unsound)
        return None
    return effect_of(measure, form.proposal, Council.current(), today())


def _is_ready(measure: Measure, form: AgreementForm) -> bool:
    """Whether nothing stands against agreeing it; what does is said beside its box."""
    if form.is_valid():
        form.refuse(refusals(measure, form.proposal, form.agreement, today()))
    return form.is_valid()


@transaction.atomic
def _agreed(request: Request, measure: Measure, form: AgreementForm) -> bool:
    """Agree it if it is still what was checked; else say what stands against it."""
    hold(measure)
    effect = effect_of(measure, form.proposal, Council.current(), today())
    if effect.seen(form.proposal) != request.POST.get("seen"):
        form.add_error(None, CHANGED_SINCE)
        return False
    try:
        made = change_terms(
            measure, form.proposal, form.agreement, by=person_of(request), on=today()
        )
    except RefusedError as refused:
        form.refuse(refused.problems)
    except ValidationError as refused:
        form.refuse_terms(refused.messages)
    else:
        what = "The new terms hold" if made.in_force else "It is out of the basket"
        messages.success(request, f"{measure}: {what} from {effect.since} on.")
    return not form.errors
