"""Giving back what somebody typed and could not save: into the boxes, beside what is saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from indicators.models import KeptEntry, Return
from indicators.officers.conflicts import Conflict, conflict_of
from indicators.officers.keeping import Slip, boxes_of, is_part, kept_for, new_slip, page_of
from indicators.officers.sheet import Sheet
from organisation.models import Person


@dataclass(frozen=True)
class Restored:
    """What was typed, until when, and where it differs from what is saved.

    `is_behind`: somebody has saved since the person had the return before them.
    """

    sheet: Sheet
    until: str
    compared: Conflict
    is_behind: bool
    slip: Slip


def restored(return_: Return, person: Person, now: datetime) -> Restored | None:
    """What is kept for this person, if it differs from what is saved."""
    kept = kept_for(person, return_, now)
    if kept is None:
        return None
    sheet = Sheet.typed(return_, _texts(return_, kept))
    compared = conflict_of(return_, sheet)
    if not compared.differences:
        return None
    for form in sheet.parts:
        form.errors.clear()  # nothing is complained of before they go on
    return Restored(
        sheet=sheet,
        until=moment(kept.kept_at),
        compared=compared,
        is_behind=kept.seen_edit != return_.edit,
        slip=new_slip(person, return_, page_of(kept)),
    )


def _texts(return_: Return, kept: KeptEntry) -> dict[str, str]:
    """The text of every box: of those that the page had not, what is saved."""
    typed = boxes_of(kept)
    return Sheet.saved(return_).as_typed() | typed if is_part(kept) else typed


def moment(when: datetime) -> str:
    """14:03 on 15 January 2018."""
    return f"{timezone.localtime(when):%H:%M on %-d %B %Y}"


def clock(when: datetime) -> str:
    """14:03."""
    return f"{timezone.localtime(when):%H:%M}"
