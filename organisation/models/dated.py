"""What is true from one day to another: who held a post, which service a portfolio covered."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q


class DatedQuerySet(models.QuerySet[Any]):
    """Rows with a first and, once over, a last day."""

    def on(self, day: date) -> Self:
        """Rows in force on `day`; a row without a last day goes on."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


class Dated(models.Model):
    """First day and last day (both included) of what a row says."""

    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True


def ends_after_start(name: str) -> models.CheckConstraint:
    """The rule, under a name of its own, that nothing ends before it starts."""
    return models.CheckConstraint(
        name=name,
        condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
        violation_error_message="The last day is before the first day.",
    )
