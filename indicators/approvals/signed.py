"""Who sent a return in which part, how long it has waited, and what it corrects, in words."""

from __future__ import annotations

from datetime import date

from indicators.models import ActingAs, Rating, Return
from indicators.returns.wording import day
from indicators.rules import rag

AS = {
    ActingAs.LEAD: ", as measure lead",
    ActingAs.DEPUTY: ", as deputy",
    ActingAs.COVER: ", as cover for absence",
    ActingAs.OFFICER: ", as officer of the service",
    ActingAs.PERFORMANCE: ", for the performance team",
}


def submitted_words(return_: Return) -> str:
    """Submitted 15 January 2018 by Sam Hill, as deputy, on behalf of Jo Lee."""
    by, when, behalf = return_.submitted_by, return_.submitted_on, return_.on_behalf_of
    if by is None or when is None:
        return ""
    part = AS[ActingAs(return_.submitted_as)] if return_.submitted_as else ""
    whose = f", on behalf of {behalf.name}" if behalf else ""
    return f"Submitted {day(when)} by {by.name}{part}{whose}"


def waiting_words(return_: Return, on: date) -> str:
    """How long it has waited to be decided."""
    if return_.submitted_on is None:
        return ""
    days = (on - return_.submitted_on).days
    if days <= 0:
        return "waiting since today"
    return f"waiting for {days} day{'s' if days != 1 else ''}"


def times(number: int) -> str:
    """Once, twice, 3 times."""
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def correction_words(return_: Return) -> str:
    """What a correction changes, and why; blank where the return is none."""
    if return_.corrects is None:
        return ""
    was = _printed(getattr(return_.corrects, "rating", None))
    now = _printed(getattr(return_, "rating", None))
    moved = f"the figure stays {now}" if was == now else f"was {was}, now {now}"
    return f"Correction of a closed quarter: {moved}, because: {return_.correction_reason}"


def _printed(kept: Rating | None) -> str:
    return "no figure" if kept is None or kept.value is None else kept.unit.short(kept.value)


def judged_words(return_: Return) -> str:
    """Who judged another colour than the calculated one, and why; blank where nobody did."""
    made, kept = getattr(return_, "judgement", None), getattr(return_, "rating", None)
    if made is None or kept is None:
        return ""
    judged = f"Judged {made.get_colour_display().lower()} by {made.by.name} on {day(made.made_on)}"
    calculated = f"Calculated: {rag.Status(kept.calculated).word.lower()}."
    counts = rag.Status(kept.status).is_judged
    waits = "" if counts else " The judgement counts once a second person has agreed to it."
    return f"{judged}: {made.reason} {calculated}{waits}"
