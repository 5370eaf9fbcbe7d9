"""Figures of others that a measure is compared with: benchmarks, and whose they are."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from indicators.models.fields import figure
from indicators.models.imports import ImportRun
from indicators.models.measures import Measure


class Comparator(models.Model):
    """A place or group that others' figures are of: England, statistical neighbours."""

    name = models.CharField(max_length=80, unique=True)
    note = models.CharField(
        max_length=300, blank=True, help_text="Who is in the group, and who chose them."
    )
    position = models.PositiveSmallIntegerField(default=0, help_text="Lower numbers come first.")

    class Meta:
        ordering = ("position", "name")
        constraints = (models.CheckConstraint(name="comparator_has_name", condition=~Q(name="")),)

    def __str__(self) -> str:
        return self.name


class Benchmark(models.Model):
    """A comparator's figure for a period, and where it comes from; it rates nothing by itself."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="benchmarks")
    comparator = models.ForeignKey(Comparator, models.PROTECT, related_name="benchmarks")
    period_end = models.DateField("last day of its period")
    period_name = models.CharField(max_length=40, help_text='For example "2016/17".')
    value = figure()
    is_estimated = models.BooleanField("estimate", default=False)
    note = models.CharField(max_length=300, blank=True)
    source = models.CharField(
        max_length=200, blank=True, help_text="Who published it, and where it can be looked up."
    )
    source_file = models.CharField(max_length=200, blank=True)
    source_sheet = models.CharField(max_length=60, blank=True)
    source_cell = models.CharField(max_length=12, blank=True)
    import_run = models.ForeignKey(ImportRun, models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ("period_end", "comparator__position", "comparator__name")
        constraints = (
            models.UniqueConstraint(
                fields=("measure", "comparator", "period_end"), name="benchmark_once_a_period"
            ),
        )

    def __str__(self) -> str:
        return f"{self.measure.ref}, {self.comparator}, {self.period_name}"

    def record_label(self) -> str:
        """What the record of changes calls it; the names are typed."""
        return f"{self.measure.ref} comparator {self.comparator_id} at {self.period_end}"
