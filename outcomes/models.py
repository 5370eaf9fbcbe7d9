"""Frameworks of outcomes, and the enablers that stand beside them."""

from __future__ import annotations

from django.db import models


class Framework(models.Model):
    """A set of outcomes that somebody agreed, for example the Single Outcomes Framework."""

    code = models.SlugField(max_length=20)
    name = models.CharField(max_length=120)
    agreed_by = models.CharField(max_length=200, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True, help_text="Report and paragraph.")

    class Meta:
        ordering = ("code",)
        constraints = (models.UniqueConstraint(fields=("code",), name="framework_code_once"),)

    def __str__(self) -> str:
        return self.name


class OutcomeKind(models.TextChoices):
    """An enabler is about the organisation, an outcome about the place and its people."""

    OUTCOME = "OUTCOME", "Outcome"
    ENABLER = "ENABLER", "Enabler"


class Outcome(models.Model):
    """A condition of wellbeing, in the words in which it was agreed."""

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="outcomes")
    code = models.CharField(max_length=20)
    short_name = models.CharField(max_length=80, help_text="For tables and headings.")
    statement = models.TextField()
    kind = models.CharField(max_length=8, choices=OutcomeKind, default=OutcomeKind.OUTCOME)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("framework__code", "position")
        constraints = (
            models.UniqueConstraint(fields=("code",), name="outcome_code_once"),
            models.UniqueConstraint(
                fields=("framework", "position"), name="outcome_position_once_in_framework"
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.short_name}"
