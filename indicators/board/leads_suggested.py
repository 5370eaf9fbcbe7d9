"""Whom to name as a measure's lead: who submits its returns, or the only one who enters them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from indicators.board.leads import Named, Officers
from indicators.board.leads_health import NEVER
from indicators.models import Return
from organisation.models import Person

LOOKS_BACK = 3


@dataclass(frozen=True)
class Suggestion:
    """Somebody who could lead a measure, and why.

    `is_for_taking`: nobody is in the way; a lead who never returned is only told of.
    """

    measure_id: int
    person_id: int
    name: str
    why: str
    is_for_taking: bool

    @property
    def key(self) -> str:
        """How it is sent by the button that takes it."""
        return f"{self.measure_id}-{self.person_id}"

    def taken(self, before: Named) -> Named:
        """Lead and deputy once it is taken; a deputy who becomes the lead leaves that place."""
        return Named(self.person_id, None if before.deputy == self.person_id else before.deputy)


def suggestions(measures: Iterable[Any], officers: Officers) -> dict[int, Suggestion]:
    """For the measures whose `health` is bad, by the measure's id: one query."""
    ailing = [each for each in measures if each.health]
    senders = _senders([each.pk for each in ailing])
    found = {}
    for measure in ailing:
        there = officers.get(measure.service_id, {})
        suggested = _sender(senders.get(measure.pk, []), there)
        if suggested is None and measure.health != NEVER:
            suggested = _only_one(there)
        if suggested is not None and suggested[0].pk != measure.lead_id:
            person, why = suggested
            found[measure.pk] = Suggestion(
                measure.pk, person.pk, person.name, why, is_for_taking=measure.health != NEVER
            )
    return found


def _sender(last: list[int], there: Mapping[int, Person]) -> tuple[Person, str] | None:
    """Whoever submitted all of the last returns, and is still there to do so."""
    if len(set(last)) != 1 or last[0] not in there:
        return None
    returns = "return" if len(last) == 1 else f"{len(last)} returns"
    return there[last[0]], f"submitted its last {returns}"


def _only_one(there: Mapping[int, Person]) -> tuple[Person, str] | None:
    if len(there) != 1:
        return None
    return next(iter(there.values())), "is the only one who enters its returns"


def _senders(measures: Iterable[int]) -> dict[int, list[int]]:
    """Who submitted the last returns of each measure, newest first, three at most."""
    sent = (
        Return.objects.current()
        .filter(measure__in=list(measures), submitted_by__isnull=False)
        .order_by("-period__year", "-period__number")
        .values_list("measure_id", "submitted_by_id")
    )
    found: dict[int, list[int]] = {}
    for measure, person in sent:
        last = found.setdefault(measure, [])
        if len(last) < LOOKS_BACK:
            last.append(person)
    return found
