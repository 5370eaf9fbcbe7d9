"""How many ratings of a period were judged, and in which direction (docs/method.md 8)."""

from __future__ import annotations

from django.db.models import Q

from indicators.querysets import STATUS, ReturnQuerySet
from indicators.returns.judging_words import direction, number_judged
from indicators.rules.rag import Status

JUDGED = tuple(each.value for each in Status if each.is_judged)


def judged_in_words(returns: ReturnQuerySet) -> str:
    """Of returns that were asked `with_status`: "2 ratings are judged: 1 worse, 1 better …".

    Blank where none is. One query.
    """
    found = returns.filter(Q((f"{STATUS}__in", JUDGED))).order_by()
    ways = [
        direction(colour, Status(calculated))
        for status, calculated in found.values_list(STATUS, "rating__calculated")
        if (colour := Status(status).colour) is not None
    ]
    return f"{number_judged(ways)}." if ways else ""
