"""A return: one measure's figure and words for one period."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from indicators.models.fields import optional_figure
from indicators.models.measures import Measure
from indicators.models.periods import Period
from indicators.models.terms import Terms
from indicators.querysets import ReturnQuerySet
from indicators.rules.rag import Figure


class State(models.TextChoices):
    """Where a return stands between officer and approver."""

    NOT_STARTED = "NOT_STARTED", "Not started"
    DRAFT = "DRAFT", "Draft"
    SUBMITTED = "SUBMITTED", "Submitted"
    SENT_BACK = "SENT_BACK", "Sent back"
    APPROVED = "APPROVED", "Approved"


class NoValueReason(models.TextChoices):
    """Why there is no figure. Blank is never zero."""

    PUBLISHED_LATER = "PUBLISHED_LATER", "The source publishes later"
    NO_CASES = "NO_CASES", "There were no cases"
    NOT_APPLICABLE = "NOT_APPLICABLE", "Not applicable this period"


class Quality(models.TextChoices):
    """How firm a figure is; it changes the label, never the arithmetic."""

    FINAL = "FINAL", "Final"
    PROVISIONAL = "PROVISIONAL", "Provisional"
    ESTIMATED = "ESTIMATED", "Estimated"


class Return(models.Model):
    """What an officer returns. A correction after closing is a new version."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="returns")
    period = models.ForeignKey(Period, models.PROTECT, related_name="returns")
    terms = models.ForeignKey(Terms, models.PROTECT, related_name="returns")
    version = models.PositiveSmallIntegerField(default=1)
    is_current = models.BooleanField(default=True)
    state = models.CharField(max_length=11, choices=State, default=State.NOT_STARTED)
    value = optional_figure()
    numerator = optional_figure()
    denominator = optional_figure()
    quality = models.CharField(max_length=11, choices=Quality, default=Quality.FINAL)
    no_value_reason = models.CharField(max_length=15, choices=NoValueReason, blank=True)
    expected_on = models.DateField("figure expected on", null=True, blank=True)
    commentary = models.TextField(blank=True)
    confirmed = models.CharField("why an unusual figure is right", max_length=300, blank=True)
    is_example = models.BooleanField("example figure", default=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_on = models.DateField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_on = models.DateField(null=True, blank=True)
    sent_back_reason = models.TextField(blank=True)
    missing_reason = models.CharField("why it is missing", max_length=300, blank=True)
    missing_acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    edit = models.PositiveIntegerField(default=0, help_text="Grows with each save.")

    status: str  # what it counts as on a day, where `with_status` asked for it

    objects: ClassVar[ReturnQuerySet] = ReturnQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("period", "measure__ref")
        indexes = (models.Index(fields=("period", "state"), name="return_period_state"),)
        constraints = (
            models.UniqueConstraint(
                fields=("measure", "period", "version"), name="return_version_once"
            ),
            models.UniqueConstraint(
                fields=("measure", "period"),
                condition=Q(is_current=True),
                name="return_one_current",
            ),
            models.CheckConstraint(
                name="return_sent_has_value_or_reason",
                condition=~Q(state__in=(State.SUBMITTED, State.APPROVED))
                | Q(value__isnull=False)
                | Q(numerator__isnull=False, denominator__isnull=False)
                | ~Q(no_value_reason=""),
            ),
            models.CheckConstraint(
                name="return_value_or_reason_not_both",
                condition=Q(no_value_reason="") | Q(value=None, numerator=None, denominator=None),
            ),
            models.CheckConstraint(
                name="return_numerator_with_denominator",
                condition=Q(numerator=None, denominator=None)
                | Q(numerator__isnull=False, denominator__isnull=False),
            ),
            models.CheckConstraint(
                name="return_denominator_not_negative",
                condition=Q(denominator=None) | Q(denominator__gte=0),
            ),
            models.CheckConstraint(
                name="return_nothing_out_of_nothing",
                condition=Q(denominator=None) | ~Q(denominator=0) | Q(numerator=0),
            ),
            models.CheckConstraint(
                name="return_later_has_expected_day",
                condition=~Q(no_value_reason=NoValueReason.PUBLISHED_LATER)
                | Q(expected_on__isnull=False),
            ),
            models.CheckConstraint(
                name="return_sent_has_sender",
                condition=~Q(state__in=(State.SUBMITTED, State.APPROVED))
                | Q(submitted_by__isnull=False, submitted_on__isnull=False),
            ),
            models.CheckConstraint(
                name="return_approved_has_approver",
                condition=Q(state=State.APPROVED, approved_by__isnull=False)
                & Q(approved_on__isnull=False)
                | (~Q(state=State.APPROVED) & Q(approved_by=None, approved_on=None)),
            ),
            models.CheckConstraint(
                name="return_approver_is_another",
                condition=Q(approved_by=None) | ~Q(approved_by=F("submitted_by")),
            ),
            models.CheckConstraint(
                name="return_sent_back_has_reason",
                condition=~Q(state=State.SENT_BACK) | ~Q(sent_back_reason=""),
            ),
            models.CheckConstraint(
                name="return_missing_named_with_reason",
                condition=Q(missing_acknowledged_by=None, missing_reason="")
                | (Q(missing_acknowledged_by__isnull=False) & ~Q(missing_reason="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.measure.ref} {self.period}"

    @property
    def figure(self) -> Figure:
        """What was entered, as the rules take it."""
        return Figure(value=self.value, numerator=self.numerator, denominator=self.denominator)

    @property
    def has_figure(self) -> bool:
        return self.value is not None or self.denominator is not None

    @property
    def is_with_officer(self) -> bool:
        """Still to be entered or mended; counts as missing."""
        return self.state in {State.NOT_STARTED, State.DRAFT, State.SENT_BACK}
