"""Seals over the record of changes: a chain of digests that shows tampering afterwards."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class Seal(models.Model):
    """What came into the record since the seal before, held by one digest over both."""

    at = models.DateTimeField("sealed at", default=timezone.now)
    rows = models.PositiveIntegerField("rows sealed")
    previous = models.CharField("digest of the seal before", max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("id",)
        default_permissions = ("view",)
        constraints = (models.UniqueConstraint(fields=("digest",), name="seal_digest_once"),)

    def __str__(self) -> str:
        return f"Seal {self.pk}: {self.digest[:12]}"


class SealedChange(models.Model):
    """The digest of one row of the record, kept so that a row tampered with can be named.

    `change_id` is no foreign key: it must outlive a row that somebody removes.
    """

    seal = models.ForeignKey(Seal, models.PROTECT, related_name="sealed")
    change_id = models.BigIntegerField(unique=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("id",)
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.change_id} in seal {self.seal_id}"
