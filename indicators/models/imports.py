"""An import of a workbook: the file as it came, the answers given, what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class ImportState(models.TextChoices):
    """Nothing is saved before it is committed."""

    PREVIEWED = "PREVIEWED", "Previewed, nothing saved"
    COMMITTED = "COMMITTED", "Committed"
    DISCARDED = "DISCARDED", "Discarded"


class ImportRun(models.Model):
    """One upload, from first preview to commit."""

    kind = models.CharField(max_length=12)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField(editable=False)
    sheet = models.CharField(max_length=60, blank=True)
    year = models.CharField("year being set up", max_length=7, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    left_out = models.JSONField(default=list, blank=True)
    seen = models.JSONField("rows as previewed", default=dict, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.PREVIEWED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    committed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "import"
        ordering = ("-created_at",)
        default_permissions = ("view",)
        constraints = (
            models.CheckConstraint(
                name="import_committed_has_time",
                condition=~Q(state=ImportState.COMMITTED) | Q(committed_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.file_name
