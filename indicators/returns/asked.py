"""What a request asks about: the return, if this person may see it, and what came with it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest

from indicators.models import Return
from indicators.rules.periods import Quarter
from organisation.middleware import Request
from organisation.models import Person

NEVER_SAVED = -1
NO_SUCH = 0  # no row has this id
LONGEST_NUMBER = 18
BOROUGH = "the whole borough"


def person_of(request: HttpRequest) -> Person:
    """Who asks; every page here needs sign-in."""
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user


def return_at(quarter: Quarter, ref: str) -> Return:
    """The return of a measure for a quarter, or no such page.

    While a correction of it is not yet approved, that one; else the version that counts.
    """
    found = (
        Return.objects.filter(
            Q(is_current=True) | Q(corrects__is_current=True),
            period__year=quarter.year,
            period__number=quarter.number,
            measure__ref=ref,
        )
        .with_everything()
        .order_by("-version")
        .first()
    )
    if found is None:
        message = "No return was asked for this measure in this period."
        raise Http404(message)
    return found


def return_to_enter(request: Request, quarter: Quarter, ref: str) -> Return:
    """The return, for those who may enter it."""
    return_ = return_at(quarter, ref)
    service = return_.measure.service
    if not request.access.may_enter(service):
        who = "its own officers" if service else "the performance team"
        message = f"Returns of {service or BOROUGH} are entered by {who}."
        raise PermissionDenied(message)
    return return_


def return_to_decide(request: Request, quarter: Quarter, ref: str) -> Return:
    """The return, for those who may approve it."""
    return_ = return_at(quarter, ref)
    service = return_.measure.service
    if not request.access.may_approve(service):
        who = "its own approvers" if service else "the performance team"
        message = f"Returns of {service or BOROUGH} are approved by {who}."
        raise PermissionDenied(message)
    return return_


def seen_edit(request: HttpRequest) -> int:
    """The version that the person had before them; one that never was if the page says none."""
    text = request.POST.get("seen_edit", "")
    return whole_number(text, NEVER_SAVED)


def whole_number(text: str, otherwise: int) -> int:
    """An id or a version as a page sends it; anything else, or too long to be one, is no number."""
    is_one = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if is_one else otherwise
