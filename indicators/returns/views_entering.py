"""Officers' pages: what is due, the return itself, and its colour while one types."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from indicators.models import Return, State
from indicators.returns.asked import person_of, return_to_enter, seen_edit
from indicators.returns.conflicts import Conflict, conflict_of
from indicators.returns.due import edit_url, next_to_do, tasks
from indicators.returns.entering import Entry, entry_of, save_draft
from indicators.returns.facts import facts_of, guide_of
from indicators.returns.forms import Sheet
from indicators.returns.pages import heading_of, sent_of
from indicators.returns.refusals import ConflictError, RefusedError
from indicators.returns.results import Result, result_of, result_with
from indicators.returns.submitting import missing_from, submit
from indicators.rules.periods import Quarter
from organisation.clock import today
from organisation.middleware import Request
from organisation.models import Council

LONGEST_LINK = 90


@require_GET
def returns(request: Request) -> HttpResponse:
    """My returns: what is due, what is left, and the next one as the thing to do."""
    context = {
        "periods": tasks(request.access, today()),
        "next": _as_link(next_to_do(request.access)),
        "sees_all": request.access.is_performance,
        "approves": request.access.approves,
        "enters": request.access.enters,
    }
    return render(request, "indicators/returns.html", context)


def _as_link(return_: Return | None) -> dict[str, str] | None:
    """The next one to do, as a link that says what is to be done."""
    if return_ is None:
        return None
    verb = "Mend what was sent back" if return_.state == State.SENT_BACK else "Do the next one"
    words = Truncator(f"{verb}: {return_.measure.ref} {return_.measure.name}").chars(LONGEST_LINK)
    return {"url": edit_url(return_), "words": words}


@require_http_methods(["GET", "HEAD", "POST"])
def return_edit(request: Request, period: Quarter, ref: str) -> HttpResponse:
    """The return: as a form while it is with the officer, else as it was sent."""
    return_ = return_to_enter(request, period, ref)
    if request.method == "POST":
        return _save(request, return_)
    if return_.is_with_officer and return_.period.is_open:
        return _page(request, return_, Sheet.stored(return_))
    context = {"heading": heading_of(return_, today()), "sent": sent_of(return_)}
    return render(request, "indicators/return_sent.html", context)


def _save(request: Request, return_: Return) -> HttpResponse:
    """Save what can be saved of what was typed, show the rest again, then do what was asked."""
    sheet = Sheet.typed(return_, request.POST)
    valid = sheet.is_valid
    entry = sheet.entry(entry_of(return_))
    by, on = person_of(request), today()
    try:
        saved = save_draft(return_, entry, by=by, on=on, seen_edit=seen_edit(request))
    except ConflictError as conflict:
        found = conflict_of(conflict.stored, sheet)
        return _page(request, conflict.stored, sheet, typed=entry, conflict=found)
    except RefusedError as refused:
        return _refused(request, return_, sheet, entry, refused)
    if not valid:
        return _page(request, saved, sheet)
    return _go_on(request, saved, sheet)


def _refused(
    request: Request, return_: Return, sheet: Sheet, entry: Entry, refused: RefusedError
) -> HttpResponse:
    """A second click on a return that is sent already changes nothing and is no error."""
    if not return_.is_with_officer and entry == entry_of(return_):
        return redirect("indicators:returns")
    sheet.refuse(refused.problems)
    return _page(request, return_, sheet, typed=entry)


def _go_on(request: Request, saved: Return, sheet: Sheet) -> HttpResponse:
    """After saving: submit, or back to the page at the place that was asked for."""
    match request.POST.get("action"):
        case "submit":
            return _submit(request, saved, sheet)
        case "check":
            return HttpResponseRedirect(f"{edit_url(saved)}#result")
        case "add-action":
            return HttpResponseRedirect(f"{edit_url(saved)}#actions")
        case _:
            messages.success(request, "Draft saved. It is not submitted yet.")
            return HttpResponseRedirect(edit_url(saved))


def _submit(request: Request, saved: Return, sheet: Sheet) -> HttpResponse:
    """Submit, but only once the person has seen the colour and the sentence that it gets."""
    council = Council.current()
    result = result_of(saved, sheet.main.usual, council)
    seen = result is not None and request.POST.get("seen") == result.sentence
    if not seen and not missing_from(saved):
        return HttpResponseRedirect(f"{edit_url(saved)}#result")
    try:
        submit(saved, by=person_of(request), on=today(), seen_edit=saved.edit)
    except RefusedError as refused:
        sheet.refuse(refused.problems)
        return _page(request, saved, sheet)
    following = _as_link(next_to_do(request.access, after=saved))
    messages.success(request, _thanks(saved, result.sentence if result else "", following))
    return redirect("indicators:returns")


def _thanks(saved: Return, sentence: str, following: dict[str, str] | None) -> str:
    """What was submitted with which colour, and the next one to do."""
    done = format_html("{} {} is submitted. {}.", saved.measure.ref, saved.measure.name, sentence)
    if following is None:
        return format_html("{} That was the last one.", done)
    link = '{} <a class="govuk-notification-banner__link" href="{}">{}</a>'
    return format_html(link, done, following["url"], following["words"])


def _page(
    request: Request,
    return_: Return,
    sheet: Sheet,
    *,
    typed: Entry | None = None,
    conflict: Conflict | None = None,
) -> HttpResponse:
    """The form. `typed` stands for what is stored where it could not be saved."""
    council = Council.current()
    context: dict[str, Any] = {
        "heading": heading_of(return_, today()),
        "facts": facts_of(return_, council),
        "guide": guide_of(return_, council),
        "result": _result(return_, sheet, typed or entry_of(return_), council),
        "explains": sheet.explains,
        "form": sheet.main,
        "actions": sheet.actions,
        "page_has_errors": not sheet.is_valid,
        "conflict": conflict,
        "seen_edit": return_.edit,
        "check_url": reverse(
            "indicators:return-check", args=(return_.period.quarter, return_.measure.ref)
        ),
    }
    return render(request, "indicators/return_edit.html", context)


@require_POST
def return_check(request: Request, period: Quarter, ref: str) -> HttpResponse:
    """The colour, sentence and ruler of a figure while it is typed; saves nothing."""
    return_ = return_to_enter(request, period, ref)
    sheet = Sheet.typed(return_, request.POST)
    council = Council.current()
    context = {
        "result": _result(return_, sheet, sheet.entry(entry_of(return_)), council),
        "guide": guide_of(return_, council),
        "form": sheet.main,
        "live": True,
    }
    return render(request, "indicators/_return_edit_result.html", context)


def _result(return_: Return, sheet: Sheet, entry: Entry, council: Council) -> Result | None:
    """What the entry would get; None where its figure can't be read."""
    if sheet.has_figure_errors:
        return None
    return result_with(return_, entry, sheet.main.usual, council)
