"""Saving a return's draft while one types: the same deed as the button, answered in a line."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from indicators.models import Return
from indicators.officers.autosaving import (
    conflict_words,
    done_words,
    refused_words,
    saved_words,
    undecided_words,
)
from indicators.officers.carried import UNCHOSEN, UNDECIDED, keep_rest, keep_typed
from indicators.officers.conflicts import says_the_same
from indicators.officers.sheet import Sheet
from indicators.officers.views_kept import RETURN, kept_without_session, said
from indicators.returns.asked import person_of, return_to_enter, seen_edit
from indicators.returns.entering import save_draft
from indicators.returns.refusals import ConflictError, RefusedError
from indicators.rules.periods import Quarter
from organisation.clock import today
from organisation.middleware import Request

CONFLICT = 409


@kept_without_session(RETURN)
@require_POST
def return_autosave(request: Request, period: Quarter, ref: str) -> HttpResponse:
    """Save what changed. What can't be saved is kept, and nobody's version is overwritten."""
    return_ = return_to_enter(request, period, ref)
    sheet, seen = Sheet.typed(return_, request.POST), seen_edit(request)
    request.is_idle = True  # until something is saved
    if UNCHOSEN in request.POST:
        kept = keep_typed(request, return_, sheet, UNDECIDED)
        return said(request, undecided_words(kept=kept, now=timezone.now()))
    try:
        saved = save_draft(return_, sheet.entry, by=person_of(request), on=today(), seen_edit=seen)
    except ConflictError as conflict:
        return _conflict(request, conflict.stored, sheet, seen)
    except RefusedError as refused:
        return _refused(request, return_, sheet, refused)
    request.is_idle = saved.edit == seen
    return _saved(request, saved, sheet)


def _saved(request: Request, saved: Return, sheet: Sheet) -> HttpResponse:
    kept = keep_rest(request, saved, sheet)
    return said(request, saved_words(sheet, saved, kept=kept, now=timezone.now()))


def _conflict(request: Request, stored: Return, sheet: Sheet, seen: int) -> HttpResponse:
    """Somebody saved meanwhile; what says the same as theirs is saved already."""
    if says_the_same(stored, sheet.entry):
        return _saved(request, stored, sheet)
    kept = keep_typed(request, stored, sheet, seen)
    words = conflict_words(stored, person_of(request), kept=kept, now=timezone.now())
    return said(request, words, CONFLICT)


def _refused(
    request: Request, return_: Return, sheet: Sheet, refused: RefusedError
) -> HttpResponse:
    """Sent, locked or closed meanwhile: nothing opens it again."""
    if not return_.is_with_officer and sheet.is_valid and says_the_same(return_, sheet.entry):
        return said(request, done_words(return_, timezone.now()))
    kept = keep_typed(request, return_, sheet, seen_edit(request))
    words = refused_words(str(refused), kept=kept, now=timezone.now())
    return said(request, words, CONFLICT)
