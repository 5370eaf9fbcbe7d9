"""What was told to whom already, so that nobody is told the same twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Self

from indicators.models import Reminder, ReminderKind, Return
from indicators.querysets import ReturnQuerySet
from indicators.reminding.timing import Call
from organisation.models import Person

Key = tuple[int, int, str]


@dataclass
class Memory:
    """For each person, return and kind: the occasions told of, and the last day of them."""

    occasions: dict[Key, set[int]] = field(default_factory=dict)
    last_on: dict[Key, date] = field(default_factory=dict)

    @classmethod
    def read(cls, returns: ReturnQuerySet) -> Self:
        """Every reminder of these returns: one query."""
        made = cls()
        told = Reminder.objects.filter(of__in=returns.values("pk")).values_list(
            "person_id", "of_id", "kind", "occasion", "message__on"
        )
        for person, of, kind, occasion, on in told:
            key = (person, of, kind)
            made.occasions.setdefault(key, set()).add(occasion)
            made.last_on[key] = max(on, made.last_on.get(key, on))
        return made

    def occasion_of_call(self, person: Person, of: Return, call: Call) -> int | None:
        """Which time it would be, 1 for the first; None where the person knows already.

        Two runs at once count to the same number, and the database lets only one of them have it.
        """
        key = (person.pk, of.pk, call.kind.value)
        last = self.last_on.get(key)
        if last is not None and last >= call.since:
            return None
        return max(self.occasions.get(key, ()), default=0) + 1

    def occasion_of_news(self, person: Person, of: Return, kind: ReminderKind) -> int | None:
        """The edit by which it was sent back or approved; None where the person knows of it."""
        known = self.occasions.get((person.pk, of.pk, kind.value), ())
        return None if of.edit in known else of.edit
