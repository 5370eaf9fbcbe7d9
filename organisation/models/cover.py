"""Who stands in for whom while somebody is away."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from organisation.models.dated import Dated, DatedQuerySet, ends_after_start
from organisation.models.people import Person


class CoverQuerySet(DatedQuerySet):
    """Covers, without those that were called off before they began."""

    def standing(self) -> Self:
        """What was or is to be; nothing is deleted, so what was called off stays as a row."""
        return self.filter(called_off_on=None)

    def on(self, day: date) -> Self:
        return super().on(day).filter(called_off_on=None)


class Cover(Dated):
    """From the first to the last day, `by` may enter and approve what `absent` may."""

    absent = models.ForeignKey(Person, models.PROTECT, related_name="covered_by")
    by = models.ForeignKey(Person, models.PROTECT, related_name="covers", verbose_name="covered by")
    reason = models.CharField(max_length=200, blank=True, help_text="For example annual leave.")
    called_off_on = models.DateField(null=True, blank=True)

    objects: ClassVar[CoverQuerySet] = CoverQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("starts_on", "id")
        constraints = (
            ends_after_start("cover_ends_after_start"),
            models.CheckConstraint(
                name="cover_has_a_last_day",
                condition=Q(ends_on__isnull=False),
                violation_error_message="Cover needs a last day.",
            ),
            models.CheckConstraint(
                name="cover_is_by_another",
                condition=~Q(absent=F("by")),
                violation_error_message="Nobody covers for themselves.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.by.name} for {self.absent.name}"
