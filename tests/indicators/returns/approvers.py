"""What an approver does with the return of measure 25, on its page and in the queue."""

from __future__ import annotations

from indicators.models import Return
from indicators.returns.recorded import newest_change
from organisation.models import Person
from tests.factories import make_approver, make_service
from tests.indicators.returns.pages import Page, signed_in

QUEUE, URL = "/approvals/", "/approvals/2017-18-q3/25/"


def approver() -> Person:
    return make_approver(make_service())


def get(url: str = URL, by: Person | None = None) -> Page:
    return signed_in(by or approver()).get(url)


def post(
    action: str, by: Person | None = None, seen: dict[str, str] | None = None, **fields: str
) -> Page:
    """Decide as somebody does whose page showed the version `seen`, by default the newest."""
    sent = {"action": action, **(seen or version()), **fields}
    return signed_in(by or approver()).post(URL, sent)


def version() -> dict[str, str]:
    """What the page of the return as it is now sends along."""
    return {"seen_edit": str(stored().edit), "seen_change": str(newest_change(stored()))}


def stored() -> Return:
    return Return.objects.get(measure__ref="25", period__year=2017, period__number=3)
