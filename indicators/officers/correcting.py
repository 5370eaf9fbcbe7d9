"""What a person may do about a return of a closed period: correct it, go on, or ask for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from indicators.models import Return
from indicators.officers.due import edit_url
from indicators.returns.addresses import drop_url, versions_url
from indicators.returns.dropping import may_drop
from indicators.returns.letting_in import let_in
from indicators.returns.wording import day
from organisation.access import Access
from organisation.models import Person


@dataclass(frozen=True)
class Correcting:
    """In words, with the one link that leads on; `versions_url` where there are several.

    `drop_url`: where this person may drop the correction that is under way.
    """

    words: str
    link: str
    url: str
    versions_url: str
    drop_url: str = ""


def correcting(return_: Return, person: Person, access: Access, on: date) -> Correcting | None:
    """What there is to say; None while the period is open: two queries.

    `return_` is the version that counts, or a correction of it that is under way.
    """
    if return_.period.is_open:
        return None
    pending = return_ if not return_.is_current else _pending(return_)
    has_several = return_.is_correction or pending is not None
    words, link, url = _next_step(return_, pending, person, access, on)
    drops = pending is not None and may_drop(pending, person, access, on)
    return Correcting(
        words,
        link,
        url,
        versions_url=versions_url(return_) if has_several else "",
        drop_url=drop_url(return_) if drops else "",
    )


def _pending(return_: Return) -> Return | None:
    found: Return | None = getattr(return_, "correction", None)
    return found


def _next_step(
    return_: Return, pending: Return | None, person: Person, access: Access, on: date
) -> tuple[str, str, str]:
    period = return_.period
    if pending is not None:
        words = f"A correction of it is under way: {pending.get_state_display().lower()}."
        mine = pending.is_with_officer and access.may_enter(return_.measure.service)
        return (words, "Go on with it", edit_url(return_)) if mine else (words, "", "")
    opened = let_in(period, person, on)
    if opened is not None and access.may_enter(return_.measure.service):
        url = reverse("indicators:return-correct", args=(period.quarter, return_.measure.ref))
        words = f"{period} is closed, and open for you until {day(opened.until)}."
        return words, "Correct this return", url
    closed = f"{period} is closed; its figures are changed only by a correction."
    if access.may_close():
        url = reverse("indicators:period-let-in", args=(period.quarter,))
        return closed, "Let somebody in to correct it", url
    return f"{closed} If one is needed, ask the performance team to let you in.", "", ""
