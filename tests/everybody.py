"""One person of each role, around a red, a return to enter and one to approve."""

from django.test import Client

from indicators.models import Measure, Return
from indicators.rules.periods import Quarter
from organisation.models import Directorate, Person, Role
from outcomes.models import Framework, Outcome
from tests.factories import (
    EXPLAINED,
    Q3,
    approved,
    make_measure,
    make_officer,
    make_person,
    make_return,
    make_service,
    submitted,
)

ROLES = (
    "nobody",
    "officer of the service",
    "officer of another service",
    "approver of the service",
    "approver of another service",
    "performance team",
    "member",
    "administrator",
    "without appointment",
)


def make_everybody(quarter: Quarter = Q3) -> dict[str, Person | None]:
    """One person a role, around a red, a return to enter and one to approve."""
    service, other = make_service("Children", "People"), make_service("Waste", "Place")
    framework = Framework.objects.create(code="sof", name="Framework")
    Outcome.objects.create(
        framework=framework, code="SOF-1", short_name="Healthy", statement="Healthy", position=1
    )
    for ref in ("25", "26", "27"):
        make_measure(ref, service=service)
    returns = {ref: make_return(ref, quarter) for ref in ("25", "26", "27")}
    approved(returns["25"], "50", **EXPLAINED)
    submitted(returns["27"])
    assert Return.objects.count() == Measure.objects.count() == 3
    assert Directorate.objects.filter(slug="people").exists()
    return dict(
        zip(
            ROLES,
            (
                None,
                make_officer(service),
                make_officer(other),
                make_person("Asha", Role.APPROVER, service=service),
                make_person("Bela", Role.APPROVER, service=other),
                make_person("Petra", Role.PERFORMANCE, is_staff=True),
                make_person("Cllr Moss", Role.MEMBER),
                make_person("Ada", Role.ADMINISTRATOR, is_staff=True),
                make_person("Nobody in particular"),
            ),
            strict=True,
        )
    )


def client_of(person: Person | None) -> Client:
    """A browser of that person, or of nobody signed in."""
    client = Client()
    if person is not None:
        client.force_login(person)
    return client
