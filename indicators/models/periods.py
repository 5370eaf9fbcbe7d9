"""The quarters, and year-end outturns, for which returns are asked, with their dates."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

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
    """A quarter of a financial year; `year` is the one in which the financial year begins.

    Number 5 is the year-end outturn, a step of its own after quarter 4 (Bury, Cabinet 13 April
    2016, 5.2: once all year-end data has been received).
    """

    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField("quarter", help_text="5 is the year-end outturn.")
    due_on = models.DateField(help_text="Last day on which returns are in time.")
    enter_until = models.DateField(
        "grace ends on",
        null=True,
        blank=True,
        help_text="Last day on which officers can enter; then it is locked. Empty: never.",
    )
    locked_on = models.DateField(null=True, blank=True, help_text="Locked by hand before that.")
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
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
                name="period_quarter_or_outturn", condition=Q(number__gte=1, number__lte=5)
            ),
            models.CheckConstraint(
                name="period_grace_after_due",
                condition=Q(enter_until=None) | Q(enter_until__gte=F("due_on")),
                violation_error_message="The days of grace end before the due date.",
            ),
            models.CheckConstraint(
                name="period_locked_has_day_and_person",
                condition=Q(locked_on=None, locked_by=None)
                | Q(locked_on__isnull=False, locked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="period_closed_has_day_and_person",
                condition=Q(state=PeriodState.OPEN, closed_on=None, closed_by=None)
                | Q(state=PeriodState.CLOSED, closed_on__isnull=False, closed_by__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.quarter.name

    record_label = __str__

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

    def is_locked(self, on: date) -> bool:
        """Open, but for entering only by those who were let in by name."""
        past_grace = self.enter_until is not None and on > self.enter_until
        return self.is_open and (self.locked_on is not None or past_grace)

    def days_late(self, on: date) -> int:
        """Whole days past the due date; 0 on the day itself."""
        return max((on - self.due_on).days, 0)


class Reopening(models.Model):
    """Who may still enter in a locked or closed period, until when, and why.

    In a closed period what they enter is a correction: a new version of the return, beside which
    the old one stays.
    """

    period = models.ForeignKey(Period, models.PROTECT, related_name="reopenings")
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="reopenings")
    until = models.DateField("last day")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_on = models.DateField()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(name="reopening_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="reopening_ends_after_start", condition=Q(until__gte=F("made_on"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.period} until {self.until}"
