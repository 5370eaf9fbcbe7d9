"""What the record says of a return that is decided on: who saved it, how often it came back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Count, Max, Q

from indicators.models import Return
from indicators.returns.approving import ENTERED
from indicators.returns.wording import day
from organisation.models import Change

SENT_BACK = "return sent back"  # what the record calls it
REMOVED = "(text removed)"


@dataclass(frozen=True)
class Recorded:
    """Of one return: its newest change, how often it came back, whether one saved any of it."""

    newest: int = 0
    sent_back: int = 0
    saved: bool = False


def recorded_of(returns: Iterable[Return], person_id: int) -> dict[int, Recorded]:
    """What the record says of each return, by its id, as one person asks: one query."""
    returns = list(returns)
    ids = [each.pk for each in returns] + [each.corrects_id for each in returns]
    found = (
        Change.objects.filter(
            object_type=Return._meta.label_lower, object_id__in=[each for each in ids if each]
        )
        .order_by()
        .values_list("object_id")
        .annotate(
            newest=Max("id"),
            sent_back=Count("id", filter=Q(deed=SENT_BACK)),
            saved=Count("id", filter=Q(deed__in=ENTERED, person=person_id)),
        )
    )
    known = {row[0]: Recorded(row[1], row[2], bool(row[3])) for row in found}
    for each in returns:
        if each.corrects_id and known.get(each.corrects_id, Recorded()).saved:
            known[each.pk] = replace(known.get(each.pk, Recorded()), saved=True)
    return known


def is_ones_own(return_: Return, recorded: Recorded | None, person_id: int) -> bool:
    """Whether this person entered or submitted any of it, as `approving.is_own` says of one."""
    saved = recorded is not None and recorded.saved
    return saved or person_id in {return_.submitted_by_id, return_.entered_by_id}


def newest_change(return_: Return) -> int:
    """The id of the last thing that the record says of a return; 0 where it says nothing."""
    newest: int | None = Change.objects.about(return_).aggregate(newest=Max("id"))["newest"]
    return newest or 0


@dataclass(frozen=True)
class SendingBack:
    """A time when a return went back to its officer."""

    who: str
    when: str
    reason: str


def sendings_back(return_: Return) -> tuple[SendingBack, ...]:
    """Each time that it went back, the last first: two queries."""
    found = (
        Change.objects.about(return_)
        .filter(deed=SENT_BACK)
        .select_related("person")
        .prefetch_related("texts")
        .order_by("-id")
    )
    return tuple(SendingBack(who(each), day(each.on), told(each, "why")) for each in found)


def who(change: Change) -> str:
    """Who did it, by name and post as it was then."""
    if change.person is None:
        return "The system"
    return f"{change.person.name}, {change.post}" if change.post else change.person.name


def told(change: Change, part: str) -> str:
    """What the record says, or the text kept apart for it; one that was redacted says so."""
    kept = next((each for each in change.texts.all() if each.part == part), None)
    return str(getattr(change, part)) if kept is None else kept.text or REMOVED
