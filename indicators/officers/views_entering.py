"""Officers' pages: what is due, the return itself, and its colour while one types."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from indicators.models import NoValueReason, Return, State
from indicators.officers.carried import (
    UNCHOSEN,
    UNDECIDED,
    drop_typed,
    keep_rest,
    keep_typed,
    slip_of,
)
from indicators.officers.conflicts import Conflict, conflict_of, says_the_same
from indicators.officers.correcting import correcting
from indicators.officers.doubting import changes_since
from indicators.officers.due import Work, edit_url, next_to_do, tasks
from indicators.officers.edit_page import (
    edit_context,
    opened,
    result_now,
    with_last_actions,
    with_suggestion,
)
from indicators.officers.facts import guide_of
from indicators.officers.open_again import open_again
from indicators.officers.pages import heading_of, sent_of
from indicators.officers.restoring import Restored, clock, restored
from indicators.officers.results import Result, result_of, so_far
from indicators.officers.sheet import Sheet
from indicators.officers.views_kept import RETURN, kept_without_session
from indicators.returns.asked import person_of, return_to_enter, seen_edit
from indicators.returns.covering import covering_words
from indicators.returns.entering import Entry, save_draft
from indicators.returns.letting_in import refuse_unless_let_in
from indicators.returns.refusals import ConflictError, RefusedError
from indicators.returns.submitting import against, submit
from indicators.rules.periods import Quarter
from organisation.clock import today
from organisation.middleware import Request
from organisation.models import Council

LONGEST_LINK = 90
NOT_YET = "Not submitted yet: this is what it gets. Look at it, then submit."
AWAITED = (
    "Saved. It counts as awaiting information until the figure is in; "
    "the performance team sees why."
)
WHY_AWAITED = (
    "Say in a sentence why the figure is not in yet: the performance team reads it. "
    "The rest is saved as a draft."
)


@require_GET
def returns(request: Request) -> HttpResponse:
    """My returns: what is due, what is left, and the next one as the thing to do."""
    work = Work.read(request.access, today())
    context = {
        "periods": tasks(work),
        "next": _as_link(next_to_do(work)),
        "sees_all": request.access.is_performance,
        "approves": request.access.approves,
        "enters": request.access.enters,
        "covering": covering_words(request.access, today()),
        "open_again": open_again(work),
    }
    return render(request, "indicators/returns.html", context)


def _as_link(return_: Return | None) -> dict[str, str] | None:
    """The next one to do, as a link that says what is to be done, and in which period."""
    if return_ is None:
        return None
    verb = "Mend what was sent back" if return_.state == State.SENT_BACK else "Do the next one"
    what = f"{verb}, {return_.period}: {return_.measure.ref} {return_.measure.name}"
    words = Truncator(what).chars(LONGEST_LINK)
    return {"url": edit_url(return_), "words": words, "period": return_.period.slug}


@kept_without_session(RETURN)
@require_http_methods(["GET", "HEAD", "POST"])
def return_edit(request: Request, period: Quarter, ref: str) -> HttpResponse:
    """The return: as a form while this person can enter it, else as it stands and why."""
    return_ = return_to_enter(request, period, ref)
    if request.method == "POST":
        return _posted(request, return_)
    back = restored(return_, person_of(request), timezone.now())
    if return_.is_with_officer and not (refusal := _refusal(request, return_)):
        return _opened(request, return_, back)
    context = {
        "restored": back,
        "heading": heading_of(return_, today()),
        "sent": sent_of(return_),
        "correcting": correcting(return_, person_of(request), request.access, today()),
    }
    if not return_.is_with_officer:
        return render(request, "indicators/return_sent.html", context)
    return render(request, "indicators/return_locked.html", context | {"refusal": refusal})


def _opened(request: Request, return_: Return, back: Restored | None) -> HttpResponse:
    """The form as it is saved, or with what this person typed and could not save."""
    sheet = back.sheet if back else opened(return_)
    conflict = back.compared if back and back.is_behind else None
    return _page(request, return_, sheet, entry=sheet.entry, conflict=conflict, back=back)


def _refusal(request: Request, return_: Return) -> str:
    """Why the period is not open for this person; blank where it is."""
    try:
        refuse_unless_let_in(return_, person_of(request), today())
    except RefusedError as refused:
        return str(refused)
    return ""


def _posted(request: Request, return_: Return) -> HttpResponse:
    """Fill boxes in, or save what can be saved and do what was asked."""
    sheet = Sheet.typed(return_, request.POST)
    seen = seen_edit(request)
    match request.POST.get("action"):
        case "copy-actions":
            filled = with_last_actions(return_, sheet, today())
        case "use-suggested":
            filled = with_suggestion(return_, sheet)
        case "drop":
            drop_typed(request, return_)
            return HttpResponseRedirect(edit_url(return_))
        case _ if _is_to_be_saved(request):
            return _save(request, return_, sheet, seen)
        case _:
            filled = sheet
    conflict = conflict_of(return_, filled) if UNCHOSEN in request.POST else None
    return _page(
        request,
        return_,
        filled,
        entry=filled.entry,
        seen=seen,
        conflict=conflict,
        is_held=False,
    )


def _is_to_be_saved(request: Request) -> bool:
    """While two versions stand on the page, only the button that says so saves one of them."""
    return UNCHOSEN not in request.POST or request.POST.get("action") == "save"


def _save(request: Request, return_: Return, sheet: Sheet, seen: int) -> HttpResponse:
    """Save what can be saved of what was typed, show the rest again, then do what was asked."""
    entry = sheet.entry
    try:
        saved = save_draft(return_, entry, by=person_of(request), on=today(), seen_edit=seen)
    except ConflictError as conflict:
        saved = conflict.stored
        if not says_the_same(saved, entry):
            return _conflict(request, saved, sheet)
    except RefusedError as refused:
        return _refused(request, return_, sheet, entry, refused)
    is_held = keep_rest(request, saved, sheet)
    if not sheet.is_valid:
        if request.POST.get("action") == "submit" and not sheet.has_figure_errors:
            sheet.refuse(against(saved))  # all that is wrong at once
        return _page(request, saved, sheet, entry=entry, is_held=is_held)
    return _go_on(request, saved, sheet)


def _conflict(request: Request, stored: Return, sheet: Sheet) -> HttpResponse:
    """Both versions side by side; what was typed here is kept until one of them is chosen."""
    is_held = keep_typed(request, stored, sheet, UNDECIDED)
    found = conflict_of(stored, sheet)
    return _page(request, stored, sheet, entry=sheet.entry, conflict=found, is_held=is_held)


def _refused(
    request: Request, return_: Return, sheet: Sheet, entry: Entry, refused: RefusedError
) -> HttpResponse:
    """A second click on a return that is sent already changes nothing and is no error."""
    if not return_.is_with_officer and says_the_same(return_, entry):
        return redirect("indicators:returns")
    is_held = keep_typed(request, return_, sheet, seen_edit(request))
    sheet.refuse(refused.problems)
    return _page(request, return_, sheet, entry=entry, seen=seen_edit(request), is_held=is_held)


def _go_on(request: Request, saved: Return, sheet: Sheet) -> HttpResponse:
    """After saving: submit, or back to the page at the place that was asked for."""
    match request.POST.get("action"):
        case "submit" if saved.no_value_reason == NoValueReason.AWAITING:
            return _await(request, saved, sheet)
        case "submit":
            return _submit(request, saved, sheet)
        case "check":
            return HttpResponseRedirect(f"{edit_url(saved)}#result")
        case "add-action":
            return HttpResponseRedirect(f"{edit_url(saved)}#actions")
        case _:
            done = "It is ready to submit." if saved.is_ready else "It is not submitted yet."
            messages.success(request, _with_next(request, saved, f"Draft saved. {done}"))
            return HttpResponseRedirect(edit_url(saved))


def _await(request: Request, saved: Return, sheet: Sheet) -> HttpResponse:
    """It is saved already, but the performance team is to see why the figure is not in."""
    if not saved.commentary.strip():
        sheet.refuse({"commentary": WHY_AWAITED})
        return _page(request, saved, sheet, entry=sheet.entry)
    messages.success(request, _with_next(request, saved, AWAITED))
    return redirect("indicators:returns")


def _submit(request: Request, saved: Return, sheet: Sheet) -> HttpResponse:
    """Submit, but only once the person has seen the colour and the sentence that it gets."""
    result = result_of(saved, sheet.usual, Council.current())
    seen = result is not None and request.POST.get("seen") == result.sentence
    if not seen and not against(saved):
        messages.info(request, NOT_YET)
        return HttpResponseRedirect(f"{edit_url(saved)}#result")
    entry = sheet.entry
    try:
        submit(saved, by=person_of(request), on=today(), seen_edit=saved.edit)
    except RefusedError as refused:
        if not Return.objects.get(pk=saved.pk).is_with_officer:
            return redirect("indicators:returns")  # the other of two clicks was as quick
        sheet.refuse(refused.problems)
        return _page(request, saved, sheet, entry=entry)
    messages.success(request, _thanks(request, saved, result))
    return redirect("indicators:returns")


def _thanks(request: Request, saved: Return, result: Result | None) -> str:
    """What was submitted with which colour, and the next one to do."""
    sentence = f" {result.sentence}." if result else ""
    done = f"{saved.measure.ref} {saved.measure.name} is submitted.{sentence}"
    return _with_next(request, saved, done, last="That was the last one.")


def _with_next(request: Request, saved: Return, done: str, last: str = "") -> str:
    """What was done, and the next one to do as a link."""
    following = _as_link(next_to_do(Work.read(request.access, today()), after=saved))
    if following is None:
        return f"{done} {last}".strip()
    link = '{} <a class="govuk-notification-banner__link" href="{}">{}</a>'
    return format_html(link, done, following["url"], following["words"])


def _page(
    request: Request,
    return_: Return,
    sheet: Sheet,
    *,
    entry: Entry,
    conflict: Conflict | None = None,
    seen: int | None = None,
    back: Restored | None = None,
    is_held: bool = True,
) -> HttpResponse:
    """The form with `entry` in it. `seen`: the version that stands behind it, if not this one.

    `is_held`: whether what stands in the boxes is saved or kept, and not only on this page.
    """
    context = edit_context(
        return_, sheet, entry, by=person_of(request), access=request.access, on=today()
    )
    context |= {"conflict": conflict, "seen_edit": return_.edit if seen is None else seen}
    context |= {
        "restored": back,
        "slip": back.slip if back else slip_of(request, return_),
        "is_held": is_held,
        "is_ones_own": return_.entered_by == request.user,
        "now": clock(timezone.now()),
    }
    return render(request, "indicators/return_edit.html", context)


@require_POST
def return_check(request: Request, period: Quarter, ref: str) -> HttpResponse:
    """Colour, sentence, ruler and doubts of what is being typed; saves nothing."""
    return_ = return_to_enter(request, period, ref)
    sheet, council = Sheet.typed(return_, request.POST), Council.current()
    entry = sheet.entry
    context = {
        "result": result_now(return_, sheet, entry, council),
        "so_far": so_far(return_, entry, sheet.usual.unit),
        "guide": guide_of(return_, council),
        "figure_forms": (sheet.main, *sheet.months),
        "changes": changes_since(request.POST, sheet.reasons.rows),
    }
    return render(request, "indicators/_return_edit_live.html", context)
