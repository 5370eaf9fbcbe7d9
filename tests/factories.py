"""Makes what tests start from: people, services, measures, and returns played with the deeds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from indicators.models import Measure, Period, Return, Terms
from indicators.returns.approving import approve
from indicators.returns.closing import close_period
from indicators.returns.entering import Entry, PlannedAction, Waved, entry_of, save_draft
from indicators.returns.needs import colour_of, doubts_about
from indicators.returns.opening import open_period
from indicators.returns.submitting import submit
from indicators.rules.periods import Quarter
from indicators.rules.rag import Colour
from organisation.models import Appointment, Directorate, Person, Role, Service

FIRST_DAY = date(2014, 4, 1)
TODAY = date(2018, 1, 15)
DUE = date(2018, 1, 12)
Q2, Q3 = Quarter(2017, 2), Quarter(2017, 3)
PASSWORD = "only-for-tests"  # noqa: S105 - opens nothing but a test's database

EXPLAINED: dict[str, Any] = {
    "cause": "Two large families came at once.",
    "key_risks": "Children wait longer for a first visit.",
    "mitigation": "A second team reviews every plan from January.",
    "expected_recovery": Quarter(2019, 1),
    "actions": (PlannedAction("Fill the two vacant posts", "Team manager", date(2018, 3, 31)),),
}
AMBER_CAUSE = "Two large families came at once."
CHECKED = "Checked against the register."


def make_person(
    name: str = "Alice",
    role: Role | None = None,
    *,
    service: Service | None = None,
    directorate: Directorate | None = None,
    **fields: object,
) -> Person:
    """A person who signs in with `PASSWORD`; made once, then found again by name."""
    email = f"{name.lower().replace(' ', '.')}@council.example"
    person = Person.objects.filter(email=email).first() or Person.objects.create_user(
        email, PASSWORD, name=name, **fields
    )
    if role is not None:
        Appointment.objects.get_or_create(
            person=person,
            role=role,
            service=service,
            directorate=directorate,
            defaults={"starts_on": FIRST_DAY},
        )
    return person


def make_officer(service: Service, name: str = "") -> Person:
    return make_person(name or f"Officer of {service.name}", Role.OFFICER, service=service)


def make_approver(service: Service, name: str = "") -> Person:
    return make_person(name or f"Approver of {service.name}", Role.APPROVER, service=service)


def make_performance(name: str = "Penny") -> Person:
    return make_person(name, Role.PERFORMANCE)


def make_service(name: str = "Children", directorate: str = "People") -> Service:
    """A service; it and its directorate are made once, then found again by name."""
    above, _ = Directorate.objects.get_or_create(name=directorate)
    return Service.objects.get_or_create(directorate=above, name=name)[0]


def make_measure(ref: str = "25", *, service: Service | None = None, **fields: object) -> Measure:
    """A percentage at one decimal, unless `fields` say otherwise; it has no terms yet."""
    given = {
        "title": f"Measure {ref}",
        "value_type": "percent",
        "decimals": 1,
        "service": service or make_service(),
    }
    return Measure.objects.create(ref=ref, **given | fields)


def make_terms(measure: Measure, year: int = 2017, **fields: object) -> Terms:
    """80 or more, amber down to 75, unless `fields` say otherwise."""
    given = {
        "polarity": "MAX",
        "basis": "SNAPSHOT",
        "target_state": "SET",
        "target": Decimal(80),
        "tolerance_mode": "POINTS",
        "tolerance_amber": Decimal(5),
        "agreed_by": "Cabinet",
    }
    return Terms.objects.create(measure=measure, year=year, **given | fields)


def open_quarter(quarter: Quarter = Q3, *, due_on: date | None = None) -> Period:
    """Open a quarter for all measures that have terms; due twelve days after its end."""
    due_on = due_on or quarter.end + timedelta(days=12)
    return open_period(quarter=quarter, due_on=due_on, by=make_performance(), on=quarter.end)


def make_return(ref: str = "25", quarter: Quarter = Q3, **terms: object) -> Return:
    """A return that waits to be entered, with measure, terms and open period around it."""
    measure = Measure.objects.filter(ref=ref).first() or make_measure(ref)
    if not Terms.objects.for_quarter(quarter.year, quarter.number).filter(measure=measure).exists():
        make_terms(measure, quarter.year, **terms)
    period = Period.objects.at(quarter).first() or open_quarter(quarter)
    held = Terms.objects.for_quarter(quarter.year, quarter.number).filter(measure=measure)[0]
    return Return.objects.get_or_create(measure=measure, period=period, terms=held)[0]


def entered(
    return_: Return, value: str | None = "82", *, on: date = TODAY, **entry: object
) -> Return:
    """The return with a draft saved by an officer of its service."""
    typed: dict[str, Any] = {"value": None if value is None else Decimal(value), **entry}
    return save_draft(return_, Entry(**typed), by=_officer(return_), on=on)


def submitted(
    return_: Return, value: str | None = "82", *, on: date = TODAY, **entry: object
) -> Return:
    """The return entered and submitted by an officer of its service.

    An amber gets a cause and a sense check its reason, where the entry doesn't say otherwise.
    """
    saved = entered(return_, value, on=on, **entry)
    _settle(saved, on)
    return submit(return_, by=_officer(return_), on=on)


def _settle(saved: Return, on: date) -> None:
    """What an ordinary officer would add when asked."""
    entry = entry_of(saved)
    if saved.has_figure and not entry.waved:
        found = {each.code: each for each in doubts_about(saved)}.values()
        waved = tuple(Waved(each.code, each.message, CHECKED) for each in found)
        entry = replace(entry, waved=waved)
    if saved.has_figure and not entry.cause and colour_of(saved) is Colour.AMBER:
        entry = replace(entry, cause=AMBER_CAUSE)
    save_draft(saved, entry, by=_officer(saved), on=on)


def approved(
    return_: Return, value: str | None = "82", *, on: date = TODAY, **entry: object
) -> Return:
    """The return submitted by an officer and approved by somebody else."""
    submitted(return_, value, on=on, **entry)
    service = return_.measure.service
    by = make_approver(service) if service else make_performance("Second of the team")
    return approve(return_, by=by, on=on)


def make_history(measure: Measure, values: Mapping[Quarter, str], **entry: object) -> list[Return]:
    """Approved returns of closed periods, on the terms of their years."""
    made = []
    for quarter, value in sorted(values.items()):
        return_ = approved(make_return(measure.ref, quarter), value, on=quarter.end, **entry)
        close_period(return_.period, by=make_performance(), on=quarter.end)
        made.append(return_)
    return made


def _officer(return_: Return) -> Person:
    service = return_.measure.service
    return make_officer(service) if service else make_performance()
