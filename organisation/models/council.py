"""The council's own settings, in one row."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q


class AwaitingPolicy(models.TextChoices):
    """How a return that is late is shown (Bury, Cabinet 13 April 2016, 2.7: as red)."""

    RED = "RED", "Red, counted apart"
    GREY = "GREY", "Grey, counted apart"


class Council(models.Model):
    """Name and habits of the council whose scorecard this is."""

    name = models.CharField(max_length=120, default="Our council")
    awaiting_policy = models.CharField(
        "returns awaiting information are shown",
        max_length=4,
        choices=AwaitingPolicy,
        default=AwaitingPolicy.RED,
    )
    tolerance_percent = models.DecimalField(
        "amber reaches to this many per cent of the target",
        max_digits=5,
        decimal_places=2,
        default=Decimal(5),
        help_text="Used for measures without a tolerance of their own.",
    )
    tolerance_agreed_by = models.CharField(
        max_length=200, blank=True, help_text="Empty: shown as not yet agreed."
    )
    colours_indicators = models.BooleanField(
        "indicators are coloured against a target",
        default=False,
        help_text="Nobody alone answers for an indicator, so by default its trend is shown.",
    )

    commentary_limit = models.PositiveSmallIntegerField(
        "commentary is at most this many characters",
        default=1500,
        help_text="A longer one needs a reason.",
    )
    grace_days = models.PositiveSmallIntegerField(
        "days of grace after the due date",
        default=10,
        help_text="Then a period locks itself, and only those let in by name can enter.",
    )
    remind_days_before = models.PositiveSmallIntegerField("remind so many days before", default=5)
    remind_again_days = models.PositiveSmallIntegerField(
        "remind of what is overdue every so many days", default=7
    )
    escalate_days_after = models.PositiveSmallIntegerField(
        "tell the head of service after so many days", default=5
    )

    class Meta:
        verbose_name = "council settings"
        verbose_name_plural = "council settings"
        constraints = (
            models.CheckConstraint(name="council_one_row", condition=Q(id=1)),
            models.CheckConstraint(
                name="council_reminds_again_after_a_day", condition=Q(remind_again_days__gte=1)
            ),
            models.CheckConstraint(
                name="council_tolerance_not_negative", condition=Q(tolerance_percent__gte=0)
            ),
        )

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> Council:
        """The one row; a fresh database gets it with the defaults."""
        return cls.objects.get_or_create(id=1)[0]
