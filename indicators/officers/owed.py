"""What somebody still has to return, in few words for the navigation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from indicators.models import PeriodState, Return
from organisation.access import Access


@dataclass(frozen=True)
class Owed:
    """How many returns are with this person to do, and how many of them are late."""

    left: int = 0
    late: int = 0

    @property
    def in_words(self) -> str:
        """1 late; 1 late, 2 to do; 3 to do; blank where nothing is left."""
        others = self.left - self.late
        told = (f"{self.late} late" if self.late else "", f"{others} to do" if others else "")
        return ", ".join(each for each in told if each)


def owed(access: Access, on: date) -> Owed:
    """What the services for which one enters still have with them: one query, or none."""
    if not access.enters:
        return Owed()
    late = Q(period__state=PeriodState.OPEN, period__due_on__lt=on)
    counted = (
        Return.objects.live()
        .missing()
        .filter(measure__service__in=access.enters_services)
        .aggregate(left=Count("pk"), late=Count("pk", filter=late))
    )
    return Owed(counted["left"], counted["late"])
