"""The example council itself: settings, directorates and services, portfolios, people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password

from organisation.models import (
    Appointment,
    Council,
    Directorate,
    Person,
    Portfolio,
    PortfolioHolder,
    PortfolioRemit,
    Role,
    Service,
)
from organisation.record import Edit, record, save
from perfmgmt.demo import DEMO_PASSWORD
from perfmgmt.demo.sources import read_json

EMAIL_AT = "example.council"


@dataclass(frozen=True)
class Account:
    """Someone of the example council, and what they come to do."""

    role: Role
    name: str
    post: str
    does: str
    services: tuple[str, ...]
    directorate: str
    left_on: date | None = None
    left_because: str = ""

    @property
    def email(self) -> str:
        return f"{self.name.lower().replace(' ', '.')}@{EMAIL_AT}"


def accounts() -> list[Account]:
    """Everybody, in the order in which the command names them."""
    return [_account(row) for row in read_json("demo_people.json")["people"]]


def _account(row: dict[str, Any]) -> Account:
    left = row.get("left", {})
    return Account(
        role=Role(row["role"]),
        name=row["name"],
        post=row["post"],
        does=row["does"],
        services=tuple(row.get("services", ())),
        directorate=row.get("directorate", ""),
        left_on=date.fromisoformat(left["on"]) if left else None,
        left_because=left.get("why", ""),
    )


def make_administrator(on: date) -> Person:
    """The first person, who makes all the others."""
    account = next(each for each in accounts() if each.role == Role.ADMINISTRATOR)
    person = _person(account, make_password(DEMO_PASSWORD))
    _record_added(person, by=None, on=on)
    appointment = Appointment(person=person, role=account.role, starts_on=on)
    save(appointment, by=person, on=on)
    return person


def make_council(by: Person, on: date) -> None:
    """Settings, directorates with their services, and everybody with their appointments."""
    source = read_json("demo_council.json")
    council = Council.current()
    council.name = source["name"]
    save(council, by=by, on=on)
    for row in source["directorates"]:
        _make_directorate(row, by, on)
    _make_people(by, on)
    for row in source["portfolios"]:
        _make_portfolio(row, by, on)


def _make_directorate(row: dict[str, Any], by: Person, on: date) -> None:
    directorate = Directorate(name=row["name"], first_day=on)
    save(directorate, by=by, on=on)
    for each in row["services"]:
        save(Service(directorate=directorate, name=each["name"], first_day=on), by=by, on=on)


def _make_people(by: Person, on: date) -> None:
    password = by.password  # one known password for all: its slow hash is worked out once
    for account in accounts():
        if account.role == Role.ADMINISTRATOR:
            continue
        person = _person(account, password)
        _record_added(person, by=by, on=on)
        for appointment in _appointments(account, person, on):
            save(appointment, by=by, on=on)


def _person(account: Account, password: str) -> Person:
    return Person.objects.create(
        email=account.email,
        name=account.name,
        post=account.post,
        password=password,
        is_staff=account.role in {Role.ADMINISTRATOR, Role.PERFORMANCE},
    )


def _record_added(person: Person, by: Person | None, on: date) -> None:
    """What the record says of a new person; never the password."""
    edits = [Edit("email", "", person.email), Edit("post", "", person.post)]
    record("person added", person, by=by, on=on, edits=edits)


def _appointments(account: Account, person: Person, on: date) -> list[Appointment]:
    held = {"person": person, "role": account.role, "starts_on": on}
    if account.directorate:
        directorate = Directorate.objects.get(name=account.directorate)
        return [Appointment(**held, directorate=directorate)]
    services = Service.objects.filter(name__in=account.services)
    return [Appointment(**held, service=each) for each in services] or [Appointment(**held)]


def _make_portfolio(row: dict[str, Any], by: Person, on: date) -> None:
    portfolio = Portfolio(name=row["name"])
    save(portfolio, by=by, on=on)
    for each in row["remits"]:
        service = Service.objects.get(name=each["service"])
        remit = PortfolioRemit(portfolio=portfolio, service=service, **_dates(each))
        save(remit, by=by, on=on)
    for each in row["holders"]:
        person = Person.objects.get(email=each["email"])
        save(PortfolioHolder(portfolio=portfolio, person=person, **_dates(each)), by=by, on=on)


def _dates(row: dict[str, str]) -> dict[str, date]:
    given = {"starts_on": row["from"]} | ({"ends_on": row["until"]} if "until" in row else {})
    return {name: date.fromisoformat(day) for name, day in given.items()}


def lead_posts() -> dict[str, str]:
    """The post that answers for the measures of each service, by the service's name."""
    return {
        service["name"]: service["lead_post"]
        for directorate in read_json("demo_council.json")["directorates"]
        for service in directorate["services"]
    }
