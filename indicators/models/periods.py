"""The quarters for which returns are asked, with due date and state."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from indicators.rules.periods import Quarter


class PeriodState(models.TextChoices):
    """Once closed, nothing in it is worked out again."""

    OPEN = "OPEN", "Open"
    CLOSED = "CLOSED", "Closed"


class PeriodQuerySet(models.QuerySet["Period"]):
    """Periods by what people look for."""

    def at(self, quarter: Quarter) -> PeriodQuerySet:
        return self.filter(year=quarter.year, number=quarter.number)

    def open(self) -> PeriodQuerySet:
        return self.filter(state=PeriodState.OPEN)

    def newest_first(self) -> PeriodQuerySet:
        return self.order_by("-year", "-number")


class Period(models.Model):
    """A quarter of a financial year; `year` is the one in which the financial year begins."""

    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField("quarter")
    due_on = models.DateField(help_text="Last day on which returns are in time.")
    state = models.CharField(max_length=6, choices=PeriodState, default=PeriodState.OPEN)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[PeriodQuerySet] = PeriodQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("year", "number")
        constraints = (
            models.UniqueConstraint(fields=("year", "number"), name="period_once"),
            models.CheckConstraint(
                name="period_quarter_1_to_4", condition=Q(number__gte=1, number__lte=4)
            ),
            models.CheckConstraint(
                name="period_closed_has_day_and_person",
                condition=Q(state=PeriodState.OPEN, closed_on=None, closed_by=None)
                | Q(state=PeriodState.CLOSED, closed_on__isnull=False, closed_by__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.quarter.name

    @property
    def quarter(self) -> Quarter:
        """The same as the rules know it."""
        return Quarter(self.year, self.number)

    @property
    def slug(self) -> str:
        return self.quarter.slug

    @property
    def is_open(self) -> bool:
        return self.state == PeriodState.OPEN

    def days_late(self, on: date) -> int:
        """Whole days past the due date; 0 on the day itself."""
        return max((on - self.due_on).days, 0)
