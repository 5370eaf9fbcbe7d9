"""A return: one measure's figure and words for one period, and what belongs to it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

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

    AWAITING = "AWAITING", "Awaiting information"
    PUBLISHED_LATER = "PUBLISHED_LATER", "The source publishes later"
    NO_CASES = "NO_CASES", "There were no cases"
    NOT_APPLICABLE = "NOT_APPLICABLE", "Not applicable this period"


class Quality(models.TextChoices):
    """How firm a figure is; it changes the label, never the arithmetic."""

    FINAL = "FINAL", "Final"
    PROVISIONAL = "PROVISIONAL", "Provisional"
    ESTIMATED = "ESTIMATED", "Estimated"


class ActingAs(models.TextChoices):
    """In which part somebody submitted a return."""

    LEAD = "LEAD", "measure lead"
    DEPUTY = "DEPUTY", "deputy"
    COVER = "COVER", "cover for absence"
    OFFICER = "OFFICER", "officer of the service"
    PERFORMANCE = "PERFORMANCE", "performance team"


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
    is_ready = models.BooleanField(
        "nothing is missing", default=False, help_text="As last saved: it can be submitted."
    )
    is_example = models.BooleanField("example figure", default=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_on = models.DateField(null=True, blank=True)
    submitted_as = models.CharField(max_length=11, choices=ActingAs, blank=True)
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_on = models.DateField(null=True, blank=True)
    approved_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_back_reason = models.TextField(blank=True)
    missing_reason = models.CharField("why it is missing", max_length=300, blank=True)
    missing_acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="correction"
    )
    correction_reason = models.CharField("why it is corrected", max_length=300, blank=True)
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
                name="return_awaiting_is_not_sent",
                condition=~Q(state__in=(State.SUBMITTED, State.APPROVED))
                | ~Q(no_value_reason=NoValueReason.AWAITING),
            ),
            models.CheckConstraint(
                name="return_correction_has_reason",
                condition=Q(corrects=None, correction_reason="", version=1)
                | (Q(corrects__isnull=False, version__gt=1) & ~Q(correction_reason="")),
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
                name="return_approved_for_another",
                condition=Q(approved_for=None)
                | (Q(approved_by__isnull=False) & ~Q(approved_for=F("approved_by"))),
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

    def record_label(self) -> str:
        """What the record of changes calls it."""
        return f"{self} version {self.version}" if self.version > 1 else str(self)

    @property
    def figure(self) -> Figure:
        """What was entered, as the rules take it."""
        return Figure(value=self.value, numerator=self.numerator, denominator=self.denominator)

    @property
    def has_figure(self) -> bool:
        return self.value is not None or self.denominator is not None

    @property
    def is_correction(self) -> bool:
        """A version made after its period was closed."""
        return self.corrects_id is not None

    @property
    def is_with_officer(self) -> bool:
        """Still to be entered or mended; counts as missing."""
        return self.state in {State.NOT_STARTED, State.DRAFT, State.SENT_BACK}


class Confirmation(models.Model):
    """A sense check that somebody looked at, and why the figure or text is right all the same."""

    of = models.ForeignKey(Return, models.PROTECT, related_name="confirmations")
    code = models.CharField(max_length=30)
    said = models.CharField("what the check said", max_length=400)
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("of", "code"), name="confirmation_once_a_check"),
            models.CheckConstraint(name="confirmation_has_reason", condition=~Q(reason="")),
        )

    def __str__(self) -> str:
        return f"{self.of}: {self.code}"


class MonthFigure(models.Model):
    """One month's figure of a measure that is returned monthly; a missing month is no zero."""

    of = models.ForeignKey(Return, models.PROTECT, related_name="months")
    month = models.PositiveSmallIntegerField(help_text="1 is April, 12 is March.")
    value = optional_figure()
    numerator = optional_figure()
    denominator = optional_figure()

    class Meta:
        ordering = ("month",)
        constraints = (
            models.UniqueConstraint(fields=("of", "month"), name="month_figure_once"),
            models.CheckConstraint(
                name="month_figure_1_to_12", condition=Q(month__gte=1, month__lte=12)
            ),
            models.CheckConstraint(
                name="month_figure_numerator_with_denominator",
                condition=Q(numerator=None, denominator=None)
                | Q(numerator__isnull=False, denominator__isnull=False),
            ),
            models.CheckConstraint(
                name="month_figure_not_empty",
                condition=Q(value__isnull=False) | Q(denominator__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.of} month {self.month}"


class KeptEntry(models.Model):
    """What somebody had typed when their session had ended; given back to nobody else."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    of = models.ForeignKey(Return, models.CASCADE, related_name="+")
    typed = models.JSONField()
    seen_edit = models.IntegerField()
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "kept entries"
        constraints = (models.UniqueConstraint(fields=("person", "of"), name="kept_entry_once"),)

    def __str__(self) -> str:
        return f"{self.of} as typed by {self.person_id}"
