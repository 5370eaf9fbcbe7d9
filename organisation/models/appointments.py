"""Which role a person has, for which part of the council, from when to when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from organisation.models.dated import Dated, ends_after_start
from organisation.models.people import Person
from organisation.models.structure import Directorate, Service


class Role(models.TextChoices):
    """What people come to do."""

    OFFICER = "OFFICER", "Officer"
    APPROVER = "APPROVER", "Approver"
    PERFORMANCE = "PERFORMANCE", "Performance team"
    MEMBER = "MEMBER", "Cabinet or scrutiny member"
    ADMINISTRATOR = "ADMINISTRATOR", "Administrator"


class Appointment(Dated):
    """A role. Officers have it for a service, approvers for a service or a directorate."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=20, choices=Role)
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    directorate = models.ForeignKey(
        Directorate, models.PROTECT, null=True, blank=True, related_name="appointments"
    )

    class Meta:
        ordering = ("person__name", "starts_on")
        constraints = (
            ends_after_start("appointment_ends_after_start"),
            models.CheckConstraint(
                name="appointment_scope_fits_role",
                condition=Q(role=Role.OFFICER, service__isnull=False, directorate=None)
                | Q(role=Role.APPROVER, service__isnull=False, directorate=None)
                | Q(role=Role.APPROVER, service=None, directorate__isnull=False)
                | (~Q(role__in=(Role.OFFICER, Role.APPROVER)) & Q(service=None, directorate=None)),
                violation_error_message=(
                    "An officer needs a service, an approver a service or a directorate; "
                    "the other roles are for the whole council."
                ),
            ),
        )

    def __str__(self) -> str:
        place = self.service or self.directorate
        return f"{self.person.name}: {self.get_role_display()}" + (f", {place}" if place else "")
