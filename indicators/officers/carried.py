"""What a return's form carries besides what was typed, and what becomes of text it can't save."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from indicators.models import Return
from indicators.officers.keeping import SLIP, Slip, keep, let_go, new_slip, read_slip, texts_of
from indicators.officers.sheet import Sheet
from indicators.returns.asked import NEVER_SAVED, person_of

#: Seen by nobody: whoever comes back to it is shown both versions before anything is saved.
UNDECIDED = NEVER_SAVED
UNCHOSEN = "undecided"  # the box of a page on which two versions stand


def slip_in(request: HttpRequest) -> Slip | None:
    """The slip that a form was sent with, if it holds."""
    return read_slip(request.POST.get(SLIP, ""))


def slip_of(request: HttpRequest, return_: Return) -> Slip:
    """The slip of the page that this person sent, else a new one."""
    person, sent = person_of(request), slip_in(request)
    if sent is not None and (sent.person_id, sent.return_id) == (person.pk, return_.pk):
        return sent
    return new_slip(person, return_)


def keep_typed(request: HttpRequest, return_: Return, sheet: Sheet, seen_edit: int) -> bool:
    """Keep what was typed for whoever is signed in; False where it can't be kept."""
    texts = texts_of(sheet, request.POST)
    return keep(slip_of(request, return_), texts, seen_edit=seen_edit, now=timezone.now())


def keep_rest(request: HttpRequest, saved: Return, sheet: Sheet) -> bool:
    """After saving: keep what could not be read as it was typed, or nothing."""
    if not sheet.is_valid:
        return keep_typed(request, saved, sheet, saved.edit)
    let_go(slip_of(request, saved), timezone.now())
    return True


def drop_typed(request: HttpRequest, return_: Return) -> None:
    """Delete what was kept of this page."""
    let_go(slip_of(request, return_), timezone.now())
