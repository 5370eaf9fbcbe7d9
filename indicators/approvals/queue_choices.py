"""The services of which something waits for an approver, to choose one from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from indicators.models import Return
from indicators.returns.addresses import key_of, name_of, queue_url
from indicators.returns.wording import day
from indicators.rules import rag
from organisation.models import Service


@dataclass(frozen=True)
class ServiceChoice:
    """A service, with how much of it waits, since when, and how much of that is red or amber."""

    name: str
    directorate: str
    url: str
    in_words: str


def choices_of(waiting: Iterable[Return]) -> tuple[ServiceChoice, ...]:
    """The services of what waits, by directorate and name."""
    ordered = sorted(waiting, key=lambda each: service_place(each.measure.service))
    groups = groupby(ordered, key=lambda each: each.measure.service)
    return tuple(_choice(service, list(group)) for service, group in groups)


def service_place(service: Service | None) -> tuple[str, str, str]:
    """Where a service stands in a list; the borough's indicators come first."""
    above = service.directorate.name if service else ""
    return above, name_of(service), key_of(service)


def _choice(service: Service | None, returns: list[Return]) -> ServiceChoice:
    return ServiceChoice(
        name=name_of(service),
        directorate=service.directorate.name if service else "",
        url=queue_url(key_of(service)),
        in_words=_in_words(returns),
    )


def _in_words(returns: list[Return]) -> str:
    """6 waiting since 12 January 2018, 2 red and 1 amber."""
    oldest = min(each.submitted_on for each in returns if each.submitted_on)
    ratings = (getattr(each, "rating", None) for each in returns)
    statuses = [rag.Status(kept.status) for kept in ratings if kept is not None]
    reds, ambers = sum(each.is_red for each in statuses), sum(each.is_amber for each in statuses)
    colours = [f"{number} {word}" for number, word in ((reds, "red"), (ambers, "amber")) if number]
    waiting = f"{len(returns)} waiting since {day(oldest)}"
    return f"{waiting}, {' and '.join(colours)}" if colours else waiting
