"""The rating of a return, kept with the terms that produced it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length

from indicators.models.fields import optional_figure
from indicators.models.returns import Return
from indicators.rules.rag import Colour, Status, Unit

STATUSES = [(each.value, each.word) for each in Status]
COLOURS = [(each.value, each.value.capitalize()) for each in Colour]
REASON_LENGTH = 20


class Rating(models.Model):
    """What `rules.rag.rate` said. Once the period is closed it is frozen."""

    of = models.OneToOneField(Return, models.PROTECT, related_name="rating")
    status = models.CharField(max_length=20, choices=STATUSES)
    calculated = models.CharField(max_length=20, choices=STATUSES)
    value = optional_figure()
    target = optional_figure()
    low = optional_figure()
    high = optional_figure()
    gap = optional_figure()
    sentence = models.TextField()
    gap_words = models.CharField(max_length=200, blank=True)
    target_words = models.CharField(max_length=200, blank=True)
    tolerance_words = models.CharField(max_length=300, blank=True)
    bands = models.JSONField(default=list, blank=True)
    terms = models.JSONField("terms that produced it", default=dict, blank=True)
    rated_on = models.DateField()
    is_frozen = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=("status",), name="rating_status"),)

    def __str__(self) -> str:
        return f"{self.of}: {self.status}"

    @property
    def unit(self) -> Unit:
        """How its figures are printed: as on the day of rating, whatever the measure says now."""
        kept = self.terms.get("unit")
        return Unit(**kept) if kept else self.of.measure.figure_unit


class Judgement(models.Model):
    """A colour by judgement, for one period; the calculated one is kept beside it."""

    of = models.OneToOneField(Return, models.PROTECT, related_name="judgement")
    colour = models.CharField(max_length=5, choices=COLOURS)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_on = models.DateField()
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="judgement_agreed_by_another",
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("by")),
            ),
            models.CheckConstraint(
                name="judgement_reason_20_characters",
                condition=Q(reason__length__gte=REASON_LENGTH),
                violation_error_message="Give the reason in at least 20 characters.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.of}: {self.colour}"


models.TextField.register_lookup(Length, "length")
