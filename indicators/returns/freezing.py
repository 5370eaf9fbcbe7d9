"""What closing a period writes down for good: how many returns with which rating."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from indicators.models import Period, Return
from indicators.querysets import STATUS
from indicators.rules.rag import Status
from organisation.models import Council


@dataclass(frozen=True)
class Frozen:
    """How many returns have a rating, or are without one."""

    status: Status
    number: int


def frozen(period: Period, on: date) -> tuple[Frozen, ...]:
    """By rating in the order of their meaning; after closing what was frozen: one query."""
    counted = (
        Return.objects.current()
        .filter(period=period)
        .with_status(on, Council.current().awaiting_policy)
        .order_by()
        .values_list(STATUS)
        .annotate(number=Count("id"))
    )
    numbers = {Status(status): number for status, number in counted}
    return tuple(Frozen(each, numbers[each]) for each in Status if each in numbers)
