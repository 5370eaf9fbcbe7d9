"""How tests ask what the example council shows on its day."""

from __future__ import annotations

from datetime import date

from indicators.models import Return
from indicators.querysets import ReturnQuerySet
from indicators.rules.periods import Quarter
from organisation.models import Change

TODAY = date(2018, 1, 15)


def returns(period: str = "") -> ReturnQuerySet:
    """Current returns as they count today, by default of every period."""
    found = Return.objects.current().with_everything().with_status(TODAY)
    if not period:
        return found
    quarter = Quarter.parse(period)
    return found.filter(period__year=quarter.year, period__number=quarter.number)


def at(return_: Return) -> tuple[str, str]:
    return return_.measure.ref, str(return_.period)


def status(return_: Return) -> str:
    """What `with_status` says of it."""
    found: str = vars(return_)["status"]
    return found


def people_who(deed: str) -> dict[int, set[int | None]]:
    """Who did a deed to which return, from the record."""
    found: dict[int, set[int | None]] = {}
    changes = Change.objects.filter(deed=deed, object_type="indicators.return")
    for return_id, person_id in changes.values_list("object_id", "person_id"):
        found.setdefault(return_id, set()).add(person_id)
    return found
