"""Which period a page shows, and the switcher that leads to the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from indicators.models import Period, Return, State
from indicators.rules.periods import Quarter

AddressOf = Callable[[Quarter], str]
FILLED = "has_approved_figures"


@dataclass(frozen=True)
class Choice:
    """A period that the switcher offers."""

    slug: str
    name: str


@dataclass(frozen=True)
class Switcher:
    """What the period switcher needs; `previous` is the period before the one that is shown."""

    action: str
    period: Choice
    periods: tuple[Choice, ...]
    previous: Choice | None
    next: Choice | None


def latest_period(on: date) -> Period | None:
    """The latest period with something to show: over and with a figure approved, or overdue.

    One that was only just opened, or is not over, would greet its readers with nothing but "not
    due yet".
    """
    approved = Return.objects.filter(period=OuterRef("pk"), state=State.APPROVED)
    newest = list(Period.objects.newest_first().annotate(**{FILLED: Exists(approved)}))
    shows = (
        each
        for each in newest
        if each.due_on < on or (getattr(each, FILLED) and each.quarter.end < on)
    )
    return next(shows, newest[0] if newest else None)


def all_periods() -> tuple[Period, ...]:
    """Every period, the newest first."""
    return tuple(Period.objects.newest_first())


def period_at(quarter: Quarter, periods: Sequence[Period]) -> Period:
    """The period of a quarter; not found where none was ever opened."""
    found = next((each for each in periods if each.quarter == quarter), None)
    if found is None:
        message = f"No returns were ever asked for {quarter.name}."
        raise Http404(message)
    return found


def before(period: Period, periods: Sequence[Period]) -> Period | None:
    """The quarter before, if there was one."""
    return next((each for each in periods if each.quarter == period.quarter.previous()), None)


def switcher(period: Period, periods: Sequence[Period], address_of: AddressOf) -> Switcher:
    """The switcher of a page whose addresses `address_of` gives."""
    choices = tuple(Choice(each.slug, each.quarter.name) for each in periods)
    place = list(periods).index(period)
    return Switcher(
        action=address_of(period.quarter),
        period=choices[place],
        periods=choices,
        previous=choices[place + 1] if place + 1 < len(choices) else None,
        next=choices[place - 1] if place else None,
    )


def switched(request: HttpRequest, address_of: AddressOf) -> HttpResponse | None:
    """Where the switcher sends its reader: each period has an address of its own."""
    if "period" not in request.GET:
        return None
    try:
        return redirect(address_of(Quarter.parse(request.GET["period"])))
    except ValueError as error:
        raise Http404(str(error)) from error
