"""The list behind a number of the board: which returns it holds, and by what it is narrowed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.http import Http404

from indicators.board.board import INDICATORS, words_of
from indicators.board.board_reds import RED_STATES, red_ids
from indicators.board.board_standing import NO_SERVICE, STATES, with_standing
from indicators.models import Period, Return
from indicators.querysets import ReturnQuerySet
from indicators.refs import ref_order

LONGEST_ID = 18


@dataclass(frozen=True)
class Choice:
    """One of the choices by which a list is narrowed."""

    value: str
    words: str


@dataclass(frozen=True)
class Choices:
    """By which services and states a list can be narrowed."""

    services: tuple[Choice, ...]
    states: tuple[Choice, ...]


def narrowed(
    returns: ReturnQuerySet,
    on: date,
    *,
    service: str = "",
    state: str = "",
    person: str = "",
) -> list[Return]:
    """The returns of a place, in a state, led by a person, in order.

    `service` is a service's id, a directorate's slug or NO_SERVICE; what is left out narrows not.
    """
    found = with_standing(returns, on).filter(_place(service))
    if state in STATES:
        found = found.filter(STATES[state].which)
    elif state in RED_STATES:
        found = found.filter(pk__in=red_ids(returns, state))
    if person:
        found = found.filter(measure__lead=int(person))
    known = found.select_related(
        "measure__service__directorate", "measure__lead", "measure__deputy", "period"
    )
    return sorted(known, key=_in_order)


def refuse_unless_known(known: Choices, *, service: str, state: str, person: str) -> None:
    """Not found where an address asks for a list that there is not."""
    places = {"", *(each.value for each in known.services)}
    states = {"", *(each.value for each in known.states)}
    is_person = not person or (person.isdecimal() and len(person) <= LONGEST_ID)
    if service not in places or state not in states or not is_person:
        message = "There is no such list."
        raise Http404(message)


def title(number: int, period: Period, state: str) -> str:
    """Late now: 7 returns."""
    words = RED_STATES.get(state) or words_of(state or "all", period)
    return f"{words}: {number} return{'' if number == 1 else 's'}"


def choices(returns: ReturnQuerySet, period: Period) -> Choices:
    """The places with returns in the period, each directorate before its services: one query."""
    places = (
        returns.order_by("measure__service__directorate__name", "measure__service__name")
        .values_list(
            "measure__service__directorate__slug",
            "measure__service__directorate__name",
            "measure__service_id",
            "measure__service__name",
        )
        .distinct()
    )
    found: dict[str, str] = {}
    for slug, directorate, service, name in places:
        if service is not None:
            found[slug] = directorate
            found[str(service)] = f"– {name}"
    if any(service is None for _, _, service, _ in places):
        found[NO_SERVICE] = INDICATORS
    states = {state: words_of(state, period) for state in STATES} | RED_STATES
    return Choices(
        services=tuple(Choice(value, words) for value, words in found.items()),
        states=tuple(Choice(value, words) for value, words in states.items()),
    )


def _place(service: str) -> Q:
    if not service:
        return Q()
    if service == NO_SERVICE:
        return Q(measure__service=None)
    if service.isdecimal():
        return Q(measure__service=service)
    return Q(measure__service__directorate__slug=service)


def _in_order(return_: Return) -> tuple[object, ...]:
    service = return_.measure.service
    place = (service.directorate.name, service.name) if service else ("", "")
    return (service is None, *place, ref_order(return_.measure.ref))
