"""Every table of the administration, out as a spreadsheet and in again: nothing changes."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from import_export.admin import ExportMixin
from tablib.core import Dataset

from indicators.models import (
    Baseline,
    Benchmark,
    ColumnName,
    Comparator,
    ImportRun,
    Milestone,
    PlanAction,
    Return,
)
from indicators.rules.periods import Quarter
from organisation.models import (
    Appointment,
    Change,
    Council,
    Directorate,
    Person,
    Portfolio,
    Role,
)
from organisation.record import record, values
from organisation.resources import PersonResource
from outcomes.models import Framework, Outcome
from tests.factories import (
    TODAY,
    make_approver,
    make_history,
    make_measure,
    make_person,
    make_service,
)

pytestmark = pytest.mark.django_db
OURS = {"organisation", "outcomes", "indicators"}
TABLES: dict[type[Model], Any] = {
    model: each
    for model, each in admin.site._registry.items()  # noqa: SLF001 - no other list
    if model._meta.app_label in OURS
}


@pytest.fixture
def council() -> Person:
    """At least one row of each table, awkward texts included."""
    Council.objects.update_or_create(pk=1, defaults={"name": "=Our council"})
    service = make_service("Adults' care & housing")
    approver = make_approver(service, "Asha")
    Appointment.objects.create(
        person=approver, role=Role.APPROVER, directorate=service.directorate, starts_on=TODAY
    )
    Appointment.objects.create(person=approver, role=Role.MEMBER, starts_on=TODAY)
    Portfolio.objects.create(name="+Health")
    measure = make_measure("7a", title="@home", service=service)
    make_history(measure, {Quarter(2017, 1): "85", Quarter(2017, 2): "90.5"})
    Baseline.objects.create(
        measure=measure, period_end=date(2016, 11, 30), period_name="=November", value=Decimal(3)
    )
    framework = Framework.objects.create(code="SOF", name="Outcomes", agreed_on=TODAY)
    outcome = Outcome.objects.create(
        framework=framework,
        code="SOF-1",
        short_name="Safe",
        statement="-Safe\nand well",
        position=1,
    )
    england = Comparator.objects.create(name="England", note="=All of it")
    Benchmark.objects.create(
        measure=measure,
        comparator=england,
        period_end=date(2017, 3, 31),
        period_name="2016/17",
        value=Decimal("-0.5"),
    )
    action = PlanAction.objects.create(year=2017, ref="33", title="=Museum", due_words="-")
    action.outcomes.add(outcome)
    action.services.add(service)
    Milestone.objects.create(action=action, position=1, text="+Cabinet agrees", due_on=TODAY)
    ImportRun.objects.create(kind="measures", file_name="=a.xlsx", sha256="0" * 64, content=b"x")
    ColumnName.objects.create(kind="values", heading="=perf qtr", field="period")
    record("looked at", measure, by=approver, on=TODAY, why="@because")
    return approver


def everything() -> list[tuple[str, dict[str, Any]]]:
    return [
        (model.__name__, values(each))
        for model in apps.get_models()
        if model._meta.app_label in OURS
        for each in model._meta.base_manager.order_by("pk")
    ]


def test_every_table_goes_out() -> None:
    assert [model for model, each in TABLES.items() if not isinstance(each, ExportMixin)] == []


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_export_then_import_changes_nothing(council: Person, model: type[Model], form: str) -> None:
    [resource] = TABLES[model].resource_classes
    before = everything()
    written = resource().export().export(form)

    result = resource().import_data(
        Dataset().load(written, format=form), raise_errors=True, by=council, on=TODAY
    )

    assert model._meta.base_manager.exists()
    assert (result.totals["skip"], everything()) == (model._meta.base_manager.count(), before)


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Change, {"before": "0"}),
        (Return, {"value": "99"}),
        (ImportRun, {"file_name": "other.xlsx"}),
    ],
    ids=["Change", "Return", "ImportRun"],
)
def test_what_deeds_make_no_table_changes(
    council: Person, model: type[Model], change: dict[str, str]
) -> None:
    [resource] = TABLES[model].resource_classes
    table = resource().export()
    table.dict = [{**table.dict[0], **change}]
    before = everything()

    result = resource().import_data(table, by=council, on=TODAY)

    [row] = result.rows
    assert resource.remedy in str(row.errors[0].error)
    assert everything() == before


def test_people_come_in_without_password_and_are_recorded(council: Person) -> None:
    table = Dataset(
        ["New@Council.example", "Nia", "Analyst", "yes", "no"],
        headers=["email", "name", "post", "is_active", "is_staff"],
    )

    PersonResource().import_data(table, raise_errors=True, by=council, on=TODAY)

    made = Person.objects.get(email="new@council.example")
    assert (made.has_usable_password(), made.is_superuser) == (False, False)
    fields = Change.objects.filter(object_type="organisation.person", object_id=made.pk)
    assert set(fields.values_list("field", flat=True)) >= {"email", "name", "post"}


def test_administrator_takes_a_table_out_and_in(client: Client) -> None:
    make_service()
    admin_ = make_person("Ada", Role.ADMINISTRATOR, is_staff=True, is_superuser=True)
    client.force_login(admin_)
    address = reverse("admin:organisation_directorate_export")
    names = {"directorateresource_name": "on", "resource": "", "format": "1"}

    sent = client.post(address, names)

    assert sent.content.decode().splitlines() == [
        "name,first_day,last_day",
        "People,,",
    ]
    file = SimpleUploadedFile("directorates.csv", b"name\nPeople\nPlace\n")
    shown = client.post(
        reverse("admin:organisation_directorate_import"),
        {"import_file": file, "format": "0", "resource": ""},
    )
    confirm = shown.context["confirm_form"].initial
    client.post(reverse("admin:organisation_directorate_process_import"), confirm)
    assert list(Directorate.objects.values_list("name", flat=True)) == ["People", "Place"]
    made = Directorate.objects.get(name="Place")
    change = Change.objects.get(
        object_type="organisation.directorate", object_id=made.pk, field="name"
    )
    assert change.person == admin_
