"""An import: the file as it came, the answers given, every row as shown, what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class ImportState(models.TextChoices):
    """Nothing is saved before it is committed; what was committed can be undone."""

    WAITING = "WAITING", "Waiting to be read"
    READING = "READING", "Being read"
    UNREADABLE = "UNREADABLE", "Could not be read"
    PREVIEWED = "PREVIEWED", "Previewed, nothing saved"
    SAVING = "SAVING", "Being saved"
    COMMITTED = "COMMITTED", "Imported"
    UNDOING = "UNDOING", "Being undone"
    DISCARDED = "DISCARDED", "Given up"
    UNDONE = "UNDONE", "Undone"


#: States in which the worker has, or is about to have, the import in hand.
AT_WORK = (
    ImportState.WAITING,
    ImportState.READING,
    ImportState.SAVING,
    ImportState.UNDOING,
)


class ImportRun(models.Model):
    """One upload, from first reading to commit, and to its undoing."""

    kind = models.CharField(max_length=12)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField(editable=False)
    sheet = models.CharField(max_length=60, blank=True)
    year = models.CharField("year being set up", max_length=7, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    left_out = models.JSONField(default=list, blank=True)
    summary = models.JSONField(
        "what was found",
        default=dict,
        blank=True,
        help_text="Sheet, heading row, questions and how much of each: the rows stand apart.",
    )
    counts = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.WAITING)
    waiting_since = models.DateTimeField("handed to the worker", default=timezone.now)
    refusal = models.TextField("why it was refused last", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    committed_at = models.DateTimeField(null=True, blank=True)
    committed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "import"
        ordering = ("-created_at",)
        default_permissions = ("view",)
        constraints = (
            models.CheckConstraint(
                name="import_committed_has_time",
                condition=~Q(state__in=("COMMITTED", "UNDONE")) | Q(committed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="import_undone_has_time",
                condition=~Q(state="UNDONE") | Q(undone_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_at_work(self) -> bool:
        """Whether the worker has it in hand, so that its page has to wait."""
        return self.state in AT_WORK


class ImportProgress(models.Model):
    """How far the worker is with an import, and its last sign of life.

    Apart from the import itself, whose row is locked while it is saved. There is none before a
    worker has taken the import in hand.
    """

    run = models.OneToOneField(ImportRun, models.CASCADE, related_name="progress", primary_key=True)
    step = models.CharField("what is being done", max_length=60, blank=True)
    done = models.PositiveIntegerField("rows done of this step", default=0)
    total = models.PositiveIntegerField("rows of this step", default=0)
    taken_at = models.DateTimeField("taken in hand")
    beat_at = models.DateTimeField("last sign of the worker")
    tries = models.PositiveSmallIntegerField("times it was taken in hand", default=1)

    class Meta:
        verbose_name = "progress of an import"
        verbose_name_plural = "progress of imports"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.step} {self.done}/{self.total}"


class PagePart(models.TextChoices):
    """What a page of an import lists."""

    ROWS = "ROWS", "Rows"
    PROBLEMS = "PROBLEMS", "Problems"


class ImportPage(models.Model):
    """A hundred rows, or problems, of an import, as they were shown; kept for the log and undo."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="pages")
    part = models.CharField(max_length=8, choices=PagePart)
    number = models.PositiveIntegerField()
    items = models.JSONField(default=list)

    class Meta:
        ordering = ("run", "part", "number")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("run", "part", "number"), name="import_page_once"),
        )

    def __str__(self) -> str:
        return f"{self.run_id} {self.part} {self.number}"


class ColumnName(models.Model):
    """What a heading means to this council: asked once, then remembered."""

    kind = models.CharField(max_length=12)
    heading = models.CharField(max_length=200, help_text="As it is compared: in small letters.")
    field = models.CharField(max_length=80, blank=True, help_text="Empty: it is not imported.")

    class Meta:
        verbose_name = "heading that is known"
        verbose_name_plural = "headings that are known"
        ordering = ("kind", "heading")
        constraints = (
            models.UniqueConstraint(fields=("kind", "heading"), name="column_name_once"),
        )

    def __str__(self) -> str:
        return self.heading
