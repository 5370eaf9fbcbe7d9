"""What the organisation's tables refuse: each rule by its name, with the row that it refuses."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from organisation.models import (
    Appointment,
    Change,
    ChangeText,
    Council,
    Cover,
    Directorate,
    Person,
    Portfolio,
    PortfolioHolder,
    PortfolioRemit,
    Role,
    Seal,
    Service,
)
from tests.factories import TODAY, make_person, make_service

pytestmark = pytest.mark.django_db
FIRST, LATER = date(2017, 4, 1), date(2018, 4, 1)


def rows() -> dict[str, Any]:
    """For each constraint: a callable that writes what must never be."""
    service, person = make_service("Children", "People"), make_person("Alice")
    other = make_person("Bela")
    directorate = service.directorate
    portfolio = Portfolio.objects.create(name="Children")
    remit = {"portfolio": portfolio, "service": service, "starts_on": FIRST}
    holder = {"portfolio": portfolio, "person": person, "starts_on": FIRST}
    change = Change.objects.create(on=TODAY, deed="x", object_id=1, origin="test")
    return {
        "person_email_once": lambda: Person.objects.create(email=person.email.upper(), name="B"),
        "directorate_name_once": lambda: Directorate.objects.create(name="People", slug="other"),
        "directorate_address_once": lambda: Directorate.objects.create(name="people"),
        "service_name_once_in_directorate": lambda: Service.objects.create(
            directorate=directorate, name="Children"
        ),
        "portfolio_name_once": lambda: Portfolio.objects.create(name="Children"),
        "portfolio_remit_once": lambda: [PortfolioRemit.objects.create(**remit) for _ in "12"],
        "portfolio_remit_ends_after_start": lambda: PortfolioRemit.objects.create(
            portfolio=portfolio, service=service, starts_on=LATER, ends_on=FIRST
        ),
        "portfolio_holder_once": lambda: [PortfolioHolder.objects.create(**holder) for _ in "12"],
        "portfolio_holder_ends_after_start": lambda: PortfolioHolder.objects.create(
            portfolio=portfolio, person=person, starts_on=LATER, ends_on=FIRST
        ),
        "appointment_ends_after_start": lambda: Appointment.objects.create(
            person=person, role=Role.MEMBER, starts_on=LATER, ends_on=FIRST
        ),
        "appointment_scope_fits_role": lambda: Appointment.objects.create(
            person=person, role=Role.OFFICER, directorate=directorate, starts_on=FIRST
        ),
        "council_one_row": lambda: Council.objects.create(id=2),
        "council_reminds_again_after_a_day": lambda: Council.objects.create(
            id=1, remind_again_days=0
        ),
        "cover_ends_after_start": lambda: Cover.objects.create(
            absent=person, by=other, starts_on=LATER, ends_on=FIRST
        ),
        "cover_has_a_last_day": lambda: Cover.objects.create(
            absent=person, by=other, starts_on=FIRST
        ),
        "cover_is_by_another": lambda: Cover.objects.create(
            absent=person, by=person, starts_on=FIRST, ends_on=LATER
        ),
        "seal_digest_once": lambda: [Seal.objects.create(rows=1, digest="a") for _ in "12"],
        "council_tolerance_not_negative": lambda: Council.objects.create(
            id=1, tolerance_percent=-1
        ),
        "change_text_once_a_part": lambda: [
            ChangeText.objects.create(change=change, part="why") for _ in "12"
        ],
    }


def named(app: str) -> set[str]:
    """Every constraint of an app's models."""
    return {
        constraint.name
        for model in apps.get_app_config(app).get_models()
        for constraint in model._meta.constraints
    }


def test_every_constraint_has_its_row() -> None:
    assert set(rows()) == named("organisation")


@pytest.mark.parametrize("name", sorted(named("organisation") if apps.ready else []))
def test_constraint_refuses(name: str) -> None:
    writes = rows()[name]
    # On SQLite the record's trigger comes before the constraint on its texts.
    with (
        pytest.raises(IntegrityError, match=f"{name}|UNIQUE constraint failed|append-only"),
        transaction.atomic(),
    ):
        writes()
