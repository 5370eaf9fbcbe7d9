"""What the status of a return's form says after the form was sent by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django import forms
from django.utils import timezone

from indicators.models import Return
from indicators.officers.restoring import clock
from indicators.officers.sheet import Sheet
from indicators.returns.entering import SAVED
from indicators.returns.recorded import who
from organisation.models import Change, Person

AND_KEPT = "What you typed here is kept for you."
NOT_KEPT = "What you typed here could not be kept: copy it before you leave this page."


class Held(StrEnum):
    """Where what was typed is now; the page's script goes by it."""

    DRAFT = "draft"  # saved, all of it
    KEPT = "kept"  # kept for this person, wholly or in part
    ASIDE = "aside"  # kept, and nothing is wrong with that: it is saved when a button says so
    NOWHERE = "nowhere"  # only on the page
    AGAIN = "again"  # to be sent once more, with the new token against forged requests
    DONE = "done"  # nothing is to be saved any more


@dataclass(frozen=True)
class Said:
    """The answer to a form that was sent by itself.

    `seen_edit` is the version that the page has before it now, where that changed. `compares`
    offers both versions side by side. `leads` to where one can go on, `by` those words.
    """

    held: Held
    words: str
    at: str
    seen_edit: int | None = None
    compares: bool = False
    leads: str = ""
    by: str = ""


def saved_words(sheet: Sheet, saved: Return, *, kept: bool, now: datetime) -> Said:
    """Saved, but for what can't be read."""
    at, left = clock(now), list(_left_out(sheet.parts))
    if not left:
        return Said(Held.DRAFT, f"Draft saved at {at}.", at, saved.edit)
    which = ", ".join(dict.fromkeys(left))
    rest = "That is kept as you typed it." if kept else NOT_KEPT
    words = f"Draft saved at {at}, except what is not finished or can't be read: {which}. {rest}"
    return Said(Held.KEPT if kept else Held.NOWHERE, words, at, saved.edit)


def _left_out(parts: Iterable[forms.Form]) -> Iterable[str]:
    """The labels of the boxes whose text the draft does not have."""
    for form in parts:
        yield from (str(box.label) for box in form if box.errors)


def conflict_words(stored: Return, by: Person, *, kept: bool, now: datetime) -> Said:
    """Somebody has saved since, or the same person on another page: who, and when."""
    last = Change.objects.about(stored).select_related("person").last()
    when = clock(last.at) if last else clock(now)
    whom = who(last) if last else "Somebody"
    if last is not None and last.person_id == by.pk:
        happened = f"You saved this in another tab at {when}."
    elif last is not None and last.deed == SAVED:
        happened = f"{whom} saved this at {when}, after you opened it."
    else:
        happened = f"{whom} changed this at {when}, after you opened it."
    words = f"{happened} Nothing is overwritten. {_kept(kept=kept)}"
    return Said(_held(kept=kept), words, clock(now), compares=True)


def undecided_words(*, kept: bool, now: datetime) -> Said:
    """While both versions stand on the page nothing is saved by itself."""
    words = f"{_kept(kept=kept)} It is not the draft until you choose it."
    return Said(_held(kept=kept), words, clock(now))


def aside_words(*, kept: bool, now: datetime) -> Said:
    """Typed on a page that saves all or nothing, when its button is pressed."""
    if not kept:
        return Said(Held.NOWHERE, NOT_KEPT, clock(now))
    words = f"Kept for you at {clock(now)}. It is not saved until you save all."
    return Said(Held.ASIDE, words, clock(now))


def refused_words(refusal: str, *, kept: bool, now: datetime) -> Said:
    """The return can't be entered any more."""
    return Said(_held(kept=kept), f"{refusal} {_kept(kept=kept)}", clock(now))


def done_words(return_: Return, now: datetime) -> Said:
    """It was sent meanwhile, with all that stands here."""
    words = f"This return is {return_.get_state_display().lower()}. Nothing more is to be saved."
    return Said(Held.DONE, words, clock(now))


def signed_out_words(*, kept: bool, leads: str) -> Said:
    """Nobody is signed in any more."""
    now = timezone.now()
    words = f"You are signed out. {_kept(kept=kept)}"
    return Said(_held(kept=kept), words, clock(now), leads=leads, by="Sign in again")


def somebody_else_words(*, kept: bool, leads: str) -> Said:
    """Another person has signed in in this browser."""
    now = timezone.now()
    words = f"Somebody else is signed in now, so nothing is saved. {_kept(kept=kept)}"
    return Said(_held(kept=kept), words, clock(now), leads=leads, by="Sign in as yourself")


def again_words() -> Said:
    """Signed in anew, so this page needs the new token."""
    return Said(Held.AGAIN, "Saving…", clock(timezone.now()))


def _kept(*, kept: bool) -> str:
    return AND_KEPT if kept else NOT_KEPT


def _held(*, kept: bool) -> Held:
    return Held.KEPT if kept else Held.NOWHERE
