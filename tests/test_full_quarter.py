"""A quarter of a whole council, played over HTTP by everybody who has a part in it.

500 measures of 60 services: half of the officers type each return, half paste theirs into the
grid; some come late, some never. At each step the board counts right and the reminders go to
those who still have something to do, once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.mail import EmailMessage
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from indicators.models import Measure, Rating, Return, Terms
from indicators.returns.addresses import key_of
from organisation.models import Appointment, Change, Directorate, Person, Role, Service
from tests.factories import DUE, FIRST_DAY, PASSWORD
from tests.visiting import Page, Visitor

OPENS = date(2018, 1, 2)
PERIOD = "2017-18-q3"
GREEN, AMBER, RED = "82.5", "77.5", "61.0"
EXPLAINED = {
    "cause": "Two providers gave notice.",
    "key_risks": "People wait longer for a first visit.",
    "mitigation": "A second team takes new cases from January.",
    "expected_recovery": "2018-19-q2",
    "action-1-text": "Let the contract again",
    "action-1-owner_post": "Head of service",
    "action-1-due_on": "31 March 2018",
}
Clock = Callable[[date], None]


@dataclass(frozen=True)
class Size:
    """How large a council; the last services come late, and the very last never."""

    services: int
    measures: int
    late: int
    never: int


FULL = Size(services=60, measures=500, late=15, never=5)


@dataclass(frozen=True)
class Office:
    """A service with those who enter and approve for it, and what they answer for."""

    service: Service
    officer: Person
    approver: Person
    refs: tuple[str, ...]


def value_of(ref: str) -> str:
    """One in ten is red, one amber, the others green."""
    return {0: RED, 1: AMBER}.get(int(ref) % 10, GREEN)


class Council:
    """The council, its site and the day; everybody signs in with their own browser."""

    def __init__(self, size: Size, site: str, clock: Clock, sent: list[EmailMessage]) -> None:
        self.size, self.site, self.clock, self.sent = size, site, clock, sent
        self.offices = list(make_offices(size))
        self.team = self.visit(make_person("Team", Role.PERFORMANCE))
        self.seen_mails = 0

    def visit(self, person: Person) -> Visitor:
        return Visitor(self.site, person.email, PASSWORD)

    # What the team sees

    def board(self) -> dict[str, int]:
        """The numbers of the board's tiles by their words."""
        page = self.team.get(f"/board/{PERIOD}/")
        tiles = re.findall(r'class="app-tile"[^>]*>([^<]+)<strong>([\d,]+)</strong>', page.html)
        return {name.strip(): int(count.replace(",", "")) for name, count in tiles}

    def reminds(self, on: date) -> list[str]:
        """Send what is to be sent that day; the addresses it went to, in order."""
        self.clock(on)
        page = self.team.get("/reminders/")
        if "Nothing was sent" in page.words or 'value="send"' not in page.html:
            return []
        self.team.send(page, "seal", {}, "send")
        fresh = self.sent[self.seen_mails :]
        self.seen_mails = len(self.sent)
        return sorted(address for mail in fresh for address in mail.to)


def make_person(name: str, role: Role, service: Service | None = None) -> Person:
    email = f"{name.lower().replace(' ', '.')}@council.example"
    person = Person.objects.create_user(email, PASSWORD, name=name)
    Appointment.objects.create(person=person, role=role, service=service, starts_on=FIRST_DAY)
    return person


def make_offices(size: Size) -> Iterator[Office]:
    above = [Directorate.objects.create(name=f"Directorate {each}") for each in "ABCDEF"]
    for number in range(size.services):
        name = f"Service {number + 1}"
        service = Service.objects.create(directorate=above[number % len(above)], name=name)
        officer = make_person(f"Officer {number + 1}", Role.OFFICER, service)
        refs = tuple(str(each) for each in range(number + 1, size.measures + 1, size.services))
        make_measures(service, officer, refs)
        yield Office(
            service, officer, make_person(f"Head {number + 1}", Role.APPROVER, service), refs
        )


def make_measures(service: Service, lead: Person, refs: tuple[str, ...]) -> None:
    made = Measure.objects.bulk_create(
        Measure(
            ref=ref,
            title=f"Visits made in time by team {ref}",
            value_type="percent",
            decimals=1,
            service=service,
            lead=lead,
        )
        for ref in refs
    )
    Terms.objects.bulk_create(
        Terms(
            measure=measure,
            year=2017,
            polarity="MAX",
            basis="SNAPSHOT",
            target_state="SET",
            target=Decimal(80),
            tolerance_mode="POINTS",
            tolerance_amber=Decimal(5),
        )
        for measure in made
    )


# What officers do


def types(visitor: Visitor, ref: str, commentary: str = "") -> Page:
    """Enter one return on its own page: look at the colour, then submit."""
    value = value_of(ref)
    typed = {"value": value, "commentary": commentary or f"Team {ref} as planned."}
    if value == RED:
        typed |= EXPLAINED
    elif value == AMBER:
        typed["cause"] = "One post was vacant in October."
    address = f"/returns/{PERIOD}/{ref}/"
    checked = visitor.send(visitor.get(address), "value", typed, "submit")
    if 'name="seen"' not in checked.html:
        return checked
    return visitor.send(checked, "value", {}, "submit")


def pastes(visitor: Visitor, office: Office) -> None:
    """Enter a whole service on the grid; its reds are finished on their own pages."""
    address = f"/returns/{PERIOD}/grid/{key_of(office.service)}/"
    lines = ["Ref\tFigure\tCommentary\tCause"]
    for ref in office.refs:
        cause = "One post was vacant in October." if value_of(ref) == AMBER else ""
        lines.append(f"{ref}\t{value_of(ref)}%\tTeam {ref} as planned.\t{cause}")
    filled = visitor.send(visitor.get(address), "pasted", {"pasted": "\n".join(lines)}, "paste")
    saved = visitor.send(filled, "pasted", {"pasted": ""}, "save")
    assert saved.status == 200, saved.words
    visitor.send(saved, "pasted", {"pasted": ""}, "submit")
    for ref in office.refs:
        if value_of(ref) == RED:
            types(visitor, ref)


def returns_all(council: Council, offices: list[Office]) -> None:
    for number, office in enumerate(offices):
        visitor = council.visit(office.officer)
        if number % 2:
            pastes(visitor, office)
        else:
            for ref in office.refs:
                types(visitor, ref)


# What approvers do


def approves_all(council: Council, office: Office) -> None:
    """All greens at once, the others one by one."""
    visitor = council.visit(office.approver)
    queue = visitor.get("/approvals/")
    for address in set(re.findall(rf'href="(/approvals/{PERIOD}/greens/[^"]+)"', queue.html)):
        visitor.send(visitor.get(address), "return", {})
    left = Return.objects.filter(measure__service=office.service, state="SUBMITTED")
    for ref in left.values_list("measure__ref", flat=True):
        visitor.send(visitor.get(f"/approvals/{PERIOD}/{ref}/"), "seen_edit", {}, "approve")


def addresses(offices: list[Office], who: str = "officer") -> list[str]:
    return sorted(getattr(each, who).email for each in offices)


@pytest.fixture
def clock(settings: Settings) -> Clock:
    def is_now(day: date) -> None:
        settings.BUSINESS_TODAY = day

    return is_now


@pytest.mark.django_db(transaction=True)
@pytest.mark.quarter
def test_quarter_of_a_whole_council(
    live_server: LiveServer, clock: Clock, mailoutbox: list[EmailMessage]
) -> None:
    clock(OPENS)
    council = Council(FULL, live_server.url, clock, mailoutbox)
    play(council)


def play(council: Council) -> None:
    size, offices = council.size, council.offices
    in_time = offices[: -size.late - size.never]
    late = offices[-size.late - size.never : -size.never]
    never = offices[-size.never :]

    opens(council)
    assert shown(council, returned=0, late=0)
    assert council.reminds(OPENS) == []
    five_days_before = DUE - timedelta(days=5)
    assert council.reminds(five_days_before) == addresses(offices)
    assert council.reminds(five_days_before) == []

    returns_all(council, in_time)
    came = number_of(in_time)
    assert shown(council, returned=came, late=0)
    assert council.reminds(DUE) == addresses(late + never)

    council.clock(DUE + timedelta(days=1))
    assert shown(council, returned=came, late=size.measures - came)
    assert council.reminds(DUE + timedelta(days=1)) == addresses(late + never)
    returns_all(council, late)
    came += number_of(late)
    assert shown(council, returned=came, late=size.measures - came)
    assert council.reminds(DUE + timedelta(days=5)) == addresses(never, "approver")

    sent_back_and_mended(council, in_time[0])
    for office in in_time + late:
        approves_all(council, office)
    assert shown(council, returned=came, approved=came, late=size.measures - came)
    told = council.reminds(DUE + timedelta(days=6))
    assert told == addresses(in_time + late)

    closes(council, never)
    assert_closed(council, came)


def number_of(offices: list[Office]) -> int:
    return sum(len(each.refs) for each in offices)


def shown(council: Council, **wanted: int) -> bool:
    """Whether the board says so, and the database with it."""
    found = council.board()
    returned = Return.objects.filter(state__in=("SUBMITTED", "APPROVED")).count()
    assert found["Returned"] == returned == wanted["returned"], found
    assert found["Late now"] == wanted["late"], found
    assert found["Approved"] == wanted.get("approved", 0), found
    return True


def opens(council: Council) -> None:
    page = council.team.get(f"/periods/{PERIOD}/open/")
    done = council.team.send(page, "due_on", {"due_on": "12 January 2018"})
    assert Return.objects.count() == council.size.measures, done.words


def sent_back_and_mended(council: Council, office: Office) -> None:
    """An approver sends one back, its officer is told, mends it and is told no more."""
    approver, ref = council.visit(office.approver), office.refs[-1]
    page = approver.get(f"/approvals/{PERIOD}/{ref}/")
    approver.send(page, "reason", {"reason": "Say why it rose."}, "send-back")
    assert Return.objects.get(measure__ref=ref).state == "SENT_BACK"
    assert council.reminds(DUE + timedelta(days=5)) == [office.officer.email]
    officer = council.visit(office.officer)
    assert "Say why it rose." in officer.get("/returns/").words
    types(officer, ref, "Rose because a second team began in November.")
    assert council.reminds(DUE + timedelta(days=5)) == []


def closes(council: Council, never: list[Office]) -> None:
    """What never came is named with a reason, then the period closes."""
    council.clock(DUE + timedelta(days=7))
    refused = council.team.get(f"/periods/{PERIOD}/close/")
    assert f"It can't be closed yet. {number_of(never)} returns stand" in refused.words
    page = council.team.get(f"/periods/{PERIOD}/?choose=all")
    council.team.send(
        page, "returns", {"reason": "No figure came by the day of closing."}, "acknowledge-several"
    )
    missing = Return.objects.filter(missing_acknowledged_by__isnull=False).count()
    assert missing == number_of(never)
    close = council.team.get(f"/periods/{PERIOD}/close/")
    council.team.send(close, "csrfmiddlewaretoken", {})


def assert_closed(council: Council, came: int) -> None:
    size = council.size
    kept = Rating.objects.filter(is_frozen=True)
    assert kept.count() == size.measures
    assert kept.filter(status="RED_AWAITING").count() == size.measures - came
    for colour in ("GREEN", "AMBER", "RED"):
        value = Decimal({"GREEN": GREEN, "AMBER": AMBER, "RED": RED}[colour])
        wrong = kept.filter(status=colour).exclude(value=value)
        assert not wrong.exists()
    assert council.reminds(DUE + timedelta(days=8)) == []
    assert Change.objects.filter(deed="return approved").exists()
