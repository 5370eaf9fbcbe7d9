"""What was asked of whom (Bolton, Executive 14 April 2008, 1.4: reduce the burden)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, Sum, Value, When

from indicators.board.board import INDICATORS, board_url
from indicators.board.board_standing import (
    NO_SERVICE,
    STATES,
    asked_in,
    in_sight,
    with_standing,
)
from indicators.models import Frequency, Measure, Period, Return
from indicators.querysets import ReturnQuerySet
from indicators.rules.periods import OUTTURN
from organisation.access import Access
from organisation.models import Person, Service

MONTHS = 3


@dataclass(frozen=True)
class Burden:
    """What was asked, in one period or over a year. `late`: late now, or returned late."""

    asked: int = 0
    figures: int = 0
    returned: int = 0
    late: int = 0


@dataclass(frozen=True)
class AskedRow:
    """A person or a service with what was asked of them."""

    name: str
    note: str
    url: str
    late_url: str
    leads: int
    period: Burden
    year: Burden
    is_person: bool = False


@dataclass(frozen=True)
class Asked:
    """What was asked of whom."""

    in_words: str
    people: tuple[AskedRow, ...]
    services: tuple[AskedRow, ...]


def asked(period: Period, access: Access, on: date) -> Asked:
    """By person and by service: seven queries, however many there are."""
    now = asked_in(period, access)
    people = _people(period, access, now, on)
    services = _services(period, access, now, on)
    return Asked(_in_words(people, services, period), people, services)


def _people(period: Period, access: Access, now: ReturnQuerySet, on: date) -> tuple[AskedRow, ...]:
    here = _burdens(now, "measure__lead_id", on)
    year = _burdens(_year_of(period, access), "measure__lead_id", on)
    led = _led(period, access)
    found = Person.objects.in_bulk([each for each in year | led if each is not None])
    rows = [
        AskedRow(
            name=person.name,
            note=person.post if person.is_active else "has left",
            url=board_url(period.quarter, person=person.pk, state="all"),
            late_url=board_url(period.quarter, person=person.pk, state="not-in-time"),
            leads=led.get(person.pk, 0),
            period=here.get(person.pk, Burden()),
            year=year.get(person.pk, Burden()),
            is_person=True,
        )
        for person in found.values()
    ]
    rows.sort(key=lambda each: (-each.period.asked, -each.year.asked, each.name))
    if None in year or None in led:
        rows.append(_nobody(led.get(None, 0), here.get(None, Burden()), year.get(None, Burden())))
    return tuple(rows)


def _nobody(led: int, here: Burden, year: Burden) -> AskedRow:
    return AskedRow("No lead is named", "", "", "", led, here, year)


def _services(
    period: Period, access: Access, now: ReturnQuerySet, on: date
) -> tuple[AskedRow, ...]:
    here = _burdens(now, "measure__service_id", on)
    year = _burdens(_year_of(period, access), "measure__service_id", on)
    services = Service.objects.filter(pk__in=[each for each in year if each is not None])
    in_order = services.select_related("directorate").order_by("directorate__name", "name")
    places: list[tuple[int | None, str, str]] = [
        (each.pk, each.name, each.directorate.name) for each in in_order
    ]
    if None in year:
        places.append((None, INDICATORS, ""))
    return tuple(
        AskedRow(
            name=name,
            note=above,
            url=board_url(period.quarter, service=pk or NO_SERVICE, state="all"),
            late_url=board_url(period.quarter, service=pk or NO_SERVICE, state="not-in-time"),
            leads=0,
            period=here.get(pk, Burden()),
            year=year[pk],
        )
        for pk, name, above in places
    )


def _burdens(returns: ReturnQuerySet, by: str, on: date) -> dict[int | None, Burden]:
    """What was asked, by lead or service: one query."""
    counted = (
        with_standing(returns, on)
        .annotate(figures=_figures())
        .order_by()
        .values(by)
        .annotate(
            asked=Count("id"),
            total=Sum("figures"),
            returned=Count("id", filter=STATES["returned"].which),
            late=Count("id", filter=STATES["not-in-time"].which),
        )
    )
    return {row[by]: _burden(row) for row in counted}


def _burden(row: Mapping[str, Any]) -> Burden:
    return Burden(row["asked"], row["total"], row["returned"], row["late"])


def _figures() -> Case:
    """A monthly measure is asked for three figures in a quarter, any other for one."""
    monthly = Q(measure__frequency=Frequency.MONTHLY) & ~Q(period__number=OUTTURN)
    return Case(When(monthly, then=Value(MONTHS)), default=Value(1), output_field=IntegerField())


def _year_of(period: Period, access: Access) -> ReturnQuerySet:
    """The returns of the financial year so far, this period's among them."""
    return Return.objects.current().filter(
        in_sight(access),
        period__year=period.year,
        period__number__lte=period.number,
        terms__in_force=True,
    )


def _led(period: Period, access: Access) -> dict[int | None, int]:
    """How many measures of the year's basket each person leads; None: those without a lead."""
    counted = (
        Measure.objects.filter(in_sight(access, ""), terms__year=period.year, terms__in_force=True)
        .order_by()
        .values(person=F("lead_id"))
        .annotate(number=Count("id", distinct=True))
    )
    return {row["person"]: row["number"] for row in counted}


def _in_words(people: tuple[AskedRow, ...], services: tuple[AskedRow, ...], period: Period) -> str:
    """How many returns and figures were asked for, and of whom most."""
    told = [_returns_asked(services, period), _figures_asked(services, period)]
    most = next((each for each in people if each.is_person and each.period.asked), None)
    if most is not None:
        told.append(f"Most was asked of {most.name}: {_returns(most.period.asked)}.")
    return " ".join(each for each in told if each)


def _returns_asked(services: tuple[AskedRow, ...], period: Period) -> str:
    here = sum(each.period.asked for each in services)
    year = sum(each.year.asked for each in services)
    verb = "was" if here == 1 else "were"
    label = period.quarter.financial_year.label
    return f"{_returns(here)} {verb} asked for {_in(period)}, {year} in {label} so far."


def _figures_asked(services: tuple[AskedRow, ...], period: Period) -> str:
    """Why there are more figures than returns; blank where there are not."""
    here = sum(each.period.figures for each in services)
    year = sum(each.year.figures for each in services)
    if year == sum(each.year.asked for each in services):
        return ""
    label = period.quarter.financial_year.label
    return (
        f"They hold {here} figure{'' if here == 1 else 's'} {_in(period)}, {year} in {label}: "
        "the return of a monthly measure holds one for each of the quarter’s months."
    )


def _in(period: Period) -> str:
    return f"in {'the ' if period.quarter.is_outturn else ''}{period.quarter.short}"


def _returns(number: int) -> str:
    return f"{number} return{'' if number == 1 else 's'}"
