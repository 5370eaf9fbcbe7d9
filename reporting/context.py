"""What every page shows around its content: the council, the day, where one may go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from indicators.officers.owed import owed
from indicators.rules.periods import Quarter
from organisation.access import Access
from organisation.clock import today
from organisation.models import Appointment, Council, Role
from reporting.scorecard.periods import latest_period

SIGN_IN = "account_login"
DEMO_DOMAIN = "@example.council"
#: What people of each role come to do, in the order in which a figure passes through their hands.
COME_TO_DO: dict[str, str] = {
    Role.OFFICER: "Enter the figures of their service, and explain its reds.",
    Role.APPROVER: "Approve what officers submitted, or send it back.",
    Role.PERFORMANCE: "Open and close periods, and chase what is missing.",
    Role.MEMBER: "Read what is red and why, down to the exception report.",
    Role.ADMINISTRATOR: "Imports the council's spreadsheets, and manages people.",
}
#: Which pages belong to which place of the navigation.
PLACES = {
    "Scorecard": {
        "reporting:overview",
        "reporting:overview-period",
        "reporting:directorate",
        "reporting:outcome",
        "reporting:measure",
        "reporting:measure-history",
    },
    "State of the borough": {"reporting:borough"},
    "Exception reports": {"reporting:exceptions", "reporting:exception"},
    "Actions": {"reporting:plan-now", "reporting:plan", "reporting:plan-directorate"},
    "Returns": {
        "indicators:returns",
        "indicators:return-edit",
        "indicators:return-correct",
        "indicators:return-versions",
        "indicators:return-history",
        "indicators:return-redact",
    },
    "Approvals": {
        "indicators:approvals",
        "indicators:approved",
        "indicators:approve-greens",
        "indicators:return-approve",
    },
    "Periods": {
        "indicators:periods",
        "indicators:period",
        "indicators:period-open",
        "indicators:period-dates",
        "indicators:period-lock",
        "indicators:period-unlock",
        "indicators:period-let-in",
        "indicators:period-close",
        "indicators:board-now",
        "indicators:board",
        "indicators:board-asked",
        "indicators:leads",
        "indicators:cover",
        "indicators:reminders",
        "indicators:terms-list",
        "indicators:terms",
        "indicators:terms-change",
        "indicators:terms-remove",
        "indicators:judgements",
        "indicators:judge",
        "indicators:settings",
    },
    "Settings": {"indicators:settings"},
}


@dataclass(frozen=True)
class Place:
    """Where one may go, and whether one is there."""

    label: str
    url: str
    current: bool
    note: str = ""  # what waits there: "1 late, 2 to do"


@dataclass(frozen=True)
class DemoPerson:
    """Somebody of the example council whom one may sign in as."""

    name: str
    email: str
    places: str


@dataclass(frozen=True)
class DemoGroup:
    """People of one role, and what they come to do."""

    role: str
    does: str
    people: tuple[DemoPerson, ...]


def page(request: HttpRequest) -> dict[str, Any]:
    """Council, business day and navigation for the page being shown."""
    shown: dict[str, Any] = {
        "council_name": Council.current().name,
        "is_demo": settings.DEMO,
        "business_today": today() if settings.DEMO else None,
        "navigation": navigation(request),
    }
    if settings.DEMO and _view_name(request) == SIGN_IN:
        shown["demo_groups"] = demo_groups()
        shown["demo_password"] = settings.DEMO_PASSWORD
    return shown


def navigation(request: HttpRequest) -> tuple[Place, ...]:
    """Where the person who is signed in may go; nowhere for anybody else."""
    access: Access | None = getattr(request, "access", None)
    if access is None or not access.person_id:
        return ()
    view = _view_name(request)
    notes = {"Returns": owed(access, today()).in_words}
    return tuple(
        Place(label, url, current=view in PLACES.get(label, set()), note=notes.get(label, ""))
        for label, url in _addresses(request, access)
    )


def _addresses(request: HttpRequest, access: Access) -> list[tuple[str, str]]:
    found = [("Scorecard", reverse("reporting:overview"))]
    if quarter := _quarter(request):
        at = {"period": quarter}
        found[0] = ("Scorecard", reverse("reporting:overview-period", kwargs=at))
        found.append(("State of the borough", reverse("reporting:borough", kwargs=at)))
        found.append(("Exception reports", reverse("reporting:exceptions", kwargs=at)))
    found.append(("Actions", reverse("reporting:plan-now")))
    if access.enters or access.is_performance:
        found.append(("Returns", reverse("indicators:returns")))
    if access.approves or access.is_performance:
        found.append(("Approvals", reverse("indicators:approvals")))
    if access.may_close():
        found.append(("Periods", reverse("indicators:periods")))
    elif Role.ADMINISTRATOR in access.roles:
        found.append(("Settings", reverse("indicators:settings")))
    if getattr(request.user, "is_staff", False):
        found.append(("Administration", reverse("admin:index")))
    return found


def _quarter(request: HttpRequest) -> Quarter | None:
    """The quarter that the page is about, so that one stays in it; else the latest."""
    asked = request.resolver_match.kwargs.get("period") if request.resolver_match else None
    if isinstance(asked, Quarter):
        return asked
    latest = latest_period(today())
    return latest.quarter if latest else None


def _view_name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def demo_groups() -> tuple[DemoGroup, ...]:
    """The example council's people by what they come to do: one query."""
    held = (
        Appointment.objects.on(today())
        .filter(person__email__iendswith=DEMO_DOMAIN, person__is_active=True)
        .select_related("person", "service", "directorate")
        .order_by("person__email", "starts_on")
    )
    people: dict[str, list[Appointment]] = {}
    for each in held:
        people.setdefault(each.person.email, []).append(each)
    groups: dict[str, list[DemoPerson]] = {role: [] for role in COME_TO_DO}
    for email, posts in people.items():
        groups[posts[0].role].append(_demo_person(email, posts))
    return tuple(
        DemoGroup(Role(role).label, COME_TO_DO[role], tuple(found))
        for role, found in groups.items()
        if found
    )


def _demo_person(email: str, posts: list[Appointment]) -> DemoPerson:
    places = [str(each.service or each.directorate or "") for each in posts]
    return DemoPerson(str(posts[0].person), email, ", ".join(place for place in places if place))
