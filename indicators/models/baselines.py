"""Figures from before the system: shown and charted, never rated."""

from __future__ import annotations

from django.db import models

from indicators.models.fields import figure, optional_figure
from indicators.models.imports import ImportRun
from indicators.models.measures import Measure


class Baseline(models.Model):
    """A figure, the period it is for, and the very cell that it came from."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="baselines")
    period_end = models.DateField()
    period_name = models.CharField(max_length=40, help_text='For example "November 2016".')
    value = figure()
    target = optional_figure("target printed for that period")
    is_estimated = models.BooleanField("estimate", default=False)
    note = models.CharField(max_length=300, blank=True, help_text="Footnote marks and the like.")
    source_file = models.CharField(max_length=200)
    source_sheet = models.CharField(max_length=60, blank=True)
    source_cell = models.CharField(max_length=12, blank=True)
    import_run = models.ForeignKey(ImportRun, models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ("period_end",)
        constraints = (
            models.UniqueConstraint(
                fields=("measure", "period_end"), name="baseline_once_a_period"
            ),
        )

    def __str__(self) -> str:
        return f"{self.measure.ref}, {self.period_name}"

    def record_label(self) -> str:
        """What the record of changes calls it; the period's name is typed."""
        return f"{self.measure.ref} at {self.period_end}"

    @property
    def source(self) -> str:
        """Where it comes from, in words."""
        place = f", {self.source_sheet}, cell {self.source_cell}" if self.source_cell else ""
        return f"{self.source_file}{place}"
