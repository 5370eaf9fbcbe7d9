"""The record of changes: append-only, held so by the database itself (see triggers.py)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from organisation.models.people import Person

SHORT = 200


class ChangeQuerySet(models.QuerySet["Change"]):
    """The record, asked as people ask it."""

    def about(self, thing: models.Model) -> ChangeQuerySet:
        """What happened to one thing, oldest first."""
        return self.filter(object_type=thing._meta.label_lower, object_id=thing.pk).order_by("id")


class Change(models.Model):
    """One change of one field, or one deed: who, when, what, from, to, why, from where.

    Long or personal text stands in `ChangeText`; here is only its SHA-256, so that a text can be
    redacted while this row never changes.
    """

    at = models.DateTimeField("recorded at", default=timezone.now)
    on = models.DateField("business date")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="changes")
    post = models.CharField("post at the time", max_length=150, blank=True)
    deed = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    object_label = models.CharField(max_length=SHORT)
    field = models.CharField(max_length=60, blank=True)
    before = models.CharField(max_length=SHORT, blank=True)
    after = models.CharField(max_length=SHORT, blank=True)
    why = models.CharField(max_length=SHORT, blank=True)
    origin = models.CharField("from where", max_length=SHORT)
    request_id = models.CharField(max_length=40, blank=True)

    objects: ClassVar[models.Manager[Change]] = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "change"
        verbose_name_plural = "record of changes"
        ordering = ("-id",)
        indexes = (models.Index(fields=("object_type", "object_id"), name="change_about"),)
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.deed}: {self.object_label}"


class ChangeText(models.Model):
    """The text whose hash stands in a change. Can be emptied (redacted), never rewritten."""

    change = models.ForeignKey(Change, models.PROTECT, related_name="texts")
    part = models.CharField(
        max_length=6, choices=(("before", "before"), ("after", "after"), ("why", "why"))
    )
    text = models.TextField(blank=True)

    class Meta:
        default_permissions = ("view",)
        constraints = (
            models.UniqueConstraint(fields=("change", "part"), name="change_text_once_a_part"),
        )

    def __str__(self) -> str:
        return f"{self.part} of {self.change_id}"
