"""The explanation of a red: cause, key risks, mitigation, actions, or why none is needed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from indicators.models.returns import Return
from indicators.rules.periods import Quarter


class ExceptionReport(models.Model):
    """What Cabinet reads about a red (Bury, Cabinet 13 April 2016, 2.5 i and ii)."""

    of = models.OneToOneField(Return, models.PROTECT, related_name="exception_report")
    cause = models.TextField(blank=True)
    key_risks = models.TextField(blank=True)
    mitigation = models.TextField(blank=True)
    expected_year = models.PositiveSmallIntegerField(null=True, blank=True)
    expected_quarter = models.PositiveSmallIntegerField(null=True, blank=True)
    recovery_reason = models.TextField("why that moved, or why none can be named", blank=True)
    was_expected_year = models.PositiveSmallIntegerField(null=True, blank=True)
    was_expected_quarter = models.PositiveSmallIntegerField(null=True, blank=True)
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    waived_on = models.DateField(null=True, blank=True)
    waived_reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="exception_report_waiver_has_reason_and_day",
                condition=Q(waived_by=None, waived_on=None, waived_reason="")
                | (Q(waived_by__isnull=False, waived_on__isnull=False) & ~Q(waived_reason="")),
            ),
            models.CheckConstraint(
                name="exception_report_recovery_is_a_quarter",
                condition=Q(expected_year=None, expected_quarter=None)
                | Q(
                    expected_year__isnull=False,
                    expected_quarter__isnull=False,
                    expected_quarter__gte=1,
                    expected_quarter__lte=4,
                ),
            ),
        )

    def __str__(self) -> str:
        return f"Exception report {self.of}"

    @property
    def expected_recovery(self) -> Quarter | None:
        """The quarter in which it should be back on target."""
        if self.expected_year is None or self.expected_quarter is None:
            return None
        return Quarter(self.expected_year, self.expected_quarter)

    @property
    def was_expected(self) -> Quarter | None:
        """The quarter that was named the time before, where it has moved since."""
        if self.was_expected_year is None or self.was_expected_quarter is None:
            return None
        return Quarter(self.was_expected_year, self.was_expected_quarter)

    @property
    def is_complete(self) -> bool:
        """Says all that a red must say."""
        return all(text.strip() for text in (self.cause, self.key_risks, self.mitigation))

    @property
    def is_waived(self) -> bool:
        return self.waived_by_id is not None


class Action(models.Model):
    """What somebody will do about it, and by when."""

    report = models.ForeignKey(ExceptionReport, models.CASCADE, related_name="actions")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    owner_post = models.CharField("owner (post, not name)", max_length=150)
    due_on = models.DateField()

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("report", "position"), name="action_position_once"),
            models.CheckConstraint(
                name="action_has_text_and_owner", condition=~Q(text="") & ~Q(owner_post="")
            ),
        )

    def __str__(self) -> str:
        return self.text
