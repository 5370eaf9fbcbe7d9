"""A service with returns to chase, made by rows alone, and its people."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from indicators.models import Measure, Message, Period, Reminder, Return, State
from indicators.reminding.matters import Matter, due
from indicators.rules.periods import Quarter
from organisation.models import Cover, Person, Role, Service
from tests.factories import Q3, make_measure, make_officer, make_person, make_service, make_terms

DUE = date(2018, 1, 12)
# Recognisable wherever it should turn up, and where it never may.
FIGURE, COMMENTARY, REASON = Decimal("8642.57"), "Zanzibar commentary", "Quagmire reason"


def make_period(quarter: Quarter = Q3, due_on: date = DUE, **fields: object) -> Period:
    found = Period.objects.at(quarter).first()
    given = {"due_on": due_on, "opened_on": quarter.end, **fields}
    return found or Period.objects.create(year=quarter.year, number=quarter.number, **given)


def make_chased(ref: str = "25", *, period: Period | None = None, **fields: Any) -> Return:
    """A return not started, with a figure and text of a draft in it, for measure `ref`."""
    period = period or make_period()
    measure = Measure.objects.filter(ref=ref).first() or make_measure(ref, **fields)
    terms = measure.terms.filter(year=period.year).first() or make_terms(measure, period.year)
    return Return.objects.create(
        measure=measure, period=period, terms=terms, value=FIGURE, commentary=COMMENTARY
    )


def led(ref: str = "25", lead: str = "Lena Lead", deputy: str = "", **fields: Any) -> Return:
    """A return whose measure has a lead, and a deputy where one is named."""
    service = make_service()
    people: dict[str, Any] = {
        "lead": make_officer(service, lead) if lead else None,
        "deputy": make_officer(service, deputy) if deputy else None,
    }
    return make_chased(ref, service=service, **people, **fields)


def put(return_: Return, state: State, *, by: Person, on: date, edit: int = 1) -> Return:
    """Write a state as the deeds would, with what the database asks for beside it."""
    return_.state, return_.edit = state, edit
    sent = state in {State.SUBMITTED, State.APPROVED}
    return_.submitted_by, return_.submitted_on = (by, on) if sent else (None, None)
    approved = state == State.APPROVED
    approver = make_person("Amir Approver", Role.APPROVER, service=return_.measure.service)
    return_.approved_by, return_.approved_on = (approver, on) if approved else (None, None)
    return_.sent_back_reason = REASON if state == State.SENT_BACK else ""
    return_.save()
    return return_


def leaves(person: Person) -> None:
    person.is_active = False
    person.save()


def covers(by: Person, absent: Person, first: date = DUE, last: date = DUE) -> Cover:
    return Cover.objects.create(absent=absent, by=by, starts_on=first, ends_on=last)


def head_of(service: Service, name: str = "Hana Head") -> Person:
    return make_person(name, Role.APPROVER, service=service)


def director_of(service: Service, name: str = "Dora Director") -> Person:
    return make_person(name, Role.APPROVER, directorate=service.directorate)


def told(on: date) -> list[tuple[str, str, str]]:
    """Who is told what of which measure."""
    found = ((each.person.name, each.kind.value, each.of.measure.ref) for each in due(on).matters)
    return sorted(found)


def remember(on: date) -> None:
    """Tell what holds on a day, and nothing else."""
    for each in due(on).matters:
        write(each, on)


def write(matter: Matter, on: date) -> None:
    person = matter.person
    message = Message.objects.create(to=person, address=person.email, on=on, subject="-")
    Reminder.objects.create(
        message=message,
        person=person,
        of=matter.of,
        kind=matter.kind,
        occasion=matter.occasion,
    )


def person(name: str = "Lena Lead") -> Person:
    return Person.objects.get(name=name)
