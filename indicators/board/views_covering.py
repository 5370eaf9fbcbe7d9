"""Absence cover: who covers for whom, arranged and ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from indicators.board.covering_form import CoverForm
from indicators.returns.asked import NO_SUCH, person_of, whole_number
from indicators.returns.covering import (
    arrange_cover,
    can_cover,
    coverable,
    covers_in_sight,
    end_cover,
    left_without,
)
from indicators.returns.refusals import RefusedError
from indicators.returns.wording import day
from organisation.access import NotAllowedError
from organisation.clock import today
from organisation.middleware import Request
from organisation.models import Cover, Person

END = "end"


@dataclass(frozen=True)
class CoverRow:
    """A cover as it is listed."""

    pk: int
    absent: str
    by: str
    first: str
    last: str
    reason: str
    is_now: bool
    may_end: bool


@require_http_methods(["GET", "HEAD", "POST"])
def cover(request: Request) -> HttpResponse:
    """Covers now and to come, and a form for the next one."""
    people = list(coverable(request.access, today()))
    if not (people or request.access.is_performance or covers_in_sight(request.access, today())):
        message = "Cover is arranged by those who enter or approve returns."
        raise PermissionDenied(message)
    if request.method != "POST":
        return _page(request, people)
    if request.POST.get("action") == END:
        return _end(request)
    return _arrange(request, people)


def _arrange(request: Request, people: Sequence[Person]) -> HttpResponse:
    absent = _chosen(people, request.POST.get("absent", ""))
    if absent is None:
        message = "You can't arrange cover for this person."
        raise PermissionDenied(message)
    on = today()
    form = CoverForm(request.POST, people=can_cover(absent, on))
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("starts_on", "ends_on", "reason")}
        try:
            made = arrange_cover(absent, form.chosen, **given, by=person_of(request), on=on)
        except RefusedError as refused:
            form.refuse(refused.problems)
        else:
            _tell(request, made)
            return redirect("indicators:cover")
    return _page(request, people, absent, form)


def _tell(request: Request, made: Cover) -> None:
    """Say what was arranged, and who has nobody now."""
    span = f"from {day(made.starts_on)} to {day(made.ends_on)}" if made.ends_on else ""
    messages.success(request, f"{made.by.name} covers for {made.absent.name} {span}.")
    if alone := left_without(made.absent, made):
        names = " and ".join(alone)
        messages.warning(
            request,
            f"{made.absent.name} was to cover for {names} in that time: end that cover, and "
            "arrange another.",
        )


def _end(request: Request) -> HttpResponse:
    sent = request.POST.get("cover", "")
    found = Cover.objects.filter(pk=whole_number(sent, NO_SUCH)).first()
    if found is None:
        message = "There is no such cover."
        raise Http404(message)
    on = today()
    try:
        ended = end_cover(found, by=person_of(request), on=on)
    except RefusedError as refused:
        messages.error(request, str(refused))
    except NotAllowedError as refused:
        raise PermissionDenied(str(refused)) from refused
    else:
        names = f"{ended.by.name} for {ended.absent.name}"
        how = "ends today" if ended.ends_on == on else "is called off"
        messages.success(request, f"The cover of {names} {how}.")
    return redirect("indicators:cover")


def _chosen(people: Sequence[Person], sent: str) -> Person | None:
    """The absent person that is asked for, if this one may arrange cover for them."""
    return next((each for each in people if str(each.pk) == sent), None)


def _page(
    request: Request,
    people: Sequence[Person],
    absent: Person | None = None,
    form: CoverForm | None = None,
) -> HttpResponse:
    """The list, and the form for whoever is absent: by default oneself."""
    on = today()
    absent = absent or _chosen(people, request.GET.get("absent", str(request.access.person_id)))
    if absent is not None and form is None:
        form = CoverForm(people=can_cover(absent, on))
    known, sees_all = {each.pk for each in people}, request.access.is_performance
    context = {
        "covers": [
            _row(each, on, may_end=sees_all or each.absent_id in known)
            for each in covers_in_sight(request.access, on)
        ],
        "people": people,
        "absent": absent,
        "is_own": absent is not None and absent.pk == request.access.person_id,
        "form": form,
        "sees_all": sees_all,
    }
    return render(request, "indicators/cover.html", context)


def _row(each: Cover, on: date, *, may_end: bool) -> CoverRow:
    is_now = each.starts_on <= on
    return CoverRow(
        pk=each.pk,
        absent=each.absent.name,
        by=each.by.name,
        first=day(each.starts_on),
        last=day(each.ends_on) if each.ends_on else "",
        reason=each.reason,
        is_now=is_now,
        may_end=may_end and each.ends_on != on,
    )
