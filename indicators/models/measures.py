"""Indicators and performance measures: two distinct kinds of what is measured."""

from __future__ import annotations

import re
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from indicators.rules.rag import Unit
from organisation.models import Service
from outcomes.models import Outcome

BASIS_IN_TITLE = re.compile(
    r"\s*(\[[^\]]*(\[[^\]]*)?\]|\((cumulative|monthly snapshot)\))\s*$", re.IGNORECASE
)


#: Refs stand in addresses, where a slash parts and these are names of pages or ways up.
NO_REFS = (".", "..", "grid")
BAD_REF = "A ref can't hold a slash, nor be “.”, “..” or “grid”: it stands in addresses."


def is_addressable(ref: str) -> bool:
    """Whether an address can hold the ref."""
    return not ("/" in ref or "\\" in ref or ref.casefold() in NO_REFS)


def refuse_unaddressable(ref: str) -> None:
    """ValidationError where no address could hold the ref."""
    if not is_addressable(ref):
        raise ValidationError(BAD_REF, code="ref")


class Kind(models.TextChoices):
    """Bury, Cabinet 15 December 2017, 2.1: whole population, or a programme of ours."""

    INDICATOR = "INDICATOR", "Indicator"
    PERFORMANCE_MEASURE = "PERFORMANCE_MEASURE", "Performance measure"


class ValueType(models.TextChoices):
    """What sort of number it is."""

    PERCENT = "percent", "Percentage"
    COUNT = "count", "Count"
    RATE = "rate", "Rate"
    CURRENCY = "currency", "Money"
    DURATION = "duration", "Duration"
    RATIO = "ratio", "Ratio"
    YES_NO = "yes_no", "Yes or no"
    DAYS = "days", "Days late"


class Frequency(models.TextChoices):
    """How often a return is due."""

    MONTHLY = "MONTHLY", "Every month, put together for the quarter"
    QUARTERLY = "QUARTERLY", "Every quarter"
    HALF_YEARLY = "HALF_YEARLY", "Twice a year, in quarters 2 and 4"
    ANNUAL = "ANNUAL", "Once a year, in quarter 4"

    @property
    def quarters(self) -> tuple[int, ...]:
        """The quarters in which a return is due."""
        return {"HALF_YEARLY": (2, 4), "ANNUAL": (4,)}.get(self.value, (1, 2, 3, 4))


class MeasureQuerySet(models.QuerySet["Measure"]):
    """Measures, asked in the council's words."""

    def performance_measures(self) -> MeasureQuerySet:
        return self.filter(kind=Kind.PERFORMANCE_MEASURE)

    def indicators(self) -> MeasureQuerySet:
        return self.filter(kind=Kind.INDICATOR)


class Measure(models.Model):
    """What is measured, whatever the year. Target and tolerance stand in its terms."""

    ref = models.CharField(max_length=16, validators=[refuse_unaddressable])
    title = models.TextField()
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.PERFORMANCE_MEASURE)
    definition = models.TextField(blank=True)
    guidance = models.TextField(blank=True, help_text="Shown beside the box on the return.")
    source = models.CharField(max_length=300, blank=True)
    comments = models.TextField(blank=True)
    value_type = models.CharField(max_length=10, choices=ValueType, default=ValueType.COUNT)
    unit = models.CharField(max_length=40, blank=True, help_text='After the figure: "per 10,000".')
    decimals = models.PositiveSmallIntegerField(default=0)
    frequency = models.CharField(max_length=11, choices=Frequency, default=Frequency.QUARTERLY)
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="measures"
    )
    lead_post = models.CharField("responsible post", max_length=150, blank=True)
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leads",
        verbose_name="measure lead",
        help_text="The officer who answers for its returns and is reminded of them.",
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deputises",
        help_text="The officer who returns it when the lead does not.",
    )
    is_new = models.BooleanField("new to the basket", default=False)
    is_example = models.BooleanField(
        "figures are example figures",
        default=False,
        help_text="Values that come from no report; labelled wherever they show.",
    )
    outcomes = models.ManyToManyField(
        Outcome, through="indicators.Alignment", related_name="measures"
    )

    objects: ClassVar[models.Manager[Measure]] = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ("ref",)
        constraints = (
            models.UniqueConstraint(fields=("ref",), name="measure_ref_once"),
            models.CheckConstraint(name="measure_decimals_0_to_4", condition=Q(decimals__lte=4)),
            models.CheckConstraint(
                name="measure_ref_fits_addresses",
                condition=~Q(ref__contains="/") & ~Q(ref__contains="\\") & ~Q(ref__in=NO_REFS),
                violation_error_message=BAD_REF,
            ),
            models.CheckConstraint(
                name="measure_deputy_is_another",
                condition=Q(lead=None) | Q(deputy=None) | ~Q(lead=F("deputy")),
                violation_error_message="The deputy is somebody else than the lead.",
            ),
            models.CheckConstraint(
                name="performance_measure_has_service",
                condition=~Q(kind=Kind.PERFORMANCE_MEASURE) | Q(service__isnull=False),
                violation_error_message="A performance measure needs a service to answer for it.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.ref} {self.name}"

    def record_label(self) -> str:
        """What the record of changes calls it; titles change, and are typed."""
        return self.ref

    @property
    def name(self) -> str:
        """The title without the basis in brackets, which pages say in words."""
        return BASIS_IN_TITLE.sub("", self.title) or self.title

    @property
    def figure_unit(self) -> Unit:
        """How figures of this measure are written, for the rules."""
        suffix = "%" if self.value_type == ValueType.PERCENT else self.unit and f" {self.unit}"
        return Unit(kind=self.value_type, suffix=suffix, decimals=self.decimals)


class Alignment(models.Model):
    """A measure under an outcome; it may stand under several."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="alignments")
    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="alignments")
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("outcome__position",)
        constraints = (
            models.UniqueConstraint(fields=("measure", "outcome"), name="alignment_once"),
        )

    def __str__(self) -> str:
        return f"{self.measure.ref} under {self.outcome.code}"

    record_label = __str__
